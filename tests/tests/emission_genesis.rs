//! Genesis of the mint: its three transactions, who runs them, in which order, and into which
//! accounts the five allocations go. What other code could have left in the locks is in
//! `vesting_attacks`.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::{EMISSION, METADATA, MINT, PROGRAM_DATA},
        external::METADATA_PROGRAM,
        staking::REWARD_VAULT,
        vesting::{CATEGORIES, PROGRAM_DATA as VESTING_PROGRAM_DATA, VAULTS},
    },
    io_client::{
        emission::{self, events, EmissionError},
        token,
        vesting::{self, Managers},
    },
    io_economics::{
        genesis::{self, ALLOCATIONS},
        time::HOUR,
    },
    io_testkit::{
        calls::{with_account, ALREADY_IN_USE, NOT_OURS, NOT_THERE, NO_SIGNATURE, OTHER_TYPE},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// A world whose mint exists and whose locks are initialized and final.
fn locked() -> World {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); 5].map(|()| world.key().pubkey());
    let [mint, locks, _] = emission::genesis(&deployer.pubkey(), &owners, World::URI);
    world.accepted(&mint, &[&deployer]);
    world.accepted(&locks, &[&deployer]);
    world
}

/// The same with a reward vault and the two wallets' token accounts.
fn before_allocation() -> (World, [Pubkey; 2]) {
    let mut world = locked();
    let deployer = world.deployer.insecure_clone();
    world.accepted(&[emission::create_reward_vault(&deployer.pubkey())], &[&deployer]);
    let wallets = [(); 2].map(|()| {
        let owner = world.key().pubkey();
        world.io_account(&owner)
    });
    (world, wallets)
}

#[test]
fn genesis_mints_exactly_500_million_in_three_transactions() {
    let mut world = World::new();
    let owners = [(); 5].map(|()| world.wallet());
    let receipts = world.genesis(&owners);

    assert_eq!(world.supply(), genesis::TOTAL);
    let [.., ecosystem, community] =
        owners.each_ref().map(|owner| token::associated_address(&owner.pubkey(), &MINT.address));
    let [seed, series_a, core] = VAULTS;
    let recipients = [seed, series_a, core, ecosystem, community];
    for (recipient, amount) in recipients.iter().zip(ALLOCATIONS) {
        assert_eq!(world.balance(recipient), amount);
    }
    let created = &receipts[0].events::<events::MintCreated>()[..];
    assert!(matches!(created, [event] if event.mint == MINT.address));
    let allocated = &receipts[2].events::<events::GenesisAllocated>()[..];
    let [event] = allocated else { panic!("{} events", allocated.len()) };
    assert_eq!((event.genesis_ts, event.amounts), (World::START, ALLOCATIONS));
    assert_eq!(event.recipients, recipients);
    let state = world.emission();
    assert_eq!((state.genesis_ts, state.minted, state.mint), (World::START, 0, MINT.address));
    assert!(receipts.iter().all(|receipt| receipt.bytes <= 1_232));
}

#[test]
fn only_the_upgrade_authority_runs_genesis() {
    let mut world = World::new();
    let stranger = world.wallet();
    let initialize = [emission::initialize(&stranger.pubkey())];
    world.refused(&initialize, &[&stranger], EmissionError::NotUpgradeAuthority);
    let (mut world, [ecosystem, community]) = before_allocation();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    let allocate = |key: &Keypair| emission::allocate(&key.pubkey(), &ecosystem, &community);
    world.refused(&[allocate(&stranger)], &[&stranger], EmissionError::NotUpgradeAuthority);
    let mut unsigned = allocate(&deployer);
    unsigned.accounts[0].is_signer = false;
    world.refused(&[unsigned], &[], NO_SIGNATURE);
    world.accepted(&[allocate(&deployer)], &[&deployer]);
}

#[test]
fn a_front_runner_with_a_program_data_account_of_its_own_gains_nothing() {
    let mut world = World::new();
    let stranger = world.wallet();
    // Byte for byte a loader's account that names the stranger, owned by the loader even.
    let mut forged = world.svm.get_account(&PROGRAM_DATA).unwrap();
    forged.data[13..45].copy_from_slice(stranger.pubkey().as_ref());
    let elsewhere = world.key().pubkey();
    world.svm.set_account(elsewhere, forged).unwrap();
    let forged = with_account(emission::initialize(&stranger.pubkey()), PROGRAM_DATA, elsewhere);
    world.refused(&[forged], &[&stranger], EmissionError::WrongProgramData);
}

