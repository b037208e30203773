//! Rules of stakes and tickets, one by one, at their edges.
#![allow(clippy::arithmetic_side_effects)]

mod staking_scene;

use io_economics::{
    staking::*,
    time::{DAY, HOUR},
};
use staking_scene::{Scene, GENESIS, HALF, MINIMUM, START};
use StakingError::*;

#[test]
fn delegations_stay_within_the_offer_and_half_of_the_minimum() {
    let mut scene = Scene::new();
    scene.report(BPS).unwrap();
    scene.stake(MINIMUM).unwrap();
    assert_eq!(scene.delegate(1), Err(DelegationLimit), "nobody is invited");
    scene.node.set_offer(100).unwrap();
    assert_eq!(scene.delegate(101), Err(DelegationLimit));
    scene.delegate(100).unwrap();
    assert_eq!(scene.delegate(1), Err(DelegationLimit));
    scene.node.set_offer(u64::MAX).unwrap();
    assert_eq!(scene.node.most_delegated(), HALF, "more counts as half");
    assert_eq!(scene.delegate(HALF - 99), Err(DelegationLimit));
    scene.delegate(HALF - 100).unwrap();
    // A lower offer binds new stake alone.
    scene.node.set_offer(0).unwrap();
    assert_eq!((scene.node.delegated(), scene.delegate(1)), (HALF, Err(DelegationLimit)));
    scene.undelegate(1).unwrap();
    assert_eq!(scene.delegate(1), Err(DelegationLimit), "new stake is new");
    scene.node.retire(&mut scene.pool, scene.now).unwrap();
    assert_eq!(scene.node.set_offer(1), Err(Retired));
}

#[test]
fn a_node_counts_with_at_least_half_of_the_minimum_of_its_operators() {
    let mut scene = Scene::new();
    scene.node.set_offer(HALF).unwrap();
    scene.report(BPS).unwrap();
    scene.delegate(HALF).unwrap();
    scene.stake(HALF - 1).unwrap();
    assert_eq!((scene.node.weight, scene.node.counted()), (0, MINIMUM - 1), "one base unit short");
    scene.stake(1).unwrap();
    assert_eq!((scene.node.weight, scene.node.counted()), (80_000_000, MINIMUM));
    assert_eq!(scene.pool.weight, 80_000_000);
    scene.unstake(1).unwrap();
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0), "from that second on");
    scene.stake(MINIMUM).unwrap();
    assert_eq!(scene.node.weight, 80_000_000, "more stake earns no more");
}

#[test]
fn a_delegation_earns_the_part_of_the_minimum_that_it_fills() {
    // A tenth, of which the operator takes a fifth.
    let part = |own: u64, delegated: u64| {
        let mut scene = Scene::running();
        scene.node.commission = Commission { bps: 2_000, next_bps: 2_000, ..Commission::default() };
        if own > MINIMUM {
            scene.stake(own - MINIMUM).unwrap();
        }
        scene.delegate(delegated).unwrap();
        scene.now += HOUR;
        let synced = scene.sync();
        let gross = synced.own + synced.commission + synced.rewards;
        assert!(gross > 0 && synced.returned == 0);
        (synced, gross)
    };
    let (tenth, gross) = part(MINIMUM, MINIMUM / 10);
    let close = |figure: u128, exact: u128| figure.abs_diff(exact) <= (gross >> 64) + 2;
    assert!(close(tenth.own, gross / 10 * 9));
    assert!(close(tenth.rewards, gross / 10 / 5 * 4) && close(tenth.commission, gross / 10 / 5));
    // More stake of the operator's takes nothing from its delegators.
    assert_eq!(part(5 * MINIMUM, MINIMUM / 10), (tenth, gross));
    let (half, _) = part(MINIMUM, HALF);
    assert_eq!(half.own, gross - gross / 2);
    let (none, _) = part(MINIMUM, 1);
    assert!(none.rewards < gross / u128::from(MINIMUM) + 2);
}

