//! What a keeper is told: a TOML file, and flags that override it.
//!
//! ```toml
//! url = "http://localhost:8899"
//! ws_url = "ws://localhost:8900"
//! keypair = "keeper.json"
//! interval_seconds = 60
//! jitter_seconds = 10
//! priority_fee = 1000          # micro-lamports per compute unit; or "recent": what recent slots took
//! most_priority_fee = 100000   # the most for "recent"
//! listen = "127.0.0.1:9464"    # /metrics and /health
//!
//! [policy]
//! settle_every = "1d"
//! least_sweep_io = "1"
//! least_sweep_usdc = "1"
//! least_burn_io = "1"
//! most_rent_sol = "0.1"        # locks at most this a day for payees whose accounts are closed
//!
//! [trading]                    # without it a keeper neither fills nor swaps
//! pool = "<pool of SPL Token Swap>"
//! fill_io = "100"              # sells at most this much IO of its own a pass
//! fill_price_usdc = "0.5"      # for at least this much an IO
//! ```

mod file;
#[cfg(test)]
mod tests;

use {
    crate::{plan::Policy, ws_url, Fee},
    anyhow::{bail, Context, Result},
    clap::Parser,
    file::{File, FilePrice},
    solana_pubkey::Pubkey,
    std::{fs, net::SocketAddr, path::PathBuf, time::Duration},
};

/// The daemon that turns the cranks of the IO token economy: emission, nodes whose reports have
/// lapsed, orders, fees, the burn.
#[derive(Parser, Debug, Default)]
#[command(name = "io-keeper", version, about)]
pub struct Settings {
    /// Config file (TOML); flags override it
    #[arg(short = 'c', long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// URL of the cluster
    #[arg(short = 'u', long)]
    pub url: Option<String>,
    /// WebSocket of the cluster; the next port after the URL's if left out
    #[arg(long, value_name = "URL")]
    pub ws_url: Option<String>,
    /// Key that pays: a file as solana-keygen writes it
    #[arg(short = 'k', long, value_name = "FILE")]
    pub keypair: Option<PathBuf>,
    /// Seconds from pass to pass
    #[arg(long, value_name = "SECONDS")]
    pub interval: Option<u64>,
    /// Priority fee, in micro-lamports per compute unit; or "recent": what recent slots took for
    /// the same accounts
    #[arg(long, value_name = "MICRO_LAMPORTS")]
    pub priority_fee: Option<String>,
    /// Where to serve /metrics and /health
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// One pass, then exit: non-zero if anything failed
    #[arg(long)]
    pub once: bool,
    /// Logs as JSON
    #[arg(long)]
    pub json: bool,
}

/// What a keeper does.
#[derive(Clone, Debug)]
pub struct Config {
    /// URL of the cluster.
    pub url: String,
    /// WebSocket of the cluster, which tells of changes; none if the URL does not say where it is.
    pub ws_url: Option<String>,
    /// File of the key that pays.
    pub keypair: PathBuf,
    /// From pass to pass.
    pub interval: Duration,
    /// Before each pass, up to this long, so that keepers do not meet.
    pub jitter: Duration,
    /// After which a call of the cluster has failed.
    pub timeout: Duration,
    /// What a transaction pays to be taken soon.
    pub priority_fee: Fee,
    /// Where to serve /metrics and /health.
    pub listen: Option<SocketAddr>,
    /// When a task is worth its fee.
    pub policy: Policy,
    /// How it fills and swaps; not at all if none.
    pub trading: Option<Trading>,
}

/// How a keeper fills and swaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trading {
    /// Accounts of the prices of IO and USDC; where Pyth keeps them if none.
    pub prices: Option<[Pubkey; 2]>,
    /// The pool to swap in; no swaps if none.
    pub pool: Option<Pubkey>,
    /// Sells at most so many base units of its own IO a pass; none if 0.
    pub fill_io: u64,
    /// For at least so many base units of USDC an IO.
    pub fill_price: u64,
}

impl Default for Config {
    /// A pass a minute on a local cluster.
    fn default() -> Self {
        Self {
            url: "http://localhost:8899".into(),
            ws_url: None,
            keypair: "keeper.json".into(),
            interval: Duration::from_secs(60),
            jitter: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            priority_fee: Fee::Fixed(0),
            listen: None,
            policy: Policy::default(),
            trading: None,
        }
    }
}

impl Config {
    /// By the file and the flags.
    ///
    /// # Errors
    /// Says what is wrong in the file.
    pub fn of(settings: &Settings) -> Result<Self> {
        let Some(path) = &settings.config else { return Self::parse("", settings) };
        let name = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        Self::parse(&text, settings).with_context(|| name.to_string())
    }

    fn parse(text: &str, settings: &Settings) -> Result<Self> {
        let file: File = toml::from_str(text)?;
        let default = Self::default();
        let seconds = |given: Option<u64>, default| given.map_or(default, Duration::from_secs);
        let interval = seconds(settings.interval.or(file.interval_seconds), default.interval);
        if interval.is_zero() {
            bail!("interval_seconds must be above 0");
        }
        let url = settings.url.clone().or(file.url).unwrap_or(default.url);
        Ok(Self {
            ws_url: settings.ws_url.clone().or(file.ws_url).or_else(|| ws_url(&url)),
            url,
            keypair: settings.keypair.clone().or(file.keypair).unwrap_or(default.keypair),
            interval,
            jitter: seconds(file.jitter_seconds, default.jitter),
            timeout: seconds(file.timeout_seconds, default.timeout),
            priority_fee: file::fee(
                settings.priority_fee.clone().map(FilePrice::Word).or(file.priority_fee),
                file.most_priority_fee,
            )?,
            listen: settings.listen.or(file.listen),
            policy: file::policy(&file.policy)?,
            trading: file.trading.as_ref().map(file::trading).transpose()?,
        })
    }
}
