//! The rules one by one, at their edges.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    staking::*,
    units::{BASE_UNITS_PER_IO, HARD_CAP},
};
use StakingError::*;

const GENESIS: i64 = 1_800_000_000;
const DAY: i64 = 86_400;
/// When the tests begin: the emission is under way.
const START: i64 = GENESIS + 10 * DAY;
const IO: u64 = BASE_UNITS_PER_IO;
/// Of the node that `Scene::new` makes: 8 H100.
const MINIMUM: u64 = 16_000 * IO;

/// One node with its operator and two delegators, in the GPU pool.
#[derive(Clone)]
struct Scene {
    now: i64,
    pool: Pool,
    node: NodeLedger,
    operator: Position,
    alice: Position,
    bob: Position,
}

impl Scene {
    fn new() -> Self {
        let mut pool = Pool::new(PoolKind::Gpu, GENESIS, 1).unwrap();
        pool.advance(START).unwrap();
        Self {
            now: START,
            pool,
            node: NodeLedger::new(1_000, 8, 0).unwrap(),
            operator: Position::default(),
            alice: Position::default(),
            bob: Position::default(),
        }
    }

    /// With the operator's stake at the minimum and a report of now.
    fn running() -> Self {
        let mut scene = Self::new();
        scene.stake(MINIMUM).unwrap();
        scene.report(BPS).unwrap();
        scene
    }

    fn stake(&mut self, amount: u64) -> Result<u128, StakingError> {
        self.operator.stake(&mut self.node, &mut self.pool, self.now, amount, Holder::Operator)
    }

    fn unstake(&mut self, amount: u64) -> Result<Unstaked, StakingError> {
        self.operator.unstake(&mut self.node, &mut self.pool, self.now, amount, Holder::Operator)
    }

    fn delegate(&mut self, amount: u64) -> Result<u128, StakingError> {
        self.alice.stake(&mut self.node, &mut self.pool, self.now, amount, Holder::Delegator)
    }

    fn undelegate(&mut self, amount: u64) -> Result<Unstaked, StakingError> {
        self.alice.unstake(&mut self.node, &mut self.pool, self.now, amount, Holder::Delegator)
    }

    fn report(&mut self, bps: u16) -> Result<Synced, StakingError> {
        self.node.report(&mut self.pool, self.now, bps, self.now)
    }

    fn sync(&mut self) -> Synced {
        self.node.sync(&mut self.pool, self.now).unwrap()
    }

    fn claim(&mut self) -> u64 {
        self.operator.claim(&mut self.node, &mut self.pool, self.now).unwrap()
    }

    fn claim_delegated(&mut self) -> u64 {
        self.alice.claim(&mut self.node, &mut self.pool, self.now).unwrap()
    }

    /// Proposes a slash and executes it as soon as that is possible.
    fn slash(&mut self, bps: u16) -> Slashed {
        self.node.propose_slash(bps, self.now).unwrap();
        self.now += SLASH_OPENS_SECONDS;
        self.node.execute_slash(&mut self.pool, self.now).unwrap()
    }

