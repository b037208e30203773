//! Who may do what: deployer, admin, oracle, slasher; and how long ahead it is announced.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::{EMISSION, MINT},
        staking::{CONFIG, PROGRAM_DATA, STAKE_VAULT},
    },
    io_client::{
        emission,
        orders::Currency,
        staking::{self, InitializeParams, Role, StakingError},
    },
    io_economics::{
        staking::{PoolKind, BPS, COOLDOWN_SECONDS, MIN_FULL_WEIGHT, NOTICE_SECONDS, SLASHER_NOTICE_SECONDS},
        time::DAY,
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        calls::{with_account, ALREADY_IN_USE},
        staking::H100,
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

fn params() -> InitializeParams {
    let key = Pubkey::new_unique();
    InitializeParams {
        admin: key,
        oracle: key,
        slasher: key,
        gpu_full_weight: MIN_FULL_WEIGHT,
        cpu_full_weight: MIN_FULL_WEIGHT,
    }
}

fn initialize(signer: &Keypair) -> [solana_instruction::Instruction; 1] {
    [staking::initialize(&signer.pubkey(), params())]
}

#[test]
fn nobody_initializes_before_the_deployer() {
    let (mut world, _) = World::after_genesis();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    world.refused(&initialize(&stranger), &[&stranger], StakingError::NotUpgradeAuthority);
    let mut forged = world.svm.get_account(&PROGRAM_DATA).unwrap();
    forged.data[13..45].copy_from_slice(stranger.pubkey().as_ref());
    let elsewhere = world.key().pubkey();
    world.svm.set_account(elsewhere, forged).unwrap();
    let [call] = initialize(&stranger);
    let call = with_account(call, PROGRAM_DATA, elsewhere);
    world.refused(&[call], &[&stranger], StakingError::WrongProgramData);
    world.accepted(&initialize(&deployer), &[&deployer]);
}

#[test]
fn sol_sent_ahead_to_config_and_vault_blocks_nothing() {
    let (mut world, _) = World::after_genesis();
    for address in [CONFIG.address, STAKE_VAULT.address] {
        world.svm.airdrop(&address, 1_000_000).unwrap();
    }
    let deployer = world.deployer.insecure_clone();
    world.accepted(&initialize(&deployer), &[&deployer]);
}

#[test]
fn staking_starts_after_the_emission() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    world.refused(&initialize(&deployer), &[&deployer], StakingError::WrongEmission);
    world.accepted(&[emission::initialize(&deployer.pubkey())], &[&deployer]);
    world.refused(&initialize(&deployer), &[&deployer], StakingError::EmissionNotStarted);
}

#[test]
fn staking_starts_once() {
    let (mut world, _) = World::with_staking();
    let deployer = world.deployer.insecure_clone();
    world.refused(&initialize(&deployer), &[&deployer], ALREADY_IN_USE);
}

#[test]
fn initialize_takes_no_account_but_the_constants() {
    let (mut world, _) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let copy = world.key().pubkey();
    let state = world.svm.get_account(&EMISSION.address).unwrap();
    world.svm.set_account(copy, state).unwrap();
    let foreign_mint = world.mint(8);
    for (of, by, error) in [
        (EMISSION.address, copy, StakingError::WrongEmission),
        (EMISSION.address, foreign_mint, StakingError::WrongEmission),
        (MINT.address, foreign_mint, StakingError::WrongMint),
    ] {
        let [call] = initialize(&deployer);
        world.refused(&[with_account(call, of, by)], &[&deployer], error);
    }
}

#[test]
fn only_the_admin_administers() {
    let (mut world, cast) = World::with_staking();
    for signer in [world.wallet(), world.deployer.insecure_clone(), cast.oracle.insecure_clone()] {
        let key = signer.pubkey();
        for call in [
            staking::propose_admin(&key, key),
            staking::set_paused(&key, true),
            staking::announce_full_weight(&key, PoolKind::Gpu, MIN_FULL_WEIGHT),
            staking::announce_role(&key, Role::Oracle, key),
            staking::create_class(&key, 100, PoolKind::Gpu, 100),
            staking::update_class(&key, H100, 500),
            staking::void_epoch(&key, 0),
        ] {
            world.refused(&[call], &[&signer], StakingError::NotAdmin);
        }
    }
}

#[test]
fn the_admin_hands_over_in_two_steps() {
    let (mut world, cast) = World::with_staking();
    let (next, other) = (world.wallet(), world.wallet());
    let pause = |key: &Keypair| [staking::set_paused(&key.pubkey(), false)];
    let accept = |key: &Keypair| [staking::accept_admin(&key.pubkey())];
    world.refused(&accept(&next), &[&next], StakingError::NotNextAdmin);
    world.accepted(&[staking::propose_admin(&cast.admin.pubkey(), next.pubkey())], &[&cast.admin]);
    world.refused(&accept(&other), &[&other], StakingError::NotNextAdmin);
    world.refused(&accept(&cast.admin), &[&cast.admin], StakingError::NotNextAdmin);
    world.refused(&pause(&next), &[&next], StakingError::NotAdmin);
    world.accepted(&pause(&cast.admin), &[&cast.admin]);

    world.accepted(&accept(&next), &[&next]);
    world.refused(&accept(&next), &[&next], StakingError::NotNextAdmin);
    world.refused(&pause(&cast.admin), &[&cast.admin], StakingError::NotAdmin);
    world.accepted(&pause(&next), &[&next]);
}

