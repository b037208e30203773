//! The day's offer and its budget.

mod buyback_scene;

use {
    buyback_scene::Scene,
    io_addresses::buyback::{IO_VAULT, USDC_VAULT},
    io_client::buyback::{self, events::Filled, BuybackError},
    io_economics::{
        buyback::{Params, MIN_DAILY_CAP},
        time::DAY,
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{buyback::PARAMS, World},
    solana_signer::Signer,
};

#[test]
fn the_budget_is_fixed_at_the_first_touch() {
    let mut scene = Scene::new();
    scene.fill(IO);
    scene.world.revenue(10_000);
    let budget = scene.world.buyback().ledger.budget;
    assert_eq!(budget, 10_000 * USDC);
    let offer = scene.world.offer();
    let call = scene.call(offer.io_for_usdc(budget).unwrap());
    scene.refused(call, BuybackError::OverBudget);
    // What arrived later is there the next day.
    scene.pass(DAY);
    let receipt = scene.fill(IO);
    let now = &receipt.events::<Filled>()[0];
    assert!(now.budget > 19_999 * USDC && now.budget < 20_000 * USDC);
}

#[test]
fn two_fills_in_one_transaction_at_a_days_edge_share_one_budget() {
    let mut scene = Scene::new();
    scene.pass(DAY - 1);
    let half = scene.world.offer().io_for_usdc(5_000 * USDC).unwrap();
    let (call, third) = (scene.call(half), scene.call(IO));
    let holder = scene.holder.insecure_clone();
    scene.world.refused(&[call.clone(), call.clone(), third], &[&holder], BuybackError::OverBudget);
    let receipt = scene.world.accepted(&[call.clone(), call.clone()], &[&holder]);
    let fills = receipt.events::<Filled>();
    assert_eq!((fills.len(), fills[0].budget, fills[1].budget), (2, 10_000 * USDC, 10_000 * USDC));
    assert_eq!(scene.world.balance(&USDC_VAULT), 0);

    // A second later it is another day, whose budget is what came since; and the clock may go back
    // and forth.
    scene.world.revenue(100);
    scene.refused(call.clone(), BuybackError::OverBudget);
    scene.pass(1);
    scene.refused(call, BuybackError::OverBudget);
    scene.fill(scene.world.offer().io_for_usdc(60 * USDC).unwrap());
    scene.world.pass(-1);
    let more = scene.call(scene.world.offer().io_for_usdc(50 * USDC).unwrap());
    scene.refused(more, BuybackError::OverBudget);
    scene.fill(scene.world.offer().io_for_usdc(39 * USDC).unwrap());
    assert_eq!(scene.world.buyback().ledger.day, (World::START + DAY) as u64 / DAY as u64);
}

/// A day leaves 4,000 of its 10,000 USDC: the next one has these and no more, whether its first
/// fills come at its first second or at its last.
#[test]
fn two_fills_in_one_transaction_do_not_spend_what_the_day_before_left() {
    for until_then in [1, DAY] {
        let mut scene = Scene::new();
        scene.pass(DAY - 1);
        scene.fill(scene.world.offer().io_for_usdc(6_000 * USDC).unwrap());
        assert_eq!(scene.world.buyback().ledger.left(), 4_000 * USDC);
        scene.pass(until_then);
        assert_eq!(scene.world.balance(&USDC_VAULT), 4_000 * USDC);

        let offer = scene.world.offer();
        let [all, half, one] =
            [4_000, 2_000, 1].map(|usdc| scene.call(offer.io_for_usdc(usdc * USDC).unwrap()));
        let holder = scene.holder.insecure_clone();
        scene.world.refused(&[all, one.clone()], &[&holder], BuybackError::OverBudget);
        let receipt = scene.world.accepted(&[half.clone(), half], &[&holder]);
        let budgets: Vec<_> = receipt.events::<Filled>().iter().map(|fill| fill.budget).collect();
        assert_eq!(budgets, [4_000 * USDC; 2]);
        scene.world.revenue(1);
        scene.refused(one, BuybackError::OverBudget);
    }
}

#[test]
fn a_clock_that_stands_still_brings_no_budget() {
    let mut scene = Scene::new();
    let all = scene.world.offer().io_for_usdc(10_000 * USDC).unwrap();
    scene.fill(all);
    scene.world.revenue(10_000);
    for _ in 0..5 {
        let call = scene.call(IO);
        scene.refused(call, BuybackError::OverBudget);
    }
}

#[test]
fn a_leap_of_a_year_brings_one_budget() {
    let mut scene = Scene::new();
    let (admin, cap) = (scene.roles.admin.insecure_clone(), MIN_DAILY_CAP);
    let params = Params { daily_cap: cap, ..PARAMS };
    scene.world.accepted(&[buyback::set_params(&admin.pubkey(), params)], &[&admin]);
    scene.fill(IO);
    assert_eq!(scene.world.buyback().ledger.budget, cap);
    scene.pass(365 * DAY);
    let io = scene.world.offer().io_for_usdc(cap).unwrap();
    let call = scene.call(io + 1_000);
    scene.refused(call, BuybackError::OverBudget);
    scene.fill(io);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::OverBudget);
    assert!(scene.world.balance(&USDC_VAULT) > 8_990 * USDC, "nothing piled up");
}

