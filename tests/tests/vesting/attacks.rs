//! What a deployer, managers and beneficiaries together try, to get at locked IO before its month.
//!
//! Code that is deployed at io_vesting's id before the honest code can leave any account there, and
//! can sign for the vaults. The tests write down what it could have left.

use {
    anchor_lang::{prelude::Pubkey, AccountSerialize},
    io_addresses::{
        emission::{EMISSION, ID as EMISSION_ID, MINT},
        external::TOKEN_PROGRAM,
        vesting::{CATEGORIES, ID, PROGRAM_DATA, VAULTS},
    },
    io_client::{
        emission::{self, EmissionError},
        token::associated_address,
        vesting::{self, grant_address, Category, CategoryKind, Grant, GrantLedger, VestingError},
    },
    io_economics::{time::HOUR, units::BASE_UNITS_PER_IO},
    io_testkit::{
        owners::{CORE_CONTRIBUTORS, SEED_INVESTORS},
        vesting::MONTH,
        World, OWNER_MISMATCH,
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::{
        instruction::{self as spl, AuthorityType},
        state::Account as TokenAccount,
    },
};

const IO: u64 = BASE_UNITS_PER_IO;

/// A world whose locks are initialized and final, and the last transaction of genesis.
fn before_allocation() -> (World, Keypair, [Keypair; 5], Vec<Instruction>) {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); 5].map(|()| world.wallet());
    let keys = owners.each_ref().map(|owner| owner.pubkey());
    let [mint, locks, allocations] = emission::genesis(&deployer.pubkey(), &keys, World::URI);
    world.accepted(&mint, &[&deployer]);
    world.accepted(&locks, &[&deployer]);
    (world, deployer, owners, allocations)
}

/// Changes an account as its program could.
fn change(world: &mut World, address: Pubkey, edit: impl FnOnce(&mut Account)) -> Account {
    let before = world.svm.get_account(&address).unwrap();
    let mut after = before.clone();
    edit(&mut after);
    world.svm.set_account(address, after).unwrap();
    before
}

fn edit_token(account: &mut Account, edit: impl FnOnce(&mut TokenAccount)) {
    let mut token = TokenAccount::unpack(&account.data).unwrap();
    edit(&mut token);
    token.pack_into_slice(&mut account.data);
}

fn edit_category(account: &mut Account, edit: impl FnOnce(&mut Category)) {
    use anchor_lang::AccountDeserialize;
    let mut category = Category::try_deserialize(&mut &account.data[..]).unwrap();
    edit(&mut category);
    category.try_serialize(&mut &mut account.data[..]).unwrap();
}

type Edit = fn(&mut Account, Pubkey);

#[test]
fn an_authority_left_on_a_vault_stops_genesis() {
    let (mut world, deployer, owners, allocations) = before_allocation();
    let attacker = owners[SEED_INVESTORS].pubkey();
    let edits: [(Edit, EmissionError); 6] = [
        (
            |vault, attacker| {
                edit_token(vault, |token| {
                    token.delegate = Some(attacker).into();
                    token.delegated_amount = u64::MAX;
                });
            },
            EmissionError::VaultNotAlone,
        ),
        (
            |vault, attacker| edit_token(vault, |token| token.close_authority = Some(attacker).into()),
            EmissionError::VaultNotAlone,
        ),
        (|vault, attacker| edit_token(vault, |token| token.owner = attacker), EmissionError::VaultNotAlone),
        (|vault, _| vault.data[108] = 2, EmissionError::VaultNotAlone),
        (|vault, _| edit_token(vault, |token| token.amount = 1), EmissionError::VaultNotEmpty),
        (|vault, attacker| vault.owner = attacker, EmissionError::VaultNotAlone),
    ];
    for vault in VAULTS {
        for (edit, error) in edits {
            let before = change(&mut world, vault, |account| edit(account, attacker));
            world.refused(&allocations, &[&deployer], error);
            world.svm.set_account(vault, before).unwrap();
        }
    }
    assert_eq!(world.supply(), 0);
    world.accepted(&allocations, &[&deployer]);
}