    /// What the pool has paid out to its nodes since `START`, in base units.
    fn accrued(&self) -> u64 {
        PoolKind::Gpu.accrued(GENESIS, self.now)
    }
}

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
    assert_eq!(NodeLedger::new(0, 1, 0), Err(InvalidMultiplier));
    assert_eq!(NodeLedger::new(MAX_MULTIPLIER + 1, 1, 0), Err(InvalidMultiplier));
    assert_eq!(NodeLedger::new(1, 0, 0), Err(InvalidProcessors));
    assert_eq!(NodeLedger::new(1, 1, MAX_COMMISSION_BPS + 1), Err(CommissionTooHigh));
    let node = NodeLedger::new(MAX_MULTIPLIER, u32::MAX, MAX_COMMISSION_BPS).unwrap();
    assert_eq!((node.weight, node.counted(), node.held_in_vault()), (0, 0, 0));
}

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
fn a_report_holds_for_24_hours_from_its_time() {
    let mut scene = Scene::running();
    scene.now += 100;
    let (node, pool, now) = (scene.node, scene.pool, scene.now);
    let mut report = |bps, at| scene.node.report(&mut scene.pool, now, bps, at);
    assert_eq!(report(BPS + 1, now), Err(InvalidAvailability));
    assert_eq!(report(BPS, now + 1), Err(ReportFromFuture));
    assert_eq!(report(BPS, START), Err(ReportStale));
    assert_eq!(report(BPS, i64::MIN), Err(ReportStale));
    assert_eq!((scene.node, scene.pool), (node, pool), "a refused report leaves no trace");
    scene.node.report(&mut scene.pool, now, 5_000, START + 1).unwrap();
    assert_eq!(scene.node.weight, 40_000_000);

    scene.now = START + 1 + REPORT_SECONDS;
    scene.sync();
    assert_eq!(scene.node.weight, 40_000_000, "the last second of the report");
    scene.now += 1;
    scene.sync();
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0));

    // A report that comes so late that it has lapsed is refused.
    scene.now = START + 100 * DAY;
    let now = scene.now;
    let mut report = |at| scene.node.report(&mut scene.pool, now, BPS, at);
    assert_eq!(report(now - REPORT_SECONDS - 1), Err(ReportStale));
    report(now - REPORT_SECONDS).unwrap();
    assert_eq!(scene.node.weight, 80_000_000);
}

#[test]
fn a_lapsed_report_earns_up_to_its_expiry_pro_rata() {
    let mut scene = Scene::running();
    let before = scene.pool;
    scene.now += 4 * REPORT_SECONDS;
    let gross = {
        let mut pool = before;
        pool.advance(scene.now).unwrap();
        pool.acc * u128::from(before.weight)
    };
    let synced = scene.sync();
    assert_eq!(synced.rewards, gross / 4, "one day of four");
    assert_eq!(synced.returned, gross - gross / 4);
    assert_eq!(scene.claim(), ((gross / 4) >> 64) as u64);
    // Nothing more comes, however long nobody looks; the pool keeps it for those who are there.
    scene.now += 365 * DAY;
    assert_eq!(scene.sync(), Synced::default());
    assert_eq!(scene.claim(), 0);
    let year = u128::from(PoolKind::Gpu.accrued(GENESIS, scene.now)) << 64;
    assert!(scene.pool.carried > year - gross);

    // Synced at its expiry or a second before, a report earns in full.
    for early in [0, 1] {
        let mut scene = Scene::running();
        scene.now += REPORT_SECONDS - early;
        assert_eq!(scene.sync().returned, 0);
        scene.now += 10 + early;
        let synced = scene.sync();
        let gross = synced.rewards + synced.returned;
        assert_eq!(
            synced.rewards,
            gross * early as u128 / (10 + early as u128),
            "the seconds that were left of it"
        );
        assert!(gross > 1 << 64);
    }
}

#[test]
fn a_refused_operation_on_a_lapsed_node_spoils_nothing() {
    let mut scene = Scene::running();
    scene.now += REPORT_SECONDS + 1;
    assert_eq!(scene.stake(0), Err(ZeroAmount));
    // Synced, but not weighed again: the weight still counts in the pool, and the time after the report earns nothing.
    assert_eq!((scene.node.synced_at, scene.node.weight), (scene.now, 80_000_000));
    scene.now += DAY;
    let synced = scene.sync();
    assert_eq!((synced.rewards, synced.commission), (0, 0));
    assert!(synced.returned > 1 << 64);
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0));
    assert!(scene.claim() > 0, "the day before it lapsed");
}