#[test]
fn a_lower_cap_holds_from_the_next_day_on() {
    let mut scene = Scene::new();
    scene.fill(IO);
    let admin = scene.roles.admin.insecure_clone();
    let params = Params { daily_cap: MIN_DAILY_CAP, ..PARAMS };
    scene.world.accepted(&[buyback::set_params(&admin.pubkey(), params)], &[&admin]);
    scene.fill(scene.world.offer().io_for_usdc(5_000 * USDC).unwrap());
    scene.pass(DAY);
    scene.fill(IO);
    assert_eq!(scene.world.buyback().ledger.budget, MIN_DAILY_CAP);
}

#[test]
fn donations_are_burned_and_spent_like_fees() {
    let mut scene = Scene::new();
    let giver = scene.world.trader(&scene.roles, 10, 10);
    scene.world.transfer_io(&giver, &IO_VAULT, 10 * IO);
    scene.world.transfer_usdc(&giver, &USDC_VAULT, 10 * USDC);
    scene.fill(IO);
    assert_eq!(scene.world.buyback().ledger.budget, 10_010 * USDC);
    scene.world.accepted(&[buyback::burn()], &[]);
    assert_eq!(scene.world.buyback().totals.io_burned, 10 * IO);
}

#[test]
fn a_fill_above_the_budget_is_refused_and_one_to_its_last_unit_is_not() {
    let mut scene = Scene::new();
    let offer = scene.world.offer();
    let all = offer.io_for_usdc(10_000 * USDC).unwrap();
    let above = offer.io_for_usdc(10_000 * USDC + 1).unwrap();
    let call = scene.call(above);
    scene.refused(call, BuybackError::OverBudget);
    scene.fill(all);
    assert_eq!(scene.world.balance(&USDC_VAULT), 0);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::OverBudget);
    let call = scene.call(u64::MAX);
    scene.refused(call, BuybackError::OverBudget);
}

/// Pieces of a fill at one second pay less, by a base unit a piece at most.
#[test]
fn pieces_do_not_pay_more() {
    let mut scene = Scene::new();
    let whole = scene.world.offer().usdc_for_io(1_000 * IO + 7_000).unwrap();
    for _ in 0..1_000 {
        scene.fill(IO + 7);
    }
    let paid = scene.usdc();
    assert!(paid <= whole && whole - paid <= 1_000, "{paid} of {whole}");
}

#[test]
fn the_offer_climbs_over_the_day() {
    let mut scene = Scene::new();
    let mut last = 0;
    for _ in 0..24 {
        let before = scene.usdc();
        scene.fill(100 * IO);
        let paid = scene.usdc() - before;
        assert!(paid > last, "{paid} after {last}");
        last = paid;
        scene.pass(DAY / 24 - 1);
    }
    // 25 USD less the confidences, from 5% under to nearly 5% over.
    assert!(last > 26 * USDC && last < 26_250_000, "{last}");
}
