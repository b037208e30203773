//! Figures out of bounds: each is refused by name, and moves nothing.

use {
    crate::scene::{both, Scene, BOOKED},
    io_client::{
        orders::{self, events::OutageReported, CreateParams, Currency, OrdersError::*, MAX_SECONDS},
        token,
    },
    io_economics::{
        staking::BPS,
        time::{DAY, HOUR},
        units::HARD_CAP,
    },
    io_testkit::{
        orders::{terms, CURRENCIES},
        owners::COMMUNITY,
        World,
    },
    solana_signer::Signer,
    std::mem::offset_of,
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
            world.refused(&create(params), &[&deal.client], NotEnoughFunds);
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
        // 3 for an hour, with fees of 0.25% and 2%, of which the client has just too little, and
        // then just enough.
        let unit = terms(currency, HOUR as u32).rate / 3 * 2;
        let fees = if currency == Currency::Usdc { 675 } else { 75 };
        let total = 3 * unit + unit * fees / 10_000;
        let client = world.client(&cast, 0, 0);
        let key = client.pubkey();
        let account = token::associated_address(&key, &orders::mint(currency));
        let create = orders::create(&key, 0, &deal.node, currency, terms(currency, HOUR as u32));
        let pay = |world: &mut World, amount| match currency {
            Currency::Io => drop(world.transfer_io(&cast.owners[COMMUNITY], &account, amount)),
            Currency::Usdc => world.mint_usdc(&account, amount),
        };
        pay(&mut world, total - 1);
        world.refused(std::slice::from_ref(&create), &[&client], NotEnoughFunds);
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
        world.refused(&[more], &[&client], NotEnoughFunds);
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
        scene.world.refused(&extend(1), &[&deal.client], ExtensionRefused);

        let fixed = scene.world.create(&deal, 1, scene.currency, HOUR as u32);
        scene.world.accept(&deal, &fixed, false);
        let more = orders::extend(&client, &fixed, &scene.world.order(&fixed), 60);
        scene.world.refused(&[more], &[&deal.client], ExtensionRefused);
    }
}

/// The start and the end of what was booked, in seconds after the start of the service.
fn booked(scene: &mut Scene, from: i64, to: i64) -> (i64, i64) {
    let start = scene.order.escrow.at;
    let oracle = scene.roles.oracle.insecure_clone();
    let (from, to) = (start.saturating_add(from), start.saturating_add(to));
    let call = orders::report_outage(&oracle.pubkey(), &scene.address, scene.order.serial, from, to);
    let receipt = scene.world.accepted(&[call], &[&oracle]);
    let [event] = &receipt.events::<OutageReported>()[..] else { panic!("one event") };
    assert_eq!((event.order, event.now), (scene.address, scene.world.now()));
    (event.from - start, event.to - start)
}

#[test]
fn outages_count_within_the_holdback_the_service_and_after_the_last_one() {
    for mut scene in both(Scene::running) {
        let roles = scene.roles.clone();
        let (address, serial, start) = (scene.address, scene.order.serial, scene.order.escrow.at);
        let report = |from: i64, to: i64| {
            let (from, to) = (start.saturating_add(from), start.saturating_add(to));
            [orders::report_outage(&roles.oracle.pubkey(), &address, serial, from, to)]
        };
        scene = scene.at(600);
        // A second too early is cut off.
        assert_eq!(booked(&mut scene, -1, 60), (0, 60));
        let now = BOOKED * 3 / 4;
        scene = scene.at(now);
        for (from, to) in [(60, 60), (61, 60), (0, 0), (now, now - 1), (i64::MAX, i64::MIN)] {
            scene.world.refused(&report(from, to), &[&roles.oracle], EmptyOutage);
        }
        let held_back = now - DAY;
        for (from, to) in [(-60, -1), (0, held_back), (now, now + 1), (now, i64::MAX), (i64::MIN, 60)] {
            scene.world.refused(&report(from, to), &[&roles.oracle], OutageDoesNotCount);
        }
        for stranger in [&roles.arbiter, &roles.admin, &scene.cast.oracle, &scene.deal.operator] {
            let mut call = report(0, 60);
            call[0].accounts[0].pubkey = stranger.pubkey();
            scene.world.refused(&call, &[stranger], NotOracle);
        }
        // Settled or not, what lies within the holdback counts.
        let mut unsettled = scene.clone();
        scene.make("settle");
        for scene in [&mut scene, &mut unsettled] {
            assert_eq!(booked(scene, 0, held_back + 60), (held_back, held_back + 60));
            assert_eq!(booked(scene, held_back + 30, held_back + 90), (held_back + 60, held_back + 90));
            scene.world.refused(&report(held_back, held_back + 90), &[&roles.oracle], OutageDoesNotCount);
            assert_eq!(booked(scene, now - 60, i64::MAX / 2), (now - 60, now));
        }
        // Beyond what is booked there is no service, whatever the time.
        scene = scene.at(BOOKED + HOUR);
        assert_eq!(booked(&mut scene, BOOKED - 60, BOOKED + 1), (BOOKED - 60, BOOKED));
        scene.world.refused(&report(BOOKED, BOOKED + 60), &[&roles.oracle], OutageDoesNotCount);
    }
}

