//! The oracle's prices, and what the buyback offers by them.

use {
    crate::{Chain, Fault, Kind, Refusal},
    io_client::{
        addresses::{buyback::USDC_VAULT, external::PYTH_RECEIVER},
        buyback::{self, BuybackError, Config, Prices},
        economics::{
            buyback::{Auction, Offer},
            fraction::BPS,
            price::Quote,
        },
        orders::PriceRules,
    },
    solana_account::Account,
    solana_pubkey::Pubkey,
};

/// Pyth's program that keeps a price update of each feed at an address of its own.
const PUSH_ORACLE: Pubkey = Pubkey::from_str_const("pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT");

/// The shard of the push oracle that is read if none is named.
pub const SHARD: u16 = 0;

/// Where Pyth's push oracle keeps the prices of the config's feeds. Each pusher writes to a shard
/// of its own.
pub fn price_accounts(config: &Config, shard: u16) -> Prices {
    pushed(&config.io_feed, &config.usdc_feed, shard)
}

/// Where Pyth's push oracle keeps the prices that orders take: what `orders::at_oracle_price` is
/// given, unless the caller posts updates of its own.
pub fn order_price_accounts(rules: &PriceRules, shard: u16) -> Prices {
    pushed(&rules.io_feed, &rules.usdc_feed, shard)
}

fn pushed(io_feed: &[u8; 32], usdc_feed: &[u8; 32], shard: u16) -> Prices {
    let of = |feed: &[u8; 32]| Pubkey::find_program_address(&[&shard.to_le_bytes(), feed], &PUSH_ORACLE).0;
    Prices { io: of(io_feed), usdc: of(usdc_feed) }
}

/// A price as it is on chain, fit or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its account.
    pub account: Pubkey,
    /// The price and its confidence.
    pub quote: Quote,
    /// Seconds since it was published.
    pub age: i64,
}

impl Reading {
    /// Its confidence in basis points of the price, rounded up.
    pub fn width_bps(&self) -> u64 {
        let price = u128::from(self.quote.price.max(1).unsigned_abs());
        u64::try_from((u128::from(self.quote.conf) * u128::from(BPS)).div_ceil(price)).unwrap_or(u64::MAX)
    }
}

/// The prices of IO and of USDC at `now`, each by itself.
///
/// # Errors
/// If the cluster does not answer. Of each one, if there is none.
pub fn readings(
    chain: &dyn Chain,
    config: &Config,
    prices: &Prices,
    now: i64,
) -> Result<[Result<Reading, Fault>; 2], Fault> {
    let accounts = chain.accounts(&[prices.io, prices.usdc])?;
    let of = |i: usize, account: Pubkey, feed| {
        let quote = quote(&account, accounts.get(i).and_then(Option::as_ref), feed)?;
        Ok(Reading { account, quote, age: now.saturating_sub(quote.publish_time) })
    };
    Ok([of(0, prices.io, &config.io_feed), of(1, prices.usdc, &config.usdc_feed)])
}

/// The offer that a fill finds at this second, and the auction that it is of: the one that runs, or
/// the one that the fill opens. What the USDC vault holds comes with them.
///
/// # Errors
/// If the cluster does not answer, or the program would refuse the fill: a price is not fit, or the
/// vault holds too little for an auction.
pub fn offer(chain: &dyn Chain, config: &Config, prices: &Prices) -> Result<(Offer, Auction, u64), Fault> {
    let accounts = chain.accounts(&[prices.io, prices.usdc, USDC_VAULT])?;
    let [io, usdc, vault] = accounts.as_slice() else {
        return Err(Fault::Unreachable("it answered for other accounts than were asked for".into()));
    };
    let io = quote(&prices.io, io.as_ref(), &config.io_feed)?;
    let usdc = quote(&prices.usdc, usdc.as_ref(), &config.usdc_feed)?;
    let vault = crate::token_amount(vault.as_ref()).unwrap_or_default();
    let found = buyback::offer(config, chain.now()?, vault, &io, &usdc);
    let (offer, auction) = found.map_err(|refusal| {
        let error = BuybackError::from(refusal);
        Refusal::foreseen(&error.name(), error.to_string())
    })?;
    Ok((offer, auction, vault))
}

/// The prices of IO and of USDC that orders take, as they are on chain, fit or not.
///
/// # Errors
/// If the cluster does not answer, or there is no price.
pub fn order_quotes(chain: &dyn Chain, rules: &PriceRules, prices: &Prices) -> Result<[Quote; 2], Fault> {
    let accounts = chain.accounts(&[prices.io, prices.usdc])?;
    let at = |i: usize| accounts.get(i).and_then(Option::as_ref);
    let io = quote(&prices.io, at(0), &rules.io_feed)?;
    let usdc = quote(&prices.usdc, at(1), &rules.usdc_feed)?;
    Ok([io, usdc])
}

fn quote(address: &Pubkey, account: Option<&Account>, feed: &[u8; 32]) -> Result<Quote, Fault> {
    let Some(account) = account.filter(|account| account.owner == PYTH_RECEIVER) else {
        let message = format!(
            "there is no price of the oracle at {address}: name the shard of your pusher, or the accounts"
        );
        return Err(Refusal { kind: Kind::NotThere, ..Refusal::of_rule(message) }.into());
    };
    io_client::buyback::quote_in(&account.data, feed)
        .map_err(|error| Refusal::of_rule(error.to_string()).into())
}
