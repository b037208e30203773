//! Keepers live through days on the programs' bytecode: with an RPC that drops, lags and expires,
//! with rivals, with programs paused. In the end every crank is done, nothing twice.

mod town;

use {
    io_client::{
        buyback as buyback_client,
        economics::units::BASE_UNITS_PER_IO,
        orders::{self, Currency, Order},
        staking,
    },
    io_keeper::{Config, Keeper, PriceSource, Report, Trading},
    io_rpc::every,
    io_testkit::{
        buyback::PRICES,
        chain::{Call, Effect, FaultyChain, WorldChain},
    },
    solana_signer::Signer,
    std::sync::{
        atomic::{AtomicBool, Ordering},
        Mutex,
    },
    town::{eager, keeper, open_orders, town, weather::Weather, DAY, HOUR},
};

/// What must hold when nothing is left to do.
fn all_done(chain: &WorldChain, keeper: &mut Keeper) {
    let last = keeper.pass();
    assert!(last.is_clean(), "{last:?}");
    let after = keeper.pass();
    assert_eq!(after, Report::default(), "nothing is left to do");
    assert_eq!(open_orders(chain), 0, "every order is closed");
    let world = chain.world();
    for currency in [Currency::Io, Currency::Usdc] {
        let balances = world.ledger(currency).balances;
        assert_eq!((balances.escrowed, balances.unclaimed, balances.fees), (0, 0, 0), "{currency:?}");
        assert!(balances.swept > 0);
    }
    assert_eq!(world.balance(&io_client::addresses::buyback::IO_VAULT), 0, "fees in IO are burned");
}

#[test]
fn a_keeper_does_everything_that_is_due() {
    let (world, _, _, keepers) = town();
    let chain = WorldChain::new(world);
    let mut keeper = keeper(&chain, &keepers[0], eager());
    let mut done = 0;
    for _ in 0..4 * 24 {
        chain.world().pass(HOUR);
        let report = keeper.pass();
        assert!(report.is_clean() && report.gone == 0, "alone, and on time: {report:?}");
        done += report.done;
    }
    // A crank an hour, a sync a node, and of each order its end or cancellation, settlements and
    // closing.
    assert!(done > 96 + 2 + 8 * 2, "{done}");
    all_done(&chain, &mut keeper);
}

#[test]
fn a_keeper_that_slept_catches_up_in_two_passes() {
    let (world, _, _, keepers) = town();
    let chain = WorldChain::new(world);
    let mut keeper = keeper(&chain, &keepers[0], eager());
    chain.world().pass(400 * DAY);
    // Ended, then settled, then closed: one step of an order a pass.
    for _ in 0..3 {
        assert!(keeper.pass().is_clean());
        chain.world().pass(DAY + 1);
    }
    keeper.pass();
    all_done(&chain, &mut keeper);
}

#[test]
fn what_a_closed_account_cannot_take_waits_for_its_payee() {
    let (world, _, _, keepers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    let account = io_client::token::associated_address(&client, &io_client::addresses::external::USDC_MINT);
    chain.world().freeze(&account);
    let mut keeper = keeper(&chain, &keepers[0], eager());
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        assert!(keeper.pass().is_clean());
    }
    assert_eq!(open_orders(&chain), 0);
    assert!(chain.world().unclaimed(&client, Currency::Usdc).amount > 0);
}

#[test]
fn two_keepers_at_once_break_nothing() {
    let (world, _, _, keepers) = town();
    let chain = WorldChain::new(world);
    // The rival does everything just before the slow one sends.
    let (rival, met) = (Mutex::new(keeper(&chain, &keepers[1], eager())), AtomicBool::new(false));
    let overtaken = FaultyChain::new(&chain, |call| {
        if matches!(call, Call::Simulate(_)) && !met.swap(true, Ordering::Relaxed) {
            assert!(rival.lock().unwrap().pass().is_clean());
        }
        Effect::Answer
    });
    let mut slow = keeper(&overtaken, &keepers[0], eager());
    let (mut gone, mut done) = (0, 0);
    for _ in 0..4 * 24 {
        chain.world().pass(HOUR);
        met.store(false, Ordering::Relaxed);
        let report = slow.pass();
        assert!(report.is_clean(), "{report:?}");
        gone += report.gone;
        done += report.done;
    }
    assert!(gone > 96, "the rival was first: {gone}");
    assert!(done <= gone, "{done} done, {gone} gone");
    all_done(&chain, &mut slow);
}

#[test]
fn pauses_stop_no_exit() {
    let (world, cast, [admin, buyer], keepers) = town();
    let chain = WorldChain::new(world);
    let pause = |paused| {
        let calls =
            [orders::set_paused(&admin.pubkey(), paused), staking::set_paused(&cast.admin.pubkey(), paused)];
        chain.world().accepted(&calls, &[&admin, &cast.admin]);
    };
    // And nothing stops the burn, from the first day to the last.
    chain.world().accepted(&[buyback_client::set_paused(&buyer.pubkey(), true)], &[&buyer]);
    let mut keeper = keeper(&chain, &keepers[0], eager());
    for hour in 0..4 * 24 {
        if hour % 6 == 0 {
            pause(hour % 12 == 0);
        }
        chain.world().pass(HOUR);
        let report = keeper.pass();
        assert!(report.is_clean(), "{report:?}");
    }
    all_done(&chain, &mut keeper);
}

#[test]
fn bad_weather_delays_and_breaks_nothing() {
    for seed in 0..2 {
        let (mut world, _, _, payers) = town();
        world.revenue(500);
        let chain = WorldChain::new(world);
        let weather = Weather::new(seed);
        let bad = weather.over(&chain);
        let trading = Trading { fill_io: 100 * BASE_UNITS_PER_IO, ..Trading::default() };
        let prices = PriceSource::Accounts([PRICES.io, PRICES.usdc]);
        let config = Config { trading: Some(trading), prices, ..eager() };
        let mut keepers: Vec<_> = payers.iter().map(|payer| keeper(&bad, payer, config.clone())).collect();
        // Four days, a pass each quarter of an hour, a new fault each time; every other hour the
        // prices are stale.
        for quarter in 0..4 * 24 * 4 {
            chain.world().pass(HOUR / 4);
            if quarter % 8 < 4 {
                chain.world().post_prices(50_000_000);
            }
            weather.turn(&chain);
            for keeper in &mut keepers {
                let before = weather.struck();
                let report = keeper.pass();
                let struck = weather.struck() > before;
                assert!(report.is_clean() || struck, "seed {seed}: nothing was wrong, but {report:?}");
            }
        }
        assert!(weather.struck() > 300, "{} faults", weather.struck());
        assert!(chain.world().buyback().totals.io_bought > 0, "it was dry between the showers");
        weather.clear();
        // A task that was refused for what a garbled account said waits for 64 passes at most.
        for _ in 0..70 {
            chain.world().pass(HOUR / 4);
            assert!(keepers[0].pass().is_clean());
        }
        all_done(&chain, &mut keepers[0]);
    }
}
