//! Random walks beside the exact model: see `staking_world`.
#![allow(clippy::arithmetic_side_effects)]

mod staking_world;

use io_economics::time::DAY;
use proptest::prelude::*;
use staking_world::{
    multiplier, slash_story, step, wait, Op, Step, World, GENESIS, HOLDERS, NODES, OPERATOR,
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
        prop_assert!(world.dust < 1 << 64, "nobody is paid a base unit more than the model");
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
        let mut owed = 0;
        for spot in &world.chain.spots {
            for position in spot.positions {
                assert!(position.is_empty(&spot.node));
                owed += position.owed;
            }
        }
        prop_assert!(owed < (NODES * HOLDERS) as u128 * (1 << 64));
    }
}

/// Steps of at most 2 days, up to three after each report on all nodes: reports lapse on the way,
/// and every node is synced within the week after.
fn awake() -> impl Strategy<Value = Vec<Step>> {
    let stakes = step(false).prop_filter("reports and changes of time come from the frame", |step| {
        !matches!(
            step,
            Step::Wait(_) | Step::ReportAll { .. } | Step::Report { .. } | Step::Do(Op::Announce { .. })
        )
    });
    prop::collection::vec((0..2 * DAY, stakes), 0..4).prop_map(|steps| {
        let steps = steps.into_iter().flat_map(|(gap, step)| [Step::Wait(gap), step]);
        [Step::Wait(1), Step::ReportAll { bps: 8_765 }].into_iter().chain(steps).collect()
    })
}

/// A notice or the story of a slash, while all nodes are offline.
fn asleep() -> impl Strategy<Value = Vec<Step>> {
    let notice = (0..NODES, 0..5_200u16, 7 * DAY..9 * DAY)
        .prop_map(|(node, bps, wait)| vec![Step::Do(Op::Announce { node, bps }), Step::Wait(wait)]);
    prop_oneof![notice, slash_story()].prop_map(|steps| {
        let steps = steps.into_iter().filter(|step| !matches!(step, Step::ReportAll { .. }));
        [Step::Wait(1), Step::ReportAll { bps: 0 }].into_iter().chain(steps).collect()
    })
}

/// A life in which no notice of a commission ends while a node earns: each step with the claims and
/// syncs that there may be before or during it.
fn life() -> impl Strategy<Value = Vec<(Step, Vec<Op>)>> {
    let extra = (0..NODES, 0..HOLDERS, 0..3u8).prop_map(|(node, holder, what)| match what {
        0 => Op::Sync { node },
        1 => Op::ClaimCommission { node },
        _ => Op::Claim { node, holder },
    });
    let extras = prop::collection::vec(prop::collection::vec(extra, 0..4), 1..20);
    let parts = prop::collection::vec(prop_oneof![4 => awake().boxed(), 1 => asleep().boxed()], 1..20);
    (parts, extras)
        .prop_map(|(parts, extras)| parts.into_iter().flatten().zip(extras.into_iter().cycle()).collect())
}

/// Does a step of a life, with what is done beside it.
fn beat(world: &mut World, step: &Step, extras: &[Op]) {
    let (gap, step) = match *step {
        Step::Wait(seconds) => {
            let gap = seconds / (extras.len() as i64 + 1);
            (gap, Step::Wait(seconds - gap * extras.len() as i64))
        }
        ref step => (0, step.clone()),
    };
    for op in extras {
        world.step(&Step::Wait(gap));
        world.step(&Step::Do(op.clone()));
    }
    world.step(&step);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The same life with and without claims and syncs in between comes to the same, for every
    /// holder.
    #[test]
    fn claims_and_syncs_never_matter(
        start in GENESIS..GENESIS + 7_000 * DAY, multipliers in [multiplier(), multiplier(), multiplier()],
        life in life(),
    ) {
        let [quiet, busy] = [false, true].map(|busy| {
            let mut world = World::populated(start, 1_234, multipliers);
            for (step, extras) in &life {
                beat(&mut world, step, if busy { extras } else { &[] });
            }
            (0..NODES).for_each(|node| world.step(&Step::Do(Op::Sync { node })));
            world
        });
        let dust = quiet.dust + busy.dust;
        for node in 0..NODES {
            let shares = quiet.chain.spots[node].node.bonded.shares;
            prop_assert_eq!(shares, busy.chain.spots[node].node.bonded.shares);
            for holder in 0..HOLDERS {
                let (a, b) = (quiet.chain.earned(node, holder), busy.chain.earned(node, holder));
                prop_assert!(a.abs_diff(b) <= dust + shares, "{a} {b}");
            }
            let (a, b) = (quiet.chain.commission_earned(node), busy.chain.commission_earned(node));
            prop_assert!(a.abs_diff(b) <= dust);
        }
    }

    /// In one second a newcomer earns nothing, to the last bit, and nobody else a base unit; and a
    /// second claim pays nothing.
    #[test]
    fn one_second_earns_nothing(
        mut world in populated(),
        gaps in prop::collection::vec(wait(), 0..8),
        node in 0..NODES,
    ) {
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
