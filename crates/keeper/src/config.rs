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
//! [market]                     # without it a keeper neither fills nor swaps
//! pool = "<pool of SPL Token Swap>"
//! fill_io = "100"              # sells at most this much IO of its own a pass
//! fill_price_usdc = "0.5"      # for at least this much an IO
//! ```

use {
    crate::{plan::Policy, ws_url, Fee},
    anyhow::{anyhow, bail, Context, Result},
    clap::Parser,
    io_client::amount::{parse_io, parse_sol, parse_usdc},
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{fs, net::SocketAddr, path::PathBuf, time::Duration},
};

/// The daemon that turns the cranks of the IO token economy: emission, nodes whose reports have lapsed, orders, fees,
/// the burn.
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
    /// Priority fee, in micro-lamports per compute unit; or "recent": what recent slots took for the same accounts
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

/// The file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    url: Option<String>,
    ws_url: Option<String>,
    keypair: Option<PathBuf>,
    interval_seconds: Option<u64>,
    jitter_seconds: Option<u64>,
    timeout_seconds: Option<u64>,
    priority_fee: Option<FilePrice>,
    most_priority_fee: Option<u64>,
    listen: Option<SocketAddr>,
    policy: FilePolicy,
    market: Option<FileTrading>,
}

/// A number or a word.
#[derive(Deserialize)]
#[serde(untagged)]
enum FilePrice {
    Number(u64),
    Word(String),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct FilePolicy {
    settle_every: Option<String>,
    least_sweep_io: Option<String>,
    least_sweep_usdc: Option<String>,
    least_burn_io: Option<String>,
    most_rent_sol: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct FileTrading {
    io_price: Option<String>,
    usdc_price: Option<String>,
    pool: Option<String>,
    fill_io: Option<String>,
    fill_price_usdc: Option<String>,
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
    pub market: Option<Trading>,
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
            market: None,
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
            priority_fee: fee(
                settings.priority_fee.clone().map(FilePrice::Word).or(file.priority_fee),
                file.most_priority_fee,
            )?,
            listen: settings.listen.or(file.listen),
            policy: policy(&file.policy)?,
            market: file.market.as_ref().map(market).transpose()?,
        })
    }
}

/// What "recent" pays at most, unless the file says otherwise: with 100,000 compute units, 0.00001 SOL.
const MOST_PRIORITY_FEE: u64 = 100_000;

fn fee(given: Option<FilePrice>, most: Option<u64>) -> Result<Fee> {
    Ok(match given {
        None => Fee::Fixed(0),
        Some(FilePrice::Number(fee)) => Fee::Fixed(fee),
        Some(FilePrice::Word(word)) if word == "recent" => {
            Fee::Recent { most: most.unwrap_or(MOST_PRIORITY_FEE) }
        }
        Some(FilePrice::Word(word)) => Fee::Fixed(
            word.parse()
                .map_err(|_| anyhow!("priority_fee: \"{word}\" is neither a number nor \"recent\""))?,
        ),
    })
}

fn policy(file: &FilePolicy) -> Result<Policy> {
    let mut policy = Policy::default();
    if let Some(every) = &file.settle_every {
        policy.settle_every = duration(every)?;
    }
    if let Some(io) = &file.least_sweep_io {
        policy.least_sweep_io = parse_io(io).context("policy.least_sweep_io")?;
    }
    if let Some(usdc) = &file.least_sweep_usdc {
        policy.least_sweep_usdc = parse_usdc(usdc).context("policy.least_sweep_usdc")?;
    }
    if let Some(io) = &file.least_burn_io {
        policy.least_burn = parse_io(io).context("policy.least_burn_io")?;
    }
    if let Some(sol) = &file.most_rent_sol {
        policy.most_rent = parse_sol(sol).context("policy.most_rent_sol")?;
    }
    Ok(policy)
}

