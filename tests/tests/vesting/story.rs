//! The locks from genesis to month 48: grants, releases by anyone, hand-overs, a contributor who
//! leaves.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::MINT,
        external::UPGRADEABLE_LOADER,
        loader::is_final,
        vesting::{CATEGORIES, PROGRAM_DATA, VAULTS},
    },
    io_client::{
        token::associated_address,
        vesting::{
            self, events, grant_address, Category, CategoryKind, VestingError, RELEASES_PER_TRANSACTION,
        },
    },
    io_economics::{genesis, units::BASE_UNITS_PER_IO},
    io_testkit::{
        owners::{COMMUNITY, CORE_CONTRIBUTORS, SEED_INVESTORS, SERIES_A_INVESTORS},
        vesting::MONTH,
        World,
    },
    solana_instruction::Instruction,
    solana_signer::Signer,
};

const IO: u64 = BASE_UNITS_PER_IO;
const TRANSACTION_BYTES: usize = 1_232;
const COMPUTE_BUDGET_PROGRAM: Pubkey = Pubkey::from_str_const("ComputeBudget111111111111111111111111111111");

#[test]
fn genesis_locks_272_million_behind_a_program_that_nobody_can_replace() {
    let (world, owners) = World::after_genesis();
    for (kind, (manager, vault)) in CategoryKind::ALL.into_iter().zip(owners.iter().zip(VAULTS)) {
        let category = world.category(kind);
        assert_eq!(category.manager, manager.pubkey());
        assert_eq!(category.ledger.genesis, World::START);
        assert_eq!(world.emission().genesis_ts, World::START, "both clocks began together");
        assert_eq!(world.balance(&vault), kind.total());
        assert_eq!(genesis::ALLOCATIONS[kind as usize], kind.total());
        assert_ne!(category.seal, [0; 16]);
    }
    let program = world.svm.get_account(&PROGRAM_DATA).unwrap();
    assert_eq!(program.owner, UPGRADEABLE_LOADER);
    assert!(is_final(&program.data));
}

#[test]
fn a_grant_is_released_by_the_month_by_anyone_to_the_base_unit() {
    let (mut world, owners) = World::after_genesis();
    let beneficiary = world.wallet().pubkey();
    let amount = 1_000_003;
    let receipt = world.grant(&owners[SEED_INVESTORS], CategoryKind::Seed, 7, &beneficiary, amount);
    let [granted] = &receipt.events::<events::Granted>()[..] else { panic!("one event") };
    assert_eq!((granted.kind, granted.index, granted.amount), (CategoryKind::Seed, 7, amount));
    assert_eq!(granted.beneficiary, beneficiary);
    let account = world.io_account(&beneficiary);

    let grant = grant_address(CategoryKind::Seed, 7);
    let release = [vesting::release(CategoryKind::Seed, &[(grant, beneficiary)])];
    world.at_month(13, -1);
    world.refused(&release, &[], VestingError::NothingToRelease);
    let mut paid = 0;
    for month in 13..=36 {
        world.at_month(month, 0);
        let receipt = world.accepted(&release, &[]);
        let [released] = &receipt.events::<events::Released>()[..] else { panic!("one event") };
        paid += released.amount;
        // floor(amount * k / 24), cumulative: the rest of the division is in the last month.
        assert_eq!(paid, amount * (month as u64 - 12) / 24);
        assert_eq!((released.released, world.balance(&account)), (paid, paid));
        world.refused(&release, &[], VestingError::NothingToRelease);
    }
    assert_eq!(paid, amount);
    world.at_month(240, 0);
    world.refused(&release, &[], VestingError::NothingToRelease);
}

/// After years without a release one call pays what all of them would have.
#[test]
fn a_release_catches_up_in_one_call() {
    let (mut world, owners) = World::after_genesis();
    let beneficiary = world.wallet().pubkey();
    world.grant(&owners[CORE_CONTRIBUTORS], CategoryKind::Core, 0, &beneficiary, 36 * IO);
    let account = world.io_account(&beneficiary);
    world.at_month(29, 5);
    world.release(CategoryKind::Core, &[0]);
    assert_eq!(world.balance(&account), 17 * IO);
    world.at_month(1_000, 0);
    world.release(CategoryKind::Core, &[0]);
    assert_eq!(world.balance(&account), 36 * IO);
}

/// A call of the compute budget program.
fn budget(data: Vec<u8>) -> Instruction {
    Instruction { program_id: COMPUTE_BUDGET_PROGRAM, accounts: Vec::new(), data }
}

