//! The file of a key, as `solana-keygen` writes it, as wallets export it, or what else it is.

use {
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    std::{
        env, fmt,
        fs::{self, File},
        io::{self, Read},
        path::{Path, PathBuf},
    },
};

/// A file of a key is shorter.
const LONGEST: u64 = 4_096;

/// Where a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// In a file.
    File(PathBuf),
    /// On the standard input.
    Stdin,
    /// On a hardware wallet, as its URL says.
    Device(String),
    /// Not here: another machine or a device signs for this address.
    Address(Pubkey),
}

/// Why a key cannot be read: one sentence without a full stop, which says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadKey(pub String);

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadKey {}

impl KeySource {
    /// What a text names: `-` and `stdin:` the standard input, `usb:` a hardware wallet, an address
    /// itself, anything else a file.
    ///
    /// # Errors
    /// If it names a place that these tools do not read keys from.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        match text {
            "-" | "stdin" | "stdin:" | "stdin://" => return Ok(Self::Stdin),
            "ASK" => return Err(unsupported("ASK", "a seed phrase that is typed in")),
            _ => {}
        }
        if text.starts_with("prompt:") {
            return Err(unsupported("prompt:", "a seed phrase that is typed in"));
        }
        if text.starts_with("usb:") {
            return Ok(Self::Device(text.to_owned()));
        }
        if let (false, Ok(address)) = (Path::new(text).exists(), text.parse()) {
            return Ok(Self::Address(address));
        }
        let path = text.strip_prefix("file://").or_else(|| text.strip_prefix("file:")).unwrap_or(text);
        Ok(Self::File(at_home(path)))
    }

    /// Reads the key.
    ///
    /// # Errors
    /// Which of many things is wrong with it.
    pub fn read(&self) -> Result<Keypair, BadKey> {
        match self {
            Self::File(path) => read_file(path),
            Self::Stdin => {
                parse_key(&limited(io::stdin().lock(), "the standard input")?, "the standard input")
            }
            Self::Device(_) => Err(unsupported("usb://", "a hardware wallet")),
            Self::Address(address) => Err(BadKey(format!(
                "{address} is an address, not a key: name the file of its key, or sign with --sign-only \
                 where the key is and pass --signer here"
            ))),
        }
    }
}

fn unsupported(scheme: &str, what: &str) -> BadKey {
    BadKey(format!(
        "{scheme} names {what}, which this build cannot read: sign with --sign-only where the key is, or \
         write it to a file with `solana-keygen recover`"
    ))
}

/// A path in which `~` is the home folder.
pub fn at_home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(path),
    }
}

fn read_file(path: &Path) -> Result<Keypair, BadKey> {
    let name = path.display().to_string();
    let bad = |what: &str| Err(BadKey(what.replace("{}", &name)));
    let meta =
        match fs::metadata(path) {
            Ok(meta) => meta,
            Err(error) => return bad(match error.kind() {
                io::ErrorKind::NotFound => {
                    "there is no file {}: create a key with `solana-keygen new -o {}`, or name another file"
                }
                io::ErrorKind::PermissionDenied => "no permission to read {}: run as the user that owns it",
                _ => return Err(BadKey(format!("cannot read {name}: {error}"))),
            }),
        };
    if meta.is_dir() {
        return bad("{} is a folder: name the file of a key in it");
    }
    // A pipe or a device may never end. The standard input is read where it is asked for.
    if !meta.is_file() {
        return bad("{} is no regular file: name a file, or `-` for the standard input");
    }
    match File::open(path) {
        Ok(file) => parse_key(&limited(file, &name)?, &name),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            bad("no permission to read {}: run as the user that owns it")
        }
        Err(error) => Err(BadKey(format!("cannot read {name}: {error}"))),
    }
}

fn limited(from: impl Read, name: &str) -> Result<Vec<u8>, BadKey> {
    let mut bytes = Vec::new();
    from.take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| BadKey(format!("cannot read {name}: {error}")))?;
    if bytes.len() as u64 > LONGEST {
        return Err(BadKey(format!("{name} is longer than a key: name the file of a key")));
    }
    Ok(bytes)
}

/// The key in a text: the array of 64 numbers of `solana-keygen`, or the base58 of wallets.
fn parse_key(bytes: &[u8], name: &str) -> Result<Keypair, BadKey> {
    let bad = |what: &str| BadKey(format!("{name} {what}"));
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(bad("is no text: a key is written as numbers or in base58"));
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(bad("is empty: a key is written as 64 numbers or in base58"));
    }
    let bytes: Vec<u8> = if text.starts_with('[') {
        serde_json::from_str(text)
            .map_err(|_| bad("is no list of 64 numbers from 0 to 255: it may be cut off or edited"))?
    } else if text.split_whitespace().count() > 1 {
        return Err(match text.split_whitespace().count() {
            12 | 15 | 18 | 21 | 24 => {
                bad("holds a seed phrase: `solana-keygen recover` makes a key file of it")
            }
            _ => bad("holds no key: a key is written as 64 numbers or in base58"),
        });
    } else {
        bs58::decode(text.trim_matches('"'))
            .into_vec()
            .map_err(|_| bad("holds no key: a key is written as 64 numbers or in base58"))?
    };
    match bytes.len() {
        64 => Keypair::try_from(&bytes[..])
            .map_err(|_| bad("holds a key whose two halves do not belong together: it was edited")),
        32 => Err(bad(
            "holds 32 bytes, half a key or an address: a key has 64, as `solana-keygen` and wallets write it",
        )),
        count => Err(bad(&format!("holds {count} bytes, and a key has 64: it may be cut off"))),
    }
}

