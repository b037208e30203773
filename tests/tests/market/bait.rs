//! Asks to bait, and clients that play with them: what it costs and what it wins.

use {
    crate::scene::Scene,
    io_client::{
        orders::{self, AskTerms, Currency, OrdersError::*},
        staking,
    },
    io_economics::{
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_USDC,
    },
    io_testkit::{market::asked, staking::H100},
};

const USDC: u64 = BASE_UNITS_PER_USDC;

/// An operator raises its price in the slot in which a client books: in either order of the two,
/// the client pays what it has seen or nothing.
#[test]
fn an_ask_that_changes_in_the_same_slot_wins_nothing() {
    for operator_first in [false, true] {
        let mut scene = Scene::new();
        let seen = scene.taking(DAY);
        let before = scene.world.wallet_balance(&scene.client(), Currency::Usdc);
        let book = scene.booking(0, Currency::Usdc, seen);
        let dear = AskTerms { rate_usdc: 1_000 * USDC, ..asked(scene.world.now()) };
        let raise = orders::set_ask(&scene.operator(), &scene.deal.node, dear);
        let calls = if operator_first { [raise, book] } else { [book, raise] };
        let sent = scene.world.send(&calls, &[&scene.deal.client, &scene.deal.operator]);
        let spent = before - scene.world.wallet_balance(&scene.client(), Currency::Usdc);
        if operator_first {
            assert!(sent.expect_err("another ask").says(AskChanged));
            assert_eq!(spent, 0);
        } else {
            sent.expect("the ask that was seen");
            assert_eq!(spent, 72 * USDC * 10_225 / 10_000);
        }
    }
}

/// Cheap to be seen first, and never there: lured clients are refused before they pay, and the ask
/// costs its operator its rent and a fee for each change.
#[test]
fn an_ask_that_cannot_be_taken_costs_a_client_nothing() {
    let mut scene = Scene::new();
    let bait = AskTerms { rate_usdc: 1, ..asked(scene.world.now()) };
    scene.ask_for(bait);
    let seen = scene.taking(DAY);
    let before = scene.world.wallet_balance(&scene.client(), Currency::Usdc);
    // Below the least cost of an order.
    let call = scene.booking(0, Currency::Usdc, seen);
    scene.world.refused(&[call], &[&scene.deal.client], BelowLeastCost);
    // Withdrawn as soon as somebody looks.
    let remove = orders::remove_ask(&scene.operator(), &scene.deal.node);
    scene.world.accepted(&[remove], &[&scene.deal.operator]);
    let call = scene.booking(0, Currency::Usdc, seen);
    scene.world.refused(&[call], &[&scene.deal.client], AskChanged);
    // Worse hardware under the same price.
    scene.ask_for(asked(scene.world.now()));
    let seen = scene.taking(DAY);
    let worse = staking::update_hardware(&scene.operator(), &scene.deal.node, H100, 7);
    scene.world.accepted(&[worse], &[&scene.deal.operator]);
    scene.world.pass(1);
    scene.world.attest(&scene.cast, &scene.deal.node);
    let call = scene.booking(0, Currency::Usdc, seen);
    scene.world.refused(&[call], &[&scene.deal.client], NodeChanged);
    // The hardware goes back and forth: its revision does not.
    let back = staking::update_hardware(&scene.operator(), &scene.deal.node, H100, 8);
    scene.world.accepted(&[back], &[&scene.deal.operator]);
    scene.world.pass(1);
    scene.world.attest(&scene.cast, &scene.deal.node);
    let call = scene.booking(0, Currency::Usdc, seen);
    scene.world.refused(&[call], &[&scene.deal.client], NodeChanged);
    assert_eq!(scene.world.wallet_balance(&scene.client(), Currency::Usdc), before);
}

