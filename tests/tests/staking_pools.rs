//! The pools: the full weight, and the multipliers of classes.

mod staking_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_client::staking::{self, events, HardwareClass, InitializeParams, RegisterParams, StakingError},
    io_economics::{
        staking::{PoolKind, MAX_FULL_WEIGHT, MAX_MULTIPLIER, MIN_FULL_WEIGHT, NOTICE_SECONDS},
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        calls::ALREADY_IN_USE,
        staking::{Cast, APPLE, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    staking_scene::{accrued, claim, params, sync},
};

/// What a node of one H100 weighs.
const ONE: u64 = 10_000_000;

#[test]
fn full_weights_have_bounds() {
    let (mut world, _) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let key = deployer.pubkey();
    let params = params(key);
    for full_weight in [0, MIN_FULL_WEIGHT - 1, MAX_FULL_WEIGHT + 1, u64::MAX] {
        for params in [
            InitializeParams { gpu_full_weight: full_weight, ..params },
            InitializeParams { cpu_full_weight: full_weight, ..params },
        ] {
            let call = staking::initialize(&key, params);
            world.refused(&[call], &[&deployer], StakingError::InvalidFullWeight);
        }
    }
    let params = InitializeParams { gpu_full_weight: 4 * MIN_FULL_WEIGHT, ..params };
    world.accepted(&[staking::initialize(&key, params)], &[&deployer]);
    let announce = |full_weight| [staking::announce_full_weight(&key, PoolKind::Gpu, full_weight)];
    for (full_weight, error) in [
        (MIN_FULL_WEIGHT - 1, StakingError::InvalidFullWeight),
        (MAX_FULL_WEIGHT + 1, StakingError::InvalidFullWeight),
        (2 * MIN_FULL_WEIGHT - 1, StakingError::FullWeightStep),
        (8 * MIN_FULL_WEIGHT + 1, StakingError::FullWeightStep),
        (4 * MIN_FULL_WEIGHT + 1, StakingError::FullWeightAboveNetwork),
    ] {
        world.refused(&announce(full_weight), &[&deployer], error);
    }
    let receipt = world.accepted(&announce(2 * MIN_FULL_WEIGHT), &[&deployer]);
    let event = receipt.events::<events::FullWeightAnnounced>().remove(0);
    assert_eq!((event.full_weight, event.effective_at), (2 * MIN_FULL_WEIGHT, world.now() + NOTICE_SECONDS));
}

#[test]
fn a_full_weight_rises_to_twice_the_network() {
    let (mut world, cast) = World::with_staking();
    world.ready_node(&cast, H100, 90);
    let announce =
        |full_weight| [staking::announce_full_weight(&cast.admin.pubkey(), PoolKind::Gpu, full_weight)];
    let most = 2 * 90 * ONE;
    world.refused(&announce(most + 1), &[&cast.admin], StakingError::FullWeightAboveNetwork);
    world.accepted(&announce(most), &[&cast.admin]);
    // The network is gone by the time at which it counts: it may come down again.
    world.pass(NOTICE_SECONDS);
    world.refused(&announce(most / 2 - 1), &[&cast.admin], StakingError::InvalidFullWeight);
    world.accepted(&announce(MIN_FULL_WEIGHT), &[&cast.admin]);
    assert_eq!(world.staking().pools.gpu.full_weight, most);
}

#[test]
fn a_full_weight_counts_from_its_second_on_and_reaches_back_to_nothing() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 100);
    let announce = staking::announce_full_weight(&cast.admin.pubkey(), PoolKind::Gpu, 2 * MIN_FULL_WEIGHT);
    // Before: a claim of 100,247 IO became one of 20 when the admin raised the floor.
    world.pass(12 * HOUR);
    let mut undisturbed = world.clone();
    world.accepted(&[announce], &[&cast.admin]);
    let at = world.now() + NOTICE_SECONDS;
    let fair = claim(&mut undisturbed, &operator, &node);
    assert_eq!(claim(&mut world, &operator, &node), fair);
    assert_eq!(fair / IO, 47_860);

    while world.now() < at - 12 * HOUR {
        world.pass(12 * HOUR);
        world.attest(&cast, &node);
    }
    claim(&mut world, &operator, &node);
    let before = accrued(&world);
    // Nobody looks at its second: until then all is paid, from then on half of what accrues.
    world.set_clock(at);
    let until = accrued(&world);
    world.pass(6 * HOUR);
    let claimed = claim(&mut world, &operator, &node);
    let released = ((PoolKind::Gpu.release_rate() * 6 * HOUR as u128) >> 64) as u64;
    let fair = until - before + (accrued(&world) - until) / 2;
    assert!(claimed >= fair && claimed - fair <= released / 2 + 1, "{claimed} for a fair {fair}");
}

