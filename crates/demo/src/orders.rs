//! Hundreds of orders in both currencies: accepted or not, extended, ended early, with outages and
//! disputes.

use {
    anyhow::{ensure, Result},
    io_client::orders::{self, events, vault, CreateParams, Currency, Fees, Stage, MAX_SECONDS},
    io_economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    io_testkit::{
        orders::{OrdersRoles, CURRENCIES},
        staking::Cast,
        Receipt, World,
    },
    serde::Serialize,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

const CLIENTS: usize = 12;
const DAY: i64 = 86_400;
const HOUR: u32 = orders::HOUR;
/// Whole units of each currency that a client starts with.
const PURSE: u64 = 2_000_000;

/// What went through one currency's vault, in base units.
#[derive(Serialize, Default, Clone, Copy)]
pub struct Flow {
    /// By clients: cost and fees.
    pub paid_in: u64,
    /// To providers, their fees taken off.
    pub providers: u64,
    /// Back to clients.
    pub refunds: u64,
    /// Buyers' booking fees.
    pub buyer_booking: u64,
    /// Buyers' payment fees.
    pub buyer_payment: u64,
    /// Providers' booking fees.
    pub provider_booking: u64,
    /// Providers' payment fees.
    pub provider_payment: u64,
    /// Swept to buyback.
    pub swept: u64,
    /// In the vault at the end.
    pub held: u64,
    /// Of it, in orders.
    pub escrowed: u64,
    /// Of it, waiting for payees.
    pub unclaimed: u64,
    /// Of it, fees not swept.
    pub fees: u64,
}

/// What happened.
#[derive(Serialize, Default, Clone)]
pub struct Story {
    /// Orders paid in.
    pub created: u64,
    /// Accepted.
    pub accepted: u64,
    /// Cancelled before acceptance.
    pub cancelled: u64,
    /// Extensions.
    pub extended: u64,
    /// Outages reported.
    pub outages: u64,
    /// Ended before their time.
    pub ended_early: u64,
    /// Disputes, of which the arbiter decided `resolved`.
    pub disputed: u64,
    /// Disputes decided; the rest settled by time.
    pub resolved: u64,
    /// Settled and closed.
    pub closed: u64,
    /// IO, USDC.
    pub flows: [Flow; 2],
}

impl Story {
    /// # Errors
    /// If there were not hundreds of orders in both currencies, or something never happened.
    fn everything_happened(&self) -> Result<()> {
        ensure!(self.created >= 200, "only {} orders", self.created);
        for (what, times) in [
            ("accepted", self.accepted),
            ("cancelled", self.cancelled),
            ("extended", self.extended),
            ("hit by an outage", self.outages),
            ("ended early", self.ended_early),
            ("disputed", self.disputed),
            ("decided", self.resolved),
            ("closed", self.closed),
        ] {
            ensure!(times > 0, "no order was {what}");
        }
        for (flow, currency) in self.flows.iter().zip(CURRENCIES) {
            let usdc = currency == Currency::Usdc;
            for (what, amount) in [
                ("paid in", flow.paid_in),
                ("paid to providers", flow.providers),
                ("returned to clients", flow.refunds),
                ("taken as buyers' booking fees", flow.buyer_booking),
                ("taken as providers' booking fees", flow.provider_booking),
                ("swept", flow.swept),
            ] {
                ensure!(amount > 0, "{currency:?}: nothing was {what}");
            }
            ensure!((flow.buyer_payment > 0) == usdc, "{currency:?}: payment fees are for USDC alone");
        }
        Ok(())
    }
}

struct Live {
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
    live: Vec<Live>,
    random: fastrand::Rng,
    next_id: u64,
    /// What happened so far.
    pub story: Story,
}

impl OrdersStory {
    /// Clients with money in both currencies.
    pub fn new(world: &mut World, cast: &Cast, roles: OrdersRoles, seed: u64) -> Self {
        let clients = (0..CLIENTS).map(|_| world.client(cast, PURSE, PURSE)).collect();
        Self {
            roles,
            clients,
            live: Vec::new(),
            random: fastrand::Rng::with_seed(seed),
            next_id: 0,
            story: Story::default(),
        }
    }

    /// One day: perhaps a new order on one of `nodes`, and whatever happens to those that live.
    pub fn day<'a>(
        &mut self,
        world: &mut World,
        nodes: impl ExactSizeIterator<Item = (&'a Pubkey, &'a Keypair)>,
    ) {
        if self.random.u8(..8) == 0 {
            let place = self.random.usize(..nodes.len());
            if let Some((node, operator)) = { nodes }.nth(place) {
                self.create(world, node, operator);
            }
        }
        for index in (0..self.live.len()).rev() {
            if self.step(world, index) {
                self.live.swap_remove(index);
                self.story.closed += 1;
            }
        }
    }

    /// Sends what was earned to buyback.
    pub fn sweep(&mut self, world: &mut World) {
        for currency in CURRENCIES {
            if let Ok(receipt) = world.send(&[orders::sweep_fees(currency)], &[]) {
                let swept = receipt.events::<events::FeesSwept>();
                self.flow(currency).swept += swept.iter().map(|event| event.amount).sum::<u64>();
            }
        }
    }

    fn flow(&mut self, currency: Currency) -> &mut Flow {
        &mut self.story.flows[currency as usize]
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
        // Refused when the purse is empty.
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
        self.live.push(Live {
            address,
            client,
            operator: operator.insecure_clone(),
            currency,
            resolve_at: None,
        });
    }

    /// One day of an order; whether it was closed.
    fn step(&mut self, world: &mut World, index: usize) -> bool {
        let address = self.live[index].address;
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

    /// Ends what is over; else sometimes extends, reports an outage, ends early or disputes.
    fn run(&mut self, world: &mut World, index: usize) {
        let live = &self.live[index];
        let (address, client) = (live.address, self.clients[live.client].insecure_clone());
        let operator = live.operator.insecure_clone();
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
                    self.book(index, &receipt);
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
                self.book(index, &receipt);
                self.story.disputed += 1;
                // Some arbiters keep silent.
                let decides = self.random.u8(..4) > 0;
                self.live[index].resolve_at = decides.then(|| world.now() + 3 * DAY);
            }
            _ => {}
        }
    }

    fn end(&mut self, world: &mut World, index: usize, ender: &Keypair) {
        let address = self.live[index].address;
        let order = world.order(&address);
        let receipt = world.accepted(&[orders::end(&ender.pubkey(), &address, &order, None)], &[ender]);
        self.book(index, &receipt);
    }

    fn decide(&mut self, world: &mut World, index: usize) {
        let live = &self.live[index];
        if live.resolve_at.is_none_or(|at| world.now() < at) {
            return;
        }
        let (address, arbiter) = (live.address, self.roles.arbiter.insecure_clone());
        let order = world.order(&address);
        let share = self.random.u16(..=10_000);
        let resolve = orders::resolve(&arbiter.pubkey(), &address, &order, share, [None; 2]);
        // Refused when the days between two looks were too many.
        if let Ok(receipt) = world.send(&[resolve], &[&arbiter]) {
            self.story.resolved += 1;
            self.book(index, &receipt);
        }
    }

    fn settle(&mut self, world: &mut World, index: usize) {
        let address = self.live[index].address;
        let order = world.order(&address);
        // Refused while nothing is due.
        if let Ok(receipt) = world.send(&[orders::settle(&address, &order, [None; 2])], &[]) {
            self.book(index, &receipt);
        }
    }

    /// Adds up what the events of a step say.
    fn book(&mut self, index: usize, receipt: &Receipt) {
        let currency = self.live[index].currency;
        let flow = self.flow(currency);
        let mut out = |provider: u64, client: u64, fees: Fees| {
            flow.providers += provider;
            flow.refunds += client;
            flow.buyer_booking += fees.buyer_booking;
            flow.buyer_payment += fees.buyer_payment;
            flow.provider_booking += fees.provider_booking;
            flow.provider_payment += fees.provider_payment;
        };
        for event in receipt.events::<events::OrderSettled>() {
            out(event.provider, event.client + event.bond, event.fees);
        }
        for event in receipt.events::<events::OrderResolved>() {
            out(event.provider, event.client + event.bond_returned, event.fees);
        }
        for event in receipt.events::<events::OrderEnded>() {
            out(0, event.refund, Fees::default());
        }
        for event in receipt.events::<events::OrderDisputed>() {
            flow.paid_in += event.bond;
        }
        for event in receipt.events::<events::OrderExtended>() {
            flow.paid_in += event.cost + event.fees;
        }
    }

    /// What the vaults hold at the end; fails unless it is what came in and did not go out, and
    /// unless everything happened that can.
    pub fn finish(&mut self, world: &mut World) -> Result<()> {
        self.sweep(world);
        self.story.everything_happened()?;
        for currency in CURRENCIES {
            let balances = world.ledger(currency).balances;
            let held = world.balance(&vault(currency));
            let flow = self.flow(currency);
            (flow.held, flow.escrowed, flow.unclaimed, flow.fees) =
                (held, balances.escrowed, balances.unclaimed, balances.fees);
            let out = flow.providers + flow.refunds + flow.swept;
            ensure!(flow.paid_in == out + held, "{currency:?}: {} in, {out} out, {held} held", flow.paid_in);
            ensure!(
                held == balances.escrowed + balances.unclaimed + balances.bonds + balances.fees,
                "{currency:?}: the balances differ"
            );
        }
        Ok(())
    }
}