#[test]
fn what_a_delegator_takes_out_counts_up_to_the_next_report_and_for_no_hire() {
    let mut scene = Scene::running();
    scene.delegate(HALF).unwrap();
    scene.unstake(HALF).unwrap();
    assert_eq!(scene.node.counted(), MINIMUM);
    scene.undelegate(1).unwrap();
    assert_eq!(
        (scene.node.weight, scene.node.leaving),
        (80_000_000, 1),
        "nobody switches it off by a base unit"
    );
    assert_eq!((scene.node.counted(), scene.node.counted_for_hire()), (MINIMUM, MINIMUM - 1));
    assert_eq!(scene.hire(1), Err(BelowMinimum));
    scene.undelegate(HALF - 1).unwrap();
    scene.now += HOUR;
    let synced = scene.sync();
    assert!(synced.own > 0 && synced.rewards == 0, "paid to none but the operator");
    assert_eq!(scene.node.weight, 80_000_000);
    scene.report(BPS).unwrap();
    assert_eq!((scene.node.weight, scene.node.leaving), (0, 0));
    // Again and again: each report forgets it, each top-up before it keeps the node on.
    scene.delegate(HALF).unwrap();
    for _ in 0..10 {
        assert_eq!(scene.node.weight, 80_000_000);
        scene.undelegate(1).unwrap();
        scene.now += HOUR;
        scene.delegate(1).unwrap();
        scene.report(BPS).unwrap();
    }
    // An operator's own stake stops at once.
    scene.unstake(1).unwrap();
    assert_eq!(scene.node.weight, 0);
}

#[test]
fn stake_that_left_burns_like_all_else_and_counts_no_more() {
    let mut scene = Scene::running();
    scene.delegate(HALF).unwrap();
    scene.undelegate(HALF).unwrap();
    assert_eq!(scene.node.leaving, HALF);
    let mut wiped = scene.clone();
    scene.slash(2_500);
    assert_eq!(scene.node.leaving, HALF / 4 * 3);
    wiped.slash(BPS);
    assert_eq!(wiped.node.leaving, 0);
}

#[test]
fn a_claim_pays_once() {
    let mut scene = Scene::running();
    assert_eq!(scene.claim(), 0);
    scene.now += DAY;
    let before = PoolKind::Gpu.accrued(GENESIS, START);
    // The lone node has the whole accrual, and on top of it, out of what was carried, the rate of
    // month 240.
    let released = (PoolKind::Gpu.release_rate() * DAY as u128) >> 64;
    let first = scene.claim();
    assert!(first.abs_diff(scene.accrued() - before + released as u64) <= 1);
    assert_eq!(scene.claim(), 0);
    assert!(scene.operator.owed < 1 << 64, "the fraction stays");
}

#[test]
fn stake_earns_from_its_second_on() {
    for gap in [0, 1, DAY, 365 * DAY] {
        let mut scene = Scene::running();
        // A year with a report every day but the last stretch.
        while scene.now < START + gap - DAY {
            scene.now += DAY;
            scene.report(BPS).unwrap();
        }
        scene.now = START + gap;
        scene.delegate(HALF).unwrap();
        scene.undelegate(HALF).unwrap();
        assert_eq!(scene.claim_delegated(), 0, "nothing in the same second");
        let worth = scene.claim();
        assert_eq!(worth > 0, gap > 0);
        scene.delegate(MINIMUM / 3).unwrap();
        scene.now += 1;
        scene.undelegate(MINIMUM / 3).unwrap();
        let (operator, alice) = (scene.claim(), scene.claim_delegated());
        if gap == 365 * DAY || gap == DAY {
            assert_eq!((operator, alice), (0, 0), "the report lapsed in that second");
        } else {
            assert!(alice > 0 && operator.abs_diff(2 * alice) <= 4, "{operator} {alice}");
        }
        scene.now += DAY;
        assert_eq!(scene.claim_delegated(), 0, "nothing once unstaked");
    }
}