#[test]
fn a_category_that_was_touched_stops_genesis() {
    let (mut world, deployer, _, allocations) = before_allocation();
    let edits: [fn(&mut Category); 10] = [
        |category| category.ledger.genesis = 1,
        |category| category.ledger.genesis = World::START - 48 * MONTH,
        |category| category.ledger.tranches = 24,
        |category| category.ledger.granted = u64::MAX,
        |category| category.ledger.released = 1,
        |category| category.seal = [1; 16],
        |category| category.next_manager = Pubkey::new_from_array([7; 32]),
        |category| category.reserved[31] = 1,
        |category| category.padding[0] = 1,
        |category| {
            category.ledger.kind = match category.ledger.kind {
                CategoryKind::Core => CategoryKind::Seed,
                _ => CategoryKind::Core,
            }
        },
    ];
    for category in CATEGORIES.map(|category| category.address) {
        for edit in edits {
            let before = change(&mut world, category, |account| edit_category(account, edit));
            world.refused(&allocations, &[&deployer], EmissionError::CategoryNotPristine);
            world.svm.set_account(category, before).unwrap();
        }
        let longer = change(&mut world, category, |account| account.data.push(0));
        world.refused(&allocations, &[&deployer], EmissionError::CategoryNotPristine);
        world.svm.set_account(category, longer).unwrap();
    }
    world.accepted(&allocations, &[&deployer]);
}

/// The same looks again in `start`: an io_emission that skips them mints into locks that never
/// open.
#[test]
fn a_lock_that_was_touched_never_starts() {
    let (mut world, deployer, owners, mut allocations) = before_allocation();
    let start = [allocations.pop().expect("the start")];
    world.accepted(&allocations, &[&deployer]);
    let attacker = owners[SEED_INVESTORS].pubkey();
    let before = change(&mut world, VAULTS[1], |account| {
        edit_token(account, |token| token.delegate = Some(attacker).into());
    });
    world.refused(&start, &[], VestingError::VaultNotAlone);
    world.svm.set_account(VAULTS[1], before).unwrap();
    let short = change(&mut world, VAULTS[2], |account| edit_token(account, |token| token.amount -= 1));
    world.refused(&start, &[], VestingError::NotAllocated);
    world.svm.set_account(VAULTS[2], short).unwrap();
    let open = change(&mut world, CATEGORIES[0].address, |account| {
        edit_category(account, |category| category.ledger.tranches = 24);
    });
    world.refused(&start, &[], VestingError::NotPristine);
    world.svm.set_account(CATEGORIES[0].address, open).unwrap();
    world.accepted(&start, &[]);
}

#[test]
fn an_io_vesting_that_can_be_replaced_gets_nothing() {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); 5].map(|()| world.wallet().pubkey());
    let [mint, mut locks, allocations] = emission::genesis(&deployer.pubkey(), &owners, World::URI);
    let make_final = locks.pop().expect("the last step");
    world.accepted(&mint, &[&deployer]);
    world.accepted(&locks, &[&deployer]);
    world.refused(&allocations, &[&deployer], EmissionError::VestingNotFinal);
    let stranger = world.wallet();
    let by_stranger = vesting::make_final(&stranger.pubkey());
    assert!(world.send(&[by_stranger], &[&stranger]).is_err(), "only its authority makes it final");
    world.accepted(std::slice::from_ref(&make_final), &[&deployer]);
    assert!(world.send(&[make_final], &[&deployer]).is_err(), "nobody has a say any more");
    world.accepted(&allocations, &[&deployer]);
}

