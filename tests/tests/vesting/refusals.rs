//! Every refusal of io_vesting, one by one.

use {
    anchor_lang::prelude::{AccountMeta, Pubkey},
    io_addresses::{
        emission::{EMISSION, MINT},
        external::{SLOT_HASHES, TOKEN_2022_PROGRAM, TOKEN_PROGRAM},
        vesting::{CATEGORIES, ID, PROGRAM_DATA, VAULTS},
    },
    io_client::{
        emission,
        token::associated_address,
        vesting::{self, grant_address, Category, CategoryKind, Managers, VestingError},
    },
    io_economics::units::BASE_UNITS_PER_IO,
    io_testkit::{
        calls::{with_account, NOT_OURS, NOT_THERE, NO_SIGNATURE, OTHER_PROGRAM, OTHER_SEEDS, OTHER_TYPE},
        owners::{CORE_CONTRIBUTORS, SEED_INVESTORS, SERIES_A_INVESTORS},
        World,
    },
    solana_account::Account,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const IO: u64 = BASE_UNITS_PER_IO;
const SEED: CategoryKind = CategoryKind::Seed;
const CORE: CategoryKind = CategoryKind::Core;

/// A world after genesis with a grant of 24 IO to a wallet that has an account, in month 13.
fn scene() -> (World, [Keypair; 5], Keypair) {
    let (mut world, owners) = World::after_genesis();
    let beneficiary = world.wallet();
    world.io_account(&beneficiary.pubkey());
    world.grant(&owners[SEED_INVESTORS], SEED, 0, &beneficiary.pubkey(), 24 * IO);
    world.grant(&owners[CORE_CONTRIBUTORS], CORE, 0, &beneficiary.pubkey(), 36 * IO);
    world.at_month(13, 0);
    (world, owners, beneficiary)
}

fn managers(of: Pubkey) -> Managers {
    Managers { seed: of, series_a: of, core: of }
}

#[test]
fn the_deployer_alone_initializes_and_once() {
    let mut world = World::new();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    let by = |key: &Keypair| vesting::initialize(&key.pubkey(), managers(key.pubkey()));
    world.refused(&[by(&stranger)], &[&stranger], VestingError::NotUpgradeAuthority);
    let mut unsigned = by(&deployer);
    unsigned.accounts[0].is_signer = false;
    world.refused(&[unsigned], &[], NO_SIGNATURE);
    let elsewhere = stranger.pubkey();
    for (of, error) in [
        (PROGRAM_DATA, VestingError::WrongProgramData),
        (CATEGORIES[0].address, VestingError::WrongCategory),
        (CATEGORIES[1].address, VestingError::WrongCategory),
        (CATEGORIES[2].address, VestingError::WrongCategory),
    ] {
        world.refused(&[with_account(by(&deployer), of, elsewhere)], &[&deployer], error);
    }
    // SOL that was sent ahead blocks nothing.
    world.svm.airdrop(&CATEGORIES[1].address, 1_000_000).unwrap();
    world.accepted(&[by(&deployer)], &[&deployer]);
    world.refused(&[by(&deployer)], &[&deployer], VestingError::AlreadyInitialized);
    world.accepted(&[vesting::make_final(&deployer.pubkey())], &[&deployer]);
    world.refused(&[by(&deployer)], &[&deployer], VestingError::NotUpgradeAuthority);
}

#[test]
fn the_clock_starts_with_the_money_and_once() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); 5].map(|()| world.wallet());
    let keys = owners.each_ref().map(|owner| owner.pubkey());
    let [mint, locks, mut allocations] = emission::genesis(&deployer.pubkey(), &keys, World::URI);
    let start = [allocations.pop().expect("the start")];
    world.refused(&start, &[], NOT_THERE);
    world.accepted(&mint, &[&deployer]);
    world.accepted(&locks, &[&deployer]);
    world.refused(&start, &[], VestingError::NotAllocated);
    let payer = world.payer.pubkey();
    let grant = vesting::grant(&payer, &keys[0], SEED, 0, &keys[4], IO);
    world.refused(std::slice::from_ref(&grant), &[&owners[SEED_INVESTORS]], VestingError::NotStarted);
    let propose = vesting::propose_manager(&keys[0], SEED, keys[4]);
    world.refused(&[propose], &[&owners[SEED_INVESTORS]], VestingError::NotStarted);
    world.accepted(&allocations, &[&deployer]);
    world.refused(std::slice::from_ref(&grant), &[&owners[SEED_INVESTORS]], VestingError::NotStarted);
    let elsewhere = world.key().pubkey();
    for (of, error) in [
        (VAULTS[0], VestingError::WrongVault),
        (VAULTS[1], VestingError::WrongVault),
        (VAULTS[2], VestingError::WrongVault),
        (SLOT_HASHES, VestingError::WrongSlotHashes),
        (MINT.address, VestingError::WrongMint),
    ] {
        world.refused(&[with_account(start[0].clone(), of, elsewhere)], &[], error);
    }
    for (of, by) in [(0, 1), (1, 2), (2, 0)] {
        let swapped = with_account(start[0].clone(), CATEGORIES[of].address, CATEGORIES[by].address);
        world.refused(&[swapped], &[], VestingError::WrongCategory);
    }
    let copy = |world: &mut World, key: Pubkey| {
        let account = world.svm.get_account(&key).unwrap();
        let at = world.key().pubkey();
        world.svm.set_account(at, account).unwrap();
        at
    };
    let forged = copy(&mut world, CATEGORIES[0].address);
    let forged = with_account(start[0].clone(), CATEGORIES[0].address, forged);
    world.refused(&[forged], &[], VestingError::WrongCategory);
    world.accepted(&start, &[]);
    world.refused(&start, &[], VestingError::AlreadyStarted);
    world.accepted(&[grant], &[&owners[SEED_INVESTORS]]);
}

