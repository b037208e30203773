//! A keeper that has much to do: it looks again in between, is known to be well, and does several
//! tasks a second.

mod town;

use {
    io_keeper::{Config, Fee, Health, Keeper, Limits},
    io_rpc::Patience,
    io_testkit::chain::{priority_fee, Call, Effect, FaultyChain, WorldChain},
    std::{
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc, Mutex,
        },
        thread::sleep,
        time::{Duration, Instant},
    },
    town::{
        eager,
        far::{busy_town, far},
        keeper, open_orders, town, DAY, HOUR,
    },
};

#[test]
fn a_pass_that_takes_long_leaves_the_rest_to_the_next() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(400 * DAY);
    // Anything takes longer than no time; what a worker has begun it ends.
    let limits = Limits { workers: 1, ..Limits::default() };
    let config = Config { interval: Duration::ZERO, limits, ..eager() };
    let slow = FaultyChain::new(&chain, |call| {
        if matches!(call, Call::Simulate(_)) {
            sleep(Duration::from_millis(20));
        }
        Effect::Answer
    });
    let mut keeper = keeper(&slow, &payers[0], config);
    let first = keeper.pass();
    assert!(first.is_clean() && first.left > 0, "{first:?}");
    assert_eq!(first.planned, first.done + first.left);
    for _ in 0..4 {
        let mut passes = 0;
        while keeper.pass().left > 0 {
            passes += 1;
            assert!(passes < 500, "it does not come to an end");
        }
        chain.world().pass(DAY + 1);
    }
    assert_eq!(open_orders(&chain), 0);
}

#[test]
fn it_is_well_while_it_works() {
    let patience = Duration::from_secs(2);
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(2 * DAY);
    let health = Arc::new(Health::new(patience));
    let well = Mutex::new(Vec::new());
    let slow = FaultyChain::new(&chain, |call| {
        if matches!(call, Call::Simulate(_)) {
            let mut well = well.lock().unwrap();
            well.push(health.is_good());
            if well.len() == 2 {
                sleep(patience + Duration::from_millis(500));
            }
        }
        Effect::Answer
    });
    let limits = Limits { workers: 1, ..Limits::default() };
    let config = Config { limits, ..eager() };
    assert!(keeper(&slow, &payers[0], config).heard_by(&health).pass().is_clean());
    // Since it has seen the cluster, and since each transaction was found good.
    let well = well.lock().unwrap();
    assert!(well.len() > 3 && well.iter().all(|well| *well), "{well:?}");
}

#[test]
fn a_batch_looks_at_its_payees_once() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    let watched = FaultyChain::watched(&chain);
    let report = keeper(&watched, &payers[0], eager()).pass();
    assert!(report.is_clean() && report.done > 6, "{report:?}");
    // The programs, the singletons, the prices; orders that end, orders that are cancelled, nodes;
    // the payer.
    assert_eq!(watched.calls("accounts"), 7);
}

/// Tasks a second at an RPC that is 50 ms away and confirms after 0.8 s, and the calls that each
/// task takes.
#[test]
fn it_settles_sixty_orders_a_second() {
    const ORDERS: u64 = 240;
    static GO: AtomicBool = AtomicBool::new(false);
    let mut world = busy_town(ORDERS);
    world.pass(3 * DAY);
    let chain = WorldChain::in_real_time(world);
    let far = far(&chain);
    let payer = chain.world().wallet();
    let mut keeper = Keeper::new(&far, payer, Config::default(), Patience::default(), &GO);
    let start = Instant::now();
    let report = keeper.pass();
    let (took, sent) = (start.elapsed().as_secs_f64(), far.calls("send"));
    let rate = f64::from(report.done) / took;
    let kinds = ["accounts", "blockhash", "height", "simulate", "send", "statuses"];
    let calls: usize = kinds.iter().map(|kind| far.calls(kind)).sum();
    let each = calls as f64 / f64::from(report.done);
    println!(
        "{} tasks in {sent} transactions in {took:.1} s: {rate:.1} a second, {each:.2} calls a task",
        report.done
    );
    assert!(report.is_clean() && u64::from(report.done) > ORDERS, "{report:?}");
    assert!(rate > 60.0, "{rate}");
    // One transaction after the other took 1.6.
    assert!(each < 1.0, "{each}");
}

/// What stays out while slots take more is sent again at their price, and not over the limit.
#[test]
fn what_is_too_cheap_is_sent_again_for_more() {
    static GO: AtomicBool = AtomicBool::new(false);
    let (mut world, _, _, payers) = town();
    world.pass(HOUR);
    let chain = WorldChain::in_real_time(world);
    let sent = AtomicBool::new(false);
    let busy = FaultyChain::new(&chain, |call| match call {
        Call::Send(transaction) => {
            sent.store(true, Ordering::Relaxed);
            match priority_fee(transaction) {
                Some(500) => Effect::Answer,
                _ => Effect::Forget,
            }
        }
        // The slots fill up after the first send.
        Call::RecentFees(_) if sent.load(Ordering::Relaxed) => Effect::Fees(vec![9_000]),
        _ => Effect::Answer,
    });
    let config = Config { priority_fee: Fee::Recent { most: 500 }, ..Config::default() };
    let payer = payers[0].insecure_clone();
    let report = Keeper::new(&busy, payer, config, Patience::default(), &GO).pass();
    assert!(report.is_clean() && report.done > 0, "{report:?}");
    let fees: Vec<_> = busy.sent().iter().map(priority_fee).collect();
    assert_eq!((fees.first(), fees.last()), (Some(&None), Some(&Some(500))), "{fees:?}");
}