/// A batch of as many as a transaction holds; those whose accounts are missing are skipped.
#[test]
fn thirteen_grants_fit_in_a_transaction_and_a_missing_account_stops_none() {
    let (mut world, owners) = World::after_genesis();
    let count = RELEASES_PER_TRANSACTION as u32;
    let wallets: Vec<_> = (0..=count).map(|_| world.key().pubkey()).collect();
    for (index, wallet) in (0..).zip(&wallets) {
        world.grant(&owners[SERIES_A_INVESTORS], CategoryKind::SeriesA, index, wallet, 24 * IO);
        if index != 3 {
            world.io_account(wallet);
        }
    }
    world.at_month(14, 0);
    // Beside them a limit and a price of compute units, as keepers set them.
    let batch = |count: usize| {
        let pairs = (0..).zip(&wallets).map(|(i, wallet)| (grant_address(CategoryKind::SeriesA, i), *wallet));
        let pairs: Vec<_> = pairs.take(count).collect();
        let [limit, price] = [[2, 0, 0, 2, 0].to_vec(), [3, 1, 0, 0, 0, 0, 0, 0, 0].to_vec()].map(budget);
        [limit, price, vesting::release(CategoryKind::SeriesA, &pairs)]
    };
    let more = world.clone().accepted(&batch(RELEASES_PER_TRANSACTION + 1), &[]);
    assert!(more.bytes > TRANSACTION_BYTES, "one more does not fit");
    let receipt = world.accepted(&batch(RELEASES_PER_TRANSACTION), &[]);
    println!("{} bytes, {} CU for {count}", receipt.bytes, receipt.compute_units);
    assert!(receipt.bytes <= TRANSACTION_BYTES);
    let [skipped] = &receipt.events::<events::ReleaseSkipped>()[..] else { panic!("one is skipped") };
    assert_eq!((skipped.beneficiary, skipped.amount), (wallets[3], 2 * IO));
    assert_eq!(receipt.events::<events::Released>().len(), wallets.len() - 2);
    // Once the account is there, it gets what waited. The others have nothing due, which stops
    // nobody.
    world.io_account(&wallets[3]);
    world.release(CategoryKind::SeriesA, &[0, 3]);
    assert_eq!(world.balance(&associated_address(&wallets[3], &MINT.address)), 2 * IO);
}

/// Between the making of a batch and its landing a beneficiary hands over: its grant is skipped,
/// and pays the new beneficiary next time.
#[test]
fn a_grant_that_was_handed_over_meanwhile_stops_no_batch() {
    let (mut world, owners) = World::after_genesis();
    let kind = CategoryKind::SeriesA;
    let [one, two, next] = [(); 3].map(|()| world.wallet());
    let accounts = [&one, &two, &next].map(|wallet| world.io_account(&wallet.pubkey()));
    for (index, wallet) in (0..).zip([&one, &two]) {
        world.grant(&owners[SERIES_A_INVESTORS], kind, index, &wallet.pubkey(), 24 * IO);
    }
    world.at_month(13, 0);
    let [first, second] = [0, 1].map(|index| grant_address(kind, index));
    let pairs = [(first, one.pubkey()), (second, two.pubkey())];
    let batch = [vesting::release(kind, &pairs)];
    let propose = vesting::propose_beneficiary(&one.pubkey(), &first, next.pubkey());
    world.accepted(&[propose], &[&one]);
    world.accepted(&[vesting::accept_beneficiary(&next.pubkey(), &first)], &[&next]);

    let receipt = world.accepted(&batch, &[]);
    let [skipped] = &receipt.events::<events::ReleaseSkipped>()[..] else { panic!("one is skipped") };
    assert_eq!((skipped.grant, skipped.beneficiary, skipped.amount), (first, next.pubkey(), IO));
    assert_eq!(accounts.map(|account| world.balance(&account)), [0, IO, 0]);
    // Alone it is told why; once nothing of it is due, there is nothing to tell.
    let stale = [vesting::release(kind, &pairs[..1])];
    world.refused(&stale, &[], VestingError::WrongDestination);
    world.release(kind, &[0]);
    assert_eq!(accounts.map(|account| world.balance(&account)), [0, IO, IO]);
    world.refused(&stale, &[], VestingError::NothingToRelease);
}

/// A multisig's vault and any other address of a program that nobody has a key of.
#[test]
fn an_address_off_the_curve_is_paid_like_a_wallet() {
    let (mut world, owners) = World::after_genesis();
    let squads = Pubkey::new_from_array([0x5a; 32]);
    let vault = Pubkey::find_program_address(&[b"multisig", b"vault", &[0]], &squads).0;
    world.grant(&owners[SEED_INVESTORS], CategoryKind::Seed, 0, &vault, 24 * IO);
    let account = world.io_account(&vault);
    world.at_month(13, 0);
    world.release(CategoryKind::Seed, &[0]);
    assert_eq!(world.balance(&account), IO);
}

#[test]
fn a_grant_goes_to_another_beneficiary_in_two_steps() {
    let (mut world, owners) = World::after_genesis();
    let [old, new] = [(); 2].map(|()| world.wallet());
    world.grant(&owners[SEED_INVESTORS], CategoryKind::Seed, 0, &old.pubkey(), 24 * IO);
    let grant = grant_address(CategoryKind::Seed, 0);
    let [of_old, of_new] = [&old, &new].map(|wallet| world.io_account(&wallet.pubkey()));
    world.at_month(13, 0);
    world.accepted(&[vesting::propose_beneficiary(&old.pubkey(), &grant, new.pubkey())], &[&old]);
    world.release(CategoryKind::Seed, &[0]);
    assert_eq!(world.balance(&of_old), IO, "a proposal changes nothing");
    world.accepted(&[vesting::accept_beneficiary(&new.pubkey(), &grant)], &[&new]);
    world.at_month(15, 0);
    world.release(CategoryKind::Seed, &[0]);
    assert_eq!((world.balance(&of_old), world.balance(&of_new)), (IO, 2 * IO));
    let stale = vesting::propose_beneficiary(&old.pubkey(), &grant, old.pubkey());
    world.refused(&[stale], &[&old], VestingError::NotBeneficiary);
}