#[test]
fn a_lone_small_node_in_an_empty_pool_wins_no_windfall() {
    let (mut world, cast) = World::with_staking();
    world.pass(30 * DAY);
    // RTX 3090.
    let (operator, node) = world.ready_node(&cast, 6, 1);
    let (before, weight) = (accrued(&world), u128::from(world.staking().pools.gpu.weight));
    world.pass(12 * HOUR);
    let most = (u128::from(accrued(&world) - before) << 64) + PoolKind::Gpu.release_rate() * 12 * 3_600;
    let most = (most * weight / u128::from(MIN_FULL_WEIGHT)) >> 64;
    let claimed = u128::from(claim(&mut world, &operator, &node));
    assert!(claimed <= most && most - claimed <= 1, "{claimed} of at most {most}");
}

#[test]
fn multipliers_have_bounds() {
    let (mut world, cast) = World::with_staking();
    let admin = cast.admin.pubkey();
    let create = |id, multiplier| [staking::create_class(&admin, id, PoolKind::Cpu, multiplier)];
    for multiplier in [0, MAX_MULTIPLIER + 1, u16::MAX] {
        world.refused(&create(100, multiplier), &[&cast.admin], StakingError::InvalidMultiplier);
    }
    for (id, multiplier) in [(100, 1), (101, MAX_MULTIPLIER), (102, 101)] {
        world.accepted(&create(id, multiplier), &[&cast.admin]);
    }
    world.refused(&create(100, 100), &[&cast.admin], ALREADY_IN_USE);

    let update = |id, multiplier| [staking::update_class(&admin, id, multiplier)];
    for (id, multiplier, error) in [
        (H100, 2_001, StakingError::MultiplierStep),
        (H100, 499, StakingError::MultiplierStep),
        (H100, 0, StakingError::MultiplierTooHighToRetire),
        (H100, u16::MAX, StakingError::InvalidMultiplier),
        (101, MAX_MULTIPLIER + 1, StakingError::InvalidMultiplier),
        (102, 0, StakingError::MultiplierTooHighToRetire),
        (100, 3, StakingError::MultiplierStep),
    ] {
        world.refused(&update(id, multiplier), &[&cast.admin], error);
    }
    for (id, multiplier) in [(H100, 2_000), (H100, 500), (101, MAX_MULTIPLIER / 2), (102, 100), (100, 2)] {
        world.accepted(&update(id, multiplier), &[&cast.admin]);
    }
    // Retired from the multiplier in force, and for good once that holds.
    world.accepted(&update(APPLE, 0), &[&cast.admin]);
    world.pass(NOTICE_SECONDS - 1);
    world.accepted(&update(APPLE, 0), &[&cast.admin]);
    world.pass(NOTICE_SECONDS);
    for multiplier in [0, 1, 100] {
        world.refused(&update(APPLE, multiplier), &[&cast.admin], StakingError::ClassRetired);
    }
}

#[test]
fn an_announcement_of_a_class_replaces_one_that_does_not_hold_yet() {
    let (mut world, cast) = World::with_staking();
    let announce = |multiplier| [staking::update_class(&cast.admin.pubkey(), H100, multiplier)];
    let holds = |world: &World, after: i64| {
        let class = staking::class_address(H100);
        let data = world.svm.get_account(&class).unwrap().data;
        let class: HardwareClass = anchor_lang::AccountDeserialize::try_deserialize(&mut &data[..]).unwrap();
        class.multiplier_at(world.now() + after)
    };
    world.accepted(&announce(500), &[&cast.admin]);
    world.pass(NOTICE_SECONDS - 1);
    world.accepted(&announce(700), &[&cast.admin]);
    for (after, multiplier) in [(1, 1_000), (NOTICE_SECONDS - 1, 1_000), (NOTICE_SECONDS, 700)] {
        assert_eq!(holds(&world, after), multiplier);
    }
    // One that holds by now stays until the next one does, and is what the next step counts from.
    world.pass(NOTICE_SECONDS);
    world.refused(&announce(349), &[&cast.admin], StakingError::MultiplierStep);
    world.accepted(&announce(350), &[&cast.admin]);
    for (after, multiplier) in [(0, 700), (NOTICE_SECONDS - 1, 700), (NOTICE_SECONDS, 350)] {
        assert_eq!(holds(&world, after), multiplier);
    }
}

