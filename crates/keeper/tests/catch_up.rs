//! A keeper that has much to do: it looks again in between, is known to be well, and does several tasks a second.

mod town;

use {
    io_client::{
        economics::units::BASE_UNITS_PER_IO,
        orders::{self, Currency},
    },
    io_keeper::{Config, Health, Keeper},
    io_rpc::{Blockhash, Chain, Fault, Filter, Height, Patience, Seen, Simulation, WorldChain},
    io_testkit::{staking::H100, World},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::Transaction,
    std::{
        cell::RefCell,
        collections::HashMap,
        sync::atomic::AtomicBool,
        thread::sleep,
        time::{Duration, Instant},
    },
    town::{between::Between, eager, keeper, open_orders, town, DAY},
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
    let well = RefCell::new(Vec::new());
    let slow = Between::new(&chain).before(|count| {
        well.borrow_mut().push(health.is_good());
        if count == 1 {
            sleep(patience + Duration::from_millis(500));
        }
        None
    });
    assert!(keeper(&slow, &payers[0], eager()).heard_by(&health).pass().is_clean());
    // Since it has seen the cluster, and since each transaction landed.
    assert!(well.borrow().len() > 3 && well.borrow().iter().all(|well| *well), "{well:?}");
}

#[test]
fn a_batch_looks_at_its_payees_once() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    let between = Between::new(&chain);
    let report = keeper(&between, &payers[0], eager()).pass();
    assert!(report.is_clean() && report.done > 6, "{report:?}");
    // The programs, the books; orders that end, orders that are cancelled; the payer.
    assert_eq!(between.looks.get(), 5);
}

/// What a keeper does in a second, if each of its orders is to be settled.
#[test]
fn it_settles_several_orders_a_second() {
    const ORDERS: u64 = 24;
    static GO: AtomicBool = AtomicBool::new(false);
    let chain = WorldChain::new(busy_town(ORDERS));
    chain.world().pass(3 * DAY);
    let far = Far { chain: &chain, sent: RefCell::default() };
    let payer = chain.world().wallet();
    let mut keeper = Keeper::new(&far, payer, Config::default(), Patience::default(), &GO);
    let start = Instant::now();
    let report = keeper.pass();
    let (took, sent) = (start.elapsed().as_secs_f64(), far.sent.borrow().len());
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
struct Far<'a> {
    chain: &'a WorldChain,
    sent: RefCell<HashMap<Signature, Instant>>,
}

impl Chain for Far<'_> {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        if !addresses.is_empty() {
            sleep(AWAY);
        }
        self.chain.accounts(addresses)
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        sleep(AWAY);
        self.chain.program_accounts(program, filters)
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        sleep(AWAY);
        self.chain.latest_blockhash()
    }

    fn height(&self) -> Result<Height, Fault> {
        sleep(AWAY);
        self.chain.height()
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        sleep(AWAY);
        self.chain.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        sleep(AWAY);
        let signature = self.chain.send(transaction)?;
        self.sent.borrow_mut().entry(signature).or_insert_with(Instant::now);
        Ok(signature)
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        sleep(AWAY);
        let seen = self.chain.status(signature)?;
        let confirmed = self.sent.borrow().get(signature).is_some_and(|sent| sent.elapsed() >= CONFIRMS);
        let outcome = seen.outcome.filter(|_| confirmed);
        Ok(Seen { pending: outcome.is_none(), outcome, ..seen })
    }
}