/// A cluster in its first slot has no hash of an earlier one.
#[test]
fn no_seal_without_a_slot_hash() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); 5].map(|()| world.wallet().pubkey());
    let [mint, locks, mut allocations] = emission::genesis(&deployer.pubkey(), &owners, World::URI);
    let start = [allocations.pop().expect("the start")];
    for step in [mint, locks, allocations] {
        world.accepted(&step, &[&deployer]);
    }
    let hashes = world.svm.get_account(&SLOT_HASHES).unwrap();
    for data in [vec![0; 8], vec![0; hashes.data.len()]] {
        world.svm.set_account(SLOT_HASHES, Account { data, ..hashes.clone() }).unwrap();
        world.refused(&start, &[], VestingError::NoSlotHash);
    }
    world.svm.set_account(SLOT_HASHES, hashes).unwrap();
    world.accepted(&start, &[]);
}

#[test]
fn a_grant_is_the_managers_of_its_category() {
    let (mut world, owners, wallet) = scene();
    let payer = world.payer.pubkey();
    let to = wallet.pubkey();
    let by = |key: &Keypair, kind, index, amount| {
        [vesting::grant(&payer, &key.pubkey(), kind, index, &to, amount)]
    };
    for stranger in
        [&owners[SERIES_A_INVESTORS], &owners[CORE_CONTRIBUTORS], &wallet, &world.deployer.insecure_clone()]
    {
        world.refused(&by(stranger, SEED, 1, IO), &[stranger], VestingError::NotManager);
    }
    let mut unsigned = by(&owners[SEED_INVESTORS], SEED, 1, IO);
    unsigned[0].accounts[1].is_signer = false;
    world.refused(&unsigned, &[], NO_SIGNATURE);
    world.refused(
        &by(&owners[SEED_INVESTORS], SEED, 1, 0),
        &[&owners[SEED_INVESTORS]],
        VestingError::ZeroGrant,
    );
    let rest = SEED.total() - 24 * IO;
    world.refused(
        &by(&owners[SEED_INVESTORS], SEED, 1, rest + 1),
        &[&owners[SEED_INVESTORS]],
        VestingError::AboveCategory,
    );
    world.refused(
        &by(&owners[SEED_INVESTORS], SEED, 1, u64::MAX),
        &[&owners[SEED_INVESTORS]],
        VestingError::AboveCategory,
    );
    world.refused(
        &by(&owners[SEED_INVESTORS], SEED, 0, IO),
        &[&owners[SEED_INVESTORS]],
        VestingError::NumberInUse,
    );
    let other = with_account(
        by(&owners[SEED_INVESTORS], SEED, 1, IO)[0].clone(),
        grant_address(SEED, 1),
        grant_address(SEED, 2),
    );
    world.refused(&[other], &[&owners[SEED_INVESTORS]], OTHER_SEEDS);
    world.accepted(&by(&owners[SEED_INVESTORS], SEED, u32::MAX, rest), &[&owners[SEED_INVESTORS]]);
}

