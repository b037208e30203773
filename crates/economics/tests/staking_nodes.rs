//! Rules of nodes, one by one, at their edges.
#![allow(clippy::arithmetic_side_effects)]

mod staking_scene;

use io_economics::{
    staking::*,
    time::{DAY, HOUR},
};
use staking_scene::{Scene, GENESIS, HALF, IO, MINIMUM, START};
use StakingError::*;

#[test]
fn figures_of_the_network() {
    assert_eq!(minimum_stake(1_000, 8), MINIMUM, "8 x H100 = 16,000 IO");
    assert_eq!(minimum_stake(175, 1), 350 * IO);
    assert_eq!(minimum_stake(50, 3), 600 * IO, "a multiplier below 1 counts as 1");
    assert_eq!(minimum_stake(MAX_MULTIPLIER, u32::MAX), u64::MAX, "more than can exist");
    assert_eq!(node_weight(175, 2, 5_000), 1_750_000);
    assert_eq!(node_weight(u16::MAX, u32::MAX, u16::MAX), 65_535 * 65_535 * 4_294_967_295);
}

#[test]
fn a_node_is_made_within_bounds() {
    assert_eq!(NodeLedger::new(0, 1, 0), Err(ClassRetired));
    assert_eq!(NodeLedger::new(MAX_MULTIPLIER + 1, 1, 0), Err(InvalidMultiplier));
    assert_eq!(NodeLedger::new(1, 0, 0), Err(InvalidProcessors));
    assert_eq!(NodeLedger::new(1, 1, MAX_COMMISSION_BPS + 1), Err(CommissionTooHigh));
    let node = NodeLedger::new(MAX_MULTIPLIER, u32::MAX, MAX_COMMISSION_BPS).unwrap();
    assert_eq!((node.weight, node.counted(), node.held_in_vault()), (0, 0, 0));
}

#[test]
fn a_report_holds_for_24_hours_from_its_time() {
    let mut scene = Scene::running();
    scene.now += 100;
    let (node, pool, now) = (scene.node, scene.pool, scene.now);
    let mut report = |bps, at| scene.node.report(&mut scene.pool, now, bps, at, 1_000);
    assert_eq!(report(BPS + 1, now), Err(InvalidAvailability));
    assert_eq!(report(BPS, now + 1), Err(ReportFromFuture));
    assert_eq!(report(BPS, START), Err(ReportStale));
    assert_eq!(report(BPS, i64::MIN), Err(ReportStale));
    assert_eq!((scene.node, scene.pool), (node, pool), "a refused report leaves no trace");
    scene.node.report(&mut scene.pool, now, 5_000, START + 1, 1_000).unwrap();
    assert_eq!(scene.node.weight, 40_000_000);

    // To the last full hour within 24 hours.
    scene.now = START + REPORT_SECONDS - 1;
    scene.sync();
    assert_eq!(scene.node.weight, 40_000_000, "the last second of the report");
    scene.now += 1;
    scene.sync();
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0));

    // A report that comes so late that it has lapsed is refused.
    scene.now = START + 100 * DAY;
    let now = scene.now;
    let mut report = |at| scene.node.report(&mut scene.pool, now, BPS, at, 1_000);
    assert_eq!(report(now - REPORT_SECONDS + HOUR - 1), Err(ReportStale));
    report(now - REPORT_SECONDS + HOUR).unwrap();
    assert_eq!(scene.node.weight, 80_000_000);
}

