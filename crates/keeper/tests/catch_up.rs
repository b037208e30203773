//! A keeper that has much to do: it looks again in between, is known to be well, and does several
//! tasks a second.

mod town;

use {
    io_client::{
        economics::units::BASE_UNITS_PER_IO,
        orders::{self, Currency},
    },
    io_keeper::{Config, Health, Keeper},
    io_rpc::Patience,
    io_testkit::{
        chain::{Call, Effect, FaultyChain, WorldChain},
        staking::H100,
        World,
    },
    solana_signature::Signature,
    solana_signer::Signer,
    std::{
        collections::HashMap,
        sync::{atomic::AtomicBool, Mutex},
        thread::sleep,
        time::{Duration, Instant},
    },
    town::{eager, keeper, open_orders, town, DAY},
};

#[test]
fn a_pass_that_takes_long_leaves_the_rest_to_the_next() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(400 * DAY);
    // Any batch takes longer than no time.
    let config = Config { interval: Duration::ZERO, ..eager() };
    let mut keeper = keeper(&chain, &payers[0], config);
    let crank = keeper.pass();
    assert!(crank.is_clean() && crank.done == 1 && crank.left > 6, "{crank:?}");
    assert_eq!(crank.planned, crank.done + crank.left);
    let ends = keeper.pass();
    assert!(ends.is_clean() && ends.done > 1 && ends.left > 0, "{ends:?}");
    for _ in 0..4 {
        let mut passes = 0;
        while keeper.pass().left > 0 {
            passes += 1;
            assert!(passes < 50, "it does not come to an end");
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
    let health = Health::new(patience);
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
    assert!(keeper(&slow, &payers[0], eager()).heard_by(&health).pass().is_clean());
    // Since it has seen the cluster, and since each transaction landed.
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
    // The programs, the singletons; orders that end, orders that are cancelled; the payer.
    assert_eq!(watched.calls("accounts"), 5);
}

/// What a keeper does in a second, if each of its orders is to be settled.
#[test]
fn it_settles_several_orders_a_second() {
    const ORDERS: u64 = 24;
    static GO: AtomicBool = AtomicBool::new(false);
    let chain = WorldChain::new(busy_town(ORDERS));
    chain.world().pass(3 * DAY);
    let far = far(&chain);
    let payer = chain.world().wallet();
    let mut keeper = Keeper::new(&far, payer, Config::default(), Patience::default(), &GO);
    let start = Instant::now();
    let report = keeper.pass();
    let (took, sent) = (start.elapsed().as_secs_f64(), far.sent().len());
    let rate = f64::from(report.done) / took;
    println!("{} tasks in {sent} transactions in {took:.1} s: {rate:.1} a second", report.done);
    assert!(report.is_clean() && u64::from(report.done) > ORDERS, "{report:?}");
    assert!(rate > 1.0, "{rate}");
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
            Call::Status(signature) if sent.get(signature).is_none_or(|at| at.elapsed() < CONFIRMS) => {
                Effect::Unconfirmed
            }
            _ => Effect::Answer,
        }
    })
}
