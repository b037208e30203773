//! Hundreds of orders in both currencies: offered by clients and accepted or not, booked at what
//! operators ask, or awarded to the lowest bid; extended, ended early, with outages and disputes.

mod auction;
mod flows;
mod market;
mod offered;
mod story;

pub use {
    auction::Auctions,
    market::MarketStory,
    offered::Offered,
    story::{Flow, Story},
};
use {
    io_client::orders::{self, events, CreateParams, Currency, Stage, MAX_SECONDS},
    io_economics::{
        time::DAY,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{orders::OrdersRoles, staking::Cast, World},
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

const CLIENTS: usize = 12;
const HOUR: u32 = orders::HOUR;
/// Whole units of each currency that a client starts with.
const START_BALANCE: u64 = 2_000_000;

/// An order that was accepted and is not closed.
struct Accepted {
    address: Pubkey,
    client: usize,
    operator: Keypair,
    currency: Currency,
    resolve_at: Option<i64>,
}

/// Clients and their orders.
pub struct OrdersStory {
    roles: OrdersRoles,
    clients: Vec<Keypair>,
    accepted: Vec<Accepted>,
    won: Vec<auction::Won>,
    random: fastrand::Rng,
    next_id: u64,
    started: i64,
    /// What happened so far.
    pub story: Story,
}

impl OrdersStory {
    /// Clients with money in both currencies.
    pub fn new(world: &mut World, cast: &Cast, roles: OrdersRoles, seed: u64) -> Self {
        let clients = (0..CLIENTS).map(|_| world.client(cast, START_BALANCE, START_BALANCE)).collect();
        Self {
            roles,
            clients,
            accepted: Vec::new(),
            won: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
            next_id: 0,
            started: world.now(),
            story: Story::default(),
        }
    }

    /// One day until `until` at most: perhaps new orders on some of `nodes`, and whatever happens
    /// to those accepted.
    pub fn day(&mut self, world: &mut World, nodes: &[Offered], until: i64) {
        if self.random.u8(..8) == 0 {
            let place = self.random.usize(..nodes.len());
            if let Some(Offered { node, operator, .. }) = nodes.get(place) {
                self.create(world, node, operator);
            }
        }
        self.market_day(world, nodes);
        self.auction_day(world, nodes, until);
        for index in (0..self.accepted.len()).rev() {
            if self.step(world, index) {
                self.accepted.swap_remove(index);
                self.story.closed += 1;
            }
        }
    }

    fn create(&mut self, world: &mut World, node: &Pubkey, operator: &Keypair) {
        let (currency, unit) = match self.random.bool() {
            true => (Currency::Io, BASE_UNITS_PER_IO),
            false => (Currency::Usdc, BASE_UNITS_PER_USDC),
        };
        let params = CreateParams {
            processors: self.random.u32(1..=2),
            // A quarter to three whole units an hour.
            rate: self.random.u64(unit / 4..=3 * unit),
            duration: HOUR * self.random.u32(1..=20 * 24),
            revision: world.node(node).revision,
            most: u64::MAX,
            reference: [0; 32],
        };
        let client = self.random.usize(..CLIENTS);
        let key = self.clients[client].insecure_clone();
        let id = self.next_id;
        self.next_id += 1;
        let create = orders::create(&key.pubkey(), id, node, currency, params);
        // Refused when the client has spent its money.
        let Ok(receipt) = world.send(&[create], &[&key]) else { return };
        let paid_in =
            receipt.events::<events::OrderCreated>().iter().map(|event| event.cost + event.fees).sum::<u64>();
        self.flow(currency).paid_in += paid_in;
        self.story.created += 1;

        let address = orders::order_address(&key.pubkey(), id);
        let order = world.order(&address);
        world.usdc_account(&operator.pubkey());
        let extendable = self.random.bool();
        let accept = orders::accept(&operator.pubkey(), &address, &order, extendable);
        // A few operators do not answer; a node may be offline, slashed or hired out.
        if self.random.u8(..10) == 0 || world.send(&[accept], &[operator]).is_err() {
            let out =
                [orders::cancel(&key.pubkey(), &address, &order, None), orders::close(&address, &order)];
            let receipt = world.accepted(&out, &[&key]);
            let refund =
                receipt.events::<events::OrderCancelled>().iter().map(|event| event.refund).sum::<u64>();
            self.flow(currency).refunds += refund;
            self.story.cancelled += 1;
            return;
        }
        self.story.accepted += 1;
        self.accepted.push(Accepted {
            address,
            client,
            operator: operator.insecure_clone(),
            currency,
            resolve_at: None,
        });
    }

    /// One day of an order; whether it was closed.
    fn step(&mut self, world: &mut World, index: usize) -> bool {
        let address = self.accepted[index].address;
        match world.stage(&address) {
            Stage::Running => self.run(world, index),
            Stage::Disputed => self.decide(world, index),
            Stage::Open | Stage::Ended | Stage::Settled => {}
        }
        self.settle(world, index);
        if world.stage(&address) != Stage::Settled {
            return false;
        }
        // One that its operator ended at once keeps its processors for an hour.
        let order = world.order(&address);
        world.send(&[orders::close(&address, &order)], &[]).is_ok()
    }

    /// Ends an order whose time is over; else sometimes extends, reports an outage, ends early or
    /// disputes.
    fn run(&mut self, world: &mut World, index: usize) {
        let accepted = &self.accepted[index];
        let (address, client) = (accepted.address, self.clients[accepted.client].insecure_clone());
        let operator = accepted.operator.insecure_clone();
        let order = world.order(&address);
        let end = order.escrow.at + i64::from(order.escrow.duration);
        let key = client.pubkey();
        if world.now() >= end {
            let payer = world.payer.insecure_clone();
            return self.end(world, index, &payer);
        }
        match self.random.u8(..40) {
            0 => {
                let seconds = HOUR * self.random.u32(1..=5 * 24);
                let room = MAX_SECONDS - order.escrow.duration;
                let extend = orders::extend(&key, &address, &order, seconds.min(room));
                // Refused by operators that take none, and at 30 days.
                if let Ok(receipt) = world.send(&[extend], &[&client]) {
                    self.story.extended += 1;
                    self.count(index, &receipt);
                }
            }
            1 => {
                let (now, serial) = (world.now(), order.serial);
                let from = (now - DAY / 4).max(order.escrow.at);
                let oracle = self.roles.oracle.insecure_clone();
                let report = orders::report_outage(&oracle.pubkey(), &address, serial, from, now - DAY / 8);
                if world.send(&[report], &[&oracle]).is_ok() {
                    self.story.outages += 1;
                }
            }
            2 => {
                self.story.ended_early += 1;
                self.end(world, index, &client);
            }
            3 => {
                self.story.ended_early += 1;
                self.end(world, index, &operator);
            }
            4 => {
                let receipt = world.accepted(&[orders::dispute(&key, &address, &order)], &[&client]);
                self.count(index, &receipt);
                self.story.disputed += 1;
                // Some arbiters keep silent.
                let decides = self.random.u8(..4) > 0;
                self.accepted[index].resolve_at = decides.then(|| world.now() + 3 * DAY);
            }
            _ => {}
        }
    }

    fn end(&mut self, world: &mut World, index: usize, ender: &Keypair) {
        let address = self.accepted[index].address;
        let order = world.order(&address);
        let receipt = world.accepted(&[orders::end(&ender.pubkey(), &address, &order, None)], &[ender]);
        self.count(index, &receipt);
    }

    fn decide(&mut self, world: &mut World, index: usize) {
        let accepted = &self.accepted[index];
        if accepted.resolve_at.is_none_or(|at| world.now() < at) {
            return;
        }
        let (address, arbiter) = (accepted.address, self.roles.arbiter.insecure_clone());
        let order = world.order(&address);
        let share = self.random.u16(..=10_000);
        let resolve = orders::resolve(&arbiter.pubkey(), &address, &order, share, [None; 2]);
        // Refused when more days than the arbiter's have passed.
        if let Ok(receipt) = world.send(&[resolve], &[&arbiter]) {
            self.story.resolved += 1;
            self.count(index, &receipt);
        }
    }

    fn settle(&mut self, world: &mut World, index: usize) {
        let address = self.accepted[index].address;
        let order = world.order(&address);
        // Refused while nothing is due.
        if let Ok(receipt) = world.send(&[orders::settle(&address, &order, [None; 2])], &[]) {
            self.count(index, &receipt);
        }
    }
}
