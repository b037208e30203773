//! Random steps, and whole stories of a slash.

use super::{Op, Step, HOLDERS, NODES, OPERATOR};
use io_economics::time::{DAY, HOUR};
use proptest::prelude::*;

pub fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0..HOUR,
        6 => HOUR..DAY,
        2 => Just(DAY),
        2 => DAY..4 * DAY,
        2 => prop::sample::select(
            vec![7 * DAY - 1, 7 * DAY, 14 * DAY - 1, 14 * DAY, 30 * DAY, 53 * DAY, 91 * DAY]
        ),
        1 => prop::sample::select(vec![365 * DAY, 3_650 * DAY]),
    ]
}

pub fn slash_share() -> impl Strategy<Value = u16> {
    prop_oneof![1..=10_000u16, Just(9_900), Just(9_999), Just(10_000)]
}

pub fn multiplier() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![1, 50, 100, 175, 1_000, 3_000])
}

/// Any step, with or without slashes.
pub fn step(slashes: bool) -> BoxedStrategy<Step> {
    let node = 0..NODES;
    let spot = (node.clone(), 0..HOLDERS);
    let availability =
        || prop_oneof![4 => 1..=10_000u16, 2 => Just(10_000u16), 1 => Just(0u16), 1 => Just(10_001u16)];
    let calm = prop_oneof![
        6 => wait().prop_map(Step::Wait),
        4 => (1..=10_000u16).prop_map(|bps| Step::ReportAll { bps }),
        2 => (node.clone(), availability(), prop_oneof![Just(0), -1..2 * DAY], prop::option::of(multiplier()))
            .prop_map(|(node, bps, age, multiplier)| Step::Report { node, bps, age, multiplier }),
        5 => (spot.clone(), prop_oneof![0..2_500u64, 0..500u64], 0..1_000u64)
            .prop_map(|((node, holder), permille, units)| Step::Stake { node, holder, permille, units }),
        2 => (node.clone(), 0..700u64).prop_map(|(node, permille)| Step::Offer { node, permille }),
        4 => (spot.clone(), prop_oneof![0..=1_001u64, Just(1_000), Just(1_001)])
            .prop_map(|((node, holder), permille)| Step::Unstake { node, holder, permille }),
        3 => spot.clone().prop_map(|(node, holder)| Step::Do(Op::Withdraw { node, holder })),
        3 => spot.prop_map(|(node, holder)| Step::Do(Op::Claim { node, holder })),
        1 => node.clone().prop_map(|node| Step::Do(Op::ClaimCommission { node })),
        1 => node.clone().prop_map(|node| Step::Do(Op::Sync { node })),
        1 => (node.clone(), prop::sample::select(vec![49, 50, 70, 100, 150, 200, 201]))
            .prop_map(|(node, percent)| Step::FullWeight { node, percent }),
        1 => (node.clone(), 0..2usize, multiplier(), 1..90u32).prop_map(
            |(node, kind, multiplier, processors)| {
                Step::Do(Op::ChangeHardware { node, kind, multiplier, processors })
            }
        ),
        1 => (node.clone(), 0..5_200u16).prop_map(|(node, bps)| Step::Do(Op::Announce { node, bps })),
        2 => (
            node.clone(),
            0..4u32,
            prop_oneof![8 => 1..40 * DAY, 1 => 0..=1i64, 1 => 44 * DAY..44 * DAY + 2],
        )
            .prop_map(|(node, processors, seconds)| Step::Do(Op::Hire { node, processors, seconds })),
        2 => (node.clone(), 0..4u32)
            .prop_map(|(node, processors)| Step::Do(Op::Release { node, processors })),
    ];
    if !slashes {
        return calm.boxed();
    }
    let edges = vec![-1, 0, 1, 7 * DAY - 1, 7 * DAY, 7 * DAY + 1, 60 * DAY];
    prop_oneof![
        12 => calm,
        3 => (node.clone(), slash_share()).prop_map(|(node, bps)| Step::Do(Op::Propose { node, bps })),
        3 => (node.clone(), prop::sample::select(edges))
            .prop_map(|(node, offset)| Step::WaitForSlash { node, offset }),
        3 => node.clone().prop_map(|node| Step::Do(Op::Execute { node })),
        1 => node.clone().prop_map(|node| Step::Do(Op::Cancel { node })),
        2 => (node.clone(), slash_share()).prop_map(|(node, bps)| Step::Do(Op::Raise { node, bps })),
        1 => prop_oneof![Just(Step::HandOver), Just(Step::VoidEpoch)],
        1 => prop_oneof![9 => Just(None), 1 => node.prop_map(Some)].prop_map(|node| match node {
            Some(node) => Step::Do(Op::Retire { node }),
            None => Step::ReportAll { bps: 10_000 },
        }),
    ]
    .boxed()
}

/// A slash from before its proposal to after its end: some leave before, some while it is pending,
/// and it is executed, cancelled or left to lapse.
pub fn slash_story() -> impl Strategy<Value = Vec<Step>> {
    let who = || 0..HOLDERS;
    let part = || prop_oneof![1..=1_000u64, Just(1_000)];
    let ending = prop::sample::select(vec![0, 1, 2, 2, 2, 2]);
    let offset = prop::sample::select(vec![-1, 0, DAY, 7 * DAY, 7 * DAY + 1]);
    let leavers = [(who(), part()), (who(), part()), (who(), part())];
    let raise =
        prop::option::of((prop_oneof![0..14 * DAY, Just(14 * DAY), Just(14 * DAY + 1)], slash_share()));
    (
        0..NODES,
        slash_share(),
        leavers,
        (0..20 * DAY, 14 * DAY - 1..20 * DAY),
        offset,
        ending,
        any::<[bool; 3]>(),
        raise,
    )
        .prop_map(|(node, bps, leavers, (before, during), offset, ending, withdraws, raise)| {
            let unstake = |(holder, permille)| Step::Unstake { node, holder, permille };
            let withdraw = |holder| Step::Do(Op::Withdraw { node, holder });
            let some = || (0..HOLDERS).filter(|holder| withdraws[*holder]).map(withdraw);
            let mut story = vec![unstake(leavers[0]), unstake(leavers[1]), Step::Wait(before)];
            story.push(Step::Do(Op::Propose { node, bps }));
            story.extend(some());
            if let Some((after, bps)) = raise {
                story.extend([Step::Wait(after), Step::Do(Op::Raise { node, bps })]);
            }
            story.extend([unstake(leavers[2]), Step::Wait(during)]);
            story.extend(some());
            story.push(Step::WaitForSlash { node, offset });
            match ending {
                0 => story.push(Step::Do(Op::Cancel { node })),
                1 => story.push(Step::WaitForSlash { node, offset: 7 * DAY + 1 }),
                _ => story.push(Step::Do(Op::Execute { node })),
            }
            story.extend((0..HOLDERS).map(withdraw));
            story.push(Step::Wait(60 * DAY));
            for (holder, permille) in [(OPERATOR, 2_000), (1, 800), (2, 700)] {
                story.push(Step::Stake { node, holder, permille, units: 1 });
            }
            story.push(Step::ReportAll { bps: 9_999 });
            story
        })
}
