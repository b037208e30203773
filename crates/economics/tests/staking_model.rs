//! Random walks beside the exact model: see `staking_world`.
#![allow(clippy::arithmetic_side_effects)]

mod staking_world;

use proptest::prelude::*;
use staking_world::{
    multiplier, slash_story, step, wait, Op, Step, World, DAY, GENESIS, HOLDERS, NODES, OPERATOR,
};

fn populated() -> impl Strategy<Value = World> {
    let start = prop_oneof![GENESIS..GENESIS + 2 * DAY, GENESIS..GENESIS + 8_000 * DAY];
    (start, 0..5_000u16, [multiplier(), multiplier(), multiplier()])
        .prop_map(|(now, commission, multipliers)| World::populated(now, commission, multipliers))
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "World at {}", self.chain.now)
    }
}

/// A step like any other, or the whole story of a slash.
fn part() -> impl Strategy<Value = Vec<Step>> {
    prop_oneof![3 => step(true).prop_map(|step| vec![step]), 1 => slash_story()]
}

/// Everybody takes everything: what is left is what the rules leave.
fn leave(world: &mut World) {
    world.step(&Step::ReportAll { bps: 1 });
    for node in 0..NODES {
        world.step(&Step::Do(Op::Release { node, processors: u32::MAX }));
        for holder in (0..HOLDERS).rev() {
            world.step(&Step::Do(Op::Withdraw { node, holder }));
            world.step(&Step::Do(Op::Claim { node, holder }));
            world.step(&Step::Unstake { node, holder, permille: 1_000 });
        }
        world.step(&Step::Do(Op::ClaimCommission { node }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Without slashes a share is an asset, and no figure is off by a base unit.
    #[test]
    fn a_walk_without_slashes(mut world in populated(), steps in prop::collection::vec(step(false), 1..60)) {
        for step in &steps {
            world.step(step);
        }
        leave(&mut world);
        prop_assert!(world.dust < 1 << 64, "all dust together is below a base unit");
    }

    #[test]
    fn a_walk_with_slashes(mut world in populated(), parts in prop::collection::vec(part(), 1..24)) {
        for step in parts.iter().flatten() {
            world.step(step);
        }
        for _ in 0..5 {
            leave(&mut world);
            world.step(&Step::Wait(38 * DAY));
        }
        // Everybody is out of what takes tickets: nothing of anybody's is left in the stake vault.
        prop_assert_eq!(world.chain.vault, 0);
        let (carried, owed) = world.chain.spots.iter().flat_map(|spot| spot.positions).fold((0, 0), |sum, position| {
            assert!(position.is_empty());
            (sum.0, sum.1 + position.owed)
        });
        prop_assert!(carried == 0 && owed < (NODES * HOLDERS) as u128 * (1 << 64));
    }
}

/// Steps of at most 6 hours with a report on all nodes every third one: nothing lapses on the way.
fn lively() -> impl Strategy<Value = Vec<(i64, Step, Vec<Op>)>> {
    let stakes = step(false).prop_filter("reports and changes of time come from the frame", |step| {
        !matches!(
            step,
            Step::Wait(_) | Step::ReportAll { .. } | Step::Report { .. } | Step::Do(Op::Announce { .. })
        )
    });
    let extra = (0..NODES, 0..HOLDERS, 0..3u8).prop_map(|(node, holder, what)| match what {
        0 => Op::Sync { node },
        1 => Op::ClaimCommission { node },
        _ => Op::Claim { node, holder },
    });
    prop::collection::vec((0..DAY / 4, stakes, prop::collection::vec(extra, 0..4)), 1..50)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The same life with and without claims and syncs in between comes to the same, for every holder.
    #[test]
    fn claims_and_syncs_never_matter(
        start in GENESIS..GENESIS + 7_000 * DAY, multipliers in [multiplier(), multiplier(), multiplier()],
        life in lively(),
    ) {
        let [quiet, busy] = [false, true].map(|busy| {
            let mut world = World::populated(start, 1_234, multipliers);
            for (count, (gap, step, extras)) in life.iter().enumerate() {
                if count % 3 == 0 {
                    world.step(&Step::ReportAll { bps: 8_765 });
                }
                for op in extras.iter().filter(|_| busy) {
                    world.step(&Step::Wait(gap / extras.len() as i64));
                    world.step(&Step::Do(op.clone()));
                }
                let waited = if busy && !extras.is_empty() { gap / extras.len() as i64 * extras.len() as i64 } else { 0 };
                world.step(&Step::Wait(gap - waited));
                world.step(step);
            }
            (0..NODES).for_each(|node| world.step(&Step::Do(Op::Sync { node })));
            world
        });
        let dust = quiet.dust + busy.dust;
        prop_assert!(dust < 1 << 64);
        for node in 0..NODES {
            for holder in 0..HOLDERS {
                let (a, b) = (quiet.chain.earned(node, holder), busy.chain.earned(node, holder));
                prop_assert!(a.abs_diff(b) <= dust, "{a} {b}");
            }
            let (a, b) = (quiet.chain.commission_earned(node), busy.chain.commission_earned(node));
            prop_assert!(a.abs_diff(b) <= dust);
        }
    }

    /// In one second a newcomer earns nothing, to the last bit, and nobody else a base unit; and a second claim pays
    /// nothing.
    #[test]
    fn one_second_earns_nothing(mut world in populated(), gaps in prop::collection::vec(wait(), 0..8), node in 0..NODES) {
        const NEWCOMER: usize = 2;
        for gap in gaps {
            world.step(&Step::Wait(gap));
            world.step(&Step::ReportAll { bps: 10_000 });
        }
        for holder in 0..HOLDERS {
            world.step(&Step::Do(Op::Claim { node, holder }));
        }
        let paid = world.chain.spots[node].paid;
        for holder in [OPERATOR, NEWCOMER, OPERATOR] {
            world.step(&Step::Stake { node, holder, permille: 700, units: 3 });
            world.step(&Step::Do(Op::Claim { node, holder }));
            world.step(&Step::Unstake { node, holder, permille: 1_000 });
            world.step(&Step::Do(Op::Claim { node, holder }));
        }
        prop_assert_eq!(paid, world.chain.spots[node].paid);
        prop_assert_eq!(world.chain.earned(node, NEWCOMER), 0);
    }
}