#[cfg(test)]
mod tests {
    use {super::*, solana_signer::Signer, std::process};

    /// A folder that is gone with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = env::temp_dir().join(format!("io-keys-{name}-{}", process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn write(&self, name: &str, text: impl AsRef<[u8]>) -> KeySource {
            let path = self.0.join(name);
            fs::write(&path, text).unwrap();
            KeySource::parse(path.to_str().unwrap()).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn said(source: &KeySource) -> String {
        source.read().unwrap_err().to_string()
    }

    #[test]
    fn keys_of_solana_keygen_and_of_wallets_are_read() {
        let folder = Folder::new("read");
        let key = Keypair::new();
        let numbers = format!("{:?}", key.to_bytes());
        for (name, text) in [
            ("numbers", numbers.clone()),
            ("bom", format!("\u{feff}{numbers}\r\n")),
            ("base58", bs58::encode(key.to_bytes()).into_string()),
            ("quoted", format!("\"{}\"\n", bs58::encode(key.to_bytes()).into_string())),
        ] {
            let read = folder.write(name, text).read().unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(read.pubkey(), key.pubkey(), "{name}");
        }
        let file = format!("file:{}", folder.0.join("numbers").display());
        assert_eq!(KeySource::parse(&file).unwrap().read().unwrap().pubkey(), key.pubkey());
    }

    #[test]
    fn each_thing_that_is_no_key_is_named() {
        let folder = Folder::new("named");
        let key = Keypair::new().to_bytes();
        let mut torn = key;
        torn[40] ^= 1;
        let words = ["abandon"; 12].join(" ");
        for (text, word) in [
            (format!("{:?}", &key[..32]), "half a key or an address"),
            (format!("{:?}", &key[..63]), "63 bytes"),
            (format!("{torn:?}"), "two halves"),
            (bs58::encode(&key[32..]).into_string(), "half a key or an address"),
            (words, "seed phrase"),
            (String::new(), "is empty"),
            ("[1, 2,".into(), "64 numbers"),
            ("[1, 256]".into(), "64 numbers"),
            ("{}".into(), "holds no key"),
            ("x".repeat(5_000), "longer than a key"),
        ] {
            let said = said(&folder.write("key.json", &text));
            assert!(said.contains(word), "{text}: {said}");
            assert!(said.contains("key.json"), "{said}");
        }
        assert!(said(&folder.write("key.json", [0xff, 0xfe, 0, 1])).contains("no text"));
        assert!(said(&KeySource::File(folder.0.join("gone.json"))).contains("solana-keygen new"));
        assert!(said(&KeySource::File(folder.0.clone())).contains("is a folder"));
        assert!(said(&KeySource::File("/dev/zero".into())).contains("no regular file"));
    }

    #[test]
    fn a_pipe_without_a_writer_is_not_waited_for() {
        let folder = Folder::new("pipe");
        let path = folder.0.join("pipe");
        let made = process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        assert!(said(&KeySource::File(path)).contains("no regular file"));
    }

    #[test]
    fn what_a_text_names() {
        let address = Pubkey::new_from_array([7; 32]);
        assert_eq!(KeySource::parse(&address.to_string()), Ok(KeySource::Address(address)));
        let device = KeySource::parse("usb://ledger?key=0/0").unwrap();
        assert_eq!(device, KeySource::Device("usb://ledger?key=0/0".into()));
        assert!(said(&device).contains("hardware wallet"), "this crate reads none");
        for text in ["-", "stdin:", "stdin://"] {
            assert_eq!(KeySource::parse(text), Ok(KeySource::Stdin));
        }
        for (text, word) in
            [("prompt://", "seed phrase"), ("prompt:?key=0/0", "seed phrase"), ("ASK", "seed phrase")]
        {
            let said = KeySource::parse(text).unwrap_err().to_string();
            assert!(said.contains(word) && said.contains("--sign-only"), "{said}");
        }
        let home = PathBuf::from(env::var_os("HOME").unwrap());
        assert_eq!(KeySource::parse("~/id.json"), Ok(KeySource::File(home.join("id.json"))));
        assert_eq!(KeySource::parse("id.json"), Ok(KeySource::File("id.json".into())));
    }
}
