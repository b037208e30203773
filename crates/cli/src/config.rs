//! Which cluster and which key: options first, then the Solana CLI's own config.
//!
//! The Solana CLI's config is a flat YAML file; its reader, solana-cli-config, would bring drivers
//! of hardware wallets and the keys of another curve into the build, for two lines.

use {
    crate::{Exit, Failure, Options},
    std::{env, fs, path::PathBuf},
};

/// Which cluster and which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The cluster's URL.
    pub url: String,
    /// The file of the key that signs.
    pub keypair: PathBuf,
}

impl Settings {
    /// By the options and the Solana CLI's config.
    ///
    /// # Errors
    /// If a config file that was named cannot be read.
    pub fn of(options: &Options) -> Result<Self, Failure> {
        let home = env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
        let path = options.config.clone().unwrap_or_else(|| home.join(".config/solana/cli/config.yml"));
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            // Without a config the Solana CLI's defaults hold.
            Err(_) if options.config.is_none() => String::new(),
            Err(error) => {
                let message = format!("Cannot read the config {}: {error}.", path.display());
                return Err(Failure::new(Exit::Other, message));
            }
        };
        let url = options.url.clone().or_else(|| value(&text, "json_rpc_url"));
        let keypair = options.keypair.clone().or_else(|| value(&text, "keypair_path").map(PathBuf::from));
        Ok(Self {
            url: full_url(&url.unwrap_or_else(|| "mainnet-beta".into())),
            keypair: keypair.unwrap_or_else(|| home.join(".config/solana/id.json")),
        })
    }

    /// The query by which explorer.solana.com finds this cluster.
    pub fn explorer_query(&self) -> String {
        let known = [("mainnet-beta", ""), ("devnet", "?cluster=devnet"), ("testnet", "?cluster=testnet")];
        let known = known.iter().find(|(name, _)| full_url(name) == self.url);
        known.map_or_else(
            || format!("?cluster=custom&customUrl={}", percent_encoded(&self.url)),
            |(_, query)| (*query).to_owned(),
        )
    }
}

fn value(yaml: &str, key: &str) -> Option<String> {
    let line = yaml.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    let text = line.trim().trim_matches(['"', '\'']);
    (!text.is_empty()).then(|| text.to_owned())
}

/// The URL of a cluster by its name; a URL is itself.
fn full_url(name: &str) -> String {
    match name {
        "m" | "mainnet-beta" | "mainnet" => "https://api.mainnet-beta.solana.com",
        "t" | "testnet" => "https://api.testnet.solana.com",
        "d" | "devnet" => "https://api.devnet.solana.com",
        "l" | "localhost" | "localnet" => "http://localhost:8899",
        url => url,
    }
    .to_owned()
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
            (url, keypair.display().to_string())
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
        let nowhere = Options { config: Some(folder.join("nowhere.yml")), ..Options::default() };
        assert!(Settings::of(&nowhere).unwrap_err().message.contains("nowhere.yml"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn links_lead_to_the_same_cluster() {
        let at = |url: &str| Settings { url: full_url(url), keypair: PathBuf::new() }.explorer_query();
        assert_eq!(at("m"), "");
        assert_eq!(at("devnet"), "?cluster=devnet");
        assert_eq!(at("l"), "?cluster=custom&customUrl=http%3A%2F%2Flocalhost%3A8899");
    }
}
