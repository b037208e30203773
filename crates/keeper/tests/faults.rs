//! What a keeper makes of a wrong cluster, a clock that lied, an empty purse, payees that close their accounts.

mod town;

use {
    io_client::{
        addresses::external::USDC_MINT,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        orders::{due_address, Currency, Order},
        token::associated_address,
    },
    io_keeper::{Config, Fee, Market, Report},
    io_rpc::{every, Blockhash, Chain, Fault, Filter, Height, Seen, Simulation, WorldChain},
    io_testkit::{buyback::PRICES, World},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::Transaction,
    std::cell::{Cell, RefCell},
    town::{eager, keeper, open_orders, town, DAY, HOUR},
};

#[test]
fn on_a_wrong_cluster_it_is_never_well() {
    let mut world = World::new();
    let payer = world.wallet();
    let chain = WorldChain::new(world);
    let report = keeper(&chain, &payer, eager()).pass();
    assert_eq!(report, Report { unseen: 1, ..Report::default() }, "there is no emission");
    assert!(!report.is_clean());

    let mut bare = World::new();
    let clock = bare.svm.get_sysvar::<solana_clock::Clock>();
    bare.svm = Default::default();
    bare.svm.set_sysvar(&clock);
    let chain = WorldChain::new(bare);
    assert_eq!(keeper(&chain, &payer, eager()).pass().unseen, 2, "nor are there programs");

    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    assert!(keeper(&chain, &payers[0], eager()).pass().is_clean());
}

#[test]
fn a_clock_that_lied_once_holds_nothing_up() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let liar = Between { clock: Cell::new(Some(4_102_444_800)), ..Between::new(&chain) };
    let mut keeper = keeper(&liar, &payers[0], eager());
    let lied = keeper.pass();
    assert!(lied.is_clean() && lied.gone > 0, "the programs refuse what is not due: {lied:?}");
    liar.clock.set(None);
    for _ in 0..3 {
        assert!(keeper.pass().is_clean());
    }
    assert_eq!(keeper.pass(), Report::default(), "it knows again what is due: nothing");
    for _ in 0..5 {
        chain.world().pass(DAY);
        let report = keeper.pass();
        assert!(report.is_clean() && report.gone == 0 && report.resting == 0, "{report:?}");
    }
    assert_eq!(open_orders(&chain), 0);
}

#[test]
fn without_sol_it_waits_and_then_goes_on_at_once() {
    let (mut world, _, _, _) = town();
    let payer = world.key();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    let mut keeper = keeper(&chain, &payer, eager());
    for lamports in [0, 1_000, 890_880] {
        if lamports > 0 {
            let account = Account { lamports, ..Account::default() };
            chain.world().svm.set_account(payer.pubkey(), account).unwrap();
        }
        let report = keeper.pass();
        let Report { planned, unpaid, .. } = report;
        assert!(planned > 4, "{report:?}");
        assert_eq!(report, Report { planned, unpaid, ..Report::default() }, "no failure, no rest");
        assert_eq!(planned, unpaid);
        assert!(!report.is_clean());
    }
    chain.world().svm.airdrop(&payer.pubkey(), 1_000_000_000).unwrap();
    let report = keeper.pass();
    assert!(report.is_clean() && report.done == report.planned, "{report:?}");
}

#[test]
fn rent_for_payees_without_accounts_has_a_limit_a_day() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    chain.world().freeze(&associated_address(&client, &USDC_MINT));
    let place = due_address(&client, Currency::Usdc);
    let mut config = eager();
    config.policy.most_rent = 1_000_000;
    let mut poor = keeper(&chain, &payers[0], config);
    let mut resting = 0;
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        let report = poor.pass();
        assert!(report.is_clean(), "{report:?}");
        resting += report.resting;
    }
    assert!(resting > 0);
    assert!(chain.account(&place).unwrap().is_none(), "a place costs more than the day has");
    let mut rich = keeper(&chain, &payers[1], eager());
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        assert!(rich.pass().is_clean());
    }
    assert!(chain.account(&place).unwrap().is_some());
    assert_eq!(open_orders(&chain), 0);
}