/// An operator that takes a booking at its bait and ends it at once: the client has everything
/// back, and the processors stay hired for an hour, in which they earn nothing.
#[test]
fn a_booking_that_its_operator_ends_at_once_costs_the_client_nothing() {
    let mut scene = Scene::new();
    let before = scene.world.wallet_balance(&scene.client(), Currency::Usdc);
    let (address, order) = scene.book(0, Currency::Usdc, DAY);
    scene.world.pass(HOUR - 1);
    let end = orders::end(&scene.operator(), &address, &order, None);
    scene.world.accepted(&[end], &[&scene.deal.operator]);
    assert_eq!(scene.world.wallet_balance(&scene.client(), Currency::Usdc), before);
    assert_eq!(scene.world.node(&scene.deal.node).ledger.hired, 2);
    scene.world.refused(&[orders::close(&address, &order)], &[], StillHired);
}

/// An ask for a week at least, and a client that books the week and ends it at once: it pays an
/// hour, which is the operator's, and the fees on 25. The shortest order is what a client pays in,
/// and not how long it stays.
#[test]
fn the_shortest_order_keeps_no_client() {
    let mut scene = Scene::new();
    scene.ask_for(AskTerms { least_seconds: 7 * DAY as u32, ..asked(scene.world.now()) });
    let wallets = [scene.client(), scene.operator()];
    let worth = |scene: &Scene| wallets.map(|wallet| scene.world.wallet_balance(&wallet, Currency::Usdc));
    let before = worth(&scene);
    let (address, order) = scene.book(0, Currency::Usdc, 7 * DAY);
    let end = orders::end(&scene.client(), &address, &order, None);
    scene.world.accepted(&[end], &[&scene.deal.client]);
    scene.world.pass(DAY + HOUR);
    scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    let after = worth(&scene);
    // Two processors at 1.5 USDC: 3, and 2.25% of 75; to the operator 3, less 0.25%.
    assert_eq!(before[0] - after[0], 3 * USDC + 1_687_500);
    assert_eq!(after[1] - before[1], 3 * USDC - 7_500);
}

/// A client that leaves and books again when the price has fallen: it pays an hour at least each
/// time, and the buyer's fees on a day of what it leaves. It wins only where the price falls by
/// more than these fees are of the rest: 2.25% of a day.
#[test]
fn a_client_that_books_again_pays_for_leaving() {
    for (new, wins) in [(1_490_000, false), (1_450_000, true)] {
        let mut scene = Scene::new();
        let before = scene.world.wallet_balance(&scene.client(), Currency::Usdc);
        let (address, order) = scene.book(0, Currency::Usdc, 2 * DAY);
        let stay = before - scene.world.wallet_balance(&scene.client(), Currency::Usdc);
        scene.world.pass(DAY);
        scene.world.attest(&scene.cast, &scene.deal.node);
        scene.ask_for(AskTerms { rate_usdc: new, ..asked(scene.world.now()) });
        let end = orders::end(&scene.client(), &address, &order, None);
        scene.world.accepted(&[end], &[&scene.deal.client]);
        scene.book(1, Currency::Usdc, DAY);
        scene.world.pass(DAY);
        scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        let leave = before - scene.world.wallet_balance(&scene.client(), Currency::Usdc);
        // 72 USDC a day; leaving costs 2.25% of 72 = 1.62, a fall of 0.01 an hour saves 0.4908.
        assert_eq!(leave < stay, wins, "{leave} against {stay}");
        let saved = i64::try_from(stay).unwrap() - i64::try_from(leave).unwrap();
        let fall = i64::try_from((1_500_000 - new) * 48 * 10_225 / 10_000).unwrap();
        assert_eq!(saved, fall - 1_620_000);
    }
}

/// What an operator asks for IO at a rate of its own is an option of its clients: they take it when
/// IO has fallen. It is its own, and as long as it lets the ask stand.
#[test]
fn an_ask_in_io_stands_until_its_operator_takes_it_back() {
    let mut scene = Scene::new();
    let (_, order) = scene.book(0, Currency::Io, DAY);
    assert_eq!(order.escrow.rate, scene.ask.terms.rate_io);
    scene.ask_for(AskTerms { rate_io: 0, ..asked(scene.world.now()) });
    let call = scene.booking(1, Currency::Io, scene.taking(DAY));
    scene.world.refused(&[call], &[&scene.deal.client], CurrencyNotTaken);
}
