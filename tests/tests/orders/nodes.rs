//! Nodes that cannot be hired.

use {
    crate::scene::{both, Scene},
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, CreateParams, Currency, OrdersError},
        staking::{self, StakingError},
    },
    io_economics::{staking::REPORT_SECONDS, time::HOUR},
    io_testkit::{orders::terms, staking::H100, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Refused by io_staking.
#[track_caller]
fn refused_by_staking(world: &mut World, call: Instruction, signer: &Keypair, error: StakingError) {
    world.refused(&[call], &[signer], error);
}

#[test]
fn a_node_that_is_not_ready_accepts_nothing() {
    for scene in both(Scene::open) {
        let (deal, cast) = (scene.deal.clone(), scene.cast.clone());
        let (key, slasher) = (scene.operator(), cast.slasher.pubkey());
        let accept = || scene.call("accept").instruction;
        let refused = |world: &mut World, error| refused_by_staking(world, accept(), &deal.operator, error);

        let mut world = scene.world.clone();
        world.pass(1);
        let offline = world.report(&deal.node, 0, 0);
        let report = staking::report_availability(&cast.oracle.pubkey(), &[offline]);
        world.accepted(&[report], &[&cast.oracle]);
        refused(&mut world, StakingError::NotAvailable);

        let mut world = scene.world.clone();
        world.accepted(&[staking::unstake(&key, &deal.node, 1)], &[&deal.operator]);
        refused(&mut world, StakingError::BelowMinimum);

        let mut world = scene.world.clone();
        world.accepted(&[staking::propose_slash(&slasher, &deal.node, 1)], &[&cast.slasher]);
        refused(&mut world, StakingError::SlashPending);
        world.accepted(&[staking::cancel_slash(&slasher, &deal.node)], &[&cast.slasher]);
        world.accepted(&[accept()], &[&deal.operator]);

        let mut world = scene.world.clone();
        world.accepted(&[staking::retire_node(&key, &deal.node)], &[&deal.operator]);
        refused(&mut world, StakingError::Retired);

        let mut world = scene.world.clone();
        world.accepted(&[staking::update_hardware(&key, &deal.node, H100, 8)], &[&deal.operator]);
        world.refused(&[accept()], &[&deal.operator], OrdersError::NodeChanged);
        world.pass(1);
        world.attest(&cast, &deal.node);
        world.refused(&[accept()], &[&deal.operator], OrdersError::NodeChanged);

        let mut world = scene.world.clone();
        world.accepted(&[staking::set_paused(&cast.admin.pubkey(), true)], &[&cast.admin]);
        refused(&mut world, StakingError::Paused);
        assert_eq!(world.node(&deal.node).ledger.hired, 0);
    }
}

#[test]
fn a_report_that_lapsed_accepts_nothing() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    world.pass(REPORT_SECONDS - 10);
    let address = world.create(&deal, 0, Currency::Io, HOUR as u32);
    let accept = orders::accept(&deal.operator.pubkey(), &address, &world.order(&address), true);
    world.pass(11);
    refused_by_staking(&mut world, accept.clone(), &deal.operator, StakingError::NotAvailable);
    world.attest(&cast, &deal.node);
    world.accepted(&[accept], &[&deal.operator]);
}

#[test]
fn a_node_hires_out_no_more_than_it_has() {
    for mut scene in both(Scene::open) {
        let deal = scene.deal.clone();
        let orders: Vec<_> =
            (1..5).map(|id| scene.world.create(&deal, id, scene.currency, HOUR as u32)).collect();
        let accept = |world: &World, address: &Pubkey| {
            orders::accept(&deal.operator.pubkey(), address, &world.order(address), false)
        };
        for address in &orders {
            let call = accept(&scene.world, address);
            scene.world.accepted(&[call], &[&deal.operator]);
        }
        assert_eq!(scene.world.node(&deal.node).ledger.hired, 8);
        let fifth = scene.call("accept").instruction;
        refused_by_staking(&mut scene.world, fifth, &deal.operator, StakingError::NotEnoughProcessors);
        let fifth = scene.call("accept").instruction;
        let end = |scene: &Scene, ender: &Keypair, index: usize| {
            let order = scene.world.order(&orders[index]);
            orders::end(&ender.pubkey(), &orders[index], &order, None)
        };
        // What its operator ends within the first hour stays hired; what its client ends does not.
        let by_operator = end(&scene, &deal.operator, 0);
        scene.world.accepted(&[by_operator], &[&deal.operator]);
        refused_by_staking(&mut scene.world, fifth, &deal.operator, StakingError::NotEnoughProcessors);
        let by_client = end(&scene, &deal.client, 1);
        scene.world.accepted(&[by_client], &[&deal.client]);
        scene.make("accept");

        let mut params = terms(scene.currency, HOUR as u32);
        for (id, processors) in [(5, 9), (6, u32::MAX)] {
            params =
                CreateParams { processors, rate: (1_000_000_000 / u64::from(processors)).max(1), ..params };
            let create = orders::create(&scene.client(), id, &deal.node, scene.currency, params);
            scene.world.accepted(&[create], &[&deal.client]);
            let call = accept(&scene.world, &orders::order_address(&scene.client(), id));
            refused_by_staking(&mut scene.world, call, &deal.operator, StakingError::NotEnoughProcessors);
        }
    }
}
