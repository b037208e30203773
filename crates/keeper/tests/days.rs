//! Keepers live through days on the programs' bytecode: with an RPC that drops, lags and expires, with rivals, with
//! programs paused. In the end every crank is done, nothing twice.

use {
    io_client::{
        buyback as buyback_client,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        orders::{self, Currency, Order},
        staking,
    },
    io_keeper::{Config, Keeper, Market, Report},
    io_rpc::{every, Chain, Fault, Filter, Patience, Simulation, WorldChain},
    io_testkit::{
        buyback::PRICES,
        staking::{Cast, H100},
        World,
    },
    solana_account::Account,
    solana_hash::Hash,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    std::{
        cell::{Cell, RefCell},
        sync::atomic::AtomicBool,
    },
};

const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;
static GO: AtomicBool = AtomicBool::new(false);

fn keeper<'a>(chain: &'a dyn Chain, payer: &Keypair, config: Config) -> Keeper<'a> {
    Keeper::new(chain, payer.insecure_clone(), config, Patience::NONE, &GO)
}

/// A town with two nodes, a client's orders of every kind, and buyback; the roles of staking and the admin of orders.
fn town() -> (World, Cast, Keypair, Vec<Keypair>) {
    let (mut world, cast, desk) = World::with_orders();
    world.start_buyback();
    let keepers = vec![world.wallet(), world.wallet()];
    let client = world.client(&cast, 1_000_000, 1_000_000);
    for (n, seconds) in [(0, 2 * HOUR), (1, 30 * HOUR)] {
        let (operator, node) = world.ready_node(&cast, H100, 8);
        world.usdc_account(&operator.pubkey());
        for (i, currency) in [Currency::Io, Currency::Usdc].into_iter().enumerate() {
            let id = n * 10 + i as u64;
            let unit = if currency == Currency::Io { BASE_UNITS_PER_IO } else { BASE_UNITS_PER_USDC };
            let params = orders::CreateParams {
                processors: 2,
                rate: 5 * unit,
                duration: seconds as u32,
                revision: 0,
                most: u64::MAX,
                reference: [0; 32],
            };
            // One order of each pair of numbers is accepted, the other one is left.
            for (id, accepted) in [(id, true), (id + 100, false)] {
                let call = orders::create(&client.pubkey(), id, &node, currency, params);
                world.accepted(&[call], &[&client]);
                let address = orders::order_address(&client.pubkey(), id);
                if accepted {
                    let order = world.order(&address);
                    world.accepted(
                        &[orders::accept(&operator.pubkey(), &address, &order, true)],
                        &[&operator],
                    );
                }
            }
        }
    }
    (world, cast, desk.admin, keepers)
}

fn open_orders(chain: &dyn Chain) -> usize {
    every::<Order>(chain, &[]).unwrap().len()
}

/// What must hold when nothing is left to do.
fn all_done(chain: &WorldChain, keeper: &mut Keeper) {
    let last = keeper.pass();
    assert!(last.is_clean(), "{last:?}");
    let after = keeper.pass();
    assert_eq!(after, Report::default(), "nothing is left to do");
    assert_eq!(open_orders(chain), 0, "every order is closed");
    let world = chain.world();
    for currency in [Currency::Io, Currency::Usdc] {
        let books = world.payment(currency).books;
        assert_eq!((books.escrowed, books.due, books.fees), (0, 0, 0), "{currency:?}");
        assert!(books.swept > 0);
    }
    assert_eq!(world.balance(&io_client::addresses::buyback::IO_VAULT), 0, "fees in IO are burned");
}

/// Fees are swept and burned whatever they are.
fn eager() -> Config {
    let mut config = Config::default();
    (config.policy.least_sweep_io, config.policy.least_sweep_usdc, config.policy.least_burn) = (0, 0, 0);
    config
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
    // A crank an hour, a sync a node, and of each order its end or cancellation, settlements and closing.
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
    assert!(chain.world().due(&client, Currency::Usdc).amount > 0);
}

