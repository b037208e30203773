//! Who books pays what was asked: the ask's own rate, or the oracle's price of that second.

use {
    super::buyback::usd,
    crate::{Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_addresses::orders::ID,
    io_client::orders::{
        events::{AskRemoved, AskSet, OrderBooked},
        AskTerms, Currency,
    },
    io_reference::buyback::in_io,
    num_traits::ToPrimitive,
    solana_instruction::Instruction,
};

/// Where an instruction `book` has its order. The prices are its last two accounts.
const ORDER: usize = 6;

/// Checks the rate of each booking of a transaction.
///
/// # Panics
/// If one is not what was asked, or an order at the oracle's price may be extended.
pub(crate) fn booked_at_asks(world: &World, instructions: &[Instruction], receipt: &Receipt) {
    // What was asked before a change within the same transaction is not known here.
    if !receipt.events::<AskSet>().is_empty() || !receipt.events::<AskRemoved>().is_empty() {
        return;
    }
    for booked in receipt.events::<OrderBooked>() {
        let Some(terms) = world.asks.terms(&booked.node) else { continue };
        match booked.currency {
            Currency::Io if terms.oracle_io => {
                let Some(prices) = prices(instructions, &booked.order) else { continue };
                at_the_oracle(world, &booked, &terms, prices);
            }
            Currency::Io => assert_eq!(booked.rate, terms.rate_io, "what was asked in IO"),
            Currency::Usdc => assert_eq!(booked.rate, terms.rate_usdc, "what was asked in USDC"),
        }
    }
}

/// The price accounts that an order was booked with.
fn prices(instructions: &[Instruction], order: &Pubkey) -> Option<[Pubkey; 2]> {
    let is_its = |call: &&Instruction| {
        call.program_id == ID && call.accounts.get(ORDER).is_some_and(|meta| meta.pubkey == *order)
    };
    match &instructions.iter().find(is_its)?.accounts[..] {
        [.., io, usdc] => Some([io.pubkey, usdc.pubkey]),
        _ => None,
    }
}

fn at_the_oracle(world: &World, booked: &OrderBooked, terms: &AskTerms, prices: [Pubkey; 2]) {
    let quotes = prices.map(|address| world.quote(&address));
    let rules = *world.orders_config().prices.at(booked.now);
    for quote in &quotes {
        quote.check_time(booked.now, rules.max_age).expect("a price of that time");
        assert!(usd(quote).within(rules.max_conf_bps), "a price that is too wide");
    }
    let [io, usdc] = quotes.each_ref().map(usd);
    let exactly = in_io(&io, &usdc, terms.rate_usdc, terms.premium_bps);
    let exactly = exactly.and_then(|rate| rate.ceil().to_integer().to_u64());
    assert_eq!(Some(booked.rate), exactly, "the oracle's price and the premium");
    let longest = booked.longest == booked.duration && booked.duration <= terms.oracle_seconds;
    assert!(longest, "longer than is asked at the oracle's price");
}
