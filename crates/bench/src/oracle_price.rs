//! Rows of io_orders: a node is booked in IO at the oracle's price.

use {
    crate::Bench,
    io_client::{
        economics::{price::Quote, time::DAY, units::BASE_UNITS_PER_USDC},
        orders::{at_oracle_price, book, AskTerms, Currency},
    },
    io_testkit::{
        buyback::{Feed, PRICES},
        market::asked,
        World,
    },
    solana_signer::Signer,
};

/// 0.25 USD.
const QUARTER: i64 = 25_000_000;

pub fn measure(bench: &mut Bench) {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let now = world.now();
    let terms = AskTerms {
        rate_usdc: 2 * BASE_UNITS_PER_USDC,
        rate_io: 0,
        oracle_io: true,
        premium_bps: 250,
        ..asked(now)
    };
    world.ask_for(&deal, terms);
    let mut row = |world: &mut World, id, name: &str| {
        let params = world.taking(&deal.node, DAY);
        let call = book(&deal.client.pubkey(), id, &deal.node, Currency::Io, params);
        let call = at_oracle_price(call, &PRICES);
        bench.instruction(&format!("io_orders.book.{name}"), world, &call, &[&deal.client]);
    };
    world.post_prices(QUARTER);
    row(&mut world, 0, "at_oracle_price");
    // Exponents that no feed has together: a ratio of longer integers, but of one division still.
    let quote = |price, exponent| Quote { price, conf: 0, exponent, publish_time: now, average: price };
    world.post(Feed::Io, quote(25, -2));
    world.post(Feed::Usdc, quote(10_000_000_000_000, -13));
    row(&mut world, 1, "at_oracle_price.unequal_exponents");
}
