//! The prices that Pyth would post, where it would: an IO at 0.20 USD, a USDC at 1 USD.

use {
    crate::Rpc,
    anyhow::Result,
    io_client::{addresses::external::PYTH_RECEIVER, buyback::Prices},
    io_testkit::buyback::{posted, usd, Feed},
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// Pyth's program that keeps a feed's last price at an address of its own.
const PUSH_ORACLE: Pubkey = Pubkey::from_str_const("pythWSnswVUd12oZpeFP8e9CVaEqJg25g1Vtc2biRsT");

/// An IO in 10^-8 USD.
const IO: i64 = 20_000_000;

/// A USDC in 10^-8 USD.
const USDC: i64 = 100_000_000;

/// Where they are.
pub fn accounts() -> Prices {
    let of = |feed: Feed| {
        let shard = 0u16.to_le_bytes();
        Pubkey::find_program_address(&[&shard, &feed.id()], &PUSH_ORACLE).0
    };
    Prices { io: of(Feed::Io), usdc: of(Feed::Usdc) }
}

/// Posts both as of now.
///
/// # Errors
/// If the chain does not answer.
pub fn post(rpc: &Rpc, oracle: &Keypair) -> Result<()> {
    post_at(rpc, oracle, rpc.now()?)
}

/// Posts both as of a time, in Unix seconds.
///
/// # Errors
/// If the chain does not answer.
pub fn post_at(rpc: &Rpc, oracle: &Keypair, time: i64) -> Result<()> {
    let at = accounts();
    for (feed, address, price) in [(Feed::Io, at.io, IO), (Feed::Usdc, at.usdc, USDC)] {
        rpc.put(&address, &posted(oracle.pubkey(), feed, usd(price, time)), &PYTH_RECEIVER)?;
    }
    Ok(())
}
