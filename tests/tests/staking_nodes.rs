//! Nodes: hardware, reports, commission, hires.

use {
    anchor_lang::prelude::Pubkey,
    io_client::staking::{self, events, NodeReport, RegisterParams, StakingError},
    io_economics::{
        staking::{BPS, MAX_COMMISSION_BPS, NOTICE_SECONDS, REPORT_SECONDS},
        time::HOUR,
    },
    io_testkit::{
        calls::{with_account, NO_SIGNATURE},
        staking::{Cast, APPLE, H100},
        Receipt, World,
    },
    solana_keypair::Keypair,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
};

fn scene() -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 2);
    (world, cast, operator, node)
}

fn send(world: &mut World, cast: &Cast, reports: &[NodeReport]) -> Receipt {
    let call = staking::report_availability(&cast.oracle.pubkey(), reports);
    world.accepted(&[call], &[&cast.oracle])
}

/// Why each report was skipped.
fn skipped(receipt: &Receipt) -> Vec<Option<u32>> {
    let event = receipt.events::<events::AvailabilityReported>().remove(0);
    event.outcomes.iter().map(|outcome| outcome.skipped).collect()
}

fn why(error: StakingError) -> Option<u32> {
    Some(error.into())
}

fn claim(world: &mut World, owner: &Keypair, node: &Pubkey) -> u64 {
    let call = staking::crank_and_claim(&owner.pubkey(), node, &world.emission(), world.now());
    let receipt = world.accepted(&call, &[owner]);
    receipt.events::<events::Claimed>()[0].amount
}

#[test]
fn a_node_has_processors_and_a_bounded_commission() {
    let (mut world, _, operator, node) = scene();
    let key = operator.pubkey();
    let params = RegisterParams { processors: 1, commission_bps: MAX_COMMISSION_BPS, payout: key };
    let register = |params| [staking::register_node(&key, 1, H100, params)];
    let none = register(RegisterParams { processors: 0, ..params });
    world.refused(&none, &[&operator], StakingError::InvalidProcessors);
    for commission_bps in [MAX_COMMISSION_BPS + 1, u16::MAX] {
        let greedy = register(RegisterParams { commission_bps, ..params });
        world.refused(&greedy, &[&operator], StakingError::CommissionTooHigh);
        let announce = [staking::announce_commission(&key, &node, commission_bps)];
        world.refused(&announce, &[&operator], StakingError::CommissionTooHigh);
    }
    let update = staking::update_hardware(&key, &node, H100, 0);
    world.refused(&[update], &[&operator], StakingError::InvalidProcessors);
    // Its event has all of which its address is derived.
    let receipt = world.accepted(&register(params), &[&operator]);
    let event: events::NodeRegistered = receipt.events().remove(0);
    assert_eq!((event.operator, event.id), (key, 1));
    assert_eq!(event.node, staking::node_address(&event.operator, event.id));
    world.refused(&register(params), &[&operator], io_testkit::calls::ALREADY_IN_USE);
}

#[test]
fn a_rise_of_commission_holds_seven_days_later_and_taxes_nothing_of_before() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    // Whose rewards are half of the node's.
    let holder = world.holder(&cast, 2_000);
    world.stake(&holder, &node, 2_000);
    world.pass(2 * HOUR);
    world.accepted(&[staking::announce_commission(&key, &node, 5_000)], &[&operator]);
    world.pass(NOTICE_SECONDS - 1);
    world.attest(&cast, &node);
    let ledger = world.node(&node).ledger;
    assert_eq!((ledger.commission.bps, ledger.commission_owed), (0, 0));
    world.pass(1);
    let sync = [staking::sync_node(&node)];
    world.accepted(&sync, &[]);
    let ledger = world.node(&node).ledger;
    assert_eq!((ledger.commission.bps, ledger.commission_owed), (5_000, 0));
    assert!(claim(&mut world, &holder, &node) > 0);

    world.pass(2 * HOUR);
    world.accepted(&sync, &[]);
    let owed = (world.node(&node).ledger.commission_owed >> 64) as u64;
    assert!(owed.abs_diff(claim(&mut world, &holder, &node)) <= 1, "half and half");
}

