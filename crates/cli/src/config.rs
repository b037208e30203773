//! Which cluster and which key: options first, then the Solana CLI's own config.
//!
//! The Solana CLI's config is a flat YAML file; its reader, solana-cli-config, would bring drivers
//! of hardware wallets and the keys of another curve into the build, for two lines.

use {
    crate::{Exit, Failure, Options},
    io_rpc::{cluster_url, host, KeySource},
    std::{
        env,
        fmt::Display,
        fs, io,
        path::{Path, PathBuf},
    },
};

/// Which cluster and which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The cluster's URL.
    pub url: String,
    /// Where the key is that signs: as the option or the config writes it.
    pub keypair: String,
}

impl Settings {
    /// By the options and the Solana CLI's config.
    ///
    /// # Errors
    /// If a config file cannot be read, or what is to be used names no cluster.
    pub fn of(options: &Options) -> Result<Self, Failure> {
        // Without a home nothing is looked for, least of all in the current folder.
        let home = env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
        let own = || home.as_ref().map(|home| home.join(".config/solana/cli/config.yml"));
        let path = options.config.clone().or_else(own).unwrap_or_default();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            // Without a config the Solana CLI's defaults hold.
            Err(error) if options.config.is_none() && error.kind() == io::ErrorKind::NotFound => {
                String::new()
            }
            Err(error) => return Err(unreadable(&path, &error)),
        };
        let (url, from) = match &options.url {
            Some(url) => (url.clone(), "--url".to_owned()),
            // Something else than a config would silently mean mainnet.
            None if says_something(&text) && !text.lines().any(|line| line.starts_with("json_rpc_url")) => {
                return Err(unreadable(&path, &"it names no json_rpc_url"));
            }
            None => {
                let url = value(&text, "json_rpc_url").unwrap_or_else(|| "mainnet-beta".into());
                (url, format!("json_rpc_url of {}", path.display()))
            }
        };
        let url =
            cluster_url(&url).map_err(|wrong| Failure::new(Exit::Usage, format!("{from}: {wrong}.")))?;
        let keypair = options.keypair.clone().or_else(|| value(&text, "keypair_path"));
        let keypair = keypair.unwrap_or_else(|| "~/.config/solana/id.json".into());
        Ok(Self { url, keypair })
    }

    /// Where the key is that signs.
    ///
    /// # Errors
    /// If it is in a place that this build reads no keys from.
    pub fn key(&self) -> Result<KeySource, Failure> {
        key_source(&self.keypair)
    }

    /// The query by which explorer.solana.com finds this cluster. The URL is part of it only if it
    /// can hold no key.
    pub fn explorer_query(&self) -> String {
        let host = host(&self.url);
        for (name, query) in
            [("mainnet-beta", ""), ("devnet", "?cluster=devnet"), ("testnet", "?cluster=testnet")]
        {
            if cluster_url(name).as_ref() == Ok(&self.url) {
                return query.to_owned();
            }
        }
        if host == self.url.trim_end_matches('/') {
            return format!("?cluster=custom&customUrl={}", percent_encoded(&host));
        }
        // A provider's URL with a key in it: of mainnet, unless its host says otherwise.
        let of = |name: &str| host.contains(name).then(|| format!("?cluster={name}"));
        of("devnet").or_else(|| of("testnet")).unwrap_or_default()
    }
}

fn unreadable(path: &Path, why: &dyn Display) -> Failure {
    let message = format!("Cannot read the config {}: {why}.", path.display());
    Failure::new(Exit::Other, message).hint("Correct it, or name another one with --config.")
}

/// Whether a YAML file has more than comments.
fn says_something(yaml: &str) -> bool {
    yaml.lines().map(str::trim).any(|line| !line.is_empty() && line != "---" && !line.starts_with('#'))
}

/// Where a text says that a key is.
///
/// # Errors
/// If it is in a place that this build reads no keys from.
pub fn key_source(text: &str) -> Result<KeySource, Failure> {
    KeySource::parse(text).map_err(|bad| Failure::sentence(Exit::Key, &bad.0))
}

/// A value of a flat YAML file: plain up to a comment, or in quotes.
fn value(yaml: &str, key: &str) -> Option<String> {
    let line = yaml.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?.trim();
    let text = match line.chars().next() {
        Some(quote @ ('"' | '\'')) => line.get(1..)?.split(quote).next()?.to_owned(),
        Some('#') => String::new(),
        _ => line.split(" #").next().unwrap_or_default().trim_end().to_owned(),
    };
    (!text.is_empty() && text != "~" && text != "null").then_some(text)
}

