//! The whole network for 20 years: nothing overflows, everything adds up.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    emission::MONTH_SECONDS,
    staking::*,
    time::{DAY, HOUR},
    units::HARD_CAP,
};

const GENESIS: i64 = 1_800_000_000;
const NODES: usize = 10_000;
const DELEGATORS: usize = 9;

/// Everything that accrued, in Q64.64 base units: paid, owed or carried.
fn accounted(pool: &Pool, nodes: &[(NodeLedger, Vec<Position>)]) -> u128 {
    let mut sum = pool.carried.get();
    for (node, positions) in nodes {
        sum += (pool.acc.get() - node.acc_seen) * u128::from(node.weight)
            + node.commission_owed
            + node.own_owed
            + node.remainder;
        sum += positions[0].owed;
        for position in &positions[1..] {
            sum += position.owed + position.shares * (node.reward_acc - position.reward_seen);
        }
    }
    sum
}

/// Takes the weight of reports that are renewed every day off the hours in which it expires, and
/// returns it.
fn renewed<'a>(
    pool: &mut Pool,
    nodes: impl Iterator<Item = &'a mut NodeLedger>,
    days: i64,
) -> [u64; HOURS_AHEAD] {
    let mut weights = [0; HOURS_AHEAD];
    for node in nodes {
        let place = (node.weight_until / HOUR) as usize % HOURS_AHEAD;
        weights[place] += node.weight;
        pool.expiring[place] -= node.weight;
        node.availability.reported_at += days * DAY;
        node.weight_until += days * DAY;
    }
    weights
}

/// Puts it back: after whole days the places are the same.
fn expire_again(pool: &mut Pool, weights: [u64; HOURS_AHEAD]) {
    pool.expiring.iter_mut().zip(weights).for_each(|(expiring, weight)| *expiring += weight);
}

#[test]
fn ten_thousand_nodes_with_a_hundred_thousand_positions_for_20_years() {
    let mut pool = Pool::new(PoolKind::Gpu, GENESIS, MAX_FULL_WEIGHT).unwrap();
    let mut now = GENESIS;
    // Half of the supply is staked by operators; to each, delegators add as much as it takes.
    let each = HARD_CAP / (2 * NODES as u64);
    let mut nodes: Vec<(NodeLedger, Vec<Position>)> = (0..NODES)
        .map(|index| {
            let mut node = NodeLedger::new(3_000, 1 + index as u32 % 13, 10 * (index as u16 % 500)).unwrap();
            let mut positions = vec![Position::default(); 1 + DELEGATORS];
            positions[0].stake(&mut node, &mut pool, now, each, Holder::Operator).unwrap();
            node.set_offer(u64::MAX).unwrap();
            for position in &mut positions[1..] {
                let amount = node.minimum() / 2 / DELEGATORS as u64;
                position.stake(&mut node, &mut pool, now, amount, Holder::Delegator).unwrap();
            }
            (node, positions)
        })
        .collect();
    let weight: u64 = nodes.iter().map(|(node, _)| node_weight(3_000, node.processors, BPS)).sum();
    // From the second year on the network is what was expected.
    let mut paid = 0u128;
    let mut take = |pool: &mut Pool, now, (node, positions): &mut (NodeLedger, Vec<Position>)| {
        paid += u128::from(node.claim_commission(pool, now).unwrap());
        for (holder, position) in positions.iter_mut().enumerate() {
            let who = if holder == 0 { Holder::Operator } else { Holder::Delegator };
            paid += u128::from(position.claim(node, pool, now, who).unwrap());
        }
    };
    for year in 0..20 {
        for (node, _) in &mut nodes {
            node.report(&mut pool, now, BPS, now, 3_000).unwrap();
        }
        assert_eq!(pool.weight, weight);
        if year == 1 {
            pool.full_weight = weight;
        }
        // Half of the reports are renewed every day. The others lapse, and their nodes are synced 3
        // days later.
        let even = nodes.iter_mut().step_by(2).map(|(node, _)| node);
        let weights = renewed(&mut pool, even, 365);
        nodes.iter_mut().skip(1).step_by(2).for_each(|node| take(&mut pool, now + 4 * DAY, node));
        now += 365 * DAY;
        nodes.iter_mut().for_each(|node| take(&mut pool, now, node));
        expire_again(&mut pool, weights);
        now += HOUR;
    }
    let accrued = u128::from(PoolKind::Gpu.accrued(GENESIS, pool.synced_at)) << 64;
    assert_eq!(accrued, accounted(&pool, &nodes) + (paid << 64));
    assert!(paid > (accrued >> 64) / 3, "{paid}");
    // Later all that was carried comes out too.
    for _ in 0..40 {
        for (node, _) in &mut nodes {
            node.report(&mut pool, now, BPS, now, 3_000).unwrap();
        }
        let weights = renewed(&mut pool, nodes.iter_mut().map(|(node, _)| node), 365);
        now += 365 * DAY;
        pool.advance(now).unwrap();
        expire_again(&mut pool, weights);
        now += HOUR;
    }
    assert!(pool.carried.get() < u128::from(pool.weight), "{} of {}", pool.carried.get(), pool.weight);
}