#[test]
fn the_last_staker_leaves_and_a_new_one_comes() {
    let mut scene = Scene::running();
    scene.now += HOUR;
    scene.unstake(MINIMUM).unwrap();
    assert_eq!((scene.node.bonded, scene.node.weight), (SharePool::default(), 0));
    let owed = scene.operator.owed >> 64;
    assert!(owed > 0);
    // An hour later somebody stakes: nothing of the time between is theirs, and the leaver is still
    // owed.
    scene.now += HOUR;
    scene.report(BPS).unwrap();
    let mut newcomer = Position::default();
    newcomer.stake(&mut scene.node, &mut scene.pool, scene.now, MINIMUM, Holder::Operator).unwrap();
    assert_eq!(scene.node.remainder, 0, "what did not divide went back to the pool");
    assert_eq!(newcomer.claim(&mut scene.node, &mut scene.pool, scene.now, Holder::Operator), Ok(0));
    assert_eq!(u128::from(scene.claim()), owed);
    scene.now += HOUR;
    assert!(newcomer.claim(&mut scene.node, &mut scene.pool, scene.now, Holder::Operator).unwrap() > 0);
    assert_eq!(scene.claim(), 0);
}

#[test]
fn stakes_and_unstakes_are_refused_for_a_reason() {
    let mut scene = Scene::new();
    assert_eq!(scene.stake(0), Err(ZeroAmount));
    assert_eq!(scene.unstake(0), Err(NothingStaked));
    assert_eq!(scene.unstake(1), Err(NothingStaked));
    scene.stake(100).unwrap();
    assert_eq!(scene.unstake(0), Err(ZeroAmount));
    assert_eq!(scene.unstake(101), Err(AmountExceedsStake));
    assert_eq!(scene.stake(u64::MAX), Err(Overflow));

    // After a slash to 3 shares for 2 assets, one base unit buys a share worth nothing.
    scene.node.bonded.assets = 67;
    assert_eq!(scene.stake(1), Err(WorthNothing));
    assert_eq!(scene.stake(2), Ok(2));
    // A ticket worth nothing is refused, unless it closes the position.
    scene.node.cooling = SharePool { shares: 150, assets: 100, ..SharePool::default() };
    assert_eq!(scene.unstake(1).map(drop), Err(WorthNothing));
    let all = scene.operator.worth(&scene.node);
    scene.unstake(all - 2).unwrap();
    scene.node.bonded.assets = 1;
    assert_eq!(scene.operator.worth(&scene.node), 1);
    let unstaked = scene.unstake(1).unwrap();
    assert_eq!(unstaked.unlocks_at, Some(scene.now + COOLDOWN_SECONDS));
    assert_eq!((scene.operator.shares, scene.node.own_shares), (0, 0));
    assert_eq!(scene.operator.tickets[1].worth(&scene.node.cooling), 0);
}

#[test]
fn closing_out_a_position_worth_nothing_opens_no_ticket() {
    let mut scene = Scene::new();
    scene.node.set_offer(1).unwrap();
    scene.stake(1_000).unwrap();
    scene.delegate(1).unwrap();
    scene.slash(9_000);
    assert_eq!((scene.alice.shares, scene.alice.worth(&scene.node)), (1, 0));
    assert_eq!(scene.undelegate(1), Err(AmountExceedsStake));
    assert_eq!(scene.undelegate(0), Ok(Unstaked { shares: 1, unlocks_at: None }));
    assert!(scene.alice.is_empty(&scene.node));
    assert_eq!((scene.node.bonded.shares, scene.node.bonded.assets), (1_000, 101));
}

#[test]
fn a_retired_node_lets_everyone_leave_and_nobody_in() {
    let mut scene = Scene::running();
    scene.delegate(100).unwrap();
    scene.now += HOUR;
    scene.node.retire(&mut scene.pool, scene.now).unwrap();
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0));
    assert!(scene.claim() > 0, "what was earned before");
    scene.now += HOUR;
    assert_eq!(scene.claim(), 0);
    assert_eq!(scene.node.retire(&mut scene.pool, scene.now), Err(Retired));
    assert_eq!((scene.stake(1), scene.delegate(1)), (Err(Retired), Err(Retired)));
    assert_eq!(scene.report(1), Err(Retired));
    assert_eq!(scene.node.change_hardware(&mut scene.pool, scene.now, 100, 1), Err(Retired));
    scene.undelegate(100).unwrap();
    scene.unstake(MINIMUM).unwrap();
    scene.now += COOLDOWN_SECONDS;
    assert_eq!(scene.withdraw().unwrap().paid, MINIMUM);
    assert_eq!(scene.alice.withdraw(&mut scene.node, scene.now).unwrap().paid, 100);
    assert_eq!(scene.node.held_in_vault(), 0);
}

