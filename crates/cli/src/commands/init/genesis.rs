//! The genesis file.

use {
    super::{
        classes::{self, Class, Listed},
        owners::Owners,
    },
    crate::{values, Exit, Failure},
    io_client::{
        economics::staking::{MAX_FULL_WEIGHT, MIN_FULL_WEIGHT},
        orders::PriceRules,
    },
    serde::Deserialize,
    std::{fs, path::Path},
};

/// The token's description is named in no more bytes.
const MAX_URI: usize = 200;

/// The number of a feed of Pyth's.
type Feed = [u8; 32];

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
    pub full_weight: FullWeight,
    classes: Option<Vec<Listed>>,
}

/// The weight below which each pool does not pay in full.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FullWeight {
    pub gpu: u64,
    pub cpu: u64,
}

impl Genesis {
    /// Reads the file.
    ///
    /// # Errors
    /// If it cannot be read, its URI is none, or a full weight is out of bounds.
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
        for weight in [genesis.full_weight.gpu, genesis.full_weight.cpu] {
            if !(MIN_FULL_WEIGHT..=MAX_FULL_WEIGHT).contains(&weight) {
                let message = format!(
                    "{weight} in the genesis file is no full weight: from {MIN_FULL_WEIGHT} to \
                     {MAX_FULL_WEIGHT}."
                );
                return Err(Failure::new(Exit::Usage, message));
            }
        }
        Ok(genesis)
    }

    /// Pyth's feeds of IO/USD and USDC/USD, if it names both: orders and the buyback use the same.
    ///
    /// # Errors
    /// If one is no feed, or is there without the other.
    pub fn feeds(&self) -> Result<Option<(Feed, Feed)>, Failure> {
        match (&self.io_feed, &self.usdc_feed) {
            (Some(io), Some(usdc)) => Ok(Some((feed(io)?, feed(usdc)?))),
            (None, None) => Ok(None),
            _ => {
                let message = "The genesis file names one of io_feed and usdc_feed: name both or none.";
                Err(Failure::new(Exit::Usage, message))
            }
        }
    }

    /// The rules of the prices that orders take.
    ///
    /// # Errors
    /// As [`Self::feeds`].
    pub fn price_rules(&self) -> Result<PriceRules, Failure> {
        let (io_feed, usdc_feed) = self.feeds()?.unwrap_or_default();
        Ok(PriceRules { io_feed, usdc_feed, ..PriceRules::GENESIS })
    }

    /// The hardware classes that it lists; io.net's if it lists none.
    ///
    /// # Errors
    /// If one is wrong.
    pub fn classes(&self) -> Result<Vec<Class>, Failure> {
        self.classes.as_deref().map_or_else(|| Ok(classes::io_net()), classes::listed)
    }
}

/// A feed of the oracle in the genesis file.
///
/// # Errors
/// If it is none.
fn feed(text: &str) -> Result<Feed, Failure> {
    values::feed(text).map_err(|_| {
        let message = format!("\"{text}\" in the genesis file is no feed: 64 hexadecimal digits.");
        Failure::new(Exit::Usage, message)
    })
}
