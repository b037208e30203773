//! Rows of io_orders: asks, what is booked at them, and what another than the client pays for.

use {
    crate::Bench,
    anchor_lang::Space,
    io_client::{
        economics::time::{DAY, HOUR},
        orders::{
            book, book_paid_by, create_paid_by, extend, order_address, remove_ask, set_ask, Ask, Currency,
        },
        staking::retire_node,
    },
    io_testkit::{market::asked, orders::terms, World},
    solana_instruction::Instruction as Call,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Asks that stand beside the one that is measured.
const MANY: u32 = 10_000;

pub fn measure(bench: &mut Bench) {
    bench.account("io_orders.Ask", 8 + Ask::INIT_SPACE);
    for (currency, suffix, others) in [
        (Currency::Io, "", 0),
        (Currency::Usdc, ".usdc", 0),
        // The number of asks does not matter.
        (Currency::Io, ".among_10_000_asks", MANY),
    ] {
        life(bench, currency, suffix, others);
    }
}

/// An ask from its first price to the end of its node.
fn life(bench: &mut Bench, currency: Currency, suffix: &str, others: u32) {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let payer = world.client(&cast, 10_000, 10_000);
    let [client, operator] = [&deal.client, &deal.operator].map(Keypair::pubkey);
    let mut row = |world: &mut World, name: &str, call: &Call, signers: &[&Keypair]| {
        bench.instruction(&format!("io_orders.{name}{suffix}"), world, call, signers);
    };
    let ask = set_ask(&operator, &deal.node, asked(world.now()));
    row(&mut world, "set_ask.first", &ask, &[&deal.operator]);
    world.crowd_of_asks(&deal.node, others);
    row(&mut world, "set_ask", &ask, &[&deal.operator]);

    let params = world.taking(&deal.node, DAY);
    let call = book(&client, 0, &deal.node, currency, params);
    row(&mut world, "book", &call, &[&deal.client]);
    let gift = book_paid_by(&payer.pubkey(), &client, 1, &deal.node, currency, params);
    row(&mut world, "book.paid_by_another", &gift, &[&payer, &deal.client]);
    let order = terms(currency, DAY as u32);
    let gift = create_paid_by(&payer.pubkey(), &client, 2, &deal.node, currency, order);
    row(&mut world, "create.paid_by_another", &gift, &[&payer, &deal.client]);
    let address = order_address(&client, 0);
    let longer = extend(&payer.pubkey(), &address, &world.order(&address), HOUR as u32);
    row(&mut world, "extend.paid_by_another", &longer, &[&payer]);

    let remove = remove_ask(&operator, &deal.node);
    row(&mut world, "remove_ask", &remove, &[&deal.operator]);
    world.accepted(&[retire_node(&operator, &deal.node)], &[&deal.operator]);
    row(&mut world, "remove_ask.last", &remove, &[&deal.operator]);
}