/// A node of one H100, whose class is announced to get `multiplier`, a second before it holds.
fn before_a_change(multiplier: u16) -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 1);
    world.accepted(&[staking::update_class(&cast.admin.pubkey(), H100, multiplier)], &[&cast.admin]);
    world.pass(NOTICE_SECONDS - 1);
    world.attest(&cast, &node);
    assert_eq!(world.node(&node).ledger.multiplier, 1_000);
    (world, cast, operator, node)
}

#[test]
fn a_node_takes_a_multiplier_over_with_its_report_and_never_by_a_sync() {
    let (mut world, cast, operator, node) = before_a_change(500);
    let multiplier = |world: &World, node| world.node(&node).ledger.multiplier;
    let update = |node| [staking::update_hardware(&operator.pubkey(), &node, H100, 2)];
    let early = world.register(&operator, 1, H100, 1);
    assert_eq!(multiplier(&world, early), 1_000);
    world.pass(1);
    sync(&mut world, &node);
    assert_eq!((multiplier(&world, node), world.node(&node).ledger.weight), (1_000, ONE));
    let late = world.register(&operator, 2, H100, 1);
    assert_eq!(multiplier(&world, late), 500);
    world.accepted(&update(early), &[&operator]);
    assert_eq!(multiplier(&world, early), 500);
    let receipt = world.attest(&cast, &node);
    assert_eq!((multiplier(&world, node), world.node(&node).ledger.weight), (500, ONE / 2));
    let outcome = &receipt.events::<events::AvailabilityReported>()[0].outcomes[0];
    assert_eq!((outcome.skipped, outcome.multiplier), (None, 500));
}

#[test]
fn a_rise_waits_for_its_stake() {
    let (mut world, cast, operator, node) = before_a_change(1_500);
    world.pass(1);
    let weight = |world: &mut World| {
        world.attest(&cast, &node);
        world.pass(1);
        world.node(&node).ledger.weight
    };
    assert_eq!(weight(&mut world), ONE, "2,000 IO of 3,000");
    world.stake(&operator, &node, 999);
    assert_eq!(weight(&mut world), ONE);
    world.stake(&operator, &node, 1);
    assert_eq!(world.node(&node).ledger.weight, ONE, "with its next report");
    assert_eq!(weight(&mut world), ONE / 2 * 3);
}

#[test]
fn a_fall_cannot_be_put_off_by_stake_that_comes_after_the_report() {
    let (mut world, cast, operator, node) = before_a_change(500);
    world.pass(1);
    let unstake = staking::unstake(&operator.pubkey(), &node, 2_000 * IO);
    world.accepted(&[unstake], &[&operator]);
    world.attest(&cast, &node);
    world.stake(&operator, &node, 2_000);
    assert_eq!(world.node(&node).ledger.weight, ONE / 2);
}

#[test]
fn a_retired_class_earns_nothing_and_takes_no_node() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, APPLE, 1);
    let key = operator.pubkey();
    world.accepted(&[staking::update_class(&cast.admin.pubkey(), APPLE, 0)], &[&cast.admin]);
    world.pass(NOTICE_SECONDS);
    sync(&mut world, &node);
    world.attest(&cast, &node);
    let ledger = world.node(&node).ledger;
    assert_eq!((ledger.multiplier, ledger.weight, ledger.minimum()), (0, 0, 200 * IO));
    world.pass(HOUR);
    sync(&mut world, &node);
    assert_eq!(world.staking().pools.cpu.weight, 0);

    let params = RegisterParams { processors: 1, commission_bps: 0, payout: key };
    let register = staking::register_node(&key, 1, APPLE, params);
    world.refused(&[register], &[&operator], StakingError::ClassRetired);
    let other = world.register(&operator, 2, H100, 1);
    for node in [node, other] {
        let move_there = staking::update_hardware(&key, &node, APPLE, 1);
        world.refused(&[move_there], &[&operator], StakingError::ClassRetired);
    }
    world.accepted(&[staking::update_hardware(&key, &node, H100, 1)], &[&operator]);
}
