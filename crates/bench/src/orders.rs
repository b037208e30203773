//! Rows of io_orders.

use {
    crate::{asks, market, oracle_price, records, requests, Bench},
    anchor_lang::{prelude::Pubkey, Space},
    io_client::{
        economics::{
            time::{DAY, HOUR},
            units::BASE_UNITS_PER_IO,
        },
        orders::{
            self, order_address, Config, Currency, InitializeParams, Ledger, Order, Role, UnclaimedBalance,
        },
        token::associated_address,
    },
    io_testkit::{
        calls::with_account,
        orders::{terms, Deal, OrdersRoles, PRICE_RULES, RULES},
        staking::Cast,
        World,
    },
    solana_instruction::Instruction as Call,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Orders that are open beside the one that is measured.
const MANY: u64 = 100_000;

pub fn measure(bench: &mut Bench) {
    bench.account("io_orders.Config", 8 + Config::INIT_SPACE);
    bench.account("io_orders.UnclaimedBalance", 8 + UnclaimedBalance::INIT_SPACE);
    bench.account("io_orders.Order", 8 + Order::INIT_SPACE);
    bench.account("io_orders.Ledger", 8 + Ledger::INIT_SPACE);
    what_the_admin_does(bench);
    for (currency, suffix) in [(Currency::Io, ""), (Currency::Usdc, ".usdc")] {
        let mut orders = OrdersBench::new(currency, suffix);
        orders.whole_life(bench);
        orders.until_the_end(bench);
        orders.cancelled(bench);
        orders.disputed(bench);
        orders.not_delivered(bench);
        orders.created_with_a_cost(bench);
    }
    asks::measure(bench);
    market::measure(bench);
    records::measure(bench);
    oracle_price::measure(bench);
    requests::measure(bench);
    // The number of orders does not matter.
    let mut orders = OrdersBench::new(Currency::Io, ".among_100_000");
    orders.crowd();
    orders.whole_life(bench);
}

fn what_the_admin_does(bench: &mut Bench) {
    let (mut world, _) = World::with_staking();
    let world = &mut world;
    let deployer = world.deployer.insecure_clone();
    let [admin, next, other] = [(); 3].map(|()| world.wallet());
    let (key, other) = (admin.pubkey(), other.pubkey());
    let (rules, prices) = (RULES, PRICE_RULES);
    let params = InitializeParams { admin: key, oracle: other, arbiter: other, rules, prices };
    let initialize = orders::initialize(&deployer.pubkey(), params);
    bench.instruction("io_orders.initialize", world, &initialize, &[&deployer]);
    let open = orders::open_ledger(&world.payer.pubkey(), Currency::Io);
    bench.instruction("io_orders.open_ledger", world, &open, &[]);
    let mut row = |name: &str, call| bench.instruction(&format!("io_orders.{name}"), world, &call, &[&admin]);
    row("set_rules", orders::set_rules(&key, RULES));
    row("announce_price_rules", orders::announce_price_rules(&key, PRICE_RULES));
    row("set_paused", orders::set_paused(&key, true));
    row("announce_role", orders::announce_role(&key, Role::Oracle, next.pubkey()));
    row("propose_admin", orders::propose_admin(&key, next.pubkey()));
    bench.instruction("io_orders.accept_admin", world, &orders::accept_admin(&next.pubkey()), &[&next]);
}

/// A world with one deal; its rows bear the suffix of its circumstances.
struct OrdersBench {
    world: World,
    cast: Cast,
    roles: OrdersRoles,
    deal: Deal,
    currency: Currency,
    suffix: &'static str,
}

impl OrdersBench {
    fn new(currency: Currency, suffix: &'static str) -> Self {
        let (mut world, cast, roles) = World::with_orders();
        let deal = world.deal(&cast);
        Self { world, cast, roles, deal, currency, suffix }
    }

    fn row(&mut self, bench: &mut Bench, name: &str, call: &Call, signer: Option<&Keypair>) {
        let key = format!("io_orders.{name}{}", self.suffix);
        bench.instruction(&key, &mut self.world, call, signer.as_slice());
    }

    /// Two days on two processors, not accepted yet.
    fn create(&self, id: u64) -> (Pubkey, Call) {
        let (client, terms) = (self.deal.client.pubkey(), terms(self.currency, 2 * DAY as u32));
        (order_address(&client, id), orders::create(&client, id, &self.deal.node, self.currency, terms))
    }

    /// The same, accepted just now.
    fn running(&mut self, id: u64) -> (Pubkey, Order) {
        self.world.attest(&self.cast, &self.deal.node);
        let address = self.world.running(&self.deal, id, self.currency, 2 * DAY as u32);
        (address, self.world.order(&address))
    }

    fn whole_life(&mut self, bench: &mut Bench) {
        let [client, operator, oracle] =
            [&self.deal.client, &self.deal.operator, &self.roles.oracle].map(Keypair::insecure_clone);
        let key = client.pubkey();
        let (address, create) = self.create(0);
        self.row(bench, "create", &create, Some(&client));
        let accept = orders::accept(&operator.pubkey(), &address, &self.world.order(&address), true);
        self.row(bench, "accept", &accept, Some(&operator));
        let order = self.world.order(&address);
        self.world.pass(HOUR / 2);
        self.row(bench, "extend", &orders::extend(&key, &address, &order, 7_200), Some(&client));
        self.world.pass(DAY + 10 * HOUR);
        let settle = orders::settle(&address, &order, [None; 2]);
        self.row(bench, "settle", &settle, None);
        // An outage leaves something for the client, so that the last settlement pays both sides.
        let [from, to] = [HOUR, 0].map(|ago| self.world.now() - ago);
        let outage = orders::report_outage(&oracle.pubkey(), &address, order.serial, from, to);
        self.row(bench, "report_outage", &outage, Some(&oracle));
        self.row(bench, "end", &orders::end(&key, &address, &order, None), Some(&client));
        self.world.pass(DAY);
        self.row(bench, "settle.last", &settle, None);
        self.row(bench, "close", &orders::close(&address, &order), None);
        self.row(bench, "sweep_fees", &orders::sweep_fees(self.currency), None);
    }

    /// The last settlement of an order that ran without an outage; the row `settle.last` pays the
    /// client too.
    fn until_the_end(&mut self, bench: &mut Bench) {
        let client = self.deal.client.insecure_clone();
        let (address, order) = self.running(4);
        self.world.pass(DAY);
        self.world.accepted(&[orders::end(&client.pubkey(), &address, &order, None)], &[&client]);
        self.world.pass(DAY);
        self.row(bench, "settle.to_the_end", &orders::settle(&address, &order, [None; 2]), None);
    }

    /// Paid from another account than the associated one, at an address to which somebody has sent
    /// lamports.
    fn created_with_a_cost(&mut self, bench: &mut Bench) {
        let client = self.deal.client.insecure_clone();
        let key = client.pubkey();
        let (address, create) = self.create(5);
        self.world.svm.airdrop(&address, World::rent(0)).expect("an airdrop");
        self.row(bench, "create.sent_ahead", &create, Some(&client));
        let mint = orders::mint(self.currency);
        let other = self.world.other_token_account(&key, &mint);
        if self.currency == Currency::Io {
            self.world.transfer_io(&client, &other, 1_000 * BASE_UNITS_PER_IO);
            let (_, create) = self.create(6);
            let create = with_account(create, associated_address(&key, &mint), other);
            self.row(bench, "create.other_account", &create, Some(&client));
        }
    }

    fn cancelled(&mut self, bench: &mut Bench) {
        let client = self.deal.client.insecure_clone();
        let (address, create) = self.create(1);
        self.world.accepted(&[create], &[&client]);
        let cancel = orders::cancel(&client.pubkey(), &address, &self.world.order(&address), None);
        self.row(bench, "cancel", &cancel, Some(&client));
    }

    fn disputed(&mut self, bench: &mut Bench) {
        let [client, arbiter] = [&self.deal.client, &self.roles.arbiter].map(Keypair::insecure_clone);
        let (address, order) = self.running(2);
        self.world.pass(DAY + 12 * HOUR);
        self.row(bench, "dispute", &orders::dispute(&client.pubkey(), &address, &order), Some(&client));
        let resolve = orders::resolve(&arbiter.pubkey(), &address, &order, 5_000, [None; 2]);
        self.row(bench, "resolve", &resolve, Some(&arbiter));
    }

    /// USDC whose issuer has frozen both accounts; nobody can freeze IO.
    fn not_delivered(&mut self, bench: &mut Bench) {
        if self.currency == Currency::Io {
            return;
        }
        let [client, arbiter] = [&self.deal.client, &self.roles.arbiter].map(Keypair::insecure_clone);
        let wallets = [client.pubkey(), self.deal.operator.pubkey()];
        let (address, order) = self.running(3);
        let (open, create) = self.create(7);
        self.world.accepted(&[create], &[&client]);
        let disputed = self.world.running(&self.deal, 8, self.currency, 2 * DAY as u32);
        let in_dispute = self.world.order(&disputed);
        self.world.pass(DAY + 12 * HOUR);
        self.world.accepted(&[orders::dispute(&wallets[0], &disputed, &in_dispute)], &[&client]);
        let accounts = wallets.map(|wallet| self.world.usdc_account(&wallet));
        for account in &accounts {
            self.world.freeze(account);
        }
        let payer = self.world.payer.pubkey();
        let [first, second] = wallets.map(|wallet| orders::open_unclaimed(&payer, &wallet, Currency::Usdc));
        self.row(bench, "open_unclaimed", &first, None);
        self.world.accepted(&[second], &[]);
        let unclaimed_balances =
            wallets.map(|wallet| Some(orders::unclaimed_address(&wallet, Currency::Usdc)));
        let cancel = orders::cancel(&wallets[0], &open, &self.world.order(&open), unclaimed_balances[0]);
        self.row(bench, "cancel.to_unclaimed", &cancel, Some(&client));
        let resolve = orders::resolve(&arbiter.pubkey(), &disputed, &in_dispute, 5_000, unclaimed_balances);
        self.row(bench, "resolve.to_unclaimed", &resolve, Some(&arbiter));
        let end = orders::end(&wallets[0], &address, &order, unclaimed_balances[0]);
        self.row(bench, "end.to_unclaimed", &end, Some(&client));
        self.row(bench, "settle.to_unclaimed", &orders::settle(&address, &order, unclaimed_balances), None);
        self.world.thaw(&accounts[0]);
        let take = orders::take_unclaimed(&wallets[0], &payer, Currency::Usdc, &accounts[0]);
        self.row(bench, "take_unclaimed", &take, Some(&client));
        self.world.thaw(&accounts[1]);
        let deliver = orders::deliver_unclaimed(&wallets[1], &payer, Currency::Usdc);
        self.row(bench, "deliver_unclaimed", &deliver, None);
    }

    /// Opens [`MANY`] orders.
    fn crowd(&mut self) {
        let client = self.deal.client.insecure_clone();
        let (address, create) = self.create(u64::MAX);
        self.world.accepted(&[create], &[&client]);
        self.world.crowd_of_orders(&address, MANY - 1);
    }
}
