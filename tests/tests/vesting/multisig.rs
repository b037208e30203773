//! A multisig's vault as beneficiary and as manager: an address that another program derives, of
//! which nobody has a key. It never signs a transaction; its program signs for it in a call, once
//! its members have agreed. The program here is a stand-in that signs for whoever asks.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{emission::MINT, external::TOKEN_PROGRAM},
    io_client::{
        token::associated_address,
        vesting::{self, grant_address, CategoryKind, VestingError},
    },
    io_economics::units::BASE_UNITS_PER_IO,
    io_testkit::{
        hostile::{script, stash},
        owners::{CORE_CONTRIBUTORS, SEED_INVESTORS},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction::transfer_checked,
};

const IO: u64 = BASE_UNITS_PER_IO;
const SEED: CategoryKind = CategoryKind::Seed;
const CORE: CategoryKind = CategoryKind::Core;

/// A world after genesis with the program of a multisig, its vault, and a wallet.
fn scene() -> (World, [Keypair; 5], Pubkey, Keypair) {
    let (mut world, owners) = World::after_genesis();
    world.deploy_hostile_exchange();
    let vault = stash();
    assert!(!vault.is_on_curve(), "nobody has its key");
    let wallet = world.wallet();
    (world, owners, vault, wallet)
}

#[test]
fn a_multisigs_vault_is_paid_and_spends_what_it_gets() {
    let (mut world, owners, vault, wallet) = scene();
    world.grant(&owners[SEED_INVESTORS], SEED, 0, &vault, 24 * IO);
    let (own, of_wallet) = (world.io_account(&vault), world.io_account(&wallet.pubkey()));
    assert_eq!(world.grant_of(SEED, 0).account, own);
    world.at_month(13, 0);
    // Anyone releases: no member has to do anything.
    world.release(SEED, &[0]);
    assert_eq!(world.balance(&own), IO);
    let spend =
        transfer_checked(&TOKEN_PROGRAM, &own, &MINT.address, &of_wallet, &vault, &[], IO, 8).unwrap();
    world.accepted(&[script(&[spend])], &[]);
    assert_eq!((world.balance(&own), world.balance(&of_wallet)), (0, IO));
}

#[test]
fn a_grant_goes_to_a_multisigs_vault_and_on_from_there() {
    let (mut world, owners, vault, wallet) = scene();
    let key = wallet.pubkey();
    world.grant(&owners[SEED_INVESTORS], SEED, 0, &key, 24 * IO);
    let grant = grant_address(SEED, 0);
    let [own, of_wallet] = [vault, key].map(|owner| world.io_account(&owner));
    world.accepted(&[vesting::propose_beneficiary(&key, &grant, vault)], &[&wallet]);
    // The program signs for its own vault alone.
    let early = vesting::propose_beneficiary(&vault, &grant, vault);
    world.refused(&[script(&[early])], &[], VestingError::NotBeneficiary);
    world.accepted(&[script(&[vesting::accept_beneficiary(&vault, &grant)])], &[]);
    let stored = world.grant_of(SEED, 0);
    assert_eq!((stored.beneficiary, stored.account), (vault, own));
    world.at_month(14, 0);
    world.release(SEED, &[0]);
    assert_eq!((world.balance(&own), world.balance(&of_wallet)), (2 * IO, 0));

    // And on: by two proposals of the vault, of which the second counts.
    let propose = |next| script(&[vesting::propose_beneficiary(&vault, &grant, next)]);
    world.accepted(&[propose(Pubkey::default()), propose(key)], &[]);
    let accept = vesting::accept_beneficiary(&key, &grant);
    world.accepted(std::slice::from_ref(&accept), &[&wallet]);
    world.at_month(15, 0);
    world.release(SEED, &[0]);
    assert_eq!((world.balance(&own), world.balance(&of_wallet)), (2 * IO, IO));
    world.refused(&[propose(vault)], &[], VestingError::NotBeneficiary);
}

#[test]
fn a_multisigs_vault_manages_a_category() {
    let (mut world, owners, vault, wallet) = scene();
    let (manager, key) = (&owners[CORE_CONTRIBUTORS], wallet.pubkey());
    world.accepted(&[vesting::propose_manager(&manager.pubkey(), CORE, vault)], &[manager]);
    world.accepted(&[script(&[vesting::accept_manager(&vault, CORE)])], &[]);
    assert_eq!(world.category(CORE).manager, vault);
    // Whoever sends what the members agreed on pays the rent.
    let payer = world.payer.pubkey();
    let grant = vesting::grant(&payer, &vault, CORE, 0, &key, 36 * IO);
    world.accepted(&[script(&[grant])], &[]);
    let own = associated_address(&key, &MINT.address);
    world.io_account(&key);
    world.at_month(13, 0);
    world.release(CORE, &[0]);
    assert_eq!(world.balance(&own), IO);
    world.accepted(&[script(&[vesting::revoke(&vault, &grant_address(CORE, 0))])], &[]);
    assert_eq!(world.grant_of(CORE, 0).ledger.amount, IO);
    world.accepted(&[script(&[vesting::propose_manager(&vault, CORE, manager.pubkey())])], &[]);
    world.accepted(&[vesting::accept_manager(&manager.pubkey(), CORE)], &[manager]);
}
