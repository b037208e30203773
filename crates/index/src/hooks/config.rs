//! The webhooks of the config file; nobody can add one over HTTP.

use {
    super::{target::check_url, Alert, Kind},
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{env, fmt, fs, path::Path},
    url::Url,
};

/// Bytes of the shortest secret.
const SHORTEST: usize = 16;

/// A secret, which is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Makes one of a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A webhook.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its name.
    pub name: String,
    /// Where its alerts are sent.
    pub url: Url,
    /// The key of its signatures.
    pub secret: Secret,
    /// The kinds of alerts that it gets; all if empty.
    pub kinds: Vec<Kind>,
    /// The addresses that its alerts are about; all if empty.
    pub addresses: Vec<String>,
    /// Whether its URL may lead into a private network.
    pub allow_private: bool,
}

impl Webhook {
    /// Whether it gets this alert.
    #[must_use]
    pub fn wants(&self, alert: &Alert) -> bool {
        let is_kind = self.kinds.is_empty() || self.kinds.contains(&alert.kind);
        let is_about = |address: &String| alert.addresses.contains(address);
        is_kind && (self.addresses.is_empty() || self.addresses.iter().any(is_about))
    }

    /// Its URL without the parts that may hold a key.
    pub(super) fn shown_url(&self) -> String {
        io_rpc::host(self.url.as_str())
    }
}

/// A webhook as the file writes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookFile {
    name: String,
    url: String,
    secret: Option<String>,
    secret_file: Option<String>,
    secret_env: Option<String>,
    #[serde(default)]
    alerts: Vec<String>,
    #[serde(default)]
    addresses: Vec<String>,
    #[serde(default)]
    allow_private: bool,
}

impl WebhookFile {
    fn secret(&self) -> Result<String, String> {
        let named = [self.secret.is_some(), self.secret_file.is_some(), self.secret_env.is_some()];
        if named.into_iter().filter(|named| *named).count() != 1 {
            return Err("name one of secret_file, secret_env and secret".into());
        }
        let secret = match (&self.secret_file, &self.secret_env) {
            (Some(path), _) => fs::read_to_string(io_rpc::at_home(path))
                .map_err(|error| format!("secret_file {}: {error}", Path::new(path).display()))?,
            (None, Some(name)) => env::var(name).map_err(|_| format!("secret_env: {name} is not set"))?,
            (None, None) => self.secret.clone().unwrap_or_default(),
        };
        let secret = secret.trim().to_owned();
        if secret.len() < SHORTEST {
            return Err("the secret needs 16 bytes at least: `openssl rand -hex 32` makes one".into());
        }
        Ok(secret)
    }

    fn webhook(&self) -> Result<Webhook, String> {
        let kind = |text: &String| {
            let names = Kind::ALL.map(Kind::name).join(", ");
            let found = Kind::ALL.into_iter().find(|kind| kind.name() == text);
            found.ok_or_else(|| format!("there is no alert \"{text}\": write one of {names}"))
        };
        let address = |text: &String| match text.parse::<Pubkey>() {
            Ok(address) => Ok(address.to_string()),
            Err(_) => Err(format!("\"{text}\" is no address")),
        };
        Ok(Webhook {
            name: self.name.clone(),
            url: check_url(&self.url, self.allow_private).map_err(|wrong| format!("url {wrong}"))?,
            secret: Secret(self.secret()?),
            kinds: self.alerts.iter().map(kind).collect::<Result<_, _>>()?,
            addresses: self.addresses.iter().map(address).collect::<Result<_, _>>()?,
            allow_private: self.allow_private,
        })
    }
}

/// The webhooks of a file, each name once.
///
/// # Errors
/// Which webhook is wrong, and how.
pub fn webhooks(files: &[WebhookFile]) -> Result<Vec<Webhook>, String> {
    let mut all: Vec<Webhook> = Vec::new();
    for file in files {
        let webhook = file.webhook().map_err(|wrong| format!("webhook {}: {wrong}", file.name))?;
        if webhook.name.is_empty() || all.iter().any(|known| known.name == webhook.name) {
            return Err(format!("webhook {}: each needs a name of its own", webhook.name));
        }
        all.push(webhook);
    }
    Ok(all)
}