#[test]
fn a_fall_of_commission_holds_at_once_and_takes_a_rise_back() {
    let (mut world, _, operator, node) = scene();
    let key = operator.pubkey();
    for bps in [1_000, 0] {
        world.accepted(&[staking::announce_commission(&key, &node, bps)], &[&operator]);
    }
    world.pass(NOTICE_SECONDS);
    world.accepted(&[staking::sync_node(&node)], &[]);
    assert_eq!(world.node(&node).ledger.commission.bps, 0);
}

#[test]
fn new_hardware_earns_nothing_until_it_is_attested() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    world.pass(2 * HOUR);
    let in_flight = world.report(&node, BPS, 0);
    world.accepted(&[staking::update_hardware(&key, &node, H100, 1)], &[&operator]);
    assert!(claim(&mut world, &operator, &node) > 0, "what was earned stays earned");
    world.pass(60);
    let receipt = send(&mut world, &cast, &[in_flight]);
    assert_eq!(skipped(&receipt), [why(StakingError::ReportStale)]);
    world.pass(2 * HOUR);
    let nothing = staking::claim(&key, &node);
    world.refused(&[nothing], &[&operator], StakingError::NothingToClaim);

    let receipt = world.attest(&cast, &node);
    assert_eq!(skipped(&receipt), [None]);
    assert_eq!(world.node(&node).ledger.weight, 10_000_000);
    world.pass(2 * HOUR);
    assert!(claim(&mut world, &operator, &node) > 0);
}

#[test]
fn a_node_moves_to_the_other_pool_with_its_class() {
    let (mut world, cast, operator, node) = scene();
    let key = operator.pubkey();
    let weights = |world: &World| [world.staking().pools.gpu.weight, world.staking().pools.cpu.weight];
    assert_eq!(weights(&world), [20_000_000, 0]);
    world.pass(2 * HOUR);
    world.accepted(&[staking::update_hardware(&key, &node, APPLE, 2)], &[&operator]);
    assert_eq!(weights(&world), [0, 0]);
    world.attest(&cast, &node);
    assert_eq!(weights(&world), [0, 2_000_000]);
    let gpu = claim(&mut world, &operator, &node);
    world.pass(HOUR);
    let cpu = claim(&mut world, &operator, &node);
    assert!(0 < cpu && cpu < gpu / 4, "{cpu} of 5% for an hour, {gpu} of 95%");
    world.accepted(&[staking::update_hardware(&key, &node, H100, 1)], &[&operator]);
    world.pass(1);
    world.attest(&cast, &node);
    assert_eq!(weights(&world), [10_000_000, 0]);
}

#[test]
fn only_the_oracle_reports() {
    let (mut world, cast, operator, node) = scene();
    world.pass(1);
    for signer in [&operator, &cast.admin, &cast.slasher] {
        let call = staking::report_availability(&signer.pubkey(), &[world.report(&node, BPS, 0)]);
        world.refused(&[call], &[signer], StakingError::NotOracle);
    }
}

#[test]
fn a_bad_report_is_skipped_and_the_others_count() {
    let (mut world, cast, operator, first) = scene();
    let nodes: Vec<_> = (1..8).map(|id| world.register(&operator, id, H100, 1)).collect();
    world.pass(2 * HOUR);
    world.attest(&cast, &nodes[2]);
    world.accepted(&[staking::retire_node(&operator.pubkey(), &nodes[5])], &[&operator]);
    let mut of_revision_1 = world.report(&nodes[6], BPS, 0);
    of_revision_1.report.revision = 1;
    let reports = [
        world.report(&first, 5_000, 0),
        world.report(&nodes[0], BPS, -1),
        world.report(&nodes[1], BPS, REPORT_SECONDS),
        world.report(&nodes[2], BPS, 1),
        world.report(&nodes[3], BPS + 1, 0),
        world.report(&nodes[4], BPS, REPORT_SECONDS - HOUR),
        world.report(&nodes[5], BPS, 0),
        of_revision_1,
    ];
    let receipt = send(&mut world, &cast, &reports);
    let expected = [
        None,
        why(StakingError::ReportFromFuture),
        why(StakingError::ReportStale),
        why(StakingError::ReportStale),
        why(StakingError::InvalidAvailability),
        None,
        why(StakingError::Retired),
        why(StakingError::ReportStale),
    ];
    assert_eq!(skipped(&receipt), expected);
    assert_eq!(world.node(&first).ledger.availability.bps, 5_000);
    assert_eq!(world.node(&nodes[0]).ledger.availability.bps, 0);
    assert_eq!(world.node(&nodes[4]).ledger.availability.bps, BPS);
}

