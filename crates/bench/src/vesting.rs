//! Rows of io_vesting.

use {
    crate::Bench,
    anchor_lang::Space,
    io_client::{
        emission,
        vesting::{self, grant_address, Category, CategoryKind, Grant, Managers, RELEASES_PER_TRANSACTION},
    },
    io_economics::{genesis::CATEGORIES, units::BASE_UNITS_PER_IO},
    io_testkit::{owners::CORE_CONTRIBUTORS, World},
    solana_signer::Signer,
};

const CORE: CategoryKind = CategoryKind::Core;

pub fn measure(bench: &mut Bench) {
    bench.account("io_vesting.Category", 8 + Category::INIT_SPACE);
    bench.account("io_vesting.Grant", 8 + Grant::INIT_SPACE);
    genesis(bench);
    grants(bench);
}

fn genesis(bench: &mut Bench) {
    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    let owners = [(); CATEGORIES].map(|()| world.wallet().pubkey());
    let [mint, mut locks, mut allocations] = emission::genesis(&deployer.pubkey(), &owners, World::URI);
    let last = locks.split_off(locks.len() - 2);
    let start = allocations.pop().expect("the start");
    world.accepted(&mint, &[&deployer]);
    world.accepted(&locks, &[&deployer]);
    let [seed, series_a, core, ..] = owners;
    let initialize = vesting::initialize(&deployer.pubkey(), Managers { seed, series_a, core });
    bench.instruction("io_vesting.initialize", &mut world, &initialize, &[&deployer]);
    world.accepted(&last[1..], &[&deployer]);
    world.accepted(&allocations, &[&deployer]);
    bench.instruction("io_vesting.start", &mut world, &start, &[]);
}

fn grants(bench: &mut Bench) {
    let (mut world, owners) = World::after_genesis();
    let world = &mut world;
    let (manager, payer) = (&owners[CORE_CONTRIBUTORS], world.payer.pubkey());
    let amount = 1_000 * BASE_UNITS_PER_IO + 1;
    let grant =
        |index, beneficiary| vesting::grant(&payer, &manager.pubkey(), CORE, index, beneficiary, amount);
    let wallet = world.wallet();
    // An account that is not there yet: its bump is derived.
    let owner = wallet.pubkey();
    bench.instruction("io_vesting.grant.without_an_account", world, &grant(0, &owner), &[manager]);
    world.io_account(&owner);
    bench.instruction("io_vesting.grant", world, &grant(1, &owner), &[manager]);
    world.at_month(13, 0);
    let pair = |index| (grant_address(CORE, index), wallet.pubkey());
    bench.instruction("io_vesting.release", world, &vesting::release(CORE, &[pair(1)]), &[]);
    world.at_month(48, 0);
    bench.instruction("io_vesting.release.after_4_years", world, &vesting::release(CORE, &[pair(1)]), &[]);

    let (mut world, owners) = World::after_genesis();
    let world = &mut world;
    let manager = &owners[CORE_CONTRIBUTORS];
    let mut pairs = Vec::new();
    for index in 0..RELEASES_PER_TRANSACTION as u32 {
        let wallet = world.key().pubkey();
        world.io_account(&wallet);
        world.grant(manager, CORE, index, &wallet, amount);
        pairs.push((grant_address(CORE, index), wallet));
    }
    world.at_month(13, 0);
    bench.instruction("io_vesting.release.of_13", world, &vesting::release(CORE, &pairs), &[]);
    let revoke = vesting::revoke(&manager.pubkey(), &pairs[0].0);
    bench.instruction("io_vesting.revoke", world, &revoke, &[manager]);

    let [old, new] = [(); 2].map(|()| world.wallet());
    world.grant(manager, CORE, 100, &old.pubkey(), amount);
    let grant = grant_address(CORE, 100);
    let propose = vesting::propose_beneficiary(&old.pubkey(), &grant, new.pubkey());
    bench.instruction("io_vesting.propose_beneficiary", world, &propose, &[&old]);
    let accept = vesting::accept_beneficiary(&new.pubkey(), &grant);
    bench.instruction("io_vesting.accept_beneficiary", world, &accept, &[&new]);
    let propose = vesting::propose_manager(&manager.pubkey(), CORE, new.pubkey());
    bench.instruction("io_vesting.propose_manager", world, &propose, &[manager]);
    let accept = vesting::accept_manager(&new.pubkey(), CORE);
    bench.instruction("io_vesting.accept_manager", world, &accept, &[&new]);
}