fn market(file: &FileTrading) -> Result<Trading> {
    let address =
        |text: &String| text.parse::<Pubkey>().map_err(|_| anyhow!("market: \"{text}\" is no address"));
    let prices = match (&file.io_price, &file.usdc_price) {
        (None, None) => None,
        (Some(io), Some(usdc)) => Some([address(io)?, address(usdc)?]),
        _ => bail!("market: name both io_price and usdc_price, or neither"),
    };
    let fill_io = file.fill_io.as_deref().map_or(Ok(0), parse_io).context("market.fill_io")?;
    let fill_price =
        file.fill_price_usdc.as_deref().map(parse_usdc).transpose().context("market.fill_price_usdc")?;
    if fill_io > 0 && fill_price.is_none() {
        bail!("market: name fill_price_usdc, the least USDC for an IO, beside fill_io");
    }
    let pool = file.pool.as_ref().map(address).transpose()?;
    Ok(Trading { prices, pool, fill_io, fill_price: fill_price.unwrap_or(u64::MAX) })
}

/// `90m`, `12h`, `1d`.
fn duration(text: &str) -> Result<u32> {
    let split = text.len().saturating_sub(1);
    let (number, unit) = text.split_at_checked(split).unwrap_or((text, ""));
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 0,
    };
    let seconds =
        number.parse().ok().and_then(|number: u32| number.checked_mul(unit)).filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| anyhow!("\"{text}\" is no duration: write 90m, 12h or 1d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_docs_is_read() {
        let docs = include_str!("config.rs");
        let example: String = docs
            .lines()
            .skip_while(|line| *line != "//! ```toml")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .map(|line| line.trim_start_matches("//!").trim_start().to_owned() + "\n")
            .collect();
        let pool = Pubkey::new_from_array([7; 32]);
        let text = example.replace("<pool of SPL Token Swap>", &pool.to_string());
        let config = Config::parse(&text, &Settings::default()).unwrap();
        assert_eq!(config.policy, Policy::default());
        assert_eq!(config.interval, Duration::from_secs(60));
        assert_eq!(config.priority_fee, Fee::Fixed(1_000));
        let market = Trading { prices: None, pool: Some(pool), fill_io: 10_000_000_000, fill_price: 500_000 };
        assert_eq!(config.market, Some(market));
        let flags = Settings { url: Some("u".into()), interval: Some(5), ..Settings::default() };
        let config = Config::parse(&text, &flags).unwrap();
        assert_eq!((config.url.as_str(), config.interval), ("u", Duration::from_secs(5)));
    }

    #[test]
    fn a_priority_fee_is_fixed_or_what_recent_slots_took() {
        let of = |text: &str, flag: Option<&str>| {
            let flags = Settings { priority_fee: flag.map(str::to_owned), ..Settings::default() };
            Config::parse(text, &flags).unwrap().priority_fee
        };
        assert_eq!(of("", None), Fee::Fixed(0));
        assert_eq!(of("priority_fee = 'recent'", None), Fee::Recent { most: MOST_PRIORITY_FEE });
        let capped = "priority_fee = 'recent'\nmost_priority_fee = 7";
        assert_eq!(of(capped, None), Fee::Recent { most: 7 });
        assert_eq!(of(capped, Some("5")), Fee::Fixed(5), "a flag overrides the file");
        assert_eq!(of("priority_fee = 5", Some("recent")), Fee::Recent { most: MOST_PRIORITY_FEE });
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, word) in [
            ("urll = 'x'", "urll"),
            ("interval_seconds = 0", "interval_seconds"),
            ("[policy]\nsettle_every = '5'", "duration"),
            ("[policy]\nleast_burn_io = '-1'", "least_burn_io"),
            ("[policy]\nmost_rent_sol = 'much'", "most_rent_sol"),
            ("priority_fee = 'high'", "priority_fee"),
            ("[market]\npool = 'x'", "address"),
            ("[market]\nfill_io = '5'", "fill_price_usdc"),
        ] {
            let error = format!("{:#}", Config::parse(text, &Settings::default()).unwrap_err());
            assert!(error.contains(word), "{text}: {error}");
        }
    }
}
