//! An order in every state, and every call on it, for the tests of orders.
// Each test uses some of it.
#![allow(dead_code)]

use {
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, mint, unclaimed_address, Currency, Order, Stage},
        token,
    },
    io_economics::time::DAY,
    io_testkit::{
        calls::with_account,
        orders::{terms, Deal, OrdersRoles, CURRENCIES},
        staking::Cast,
        World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::rc::Rc,
};

/// The scene's order is for two processors at 1.5 an hour, for two days.
pub const BOOKED: i64 = 2 * DAY;

/// A world with one order in it, and everybody that has to do with it.
#[derive(Clone)]
pub struct Scene {
    pub world: World,
    pub cast: Rc<Cast>,
    pub roles: Rc<OrdersRoles>,
    pub deal: Rc<Deal>,
    pub stranger: Rc<Keypair>,
    /// What the order is paid in.
    pub currency: Currency,
    /// The order's address.
    pub address: Pubkey,
    /// The order as last looked at.
    pub order: Order,
    /// Where the client's bond comes from: a token account of its own that no trouble befalls.
    pub purse: Pubkey,
}

/// A call, and who signs it.
pub struct Call {
    pub name: &'static str,
    pub instruction: Instruction,
    pub signer: Option<Keypair>,
}

impl Call {
    fn new(name: &'static str, instruction: Instruction, signer: Option<&Keypair>) -> Self {
        Self { name, instruction, signer: signer.map(Keypair::insecure_clone) }
    }

    pub fn signers(&self) -> Vec<&Keypair> {
        self.signer.iter().collect()
    }
}

impl Scene {
    /// The names of [`Self::calls`].
    pub const CALLS: [&str; 13] = [
        "cancel",
        "cancel by a stranger",
        "accept",
        "extend",
        "settle",
        "report an outage",
        "end by the client",
        "end by the operator",
        "end by a stranger",
        "dispute",
        "resolve",
        "close",
        "create again",
    ];

    /// An order that was just created.
    pub fn open(currency: Currency) -> Self {
        let (mut world, cast, roles) = World::with_orders();
        let deal = world.deal(&cast);
        let stranger = world.wallet();
        let purse = world.purse(&deal.client, currency);
        let address = world.create(&deal, 0, currency, BOOKED as u32);
        let order = world.order(&address);
        Self {
            world,
            cast: Rc::new(cast),
            roles: Rc::new(roles),
            deal: Rc::new(deal),
            stranger: Rc::new(stranger),
            currency,
            address,
            order,
            purse,
        }
    }

    /// An order that was just accepted, with extensions.
    pub fn running(currency: Currency) -> Self {
        Self::open(currency).accepted()
    }

    /// Its operator accepts it.
    pub fn accepted(mut self) -> Self {
        self.world.attest(&self.cast, &self.deal.node);
        self.world.accept(&self.deal, &self.address, true);
        self.look();
        self
    }

    /// Moves the clock to so many seconds after the order was created or, if it was, accepted.
    pub fn at(mut self, seconds: i64) -> Self {
        self.world.set_clock(self.order.escrow.at + seconds);
        self
    }

    /// Its client books so many seconds more.
    pub fn extended(mut self, seconds: u32) -> Self {
        let call = orders::extend(&self.client(), &self.address, &self.order, seconds);
        self.world.accepted(&[call], &[&self.deal.client]);
        self.look();
        self
    }

    /// Makes one of `calls`, which must be accepted.
    pub fn after(mut self, name: &str) -> Self {
        self.make(name);
        self
    }

    /// Makes one of `calls`, which must be accepted.
    pub fn make(&mut self, name: &str) {
        let call = self.call(name);
        self.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
        self.look();
    }

    /// Looks at the order, if it is there.
    pub fn look(&mut self) {
        let there = |account: &solana_account::Account| !account.data.is_empty();
        if self.world.svm.get_account(&self.address).is_some_and(|account| there(&account)) {
            self.order = self.world.order(&self.address);
        }
    }

    pub fn stage(&self) -> Stage {
        self.order.escrow.stage
    }

    pub fn client(&self) -> Pubkey {
        self.order.client
    }

    pub fn operator(&self) -> Pubkey {
        self.deal.operator.pubkey()
    }

    /// The associated token account of a wallet, in the order's currency.
    pub fn account(&self, wallet: &Pubkey) -> Pubkey {
        token::associated_address(wallet, &mint(self.currency))
    }

    pub fn unclaimed(&self, wallet: &Pubkey) -> Option<Pubkey> {
        Some(unclaimed_address(wallet, self.currency))
    }

    /// The places of client and operator for what their accounts cannot take.
    pub fn unclaimed_balances(&self) -> [Option<Pubkey>; 2] {
        [self.client(), self.operator()].map(|wallet| self.unclaimed(&wallet))
    }

    /// A stranger opens both.
    pub fn open_unclaimed(&mut self) {
        let stranger = self.stranger.clone();
        let open = |wallet| orders::open_unclaimed(&stranger.pubkey(), &wallet, self.currency);
        let calls = [self.client(), self.operator()].map(open);
        self.world.accepted(&calls, &[&stranger]);
    }

