//! Rows of io_staking.

use {
    crate::Bench,
    anchor_lang::Space,
    io_client::{
        emission,
        staking::{self, Config, HardwareClass, Node, RegisterParams, Stake},
    },
    io_economics::{staking::COOLDOWN_SECONDS, units::BASE_UNITS_PER_IO},
    io_testkit::{
        staking::{Cast, H100},
        World,
    },
    solana_signer::Signer,
};

const DAY: i64 = 86_400;

pub fn measure(bench: &mut Bench) {
    bench.account("io_staking.Config", 8 + Config::INIT_SPACE);
    bench.account("io_staking.HardwareClass", 8 + HardwareClass::INIT_SPACE);
    bench.account("io_staking.Node", 8 + Node::INIT_SPACE);
    bench.account("io_staking.Stake", 8 + Stake::INIT_SPACE);
    let (mut world, cast) = World::with_staking();
    life_of_a_stake(bench, &mut world, &cast);
}

fn life_of_a_stake(bench: &mut Bench, world: &mut World, cast: &Cast) {
    let io = BASE_UNITS_PER_IO;
    let operator = world.holder(cast, 100_000);
    let key = operator.pubkey();
    let params = RegisterParams { processors: 8, commission_bps: 1_000, payout: key };
    let register = staking::register_node(&key, 0, H100, params);
    bench.instruction("io_staking.register_node", world, &register, &[&operator]);
    let node = staking::node_address(&key, 0);
    let class = staking::class_address(H100);
    world.stake(&operator, &node, 16_000);
    world.attest(cast, &node);

    let holder = world.holder(cast, 10_000);
    let key = holder.pubkey();
    world.pass(DAY / 2);
    let first = staking::first_stake(&key, &node, 1_000 * io);
    bench.transaction("io_staking.stake.first", world, &first, &[&holder]);
    world.pass(DAY / 4);
    bench.instruction("io_staking.stake", world, &staking::stake(&key, &node, 1_000 * io), &[&holder]);
    world.pass(60);
    bench.instruction("io_staking.sync_node", world, &staking::sync_node(&node, &class), &[]);
    world.pass(60);
    world.crank();
    bench.instruction("io_staking.claim", world, &staking::claim(&key, &node), &[&holder]);
    world.pass(DAY / 8);
    world.accepted(&[emission::crank()], &[]);
    bench.instruction("io_staking.restake", world, &staking::restake(&key, &node), &[&holder]);
    bench.instruction(
        "io_staking.claim_commission",
        world,
        &staking::claim_commission(&node, &operator.pubkey()),
        &[],
    );
    world.pass(60);
    bench.instruction("io_staking.unstake", world, &staking::unstake(&key, &node, 500 * io), &[&holder]);
    world.pass(COOLDOWN_SECONDS);
    bench.instruction("io_staking.withdraw", world, &staking::withdraw(&key, &node), &[&holder]);
}