#[test]
fn commission_falls_at_once_and_rises_after_7_days() {
    let mut scene = Scene::running();
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
    scene.now += 3_600;
    let synced = scene.sync();
    let gross = synced.commission + synced.rewards;
    assert_eq!(synced.commission, gross / 5);
    let whole = ((gross / 5) >> 64) as u64;
    let claim = |scene: &mut Scene| scene.node.claim_commission(&mut scene.pool, scene.now);
    assert_eq!((claim(&mut scene), claim(&mut scene)), (Ok(whole), Ok(0)), "twice pays once");
    assert_eq!(scene.node.commission_owed, gross / 5 - (u128::from(whole) << 64), "the fraction stays");

    // A rise that nobody syncs takes nothing from the time before it was synced.
    announce(&mut scene, 3_000).unwrap();
    scene.now += 3_600;
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
    scene.node.hire(1, scene.now).unwrap();
    let change = |scene: &mut Scene, multiplier, processors| {
        scene.node.change_hardware(&mut scene.pool, scene.now, multiplier, processors).map(drop)
    };
    assert_eq!(change(&mut scene, 100, 1), Err(Hired));
    scene.node.release(1);
    assert_eq!(change(&mut scene, 0, 1), Err(InvalidMultiplier));
    assert_eq!(change(&mut scene, 100, 0), Err(InvalidProcessors));
    change(&mut scene, 100, 4).unwrap();
    assert_eq!((scene.node.weight, scene.pool.weight, scene.node.minimum()), (0, 0, 800 * IO));
    assert_eq!(scene.node.hire(1, scene.now), Err(NotAvailable));
    assert_eq!(scene.report(BPS).map(drop), Err(ReportStale), "the report of before the change");
    scene.now += 1;
    scene.report(BPS).unwrap();
    assert_eq!(scene.node.weight, 4_000_000);
}

#[test]
fn a_node_of_weight_0_may_go_to_the_other_pool() {
    let mut scene = Scene::running();
    scene.now += 3_600;
    scene.node.change_hardware(&mut scene.pool, scene.now, 100, 1).unwrap();
    let earned = scene.claim();
    assert!(earned > 0);
    let mut cpu = Pool::new(PoolKind::Cpu, GENESIS, 1).unwrap();
    cpu.weight = 7;
    scene.pool = cpu;
    let mut early = scene.clone();
    early.now -= 1_800;
    early.sync();
    assert_eq!(early.node.synced_at, scene.now, "time does not go back with the pool");
    scene.now += 3_600;
    scene.report(BPS).unwrap();
    assert_eq!((scene.pool.weight, scene.claim()), (1_000_007, 0), "nothing of what that pool paid before");
    scene.now += 3_600;
    assert!(scene.claim() > 0);
}

#[test]
fn a_multiplier_counts_from_its_sync_on() {
    let mut scene = Scene::running();
    let mut other = scene.clone();
    scene.now += 3_600;
    other.now += 3_600;
    scene.node.set_multiplier(&mut scene.pool, scene.now, 500).unwrap();
    assert_eq!(scene.node.weight, 40_000_000);
    assert_eq!(scene.claim(), other.claim(), "the past is paid by the old one");
    assert_eq!(scene.node.set_multiplier(&mut scene.pool, scene.now, 0), Err(InvalidMultiplier));
    scene.node.set_multiplier(&mut scene.pool, scene.now, 1_001).unwrap();
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0), "the minimum rises with it");
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
    scene.now += 3_600;
    scene.unstake(MINIMUM).unwrap();
    assert_eq!((scene.node.bonded, scene.node.weight), (SharePool::default(), 0));
    let owed = scene.operator.owed >> 64;
    assert!(owed > 0);
    // An hour later somebody stakes: nothing of the time between is theirs, and the leaver is still owed.
    scene.now += 3_600;
    scene.report(BPS).unwrap();
    let mut newcomer = Position::default();
    newcomer.stake(&mut scene.node, &mut scene.pool, scene.now, MINIMUM, Holder::Operator).unwrap();
    assert_eq!(scene.node.remainder, 0, "what did not divide went back to the pool");
    assert_eq!(newcomer.claim(&mut scene.node, &mut scene.pool, scene.now), Ok(0));
    assert_eq!(u128::from(scene.claim()), owed);
    scene.now += 3_600;
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
fn a_hire_locks_the_operators_stake_down_to_the_minimum() {
    let mut scene = Scene::running();
    scene.stake(10).unwrap();
    scene.delegate(MINIMUM).unwrap();
    scene.node.hire(1, scene.now).unwrap();
    assert_eq!(scene.unstake(11), Err(OwnStakeLocked));
    assert_eq!(scene.unstake(MINIMUM + 10), Err(OwnStakeLocked));
    scene.undelegate(MINIMUM).unwrap();
    scene.unstake(10).unwrap();
    assert_eq!(scene.unstake(1), Err(OwnStakeLocked));
    scene.node.retire(&mut scene.pool, scene.now).unwrap();
    assert_eq!(scene.unstake(1), Err(OwnStakeLocked), "retiring is no way around it");
    scene.node.release(1);
    scene.unstake(MINIMUM).unwrap();
    assert_eq!(scene.node.held_in_vault(), 2 * MINIMUM + 10, "all of it is cooling down");
}

