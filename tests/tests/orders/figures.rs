//! Figures out of bounds: each is refused by name, and moves nothing.

use {
    crate::scene::{both, Scene, BOOKED},
    io_client::{
        orders::{self, CreateParams, Currency, OrdersError::*, MAX_SECONDS},
        token,
    },
    io_economics::{
        staking::BPS,
        time::{DAY, HOUR},
        units::HARD_CAP,
    },
    io_testkit::{
        orders::{terms, CURRENCIES},
        World, INSUFFICIENT_FUNDS,
    },
    solana_signer::Signer,
};

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
fn outages_lie_within_the_service_and_in_order() {
    for mut scene in both(Scene::running) {
        let roles = scene.roles.clone();
        let (address, serial, start) = (scene.address, scene.order.serial, scene.order.escrow.at);
        let report = |from: i64, to: i64| {
            let (from, to) = (start.saturating_add(from), start.saturating_add(to));
            [orders::report_outage(&roles.oracle.pubkey(), &address, serial, from, to)]
        };
        scene = scene.at(BOOKED * 3 / 4);
        let now = BOOKED * 3 / 4;
        for (from, to) in [(60, 60), (61, 60), (0, 0), (now, now - 1), (i64::MAX, i64::MIN)] {
            scene.world.refused(&report(from, to), &[&roles.oracle], EmptyOutage);
        }
        for (from, to) in [(-1, 60), (-60, -1), (0, now + 1), (now, now + 1), (0, i64::MAX), (i64::MIN, 60)] {
            scene.world.refused(&report(from, to), &[&roles.oracle], OutageOutsideService);
        }
        for stranger in [&roles.arbiter, &roles.admin, &scene.cast.oracle, &scene.deal.operator] {
            let mut call = report(0, 60);
            call[0].accounts[0].pubkey = stranger.pubkey();
            scene.world.refused(&call, &[stranger], NotOracle);
        }
        scene.make("settle");
        let settled = now - DAY;
        for (from, to) in [(0, 60), (settled - 1, settled + 60), (0, now)] {
            scene.world.refused(&report(from, to), &[&roles.oracle], OutageSettled);
        }
        scene.world.accepted(&report(settled, settled + 60), &[&roles.oracle]);
        for (from, to) in [(settled, settled + 60), (settled + 59, settled + 120), (settled, now)] {
            scene.world.refused(&report(from, to), &[&roles.oracle], OutageOverlaps);
        }
        scene.world.accepted(&report(settled + 60, now), &[&roles.oracle]);
        // Beyond what is booked there is no service, whatever the time.
        scene = scene.at(BOOKED + HOUR);
        scene.world.refused(&report(BOOKED - 60, BOOKED + 1), &[&roles.oracle], OutageOutsideService);
        scene.world.accepted(&report(BOOKED - 60, BOOKED), &[&roles.oracle]);
    }
}

#[test]
fn an_outage_of_the_whole_time_pays_nothing() {
    for mut scene in both(Scene::running) {
        let (roles, start) = (scene.roles.clone(), scene.order.escrow.at);
        let before = [scene.worth(&scene.client()), scene.worth(&scene.operator())];
        let cost = scene.order.escrow.booked().unwrap().cost;
        scene = scene.at(BOOKED);
        let all = orders::report_outage(
            &roles.oracle.pubkey(),
            &scene.address,
            scene.order.serial,
            start,
            start + BOOKED,
        );
        scene.world.accepted(&[all], &[&roles.oracle]);
        scene = scene.after("end by the operator").at(BOOKED + DAY).after("settle");
        let after = [scene.worth(&scene.client()), scene.worth(&scene.operator())];
        assert_eq!(after, [before[0] + cost, before[1]]);
    }
}

#[test]
fn an_arbiter_gives_at_most_all() {
    for mut scene in both(|currency| Scene::running(currency).at(BOOKED).after("dispute")) {
        let (roles, address, order) = (scene.roles.clone(), scene.address, scene.order);
        let resolve = |share| [orders::resolve(&roles.arbiter.pubkey(), &address, &order, share, [None; 2])];
        for share in [BPS + 1, u16::MAX] {
            scene.world.refused(&resolve(share), &[&roles.arbiter], InvalidShare);
        }
        for (share, at) in [(0, BOOKED), (1, BOOKED), (BPS, BOOKED + 7 * DAY - 1)] {
            let mut fork = scene.clone().at(at);
            fork.world.accepted(&resolve(share), &[&roles.arbiter]);
            fork.world.refused(&resolve(share), &[&roles.arbiter], NotDisputed);
        }
        let mut late = scene.at(BOOKED + 7 * DAY);
        late.world.refused(&resolve(BPS), &[&roles.arbiter], ArbiterTooLate);
        late.make("settle");
    }
}
