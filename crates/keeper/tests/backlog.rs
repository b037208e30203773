//! 100,000 settlements that piled up: what they take in time and memory, by one keeper and by
//! three.
//!
//! The cluster is a list of orders that answers like one: what the programs cost is measured
//! elsewhere. It is nearer than in life, so that the tests are short; those that are ignored are as
//! far away as docs/keeper.md says.

mod town;

use {
    io_client::{
        addresses::orders::ID as ORDERS_PROGRAM,
        orders::{self, Order},
    },
    io_keeper::{Config, Crew, Keeper, Report},
    io_rpc::{every, Accounts, At, Blockhash, Chain, Fault, Filter, Height, Patience, Seen, Simulation},
    io_testkit::chain::WorldChain,
    solana_account::Account,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
    std::{
        collections::HashMap,
        sync::{
            atomic::{AtomicBool, AtomicU64, Ordering},
            Mutex,
        },
        thread::{self, sleep},
        time::{Duration, Instant},
    },
    town::{
        far::{busy_town, peak, AWAY, CONFIRMS},
        DAY,
    },
};

const ORDERS: u32 = 100_000;
/// How much nearer than in life the cluster is.
const NEARER: u32 = 50;
/// What a settlement takes.
const UNITS: u64 = 5_269;
const BLOCK: Duration = Duration::from_millis(400);

static GO: AtomicBool = AtomicBool::new(false);

/// A cluster with [`ORDERS`] orders of which three days are due.
struct Pile {
    /// An order before its settlement and after.
    due: Account,
    settled: Account,
    /// Whether each is settled.
    orders: HashMap<Pubkey, AtomicBool>,
    rest: HashMap<Pubkey, Account>,
    /// There and back, and until what was sent is confirmed.
    away: Duration,
    confirms: Duration,
    start: Instant,
    calls: AtomicU64,
    /// Settlements of what was settled already.
    twice: AtomicU64,
    sent: Mutex<HashMap<Signature, Instant>>,
}

impl Pile {
    fn new(nearer: u32) -> Self {
        let mut world = busy_town(1);
        world.pass(3 * DAY);
        world.crank();
        let chain = WorldChain::new(world);
        let (address, order) = every::<Order>(&chain, &[]).unwrap()[0];
        let due = chain.account(&address).unwrap().unwrap();
        chain.world().accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        let settled = chain.account(&address).unwrap().unwrap();
        let rest = chain.world().svm.accounts_db().inner.clone();
        let mut random = fastrand::Rng::with_seed(1);
        let mut place = || {
            let mut address = [0; 32];
            random.fill(&mut address);
            (Pubkey::new_from_array(address), AtomicBool::new(false))
        };
        Self {
            due,
            settled,
            orders: (0..ORDERS).map(|_| place()).collect(),
            rest: rest.into_iter().map(|(address, account)| (address, account.into())).collect(),
            away: AWAY / nearer,
            confirms: CONFIRMS / nearer,
            start: Instant::now(),
            calls: AtomicU64::default(),
            twice: AtomicU64::default(),
            sent: Mutex::default(),
        }
    }

    /// Half of a call's time passes on each way; here all of it on the way there.
    fn travel(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        sleep(self.away);
    }

    fn block(&self) -> u64 {
        (self.start.elapsed().as_millis() / BLOCK.as_millis()) as u64 + 1
    }

    fn state(&self, is_settled: &AtomicBool) -> Account {
        if is_settled.load(Ordering::Relaxed) { &self.settled } else { &self.due }.clone()
    }

    /// The orders that a transaction settles.
    fn settles<'a>(&'a self, transaction: &'a VersionedTransaction) -> impl Iterator<Item = &'a AtomicBool> {
        transaction.message.static_account_keys().iter().filter_map(|key| self.orders.get(key))
    }

    fn left(&self) -> usize {
        self.orders.values().filter(|is_settled| !is_settled.load(Ordering::Relaxed)).count()
    }
}

impl Chain for Pile {
    fn accounts_at(&self, addresses: &[Pubkey]) -> Result<At<Vec<Option<Account>>>, Fault> {
        self.travel();
        let of = |address: &Pubkey| match self.orders.get(address) {
            Some(is_settled) => Some(self.state(is_settled)),
            None => self.rest.get(address).cloned(),
        };
        Ok(At { slot: self.block(), value: addresses.iter().map(of).collect() })
    }

