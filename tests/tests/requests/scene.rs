//! A request, its client, and three operators that can bid on it.
// Each test uses some of it.
#![allow(dead_code)]

use {
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, bid_address, mint, BidTerms, Choice, Currency, Order, Request, RequestParams, Stage},
        staking::class_address,
        token,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        orders::{OrdersRoles, CURRENCIES},
        requests::{asked_for, Bidder},
        staking::{Cast, H100},
        Receipt, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::rc::Rc,
};

/// Who has to do with a request, and the request.
#[derive(Clone)]
pub struct Scene {
    pub world: World,
    pub cast: Rc<Cast>,
    pub roles: Rc<OrdersRoles>,
    pub client: Rc<Keypair>,
    pub bidders: Rc<[Bidder; 3]>,
    pub stranger: Rc<Keypair>,
    pub currency: Currency,
    /// Address of the request, the client's number 0.
    pub address: Pubkey,
}

impl Scene {
    /// Nothing is asked for yet.
    pub fn new(currency: Currency) -> Self {
        let (mut world, cast, roles) = World::with_orders();
        let client = world.client(&cast, 1_000_000, 1_000_000);
        let bidders = [(); 3].map(|()| world.bidder(&cast));
        let stranger = world.wallet();
        let address = orders::request_address(&client.pubkey(), 0);
        Self {
            world,
            cast: Rc::new(cast),
            roles: Rc::new(roles),
            client: Rc::new(client),
            bidders: Rc::new(bidders),
            stranger: Rc::new(stranger),
            currency,
            address,
        }
    }

    /// The client has just asked for what [`asked_for`] says.
    pub fn open(currency: Currency, choice: Choice) -> Self {
        Self::with(currency, asked_for(currency, choice))
    }

    /// The client has just asked.
    pub fn with(currency: Currency, params: RequestParams) -> Self {
        let mut scene = Self::new(currency);
        scene.ask(params);
        scene
    }

    /// The client asks.
    pub fn ask(&mut self, params: RequestParams) {
        self.world.request_with(&self.client, 0, self.currency, params);
    }

    /// The call by which the client asks.
    pub fn asking(&self, params: RequestParams) -> Instruction {
        let key = self.client.pubkey();
        orders::request(&key, &key, 0, &class_address(H100), self.currency, params)
    }

    pub fn request(&self) -> Request {
        self.world.request_at(&self.address)
    }

    /// The call by which one of the three bids.
    pub fn bidding(&self, who: usize, terms: BidTerms) -> Instruction {
        let (request, Bidder { operator, node }) = (self.request(), &self.bidders[who]);
        match request.tender.choice {
            Choice::Client => orders::bid(&operator.pubkey(), &self.address, &request, node, terms),
            Choice::Lowest => orders::bid_auto(&operator.pubkey(), &self.address, &request, node, terms),
        }
    }

    /// One of the three bids so many hundredths of the most rate.
    pub fn bid(&mut self, who: usize, percent: u64) -> Pubkey {
        let bidders = self.bidders.clone();
        self.world.bid(&bidders[who], &self.address, percent)
    }

    pub fn bid_of(&self, who: usize) -> Pubkey {
        bid_address(&self.address, &self.bidders[who].node)
    }

    pub fn operator(&self, who: usize) -> Pubkey {
        self.bidders[who].operator.pubkey()
    }

    /// The call by which the client awards to one of the three as its bid is now.
    pub fn awarding(&self, who: usize) -> Instruction {
        let bid = self.bid_of(who);
        orders::award(&self.address, &self.request(), &bid, &self.world.bid_at(&bid), None)
    }

    /// The client awards to one of the three.
    pub fn award(&mut self, who: usize) -> Pubkey {
        let bid = self.bid_of(who);
        let client = self.client.clone();
        self.world.award(&client, 0, &bid)
    }

    pub fn cancelling(&self, by: &Keypair) -> Instruction {
        orders::cancel_request(&by.pubkey(), &self.address, &self.request(), None)
    }

    pub fn cancel(&mut self) -> Receipt {
        let client = self.client.clone();
        self.world.accepted(&[self.cancelling(&client)], &[&client])
    }

    /// A stranger closes the bid of one of the three.
    pub fn close_bid(&mut self, who: usize) -> Receipt {
        let bid = self.bid_of(who);
        let call = orders::close_bid(&bid, &self.world.bid_at(&bid));
        self.world.accepted(&[call], &[])
    }

    /// Moves the clock to so many seconds after the end of the request.
    pub fn after_the_end(&mut self, seconds: i64) {
        self.world.set_clock(self.request().tender.ends_at() + seconds);
    }

    /// What a wallet has in the currency.
    pub fn has(&self, wallet: &Pubkey) -> u64 {
        self.world.wallet_balance(wallet, self.currency)
    }

    pub fn account(&self, wallet: &Pubkey) -> Pubkey {
        token::associated_address(wallet, &mint(self.currency))
    }

    /// Processors of a node that are hired.
    pub fn hired(&self, who: usize) -> u32 {
        self.world.node(&self.bidders[who].node).ledger.hired
    }

    /// Lamports of an account; 0 if there is none.
    pub fn lamports(&self, key: &Pubkey) -> u64 {
        self.world.svm.get_balance(key).unwrap_or_default()
    }

    pub fn exists(&self, key: &Pubkey) -> bool {
        self.world.svm.get_account(key).is_some_and(|account| !account.data.is_empty())
    }

    /// Ends, settles and closes an order that runs, a day after its end.
    pub fn finish(&mut self, address: &Pubkey) {
        self.settle(address);
        self.world.accepted(&[orders::close(address, &self.world.order(address))], &[]);
    }

    /// Ends and settles an order that runs, a day after the last second that is paid, which may be
    /// an hour after its end; or after the arbiter's time.
    pub fn settle(&mut self, address: &Pubkey) {
        let order: Order = self.world.order(address);
        if order.escrow.stage == Stage::Running {
            let client = self.client.clone();
            let end = orders::end(&client.pubkey(), address, &order, None);
            self.world.accepted(&[end], &[&client]);
        }
        match self.world.stage(address) {
            Stage::Settled => return,
            Stage::Disputed => self.world.pass(7 * DAY),
            _ => self.world.pass(DAY + HOUR),
        };
        self.world.accepted(&[orders::settle(address, &self.world.order(address), [None; 2])], &[]);
    }
}

/// A scene of each currency.
pub fn both(build: impl Fn(Currency) -> Scene) -> [Scene; 2] {
    CURRENCIES.map(build)
}