#[test]
fn hire_asks_for_all_it_needs() {
    let mut scene = Scene::new();
    assert_eq!(scene.node.hire(0, scene.now), Err(InvalidProcessors));
    assert_eq!(scene.node.hire(1, scene.now), Err(NotAvailable));
    scene.report(BPS).unwrap();
    assert_eq!(scene.node.hire(1, scene.now), Err(BelowMinimum));
    scene.stake(MINIMUM).unwrap();
    assert_eq!(scene.node.hire(9, scene.now), Err(NotEnoughProcessors));
    assert_eq!(scene.node.hire(u32::MAX, scene.now), Err(NotEnoughProcessors));
    scene.node.hire(5, scene.now).unwrap();
    assert_eq!(scene.node.hire(4, scene.now), Err(NotEnoughProcessors));
    scene.node.hire(3, scene.now + REPORT_SECONDS).unwrap();
    scene.node.release(3);
    assert_eq!(scene.node.hire(3, scene.now + REPORT_SECONDS + 1), Err(NotAvailable));
    scene.node.propose_slash(1, scene.now).unwrap();
    assert_eq!(scene.node.hire(1, scene.now), Err(SlashPending));
    scene.node.release(u32::MAX);
    assert_eq!(scene.node.hired, 0);

    // A slash that has lapsed by now is no obstacle, synced or not.
    scene.now = START + SLASH_CLOSES_SECONDS;
    scene.report(BPS).unwrap();
    assert_eq!(scene.node.hire(1, scene.now), Err(SlashPending));
    scene.node.hire(1, scene.now + 1).unwrap();

    let mut retired = Scene::running();
    retired.node.retire(&mut retired.pool, retired.now).unwrap();
    assert_eq!(retired.node.hire(1, retired.now), Err(Retired));
}