    fn program_accounts_at(&self, program: &Pubkey, filters: &[Filter]) -> Result<At<Accounts>, Fault> {
        self.travel();
        let is_order = filters.contains(&Filter::Size(8 + size_of::<Order>()));
        let all = self.orders.iter().filter(|_| *program == ORDERS_PROGRAM && is_order);
        let value = all.map(|(address, is_settled)| (*address, self.state(is_settled))).collect();
        Ok(At { slot: self.block(), value })
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.travel();
        // No two settlements are of the same orders.
        Ok(Blockhash { hash: Default::default(), last_block: self.block() + 150 })
    }

    fn height(&self) -> Result<Height, Fault> {
        self.travel();
        let block = self.block();
        Ok(Height { slot: block, block })
    }

    fn simulate(&self, transaction: &VersionedTransaction) -> Result<Simulation, Fault> {
        self.travel();
        let compute_units = self.settles(transaction).count() as u64 * UNITS;
        Ok(Simulation { error: None, compute_units, logs: Vec::new() })
    }

    fn send(&self, transaction: &VersionedTransaction) -> Result<Signature, Fault> {
        self.travel();
        let signature = transaction.signatures[0];
        if self.sent.lock().unwrap().insert(signature, Instant::now()).is_none() {
            let again = self.settles(transaction).filter(|order| order.swap(true, Ordering::Relaxed)).count();
            self.twice.fetch_add(again as u64, Ordering::Relaxed);
        }
        Ok(signature)
    }

    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault> {
        self.travel();
        let slot = self.block();
        let sent = self.sent.lock().unwrap();
        let seen = |signature| {
            let at = sent.get(signature).map(Instant::elapsed);
            let outcome = at.filter(|since| *since >= self.confirms).map(|_| Ok(()));
            Seen { slot, pending: at.is_some() && outcome.is_none(), outcome }
        };
        Ok(signatures.iter().map(seen).collect())
    }
}

/// Settles all of it with so many keepers at once, as a crew if they are several.
fn settle_all(nearer: u32, count: usize) {
    // The peak is that of one of these alone.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock();
    let pile = Pile::new(nearer);
    let payers: Vec<Keypair> = (0..count).map(|_| Keypair::new()).collect();
    let keepers = if count > 1 { payers.iter().map(Keypair::pubkey).collect() } else { Vec::new() };
    let config = Config { crew: Crew { keepers, ..Crew::default() }, ..Config::default() };
    let patience = Patience { poll: Patience::default().poll / nearer, ..Patience::default() };
    let run = |payer: &Keypair| {
        let mut keeper = Keeper::new(&pile, payer.insecure_clone(), config.clone(), patience, &GO);
        let (mut done, mut passes) = (0, 0);
        loop {
            let report: Report = keeper.pass();
            assert_eq!((report.failed, report.unseen, report.unpaid), (0, 0, 0), "{report:?}");
            (done, passes) = (done + report.done, passes + 1);
            if report.left == 0 {
                return (done, passes);
            }
        }
    };
    let start = Instant::now();
    let (each, peak) = peak(|| {
        thread::scope(|scope| {
            let all: Vec<_> = payers.iter().map(|payer| scope.spawn(|| run(payer))).collect();
            all.into_iter().map(|keeper| keeper.join().unwrap()).collect::<Vec<(u32, u32)>>()
        })
    });
    let (took, sent) = (start.elapsed().as_secs_f64(), pile.sent.lock().unwrap().len());
    let done: u32 = each.iter().map(|(done, _)| *done).sum();
    let passes = each.iter().map(|(_, passes)| *passes).max().unwrap_or_default();
    let rate = f64::from(done) / took;
    let calls = pile.calls.load(Ordering::Relaxed) as f64 / f64::from(done);
    println!(
        "{count} keepers, RPC {:?} away that confirms after {:?}: {done} settlements in {sent} \
         transactions and {passes} passes in {took:.1} s, {rate:.0} a second, {calls:.2} calls each, {} MB \
         at the peak",
        pile.away,
        pile.confirms,
        peak / 1_000
    );
    assert_eq!((done, pile.left(), pile.twice.into_inner()), (ORDERS, 0, 0));
    assert!(rate > 60.0, "{rate}");
    assert!(calls < 1.0, "{calls}");
    assert!(peak / 1_000 < 300 * count as u64, "{peak} kB");
}

#[test]
fn a_keeper_settles_what_piled_up() {
    settle_all(NEARER, 1);
}

#[test]
fn a_crew_settles_what_piled_up_and_nothing_twice() {
    settle_all(NEARER, 3);
}

/// At its real distance: 6 minutes.
#[test]
#[ignore = "it takes minutes: for docs/keeper.md"]
fn at_its_real_distance_by_one() {
    settle_all(1, 1);
}

/// The same by three: 2 minutes.
#[test]
#[ignore = "it takes minutes: for docs/keeper.md"]
fn at_its_real_distance_by_three() {
    settle_all(1, 3);
}
