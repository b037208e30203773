//! The full weight of a pool and the multipliers of classes: what they may become, when they count,
//! and what nobody wins by being first, last or alone. Each figure of before, with the fair one.
#![allow(clippy::arithmetic_side_effects)]

mod staking_network;

use {
    io_economics::{
        emission::MONTH_SECONDS,
        staking::{StakingError::*, *},
        time::{DAY, HOUR},
    },
    io_reference::pool::Exact,
    num_traits::Zero,
    staking_network::{Member, Network, GENESIS, H100, IO, START},
};

/// 1,000 H100s.
const EXPECTED: u64 = 1_000 * H100;

/// A network with nobody there since genesis, at `now`, and a node of one H100 reported every 12
/// hours for `days` after.
fn lone_h100(now: i64, days: i64) -> u64 {
    let mut network = Network::empty(EXPECTED, now);
    network.join(1_000, 1);
    for _ in 0..2 * days {
        network.report(0, BPS);
        network.now += 12 * HOUR;
    }
    let paid = network.claimed(0);
    network.check();
    paid
}

#[test]
fn a_lone_h100_earns_less_than_a_900th_of_the_pool_in_the_first_year() {
    let year = GENESIS + 12 * MONTH_SECONDS as i64;
    let paid = lone_h100(GENESIS, 365);
    let pool = PoolKind::Gpu.accrued(GENESIS, year);
    println!("a lone H100 in the first year: {} IO of {} IO", paid / IO, pool / IO);
    assert!(paid < pool / 900, "{paid} of {pool}");
    assert_eq!(paid / IO, 39_332);
}

#[test]
fn the_first_node_on_day_30_earns_a_thousandth() {
    // Before: 6,202,525 IO in 30 days with 2,000 IO of stake.
    let paid = lone_h100(GENESIS + 30 * DAY, 30);
    let of = |from: i64, to: i64| PoolKind::Gpu.accrued(GENESIS, to) - PoolKind::Gpu.accrued(GENESIS, from);
    let accrued = of(GENESIS + 30 * DAY, GENESIS + 60 * DAY);
    println!("the first H100 in 30 days: {} IO of {} IO", paid / IO, accrued / IO);
    assert!(paid < accrued / 900);
    assert_eq!(paid / IO, 3_371);
}

#[test]
fn who_is_left_when_an_oracle_calls_all_others_offline_earns_no_more() {
    // Before: the whole pool.
    let mut network = Network::full(100);
    network.report_all();
    let mut rogue = network.clone();
    for network in [&mut network, &mut rogue] {
        network.now += HOUR;
    }
    (1..100).for_each(|index| rogue.report(index, 0));
    (1..100).for_each(|index| network.report(index, BPS));
    for network in [&mut network, &mut rogue] {
        network.now += 20 * HOUR;
        network.sync_all();
        network.check();
    }
    // A hundredth of what is carried is released on top: a twelfth more.
    let (paid, fair) = (rogue.claimed(0), network.claimed(0));
    println!("left alone by a rogue oracle for 20 hours: {} IO for {} IO", paid / IO, fair / IO);
    assert!(paid > fair && paid - fair < fair / 11, "{paid} {fair}");
}

#[test]
fn a_full_weight_is_bounded() {
    for full_weight in [0, MIN_FULL_WEIGHT - 1, MAX_FULL_WEIGHT + 1, u64::MAX] {
        assert_eq!(Pool::new(PoolKind::Gpu, 0, full_weight), Err(InvalidFullWeight));
    }
    let now = START;
    let pool = Network::empty(4 * MIN_FULL_WEIGHT, now).pool;
    let announce = |pool: &Pool, next| pool.clone().announce_full_weight(now, next);
    for (next, outcome) in [
        (MIN_FULL_WEIGHT - 1, Err(InvalidFullWeight)),
        (MAX_FULL_WEIGHT + 1, Err(InvalidFullWeight)),
        (2 * MIN_FULL_WEIGHT - 1, Err(FullWeightStep)),
        (2 * MIN_FULL_WEIGHT, Ok(now + NOTICE_SECONDS)),
        (4 * MIN_FULL_WEIGHT, Ok(now + NOTICE_SECONDS)),
        (4 * MIN_FULL_WEIGHT + 1, Err(FullWeightAboveNetwork)),
        (8 * MIN_FULL_WEIGHT + 1, Err(FullWeightStep)),
    ] {
        assert_eq!(announce(&pool, next), outcome, "{next}");
    }
    // Twice what the pool weighs, but no more than twice what is in force.
    let grown = Pool { weight: 3 * MIN_FULL_WEIGHT, ..pool };
    assert_eq!(announce(&grown, 6 * MIN_FULL_WEIGHT), Ok(now + NOTICE_SECONDS));
    assert_eq!(announce(&grown, 6 * MIN_FULL_WEIGHT + 1), Err(FullWeightAboveNetwork));
    let huge = Pool { weight: MAX_FULL_WEIGHT, ..pool };
    assert_eq!(announce(&huge, 8 * MIN_FULL_WEIGHT), Ok(now + NOTICE_SECONDS));
    assert_eq!(announce(&huge, 8 * MIN_FULL_WEIGHT + 1), Err(FullWeightStep));
    // Once raised, it may come down again whatever the pool weighs by then.
    let collapsed = Pool { full_weight: 40 * MIN_FULL_WEIGHT, weight: 1, ..pool };
    assert_eq!(announce(&collapsed, 20 * MIN_FULL_WEIGHT), Ok(now + NOTICE_SECONDS));
    assert_eq!(announce(&collapsed, 40 * MIN_FULL_WEIGHT), Ok(now + NOTICE_SECONDS));
    assert_eq!(announce(&collapsed, 40 * MIN_FULL_WEIGHT + 1), Err(FullWeightAboveNetwork));
}