/// Nobody signs for these, so that nobody could take the IO on from there.
#[test]
fn a_beneficiary_can_sign() {
    let (mut world, owners, wallet) = scene();
    let payer = world.payer.pubkey();
    let newer = world.key().pubkey();
    let account =
        Account { owner: TOKEN_2022_PROGRAM, lamports: IO, data: vec![0; 165], ..Account::default() };
    world.svm.set_account(newer, account).unwrap();
    let account_of_wallet = associated_address(&wallet.pubkey(), &MINT.address);
    for never in [
        account_of_wallet,
        MINT.address,
        newer,
        TOKEN_PROGRAM,
        ID,
        Pubkey::default(),
        CATEGORIES[0].address,
        grant_address(SEED, 0),
    ] {
        let grant = vesting::grant(&payer, &owners[SEED_INVESTORS].pubkey(), SEED, 1, &never, IO);
        world.refused(&[grant], &[&owners[SEED_INVESTORS]], VestingError::NotAWallet);
    }
    // An address that does not exist yet may become a wallet.
    let fresh = world.key().pubkey();
    world.grant(&owners[SEED_INVESTORS], SEED, 1, &fresh, IO);
    // The account beside it saves a derivation, and decides nothing.
    for (index, account) in [(2, account_of_wallet), (3, payer), (4, MINT.address)] {
        let to = world.key().pubkey();
        let grant = vesting::grant(&payer, &owners[SEED_INVESTORS].pubkey(), SEED, index, &to, IO);
        let grant = with_account(grant, associated_address(&to, &MINT.address), account);
        world.accepted(&[grant], &[&owners[SEED_INVESTORS]]);
        world.io_account(&to);
        world.release(SEED, &[index]);
    }
}

#[test]
fn a_release_takes_no_account_but_the_right_ones() {
    let (mut world, owners, wallet) = scene();
    let to = wallet.pubkey();
    let grant = grant_address(SEED, 0);
    let good = vesting::release(SEED, &[(grant, to)]);
    let own = associated_address(&to, &MINT.address);
    let stranger = world.wallet().pubkey();
    let of_stranger = world.io_account(&stranger);
    let not_associated = world.other_token_account(&to, &MINT.address);
    for by in [of_stranger, not_associated, VAULTS[1], stranger] {
        world.refused(&[with_account(good.clone(), own, by)], &[], VestingError::WrongDestination);
    }
    for by in [of_stranger, VAULTS[1], own] {
        world.refused(&[with_account(good.clone(), VAULTS[0], by)], &[], VestingError::WrongVault);
    }
    let copy = world.key().pubkey();
    let category = world.svm.get_account(&CATEGORIES[0].address).unwrap();
    world.svm.set_account(copy, category).unwrap();
    let forged = with_account(good.clone(), CATEGORIES[0].address, copy);
    world.refused(&[forged], &[], VestingError::WrongCategory);
    let other = with_account(good.clone(), CATEGORIES[0].address, CATEGORIES[1].address);
    world.refused(&[other], &[], VestingError::WrongVault);
    let foreign = vesting::release(CORE, &[(grant, to)]);
    world.refused(&[foreign], &[], VestingError::ForeignGrant);
    for (by, error) in
        [(EMISSION.address, NOT_OURS), (stranger, NOT_OURS), (CATEGORIES[0].address, OTHER_TYPE)]
    {
        world.refused(&[with_account(good.clone(), grant, by)], &[], error);
    }
    let nothing = world.key().pubkey();
    world.refused(&[with_account(good.clone(), grant, nothing)], &[], NOT_THERE);
    world.refused(&[with_account(good.clone(), TOKEN_PROGRAM, ID)], &[], OTHER_PROGRAM);
    assert_eq!(owners.len(), 5);
    world.accepted(&[good], &[]);
}

