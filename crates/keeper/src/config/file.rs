//! What the sections of the file mean.

use {
    super::{Exchange, PriceSource, Trading},
    crate::{crew::Crew, pass::Limits, plan::Policy, routes::RouteSource, Fee},
    anyhow::{anyhow, bail, Context, Result},
    io_client::{
        amount::{parse_io, parse_sol, parse_usdc},
        economics::time::{DAY, HOUR},
    },
    io_rpc::{at_home, SHARD},
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{net::SocketAddr, time::Duration},
};

/// The whole file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub url: Option<String>,
    pub ws_url: Option<String>,
    pub keypair: Option<String>,
    pub interval_seconds: Option<u64>,
    pub jitter_seconds: Option<u64>,
    pub timeout_seconds: Option<u64>,
    pub priority_fee: Option<FilePrice>,
    pub most_priority_fee: Option<u64>,
    pub listen: Option<SocketAddr>,
    pub price_shard: Option<u16>,
    pub io_price: Option<String>,
    pub usdc_price: Option<String>,
    pub limits: FileLimits,
    pub crew: FileCrew,
    pub policy: FilePolicy,
    pub trading: Option<FileTrading>,
}

/// A number or a word.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
pub(super) enum FilePrice {
    Number(u64),
    Word(String),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileLimits {
    pub workers: Option<usize>,
    pub in_flight: Option<usize>,
    pub locked_units: Option<u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileCrew {
    pub keepers: Vec<String>,
    pub cover_after_seconds: Option<u64>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FilePolicy {
    pub settle_every: Option<String>,
    pub least_sweep_io: Option<String>,
    pub least_sweep_usdc: Option<String>,
    pub least_burn_io: Option<String>,
    pub most_rent_sol: Option<String>,
    pub most_account_rent_sol: Option<String>,
    pub least_delivery_io: Option<String>,
    pub least_delivery_usdc: Option<String>,
    pub execute_slashes: Option<bool>,
    pub release_grants: Option<bool>,
    pub top_up: Option<bool>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileTrading {
    pub pool: Option<String>,
    pub route_file: Option<String>,
    pub route_command: Option<String>,
    pub route_url: Option<String>,
    pub jupiter_url: Option<String>,
    pub fill_io: Option<String>,
    pub fill_price_usdc: Option<String>,
}

/// What "recent" pays at most, unless the file says otherwise: with 100,000 compute units, 0.00001
/// SOL.
pub(super) const MOST_PRIORITY_FEE: u64 = 100_000;

pub(super) fn fee(given: Option<FilePrice>, most: Option<u64>) -> Result<Fee> {
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

pub(super) fn policy(file: &FilePolicy) -> Result<Policy> {
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
    if let Some(sol) = &file.most_account_rent_sol {
        policy.most_account_rent = parse_sol(sol).context("policy.most_account_rent_sol")?;
    }
    if let Some(io) = &file.least_delivery_io {
        policy.least_delivery_io = parse_io(io).context("policy.least_delivery_io")?;
    }
    if let Some(usdc) = &file.least_delivery_usdc {
        policy.least_delivery_usdc = parse_usdc(usdc).context("policy.least_delivery_usdc")?;
    }
    policy.execute_slashes = file.execute_slashes.unwrap_or(policy.execute_slashes);
    policy.release_grants = file.release_grants.unwrap_or(policy.release_grants);
    policy.top_up = file.top_up.unwrap_or(policy.top_up);
    Ok(policy)
}

pub(super) fn limits(file: &FileLimits) -> Result<Limits> {
    let default = Limits::default();
    let limits = Limits {
        workers: file.workers.unwrap_or(default.workers),
        in_flight: file.in_flight.unwrap_or(default.in_flight),
        locked_units: file.locked_units.unwrap_or(default.locked_units),
    };
    if limits.workers == 0 || limits.workers > 256 || limits.in_flight == 0 {
        bail!("limits: workers must be 1 to 256, and in_flight above 0");
    }
    Ok(limits)
}

/// The keepers that share the work, of which each makes a pass after `interval`.
pub(super) fn crew(file: &FileCrew, interval: Duration) -> Result<Crew> {
    let keepers = file.keepers.iter().map(|text| address(text));
    let keepers = keepers.collect::<Result<Vec<_>>>().context("crew.keepers")?;
    let default = Crew::default().cover_after.max(interval.saturating_mul(2));
    let crew = Crew { keepers, cover_after: file.cover_after_seconds.map_or(default, Duration::from_secs) };
    // A keeper that works alone covers for nobody.
    if !crew.keepers.is_empty() && crew.cover_after < interval.saturating_mul(2) {
        bail!("crew.cover_after_seconds must be at least twice interval_seconds");
    }
    Ok(crew)
}

fn address(text: &str) -> Result<Pubkey> {
    text.parse().map_err(|_| anyhow!("\"{text}\" is no address"))
}

pub(super) fn prices(file: &File, shard: Option<u16>) -> Result<PriceSource> {
    let shard = shard.or(file.price_shard);
    match (&file.io_price, &file.usdc_price, shard) {
        (None, None, shard) => Ok(PriceSource::Shard(shard.unwrap_or(SHARD))),
        (Some(io), Some(usdc), None) => Ok(PriceSource::Accounts([
            address(io).context("io_price")?,
            address(usdc).context("usdc_price")?,
        ])),
        _ => bail!("name price_shard, or both io_price and usdc_price"),
    }
}

pub(super) fn trading(file: &FileTrading) -> Result<Trading> {
    let fill_io = file.fill_io.as_deref().map_or(Ok(0), parse_io).context("trading.fill_io")?;
    let fill_price =
        file.fill_price_usdc.as_deref().map(parse_usdc).transpose().context("trading.fill_price_usdc")?;
    if fill_io > 0 && fill_price.is_none() {
        bail!("trading: name fill_price_usdc, the least USDC for an IO, beside fill_io");
    }
    let pool = file.pool.as_deref().map(address).transpose().context("trading.pool")?;
    let route = |source: RouteSource| Exchange::Route(source);
    let named = [
        pool.map(Exchange::Pool),
        file.route_file.as_deref().map(|path| route(RouteSource::File(at_home(path)))),
        file.route_command.clone().map(|line| route(RouteSource::Command(line))),
        file.route_url.clone().map(|url| route(RouteSource::Url(url))),
        file.jupiter_url.clone().map(|url| route(RouteSource::Jupiter(url))),
    ];
    let mut named = named.into_iter().flatten();
    let exchange = named.next();
    if named.next().is_some() {
        bail!("trading: name one of pool, route_file, route_command, route_url and jupiter_url");
    }
    Ok(Trading { exchange, fill_io, fill_price: fill_price.unwrap_or(u64::MAX) })
}

/// `90m`, `12h`, `1d`.
fn duration(text: &str) -> Result<u32> {
    let split = text.len().saturating_sub(1);
    let (number, unit) = text.split_at_checked(split).unwrap_or((text, ""));
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => HOUR as u32,
        "d" => DAY as u32,
        _ => 0,
    };
    let seconds =
        number.parse().ok().and_then(|number: u32| number.checked_mul(unit)).filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| anyhow!("\"{text}\" is no duration: write 90m, 12h or 1d"))
}