/// Grants written by other code, at any address and with any contents, but for the seal: that is a
/// slot hash from after the code was replaced.
#[test]
fn a_forged_grant_is_worth_nothing() {
    let (mut world, deployer, owners, allocations) = before_allocation();
    let attacker = world.wallet().pubkey();
    let account = world.io_account(&attacker);
    let forged = |kind: CategoryKind, seal| Grant {
        version: Grant::VERSION,
        padding: [0; 3],
        index: 0,
        seal,
        beneficiary: attacker,
        account,
        next_beneficiary: Pubkey::default(),
        ledger: GrantLedger {
            amount: kind.total(),
            released: 0,
            kind,
            first_tranche: 0,
            revoked: true,
            padding: [0; 5],
        },
        reserved: [0; 16],
    };
    let seals = [[0; 16], [1; 16], [0xff; 16]];
    let mut placed = Vec::new();
    for kind in CategoryKind::ALL {
        for seal in seals {
            let mut data = Vec::new();
            forged(kind, seal).try_serialize(&mut data).unwrap();
            let account =
                Account { lamports: World::rent(data.len()), data, owner: ID, ..Account::default() };
            // At a grant's own address and at another one.
            for address in [grant_address(kind, 0), world.key().pubkey()] {
                world.svm.set_account(address, account.clone()).unwrap();
                placed.push((kind, address));
            }
        }
    }
    world.accepted(&allocations, &[&deployer]);
    for month in [0, 13, 48, 1_000] {
        world.at_month(month, 0);
        for (kind, address) in &placed {
            let release = vesting::release(*kind, &[(*address, attacker)]);
            world.refused(&[release], &[], VestingError::ForeignGrant);
            let revoke = vesting::revoke(&owners[CORE_CONTRIBUTORS].pubkey(), address);
            world.refused(&[revoke], &[&owners[CORE_CONTRIBUTORS]], VestingError::ForeignGrant);
        }
    }
    assert_eq!(world.balance(&account), 0);
    // The number is taken, and costs the manager nothing but another one.
    let payer = world.payer.pubkey();
    let taken =
        vesting::grant(&payer, &owners[SEED_INVESTORS].pubkey(), CategoryKind::Seed, 0, &attacker, IO);
    world.refused(&[taken], &[&owners[SEED_INVESTORS]], VestingError::NumberInUse);
    world.grant(&owners[SEED_INVESTORS], CategoryKind::Seed, 1, &attacker, IO);
}

/// io_emission is upgraded and tells another genesis; the locks have never asked it.
#[test]
fn a_genesis_moved_back_by_an_upgrade_of_the_mint_opens_nothing() {
    let (mut world, deployer, owners, mut allocations) = before_allocation();
    let start = [allocations.pop().expect("the start")];
    world.accepted(&allocations, &[&deployer]);
    let state = change(&mut world, EMISSION.address, |account| {
        assert_eq!(account.owner, EMISSION_ID);
        account.data[16..24].copy_from_slice(&(World::START - 48 * MONTH).to_le_bytes());
    });
    world.pass(HOUR);
    // The invariants of the mint do not hold in this world: the account is put right before a
    // transaction is accepted.
    world.svm.set_account(EMISSION.address, state).unwrap();
    world.accepted(&start, &[]);
    assert_eq!(world.category(CategoryKind::Seed).ledger.genesis, World::START + HOUR);
    let names_the_mint = start[0].accounts.iter().any(|meta| meta.pubkey == EMISSION.address);
    assert!(!names_the_mint, "start does not read io_emission");
    let wallet = world.wallet().pubkey();
    world.io_account(&wallet);
    world.grant(&owners[SEED_INVESTORS], CategoryKind::Seed, 0, &wallet, IO);
    let release = [vesting::release(CategoryKind::Seed, &[(grant_address(CategoryKind::Seed, 0), wallet)])];
    for month in 0..13 {
        world.at_month(month, 0);
        world.refused(&release, &[], VestingError::NothingToRelease);
    }
    world.at_month(13, -1);
    world.refused(&release, &[], VestingError::NothingToRelease);
}

/// In month 13 the manager of the core contributors revokes and grants to itself, again and again.
#[test]
fn revoking_and_granting_in_a_loop_frees_one_tranche() {
    let (mut world, owners) = World::after_genesis();
    let manager = &owners[CORE_CONTRIBUTORS];
    let wallet = manager.pubkey();
    let account = world.io_account(&wallet);
    let kind = CategoryKind::Core;
    world.grant(manager, kind, 0, &wallet, kind.total());
    world.at_month(13, 0);
    world.release(kind, &[0]);
    let first = world.balance(&account);
    assert_eq!(first, 251_111_111_111_111);
    for round in 0..300 {
        world.accepted(&[vesting::revoke(&wallet, &grant_address(kind, round))], &[manager]);
        let rest = world.category(kind).ledger.ungranted();
        world.grant(manager, kind, round + 1, &wallet, rest);
        let release = vesting::release(kind, &[(grant_address(kind, round + 1), wallet)]);
        world.refused(&[release], &[], VestingError::NothingToRelease);
    }
    assert_eq!(world.balance(&account), first);
}

