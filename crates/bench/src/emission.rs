//! Rows of io_emission.

use {
    crate::Bench,
    anchor_lang::Space,
    io_client::emission::{self, Emission},
    io_economics::{
        emission::{MONTHS, MONTH_SECONDS},
        genesis::CATEGORIES,
        time::HOUR,
    },
    io_testkit::World,
    solana_signer::Signer,
};

pub fn measure(bench: &mut Bench) {
    bench.account("io_emission.Emission", 8 + Emission::INIT_SPACE);

    let mut world = World::new();
    let deployer = world.deployer.insecure_clone();
    bench.instruction(
        "io_emission.initialize",
        &mut world,
        &emission::initialize(&deployer.pubkey()),
        &[&deployer],
    );

    bench.instruction(
        "io_emission.create_metadata",
        &mut world,
        &emission::create_metadata(&deployer.pubkey(), World::URI.to_owned()),
        &[&deployer],
    );
    let owners = [(); CATEGORIES].map(|()| world.key().pubkey());
    let [_, locks, _] = emission::genesis(&deployer.pubkey(), &owners, World::URI);
    world.accepted(&locks, &[&deployer]);
    let [.., ecosystem, community] = owners.map(|owner| world.io_account(&owner));
    world.accepted(&[emission::create_reward_vault(&deployer.pubkey())], &[&deployer]);
    bench.instruction(
        "io_emission.allocate",
        &mut world,
        &emission::allocate(&deployer.pubkey(), &ecosystem, &community),
        &[&deployer],
    );

    world.pass(HOUR);
    bench.instruction("io_emission.crank", &mut world, &emission::crank(), &[]);

    let (mut world, _) = World::after_genesis();
    world.pass((MONTHS * MONTH_SECONDS) as i64);
    bench.instruction("io_emission.crank.after_20_years", &mut world, &emission::crank(), &[]);
}
