//! Maintenance: announced, and shown beside the outages.

use {
    crate::facts::{over, recorded},
    io_client::orders::{self, Currency, OrdersError::*, WINDOW_SECONDS},
    io_economics::time::{DAY, HOUR},
    io_testkit::calls::{NOT_THERE, NO_SIGNATURE},
    solana_signer::Signer,
};

#[test]
fn maintenance_is_announced_a_day_ahead() {
    let (mut world, _, _, deal) = recorded();
    let operator = deal.operator.pubkey();
    let now = world.now();
    for (from, to, error) in [
        (now + DAY, now + DAY, InvalidMaintenance),
        (now + 2 * DAY, now + DAY, InvalidMaintenance),
        (now + DAY - 1, now + DAY + HOUR, MaintenanceTooSoon),
        (now - HOUR, now, MaintenanceTooSoon),
        (now + DAY, now + 2 * DAY + 1, TooMuchMaintenance),
    ] {
        let call = orders::announce_maintenance(&operator, &deal.node, from, to);
        world.refused(&[call], &[&deal.operator], error);
    }
    let call = orders::announce_maintenance(&operator, &deal.node, now + DAY, now + DAY + 20 * HOUR);
    world.accepted(&[call], &[&deal.operator]);
    let history = world.record(&deal.node).history;
    assert_eq!((history.maintenance_from, history.maintenance_to), (now + DAY, now + DAY + 20 * HOUR));
    assert_eq!(history.current.maintenance, 20 * HOUR as u32);
    let more =
        orders::announce_maintenance(&operator, &deal.node, now + 4 * DAY, now + 4 * DAY + 4 * HOUR + 1);
    world.refused(&[more], &[&deal.operator], TooMuchMaintenance);
    // The next window has its own 24 hours.
    world.set_clock((now / WINDOW_SECONDS + 1) * WINDOW_SECONDS);
    let now = world.now();
    let call = orders::announce_maintenance(&operator, &deal.node, now + DAY, now + 2 * DAY);
    world.accepted(&[call], &[&deal.operator]);
    let history = world.record(&deal.node).history;
    assert_eq!((history.last.maintenance, history.current.maintenance), (20 * HOUR as u32, DAY as u32));
}

#[test]
fn only_the_operator_announces() {
    let (mut world, cast, roles, deal) = recorded();
    let from = world.now() + 2 * DAY;
    for other in [&deal.client, &roles.admin] {
        let call = orders::announce_maintenance(&other.pubkey(), &deal.node, from, from + HOUR);
        world.refused(&[call], &[other], NotOperator);
    }
    let mut call = orders::announce_maintenance(&deal.operator.pubkey(), &deal.node, from, from + HOUR);
    let mut unsigned = call.clone();
    unsigned.accounts[0].is_signer = false;
    world.refused(&[unsigned], &[], NO_SIGNATURE);
    // The record of another node, and one that is not open.
    let other = world.deal(&cast);
    world.open_record(&other.node);
    call.accounts[2].pubkey = orders::record_address(&other.node);
    world.refused(&[call], &[&deal.operator], WrongRecord);
    let third = world.deal(&cast);
    let call = orders::announce_maintenance(&third.operator.pubkey(), &third.node, from, from + HOUR);
    world.refused(&[call], &[&third.operator], NOT_THERE);
}

/// An operator announces maintenance and is out then: the client pays nothing for that time, and
/// the record shows the outage in full, beside what was announced.
#[test]
fn maintenance_hides_no_outage() {
    let (mut world, cast, roles, deal) = recorded();
    let start = world.now();
    let call = orders::announce_maintenance(
        &deal.operator.pubkey(),
        &deal.node,
        start + DAY,
        start + DAY + 10 * HOUR,
    );
    world.accepted(&[call], &[&deal.operator]);
    let address = world.running(&deal, 0, Currency::Usdc, 2 * DAY as u32);
    world.pass(DAY + 10 * HOUR);
    world.attest(&cast, &deal.node);
    let serial = world.order(&address).serial;
    let outage =
        orders::report_outage(&roles.oracle.pubkey(), &address, serial, start + DAY, start + DAY + 10 * HOUR);
    world.accepted(&[outage], &[&roles.oracle]);
    over(&mut world, &deal, &address);
    let window = world.record(&deal.node).history.current;
    assert_eq!((window.out, window.served), (2 * 10 * HOUR as u64, 2 * DAY as u64));
    assert_eq!(window.maintenance, 10 * HOUR as u32);
}