#[test]
fn two_keepers_at_once_break_nothing() {
    let (world, _, _, keepers) = town();
    let chain = WorldChain::new(world);
    let rival = RefCell::new(keeper(&chain, &keepers[1], eager()));
    let overtaken = Overtaken { chain: &chain, rival: &rival, met: Cell::new(false) };
    let mut slow = keeper(&overtaken, &keepers[0], eager());
    let (mut gone, mut done) = (0, 0);
    for _ in 0..4 * 24 {
        chain.world().pass(HOUR);
        overtaken.met.set(false);
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
    let (world, cast, admin, keepers) = town();
    let chain = WorldChain::new(world);
    let pause = |paused| {
        let calls =
            [orders::set_paused(&admin.pubkey(), paused), staking::set_paused(&cast.admin.pubkey(), paused)];
        chain.world().accepted(&calls, &[&admin, &cast.admin]);
    };
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
        let (world, _, _, keepers) = town();
        let chain = WorldChain::new(world);
        let weather = Weather::new(&chain, seed);
        let mut keepers: Vec<_> = keepers.iter().map(|payer| keeper(&weather, payer, eager())).collect();
        // Four days, a pass each quarter of an hour, a new fault each time.
        for _ in 0..4 * 24 * 4 {
            chain.world().pass(HOUR / 4);
            weather.turn();
            for keeper in &mut keepers {
                let before = weather.struck.get();
                let report = keeper.pass();
                let struck = weather.struck.get() > before;
                assert!(report.is_clean() || struck, "seed {seed}: nothing was wrong, but {report:?}");
            }
        }
        assert!(weather.struck.get() > 300, "{} faults", weather.struck.get());
        weather.clear();
        all_done(&chain, &mut keepers[0]);
    }
}

#[test]
fn a_keeper_fills_when_the_price_is_right() {
    let (mut world, desk) = World::with_buyback();
    let trader = world.trader(&desk, 10_000, 0);
    world.revenue(200);
    let chain = WorldChain::new(world);
    let market = Market {
        prices: Some([PRICES.io, PRICES.usdc]),
        pool: None,
        fill_io: 1_000 * BASE_UNITS_PER_IO,
        fill_price: BASE_UNITS_PER_USDC / 2,
    };
    let mut keeper = keeper(&chain, &trader, Config { market: Some(market), ..eager() });
    let bought = || {
        let chain: &dyn Chain = &chain;
        let config: buyback_client::Config =
            io_rpc::read(chain, &io_client::addresses::buyback::CONFIG.address).unwrap().unwrap();
        config.totals.io_bought
    };
    assert!(keeper.pass().is_clean(), "without prices there is no trade, and no failure");
    let mut filled_at = None;
    for hour in 0..24 {
        chain.world().post_prices(50_000_000);
        assert!(keeper.pass().is_clean());
        if bought() > 0 && filled_at.is_none() {
            filled_at = Some(hour);
        }
        chain.world().pass(HOUR);
    }
    // The offer begins 5% under the oracle's and reaches it in the middle of the day.
    assert!((11..=14).contains(&filled_at.unwrap()), "{filled_at:?}");
    assert!(bought() >= 390 * BASE_UNITS_PER_IO, "{}", bought());
}

#[test]
fn a_keeper_swaps_when_the_pool_brings_enough() {
    let (mut world, desk) = World::with_buyback();
    let payer = world.wallet();
    let announce = buyback_client::announce_exchange(&desk.admin.pubkey(), io_client::token_swap::ID);
    world.accepted(&[announce], &[&desk.admin]);
    // An IO is a quarter of a dollar there.
    let pool = world.pool(&desk.owners[4], 4_000_000, 1_000_000);
    world.pass(7 * DAY);
    world.revenue(20_000);
    let chain = WorldChain::new(world);
    let prices = Some([PRICES.io, PRICES.usdc]);
    let market = Market { prices, pool: Some(pool.address), ..Market::default() };
    let mut keeper = keeper(&chain, &payer, Config { market: Some(market), ..eager() });
    let mut trades = 0;
    for _ in 0..24 {
        chain.world().post_prices(25_000_000);
        let report = keeper.pass();
        assert!(report.is_clean(), "{report:?}");
        trades += report.done;
        chain.world().pass(HOUR);
    }
    // First what moves the price little, then more as the offer rises, until the budget is spent.
    assert!(trades > 1, "{trades}");
    let chain: &dyn Chain = &chain;
    let config: buyback_client::Config =
        io_rpc::read(chain, &io_client::addresses::buyback::CONFIG.address).unwrap().unwrap();
    assert!(config.totals.usdc_spent > 15_000 * BASE_UNITS_PER_USDC, "{:?}", config.totals);
    assert!(config.totals.io_bought > 0);
}