#[test]
fn tickets_unlock_after_14_days_to_the_second() {
    let mut scene = Scene::running();
    let paid = |scene: &mut Scene| scene.withdraw().map(|withdrawn| withdrawn.paid);
    assert_eq!(paid(&mut scene), Err(NothingToWithdraw));
    for day in 0..TICKETS as u64 {
        scene.now = START + day as i64 * DAY;
        scene.unstake(10 + day).unwrap();
    }
    scene.now = START + COOLDOWN_SECONDS - 1;
    assert_eq!(paid(&mut scene), Err(NothingToWithdraw));
    scene.now += 1;
    assert_eq!(paid(&mut scene), Ok(10));
    assert_eq!(paid(&mut scene), Err(NothingToWithdraw), "twice pays once");
    scene.unstake(1).unwrap();
    scene.now += 2 * DAY;
    assert_eq!(paid(&mut scene), Ok(11 + 12));
    scene.now += 365 * DAY;
    assert_eq!(paid(&mut scene), Ok(13 + 1));
    assert_eq!(scene.node.cooling, SharePool::default());
    assert_eq!(scene.operator.worth(&scene.node), MINIMUM - 10 - 11 - 12 - 13 - 1);
}

#[test]
fn an_unstake_is_never_refused_for_want_of_a_place() {
    let mut scene = Scene::running();
    let unlocks = |scene: &Scene| {
        scene.operator.tickets.map(|ticket| (ticket.shares, (ticket.unlocks_at - START) / DAY))
    };
    for day in 0..TICKETS as u64 {
        scene.now = START + day as i64 * DAY;
        scene.unstake(10 + day).unwrap();
    }
    // All four cool down: it joins the newest, whose 14 days begin again.
    scene.now = START + 13 * DAY;
    scene.unstake(5).unwrap();
    assert_eq!(unlocks(&scene), [(10, 14), (11, 15), (12, 16), (18, 27)]);
    // One is unlocked, which frees no place.
    scene.now = START + 14 * DAY;
    scene.unstake(5).unwrap();
    assert_eq!(unlocks(&scene), [(10, 14), (11, 15), (12, 16), (23, 28)]);
    // Two are: they merge.
    scene.now = START + 15 * DAY;
    scene.unstake(7).unwrap();
    assert_eq!(unlocks(&scene), [(21, 15), (7, 29), (12, 16), (23, 28)]);
    let mut rest = scene.clone();
    assert_eq!(scene.withdraw().unwrap().paid, 21);
    // The whole stake leaves too.
    rest.now = START + 40 * DAY;
    for part in [1, 2, 3, rest.operator.worth(&rest.node) - 6] {
        rest.unstake(part).unwrap();
        rest.now += DAY;
    }
    rest.now += COOLDOWN_SECONDS;
    assert_eq!(rest.withdraw().unwrap().paid, MINIMUM);
    assert_eq!(rest.node.cooling, SharePool::default());
}

#[test]
fn a_ticket_of_which_a_slash_took_all_is_a_free_place() {
    let mut scene = Scene::running();
    for _ in 0..TICKETS {
        scene.unstake(10).unwrap();
        scene.now += DAY;
    }
    scene.slash(BPS);
    assert_eq!(scene.node.cooling.generation, 1);
    scene.now += 90 * DAY;
    scene.stake(100).unwrap();
    scene.unstake(1).unwrap();
    assert_eq!(scene.operator.tickets[0].unlocks_at, scene.now + COOLDOWN_SECONDS);
    assert_eq!(scene.operator.tickets.map(|ticket| ticket.worth(&scene.node.cooling)), [1, 0, 0, 0]);
    scene.unstake(99).unwrap();
    assert_eq!(scene.operator.tickets.map(|ticket| ticket.worth(&scene.node.cooling)), [1, 99, 0, 0]);
    scene.now += COOLDOWN_SECONDS;
    assert_eq!(scene.withdraw().unwrap().paid, 100);
    assert!(scene.operator.is_empty(&scene.node));
    // Nor does it keep the account from being closed.
    let dead =
        Position { tickets: [Ticket { shares: 1, ..Ticket::default() }; TICKETS], ..Position::default() };
    assert!(dead.is_empty(&scene.node));
}
