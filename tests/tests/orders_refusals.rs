//! Figures and times out of bounds: each is refused by name, and moves nothing.

mod orders_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::buyback,
    io_client::{
        orders::{self, CreateParams, Currency, OrdersError, Stage, MAX_SECONDS},
        staking::{self, StakingError},
        token,
    },
    io_economics::{
        staking::{BPS, REPORT_SECONDS},
        units::HARD_CAP,
    },
    io_testkit::{
        calls::NOT_THERE,
        orders::{terms, CURRENCIES},
        staking::H100,
        World, INSUFFICIENT_FUNDS,
    },
    orders_scene::{both, Scene, BOOKED, DAY, HOUR},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    OrdersError::*,
};

/// Refused by io_staking.
#[track_caller]
fn refused_by_staking(world: &mut World, call: Instruction, signer: &Keypair, error: StakingError) {
    world.refused(&[call], &[signer], error);
}

#[test]
fn an_order_has_processors_a_rate_and_a_time() {
    for currency in CURRENCIES {
        let (mut world, cast, _) = World::with_orders();
        let deal = world.deal(&cast);
        let good = terms(currency, HOUR as u32);
        let create = |params| [orders::create(&deal.client.pubkey(), 0, &deal.node, currency, params)];
        for (params, error) in [
            (CreateParams { processors: 0, ..good }, InvalidProcessors),
            (CreateParams { rate: 0, ..good }, InvalidRate),
            (CreateParams { duration: 0, ..good }, InvalidDuration),
            (CreateParams { duration: HOUR as u32 - 1, ..good }, InvalidDuration),
            (CreateParams { duration: MAX_SECONDS + 1, ..good }, InvalidDuration),
            (CreateParams { duration: u32::MAX, ..good }, InvalidDuration),
            (CreateParams { revision: 1, ..good }, NodeChanged),
            (CreateParams { most: 0, ..good }, AboveLimit),
            (CreateParams { rate: 1, ..good }, BelowLeastCost),
            (CreateParams { processors: 1, rate: good.rate / 15 - 1, ..good }, BelowLeastCost),
            (CreateParams { rate: u64::MAX, ..good }, CostTooHigh),
            (CreateParams { processors: u32::MAX, rate: u64::MAX, ..good }, CostTooHigh),
            (CreateParams { processors: 1, rate: u64::MAX, ..good }, CostTooHigh),
            (
                CreateParams { processors: u32::MAX, rate: u64::MAX / u64::from(u32::MAX), ..good },
                CostTooHigh,
            ),
        ] {
            world.refused(&create(params), &[&deal.client], error);
        }
        for params in [
            CreateParams { rate: HARD_CAP, ..good },
            CreateParams { processors: u32::MAX, rate: 1_000_000, ..good },
        ] {
            world.refused(&create(params), &[&deal.client], INSUFFICIENT_FUNDS);
        }
        // The least and the longest.
        for (id, params) in [
            CreateParams { processors: 1, rate: good.rate / 15, ..good },
            CreateParams { processors: 20_000_000, rate: 1, ..good },
            CreateParams { duration: MAX_SECONDS, ..good },
        ]
        .into_iter()
        .enumerate()
        {
            let call = orders::create(&deal.client.pubkey(), id as u64, &deal.node, currency, params);
            world.accepted(&[call], &[&deal.client]);
        }
        for id in [u64::MAX, u64::MAX - 1] {
            let call = orders::create(&deal.client.pubkey(), id, &deal.node, currency, good);
            world.accepted(std::slice::from_ref(&call), &[&deal.client]);
            world.refused(&[call], &[&deal.client], NumberInUse);
        }
    }
}