fn percent_encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str =
        "---\njson_rpc_url: \"http://127.0.0.1:8899\"\nwebsocket_url: ''\nkeypair_path: keys/id.json\n";

    #[test]
    fn the_solana_clis_config_is_read() {
        assert_eq!(value(YAML, "json_rpc_url").as_deref(), Some("http://127.0.0.1:8899"));
        assert_eq!(value(YAML, "keypair_path").as_deref(), Some("keys/id.json"));
        assert_eq!(value(YAML, "websocket_url"), None);
        assert_eq!(value(YAML, "commitment"), None);
        for (line, read) in [
            ("url: https://rpc.example.com # mine", Some("https://rpc.example.com")),
            ("url: 'https://rpc.example.com' # mine", Some("https://rpc.example.com")),
            ("url: \"https://rpc.example.com/#a\" # mine", Some("https://rpc.example.com/#a")),
            ("url: https://rpc.example.com/#a", Some("https://rpc.example.com/#a")),
            ("url: # none", None),
            ("url: ~", None),
            ("url:", None),
        ] {
            assert_eq!(value(line, "url").as_deref(), read, "{line}");
        }
    }

    #[test]
    fn a_flag_beats_the_file_and_the_file_the_default() {
        let folder = env::temp_dir().join(format!("io-config-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            Some(path)
        };
        let of = |options: Options| {
            let Settings { url, keypair } = Settings::of(&options).unwrap();
            (url, keypair)
        };
        let config = file("full.yml", YAML);
        let flags = Options {
            url: Some("d".into()),
            keypair: Some("mine.json".into()),
            config,
            ..Options::default()
        };
        assert_eq!(of(flags.clone()), ("https://api.devnet.solana.com".into(), "mine.json".into()));
        let from_file = ("http://127.0.0.1:8899".to_owned(), "keys/id.json".to_owned());
        assert_eq!(of(Options { url: None, keypair: None, ..flags.clone() }), from_file);
        assert_eq!(of(Options { keypair: None, ..flags.clone() }).1, from_file.1, "each for itself");
        let (url, keypair) = of(Options { config: file("empty.yml", "---\n"), ..Options::default() });
        assert_eq!(url, "https://api.mainnet-beta.solana.com");
        assert!(keypair.ends_with(".config/solana/id.json"), "{keypair}");
        for (name, path) in [("nowhere.yml", folder.join("nowhere.yml")), ("directory", folder.clone())] {
            let wrong = Options { config: Some(path), ..Options::default() };
            let failure = Settings::of(&wrong).unwrap_err();
            assert!(failure.message.starts_with("Cannot read the config"), "{name}: {failure}");
        }
        for text in ["hello\n", "{json_rpc_url: 'http://127.0.0.1:1'}", "keypair_path: id.json\n"] {
            let flags = Options { config: file("other.yml", text), ..Options::default() };
            let failure = Settings::of(&flags).unwrap_err();
            assert!(failure.message.contains("names no json_rpc_url"), "{text}: {failure}");
            of(Options { url: Some("d".into()), ..flags });
        }
        let wrong = Options { config: file("wrong.yml", "json_rpc_url: foo\n"), ..Options::default() };
        let failure = Settings::of(&wrong).unwrap_err();
        assert_eq!(failure.exit, Exit::Usage);
        assert!(
            failure.message.contains("json_rpc_url of") && failure.message.contains("\"foo\""),
            "{failure}"
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn links_lead_to_the_same_cluster_and_show_no_key() {
        let at =
            |url: &str| Settings { url: cluster_url(url).unwrap(), keypair: String::new() }.explorer_query();
        assert_eq!(at("m"), "");
        assert_eq!(at("devnet"), "?cluster=devnet");
        assert_eq!(at("l"), "?cluster=custom&customUrl=http%3A%2F%2Flocalhost%3A8899");
        assert_eq!(at("http://localhost:8899/"), at("l"));
        assert_eq!(at("https://mainnet.example.com/?api-key=secret"), "");
        assert_eq!(at("https://devnet.example.com/v2/secret"), "?cluster=devnet");
        assert_eq!(at("https://user:secret@rpc.example.com"), "");
    }
}