/// A chain on which a rival does everything just before one sends.
struct Overtaken<'a, 'b> {
    chain: &'a WorldChain,
    rival: &'b RefCell<Keeper<'a>>,
    met: Cell<bool>,
}

/// A chain behind an RPC that fails in a new way every minute.
struct Weather<'a> {
    chain: &'a WorldChain,
    random: RefCell<fastrand::Rng>,
    now: Cell<Fail>,
    struck: Cell<u32>,
    stale: Cell<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fail {
    /// Fair weather.
    Nothing,
    /// No call is answered.
    Down,
    /// A third of the calls are not.
    Drops,
    /// Blockhashes expire before the transaction arrives, half of the time.
    Expires,
    /// The transaction lands, but the answer is lost.
    Loses,
    /// The transaction is taken and forgotten, half of the time.
    Forgets,
    /// The clock and the accounts it answers with are half an hour old: here, the clock.
    Lags,
}

impl<'a> Weather<'a> {
    fn new(chain: &'a WorldChain, seed: u64) -> Self {
        let random = RefCell::new(fastrand::Rng::with_seed(seed));
        Self { chain, random, now: Cell::new(Fail::Nothing), struck: Cell::new(0), stale: Cell::new(0) }
    }

    fn turn(&self) {
        use Fail::*;
        let next = self.random.borrow_mut().choice([Nothing, Down, Drops, Expires, Loses, Forgets, Lags]);
        self.now.set(next.unwrap_or(Nothing));
    }

    fn clear(&self) {
        self.now.set(Fail::Nothing);
    }

    fn one_in(&self, n: u32) -> bool {
        self.random.borrow_mut().u32(0..n) == 0
    }

    fn strike(&self) {
        self.struck.set(self.struck.get() + 1);
    }

    fn answer(&self) -> Result<(), Fault> {
        let fails = match self.now.get() {
            Fail::Down => true,
            Fail::Drops => self.one_in(3),
            _ => false,
        };
        if fails {
            self.strike();
            return Err(Fault::Unreachable("the weather".into()));
        }
        Ok(())
    }
}

impl Chain for Weather<'_> {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        self.answer()?;
        self.chain.accounts(addresses)
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        self.answer()?;
        self.chain.program_accounts(program, filters)
    }

    fn latest_blockhash(&self) -> Result<Hash, Fault> {
        self.answer()?;
        self.chain.latest_blockhash()
    }

    fn is_blockhash_valid(&self, hash: &Hash) -> Result<bool, Fault> {
        self.answer()?;
        self.chain.is_blockhash_valid(hash)
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        self.answer()?;
        self.chain.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        self.answer()?;
        match self.now.get() {
            Fail::Expires if self.one_in(2) => {
                self.strike();
                self.chain.world().svm.expire_blockhash();
                self.chain.send(transaction)
            }
            Fail::Loses => {
                self.strike();
                self.chain.send(transaction)?;
                Err(Fault::Unreachable("the answer was lost".into()))
            }
            Fail::Forgets if self.one_in(2) => {
                self.strike();
                Ok(transaction.signatures[0])
            }
            _ => self.chain.send(transaction),
        }
    }

    fn status(&self, signature: &Signature) -> Result<Option<Result<(), TransactionError>>, Fault> {
        self.answer()?;
        self.chain.status(signature)
    }

    fn now(&self) -> Result<i64, Fault> {
        self.answer()?;
        let now = self.chain.now()?;
        if self.now.get() == Fail::Lags {
            self.strike();
            self.stale.set(now - HOUR / 2);
            return Ok(self.stale.get());
        }
        Ok(now)
    }
}

impl Chain for Overtaken<'_, '_> {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        self.chain.accounts(addresses)
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
        self.chain.program_accounts(program, filters)
    }

    fn latest_blockhash(&self) -> Result<Hash, Fault> {
        self.chain.latest_blockhash()
    }

    fn is_blockhash_valid(&self, hash: &Hash) -> Result<bool, Fault> {
        self.chain.is_blockhash_valid(hash)
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        if !self.met.replace(true) {
            assert!(self.rival.borrow_mut().pass().is_clean());
        }
        self.chain.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        self.chain.send(transaction)
    }

    fn status(&self, signature: &Signature) -> Result<Option<Result<(), TransactionError>>, Fault> {
        self.chain.status(signature)
    }
}
