//! Reports: batches of them, and their lapse, up to which a node is paid whoever syncs whom.

mod staking_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::staking::{CONFIG, REWARD_VAULT},
    io_client::staking::{self, events, StakingError},
    io_economics::{
        staking::{PoolKind, BPS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{Cast, APPLE, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    staking_scene::{accrued, attest_all, claim, send, skipped, sync, why},
};

#[test]
fn a_batch_skips_what_is_no_node_or_cannot_be_written() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 1);
    let [other, last] = [1, 2].map(|id| world.register(&operator, id, H100, 1));
    world.pass(1);
    let mut state = world.svm.get_account(&other).unwrap();
    state.owner = world.key().pubkey();
    let foreign = world.key().pubkey();
    world.svm.set_account(foreign, state).unwrap();
    let stake = staking::stake_address(&node, &operator.pubkey());
    for account in [CONFIG.address, stake, staking::class_address(APPLE), foreign, world.key().pubkey()] {
        let mut reports = [&node, &other, &last].map(|node| world.report(node, BPS, 0));
        reports[1].node = account;
        let receipt = send(&mut world, &cast, &reports);
        assert_eq!(skipped(&receipt), [None, why(StakingError::NotANode), None]);
        world.pass(1);
    }
    let reports = [&node, &other, &last].map(|node| world.report(node, BPS, 0));
    let mut call = staking::report_availability(&cast.oracle.pubkey(), &reports);
    call.accounts[3].is_writable = false;
    let receipt = world.accepted(&[call], &[&cast.oracle]);
    assert_eq!(skipped(&receipt), [None, why(StakingError::NodeNotWritable), None]);
    assert_eq!(world.node(&other).ledger.availability.bps, 0);
    // And one whose class is not there, which alone says what it weighs.
    world.pass(1);
    let mut reports = [&node, &other].map(|node| world.report(node, BPS, 0));
    reports.iter_mut().for_each(|report| report.class = staking::class_address(APPLE));
    let receipt = send(&mut world, &cast, &reports);
    assert_eq!(skipped(&receipt), [why(StakingError::WrongClass); 2]);
}

#[test]
fn reports_of_several_classes_fit_in_a_transaction_by_batches() {
    let (mut world, cast) = World::with_staking();
    let operator = world.wallet();
    let nodes: Vec<_> = (0..40).map(|id| world.register(&operator, id, (id % 9) as u16, 1)).collect();
    let reports: Vec<_> = nodes.iter().map(|node| world.report(node, BPS, 0)).collect();
    for batch in staking::batches(&reports) {
        let receipt = send(&mut world, &cast, &batch);
        assert!(receipt.bytes <= 1_232, "{} bytes", receipt.bytes);
        assert!(skipped(&receipt).iter().all(Option::is_none));
    }
    assert!(nodes.iter().all(|node| world.node(node).ledger.availability.bps == BPS));
}

/// `count` nodes of equal weight, which fill the pool together, each with a report of now.
fn equal(count: u32) -> (World, Cast, Vec<(Keypair, Pubkey)>) {
    let (mut world, cast) = World::with_staking();
    let nodes: Vec<_> = (0..count).map(|_| world.ready_node(&cast, H100, 100 / count)).collect();
    world.pass(2 * HOUR);
    let addresses: Vec<_> = nodes.iter().map(|(_, node)| *node).collect();
    attest_all(&mut world, &cast, &addresses);
    for (operator, node) in &nodes {
        claim(&mut world, operator, node);
    }
    (world, cast, nodes)
}

#[test]
fn ten_nodes_earn_a_tenth_of_their_day_each_whoever_is_synced_first() {
    let (world, _, nodes) = equal(10);
    let before = accrued(&world);
    let mut late = world.clone();
    late.pass(DAY);
    let fair = (accrued(&late) - before) / 10;
    // Before: the last to be synced had 1.006 times its day after a minute, 1.36 after an hour, 2.0
    // after three.
    for gap in [60, HOUR, 3 * HOUR, 3 * DAY] {
        let mut world = world.clone();
        world.pass(DAY + gap);
        let (last, others) = nodes.split_last().unwrap();
        others.iter().for_each(|(_, node)| sync(&mut world, node));
        for (operator, node) in [last, &others[0]] {
            let claimed = claim(&mut world, operator, node);
            assert!(claimed.abs_diff(fair) <= 1, "{claimed} for a fair {fair}, {gap} seconds late");
        }
    }
}