#[test]
fn commission_falls_at_once_and_rises_after_7_days() {
    let mut scene = Scene::running();
    scene.delegate(HALF).unwrap();
    let announce = |scene: &mut Scene, bps| {
        scene.node.announce_commission(&mut scene.pool, scene.now, bps).map(|_| scene.node.commission)
    };
    assert_eq!(announce(&mut scene, MAX_COMMISSION_BPS + 1), Err(CommissionTooHigh));
    let start = scene.now;
    let due = start + NOTICE_SECONDS;
    let announced = Commission { bps: 0, next_bps: 2_000, next_at: due, ..Commission::default() };
    assert_eq!(announce(&mut scene, 2_000), Ok(announced));

    while scene.now < due {
        scene.now = (scene.now + DAY).min(due);
        assert_eq!(scene.node.commission.bps, 0);
        assert_eq!(scene.report(BPS).unwrap().commission, 0, "all that time at the old one");
    }
    assert_eq!(scene.node.commission.bps, 2_000);
    scene.now += HOUR;
    let synced = scene.sync();
    let gross = synced.commission + synced.rewards;
    assert_eq!(synced.commission, gross / 5);
    let whole = ((gross / 5) >> 64) as u64;
    let claim = |scene: &mut Scene| scene.node.claim_commission(&mut scene.pool, scene.now);
    assert_eq!((claim(&mut scene), claim(&mut scene)), (Ok(whole), Ok(0)), "twice pays once");
    assert_eq!(scene.node.commission_owed, gross / 5 - (u128::from(whole) << 64), "the fraction stays");

    // A rise that nobody syncs takes nothing from the time before it was synced.
    announce(&mut scene, 3_000).unwrap();
    scene.now += HOUR;
    // A fall is at once, drops the announced rise and leaves the past as it was.
    let owed = scene.node.commission_owed;
    assert_eq!(
        announce(&mut scene, 1_000),
        Ok(Commission { bps: 1_000, next_bps: 1_000, ..Commission::default() })
    );
    assert!(scene.node.commission_owed > owed);
    scene.now += 30 * DAY;
    scene.sync();
    assert_eq!(scene.node.commission.bps, 1_000);
    // A second announcement replaces the first and starts its notice anew.
    announce(&mut scene, 4_000).unwrap();
    scene.now += 6 * DAY;
    announce(&mut scene, 2_500).unwrap();
    scene.now += 6 * DAY;
    scene.sync();
    assert_eq!(scene.node.commission.bps, 1_000);
    scene.now += DAY;
    scene.sync();
    assert_eq!(scene.node.commission.bps, 2_500);
}

#[test]
fn hardware_changes_need_no_hire_and_a_new_report() {
    let mut scene = Scene::running();
    scene.hire(1).unwrap();
    let change = |scene: &mut Scene, multiplier, processors| {
        scene.node.change_hardware(&mut scene.pool, scene.now, multiplier, processors).map(drop)
    };
    assert_eq!(change(&mut scene, 100, 1), Err(Hired));
    scene.node.release(1);
    assert_eq!(change(&mut scene, 0, 1), Err(ClassRetired));
    assert_eq!(change(&mut scene, 100, 0), Err(InvalidProcessors));
    change(&mut scene, 100, 4).unwrap();
    assert_eq!((scene.node.weight, scene.pool.weight, scene.node.minimum()), (0, 0, 800 * IO));
    assert_eq!(scene.hire(1), Err(NotAvailable));
    assert_eq!(scene.report(BPS).map(drop), Err(ReportStale), "the report of before the change");
    scene.now += 1;
    scene.report(BPS).unwrap();
    assert_eq!(scene.node.weight, 4_000_000);
}

#[test]
fn a_node_of_weight_0_may_go_to_the_other_pool() {
    let mut scene = Scene::running();
    scene.now += HOUR;
    scene.node.change_hardware(&mut scene.pool, scene.now, 100, 1).unwrap();
    let earned = scene.claim();
    assert!(earned > 0);
    let mut cpu = Pool::new(PoolKind::Cpu, GENESIS, MIN_FULL_WEIGHT).unwrap();
    cpu.weight = 7;
    scene.pool = cpu;
    let mut early = scene.clone();
    early.now -= 1_800;
    early.sync();
    assert_eq!(early.node.synced_at, scene.now, "time does not go back with the pool");
    scene.now += HOUR;
    scene.report(BPS).unwrap();
    assert_eq!((scene.pool.weight, scene.claim()), (1_000_007, 0), "nothing of what that pool paid before");
    scene.now += HOUR;
    assert!(scene.claim() > 0);
}

#[test]
fn hire_asks_for_all_it_needs() {
    let mut scene = Scene::new();
    assert_eq!(scene.hire(0), Err(InvalidProcessors));
    assert_eq!(scene.hire(1), Err(NotAvailable));
    scene.report(BPS).unwrap();
    assert_eq!(scene.hire(1), Err(BelowMinimum));
    scene.stake(MINIMUM).unwrap();
    assert_eq!(scene.hire(9), Err(NotEnoughProcessors));
    assert_eq!(scene.hire(u32::MAX), Err(NotEnoughProcessors));
    scene.hire(5).unwrap();
    assert_eq!(scene.hire(4), Err(NotEnoughProcessors));
    let until = scene.now + 30 * DAY;
    scene.node.hire(3, until, scene.now + REPORT_SECONDS - 1).unwrap();
    scene.node.release(3);
    assert_eq!(scene.node.hire(3, until, scene.now + REPORT_SECONDS), Err(NotAvailable));
    scene.propose(1).unwrap();
    assert_eq!(scene.hire(1), Err(SlashPending));
    scene.node.release(u32::MAX);
    assert_eq!(scene.node.hired, 0);

    // A slash that has lapsed by now is no obstacle, synced or not.
    scene.now = START + SLASH_CLOSES_SECONDS;
    scene.report(BPS).unwrap();
    assert_eq!(scene.hire(1), Err(SlashPending));
    scene.node.hire(1, scene.now + DAY, scene.now + 1).unwrap();

    let mut retired = Scene::running();
    retired.node.retire(&mut retired.pool, retired.now).unwrap();
    assert_eq!(retired.hire(1), Err(Retired));
}

