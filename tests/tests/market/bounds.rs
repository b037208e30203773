//! What an operator may ask.

use {
    crate::scene::Scene,
    io_client::orders::{self, AskTerms, OrdersError::*},
    io_economics::time::{DAY, HOUR},
    io_testkit::{calls::with_account, market::asked},
    solana_signer::Signer,
};

#[test]
fn an_ask_out_of_bounds_is_refused() {
    let mut scene = Scene::new();
    let now = scene.world.now();
    let good = asked(now);
    for (what, terms, error) in [
        ("for nothing", AskTerms { rate_usdc: 0, rate_io: 0, ..good }, NoRate),
        ("no rate to price", AskTerms { rate_usdc: 0, rate_io: 0, oracle_io: true, ..good }, NoRate),
        ("above 2^40", AskTerms { rate_usdc: (1 << 40) + 1, ..good }, RateTooHigh),
        ("IO above 2^40", AskTerms { rate_io: (1 << 40) + 1, ..good }, RateTooHigh),
        ("IO twice", AskTerms { oracle_io: true, ..good }, TwoIoRates),
        ("a premium", AskTerms { premium_bps: 1_001, ..good }, PremiumTooHigh),
        ("under an hour", AskTerms { least_seconds: HOUR as u32 - 1, ..good }, InvalidAskTime),
        ("over 30 days", AskTerms { most_seconds: 30 * DAY as u32 + 1, ..good }, InvalidAskTime),
        ("three days' notice and an hour", AskTerms { notice_hours: 73, ..good }, NoticeTooLong),
        ("over by now", AskTerms { valid_until: now, ..good }, InvalidValidity),
        ("for over 30 days", AskTerms { valid_until: now + 30 * DAY + 1, ..good }, InvalidValidity),
        ("no processors", AskTerms { most_hired: 0, ..good }, InvalidMostHired),
    ] {
        let call = orders::set_ask(&scene.operator(), &scene.deal.node, terms);
        scene.world.refused(&[call], &[&scene.deal.operator], error);
        let ask = scene.world.ask(&scene.deal.node);
        assert_eq!((ask.seq, ask.terms), (1, good), "{what}");
    }
}

#[test]
fn only_its_operator_asks_for_a_node() {
    let mut scene = Scene::new();
    let other = scene.world.deal(&scene.cast);
    let (key, node, terms) = (other.operator.pubkey(), scene.deal.node, asked(scene.world.now()));
    scene.world.refused(&[orders::set_ask(&key, &node, terms)], &[&other.operator], NotOperator);
    scene.world.refused(&[orders::remove_ask(&key, &node)], &[&other.operator], NotOperator);

    // Nor does it write into the ask of another node, or to an address that is no ask's.
    let [own, foreign] = [other.node, node].map(|node| orders::ask_address(&node));
    let set = orders::set_ask(&key, &other.node, terms);
    let aside = with_account(set.clone(), own, foreign);
    scene.world.refused(&[aside], &[&other.operator], WrongAsk);
    let nowhere = with_account(set.clone(), own, key);
    scene.world.refused(&[nowhere], &[&other.operator], WrongAsk);
    scene.world.accepted(&[set], &[&other.operator]);
    let remove = with_account(orders::remove_ask(&key, &other.node), own, foreign);
    scene.world.refused(&[remove], &[&other.operator], WrongAsk);

    // Any account of the program that is no ask.
    let (order, _) = scene.book(0, orders::Currency::Io, DAY);
    let type_of_another = io_testkit::calls::OTHER_TYPE;
    let set = with_account(orders::set_ask(&key, &other.node, terms), own, order);
    let failure = scene.world.send(&[set], &[&other.operator]).expect_err("an order is no ask");
    assert_eq!(failure.code(), Some(type_of_another));
}