#[test]
fn a_retired_node_lets_everyone_leave_and_nobody_in() {
    let mut scene = Scene::running();
    scene.delegate(100).unwrap();
    scene.now += 3_600;
    scene.node.retire(&mut scene.pool, scene.now).unwrap();
    assert_eq!((scene.node.weight, scene.pool.weight), (0, 0));
    assert!(scene.claim() > 0, "what was earned before");
    scene.now += 3_600;
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

#[test]
fn a_slash_has_its_window() {
    let mut scene = Scene::running();
    for bps in [0, BPS + 1] {
        assert_eq!(scene.node.propose_slash(bps, scene.now), Err(InvalidSlashShare));
    }
    let execute = |scene: &mut Scene| scene.node.execute_slash(&mut scene.pool, scene.now);
    assert_eq!(execute(&mut scene), Err(NoSlashPending));
    assert_eq!(scene.node.cancel_slash(scene.now), Err(NoSlashPending));
    let proposed = scene.now;
    scene.node.propose_slash(100, proposed).unwrap();
    assert_eq!(scene.node.propose_slash(100, proposed), Err(SlashPending));
    assert_eq!((scene.stake(1), scene.delegate(1)), (Err(SlashPending), Err(SlashPending)));
    scene.now = proposed + 30 * DAY - 1;
    assert_eq!(execute(&mut scene), Err(SlashNotOpen));

    for at in [30 * DAY, 37 * DAY] {
        let mut scene = scene.clone();
        scene.now = proposed + at;
        let slashed = execute(&mut scene).unwrap();
        assert_eq!(slashed, Slashed { bonded: MINIMUM / 100, cooling: 0, held: 0 });
        assert_eq!((scene.node.own(), scene.node.weight), (MINIMUM / 100 * 99, 0));
        assert_eq!(execute(&mut scene), Err(NoSlashPending));
        scene.stake(MINIMUM / 100).unwrap();
        assert_eq!(scene.node.own(), MINIMUM);
    }

    scene.now = proposed + 37 * DAY + 1;
    assert_eq!(scene.clone().node.cancel_slash(scene.now), Err(NoSlashPending));
    assert_eq!(execute(&mut scene), Err(NoSlashPending));
    assert_eq!(scene.node.own(), MINIMUM);
    scene.stake(1).unwrap();
    // The next one 90 days after the last, lapsed, cancelled or executed.
    let next = proposed + 90 * DAY;
    assert_eq!(scene.node.propose_slash(1, next - 1), Err(SlashTooSoon));
    scene.node.propose_slash(1, next).unwrap();
    scene.node.cancel_slash(next + 37 * DAY).unwrap();
    assert_eq!(scene.node.propose_slash(1, next + 90 * DAY - 1), Err(SlashTooSoon));
    scene.node.propose_slash(1, next + 90 * DAY).unwrap();
}

#[test]
fn a_node_has_at_most_128_proposals() {
    let mut scene = Scene::running();
    for number in 1..=MAX_PROPOSALS {
        scene.node.propose_slash(1, scene.now).unwrap();
        assert_eq!(scene.node.slash.verdict(number), Verdict::Pending);
        if number % 2 == 0 {
            scene.now += 30 * DAY;
            scene.node.execute_slash(&mut scene.pool, scene.now).unwrap();
        }
        scene.now += 90 * DAY;
    }
    assert_eq!(scene.node.propose_slash(1, scene.now), Err(ProposalsExhausted));
    for number in 1..=MAX_PROPOSALS {
        let verdict = if number % 2 == 0 { Verdict::Executed } else { Verdict::Dropped };
        assert_eq!(scene.node.slash.verdict(number), verdict, "{number}");
    }
    assert_eq!(scene.node.slash.verdict(0), Verdict::Dropped);
    assert_eq!(scene.node.slash.verdict(129), Verdict::Dropped);
    assert_eq!(scene.node.slash.executed, u128::MAX / 3 * 2);
}

/// A slash of 40% is proposed on day 0; the operator's 1001 cool since day -14, alice's 1000 since day -1.
fn leaving() -> Scene {
    let mut scene = Scene::running();
    scene.delegate(5_000).unwrap();
    scene.unstake(1_001).unwrap();
    scene.now += 13 * DAY;
    scene.undelegate(1_000).unwrap();
    scene.now += DAY;
    scene.node.propose_slash(4_000, scene.now).unwrap();
    scene
}

#[test]
fn a_pending_slash_holds_back_its_share_of_withdrawals() {
    let mut scene = leaving();
    let proposed = scene.now;
    let withdraw = |scene: &mut Scene| scene.operator.withdraw(&mut scene.node, scene.now);
    assert_eq!(
        withdraw(&mut scene),
        Ok(Withdrawn { paid: 600, held: 401, forfeited: 0 }),
        "the rest rounded up"
    );
    assert_eq!(withdraw(&mut scene), Err(HeldBack));
    assert_eq!((scene.node.slash.held, scene.node.cooling.assets), (401, 1_000));
    assert!(!Position { held: 1, ..Position::default() }.is_empty());
    // More that unlocks meanwhile adds to what is held, and no place is taken by it.
    for _ in 0..TICKETS {
        scene.unstake(10).unwrap();
    }
    scene.now += COOLDOWN_SECONDS;
    assert_eq!(withdraw(&mut scene), Ok(Withdrawn { paid: 24, held: 16, forfeited: 0 }));
    assert_eq!((scene.operator.held, scene.node.slash.held), (417, 417));
    scene.unstake(500).unwrap();

    // Cancelled or lapsed: all of it is paid, and a later slash does not touch it.
    for lapses in [false, true] {
        let mut scene = scene.clone();
        if lapses {
            scene.now = proposed + 37 * DAY + 1;
        } else {
            scene.now = proposed + 37 * DAY;
            assert_eq!(
                scene.operator.clone().withdraw(&mut scene.node.clone(), scene.now).unwrap().held,
                200
            );
            scene.node.cancel_slash(scene.now).unwrap();
        }
        scene.sync();
        assert_eq!((scene.node.slash.held, scene.node.slash.freed), (0, 417));
        scene.now = proposed + 90 * DAY;
        assert_eq!(scene.slash(BPS).held, 0);
        assert_eq!(scene.node.held_in_vault(), 417);
        assert_eq!(withdraw(&mut scene), Ok(Withdrawn { paid: 417, held: 0, forfeited: 0 }));
        assert_eq!(withdraw(&mut scene), Err(NothingToWithdraw));
        assert_eq!(scene.node.held_in_vault(), 0);
    }

    // Executed: it burns with 40% of everything else.
    scene.now = proposed + 37 * DAY;
    let slashed = scene.node.execute_slash(&mut scene.pool, scene.now).unwrap();
    let bonded = MINIMUM + 5_000 - 1_000 - 1_001 - 40 - 500;
    assert_eq!(slashed, Slashed { bonded: (bonded as f64 * 0.4) as u64, cooling: 600, held: 417 });
    assert_eq!(withdraw(&mut scene), Ok(Withdrawn { paid: 300, held: 0, forfeited: 417 }));
    assert_eq!(scene.alice.withdraw(&mut scene.node, scene.now).unwrap().paid, 600);
    assert_eq!((scene.node.cooling, scene.node.slash.freed), (SharePool::default(), 0));
}

#[test]
fn held_money_of_two_slashes_is_kept_apart() {
    let mut scene = leaving();
    let proposed = scene.now;
    assert_eq!(scene.operator.withdraw(&mut scene.node, scene.now).unwrap().held, 401);
    scene.node.cancel_slash(scene.now).unwrap();
    // Neither withdraws before the next slash is proposed.
    scene.unstake(1_000).unwrap();
    scene.now = proposed + 90 * DAY;
    scene.node.propose_slash(BPS, scene.now).unwrap();
    let withdrawn = scene.operator.withdraw(&mut scene.node, scene.now).unwrap();
    assert_eq!(
        withdrawn,
        Withdrawn { paid: 401, held: 1_000, forfeited: 0 },
        "the old one back, the new one held"
    );
    assert_eq!((scene.operator.held_for, scene.node.slash.held, scene.node.slash.freed), (2, 1_000, 0));
    scene.now += 30 * DAY;
    let slashed = scene.node.execute_slash(&mut scene.pool, scene.now).unwrap();
    assert_eq!((slashed.cooling, slashed.held), (1_000, 1_000));
    assert_eq!(scene.node.cooling.generation, 1);
    let mut newcomer = Position::default();
    newcomer.stake(&mut scene.node, &mut scene.pool, scene.now, 9, Holder::Delegator).unwrap_err();
    newcomer.stake(&mut scene.node, &mut scene.pool, scene.now, 9, Holder::Operator).unwrap();
    newcomer.unstake(&mut scene.node, &mut scene.pool, scene.now, 9, Holder::Operator).unwrap();
    assert_eq!(
        scene.alice.tickets[0].worth(&scene.node.cooling),
        0,
        "nothing of what others have there since"
    );
    let nothing = Withdrawn::default();
    assert_eq!(scene.alice.withdraw(&mut scene.node, scene.now), Ok(nothing), "the place is free again");
    assert_eq!(
        scene.operator.withdraw(&mut scene.node, scene.now),
        Ok(Withdrawn { forfeited: 1_000, ..nothing })
    );
    assert_eq!(scene.node.held_in_vault(), 9);
}

#[test]
fn a_slash_to_nothing_ends_a_generation_and_keeps_the_rewards() {
    let mut scene = Scene::running();
    scene.delegate(MINIMUM).unwrap();
    for generation in 1..=GENERATIONS {
        scene.now += 60 * DAY;
        scene.report(BPS).unwrap();
        scene.now += 3_600;
        scene.sync();
        // Bob was here from the first generation on and has never looked since.
        if generation == 1 {
            scene.bob.stake(&mut scene.node, &mut scene.pool, scene.now, 0, Holder::Delegator).unwrap_err();
        }
        let slashed = scene.slash(if generation % 2 == 0 { BPS } else { 9_999 });
        let wiped = generation % 2 == 0;
        assert_eq!(slashed.bonded, if wiped { 2 * MINIMUM } else { 2 * MINIMUM / 10_000 * 9_999 });
        if !wiped {
            // The rest goes in the next one.
            scene.now += 60 * DAY;
            scene.slash(BPS);
        }
        assert_eq!(
            (scene.node.bonded.generation, scene.node.own_shares, scene.node.weight),
            (generation, 0, 0)
        );
        assert_eq!((scene.operator.worth(&scene.node), scene.alice.worth(&scene.node)), (0, 0));
        assert_eq!(scene.node.remainder, 0);
        assert_eq!(scene.unstake(1), Err(NothingStaked));
        if generation < GENERATIONS {
            let owed = scene.claim();
            assert!(owed > 0, "rewards of before the slash");
            assert_eq!(scene.stake(MINIMUM), Ok(MINIMUM.into()), "the next generation starts at 1:1");
            scene.delegate(MINIMUM).unwrap();
        }
    }
    assert_eq!(scene.stake(MINIMUM), Err(GenerationsExhausted));
    assert_eq!(scene.delegate(MINIMUM), Err(GenerationsExhausted));
    // The last generation's rewards are still there, once.
    let (operator, alice) = (scene.claim(), scene.claim_delegated());
    assert!(operator > 0 && alice >= operator);
    scene.now += 365 * DAY;
    assert_eq!((scene.claim(), scene.claim_delegated()), (0, 0));
}

#[test]
fn a_position_may_sleep_through_generations() {
    let mut scene = Scene::running();
    scene.delegate(MINIMUM).unwrap();
    scene.now += 3_600;
    // What alice earns in her hour: half.
    let mut awake = scene.clone();
    let due = awake.claim_delegated();
    scene.sync();
    scene.node.availability.bps = 0;
    scene.sync();
    for generation in 1..=3 {
        scene.now += 90 * DAY;
        scene.slash(BPS);
        assert_eq!(scene.node.bonded.generation, generation);
        scene.stake(MINIMUM).unwrap();
        scene.now += DAY;
        scene.report(BPS).unwrap();
        scene.now += 3_600;
        scene.sync();
    }
    assert_eq!(scene.claim_delegated(), due, "her hour and nothing of later lives");
    assert_eq!((scene.alice.shares, scene.alice.generation), (0, 3));
    scene.delegate(MINIMUM).unwrap();
    assert_eq!(scene.claim_delegated(), 0);
}

#[test]
fn repeated_slashes_of_99_percent_overflow_nothing() {
    let mut scene = Scene::running();
    let mut burned = 0;
    for _ in 0..u32::from(MAX_PROPOSALS) {
        // As much as can exist goes in each time.
        let room = HARD_CAP - scene.node.held_in_vault();
        if scene.stake(room).is_err() {
            break;
        }
        scene.now += DAY;
        scene.report(BPS).unwrap();
        scene.now += DAY;
        scene.sync();
        let _ = scene.unstake(room / 3);
        scene.now += 90 * DAY;
        burned += scene.slash(9_900).total() / IO;
        let _ = scene.operator.withdraw(&mut scene.node, scene.now);
        scene.now += 1;
        assert!(scene.operator.worth(&scene.node) <= scene.node.bonded.assets);
    }
    assert!(scene.node.bonded.generation >= 1, "the price reached the bottom");
    assert!(burned > HARD_CAP / IO, "{burned} IO of {}", HARD_CAP / IO);
    assert!(scene.claim() > 0);
}

#[test]
fn an_earlier_clock_counts_as_the_last_one() {
    let mut scene = Scene::running();
    scene.now += 3_600;
    scene.sync();
    let (node, pool) = (scene.node, scene.pool);
    for now in [i64::MIN, 0, START, scene.now - 1] {
        scene.now = now;
        assert_eq!(scene.sync(), Synced::default());
        assert_eq!((scene.node, scene.pool), (node, pool));
    }
    let unstaked = scene.unstake(1).unwrap();
    assert_eq!(unstaked.unlocks_at, Some(START + 3_600 + COOLDOWN_SECONDS));
    scene.node.propose_slash(1, i64::MIN).unwrap();
    assert_eq!(scene.node.slash.proposed_at, START + 3_600);
    // And the end of time is harmless.
    scene.now = i64::MAX;
    scene.sync();
    scene.report(BPS).unwrap();
    scene.claim();
}
