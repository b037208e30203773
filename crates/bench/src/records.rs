//! Rows of io_orders: notice, records, maintenance and attestations. A row that ends in `.recorded`
//! is a last step with the node's record open; without, it is not open.

use {
    crate::Bench,
    anchor_lang::Space,
    io_client::{
        economics::time::{DAY, HOUR},
        orders::{self, Attestation, Currency, Record},
    },
    io_testkit::{staking::H100, World},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

pub fn measure(bench: &mut Bench) {
    bench.account("io_orders.Attestation", 8 + Attestation::INIT_SPACE);
    bench.account("io_orders.Record", 8 + Record::INIT_SPACE);
    last_steps(bench);
    notice(bench);
    attestations(bench);
}

/// Each last step, without the node's record and with it.
fn last_steps(bench: &mut Bench) {
    let (mut world, cast, roles) = World::with_orders();
    let world = &mut world;
    let deal = world.deal(&cast);
    let [client, operator, arbiter] =
        [&deal.client, &deal.operator, &roles.arbiter].map(Keypair::insecure_clone);
    let payer = world.payer.pubkey();
    for (id, suffix) in [(0, ".unrecorded"), (4, ".recorded")] {
        world.attest(&cast, &deal.node);
        let mut running = |id| {
            let address = world.running(&deal, id, Currency::Usdc, 2 * DAY as u32);
            (address, world.order(&address))
        };
        let [early, ended, disputed] = [id, id + 1, id + 2].map(&mut running);
        let end = orders::end(&operator.pubkey(), &early.0, &early.1, None);
        bench.instruction(&format!("io_orders.end.first_hour{suffix}"), world, &end, &[&operator]);
        world.pass(DAY);
        world.accepted(&[orders::end(&client.pubkey(), &ended.0, &ended.1, None)], &[&client]);
        world.accepted(&[orders::dispute(&client.pubkey(), &disputed.0, &disputed.1)], &[&client]);
        let resolve = orders::resolve(&arbiter.pubkey(), &disputed.0, &disputed.1, 5_000, [None; 2]);
        bench.instruction(&format!("io_orders.resolve{suffix}"), world, &resolve, &[&arbiter]);
        world.pass(DAY);
        let settle = orders::settle(&ended.0, &ended.1, [None; 2]);
        bench.instruction(&format!("io_orders.settle.last{suffix}"), world, &settle, &[]);
        if suffix == ".unrecorded" {
            let open = orders::open_record(&payer, &deal.node);
            bench.instruction("io_orders.open_record", world, &open, &[]);
            bench.instruction("io_orders.open_record.again", world, &open, &[]);
            let from = world.now() + 2 * DAY;
            let announce = orders::announce_maintenance(&operator.pubkey(), &deal.node, from, from + HOUR);
            bench.instruction("io_orders.announce_maintenance", world, &announce, &[&operator]);
        }
    }
}

fn notice(bench: &mut Bench) {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let address = world.with_notice(&deal, 0, Currency::Usdc, 10 * DAY, 12);
    world.pass(HOUR);
    let give = orders::give_notice(&deal.operator.pubkey(), &address, &world.order(&address), None);
    bench.instruction("io_orders.give_notice", &mut world, &give, &[&deal.operator]);
}

fn attestations(bench: &mut Bench) {
    let (mut world, cast, _) = World::with_orders();
    let (_, node) = world.ready_node(&cast, H100, 8);
    let auditor = world.wallet();
    let attest = orders::attest(&auditor.pubkey(), &node, world.attesting(&node));
    bench.instruction("io_orders.attest.first", &mut world, &attest, &[&auditor]);
    bench.instruction("io_orders.attest", &mut world, &attest, &[&auditor]);
    let revoke = orders::revoke_attestation(&auditor.pubkey(), &node);
    bench.instruction("io_orders.revoke_attestation", &mut world, &revoke, &[&auditor]);
}