#[test]
fn a_batch_names_each_node_once() {
    let (mut world, cast, _, node) = scene();
    world.pass(1);
    let reports = [world.report(&node, BPS, 0), world.report(&node, 1, 0)];
    let call = staking::report_availability(&cast.oracle.pubkey(), &reports);
    world.refused(&[call], &[&cast.oracle], StakingError::DuplicateNode);
}

#[test]
fn a_batch_has_a_report_for_each_node() {
    let (mut world, cast, operator, node) = scene();
    let other = world.register(&operator, 1, H100, 1);
    world.pass(1);
    let reports = [world.report(&node, BPS, 0), world.report(&other, BPS, 0)];
    let both = staking::report_availability(&cast.oracle.pubkey(), &reports);
    let mut fewer = both;
    fewer.accounts.truncate(3);
    world.refused(&[fewer], &[&cast.oracle], StakingError::BatchMismatch);
}

#[test]
fn max_reports_fit_in_a_transaction_and_one_more_does_not() {
    let (mut world, cast) = World::with_staking();
    let operator = world.wallet();
    let nodes: Vec<_> =
        (0..=staking::MAX_REPORTS as u32).map(|id| world.register(&operator, id, H100, 1)).collect();
    let batch = |world: &World, count| -> Vec<_> {
        nodes[..count].iter().map(|node| world.report(node, BPS, 0)).collect()
    };
    let reports = batch(&world, staking::MAX_REPORTS);
    let receipt = send(&mut world, &cast, &reports);
    assert!(receipt.bytes <= 1_232, "{} bytes", receipt.bytes);
    assert!(receipt.compute_units <= 1_400_000, "{} units", receipt.compute_units);
    assert_eq!(skipped(&receipt), [None; staking::MAX_REPORTS]);
    world.pass(1);
    let reports = batch(&world, staking::MAX_REPORTS + 1);
    let receipt = send(&mut world, &cast, &reports);
    assert!(receipt.bytes > 1_232, "{} bytes: MAX_REPORTS can be more", receipt.bytes);
}

#[test]
fn only_the_orders_program_hires_and_releases() {
    let (mut world, _, operator, node) = scene();
    let orders = io_addresses::orders::CONFIG.address;
    let until = world.now() + HOUR;
    let freed = world.register(&operator, 1, H100, 2);
    let move_hire = staking::move_hire(&node, &freed, 1, until);
    for call in [staking::hire(&node, 1, until), staking::release(&node, 1), move_hire] {
        let by_another = with_account(call.clone(), orders, operator.pubkey());
        world.refused(&[by_another], &[&operator], StakingError::NotOrders);
        let mut unsigned = call.clone();
        unsigned.accounts[0].is_signer = false;
        world.refused(&[unsigned], &[], NO_SIGNATURE);
        // The address has no key, so nobody can sign for it.
        let message = Message::new(&[call], Some(&world.payer.pubkey()));
        let mut forged = Transaction::new_unsigned(message);
        forged.partial_sign(&[&world.payer], world.svm.latest_blockhash());
        forged.signatures[1] = forged.signatures[0];
        let failed = world.svm.send_transaction(forged).expect_err("a forged signature");
        assert_eq!(failed.err, TransactionError::SignatureFailure);
    }
    assert_eq!(world.node(&node).ledger.hired, 0);
}