#[test]
fn the_first_of_a_batch_in_an_empty_pool_earns_its_day() {
    // Before: 5.31 times its day after a day, 7.46 times after three.
    let (mut world, _, nodes) = equal(10);
    let (before, mut late) = (accrued(&world), world.clone());
    late.pass(DAY);
    let fair = (accrued(&late) - before) / 10;
    world.pass(4 * DAY);
    let (operator, node) = &nodes[0];
    let key = operator.pubkey();
    // Nor does a change of its stake lift anything.
    let calls = [staking::unstake(&key, node, 1), staking::sync_node(node), staking::stake(&key, node, 1)];
    world.accepted(&calls, &[operator]);
    for (operator, node) in &nodes {
        let claimed = claim(&mut world, operator, node);
        assert!(claimed.abs_diff(fair) <= 1, "{claimed} for a fair {fair}");
    }
}

#[test]
fn a_report_that_lapses_while_a_claim_is_in_flight_earns_up_to_its_hour() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 100);
    world.pass(HOUR + 17 * 60);
    world.attest(&cast, &node);
    let lapse = World::START + 25 * HOUR;
    assert_eq!(world.node(&node).ledger.weight_until, lapse);
    world.pass(36 * HOUR);
    let fair = PoolKind::Gpu.accrued(World::START, lapse);
    let claimed = claim(&mut world, &operator, &node);
    assert!(fair - claimed <= 1, "{claimed} of {fair}");
    assert_eq!((world.node(&node).ledger.weight, world.staking().pools.gpu.weight), (0, 0));
}

#[test]
fn a_node_that_nobody_syncs_for_a_week_after_its_lapse_gets_nothing_and_nobody_gains_by_it() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 50);
    let (other, present) = world.ready_node(&cast, H100, 50);
    let lapse = world.node(&node).ledger.weight_until;
    while world.now() < lapse + 7 * DAY - 12 * HOUR {
        world.pass(12 * HOUR);
        world.attest(&cast, &present);
    }
    world.set_clock(lapse + 7 * DAY - 1);
    let mut in_time = world.clone();
    assert_eq!(claim(&mut in_time, &operator, &node) / IO, 50_036);
    world.pass(1);
    sync(&mut world, &present);
    let carried = world.staking().pools.gpu.carried;
    let nothing = staking::claim(&operator.pubkey(), &node);
    world.crank();
    world.refused(&[nothing], &[&operator], StakingError::NothingToClaim);
    sync(&mut world, &node);
    assert_eq!(world.staking().pools.gpu.carried, carried);
    let [with, without] = [&mut in_time, &mut world].map(|world| {
        world.set_clock(lapse + 7 * DAY + HOUR);
        claim(world, &other, &present)
    });
    assert!(with.abs_diff(without) <= 1);
}

#[test]
fn a_node_keeps_its_day_though_99_others_join_after_it() {
    // Before: 10,442 of 104,424 IO.
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 100);
    world.pass(DAY);
    let fair = accrued(&world);
    world.pass(HOUR);
    let others: Vec<_> = (0..99).map(|_| world.ready_node(&cast, H100, 100).1).collect();
    world.pass(6 * DAY);
    attest_all(&mut world, &cast, &others);
    let claimed = claim(&mut world, &operator, &node);
    assert!(fair - claimed <= 1, "{claimed} of {fair}");
    assert_eq!(fair / IO, 100_072);
}

#[test]
fn after_a_clock_that_went_back_a_claim_pays_what_there_is() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 100);
    let claims = [staking::claim(&operator.pubkey(), &node)];
    world.pass(12 * HOUR);
    let late = world.now();
    world.refused(&claims, &[&operator], StakingError::CrankFirst);
    sync(&mut world, &node);
    world.set_clock(late - 8 * HOUR);
    // Before: CrankFirst until it was late again, however often it was cranked.
    world.crank();
    let held = world.balance(&REWARD_VAULT);
    let receipt = world.accepted(&claims, &[&operator]);
    assert_eq!(receipt.events::<events::Claimed>()[0].amount, held);
    world.refused(&claims, &[&operator], StakingError::NothingToClaim);
    let commission = staking::claim_commission(&node, &operator.pubkey());
    world.refused(&[commission], &[], StakingError::NothingToClaim);
    world.set_clock(late);
    let rest = claim(&mut world, &operator, &node);
    let fair = accrued(&world);
    assert!(fair - held - rest <= 1, "{held} and {rest} of {fair}");
}
