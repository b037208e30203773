//! A keeper that has much to do: it looks again in between, is known to be well, and does several
//! tasks a second.

mod town;

use {
    io_client::{
        economics::units::BASE_UNITS_PER_IO,
        orders::{self, Currency},
    },
    io_keeper::{Config, Fee, Health, Keeper, Limits},
    io_rpc::Patience,
    io_testkit::{
        chain::{priority_fee, Call, Effect, FaultyChain, WorldChain},
        staking::H100,
        World,
    },
    solana_signature::Signature,
    solana_signer::Signer,
    std::{
        collections::HashMap,
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc, Mutex,
        },
        thread::{self, sleep},
        time::{Duration, Instant},
    },
    town::{eager, keeper, open_orders, town, DAY, HOUR},
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

/// Three keepers at once. None does what it can see that another has done: twice is done only what
/// two of them have in hand where they meet, by as few workers as suit so few orders. One after the
/// other in the same order would do all of it three times.
#[test]
fn three_keepers_share_what_has_piled_up() {
    const ORDERS: u64 = 240;
    static GO: AtomicBool = AtomicBool::new(false);
    let mut world = busy_town(ORDERS);
    world.pass(3 * DAY);
    let chain = WorldChain::in_real_time(world);
    let reports: Vec<_> = thread::scope(|scope| {
        let keepers: Vec<_> = (0..3)
            .map(|_| {
                let chain = &chain;
                scope.spawn(move || {
                    let far = far(chain);
                    let payer = chain.world().wallet();
                    let limits = Limits { workers: 2, ..Limits::default() };
                    let config = Config { limits, ..Config::default() };
                    let report = Keeper::new(&far, payer, config, Patience::default(), &GO).pass();
                    (report, far.calls("send"))
                })
            })
            .collect();
        keepers.into_iter().map(|keeper| keeper.join().unwrap()).collect()
    });
    let done: u32 = reports.iter().map(|(report, _)| report.done).sum();
    let sent: usize = reports.iter().map(|(_, sent)| *sent).sum();
    println!("three keepers: {done} done in {sent} transactions");
    assert!(reports.iter().all(|(report, _)| report.failed == 0), "{reports:?}");
    // The orders, the nodes that lapsed, the crank.
    let all = 2 * ORDERS + 1;
    assert!((all..=all + all / 4).contains(&done.into()), "{done} of {all}: {reports:?}");
    assert!(reports.iter().all(|(report, _)| report.done > ORDERS as u32 / 4), "{reports:?}");
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

/// Nodes that each serve an order of a client of its own for a week: orders that share nothing.
fn busy_town(orders: u64) -> World {
    let (mut world, cast, _) = World::with_orders();
    world.start_buyback();
    for id in 0..orders {
        let client = world.client(&cast, 1_000, 0);
        let (operator, node) = world.ready_node(&cast, H100, 1);
        let params = orders::CreateParams {
            processors: 1,
            rate: BASE_UNITS_PER_IO,
            duration: 7 * DAY as u32,
            revision: 0,
            most: u64::MAX,
            reference: [0; 32],
        };
        let create = orders::create(&client.pubkey(), id, &node, Currency::Io, params);
        world.accepted(&[create], &[&client]);
        let order = orders::order_address(&client.pubkey(), id);
        let accept = orders::accept(&operator.pubkey(), &order, &world.order(&order), true);
        world.accepted(&[accept], &[&operator]);
    }
    world
}

/// How far away the cluster is, there and back.
const AWAY: Duration = Duration::from_millis(50);
/// After which a transaction is confirmed: two slots.
const CONFIRMS: Duration = Duration::from_millis(800);

/// A cluster that takes its time.
fn far(chain: &WorldChain) -> FaultyChain<'_> {
    let sent: Mutex<HashMap<Signature, Instant>> = Mutex::default();
    FaultyChain::new(chain, move |call| {
        sleep(AWAY);
        let mut sent = sent.lock().unwrap();
        match call {
            Call::Send(transaction) => {
                sent.entry(transaction.signatures[0]).or_insert_with(Instant::now);
                Effect::Answer
            }
            Call::Statuses(signatures) => {
                let is_early =
                    |signature: &&Signature| sent.get(*signature).is_none_or(|at| at.elapsed() < CONFIRMS);
                Effect::Unconfirmed(signatures.iter().filter(is_early).copied().collect())
            }
            _ => Effect::Answer,
        }
    })
}