#[test]
fn an_announced_full_weight_counts_from_its_second_on_whoever_looks() {
    let mut quiet = Network::full(10);
    quiet.report_all();
    let next = EXPECTED / 2;
    let at = quiet.pool.announce_full_weight(quiet.now, next).unwrap();
    quiet.list.next_full_weight = Some((next, at));
    assert_eq!((at, quiet.pool.full_weight), (quiet.now + NOTICE_SECONDS, EXPECTED));
    // Half of the nodes are left from here on, so that the full weight matters.
    let mut busy = quiet.clone();
    while quiet.now < at + DAY {
        for network in [&mut quiet, &mut busy] {
            network.now += 7 * HOUR + 11;
            (0..5).for_each(|index| network.report(index, BPS));
        }
        for step in [-1, 0, 1] {
            if (at - 7 * HOUR..at).contains(&busy.now) {
                let now = busy.now;
                busy.now = at + step;
                busy.sync(7);
                assert_eq!(busy.pool.full_weight, if step < 0 { EXPECTED } else { next });
                busy.now = now;
            }
        }
    }
    for network in [&mut quiet, &mut busy] {
        network.sync_all();
        network.check();
        assert_eq!(network.pool.full_weight, next);
    }
}

#[test]
fn an_announcement_replaces_the_one_before_it_with_a_notice_of_its_own() {
    let mut pool = Network::empty(EXPECTED, START).pool;
    let first = pool.announce_full_weight(START, EXPECTED / 2).unwrap();
    let second = pool.announce_full_weight(START + DAY, EXPECTED / 4 * 3).unwrap();
    assert_eq!(second, first + DAY);
    pool.advance(second - 1).unwrap();
    assert_eq!(pool.full_weight, EXPECTED);
    // The steps count from what is in force at that second, not from what was announced.
    let mut late = pool;
    assert_eq!(pool.announce_full_weight(second - 1, EXPECTED / 2 - 1), Err(FullWeightStep));
    assert_eq!(late.announce_full_weight(second, EXPECTED / 8 * 3), Ok(second + NOTICE_SECONDS));
    assert_eq!((late.full_weight, late.next_full_weight), (EXPECTED / 4 * 3, EXPECTED / 8 * 3));
}

#[test]
fn no_announcement_reaches_back() {
    // Before: a lone node that lapsed an hour ago claimed 100,247 IO, and 20 after the admin raised
    // the floor.
    let mut network = Network::full(1);
    network.report_all();
    let day = network.day(network.now);
    network.now += DAY + HOUR;
    network.pool.announce_full_weight(network.now, EXPECTED / 2).unwrap();
    let at_once = network.clone().claimed(0);
    network.now += 6 * DAY - HOUR - 1;
    assert_eq!(network.claimed(0), at_once);
    assert!(day - at_once <= 1, "{at_once} of {day}");
}

#[test]
fn an_admin_puts_off_half_of_the_pay_at_most() {
    // The worst: raised week by week as far as the network's own weight allows.
    let mut network = Network::full(1);
    for _ in 0..4 {
        let _ = network.pool.announce_full_weight(network.now, 2 * network.pool.full_weight);
        for _ in 0..14 {
            network.now += 12 * HOUR;
            network.report_all();
        }
    }
    assert_eq!((network.pool.weight, network.pool.full_weight), (EXPECTED, 2 * EXPECTED));
}

