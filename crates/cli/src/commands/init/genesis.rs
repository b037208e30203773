//! The genesis file.

use {
    super::owners::Owners,
    crate::{Exit, Failure},
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{fs, path::Path},
};

/// The token's description is named in no more bytes.
const MAX_URI: usize = 200;

/// The genesis file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genesis {
    pub uri: String,
    pub owners: Owners,
    pub admin: Option<String>,
    pub oracle: Option<String>,
    pub slasher: Option<String>,
    pub arbiter: Option<String>,
    pub io_feed: Option<String>,
    pub usdc_feed: Option<String>,
}

impl Genesis {
    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read, or its URI is none.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display();
        let text = fs::read_to_string(path)
            .map_err(|error| Failure::new(Exit::Usage, format!("Cannot read {name}: {error}.")))?;
        let genesis: Self = serde_json::from_str(&text)
            .map_err(|error| Failure::new(Exit::Usage, format!("{name}: {error}.")))?;
        if !genesis.uri.contains("://") || genesis.uri.len() > MAX_URI {
            let message =
                format!("\"{}\" in the genesis file is no URI of at most {MAX_URI} bytes.", genesis.uri);
            return Err(Failure::new(Exit::Usage, message));
        }
        Ok(genesis)
    }
}

/// The address of a wallet in the genesis file.
///
/// # Errors
/// If it is none, or the default one.
pub fn wallet(name: &str, text: &str) -> Result<Pubkey, Failure> {
    text.parse().ok().filter(|address| *address != Pubkey::default()).ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            format!("\"{text}\" in the genesis file is no wallet: write the address of {name}."),
        )
    })
}

/// A feed of the oracle in the genesis file.
///
/// # Errors
/// If it is none.
pub fn feed(text: &str) -> Result<[u8; 32], Failure> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let wrong = || {
        Failure::new(
            Exit::Usage,
            format!("\"{text}\" in the genesis file is no feed: 64 hexadecimal digits."),
        )
    };
    if digits.len() != 64 {
        return Err(wrong());
    }
    crate::values::note(digits).map_err(|_| wrong())
}
