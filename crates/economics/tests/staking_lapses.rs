//! A lapse is exact: what a node earns depends on reports, stake, classes and the schedule alone,
//! and not on who synced whom when. Each figure of what was won by the order of syncs before, with
//! the fair one.
#![allow(clippy::arithmetic_side_effects)]

mod staking_network;

use {
    io_economics::{
        staking::*,
        time::{DAY, HOUR},
    },
    proptest::prelude::*,
    staking_network::{Member, Network, H100, IO, START},
};

const MINUTE: i64 = 60;

/// Base units as whole IO.
fn io(units: u64) -> u64 {
    units / IO
}

#[test]
fn one_of_ten_that_syncs_the_other_nine_first_earns_its_day() {
    // Before: 1.006 times its day after 60 s, 1.36 after an hour, 2.0 from three hours on.
    for late in [MINUTE, HOUR, 3 * HOUR, 3 * DAY] {
        let mut network = Network::full(10);
        network.report_all();
        let day = network.day(network.now);
        network.now += DAY + late;
        (1..10).for_each(|index| network.sync(index));
        network.sync(0);
        network.check();
        for index in 0..10 {
            assert_eq!(network.claimed(index), day / 10, "a tenth of the day, to the base unit");
        }
    }
}

#[test]
fn the_first_of_a_batch_in_an_empty_pool_earns_its_day() {
    // Before: 5.31 times its day after a day, 7.46 times after three (81,033 IO for a fair 10,860).
    for late in [DAY, 3 * DAY] {
        let mut network = Network::full(10);
        network.report_all();
        let day = network.day(network.now);
        network.now += DAY + late;
        network.sync(0);
        network.now += HOUR;
        network.sync_all();
        network.check();
        let (first, last) = (network.claimed(0), network.claimed(9));
        println!("first of ten after {} days: {} IO, last {} IO", late / DAY, io(first), io(last));
        assert_eq!((first, last), (day / 10, day / 10));
        assert_eq!(io(first), 10_386);
    }
}

#[test]
fn an_oracle_that_is_ten_minutes_late_shifts_nothing() {
    // Before: the first of 100 nodes earned 1.68 times its day.
    let mut network = Network::full(100);
    network.now += 30 * MINUTE;
    network.report_all();
    // The reports lapse after 23 hours and a half, and what accrued before them is released
    // meanwhile.
    network.now = START + DAY + 10 * MINUTE;
    network.report_all();
    network.check();
    let day = network.day(START);
    for index in 0..100 {
        assert_eq!(network.claimed(index), day / 100);
    }
}

#[test]
fn a_change_of_stake_lifts_no_bound() {
    // Before: `unstake(1), sync, stake(1)` in one transaction made the first of ten the whole
    // pool's.
    let mut network = Network::full(10);
    network.report_all();
    let day = network.day(network.now);
    network.now += DAY + 3 * HOUR;
    (1..10).for_each(|index| network.sync(index));
    network.with(0, |Member { node, operator, .. }, pool, now| {
        operator.unstake(node, pool, now, 1, Holder::Operator).unwrap();
        node.sync(pool, now).unwrap();
        operator.stake(node, pool, now, 1, Holder::Operator).unwrap();
    });
    network.check();
    assert_eq!(network.claimed(0), day / 10);
}

/// A node that was alone for a day; 99 others come later and stay, reported every 12 hours, until
/// `days` after its report.
fn alone_then_99(days: i64) -> (Network, u64) {
    let mut network = Network::full(100);
    // Alone it fills the pool.
    network.pool.full_weight = H100 * 10;
    network.list.full_weight = H100 * 10;
    network.report(0, BPS);
    let day = network.day(network.now);
    network.now += DAY + HOUR;
    while network.now <= START + days * DAY {
        (1..100).for_each(|index| network.report(index, BPS));
        network.now += 12 * HOUR;
    }
    network.now = START + days * DAY;
    (network, day)
}

#[test]
fn a_node_keeps_its_day_for_a_week_however_many_join_later() {
    // Before: 10,442 of 104,424 IO after ten days.
    let (mut network, day) = alone_then_99(7);
    assert!(day - network.claimed(0) <= 1, "to the base unit");
    assert_eq!(io(day), 103_868);
    network.sync_all();
    network.check();
}

