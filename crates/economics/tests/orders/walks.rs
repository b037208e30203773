//! Random walks beside the exact model: see `world`.

use crate::world::{
    currency, duration, hire, notice, rules, share,
    steps::{step, Step, What},
    vaults::World,
    DAY,
};
use io_economics::orders::{Ender, MAX_SECONDS};
use proptest::prelude::*;

/// One order from its creation to its end, step by step near the times at which something changes.
fn story() -> impl Strategy<Value = Vec<Step>> {
    let part = prop_oneof![
        4 => Just(What::Settle),
        3 => (0..DAY, 0..=1_000i64).prop_map(|(skip, permille)| What::Outage { skip, permille, more: 0 }),
        2 => (1..5 * DAY as u32).prop_map(|seconds| What::Extend { seconds }),
        1 => Just(What::Notice),
    ];
    let life = prop::collection::vec((0..2 * DAY, part), 0..14);
    let ending = prop_oneof![
        2 => Just(vec![]),
        2 => Just(vec![What::End { by: Ender::Client }]),
        2 => Just(vec![What::End { by: Ender::Operator }]),
        2 => Just(vec![What::Dispute]),
        3 => share().prop_map(|share_bps| vec![What::Dispute, What::Resolve { share_bps }]),
        1 => share().prop_map(|share_bps| {
            vec![What::End { by: Ender::Client }, What::Dispute, What::Resolve { share_bps }]
        }),
        1 => share().prop_map(|share_bps| {
            vec![What::End { by: Ender::Operator }, What::Dispute, What::Resolve { share_bps }]
        }),
    ];
    ((hire(10_u64.pow(13)), duration(), currency(), rules(), notice()), life, ending, 0..DAY).prop_map(
        |((hire, duration, currency, rules, notice), life, ending, gap)| {
            let act = |what| Step::Do { slot: 0, what, blocked: [false; 2] };
            let mut steps = vec![
                Step::Open { slot: 0, hire, duration, currency, rules, notice },
                act(What::Accept { longest: MAX_SECONDS }),
            ];
            for (wait, what) in life {
                steps.extend([Step::Wait(wait), act(what)]);
            }
            for what in ending {
                steps.extend([act(what), Step::Wait(gap)]);
                steps.push(act(What::Outage { skip: 0, permille: 300, more: 0 }));
            }
            steps
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    #[test]
    fn a_walk_over_all_calls(steps in prop::collection::vec(step(), 1..120)) {
        let mut world = World::new();
        steps.iter().for_each(|step| world.step(step));
        world.empty();
    }

    #[test]
    fn an_order_from_its_creation_to_its_end(steps in story()) {
        let mut world = World::new();
        steps.iter().for_each(|step| world.step(step));
        world.empty();
    }
}

/// The walk gets everywhere: without this it could pass by never leaving the first stage.
#[test]
fn walks_reach_every_end() {
    use crate::world::deal::Call;
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut done = std::collections::BTreeMap::<&str, u32>::new();
    for _ in 0..200 {
        let steps = prop::collection::vec(step(), 120).new_tree(&mut runner).unwrap().current();
        let mut world = World::new();
        for step in &steps {
            let before = match *step {
                Step::Do { slot, ref what, .. } => world.slots[slot]
                    .as_ref()
                    .map(|open| (slot, what.call(&open.model, world.now), open.deal.escrow)),
                _ => None,
            };
            world.step(step);
            let Some((slot, call, before)) = before else { continue };
            if world.slots[slot].as_ref().unwrap().deal.escrow == before {
                continue;
            }
            let name = match call {
                Call::Cancel { .. } => "cancel",
                Call::Accept { .. } => "accept",
                Call::Extend { .. } => "extend",
                Call::Settle => "settle",
                Call::Outage { .. } => "outage",
                Call::End { .. } => "end",
                Call::Notice => "notice",
                Call::Dispute => "dispute",
                Call::Resolve { .. } => "resolve",
            };
            *done.entry(name).or_default() += 1;
        }
    }
    assert_eq!(done.len(), 9, "{done:?}");
    assert!(done.values().all(|count| *count >= 20), "{done:?}");
}
