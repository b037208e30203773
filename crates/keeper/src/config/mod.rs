//! What a keeper is told: a TOML file, and flags that override it. docs/keeper.example.toml is a
//! whole file.

mod file;
#[cfg(test)]
mod tests;

use {
    crate::{crew::Crew, pass::Limits, plan::Policy, routes::RouteSource, Fee},
    anyhow::{anyhow, bail, Context, Result},
    clap::Parser,
    file::{File, FilePrice},
    io_client::{
        buyback::{self, Prices},
        economics::time::DAY,
    },
    io_rpc::{at_home, cluster_url, price_accounts, ws_url, SHARD},
    solana_pubkey::Pubkey,
    std::{fs, net::SocketAddr, path::PathBuf, time::Duration},
};

/// No time is longer: a day.
const LONGEST: Duration = Duration::from_secs(DAY as u64);

/// The daemon that turns the cranks of the IO token economy: emission, nodes whose reports have
/// lapsed, orders, fees, the burn.
#[derive(Parser, Debug, Default)]
#[command(name = "io-keeper", version, about)]
pub struct Settings {
    /// Config file (TOML); flags override it
    #[arg(short = 'c', long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Cluster: a URL, or mainnet-beta, testnet, devnet, localhost
    #[arg(short = 'u', long)]
    pub url: Option<String>,
    /// WebSocket of the cluster; the next port after the URL's if left out
    #[arg(long, value_name = "URL")]
    pub ws_url: Option<String>,
    /// Key that pays: a file of `solana-keygen` or of a wallet, or `-` for the standard input
    #[arg(short = 'k', long, value_name = "FILE")]
    pub keypair: Option<String>,
    /// Seconds from pass to pass
    #[arg(long, value_name = "SECONDS")]
    pub interval: Option<u64>,
    /// Priority fee, in micro-lamports per compute unit; or "recent": what recent slots took for
    /// the same accounts
    #[arg(long, value_name = "MICRO_LAMPORTS")]
    pub priority_fee: Option<String>,
    /// Shard of Pyth's push oracle that holds the prices of IO and USDC
    #[arg(long, value_name = "NUMBER")]
    pub price_shard: Option<u16>,
    /// Where to serve /metrics and /health
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// One pass, then exit: non-zero if anything failed
    #[arg(long)]
    pub once: bool,
    /// Logs as JSON
    #[arg(long)]
    pub json: bool,
    /// Print the manual page, and exit
    #[arg(long, exclusive = true)]
    pub man: bool,
}

/// What a keeper does.
#[derive(Clone, Debug)]
pub struct Config {
    /// URL of the cluster.
    pub url: String,
    /// WebSocket of the cluster, which tells of changes; none if the URL does not say where it is.
    pub ws_url: Option<String>,
    /// Where the key is that pays: a file, or `-` for the standard input.
    pub keypair: String,
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
    /// How much it does at once.
    pub limits: Limits,
    /// The keepers that share the work.
    pub crew: Crew,
    /// Where the prices are.
    pub prices: PriceSource,
    /// When a task is worth its fee.
    pub policy: Policy,
    /// How it fills and swaps; not at all if none.
    pub trading: Option<Trading>,
}

/// How a keeper fills and swaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trading {
    /// Where to swap; no swaps if none.
    pub exchange: Option<Exchange>,
    /// Sells at most so many base units of its own IO a pass; none if 0.
    pub fill_io: u64,
    /// For at least so many base units of USDC an IO.
    pub fill_price: u64,
}

/// Where to swap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exchange {
    /// In a pool of SPL Token Swap.
    Pool(Pubkey),
    /// By a route on any exchange that is allowed.
    Route(RouteSource),
}

/// Where the prices are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceSource {
    /// In the accounts of a shard of Pyth's push oracle.
    Shard(u16),
    /// In these accounts: of IO and of USDC.
    Accounts([Pubkey; 2]),
}

impl PriceSource {
    /// The accounts of the prices.
    pub fn accounts(&self, config: &buyback::Config) -> Prices {
        match self {
            Self::Shard(shard) => price_accounts(config, *shard),
            Self::Accounts([io, usdc]) => Prices { io: *io, usdc: *usdc },
        }
    }
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
            limits: Limits::default(),
            crew: Crew::default(),
            prices: PriceSource::Shard(SHARD),
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
        let path = at_home(&path.display().to_string());
        let name = path.display();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        Self::parse(&text, settings).with_context(|| name.to_string())
    }

    fn parse(text: &str, settings: &Settings) -> Result<Self> {
        let file: File = toml::from_str(text)?;
        let default = Self::default();
        let seconds = |given: Option<u64>, default| given.map_or(default, Duration::from_secs);
        let interval = seconds(settings.interval.or(file.interval_seconds), default.interval);
        let timeout = seconds(file.timeout_seconds, default.timeout);
        let jitter = seconds(file.jitter_seconds, default.jitter);
        for (name, time) in [("interval_seconds", interval), ("timeout_seconds", timeout)] {
            if time.is_zero() || time > LONGEST {
                bail!("{name} must be 1 to {}", LONGEST.as_secs());
            }
        }
        if jitter > LONGEST {
            bail!("jitter_seconds must be at most {}", LONGEST.as_secs());
        }
        let url = settings.url.clone().or_else(|| file.url.clone()).unwrap_or(default.url);
        let url = cluster_url(&url).map_err(|wrong| anyhow!("url: {wrong}"))?;
        let ws = settings.ws_url.clone().or_else(|| file.ws_url.clone());
        let keypair = settings.keypair.clone().or_else(|| file.keypair.clone());
        Ok(Self {
            ws_url: ws.or_else(|| ws_url(&url)),
            url,
            keypair: keypair.unwrap_or(default.keypair),
            interval,
            jitter,
            timeout,
            priority_fee: file::fee(
                settings.priority_fee.clone().map(FilePrice::Word).or(file.priority_fee.clone()),
                file.most_priority_fee,
            )?,
            listen: settings.listen.or(file.listen),
            limits: file::limits(&file.limits)?,
            crew: file::crew(&file.crew, interval)?,
            prices: file::prices(&file, settings.price_shard)?,
            policy: file::policy(&file.policy)?,
            trading: file.trading.as_ref().map(file::trading).transpose()?,
        })
    }
}