    /// What a wallet has in the order's currency, the client's purse included, and what waits for
    /// it.
    pub fn worth(&self, wallet: &Pubkey) -> u64 {
        let unclaimed = unclaimed_address(wallet, self.currency);
        let there = self.world.svm.get_account(&unclaimed).is_some_and(|account| !account.data.is_empty());
        let waiting = if there { self.world.unclaimed(wallet, self.currency).amount } else { 0 };
        let purse = if *wallet == self.client() { self.world.balance(&self.purse) } else { 0 };
        self.world.wallet_balance(wallet, self.currency) + purse + waiting
    }

    /// One of `calls`.
    pub fn call(&self, name: &str) -> Call {
        self.calls().into_iter().find(|call| call.name == name).expect("a call of this name")
    }

    /// Every call on the order, with figures that are right where it has a place at all.
    pub fn calls(&self) -> Vec<Call> {
        self.calls_into([None; 2])
    }

    /// The same, with places for what the accounts of client and operator cannot take.
    pub fn calls_into(&self, unclaimed_balances: [Option<Pubkey>; 2]) -> Vec<Call> {
        let Self { roles, deal, address, order, stranger, .. } = self;
        let (client, operator) = (self.client(), self.operator());
        let start = order.escrow.at;
        // What of it lies within the holdback counts.
        let outage =
            orders::report_outage(&roles.oracle.pubkey(), address, order.serial, start, start + BOOKED);
        let own = self.account(&client);
        let dispute = with_account(orders::dispute(&client, address, order), own, self.purse);
        let resolve = orders::resolve(&roles.arbiter.pubkey(), address, order, 5_000, unclaimed_balances);
        let params = terms(self.currency, BOOKED as u32);
        vec![
            Call::new(
                "cancel",
                orders::cancel(&client, address, order, unclaimed_balances[0]),
                Some(&deal.client),
            ),
            Call::new(
                "cancel by a stranger",
                orders::cancel(&stranger.pubkey(), address, order, unclaimed_balances[0]),
                Some(stranger),
            ),
            Call::new("accept", orders::accept(&operator, address, order, true), Some(&deal.operator)),
            Call::new("extend", orders::extend(&client, address, order, 60), Some(&deal.client)),
            Call::new("settle", orders::settle(address, order, unclaimed_balances), None),
            Call::new("report an outage", outage, Some(&roles.oracle)),
            Call::new(
                "end by the client",
                orders::end(&client, address, order, unclaimed_balances[0]),
                Some(&deal.client),
            ),
            Call::new(
                "end by the operator",
                orders::end(&operator, address, order, unclaimed_balances[0]),
                Some(&deal.operator),
            ),
            Call::new(
                "end by a stranger",
                orders::end(&stranger.pubkey(), address, order, unclaimed_balances[0]),
                Some(stranger),
            ),
            Call::new("dispute", dispute, Some(&deal.client)),
            Call::new("resolve", resolve, Some(&roles.arbiter)),
            Call::new("close", orders::close(address, order), None),
            Call::new(
                "create again",
                orders::create(&client, 0, &deal.node, self.currency, params),
                Some(&deal.client),
            ),
        ]
    }

    /// Every call of io_orders that is not on the order.
    pub fn other_calls(&self) -> Vec<Call> {
        let Self { world, roles, stranger, currency, .. } = self;
        let (client, admin, payer) = (self.client(), roles.admin.pubkey(), world.payer.pubkey());
        let deployer = world.deployer.pubkey();
        let params = orders::InitializeParams {
            admin: deployer,
            oracle: deployer,
            arbiter: deployer,
            rules: io_testkit::orders::RULES,
            prices: io_testkit::orders::PRICE_RULES,
        };
        let free = orders::Rules { fees: orders::FeeRates::default(), ..params.rules };
        vec![
            Call::new("sweep", orders::sweep_fees(*currency), None),
            Call::new("open an unclaimed balance", orders::open_unclaimed(&payer, &client, *currency), None),
            Call::new(
                "take an unclaimed balance",
                orders::take_unclaimed(&client, &payer, *currency, &self.account(&client)),
                Some(&self.deal.client),
            ),
            Call::new(
                "deliver an unclaimed balance",
                orders::deliver_unclaimed(&client, &payer, *currency),
                None,
            ),
            Call::new("initialize", orders::initialize(&deployer, params), Some(&world.deployer)),
            Call::new("open ledger", orders::open_ledger(&payer, *currency), None),
            Call::new("set rules", orders::set_rules(&admin, free), Some(&roles.admin)),
            Call::new(
                "announce price rules",
                orders::announce_price_rules(&admin, params.prices),
                Some(&roles.admin),
            ),
            Call::new("pause", orders::set_paused(&admin, true), Some(&roles.admin)),
            Call::new(
                "announce",
                orders::announce_role(&admin, orders::Role::Arbiter, stranger.pubkey()),
                Some(&roles.admin),
            ),
            Call::new("propose", orders::propose_admin(&admin, stranger.pubkey()), Some(&roles.admin)),
            Call::new("accept admin", orders::accept_admin(&stranger.pubkey()), Some(stranger)),
        ]
    }
}

/// A scene of each currency.
pub fn both(build: impl Fn(Currency) -> Scene) -> [Scene; 2] {
    CURRENCIES.map(build)
}