/// Who sells a grant releases, just before the buyer accepts, what has vested and waits. A buyer
/// whose own transaction releases before it accepts knows what is left, or that fails whole.
#[test]
fn who_sells_a_grant_releases_what_waits_before_the_buyer_accepts() {
    let (mut world, owners) = World::after_genesis();
    let (kind, grant) = (CategoryKind::Seed, grant_address(CategoryKind::Seed, 0));
    let [seller, buyer] = [(); 2].map(|()| world.wallet());
    let accounts = [&seller, &buyer].map(|wallet| world.io_account(&wallet.pubkey()));
    world.grant(&owners[SEED_INVESTORS], kind, 0, &seller.pubkey(), 24 * IO);
    // Half has vested by then, and nobody has released anything.
    world.at_month(24, 0);
    world.accepted(&[vesting::propose_beneficiary(&seller.pubkey(), &grant, buyer.pubkey())], &[&seller]);
    let release = vesting::release(kind, &[(grant, seller.pubkey())]);
    let accept = vesting::accept_beneficiary(&buyer.pubkey(), &grant);
    let both = [release.clone(), accept.clone()];
    // At the end of month 36: what seller and buyer have.
    let in_the_end = |mut world: World| {
        world.at_month(36, 0);
        world.release(kind, &[0]);
        accounts.map(|account| world.balance(&account) / IO)
    };
    let mut alone = world.clone();
    alone.accepted(std::slice::from_ref(&accept), &[&buyer]);
    assert_eq!(in_the_end(alone), [0, 24], "what the buyer may have paid for");
    let mut careful = world.clone();
    careful.accepted(&both, &[&buyer]);
    assert_eq!(in_the_end(careful), [12, 12]);
    world.accepted(&[release], &[]);
    world.refused(&both, &[&buyer], VestingError::NothingToRelease);
    world.accepted(&[accept], &[&buyer]);
    assert_eq!(in_the_end(world), [12, 12]);
}

/// The token program's own calls, by everybody who has a key.
#[test]
fn nobody_moves_closes_burns_or_delegates_a_vault() {
    let (mut world, owners) = World::after_genesis();
    world.at_month(48, 0);
    let people: Vec<_> = owners.iter().chain([&world.deployer]).map(Keypair::insecure_clone).collect();
    let mint = &MINT.address;
    for person in &people {
        let key = person.pubkey();
        let to = world.io_account(&key);
        for vault in &VAULTS {
            let calls = [
                spl::transfer_checked(&TOKEN_PROGRAM, vault, mint, &to, &key, &[], 1, 8),
                spl::burn(&TOKEN_PROGRAM, vault, mint, &key, &[], 1),
                spl::approve(&TOKEN_PROGRAM, vault, &key, &key, &[], 1),
                spl::close_account(&TOKEN_PROGRAM, vault, &key, &key, &[]),
                spl::set_authority(&TOKEN_PROGRAM, vault, Some(&key), AuthorityType::AccountOwner, &key, &[]),
            ];
            for call in calls.map(Result::unwrap) {
                // An account that holds tokens is not closed, whoever asks.
                let failure = world.send(&[call], &[person]).expect_err("refused");
                assert!(failure.code().is_some());
            }
        }
    }
    let burn = spl::burn(&TOKEN_PROGRAM, &VAULTS[0], mint, &people[0].pubkey(), &[], 1).unwrap();
    world.refused(&[burn], &[&people[0]], OWNER_MISMATCH);
    assert_eq!(associated_address(&CATEGORIES[0].address, mint), VAULTS[0]);
    assert!(world.svm.get_account(&PROGRAM_DATA).is_some());
}