#[test]
fn a_node_that_nobody_syncs_for_a_week_gets_nothing_and_nobody_gains_by_it() {
    let (mut network, day) = alone_then_99(8);
    let mut in_time = network.clone();
    in_time.now -= 1;
    assert!(day - in_time.claimed(0) <= 1, "a second before the week is over");
    let carried = network.pool.carried.get();
    assert_eq!(network.claimed(0), 0);
    assert!(network.pool.carried.get() - carried < 1 << 64, "not to the others either");
    network.sync_all();
    network.check();
    assert_eq!(network.list.refused.floor().to_integer(), day.into(), "its own day, at most");
    // It starts anew with its next report.
    network.report(0, BPS);
    network.now += HOUR;
    assert!(network.claimed(0) > 0);
    network.check();
}

#[test]
fn a_node_that_is_never_synced_takes_nothing_from_the_others() {
    // Simulated before: half the weight whose class was halved, and that nobody syncs, took 17,404
    // IO a day from the rest.
    let mut network = Network::full(2);
    network.report_all();
    for _ in 0..10 {
        network.now += 12 * HOUR;
        // The class of the first is halved; it is not reported any more, and so it lapses.
        network.report(1, BPS);
    }
    let (paid, fair) = (network.claimed(1), network.fair(1));
    assert_eq!(u128::from(paid), fair >> 64);
    // Half of the first day; the whole pool is twice what the other weighs, so half of each later
    // day.
    let accrued = PoolKind::Gpu.accrued(staking_network::GENESIS, network.now)
        - PoolKind::Gpu.accrued(staking_network::GENESIS, START);
    let released = (PoolKind::Gpu.release_rate() * 4 * DAY as u128) >> 64;
    assert!(paid.abs_diff(accrued / 2 + released as u64 / 2) <= 1, "{paid}");
    // Reported, it takes over half of its multiplier, and no sync before or after changes that.
    let mut halved = network.clone();
    for network in [&mut network, &mut halved] {
        network.with(0, |Member { node, .. }, pool, now| node.report(pool, now, BPS, now, 500).unwrap());
        assert_eq!(network.members[0].node.multiplier, 500);
    }
    network.now += HOUR;
    halved.now += HOUR;
    network.sync(0);
    for network in [&mut network, &mut halved] {
        network.now += HOUR;
        network.sync_all();
        network.check();
    }
    assert!(network.earned(0).abs_diff(halved.earned(0)) <= network.dust);
}

#[test]
fn weight_expires_in_its_hour_whoever_looks() {
    let mut network = Network::full(10);
    network.now += 1;
    network.report_all();
    let (until, all) = (START + DAY, network.pool.weight);
    assert_eq!((network.pool.expires(until), network.members[0].node.weight_until), (all, until));
    // A new report takes the node's weight to a later hour, a change of its weight stays in its
    // hour.
    network.now += HOUR;
    network.report(0, BPS);
    assert_eq!(network.pool.expires(until), all / 10 * 9);
    assert_eq!(network.pool.expires(until + HOUR), all / 10);
    network.with(1, |Member { node, operator, .. }, pool, now| {
        operator.unstake(node, pool, now, 1, Holder::Operator).unwrap();
    });
    assert_eq!((network.pool.expires(until), network.pool.weight), (all / 10 * 8, all / 10 * 9));

    let last = |pool: &mut Pool, now| {
        pool.advance(now).unwrap();
        pool.weight
    };
    assert_eq!(last(&mut network.pool, until - 1), all / 10 * 9);
    assert_eq!(last(&mut network.pool, until), all / 10);
    assert_eq!(last(&mut network.pool, until + HOUR - 1), all / 10);
    let carried = network.pool.carried.get();
    assert_eq!(last(&mut network.pool, until + 100 * DAY), 0);
    assert!(network.pool.carried.get() > carried, "what accrues to nobody is carried");
    assert_eq!(
        network.members[3].node.hire(1, until + DAY, until),
        Err(StakingError::NotAvailable),
        "asks the same"
    );
    network.members[3].node.hire(1, until + DAY, until - 1).unwrap();
}

#[test]
fn a_silent_day_with_an_expiry_in_every_hour_is_caught_up_in_one_step() {
    let mut network = Network::full(25);
    for index in 0..25 {
        network.report(index, BPS);
        network.now += HOUR;
    }
    // The first has lapsed by now.
    network.sync(0);
    network.report(0, BPS);
    assert!(network.pool.expiring.iter().all(|weight| *weight > 0));
    let mut steps = network.clone();
    network.now += 25 * HOUR;
    network.sync_all();
    for _ in 0..25 * 4 {
        steps.now += HOUR / 4;
        steps.sync(7);
    }
    steps.sync_all();
    for network in [&network, &steps] {
        network.check();
        assert_eq!((network.pool.weight, network.pool.expiring), (0, [0; HOURS_AHEAD]));
    }
}