#[test]
fn sol_sent_ahead_to_the_singletons_blocks_nothing() {
    let mut world = World::new();
    let [seed, series_a, core] = CATEGORIES.map(|category| category.address);
    for address in [EMISSION.address, MINT.address, REWARD_VAULT, seed, series_a, core].iter().chain(&VAULTS)
    {
        world.svm.airdrop(address, 1_000_000).unwrap();
    }
    let owners = [(); 5].map(|()| world.wallet());
    world.genesis(&owners);
    assert_eq!(world.supply(), genesis::TOTAL);
}

#[test]
fn a_final_program_cannot_be_initialized() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let mut account = world.svm.get_account(&PROGRAM_DATA).unwrap();
    account.data[12] = 0;
    world.svm.set_account(PROGRAM_DATA, account).unwrap();
    let initialize = [emission::initialize(&deployer.pubkey())];
    world.refused(&initialize, &[&deployer], EmissionError::NotUpgradeAuthority);
}

#[test]
fn each_step_of_genesis_works_once_and_in_its_order() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); 5].map(|()| world.wallet());
    let keys = owners.each_ref().map(|owner| owner.pubkey());
    let [mint, locks, allocations] = emission::genesis(&deployer.pubkey(), &keys, World::URI);
    for early in [&locks, &allocations] {
        assert!(world.send(early, &[&deployer]).is_err(), "a token account before its mint");
    }
    world.accepted(&mint, &[&deployer]);
    world.refused(&mint, &[&deployer], ALREADY_IN_USE);
    world.refused(&allocations, &[&deployer], NOT_THERE);
    world.pass(HOUR);
    world.refused(&[emission::crank()], &[], EmissionError::RewardVaultMissing);
    world.accepted(&[emission::create_reward_vault(&deployer.pubkey())], &[&deployer]);
    world.refused(&[emission::crank()], &[], EmissionError::NotStarted);
    world.accepted(&locks, &[&deployer]);
    assert!(world.send(&locks, &[&deployer]).is_err(), "final is final");
    // The clock starts with the allocations, an hour after the mint.
    world.accepted(&allocations, &[&deployer]);
    assert_eq!(world.emission().genesis_ts, World::START + HOUR);
    world.refused(&allocations, &[&deployer], EmissionError::CategoryNotPristine);
    world.refused(&mint, &[&deployer], ALREADY_IN_USE);
    assert_eq!(world.supply(), genesis::TOTAL);
}

/// The locks' own checks refuse a second `allocate` first; with locks that look untouched the
/// emission's does.
#[test]
fn allocations_are_minted_once_whatever_the_locks_look_like() {
    let (mut world, [ecosystem, community]) = before_allocation();
    let deployer = world.deployer.insecure_clone();
    let allocate = [emission::allocate(&deployer.pubkey(), &ecosystem, &community)];
    let empty = VAULTS.map(|vault| world.svm.get_account(&vault).unwrap());
    world.accepted(&allocate, &[&deployer]);
    for (vault, account) in VAULTS.into_iter().zip(empty) {
        world.svm.set_account(vault, account).unwrap();
    }
    world.refused(&allocate, &[&deployer], EmissionError::AlreadyAllocated);
}

#[test]
fn io_vesting_is_initialized_and_final_before_its_allocations() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let key = deployer.pubkey();
    world.accepted(&[emission::initialize(&key)], &[&deployer]);
    let [ecosystem, community] = [(); 2].map(|()| {
        let owner = world.key().pubkey();
        world.io_account(&owner)
    });
    let allocate = [emission::allocate(&key, &ecosystem, &community)];
    world.refused(&allocate, &[&deployer], NOT_THERE);
    // The categories without their vaults.
    let managers = Managers { seed: key, series_a: key, core: key };
    world.accepted(&[vesting::initialize(&key, managers)], &[&deployer]);
    world.refused(&allocate, &[&deployer], EmissionError::VestingNotFinal);
    world.accepted(&[vesting::make_final(&key)], &[&deployer]);
    for vault in vesting::create_vaults(&key) {
        world.refused(&allocate, &[&deployer], EmissionError::VaultNotAlone);
        world.accepted(&[vault], &[&deployer]);
    }
    world.refused(&allocate, &[&deployer], EmissionError::RewardVaultMissing);
    world.accepted(&[emission::create_reward_vault(&key)], &[&deployer]);
    assert_eq!(world.supply(), 0);
    world.accepted(&allocate, &[&deployer]);
}

