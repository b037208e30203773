//! Nodes that are offered at a price, which follows demand, and clients that book the cheapest
//! ones, several at once.

use {
    super::{
        auction::Auctions,
        offered::{idle_rate, Offered},
        Accepted, OrdersStory, CLIENTS, HOUR,
    },
    io_client::{
        classes::CLASSES,
        orders::{self, events, AskTerms, BookParams, Currency},
    },
    io_economics::time::{DAY, HOUR as HOUR_SECONDS},
    io_testkit::World,
    serde::Serialize,
    solana_signer::Signer,
};

/// Nodes that one transaction books without a lookup table.
const MOST_NODES: usize = 4;
/// How much of the idle rate is added for each part of the class that is hired (choice): a
/// hundredth of the class raises the price by a twentieth.
const RISE: u64 = 5;
/// Days of a year in the tables.
const YEAR_DAYS: i64 = 365;

/// What one class of hardware came to in one year.
#[derive(Serialize, Default, Clone, Copy)]
pub struct ClassYear {
    /// Orders booked at asks.
    pub booked: u64,
    /// Their cost without fees, in base units of USDC.
    pub volume: u64,
    /// Processor-hours booked.
    pub processor_hours: u64,
    /// Processors hired, summed over days, whichever way they were hired.
    pub hired_days: u64,
    /// Processors there were, summed over days.
    pub processor_days: u64,
}

/// What the market came to.
#[derive(Serialize, Default, Clone)]
pub struct MarketStory {
    /// Asks set.
    pub asks: u64,
    /// Orders booked at asks.
    pub booked: u64,
    /// Transactions that booked several nodes.
    pub clusters: u64,
    /// By year, the classes in the order of their numbers.
    pub years: Vec<[ClassYear; CLASSES.len()]>,
    /// What automatic requests came to.
    pub auctions: Auctions,
}

/// Processors of a class.
#[derive(Clone, Copy, Default)]
struct Use {
    hired: u64,
    processors: u64,
}

impl OrdersStory {
    /// One day of the market: its figures, and perhaps a client that books.
    pub(super) fn market_day(&mut self, world: &mut World, offered: &[Offered]) {
        let mut uses = [Use::default(); CLASSES.len()];
        for offer in offered {
            let ledger = world.node(offer.node).ledger;
            uses[offer.class].hired += u64::from(ledger.hired);
            uses[offer.class].processors += u64::from(ledger.processors);
        }
        let year = ((world.now() - self.started) / (YEAR_DAYS * DAY)) as usize;
        let years = &mut self.story.market.years;
        years.resize(years.len().max(year + 1), Default::default());
        for (class, now) in years[year].iter_mut().zip(uses) {
            class.hired_days += now.hired;
            class.processor_days += now.processors;
        }
        if self.random.u8(..6) == 0 {
            let class = self.random.usize(..CLASSES.len());
            self.book_class(world, offered, class, uses[class], year);
        }
    }

    /// Operators of a class ask what demand gives; a client books some of their nodes, all at once.
    fn book_class(&mut self, world: &mut World, offered: &[Offered], class: usize, now: Use, year: usize) {
        let rate = rate(class, now);
        let mut nodes = Vec::new();
        for offer in offered.iter().filter(|offer| offer.class == class) {
            let free = self.ask(world, offer, rate);
            if free > 0 {
                nodes.push((offer, free));
            }
        }
        let count = self.random.usize(1..=MOST_NODES).min(nodes.len());
        self.random.shuffle(&mut nodes);
        nodes.truncate(count);
        let client = self.random.usize(..CLIENTS);
        let key = self.clients[client].insecure_clone();
        let duration = HOUR * self.random.u32(1..=20 * 24);
        let first = self.next_id;
        let calls: Vec<_> = (first..)
            .zip(&nodes)
            .map(|(id, (offer, free))| {
                let params = BookParams {
                    seq: world.ask(offer.node).seq,
                    processors: self.random.u32(1..=*free),
                    duration,
                    most: u64::MAX,
                    reference: [0; 32],
                };
                orders::book(&key.pubkey(), id, offer.node, Currency::Usdc, params)
            })
            .collect();
        self.next_id += calls.len() as u64;
        // Refused, all of it, if one node is offline, slashed or hired meanwhile, or money is
        // short.
        let Ok(receipt) = world.send(&calls, &[&key]) else { return };
        let market = &mut self.story.market;
        market.clusters += u64::from(calls.len() > 1);
        let figures = &mut market.years[year][class];
        let mut paid_in = 0;
        for event in receipt.events::<events::OrderBooked>() {
            market.booked += 1;
            figures.booked += 1;
            figures.volume += event.cost;
            figures.processor_hours += u64::from(event.processors) * u64::from(event.duration / HOUR);
            paid_in += event.cost + event.fees;
        }
        self.flow(Currency::Usdc).paid_in += paid_in;
        for (id, (offer, _)) in (first..).zip(nodes) {
            self.story.created += 1;
            self.story.accepted += 1;
            self.accepted.push(Accepted {
                address: orders::order_address(&key.pubkey(), id),
                client,
                operator: offer.operator.insecure_clone(),
                currency: Currency::Usdc,
                resolve_at: None,
            });
        }
    }

    /// Sets an operator's ask; the processors that can be booked at it.
    fn ask(&mut self, world: &mut World, offer: &Offered, rate: u64) -> u32 {
        let ledger = world.node(offer.node).ledger;
        let terms = AskTerms {
            rate_usdc: rate,
            valid_until: world.now() + 30 * DAY,
            least_seconds: HOUR,
            most_seconds: orders::MAX_SECONDS,
            oracle_seconds: HOUR,
            most_hired: ledger.processors,
            notice_hours: if self.random.bool() { 24 } else { 0 },
            extendable: self.random.bool(),
            ..AskTerms::default()
        };
        let operator = offer.operator.pubkey();
        world.usdc_account(&operator);
        // Refused if the node has been retired.
        if world.send(&[orders::set_ask(&operator, offer.node, terms)], &[offer.operator]).is_err() {
            return 0;
        }
        self.story.market.asks += 1;
        let mut hired = ledger;
        let until = world.now() + DAY + HOUR_SECONDS;
        match hired.hire(1, until, world.now()) {
            Ok(()) => ledger.processors - ledger.hired,
            Err(_) => 0,
        }
    }
}

/// Base units of USDC for a processor-hour of a class, at today's use of it.
fn rate(class: usize, now: Use) -> u64 {
    let idle = idle_rate(class);
    idle + RISE * idle * now.hired / now.processors.max(1)
}