#[test]
fn a_wrong_pool_stops_no_fill() {
    let (mut world, desk) = World::with_buyback();
    let trader = world.trader(&desk, 10_000, 0);
    world.revenue(200);
    world.post_prices(50_000_000);
    let chain = WorldChain::new(world);
    let market = Market {
        prices: Some([PRICES.io, PRICES.usdc]),
        pool: Some(PRICES.io),
        fill_io: 10 * BASE_UNITS_PER_IO,
        fill_price: BASE_UNITS_PER_USDC / 10,
    };
    let mut keeper = keeper(&chain, &trader, Config { market: Some(market), ..eager() });
    let report = keeper.pass();
    assert!(report.is_clean() && report.done == 1, "{report:?}");
    assert_eq!(chain.world().buyback().totals.io_bought, 10 * BASE_UNITS_PER_IO);
}

#[test]
fn it_pays_what_recent_slots_took_up_to_its_limit() {
    for (recent, most, price) in [
        (vec![], 500, None),
        (vec![0, 0, 0, 0], 500, None),
        (vec![40, 10, 30, 20], 500, Some(40)),
        (vec![0, 0, 0, 7, 90, 80, 70, 60], 500, Some(80)),
        (vec![1_000_000], 500, Some(500)),
    ] {
        let (world, _, _, payers) = town();
        let chain = WorldChain::new(world);
        chain.world().pass(HOUR);
        let between = Between { recent: recent.clone(), ..Between::new(&chain) };
        let config = Config { priority_fee: Fee::Recent { most }, ..eager() };
        assert!(keeper(&between, &payers[0], config).pass().done > 0);
        for sent in between.sent.borrow().iter() {
            assert_eq!(price_of(sent), price, "{recent:?}");
        }
        let asked = between.asked.borrow();
        assert!(asked.contains(&io_client::addresses::emission::EMISSION.address), "for what it writes");
        assert!(!asked.contains(&io_client::addresses::emission::ID), "and nothing else");
    }
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(HOUR);
    let between = Between { recent: vec![1_000], ..Between::new(&chain) };
    keeper(&between, &payers[0], Config { priority_fee: Fee::Fixed(3), ..eager() }).pass();
    assert_eq!(price_of(&between.sent.borrow()[0]), Some(3));
}

/// Micro-lamports per compute unit that a transaction pays.
fn price_of(transaction: &Transaction) -> Option<u64> {
    const SET_COMPUTE_UNIT_PRICE: u8 = 3;
    let calls = &transaction.message.instructions;
    let price = calls.iter().find_map(|call| call.data.strip_prefix(&[SET_COMPUTE_UNIT_PRICE]));
    price.filter(|price| price.len() == 8).map(|price| u64::from_le_bytes(price.try_into().unwrap()))
}

/// A chain whose clock may lie, whose slots were paid for, and which keeps what is sent.
struct Between<'a> {
    chain: &'a WorldChain,
    clock: Cell<Option<i64>>,
    recent: Vec<u64>,
    asked: RefCell<Vec<Pubkey>>,
    sent: RefCell<Vec<Transaction>>,
}

impl<'a> Between<'a> {
    fn new(chain: &'a WorldChain) -> Self {
        let (asked, sent) = (RefCell::default(), RefCell::default());
        Self { chain, clock: Cell::new(None), recent: Vec::new(), asked, sent }
    }
}

impl Chain for Between<'_> {
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

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.chain.latest_blockhash()
    }

    fn height(&self) -> Result<Height, Fault> {
        self.chain.height()
    }

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
        self.chain.simulate(transaction)
    }

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        self.sent.borrow_mut().push(transaction.clone());
        self.chain.send(transaction)
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        self.chain.status(signature)
    }

    fn recent_fees(&self, accounts: &[Pubkey]) -> Result<Vec<u64>, Fault> {
        self.asked.borrow_mut().extend_from_slice(accounts);
        Ok(self.recent.clone())
    }

    fn now(&self) -> Result<i64, Fault> {
        self.clock.get().map_or_else(|| self.chain.now(), Ok)
    }
}