#[test]
fn a_batch_is_whole_and_names_nothing_twice() {
    let (mut world, owners, wallet) = scene();
    let to = wallet.pubkey();
    let grant = grant_address(SEED, 0);
    world.refused(&[vesting::release(SEED, &[])], &[], VestingError::BatchMismatch);
    let mut odd = vesting::release(SEED, &[(grant, to)]);
    odd.accounts.pop();
    world.refused(std::slice::from_ref(&odd), &[], VestingError::BatchMismatch);
    odd.accounts.extend([(); 2].map(|()| AccountMeta::new(grant, false)));
    world.refused(&[odd], &[], VestingError::BatchMismatch);
    let twice = vesting::release(SEED, &[(grant, to), (grant, to)]);
    world.refused(&[twice], &[], VestingError::DuplicateGrant);
    // Two releases in one transaction pay once, and the second says so.
    let good = vesting::release(SEED, &[(grant, to)]);
    world.refused(&[good.clone(), good.clone()], &[], VestingError::NothingToRelease);
    // A beneficiary without an account gets nothing, and is told.
    let without = world.key().pubkey();
    world.grant(&owners[SEED_INVESTORS], SEED, 1, &without, 24 * IO);
    let waits = vesting::release(SEED, &[(grant_address(SEED, 1), without)]);
    world.refused(std::slice::from_ref(&waits), &[], VestingError::CannotTake);
    world.accepted(&[good], &[]);
    let account = associated_address(&without, &MINT.address);
    world.io_account(&without);
    let mut frozen = world.svm.get_account(&account).unwrap();
    frozen.data[108] = 2;
    world.svm.set_account(account, frozen.clone()).unwrap();
    world.refused(std::slice::from_ref(&waits), &[], VestingError::CannotTake);
    frozen.data[108] = 1;
    world.svm.set_account(account, frozen).unwrap();
    world.accepted(&[waits], &[]);
}

#[test]
fn a_closed_account_lets_nobody_claim_again() {
    let (mut world, _, wallet) = scene();
    let key = wallet.pubkey();
    let grant = grant_address(SEED, 0);
    let release = [vesting::release(SEED, &[(grant, key)])];
    world.accepted(&release, &[]);
    let account = associated_address(&key, &MINT.address);
    let elsewhere = world.wallet().pubkey();
    let to = world.io_account(&elsewhere);
    world.transfer_io(&wallet, &to, IO);
    let close =
        spl_token_interface::instruction::close_account(&TOKEN_PROGRAM, &account, &key, &key, &[]).unwrap();
    world.accepted(&[close], &[&wallet]);
    world.refused(&release, &[], VestingError::NothingToRelease);
    world.io_account(&key);
    world.refused(&release, &[], VestingError::NothingToRelease);
}

