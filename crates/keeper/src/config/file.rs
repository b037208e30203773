//! What the sections of the file mean.

use {
    super::Trading,
    crate::{plan::Policy, Fee},
    anyhow::{anyhow, bail, Context, Result},
    io_client::{
        amount::{parse_io, parse_sol, parse_usdc},
        economics::time::{DAY, HOUR},
    },
    serde::Deserialize,
    solana_pubkey::Pubkey,
    std::{net::SocketAddr, path::PathBuf},
};

/// The whole file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub url: Option<String>,
    pub ws_url: Option<String>,
    pub keypair: Option<PathBuf>,
    pub interval_seconds: Option<u64>,
    pub jitter_seconds: Option<u64>,
    pub timeout_seconds: Option<u64>,
    pub priority_fee: Option<FilePrice>,
    pub most_priority_fee: Option<u64>,
    pub listen: Option<SocketAddr>,
    pub policy: FilePolicy,
    pub trading: Option<FileTrading>,
}

/// A number or a word.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum FilePrice {
    Number(u64),
    Word(String),
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FilePolicy {
    pub settle_every: Option<String>,
    pub least_sweep_io: Option<String>,
    pub least_sweep_usdc: Option<String>,
    pub least_burn_io: Option<String>,
    pub most_rent_sol: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileTrading {
    pub io_price: Option<String>,
    pub usdc_price: Option<String>,
    pub pool: Option<String>,
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
    Ok(policy)
}

pub(super) fn trading(file: &FileTrading) -> Result<Trading> {
    let address =
        |text: &String| text.parse::<Pubkey>().map_err(|_| anyhow!("trading: \"{text}\" is no address"));
    let prices = match (&file.io_price, &file.usdc_price) {
        (None, None) => None,
        (Some(io), Some(usdc)) => Some([address(io)?, address(usdc)?]),
        _ => bail!("trading: name both io_price and usdc_price, or neither"),
    };
    let fill_io = file.fill_io.as_deref().map_or(Ok(0), parse_io).context("trading.fill_io")?;
    let fill_price =
        file.fill_price_usdc.as_deref().map(parse_usdc).transpose().context("trading.fill_price_usdc")?;
    if fill_io > 0 && fill_price.is_none() {
        bail!("trading: name fill_price_usdc, the least USDC for an IO, beside fill_io");
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
        "h" => HOUR as u32,
        "d" => DAY as u32,
        _ => 0,
    };
    let seconds =
        number.parse().ok().and_then(|number: u32| number.checked_mul(unit)).filter(|seconds| *seconds > 0);
    seconds.ok_or_else(|| anyhow!("\"{text}\" is no duration: write 90m, 12h or 1d"))
}