#[test]
fn a_hire_locks_the_operators_stake_down_to_the_minimum() {
    let mut scene = Scene::running();
    scene.stake(10).unwrap();
    scene.delegate(HALF).unwrap();
    scene.hire(1).unwrap();
    assert_eq!(scene.unstake(11), Err(OwnStakeLocked));
    assert_eq!(scene.unstake(MINIMUM + 10), Err(OwnStakeLocked));
    scene.undelegate(HALF).unwrap();
    scene.unstake(10).unwrap();
    assert_eq!(scene.unstake(1), Err(OwnStakeLocked));
    scene.node.retire(&mut scene.pool, scene.now).unwrap();
    assert_eq!(scene.unstake(1), Err(OwnStakeLocked), "retiring is no way around it");
    scene.node.release(1);
    scene.unstake(MINIMUM).unwrap();
    assert_eq!(scene.node.held_in_vault(), MINIMUM + HALF + 10, "all of it is cooling down");
}

#[test]
fn a_hire_locks_for_44_days_at_most_whether_it_is_released_or_not() {
    let mut scene = Scene::running();
    let start = scene.now;
    for until in [i64::MIN, start - 1, start, start + MAX_HIRE_SECONDS + 1, i64::MAX] {
        assert_eq!(scene.node.hire(1, until, start), Err(InvalidHireEnd), "{until}");
    }
    scene.node.hire(1, start + MAX_HIRE_SECONDS, start).unwrap();
    // A shorter one beside it, that is over, frees nothing.
    scene.node.hire(1, start + DAY, start).unwrap();
    scene.node.release(1);
    scene.now = start + MAX_HIRE_SECONDS - 1;
    assert_eq!(scene.unstake(1), Err(OwnStakeLocked));
    scene.now += 1;
    assert_eq!(scene.node.hired, 1, "never released");
    scene.unstake(MINIMUM).unwrap();
    // A release that comes late finds nothing amiss, and the next hire begins anew.
    scene.node.release(1);
    assert_eq!((scene.node.hired, scene.node.hired_until, scene.node.locked), (0, 0, 0));
}

#[test]
fn a_minimum_that_shrinks_under_a_hire_frees_nothing() {
    let mut scene = Scene::running();
    scene.hire(1).unwrap();
    scene.report_as(500);
    assert_eq!((scene.node.minimum(), scene.node.locked), (HALF, MINIMUM));
    assert_eq!(scene.unstake(1), Err(OwnStakeLocked));
    // A greater one counts from when it came.
    scene.stake(MINIMUM).unwrap();
    scene.report_as(2_000);
    scene.report_as(1_000);
    assert_eq!((scene.node.locked, scene.unstake(1)), (2 * MINIMUM, Err(OwnStakeLocked)));
    scene.node.release(1);
    scene.unstake(2 * MINIMUM).unwrap();
}

#[test]
fn an_earlier_clock_counts_as_the_last_one() {
    let mut scene = Scene::running();
    scene.now += HOUR;
    scene.sync();
    let (node, pool) = (scene.node, scene.pool);
    for now in [i64::MIN, 0, START, scene.now - 1] {
        scene.now = now;
        assert_eq!(scene.sync(), Synced::default());
        assert_eq!((scene.node, scene.pool), (node, pool));
    }
    let unstaked = scene.unstake(1).unwrap();
    assert_eq!(unstaked.unlocks_at, Some(START + HOUR + COOLDOWN_SECONDS));
    scene.node.propose_slash(&Epochs::default(), 0, 1, i64::MIN).unwrap();
    assert_eq!(scene.node.slash.proposed_at, START + HOUR);
    // And the end of time is harmless.
    scene.now = i64::MAX;
    scene.sync();
    assert_eq!(scene.report(BPS), Err(ReportStale), "no report holds any longer");
    scene.claim();
}