#[test]
fn revoking_is_the_core_managers() {
    let (mut world, owners, wallet) = scene();
    let grant = grant_address(CORE, 0);
    for stranger in [&owners[SEED_INVESTORS], &wallet] {
        world.refused(&[vesting::revoke(&stranger.pubkey(), &grant)], &[stranger], VestingError::NotManager);
    }
    let by_manager = vesting::revoke(&owners[CORE_CONTRIBUTORS].pubkey(), &grant);
    let investors = grant_address(SEED, 0);
    let foreign = with_account(by_manager.clone(), grant, investors);
    world.refused(&[foreign], &[&owners[CORE_CONTRIBUTORS]], VestingError::ForeignGrant);
    let of_investors = with_account(
        vesting::revoke(&owners[SEED_INVESTORS].pubkey(), &investors),
        CATEGORIES[2].address,
        CATEGORIES[0].address,
    );
    world.refused(&[of_investors], &[&owners[SEED_INVESTORS]], VestingError::NotRevocable);
    world.accepted(std::slice::from_ref(&by_manager), &[&owners[CORE_CONTRIBUTORS]]);
    world.refused(&[by_manager], &[&owners[CORE_CONTRIBUTORS]], VestingError::AlreadyRevoked);
    world.at_month(48, 0);
    world.grant(&owners[CORE_CONTRIBUTORS], CORE, 1, &wallet.pubkey(), IO);
    let vested = vesting::revoke(&owners[CORE_CONTRIBUTORS].pubkey(), &grant_address(CORE, 1));
    world.refused(&[vested], &[&owners[CORE_CONTRIBUTORS]], VestingError::FullyVested);
}

#[test]
fn hand_overs_take_both_signatures() {
    let (mut world, owners, wallet) = scene();
    let [next, stranger] = [(); 2].map(|()| world.wallet());
    let grant = grant_address(SEED, 0);
    let propose = vesting::propose_beneficiary(&stranger.pubkey(), &grant, stranger.pubkey());
    world.refused(&[propose], &[&stranger], VestingError::NotBeneficiary);
    let early = vesting::accept_beneficiary(&next.pubkey(), &grant);
    world.refused(std::slice::from_ref(&early), &[&next], VestingError::NotNextBeneficiary);
    let propose = |to| vesting::propose_beneficiary(&wallet.pubkey(), &grant, to);
    world.accepted(&[propose(next.pubkey())], &[&wallet]);
    let other = vesting::accept_beneficiary(&stranger.pubkey(), &grant);
    world.refused(&[other], &[&stranger], VestingError::NotNextBeneficiary);
    world.accepted(&[propose(Pubkey::default())], &[&wallet]);
    world.refused(std::slice::from_ref(&early), &[&next], VestingError::NotNextBeneficiary);
    world.accepted(&[propose(next.pubkey())], &[&wallet]);
    world.accepted(&[early], &[&next]);

    let propose = vesting::propose_manager(&stranger.pubkey(), SEED, stranger.pubkey());
    world.refused(&[propose], &[&stranger], VestingError::NotManager);
    let early = vesting::accept_manager(&next.pubkey(), SEED);
    world.refused(std::slice::from_ref(&early), &[&next], VestingError::NotNextManager);
    world.accepted(
        &[vesting::propose_manager(&owners[SEED_INVESTORS].pubkey(), SEED, next.pubkey())],
        &[&owners[SEED_INVESTORS]],
    );
    let other = vesting::accept_manager(&stranger.pubkey(), SEED);
    world.refused(&[other], &[&stranger], VestingError::NotNextManager);
    world.accepted(&[early], &[&next]);
    // Neither proposes for a copy of a category.
    let copy = world.key().pubkey();
    let category = world.svm.get_account(&CATEGORIES[0].address).unwrap();
    world.svm.set_account(copy, category).unwrap();
    let propose = vesting::propose_manager(&next.pubkey(), SEED, stranger.pubkey());
    let forged = with_account(propose, CATEGORIES[0].address, copy);
    world.refused(&[forged], &[&next], VestingError::WrongCategory);
}

#[test]
fn another_layout_is_told() {
    let (mut world, _, wallet) = scene();
    let release = [vesting::release(SEED, &[(grant_address(SEED, 0), wallet.pubkey())])];
    for address in [Category::address(SEED), grant_address(SEED, 0)] {
        let good = world.svm.get_account(&address).unwrap();
        let mut other = good.clone();
        other.data[8] += 1;
        world.svm.set_account(address, other).unwrap();
        world.refused(&release, &[], VestingError::UnknownVersion);
        world.svm.set_account(address, good).unwrap();
    }
    world.accepted(&release, &[]);
}
