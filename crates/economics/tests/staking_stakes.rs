//! Rules of stakes and tickets, one by one, at their edges.
#![allow(clippy::arithmetic_side_effects)]

mod staking_scene;

use io_economics::{
    staking::*,
    time::{DAY, HOUR},
};
use staking_scene::{Scene, GENESIS, MINIMUM, START};
use StakingError::*;

#[test]
fn counted_stake_is_own_and_as_much_delegated() {
    let mut scene = Scene::new();
    scene.report(BPS).unwrap();
    assert_eq!(scene.delegate(1), Err(DelegationLimit), "nobody before the operator");
    scene.stake(MINIMUM / 2).unwrap();
    assert_eq!((scene.node.weight, scene.node.counted()), (0, MINIMUM / 2));
    assert_eq!(scene.delegate(MINIMUM / 2 + 1), Err(DelegationLimit));
    scene.delegate(MINIMUM / 2 - 1).unwrap();
    assert_eq!(scene.node.weight, 0, "one base unit short");
    scene.delegate(1).unwrap();
    assert_eq!((scene.node.weight, scene.node.counted()), (80_000_000, MINIMUM));
    assert_eq!(scene.pool.weight, 80_000_000);
    assert_eq!(scene.delegate(1), Err(DelegationLimit));

    scene.unstake(1).unwrap();
    assert_eq!(scene.node.counted(), MINIMUM - 2, "own and as much of the delegated");
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0), "from that second on");
    scene.stake(MINIMUM).unwrap();
    assert_eq!(scene.node.weight, 80_000_000, "more stake earns no more");
    scene.undelegate(MINIMUM / 2).unwrap();
    assert_eq!(scene.node.counted(), scene.node.own());
}

#[test]
fn a_claim_pays_once() {
    let mut scene = Scene::running();
    assert_eq!(scene.claim(), 0);
    scene.now += DAY;
    let before = PoolKind::Gpu.accrued(GENESIS, START);
    // A floor weight of 1: the lone node has the whole accrual, and as much on top of what was carried.
    let first = scene.claim();
    assert!(first.abs_diff(2 * (scene.accrued() - before)) <= 1);
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
        scene.delegate(MINIMUM).unwrap();
        scene.undelegate(MINIMUM).unwrap();
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
            assert!(alice > 0 && operator.abs_diff(3 * alice) <= 4, "{operator} {alice}");
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
    // An hour later somebody stakes: nothing of the time between is theirs, and the leaver is still owed.
    scene.now += HOUR;
    scene.report(BPS).unwrap();
    let mut newcomer = Position::default();
    newcomer.stake(&mut scene.node, &mut scene.pool, scene.now, MINIMUM, Holder::Operator).unwrap();
    assert_eq!(scene.node.remainder, 0, "what did not divide went back to the pool");
    assert_eq!(newcomer.claim(&mut scene.node, &mut scene.pool, scene.now), Ok(0));
    assert_eq!(u128::from(scene.claim()), owed);
    scene.now += HOUR;
    assert!(newcomer.claim(&mut scene.node, &mut scene.pool, scene.now).unwrap() > 0);
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
    scene.stake(1_000).unwrap();
    scene.delegate(1).unwrap();
    scene.slash(9_000);
    assert_eq!((scene.alice.shares, scene.alice.worth(&scene.node)), (1, 0));
    assert_eq!(scene.undelegate(1), Err(AmountExceedsStake));
    assert_eq!(scene.undelegate(0), Ok(Unstaked { shares: 1, unlocks_at: None }));
    assert!(scene.alice.is_empty());
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
    assert_eq!(scene.operator.withdraw(&mut scene.node, scene.now).unwrap().paid, MINIMUM);
    assert_eq!(scene.alice.withdraw(&mut scene.node, scene.now).unwrap().paid, 100);
    assert_eq!(scene.node.held_in_vault(), 0);
}

#[test]
fn tickets_unlock_after_14_days_to_the_second() {
    let mut scene = Scene::running();
    let paid = |scene: &mut Scene| {
        scene.operator.withdraw(&mut scene.node, scene.now).map(|withdrawn| withdrawn.paid)
    };
    assert_eq!(paid(&mut scene), Err(NothingToWithdraw));
    for day in 0..TICKETS as u64 {
        scene.now = START + day as i64 * DAY;
        scene.unstake(10 + day).unwrap();
    }
    scene.now = START + COOLDOWN_SECONDS - 1;
    assert_eq!(scene.unstake(1), Err(TicketsFull));
    assert_eq!(paid(&mut scene), Err(NothingToWithdraw));
    scene.now += 1;
    assert_eq!(scene.unstake(1), Err(WithdrawFirst));
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