/// What happens to one of the nodes at a time.
#[derive(Clone, Debug)]
enum Event {
    Report { node: usize, bps: u16 },
    Sync { node: usize },
    Claim { node: usize },
    Unstake { node: usize },
    Stake { node: usize },
}

/// Reports and changes of stake, each after a gap: what the pay depends on.
fn causes(nodes: usize) -> impl Strategy<Value = Vec<(i64, Event)>> {
    let node = 0..nodes;
    let event = prop_oneof![
        6 => (node.clone(), 1..=10_000u16).prop_map(|(node, bps)| Event::Report { node, bps }),
        1 => node.clone().prop_map(|node| Event::Report { node, bps: 0 }),
        1 => node.clone().prop_map(|node| Event::Unstake { node }),
        2 => node.prop_map(|node| Event::Stake { node }),
    ];
    prop::collection::vec((prop_oneof![1..HOUR, 1..6 * HOUR, Just(HOUR), Just(DAY)], event), 1..30)
}

/// Syncs and claims at any time: what it must not depend on.
fn looks(nodes: usize) -> impl Strategy<Value = Vec<(i64, Event)>> {
    let event = (0..nodes, any::<bool>()).prop_map(|(node, claim)| match claim {
        true => Event::Claim { node },
        false => Event::Sync { node },
    });
    prop::collection::vec((0..4 * DAY, event), 0..60)
}

/// Lets everything happen, in the order of its times, and every node be synced before its week is
/// over.
fn live(nodes: u32, causes: &[(i64, Event)], looks: &[(i64, Event)]) -> Network {
    let mut network = Network::full(nodes);
    let times = causes.iter().scan(START, |now, (gap, event)| {
        *now += gap;
        Some((*now, event))
    });
    let mut events: Vec<(i64, &Event)> = times.collect();
    let end = events.last().map_or(START, |(at, _)| *at) + 2 * DAY;
    events.extend(looks.iter().map(|(after, event)| (START + after, event)));
    // Causes of one second keep their order; what looks comes after them.
    events.sort_by_key(|(at, _)| *at);
    let mut synced_at = START;
    for (at, event) in events {
        if at > synced_at + 5 * DAY {
            synced_at = at;
            network.now = at;
            network.sync_all();
        }
        network.now = at;
        match *event {
            Event::Report { node, bps } => {
                if network.members[node].node.availability.reported_at < at {
                    network.report(node, bps);
                }
            }
            Event::Sync { node } => network.sync(node),
            Event::Claim { node } => drop(network.claimed(node)),
            Event::Unstake { node } => network.with(node, |Member { node, operator, .. }, pool, now| {
                let _ = operator.unstake(node, pool, now, 1, Holder::Operator);
            }),
            Event::Stake { node } => network.with(node, |Member { node, operator, .. }, pool, now| {
                operator.stake(node, pool, now, 1, Holder::Operator).unwrap();
            }),
        }
    }
    network.now = end.max(network.now);
    network.sync_all();
    network
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is reported when, and whoever looks when: each node has its fair pay, within dust
    /// of less than a base unit.
    #[test]
    fn any_order_of_syncs_gives_each_node_its_fair_pay(
        causes in causes(10),
        [one, other] in [looks(10), looks(10)],
    ) {
        let (one, other) = (live(10, &causes, &one), live(10, &causes, &other));
        one.check();
        other.check();
        for index in 0..10 {
            let (a, b) = (one.earned(index), other.earned(index));
            prop_assert!(a.abs_diff(b) <= one.dust + other.dust, "{a} {b}");
        }
    }
}

/// The ten nodes in 1,000 sampled orders: each of them synced up to three times in the three days
/// after their report, the others before, after and in between.
#[test]
fn ten_equal_nodes_earn_a_tenth_each_in_a_thousand_orders() {
    let mut random = 1u64;
    let mut next = |most: i64| {
        // A linear congruential generator: the same orders every time.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as i64 % most
    };
    for _ in 0..1_000 {
        let mut network = Network::full(10);
        network.report_all();
        let day = network.day(network.now);
        let mut looks: Vec<(i64, usize)> = (0..30).map(|i| (next(4 * DAY), i % 10)).collect();
        looks.truncate(next(31) as usize);
        looks.sort_unstable();
        for (after, index) in looks {
            network.now = START + after;
            network.sync(index);
        }
        network.now = START + 4 * DAY;
        let first = next(10) as usize;
        for step in 0..10 {
            assert_eq!(network.claimed((first + 7 * step) % 10), day / 10);
        }
        network.check();
    }
}