/// An order keeps the bounds of two outages. A third one within the holdback moves the second one
/// to the first, so that less of the pay is sure, up to the second one's length: here 10 hours and
/// 59 minutes. The arbiter divides them, and can give them back.
#[test]
fn a_third_outage_in_one_holdback_leaves_more_to_the_arbiter() {
    let mut scene = Scene::running(Currency::Usdc).at(DAY);
    for outage in [(HOUR, HOUR + 60), (12 * HOUR, 23 * HOUR)] {
        assert_eq!(booked(&mut scene, outage.0, outage.1), outage);
    }
    let two = scene.clone();
    booked(&mut scene, DAY - HOUR / 2, DAY);
    let pay = |scene: &Scene, share| {
        let mut scene = scene.clone().at(36 * HOUR).after("dispute");
        let (before, arbiter) = (scene.worth(&scene.operator()), scene.roles.arbiter.insecure_clone());
        let resolve = orders::resolve(&arbiter.pubkey(), &scene.address, &scene.order, share, [None; 2]);
        scene.world.accepted(&[resolve], &[&arbiter]);
        scene.worth(&scene.operator()) - before
    };
    let net = |seconds: i64| seconds as u64 * 3_000_000 / 3_600 * 9_975 / 10_000;
    assert_eq!(pay(&two, 0), net(12 * HOUR - 60));
    assert_eq!(pay(&scene, 0), net(HOUR));
    // 10 h 59 min of the 23 h 29 min in dispute.
    let given_back = pay(&scene, 4_677);
    assert!(net(12 * HOUR - 60).abs_diff(given_back) < net(2), "{given_back}");
}

#[test]
fn an_outage_of_the_whole_time_pays_nothing() {
    for mut scene in both(Scene::running) {
        let put_in = scene.order.escrow.held().unwrap();
        let before = [scene.worth(&scene.client()), scene.worth(&scene.operator())];
        scene = scene.at(DAY);
        assert_eq!(booked(&mut scene, 0, BOOKED), (0, DAY));
        scene = scene.at(BOOKED);
        assert_eq!(booked(&mut scene, 0, BOOKED), (DAY, BOOKED));
        scene = scene.after("end by the operator").at(BOOKED + DAY).after("settle");
        let after = [scene.worth(&scene.client()), scene.worth(&scene.operator())];
        assert_eq!(after, [before[0] + put_in, before[1]], "fees too");
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

/// No vault holds 2^64 base units; a ledger that is near it refuses more.
#[test]
fn a_balance_stays_within_64_bits() {
    let mut scene = Scene::running(Currency::Usdc);
    let address = orders::ledger(scene.currency);
    let mut account = scene.world.svm.get_account(&address).unwrap();
    let escrowed = 8 + offset_of!(orders::Ledger, balances) + offset_of!(orders::Balances, escrowed);
    account.data[escrowed..escrowed + 8].copy_from_slice(&(u64::MAX - 1).to_le_bytes());
    scene.world.svm.set_account(address, account).unwrap();
    assert_eq!(scene.world.ledger(scene.currency).balances.escrowed, u64::MAX - 1);
    let (deal, extend) = (scene.deal.clone(), scene.call("extend").instruction);
    scene.world.refused(&[extend], &[&deal.client], Overflow);
}
