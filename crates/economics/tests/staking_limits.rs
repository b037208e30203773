//! The whole network for 20 years: nothing overflows, everything adds up.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    emission::{MONTHS, MONTH_SECONDS},
    staking::*,
    time::DAY,
    units::HARD_CAP,
};

const GENESIS: i64 = 1_800_000_000;
const NODES: usize = 10_000;
const DELEGATORS: usize = 9;

/// Everything that accrued, in Q64.64 base units: paid, owed or carried.
fn accounted(pool: &Pool, nodes: &[(NodeLedger, Vec<Position>)]) -> u128 {
    let mut sum = pool.carried;
    for (node, positions) in nodes {
        sum += (pool.acc - node.acc_seen) * u128::from(node.weight) + node.commission_owed + node.remainder;
        for position in positions {
            sum += position.owed + position.shares * (node.reward_acc - position.reward_seen);
        }
    }
    sum
}

#[test]
fn ten_thousand_nodes_with_a_hundred_thousand_positions_for_20_years() {
    let mut pool = Pool::new(PoolKind::Gpu, GENESIS, MAX_FLOOR_WEIGHT).unwrap();
    let mut now = GENESIS;
    // The whole supply is staked, half of a node's stake by its operator.
    let each = HARD_CAP / (2 * NODES as u64);
    let mut nodes: Vec<(NodeLedger, Vec<Position>)> = (0..NODES)
        .map(|index| {
            let mut node = NodeLedger::new(3_000, 1 + index as u32 % 13, 10 * (index as u16 % 500)).unwrap();
            let mut positions = vec![Position::default(); 1 + DELEGATORS];
            positions[0].stake(&mut node, &mut pool, now, each, Holder::Operator).unwrap();
            for position in &mut positions[1..] {
                let amount = each / DELEGATORS as u64;
                position.stake(&mut node, &mut pool, now, amount, Holder::Delegator).unwrap();
            }
            (node, positions)
        })
        .collect();
    let mut paid = 0u128;
    let year = MONTH_SECONDS as i64 * 12;
    for _ in 0..MONTHS / 12 {
        for (node, positions) in &mut nodes {
            node.report(&mut pool, now, BPS, now).unwrap();
            paid += u128::from(positions[9].claim(node, &mut pool, now).unwrap());
        }
        now += year;
        for (index, (node, positions)) in nodes.iter_mut().enumerate() {
            // Half of the reports are in time, half have lapsed and leave most of the year to the pool.
            if index % 2 == 0 {
                node.availability.reported_at = now;
            }
            paid += u128::from(node.claim_commission(&mut pool, now).unwrap());
            for position in &mut positions[..9] {
                paid += u128::from(position.claim(node, &mut pool, now).unwrap());
            }
            node.availability.reported_at = now - 1;
        }
        now += 1;
        let accrued = u128::from(PoolKind::Gpu.accrued(GENESIS, pool.synced_at)) << 64;
        assert_eq!(accrued, accounted(&pool, &nodes) + (paid << 64));
    }
    assert!(paid > u128::from(PoolKind::Gpu.accrued(GENESIS, now)) / 3, "{paid}");
    // Later all that lapsed nodes left comes out too.
    for _ in 0..20 {
        now += 1;
        for (node, _) in &mut nodes {
            node.report(&mut pool, now, BPS, now).unwrap();
        }
        now += year;
        nodes.iter_mut().for_each(|(node, _)| node.availability.reported_at = now);
        pool.advance(now).unwrap();
    }
    assert!(pool.carried < u128::from(pool.weight), "{} of {}", pool.carried, pool.weight);
}

/// One holder of everything, in the smallest pool for the longest time: the largest figures there can be.
#[test]
fn the_whole_supply_in_one_node() {
    for amount in [1, 200 * 100_000_000, HARD_CAP] {
        let mut pool = Pool::new(PoolKind::Gpu, GENESIS, 1).unwrap();
        let mut node = NodeLedger::new(1, 1, MAX_COMMISSION_BPS).unwrap();
        let mut operator = Position::default();
        operator.stake(&mut node, &mut pool, GENESIS, amount, Holder::Operator).unwrap();
        node.report(&mut pool, GENESIS, 1, GENESIS).unwrap();
        node.availability.reported_at = i64::MAX;
        for now in [GENESIS + MONTH_SECONDS as i64 * 241, i64::MAX] {
            node.sync(&mut pool, now).unwrap();
        }
        let all = PoolKind::Gpu.accrued(GENESIS, i64::MAX);
        let claimed = operator.claim(&mut node, &mut pool, i64::MAX).unwrap();
        let commission = node.claim_commission(&mut pool, i64::MAX).unwrap();
        if amount == 1 {
            assert_eq!((claimed, commission, pool.carried), (0, 0, u128::from(all) << 64));
        } else {
            assert_eq!(commission, all / 2);
            assert!(all / 2 - claimed <= 1, "{claimed}");
        }
    }
}

/// Shares at the lowest price, staked up to the whole supply: the most shares, and every product in 256 bits.
#[test]
fn the_most_shares_earn_as_well() {
    let mut pool = Pool::new(PoolKind::Gpu, GENESIS, 1).unwrap();
    let mut node = NodeLedger::new(100, 1, 0).unwrap();
    let (mut operator, mut delegator) = (Position::default(), Position::default());
    operator.stake(&mut node, &mut pool, GENESIS, 1 << 40, Holder::Operator).unwrap();
    // As after slashes: 2^20 shares to an asset.
    node.bonded.assets = 1 << 20;
    operator.stake(&mut node, &mut pool, GENESIS, HARD_CAP / 2, Holder::Operator).unwrap();
    delegator.stake(&mut node, &mut pool, GENESIS, HARD_CAP / 2, Holder::Delegator).unwrap();
    assert!(node.bonded.shares > u128::from(HARD_CAP) << 20);
    node.report(&mut pool, GENESIS, BPS, GENESIS).unwrap();
    let mut now = GENESIS;
    let mut paid = 0;
    for _ in 0..200 {
        now += 36 * DAY;
        node.availability.reported_at = now;
        paid += operator.claim(&mut node, &mut pool, now).unwrap();
        paid += delegator.claim(&mut node, &mut pool, now).unwrap();
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