#[test]
fn allocate_takes_no_lock_but_the_constants() {
    let (mut world, [ecosystem, community]) = before_allocation();
    let deployer = world.deployer.insecure_clone();
    let good = emission::allocate(&deployer.pubkey(), &ecosystem, &community);
    for place in 0..3 {
        let category = CATEGORIES[place].address;
        // Byte for byte the account, and of its program, at another address.
        let copy = |world: &mut World, address: &Pubkey| {
            let account = world.svm.get_account(address).unwrap();
            let at = world.key().pubkey();
            world.svm.set_account(at, account).unwrap();
            at
        };
        let [other_vault, other_category] = [VAULTS[place], category].map(|key| copy(&mut world, &key));
        let next = (place + 1) % 3;
        let replaced = [
            ("a copy of a vault", VAULTS[place], other_vault, EmissionError::WrongVault.into()),
            ("the next vault", VAULTS[place], VAULTS[next], EmissionError::WrongVault.into()),
            ("a wallet's account", VAULTS[place], ecosystem, EmissionError::WrongVault.into()),
            ("a copy of a category", category, other_category, EmissionError::WrongCategory.into()),
            ("the next category", category, CATEGORIES[next].address, EmissionError::WrongCategory.into()),
            ("the emission", category, EMISSION.address, NOT_OURS),
        ];
        for (what, of, by, error) in replaced {
            let call = with_account(good.clone(), of, by);
            let failure = world.send(&[call], &[&deployer]).expect_err(what);
            assert_eq!(failure.code(), Some(error), "{what}: {failure:?}");
        }
    }
    let copy = world.svm.get_account(&VESTING_PROGRAM_DATA).unwrap();
    let elsewhere = world.key().pubkey();
    world.svm.set_account(elsewhere, copy).unwrap();
    for by in [elsewhere, PROGRAM_DATA] {
        let call = with_account(good.clone(), VESTING_PROGRAM_DATA, by);
        world.refused(&[call], &[&deployer], EmissionError::WrongVestingProgramData);
    }
    for by in [VAULTS[0], ecosystem, MINT.address] {
        let call = with_account(good.clone(), REWARD_VAULT, by);
        world.refused(&[call], &[&deployer], EmissionError::WrongRewardVault);
    }
    for by in [MINT.address, METADATA_PROGRAM, elsewhere] {
        let call = with_account(good.clone(), METADATA, by);
        world.refused(&[call], &[&deployer], EmissionError::WrongMetadata);
    }
    let call = with_account(good.clone(), PROGRAM_DATA, VESTING_PROGRAM_DATA);
    world.refused(&[call], &[&deployer], EmissionError::WrongProgramData);
    // An account of io_vesting that is no category, at a category's address.
    let category = world.svm.get_account(&CATEGORIES[0].address).unwrap();
    let mut other = category.clone();
    other.data[0] ^= 1;
    world.svm.set_account(CATEGORIES[0].address, other).unwrap();
    world.refused(std::slice::from_ref(&good), &[&deployer], OTHER_TYPE);
    world.svm.set_account(CATEGORIES[0].address, category).unwrap();
    world.accepted(&[good], &[&deployer]);
}

#[test]
fn the_two_wallets_need_io_accounts_of_their_own() {
    let (mut world, good) = before_allocation();
    let deployer = world.deployer.insecure_clone();
    let allocate = |[ecosystem, community]: [Pubkey; 2]| {
        [emission::allocate(&deployer.pubkey(), &ecosystem, &community)]
    };
    let foreign_mint = world.mint(6);
    let owner = world.key().pubkey();
    let foreign = world.token_account(&owner, &foreign_mint);
    let nothing = world.key().pubkey();
    for slot in 0..2 {
        let with = |account| {
            let mut recipients = good;
            recipients[slot] = account;
            allocate(recipients)
        };
        for taken in [good[1 - slot], REWARD_VAULT, VAULTS[0], VAULTS[1], VAULTS[2]] {
            world.refused(&with(taken), &[&deployer], EmissionError::DuplicateRecipient);
        }
        for wrong in [foreign, MINT.address, EMISSION.address, nothing] {
            world.refused(&with(wrong), &[&deployer], EmissionError::WrongRecipient);
        }
    }
    assert_eq!(world.supply(), 0);
    world.accepted(&allocate(good), &[&deployer]);
}
