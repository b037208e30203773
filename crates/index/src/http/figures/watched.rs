//! What others than the suite's programs change too: the supply, wallets of the treasury, prices.
//! It is read from the cluster as it is.

use {
    super::tables,
    crate::http::Problem,
    io_client::{
        addresses::{buyback as buyback_addresses, orders as orders_addresses},
        buyback, orders, AccountDeserialize,
    },
    io_rpc::{
        order_price_accounts, price_accounts as buyback_price_accounts,
        supply::{Circulation, Treasury},
        Chain, Fault,
    },
    solana_pubkey::Pubkey,
    sqlx::AnyPool,
};

/// What the cluster showed at one moment.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    /// What circulates and what does not; none before there is a mint.
    pub circulation: Option<Circulation>,
    /// Unix seconds on chain.
    pub now: i64,
    /// The oracle's prices.
    pub prices: Vec<OraclePrice>,
}

/// A price of the oracle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OraclePrice {
    /// Of what, and for whom: `orders: IO`.
    pub name: &'static str,
    /// Its account.
    pub account: Pubkey,
    /// When it was published; none if there is no price.
    pub published: Option<i64>,
    /// Seconds that the program takes it for.
    pub max_age: u16,
}

/// A feed whose price a program takes.
#[derive(Clone, Debug)]
pub struct Feed {
    name: &'static str,
    account: Pubkey,
    id: [u8; 32],
    max_age: u16,
}

/// The feeds that the configs in the tables name, in the shard of the push oracle.
///
/// # Errors
/// If the database refuses.
pub async fn price_accounts(pool: &AnyPool, shard: u16) -> Result<Vec<Feed>, Problem> {
    let addresses = [orders_addresses::CONFIG.address, buyback_addresses::CONFIG.address];
    let found = tables::at(pool, &addresses).await?;
    let mut feeds = Vec::new();
    let data = |address: &Pubkey| found.get(address).map(|account| account.data.as_slice());
    let [of_orders, of_buyback] = addresses;
    if let Some(config) =
        data(&of_orders).and_then(|mut data| orders::Config::try_deserialize(&mut data).ok())
    {
        let rules = &config.prices.rules;
        let at = order_price_accounts(rules, shard);
        for (name, account, id) in
            [("orders: IO", at.io, rules.io_feed), ("orders: USDC", at.usdc, rules.usdc_feed)]
        {
            feeds.push(Feed { name, account, id, max_age: rules.max_age });
        }
    }
    if let Some(config) =
        data(&of_buyback).and_then(|mut data| buyback::Config::try_deserialize(&mut data).ok())
    {
        let at = buyback_price_accounts(&config, shard);
        // An auction that runs keeps the age of its opening.
        let max_age = config.params.max_age.max(config.auction.max_age);
        for (name, account, id) in
            [("buyback: IO", at.io, config.io_feed), ("buyback: USDC", at.usdc, config.usdc_feed)]
        {
            feeds.push(Feed { name, account, id, max_age });
        }
    }
    Ok(feeds)
}

impl Watched {
    /// Reads it.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn read(
        chain: &dyn Chain,
        seasons: &[Pubkey],
        treasury: &Treasury,
        feeds: &[Feed],
    ) -> Result<Self, Fault> {
        let circulation = match Circulation::read(chain, seasons, treasury) {
            Ok(circulation) => Some(circulation),
            // There is no mint before genesis.
            Err(Fault::Refused(_)) => None,
            Err(fault) => return Err(fault),
        };
        let addresses: Vec<Pubkey> = feeds.iter().map(|feed| feed.account).collect();
        let accounts = chain.accounts(&addresses)?;
        let prices = feeds.iter().zip(accounts).map(|(feed, account)| {
            let quote = account.and_then(|account| buyback::quote_in(&account.data, &feed.id).ok());
            let published = quote.map(|quote| quote.publish_time);
            OraclePrice { name: feed.name, account: feed.account, published, max_age: feed.max_age }
        });
        Ok(Self { circulation, now: chain.now()?, prices: prices.collect() })
    }
}
