//! A record of another node, a record left out, and what is no record.

use {
    crate::facts::recorded,
    io_client::orders::{self, record_address, Currency, OrdersError::*},
    io_economics::time::{DAY, HOUR},
    io_testkit::calls::{with_account, NOT_OURS},
    solana_signer::Signer,
};

#[test]
fn the_record_is_that_of_the_orders_node() {
    let (mut world, cast, roles, deal) = recorded();
    let other = world.deal(&cast);
    world.open_record(&other.node);
    let own = record_address(&deal.node);
    let places = [record_address(&other.node), world.key().pubkey(), deal.node, deal.client.pubkey()];
    let client = deal.client.pubkey();

    world.attest(&cast, &deal.node);
    let ended = world.running(&deal, 0, Currency::Usdc, DAY as u32);
    let disputed = world.running(&deal, 1, Currency::Usdc, DAY as u32);
    let early = world.running(&deal, 2, Currency::Usdc, DAY as u32);
    let [first, second, third] = [ended, disputed, early].map(|address| world.order(&address));

    // An operator that leaves early passes no other one. Without any it has not said that it does.
    world.pass(HOUR / 2);
    let end = orders::end(&deal.operator.pubkey(), &early, &third, None);
    for by in places {
        world.refused(&[with_account(end.clone(), own, by)], &[&deal.operator], WrongRecord);
    }
    // Anchor reads the program's own address as an account that was left out.
    let without = with_account(end.clone(), own, io_addresses::orders::ID);
    world.refused(&[without], &[&deal.operator], StillBooked);
    world.accepted(&[end], &[&deal.operator]);

    world.pass(HOUR);
    world.accepted(&[orders::end(&client, &ended, &first, None)], &[&deal.client]);
    world.accepted(&[orders::dispute(&client, &disputed, &second)], &[&deal.client]);
    let resolve = orders::resolve(&roles.arbiter.pubkey(), &disputed, &second, 5_000, [None; 2]);
    for by in places {
        world.refused(&[with_account(resolve.clone(), own, by)], &[&roles.arbiter], WrongRecord);
    }
    world.accepted(&[resolve], &[&roles.arbiter]);
    world.pass(DAY);
    let settle = orders::settle(&ended, &first, [None; 2]);
    for by in places {
        world.refused(&[with_account(settle.clone(), own, by)], &[], WrongRecord);
    }
    world.accepted(&[settle], &[]);
    assert_eq!(world.record(&deal.node).history.current.orders, 3);
    assert_eq!(world.record(&other.node).history.current.orders, 0);
}

/// The client's own end never settles the order: it needs no record.
#[test]
fn a_clients_end_names_no_record() {
    let (mut world, _, _, deal) = recorded();
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    let end = orders::end(&deal.client.pubkey(), &address, &world.order(&address), None);
    assert!(end.accounts.iter().all(|meta| meta.pubkey != record_address(&deal.node)));
    world.accepted(&[end], &[&deal.client]);
}

#[test]
fn a_record_is_opened_once_for_a_node() {
    let (mut world, cast, _, deal) = recorded();
    let payer = world.payer.pubkey();
    let before = world.record(&deal.node);
    world.pass(100 * DAY);
    world.accepted(&[orders::open_record(&payer, &deal.node)], &[]);
    assert_eq!(world.record(&deal.node).history, before.history, "written over");
    let other = world.deal(&cast);
    let call = orders::open_record(&payer, &other.node);
    let elsewhere = with_account(call.clone(), record_address(&other.node), record_address(&deal.node));
    world.refused(&[elsewhere], &[], WrongRecord);
    let no_node = with_account(call, other.node, io_addresses::orders::CONFIG.address);
    world.refused(&[no_node], &[], NOT_OURS);
}