#[test]
fn a_multiplier_doubles_or_halves_at_most_and_0_is_final() {
    for (in_force, next, outcome) in [
        (1_000, 2_000, Ok(())),
        (1_000, 2_001, Err(MultiplierStep)),
        (1_000, 500, Ok(())),
        (1_000, 499, Err(MultiplierStep)),
        (175, 88, Ok(())),
        (175, 87, Err(MultiplierStep)),
        (1, 2, Ok(())),
        (1, 3, Err(MultiplierStep)),
        (MAX_MULTIPLIER, MAX_MULTIPLIER, Ok(())),
        (MAX_MULTIPLIER, MAX_MULTIPLIER + 1, Err(InvalidMultiplier)),
        (6_000, MAX_MULTIPLIER + 1, Err(InvalidMultiplier)),
        (100, 0, Ok(())),
        (1, 0, Ok(())),
        (101, 0, Err(MultiplierTooHighToRetire)),
        (0, 0, Err(ClassRetired)),
        (0, 1, Err(ClassRetired)),
    ] {
        assert_eq!(check_multiplier(in_force, next), outcome, "{in_force} to {next}");
    }
}

/// A node of one H100 with its minimum staked and a report of now.
fn reported() -> Network {
    let mut network = Network::empty(MIN_FULL_WEIGHT, START);
    network.join(1_000, 1);
    network.report(0, BPS);
    network
}

fn report_at(network: &mut Network, multiplier: u16) -> (u16, u64) {
    network.now += HOUR;
    network.with(0, |Member { node, .. }, pool, now| {
        node.report(pool, now, BPS, now, multiplier).unwrap();
        (node.multiplier, node.weight)
    })
}

#[test]
fn a_node_takes_a_multiplier_over_with_its_report() {
    let mut network = reported();
    let mut unchanged = network.clone();
    // The past is paid by the old one.
    assert_eq!(report_at(&mut network, 500), (500, H100 / 2));
    unchanged.now += HOUR;
    assert_eq!(network.claimed(0), unchanged.claimed(0));
    // With half of it goes half of the minimum, so the stake reaches for what it was before.
    assert_eq!(report_at(&mut network, 1_000), (1_000, H100));
    network.check();
    // A rise that the stake does not reach waits for it.
    assert_eq!(report_at(&mut network, 1_001), (1_000, H100));
    network.with(0, |Member { node, operator, .. }, pool, now| {
        operator.stake(node, pool, now, 2 * IO, Holder::Operator).unwrap();
        assert_eq!(node.weight, H100, "until the next report");
    });
    assert_eq!(report_at(&mut network, 1_001), (1_001, H100 / 1_000 * 1_001));
    network.check();
}

#[test]
fn a_fall_cannot_be_put_off_by_stake_that_comes_after_the_report() {
    let mut network = reported();
    network.with(0, |Member { node, operator, .. }, pool, now| {
        operator.unstake(node, pool, now, 1_999 * IO, Holder::Operator).unwrap();
    });
    assert_eq!(report_at(&mut network, 500), (500, 0));
    network.with(0, |Member { node, operator, .. }, pool, now| {
        operator.stake(node, pool, now, 1_999 * IO, Holder::Operator).unwrap();
        assert_eq!(node.weight, H100 / 2);
    });
}

#[test]
fn a_retired_class_earns_nothing_and_its_nodes_serve_on() {
    let mut network = Network::empty(MIN_FULL_WEIGHT, START);
    network.join(100, 1);
    network.report(0, BPS);
    let minimum = network.members[0].node.minimum();
    assert_eq!(report_at(&mut network, 0), (0, 0));
    let paid = network.claimed(0);
    assert!(paid > 0, "what was earned before");
    assert_eq!(network.members[0].node.minimum(), minimum, "no stake is freed by it");
    let now = network.now;
    network.members[0].node.hire(1, now + DAY, now).unwrap();
    network.now += HOUR;
    assert_eq!(network.claimed(0), paid);
    network.check();
    assert_eq!(NodeLedger::new(0, 1, 0), Err(ClassRetired), "no new node");
}

#[test]
fn a_full_network_releases_what_was_carried() {
    // Nobody came for 30 days; a full network has all of it after the time that the rate of month
    // 240 takes.
    let mut network = Network::empty(EXPECTED, START);
    network.join(1_000, 1_000);
    let carried = network.pool.carried.units;
    let days = (u128::from(carried) << 64) / (PoolKind::Gpu.release_rate() * DAY as u128);
    println!("{} IO carried: out after {days} days", carried / IO);
    assert_eq!(days, 347);
    let out = |pool: &Pool| pool.carried_until().map(|at| (at - START) / DAY);
    assert_eq!(out(&network.pool), None, "while nobody is there");
    assert_eq!(out(&Pool { weight: EXPECTED, ..network.pool }), Some(348));
    assert_eq!(
        out(&Pool { weight: EXPECTED / 2, ..network.pool }),
        Some(31_986),
        "88 years: half of all joins it"
    );
    for _ in 0..=2 * days {
        network.report(0, BPS);
        network.now += 12 * HOUR;
    }
    network.report(0, BPS);
    network.check();
    assert!(network.list.carried.is_zero() || network.list.carried < Exact::from_integer(1.into()));
}
