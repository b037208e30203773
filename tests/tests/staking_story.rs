//! Staking from the first node to the last withdrawal, and what is written down twice.

use {
    anchor_lang::{AnchorSerialize, Discriminator},
    bytemuck::NoUninit,
    io_addresses::staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    io_client::staking::{self, events, Pools, RegisterParams},
    io_economics::{
        staking::{COOLDOWN_SECONDS, SLASH_OPENS_SECONDS},
        time::DAY,
        units::BASE_UNITS_PER_IO as IO,
    },
    io_testkit::{
        staking::{APPLE, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

#[test]
fn a_month_of_two_nodes_and_their_holders() {
    let (mut world, cast) = World::with_staking();
    let (operator, gpu) = world.ready_node(&cast, H100, 8);
    let other = world.holder(&cast, 1_000);
    let params = RegisterParams { processors: 2, commission_bps: 1_000, payout: other.pubkey() };
    world.accepted(&[staking::register_node(&other.pubkey(), 0, APPLE, params)], &[&other]);
    let cpu = staking::node_address(&other.pubkey(), 0);
    world.stake(&other, &cpu, 400);
    world.set_offer(&other, &cpu, 200);
    let holder = world.holder(&cast, 10_000);
    world.stake(&holder, &gpu, 7_000);
    world.stake(&holder, &cpu, 200);

    for day in 0..30 {
        world.attest(&cast, &gpu);
        world.attest(&cast, &cpu);
        world.pass(DAY);
        world.crank();
        if day % 7 == 6 {
            world.accepted(&[staking::restake(&operator.pubkey(), &gpu)], &[&operator]);
            for node in [gpu, cpu] {
                world.accepted(&[staking::claim(&holder.pubkey(), &node)], &[&holder]);
            }
            world.accepted(&[staking::claim_commission(&cpu, &other.pubkey())], &[]);
        }
    }
    for node in [gpu, cpu] {
        world.accepted(&[staking::sync_node(&node)], &[]);
    }
    let propose = staking::propose_slash(&cast.slasher.pubkey(), &gpu, 1_000);
    world.accepted(&[propose], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.accepted(&[staking::execute_slash(&gpu)], &[]);
    world.crank();

    let people: [(&Keypair, _); 4] = [(&holder, gpu), (&holder, cpu), (&operator, gpu), (&other, cpu)];
    for (person, node) in people {
        let key = person.pubkey();
        let all = world.stake_of(&node, &key).position.worth(&world.node(&node).ledger);
        world.accepted(&[staking::unstake(&key, &node, all)], &[person]);
        world.accepted(&[staking::claim(&key, &node)], &[person]);
    }
    world.accepted(&[staking::claim_commission(&cpu, &other.pubkey())], &[]);
    world.pass(COOLDOWN_SECONDS);
    for (person, node) in people {
        let key = person.pubkey();
        let receipt = world.accepted(&[staking::withdraw(&key, &node)], &[person]);
        assert!(receipt.events::<events::Withdrawn>()[0].paid > 0);
        world.accepted(&[staking::close_stake(&key, &node)], &[person]);
    }
    assert_eq!(world.balance(&STAKE_VAULT.address), 0);
    let Pools { gpu, cpu } = world.staking().pools;
    let carried = gpu.carried.units + cpu.carried.units;
    let in_pools = gpu.accrued + cpu.accrued;
    assert!(in_pools - world.paid - carried <= 16, "all that accrued was paid or waits");
    assert!(world.balance(&REWARD_VAULT) > 0);
}

#[test]
fn ten_stakes_to_a_slashed_node_lose_less_than_a_base_unit_each() {
    let (mut world, cast) = World::with_staking();
    let (_, node) = world.ready_node(&cast, H100, 1);
    let propose = staking::propose_slash(&cast.slasher.pubkey(), &node, 3_333);
    world.accepted(&[propose], &[&cast.slasher]);
    world.pass(SLASH_OPENS_SECONDS);
    world.accepted(&[staking::execute_slash(&node)], &[]);
    for n in 1..=10 {
        let holder = world.holder(&cast, 100);
        let key = holder.pubkey();
        let amount = n * IO + n;
        world.accepted(&staking::first_stake(&key, &node, amount), &[&holder]);
        let worth = world.stake_of(&node, &key).position.worth(&world.node(&node).ledger);
        assert!(amount - worth <= 1);
    }
}

#[test]
fn accounts_lie_in_memory_as_borsh_writes_them() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 8);
    let key = operator.pubkey();
    world.pass(7_200);
    world.accepted(&[staking::unstake(&key, &node, IO)], &[&operator]);
    let stake = staking::stake_address(&node, &key);
    same_as_borsh(&world, &CONFIG.address, &world.staking().config);
    pools_lie_behind_the_config(&world);
    same_as_borsh(&world, &node, &world.node(&node));
    same_as_borsh(&world, &stake, &world.stake_of(&node, &key));
}

fn same_as_borsh<T: AnchorSerialize + NoUninit + Discriminator>(
    world: &World,
    address: &anchor_lang::prelude::Pubkey,
    account: &T,
) {
    let mut borsh = Vec::new();
    account.serialize(&mut borsh).unwrap();
    assert_eq!(borsh, bytemuck::bytes_of(account));
    let data = world.svm.get_account(address).unwrap().data;
    assert!(data.starts_with(&[T::DISCRIMINATOR, &borsh].concat()));
}

fn pools_lie_behind_the_config(world: &World) {
    let mut borsh = Vec::new();
    let staking = world.staking();
    staking.config.serialize(&mut borsh).unwrap();
    staking.pools.serialize(&mut borsh).unwrap();
    let data = world.svm.get_account(&CONFIG.address).unwrap().data;
    assert_eq!(data, [staking::Config::DISCRIMINATOR, &borsh].concat());
}

#[test]
fn discriminators_of_raw_accounts_are_anchors() {
    let expect = |name: &str, discriminator: &[u8]| {
        let hash = solana_sha256_hasher::hash(format!("account:{name}").as_bytes());
        assert_eq!(discriminator, &hash.to_bytes()[..8], "{name}");
    };
    expect("Config", staking::Config::DISCRIMINATOR);
    expect("Node", staking::Node::DISCRIMINATOR);
    expect("Stake", staking::Stake::DISCRIMINATOR);
}

#[test]
fn staking_reads_the_emission_as_it_is_written() {
    let mut header = io_emission::state::Emission::DISCRIMINATOR.to_vec();
    header.push(io_emission::state::Emission::VERSION);
    header.extend([0; 7]);
    assert_eq!(header, io_staking::emission_view::HEADER);
}

#[test]
fn programs_run_where_the_addresses_say() {
    assert_eq!(io_emission::ID, io_addresses::emission::ID);
    assert_eq!(io_staking::ID, io_addresses::staking::ID);
}
