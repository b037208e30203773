//! What is asked for nodes that can be hired now.

use {
    super::Wanted,
    crate::{Failure, Session},
    io_client::{
        addresses::orders::CONFIG,
        economics::{price::Quote, staking::MAX_HIRE_SECONDS, time::HOUR},
        orders::{lately, record_address, Ask, AskTerms, Config, Currency, PriceRules, Record, Window},
        staking::{class_address, Node},
    },
    io_rpc::{decode, every, order_price_accounts, order_quotes, Filter, SHARD},
    solana_pubkey::Pubkey,
    std::{collections::HashMap, mem::offset_of},
};

/// Accounts that are read in one call.
const PIECE: usize = 100;

/// A node that is offered.
pub struct Offer {
    /// Its address.
    pub address: Pubkey,
    /// The node.
    pub node: Node,
    /// What is asked for it.
    pub ask: Ask,
    /// Base units per processor-hour in the currency that was asked for.
    pub rate: u64,
    /// Whether that is the oracle's price of this moment.
    pub at_oracle: bool,
    /// Processors that can be booked now.
    pub free: u32,
    /// What it has done in this window of 90 days and the last one.
    pub done: Window,
}

/// The oracle's prices, if they are fit to book by.
struct Oracle {
    rules: PriceRules,
    quotes: [Quote; 2],
    now: i64,
}

impl Oracle {
    fn read(session: &Session, now: i64) -> Option<Self> {
        let rules = *session.genesis::<Config>(&CONFIG.address).ok()?.prices.at(now);
        let quotes = order_quotes(session.chain, &rules, &order_price_accounts(&rules, SHARD)).ok()?;
        Some(Self { rules, quotes, now })
    }

    fn rate(&self, terms: &AskTerms) -> Option<u64> {
        let [io, usdc] = &self.quotes;
        self.rules.rate_in_io(self.now, io, usdc, terms.rate_usdc, terms.premium_bps).ok()
    }
}

/// Whether an ask stands and offers what is wanted, and at which rate.
fn rate(ask: &Ask, wanted: &Wanted, oracle: Option<&Oracle>, now: i64) -> Option<u64> {
    let terms = &ask.terms;
    let time = wanted.time.unwrap_or(terms.least_seconds);
    let notice = i64::from(terms.notice_hours).saturating_mul(HOUR);
    let at_oracle = terms.at_oracle(wanted.currency);
    let most = if at_oracle { terms.oracle_seconds } else { terms.most_seconds };
    let fits = now < terms.valid_until
        && (terms.least_seconds..=most).contains(&time)
        && notice >= i64::from(wanted.notice.unwrap_or_default());
    let rate = if at_oracle { oracle?.rate(terms) } else { terms.rate(wanted.currency).ok() };
    rate.filter(|_| fits)
}

/// Processors of a node that can be booked at its ask.
fn free(node: &Node, ask: &Ask, now: i64) -> u32 {
    let mut ledger = node.ledger;
    // Any end within the bound will do: the program names it.
    if ask.revision != node.revision || ledger.hire(1, now.saturating_add(MAX_HIRE_SECONDS), now).is_err() {
        return 0;
    }
    let offered = ask.terms.most_hired.min(node.ledger.processors);
    offered.saturating_sub(node.ledger.hired)
}

/// Everything that is offered as `wanted`, unsorted.
///
/// # Errors
/// If the cluster does not answer.
pub fn offers(session: &Session, wanted: &Wanted) -> Result<Vec<Offer>, Failure> {
    let now = session.now()?;
    let class = wanted.class.map(|class| {
        let class = class_address(class).to_bytes().to_vec();
        Filter::Bytes(8 + offset_of!(Node, class), class)
    });
    let nodes: HashMap<Pubkey, Node> = every(session.chain, class.as_slice())?.into_iter().collect();
    let asks: Vec<(Pubkey, Ask)> = every(session.chain, &[])?;
    let oracle = match wanted.currency {
        Currency::Io if asks.iter().any(|(_, ask)| ask.terms.oracle_io) => Oracle::read(session, now),
        _ => None,
    };
    let mut offers = Vec::new();
    for (_, ask) in asks {
        let Some(node) = nodes.get(&ask.node) else { continue };
        let Some(rate) = rate(&ask, wanted, oracle.as_ref(), now) else { continue };
        let free = free(node, &ask, now);
        if free > 0 {
            offers.push(Offer {
                address: ask.node,
                node: *node,
                ask,
                rate,
                at_oracle: ask.terms.at_oracle(wanted.currency),
                free,
                done: Window::default(),
            });
        }
    }
    add_records(session, &mut offers, now)?;
    Ok(offers)
}

/// Reads the records of what is offered; a node without one has done nothing.
fn add_records(session: &Session, offers: &mut [Offer], now: i64) -> Result<(), Failure> {
    for piece in offers.chunks_mut(PIECE) {
        let addresses: Vec<Pubkey> = piece.iter().map(|offer| record_address(&offer.address)).collect();
        let accounts = session.chain.accounts(&addresses)?;
        for ((offer, address), account) in piece.iter_mut().zip(&addresses).zip(&accounts) {
            if let Some(record) = decode::<Record>(address, account.as_ref())? {
                offer.done = lately(&record, now);
            }
        }
    }
    Ok(())
}

/// Fees of both sides on what a node has served lately, in base units of a currency: a wash costs
/// as much as it shows.
pub fn fees(done: &Window, currency: Currency) -> u64 {
    match currency {
        Currency::Io => done.fees_io,
        Currency::Usdc => done.fees_usdc,
    }
}