#[test]
fn a_proposed_admin_can_be_taken_back() {
    let (mut world, cast) = World::with_staking();
    let next = world.wallet();
    for key in [next.pubkey(), Pubkey::default()] {
        world.accepted(&[staking::propose_admin(&cast.admin.pubkey(), key)], &[&cast.admin]);
    }
    world.refused(&[staking::accept_admin(&next.pubkey())], &[&next], StakingError::NotNextAdmin);
}

#[test]
fn another_oracle_reports_seven_days_later() {
    let (mut world, cast) = World::with_staking();
    let (_, node) = world.ready_node(&cast, H100, 1);
    let next = world.wallet();
    let announce = staking::announce_role(&cast.admin.pubkey(), Role::Oracle, next.pubkey());
    world.accepted(&[announce], &[&cast.admin]);
    let report = |world: &World, key: &Keypair| {
        [staking::report_availability(&key.pubkey(), &[world.report(&node, BPS, 0)])]
    };
    world.pass(NOTICE_SECONDS - 1);
    let early = report(&world, &next);
    world.refused(&early, &[&next], StakingError::NotOracle);
    let still = report(&world, &cast.oracle);
    world.accepted(&still, &[&cast.oracle]);
    world.pass(1);
    let late = report(&world, &cast.oracle);
    world.refused(&late, &[&cast.oracle], StakingError::NotOracle);
    let now = report(&world, &next);
    world.accepted(&now, &[&next]);
    assert_eq!(world.node(&node).ledger.availability.reported_at, world.now());
}

#[test]
fn another_slasher_finds_nothing_of_who_left_within_seven_days() {
    let (mut world, cast) = World::with_staking();
    let (_, node) = world.ready_node(&cast, H100, 1);
    let holder = world.holder(&cast, 1_000);
    let (key, next) = (holder.pubkey(), world.wallet());
    world.stake(&holder, &node, 1_000);
    let announce = staking::announce_role(&cast.admin.pubkey(), Role::Slasher, next.pubkey());
    world.accepted(&[announce], &[&cast.admin]);
    let propose = |key: &Keypair| [staking::propose_slash(&key.pubkey(), &node, 10_000)];
    world.pass(NOTICE_SECONDS - 1);
    world.accepted(&[staking::unstake(&key, &node, 1_000 * IO)], &[&holder]);
    world.pass(COOLDOWN_SECONDS);
    world.refused(&propose(&next), &[&next], StakingError::NotSlasher);
    world.accepted(&[staking::withdraw(&key, &node)], &[&holder]);
    assert_eq!(world.wallet_balance(&key, Currency::Io), 1_000 * IO);
    world.pass(1);
    world.refused(&propose(&cast.slasher), &[&cast.slasher], StakingError::NotSlasher);
    world.accepted(&propose(&next), &[&next]);
    let cancel = [staking::cancel_slash(&cast.slasher.pubkey(), &node)];
    world.refused(&cancel, &[&cast.slasher], StakingError::NotSlasherOrAdmin);
}

#[test]
fn an_announcement_of_a_role_replaces_one_that_does_not_hold_yet() {
    let (mut world, cast) = World::with_staking();
    let [first, second] = [(); 2].map(|()| world.wallet().pubkey());
    let admin = cast.admin.pubkey();
    let at = |world: &World, role, after| {
        let (config, time) = (world.staking(), world.now() + after);
        match role {
            Role::Oracle => config.oracle.at(time),
            Role::Slasher => config.slasher.at(time),
        }
    };
    for (role, holds, notice) in [
        (Role::Oracle, cast.oracle.pubkey(), NOTICE_SECONDS),
        (Role::Slasher, cast.slasher.pubkey(), SLASHER_NOTICE_SECONDS),
    ] {
        world.accepted(&[staking::announce_role(&admin, role, first)], &[&cast.admin]);
        world.pass(notice - 1);
        world.accepted(&[staking::announce_role(&admin, role, second)], &[&cast.admin]);
        for (after, who) in [(1, holds), (notice - 1, holds), (notice, second)] {
            assert_eq!(at(&world, role, after), who, "{role:?}, {after} seconds later");
        }
        // One that holds by now stays until the next one does.
        world.pass(notice);
        world.accepted(&[staking::announce_role(&admin, role, first)], &[&cast.admin]);
        for (after, who) in [(0, second), (notice - 1, second), (notice, first)] {
            assert_eq!(at(&world, role, after), who, "{role:?}, {after} seconds later");
        }
    }
    // A clock that goes back shortens no notice.
    let announce = staking::announce_full_weight(&admin, PoolKind::Gpu, MIN_FULL_WEIGHT);
    world.accepted(&[announce], &[&cast.admin]);
    let seen = world.now();
    world.set_clock(seen - 365 * DAY);
    world.accepted(&[staking::announce_role(&admin, Role::Oracle, second)], &[&cast.admin]);
    assert_eq!(world.staking().oracle.next_at, seen + NOTICE_SECONDS);
}
