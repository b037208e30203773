//! What a record says once orders are over. After each transaction testkit compares every record
//! with what events tell of.

use {
    io_client::orders::{self, Currency, History, Window, WINDOW_SECONDS},
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        orders::{Deal, OrdersRoles, CURRENCIES},
        staking::Cast,
        World,
    },
    solana_signer::Signer,
};

/// A deal whose node has a record.
pub fn recorded() -> (World, Cast, OrdersRoles, Deal) {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    world.open_record(&deal.node);
    (world, cast, roles, deal)
}

/// The client ends an order, and a day later anybody settles it.
pub fn over(world: &mut World, deal: &Deal, address: &anchor_lang::prelude::Pubkey) {
    let order = world.order(address);
    let end = orders::end(&deal.client.pubkey(), address, &order, None);
    world.accepted(&[end], &[&deal.client]);
    world.pass(DAY);
    world.accepted(&[orders::settle(address, &order, [None; 2])], &[]);
}

/// Two processors for a day and a half, of which an hour was out.
#[test]
fn an_order_to_its_end_is_in_the_record() {
    for currency in CURRENCIES {
        let (mut world, _, roles, deal) = recorded();
        let address = world.running(&deal, 0, currency, 2 * DAY as u32);
        let serial = world.order(&address).serial;
        world.pass(36 * HOUR);
        let now = world.now();
        let outage =
            orders::report_outage(&roles.oracle.pubkey(), &address, serial, now - 3 * HOUR, now - 2 * HOUR);
        world.accepted(&[outage], &[&roles.oracle]);
        over(&mut world, &deal, &address);
        let fees = world.ledger(currency).balances.fees;
        assert!(fees > 0);
        let (fees_io, fees_usdc) = if currency == Currency::Io { (fees, 0) } else { (0, fees) };
        let current = Window {
            served: 2 * 35 * HOUR as u64,
            out: 2 * HOUR as u64,
            fees_io,
            fees_usdc,
            orders: 1,
            ..Window::default()
        };
        assert_eq!(world.record(&deal.node).history.current, current);
    }
}

/// The last settlement, an arbiter's decision, time after a dispute, and an end in the first hour:
/// each writes the record, once.
#[test]
fn every_last_step_writes_the_record() {
    let (mut world, cast, roles, deal) = recorded();
    let client = deal.client.pubkey();
    let window = |world: &World| world.record(&deal.node).history.current;
    let mut orders_counted = 0;
    for (id, share_bps) in [(0, Some(0)), (1, Some(9_999)), (2, Some(10_000)), (3, None)] {
        world.attest(&cast, &deal.node);
        let address = world.running(&deal, id, Currency::Usdc, DAY as u32);
        let order = world.order(&address);
        world.pass(12 * HOUR);
        world.accepted(&[orders::dispute(&client, &address, &order)], &[&deal.client]);
        match share_bps {
            Some(share_bps) => {
                let resolve =
                    orders::resolve(&roles.arbiter.pubkey(), &address, &order, share_bps, [None; 2]);
                world.accepted(&[resolve], &[&roles.arbiter]);
            }
            None => {
                world.pass(7 * DAY);
                world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
            }
        }
        orders_counted += 1;
        assert_eq!(window(&world).orders, orders_counted);
        assert_eq!(window(&world).served, u64::from(orders_counted) * 2 * 12 * HOUR as u64);
    }
    assert_eq!(window(&world).disputes_lost, 2, "of which the provider got less than all");

    // Ended by the operator: early within the first hour, early, and when its time was over.
    let operator = deal.operator.pubkey();
    for (id, after, left_early) in [(4, HOUR - 1, 1), (5, 2 * HOUR, 2), (6, DAY, 2)] {
        world.attest(&cast, &deal.node);
        let address = world.running(&deal, id, Currency::Usdc, DAY as u32);
        let order = world.order(&address);
        let before = window(&world);
        world.pass(after);
        world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
        if after >= HOUR {
            assert_eq!(window(&world), before, "not before nothing is left");
            world.pass(DAY);
            world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        }
        assert_eq!(window(&world).left_early, left_early);
        assert_eq!(window(&world).notices_broken, 0, "none was agreed");
        assert_eq!(window(&world).orders, before.orders + 1);
        if after < HOUR {
            let free = Window { orders: before.orders + 1, left_early: 1, ..before };
            assert_eq!(window(&world), free, "nobody paid for it");
        }
    }
}

/// A record that is not open is skipped; opened later, it begins then.
#[test]
fn no_record_is_needed() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    world.pass(2 * HOUR);
    over(&mut world, &deal, &address);
    assert!(world.svm.get_account(&orders::record_address(&deal.node)).is_none());
    // Lamports that somebody sends there change nothing.
    world.svm.airdrop(&orders::record_address(&deal.node), 1_000_000).unwrap();
    world.attest(&cast, &deal.node);
    let address = world.running(&deal, 1, Currency::Io, DAY as u32);
    world.pass(2 * HOUR);
    over(&mut world, &deal, &address);
    let history = world.open_record(&deal.node).history;
    let number = (world.now() / WINDOW_SECONDS) as u64;
    assert_eq!(history, History { number, ..History::default() });
}

/// Orders that were never accepted say nothing of a node: a rival can create as many as it likes.
#[test]
fn what_was_never_accepted_is_not_counted() {
    let (mut world, _, _, deal) = recorded();
    let before = world.record(&deal.node);
    for id in 0..3 {
        let address = world.create(&deal, id, Currency::Usdc, DAY as u32);
        let cancel = orders::cancel(&deal.client.pubkey(), &address, &world.order(&address), None);
        world.accepted(&[cancel], &[&deal.client]);
    }
    assert_eq!(world.record(&deal.node).history, before.history);
}

/// A window is followed by the next, and what is older is gone.
#[test]
fn a_window_lasts_90_days() {
    let (mut world, cast, _, deal) = recorded();
    let mut windows = Vec::new();
    for (id, later) in [(0, 0), (1, 1), (2, 2)] {
        let next = (world.now() / WINDOW_SECONDS + later) * WINDOW_SECONDS;
        world.set_clock(world.now().max(next));
        world.attest(&cast, &deal.node);
        let address = world.running(&deal, id, Currency::Io, DAY as u32);
        world.pass(2 * HOUR);
        over(&mut world, &deal, &address);
        windows.push(world.record(&deal.node).history);
    }
    assert_eq!(windows[1].last, windows[0].current);
    assert_eq!(windows[1].number, windows[0].number + 1);
    assert_eq!((windows[2].last, windows[2].current.orders), (Window::default(), 1));
}