/// One holder of everything, in the smallest pool for the longest time: the largest figures there
/// can be.
#[test]
fn the_whole_supply_in_one_node() {
    const END_OF_TIME: i64 = i64::MAX - 2 * DAY;
    for amount in [1, 200 * 100_000_000, HARD_CAP] {
        let mut pool = smallest();
        let mut node = NodeLedger::new(1, 1, MAX_COMMISSION_BPS).unwrap();
        let (mut operator, mut delegator) = (Position::default(), Position::default());
        operator.stake(&mut node, &mut pool, GENESIS, amount, Holder::Operator).unwrap();
        node.set_offer(u64::MAX).unwrap();
        let half = node.minimum() / 2;
        delegator.stake(&mut node, &mut pool, GENESIS, half, Holder::Delegator).unwrap();
        node.report(&mut pool, GENESIS, 1, GENESIS, 1).unwrap();
        // It never lapses.
        pool.expiring = [0; HOURS_AHEAD];
        node.availability.reported_at = i64::MAX;
        node.weight_until = node.availability.until();
        for now in [GENESIS + MONTH_SECONDS as i64 * 241, END_OF_TIME] {
            node.sync(&mut pool, now).unwrap();
        }
        let all = PoolKind::Gpu.accrued(GENESIS, i64::MAX);
        let claimed = operator.claim(&mut node, &mut pool, END_OF_TIME, Holder::Operator).unwrap();
        let commission = node.claim_commission(&mut pool, END_OF_TIME).unwrap();
        let delegated = delegator.claim(&mut node, &mut pool, END_OF_TIME, Holder::Delegator).unwrap();
        if amount == 1 {
            assert_eq!((claimed, commission, delegated), (0, 0, 0));
            assert_eq!(pool.carried.get(), u128::from(all) << 64);
        } else {
            assert_eq!((claimed, commission), (all / 2, all / 4));
            assert!(all / 4 - delegated <= 1, "{delegated}");
        }
    }
}

/// A pool that a single processor fills.
fn smallest() -> Pool {
    Pool { full_weight: 1, ..Pool::new(PoolKind::Gpu, GENESIS, MIN_FULL_WEIGHT).unwrap() }
}

/// Shares at the lowest price, staked up to the whole supply: the most shares, and every product in
/// 256 bits.
#[test]
fn the_most_shares_earn_as_well() {
    let mut pool = smallest();
    // A node that needs the whole supply, and takes half of it from others.
    let processors = (HARD_CAP / MIN_STAKE_PER_PROCESSOR) as u32;
    let mut node = NodeLedger::new(100, processors, 0).unwrap();
    node.set_offer(u64::MAX).unwrap();
    let (mut operator, mut delegator) = (Position::default(), Position::default());
    operator.stake(&mut node, &mut pool, GENESIS, 1 << 40, Holder::Operator).unwrap();
    // As after slashes: 2^20 shares to an asset.
    node.bonded.assets = 1 << 20;
    operator.stake(&mut node, &mut pool, GENESIS, HARD_CAP / 2, Holder::Operator).unwrap();
    delegator.stake(&mut node, &mut pool, GENESIS, HARD_CAP / 2, Holder::Delegator).unwrap();
    assert!(node.bonded.shares > u128::from(HARD_CAP) << 20);
    node.report(&mut pool, GENESIS, BPS, GENESIS, 100).unwrap();
    let mut now = GENESIS;
    let mut paid = 0;
    for _ in 0..200 {
        let weights = renewed(&mut pool, [&mut node].into_iter(), 36);
        now += 36 * DAY;
        paid += operator.claim(&mut node, &mut pool, now, Holder::Operator).unwrap();
        paid += delegator.claim(&mut node, &mut pool, now, Holder::Delegator).unwrap();
        expire_again(&mut pool, weights);
    }
    let all = PoolKind::Gpu.accrued(GENESIS, now);
    // What is left lies in the remainder, below 2^-64 a share, and in two fractions.
    let most = (node.bonded.shares >> 64) as u64 + 2;
    assert!(all - paid <= most, "{} of at most {most}", all - paid);
    let worth = delegator.worth(&node);
    assert!(HARD_CAP / 2 - worth <= 1);
    delegator.unstake(&mut node, &mut pool, now, worth / 3, Holder::Delegator).unwrap();
    let rest = delegator.worth(&node);
    assert!(worth - worth / 3 - rest <= 1);
    delegator.unstake(&mut node, &mut pool, now, rest, Holder::Delegator).unwrap();
    let operators = operator.worth(&node);
    operator.unstake(&mut node, &mut pool, now, operators, Holder::Operator).unwrap();
    assert_eq!(node.bonded, SharePool::default());
}