#[test]
fn a_contributor_who_leaves_keeps_what_has_vested_and_the_rest_is_granted_anew() {
    let (mut world, owners) = World::after_genesis();
    let manager = &owners[CORE_CONTRIBUTORS];
    let [leaves, joins] = [(); 2].map(|()| world.wallet().pubkey());
    let [of_leaver, of_joiner] = [leaves, joins].map(|wallet| world.io_account(&wallet));
    let all = CategoryKind::Core.total();
    world.grant(manager, CategoryKind::Core, 0, &leaves, all);
    world.at_month(24, 0);
    let revoke = vesting::revoke(&manager.pubkey(), &grant_address(CategoryKind::Core, 0));
    let receipt = world.accepted(&[revoke], &[manager]);
    let [revoked] = &receipt.events::<events::Revoked>()[..] else { panic!("one event") };
    assert_eq!((revoked.amount, revoked.unvested), (all / 3, all - all / 3));
    world.grant(manager, CategoryKind::Core, 1, &joins, all - all / 3);
    assert_eq!(world.grant_of(CategoryKind::Core, 1).ledger.first_tranche, 12);
    world.release(CategoryKind::Core, &[0]);
    assert_eq!(world.balance(&of_leaver), all / 3);
    world.at_month(36, 0);
    world.release(CategoryKind::Core, &[1]);
    assert_eq!(world.balance(&of_joiner), (all - all / 3) / 2, "12 of its 24 tranches");
    world.at_month(48, 0);
    world.release(CategoryKind::Core, &[1]);
    assert_eq!(world.balance(&of_leaver) + world.balance(&of_joiner), all);
    assert_eq!(world.balance(&VAULTS[2]), 0);
}

#[test]
fn a_manager_hands_a_category_on_and_can_do_no_more() {
    let (mut world, owners) = World::after_genesis();
    let next = world.wallet();
    let old = &owners[SEED_INVESTORS];
    let kind = CategoryKind::Seed;
    world.accepted(&[vesting::propose_manager(&old.pubkey(), kind, next.pubkey())], &[old]);
    world.accepted(&[vesting::accept_manager(&next.pubkey(), kind)], &[&next]);
    let category = world.category(kind);
    assert_eq!((category.manager, category.next_manager), (next.pubkey(), Pubkey::default()));
    let to = world.wallet().pubkey();
    let payer = world.payer.pubkey();
    let stale = vesting::grant(&payer, &old.pubkey(), kind, 0, &to, IO);
    world.refused(&[stale], &[old], VestingError::NotManager);
    world.grant(&next, kind, 0, &to, IO);
}

/// What a year of months unlocks in all, and the last month of each category.
#[test]
fn the_months_of_the_design() {
    let (mut world, owners) = World::after_genesis();
    let all: Vec<Pubkey> = CategoryKind::ALL
        .into_iter()
        .zip(&owners)
        .map(|(kind, manager)| {
            let wallet = world.wallet().pubkey();
            world.grant(manager, kind, 0, &wallet, kind.total());
            world.io_account(&wallet)
        })
        .collect();
    for (month, unlocked) in
        [(13, 1_007_777_777_777_777), (36, 24_186_666_666_666_666), (48, 27_200_000_000_000_000u64)]
    {
        world.at_month(month, 0);
        for kind in CategoryKind::ALL {
            // Investors' categories have paid all by month 36.
            let due = world.grant_of(kind, 0).ledger.releasable(kind.unlocked_tranches(0, month * MONTH));
            if due > 0 {
                world.release(kind, &[0]);
            }
        }
        assert_eq!(all.iter().map(|account| world.balance(account)).sum::<u64>(), unlocked, "{month}");
    }
    assert!(CATEGORIES
        .iter()
        .zip(CategoryKind::ALL)
        .all(|(own, kind)| own.address == Category::address(kind)));
}

#[test]
fn a_gift_to_a_vault_stays_there_and_changes_nothing() {
    let (mut world, owners) = World::after_genesis();
    let wallet = world.wallet().pubkey();
    world.grant(&owners[SEED_INVESTORS], CategoryKind::Seed, 0, &wallet, CategoryKind::Seed.total());
    let account = world.io_account(&wallet);
    world.donate(&owners[COMMUNITY], &VAULTS[0], 5 * IO);
    world.at_month(36, 0);
    world.release(CategoryKind::Seed, &[0]);
    assert_eq!(world.balance(&account), CategoryKind::Seed.total());
    assert_eq!(world.balance(&VAULTS[0]), 5 * IO);
}