#[test]
fn a_client_pays_all_of_it_or_has_no_order() {
    for currency in CURRENCIES {
        let (mut world, cast, _) = World::with_orders();
        let deal = world.deal(&cast);
        // 3 for an hour, with fees of 0.25% and 2%, of which the client has just too little, and then just enough.
        let unit = terms(currency, HOUR as u32).rate / 3 * 2;
        let fees = if currency == Currency::Usdc { 675 } else { 75 };
        let total = 3 * unit + unit * fees / 10_000;
        let client = world.client(&cast, 0, 0);
        let key = client.pubkey();
        let account = token::associated_address(&key, &orders::mint(currency));
        let create = orders::create(&key, 0, &deal.node, currency, terms(currency, HOUR as u32));
        let pay = |world: &mut World, amount| match currency {
            Currency::Io => drop(world.transfer_io(&cast.owners[4], &account, amount)),
            Currency::Usdc => world.mint_usdc(&account, amount),
        };
        pay(&mut world, total - 1);
        world.refused(std::slice::from_ref(&create), &[&client], INSUFFICIENT_FUNDS);
        pay(&mut world, 1);
        let limited = |most| {
            let params = CreateParams { most, ..terms(currency, HOUR as u32) };
            orders::create(&key, 0, &deal.node, currency, params)
        };
        world.refused(&[limited(total - 1)], &[&client], AboveLimit);
        world.accepted(&[limited(total)], &[&client]);
        assert_eq!(world.balance(&account), 0);
        let extend = |world: &World| {
            let address = orders::order_address(&key, 0);
            orders::extend(&key, &address, &world.order(&address), 3_600)
        };
        let address = orders::order_address(&key, 0);
        world.accept(&deal, &address, true);
        let more = extend(&world);
        world.refused(&[more], &[&client], INSUFFICIENT_FUNDS);
    }
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
        let first = scene.world.order(&orders[0]);
        let end = orders::end(&deal.operator.pubkey(), &orders[0], &first, None);
        scene.world.accepted(&[end], &[&deal.operator]);
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

#[test]
fn an_extension_is_of_some_time_and_ends_with_the_month() {
    for mut scene in both(Scene::running) {
        let (deal, client) = (scene.deal.clone(), scene.client());
        let (address, order) = (scene.address, scene.order);
        let extend = |seconds| [orders::extend(&client, &address, &order, seconds)];
        let rest = MAX_SECONDS - BOOKED as u32;
        for seconds in [0, rest + 1, MAX_SECONDS, u32::MAX] {
            scene.world.refused(&extend(seconds), &[&deal.client], InvalidDuration);
        }
        scene.world.accepted(&extend(rest), &[&deal.client]);
        scene.world.refused(&extend(1), &[&deal.client], InvalidDuration);

        let fixed = scene.world.create(&deal, 1, scene.currency, HOUR as u32);
        scene.world.accept(&deal, &fixed, false);
        let more = orders::extend(&client, &fixed, &scene.world.order(&fixed), 60);
        scene.world.refused(&[more], &[&deal.client], ExtensionRefused);
    }
}

#[test]
fn pay_starts_after_the_first_hour_and_stays_a_day_behind() {
    for mut scene in both(Scene::running) {
        let settle = [scene.call("settle").instruction];
        let pay = |scene: &Scene| scene.worth(&scene.operator());
        let before = pay(&scene);
        for early in [0, 1, HOUR - 1] {
            scene = scene.at(early);
            scene.world.refused(&settle, &[], FirstHour);
        }
        // The first hour earns the buyer's fees, and pays nothing.
        scene = scene.at(HOUR);
        scene.make("settle");
        assert_eq!(pay(&scene), before);
        for held in [HOUR, HOUR + 1, DAY] {
            scene = scene.at(held);
            scene.world.refused(&settle, &[], NothingDue);
        }
        scene = scene.at(DAY + 1);
        scene.make("settle");
        assert!(pay(&scene) > before);
        scene.world.refused(&settle, &[], NothingDue);

        // Clocks that stand still, go back, or leap.
        for back in [DAY, HOUR, 0, -365 * DAY] {
            scene = scene.at(back);
            scene.world.refused(&settle, &[], NothingDue);
        }
        scene = scene.at(365 * DAY);
        scene.world.refused(&settle, &[], EndFirst);
        scene.make("end by a stranger");
        scene.make("settle");
        assert_eq!(scene.stage(), Stage::Settled);
        scene.world.refused(&settle, &[], AlreadySettled);
        scene.make("close");
        scene.world.refused(&settle, &[], NOT_THERE);
    }
}

#[test]
fn a_time_once_seen_does_not_come_back() {
    for scene in both(Scene::running) {
        // The oracle's report at the end of the service is seen by the order.
        let late = scene.at(BOOKED).after("report an outage");
        let back = late.at(60);
        let mut back_again = back.clone();
        back_again.world.refused(&[back.call("extend").instruction], &[&back.deal.client], ServiceOver);
        back_again.make("end by a stranger");
        let full = i64::from(back_again.order.escrow.duration);
        assert_eq!(full, BOOKED, "the whole time is billed");

        let over = back_again.at(BOOKED + DAY);
        assert_eq!(over.after("settle").stage(), Stage::Settled);
    }
}

#[test]
fn an_order_of_a_clock_that_went_back_is_no_older_for_it() {
    let mut scene = Scene::open(Currency::Io);
    scene = scene.at(-DAY);
    let (deal, currency) = (scene.deal.clone(), scene.currency);
    scene.world.refused(
        &[scene.call("cancel by a stranger").instruction],
        &[&scene.stranger],
        AcceptWindowOpen,
    );
    let address = scene.world.create(&deal, 1, currency, HOUR as u32);
    assert_eq!(scene.world.order(&address).escrow.at, scene.world.now());
    let mut scene = scene.accepted();
    assert!(scene.order.escrow.at > scene.world.now(), "its own time stands still meanwhile");
    scene.world.refused(&[scene.call("settle").instruction], &[], FirstHour);
}

#[test]
fn outages_lie_within_the_service_and_in_order() {
    for mut scene in both(Scene::running) {
        let desk = scene.desk.clone();
        let (address, serial, start) = (scene.address, scene.order.serial, scene.order.escrow.at);
        let report = |from: i64, to: i64| {
            let (from, to) = (start.saturating_add(from), start.saturating_add(to));
            [orders::report_outage(&desk.oracle.pubkey(), &address, serial, from, to)]
        };
        scene = scene.at(BOOKED * 3 / 4);
        let now = BOOKED * 3 / 4;
        for (from, to) in [(60, 60), (61, 60), (0, 0), (now, now - 1), (i64::MAX, i64::MIN)] {
            scene.world.refused(&report(from, to), &[&desk.oracle], EmptyOutage);
        }
        for (from, to) in [(-1, 60), (-60, -1), (0, now + 1), (now, now + 1), (0, i64::MAX), (i64::MIN, 60)] {
            scene.world.refused(&report(from, to), &[&desk.oracle], OutageOutsideService);
        }
        for stranger in [&desk.arbiter, &desk.admin, &scene.cast.oracle, &scene.deal.operator] {
            let mut call = report(0, 60);
            call[0].accounts[0].pubkey = stranger.pubkey();
            scene.world.refused(&call, &[stranger], NotOracle);
        }
        scene.make("settle");
        let settled = now - DAY;
        for (from, to) in [(0, 60), (settled - 1, settled + 60), (0, now)] {
            scene.world.refused(&report(from, to), &[&desk.oracle], OutageSettled);
        }
        scene.world.accepted(&report(settled, settled + 60), &[&desk.oracle]);
        for (from, to) in [(settled, settled + 60), (settled + 59, settled + 120), (settled, now)] {
            scene.world.refused(&report(from, to), &[&desk.oracle], OutageOverlaps);
        }
        scene.world.accepted(&report(settled + 60, now), &[&desk.oracle]);
        // Beyond what is booked there is no service, whatever the time.
        scene = scene.at(BOOKED + HOUR);
        scene.world.refused(&report(BOOKED - 60, BOOKED + 1), &[&desk.oracle], OutageOutsideService);
        scene.world.accepted(&report(BOOKED - 60, BOOKED), &[&desk.oracle]);
    }
}

#[test]
fn an_outage_of_the_whole_time_pays_nothing() {
    for mut scene in both(Scene::running) {
        let (desk, start) = (scene.desk.clone(), scene.order.escrow.at);
        let before = [scene.worth(&scene.client()), scene.worth(&scene.operator())];
        let cost = scene.order.escrow.booked().unwrap().cost;
        scene = scene.at(BOOKED);
        let all = orders::report_outage(
            &desk.oracle.pubkey(),
            &scene.address,
            scene.order.serial,
            start,
            start + BOOKED,
        );
        scene.world.accepted(&[all], &[&desk.oracle]);
        scene = scene.after("end by the operator").at(BOOKED + DAY).after("settle");
        let after = [scene.worth(&scene.client()), scene.worth(&scene.operator())];
        assert_eq!(after, [before[0] + cost, before[1]]);
    }
}

#[test]
fn a_dispute_is_once_and_in_time() {
    for mut scene in both(|currency| Scene::running(currency).at(BOOKED)) {
        let dispute = [scene.call("dispute").instruction];
        let deal = scene.deal.clone();
        scene = scene.at(BOOKED + DAY);
        scene.world.refused(&dispute, &[&deal.client], DisputeWindowOver);
        scene = scene.at(BOOKED + DAY - 1).after("dispute");
        scene.world.refused(&dispute, &[&deal.client], Disputed);
        scene.make("resolve");
        scene.world.refused(&dispute, &[&deal.client], AlreadySettled);
        scene.make("close");
        scene.world.refused(&dispute, &[&deal.client], NOT_THERE);
    }
}

#[test]
fn an_arbiter_gives_at_most_all() {
    for mut scene in both(|currency| Scene::running(currency).at(BOOKED).after("dispute")) {
        let (desk, address, order) = (scene.desk.clone(), scene.address, scene.order);
        let resolve = |share| [orders::resolve(&desk.arbiter.pubkey(), &address, &order, share, [None; 2])];
        for share in [BPS + 1, u16::MAX] {
            scene.world.refused(&resolve(share), &[&desk.arbiter], InvalidShare);
        }
        for (share, at) in [(0, BOOKED), (1, BOOKED), (BPS, BOOKED + 7 * DAY - 1)] {
            let mut fork = scene.clone().at(at);
            fork.world.accepted(&resolve(share), &[&desk.arbiter]);
            fork.world.refused(&resolve(share), &[&desk.arbiter], NotDisputed);
        }
        let mut late = scene.at(BOOKED + 7 * DAY);
        late.world.refused(&resolve(BPS), &[&desk.arbiter], ArbiterTooLate);
        late.make("settle");
    }
}

#[test]
fn an_order_closes_empty() {
    for open in both(Scene::open) {
        let states: [fn(Scene) -> Scene; 4] = [
            |open| open,
            |open| open.accepted().at(DAY),
            |open| open.accepted().at(DAY).after("end by the client"),
            |open| open.accepted().at(DAY).after("dispute"),
        ];
        for state in states {
            let mut scene = state(open.clone());
            scene.world.refused(&[scene.call("close").instruction], &[], NotSettled);
        }
    }
}

#[test]
fn fees_wait_until_buyback_can_take_them() {
    for mut scene in both(|currency| Scene::running(currency).at(DAY).after("settle")) {
        let currency = scene.currency;
        let vault = orders::sweep_to(currency);
        let there = scene.world.svm.get_account(&vault).unwrap();
        scene.world.svm.set_account(vault, solana_account::Account::default()).unwrap();
        assert!(scene.world.send(&[orders::sweep_fees(currency)], &[]).is_err());
        assert_eq!(scene.world.ledger(currency).balances.swept, 0);
        scene.world.svm.set_account(vault, there).unwrap();
        scene.world.accepted(&[orders::sweep_fees(currency)], &[]);
        let swept = scene.world.ledger(currency).balances.swept;
        assert_eq!(scene.world.wallet_balance(&buyback::CONFIG.address, currency), swept);
    }
}
