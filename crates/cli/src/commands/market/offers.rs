//! What is asked for nodes that can be hired now.

use {
    super::Wanted,
    crate::{Exit, Failure, Session},
    io_client::{
        addresses::orders::CONFIG,
        economics::{price::Quote, staking::MAX_HIRE_SECONDS, time::HOUR},
        orders::{
            attestation_address, lately, record_address, Ask, AskTerms, Attestation, Attributes, Config,
            Currency, OrdersError, PriceRules, Record, Window,
        },
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
    /// Processors that an order has at least, so that it costs no less than the least cost.
    pub least: u32,
    /// What it has done in this window of 90 days and the last one.
    pub done: Window,
    /// What the auditor who was named says of it.
    pub has: Option<Attributes>,
}

/// The oracle's prices, if they are fit to book by.
struct Oracle {
    rules: PriceRules,
    quotes: [Quote; 2],
    now: i64,
}

impl Oracle {
    /// # Errors
    /// Why nothing can be booked by it, in words.
    fn read(session: &Session, config: &Config, now: i64) -> Result<Self, String> {
        let rules = *config.prices.at(now);
        let quotes = order_quotes(session.chain, &rules, &order_price_accounts(&rules, SHARD))
            .map_err(|fault| fault.to_string())?;
        let [io, usdc] = &quotes;
        // What would be refused for every rate.
        rules.rate_in_io(now, io, usdc, 1, 0).map_err(|refusal| OrdersError::from(refusal).to_string())?;
        Ok(Self { rules, quotes, now })
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

/// Processors that an order has at least: of fewer, `seconds` at a rate cost less than the least
/// cost. A rate for next to nothing would else come first and be refused.
fn least(rate: u64, seconds: u32, least_cost: u64) -> u32 {
    let hour = u128::from(HOUR.unsigned_abs());
    let of_one = u128::from(rate).saturating_mul(seconds.into()).max(1);
    let processors = u128::from(least_cost).saturating_mul(hour).div_ceil(of_one);
    u32::try_from(processors).unwrap_or(u32::MAX).max(1)
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

/// What is offered.
pub struct Offers {
    /// The offers, unsorted.
    pub all: Vec<Offer>,
    /// Why those at the oracle's price are left out, if they are.
    pub no_prices: Option<String>,
}

/// Everything that is offered as `wanted`.
///
/// # Errors
/// If the cluster does not answer.
pub fn offers(session: &Session, wanted: &Wanted) -> Result<Offers, Failure> {
    if wanted.auditor.is_none() && wanted.has.attributes() != Attributes::default() {
        let message = "Name the auditor whose word on that counts: --auditor.";
        return Err(Failure::new(Exit::Usage, message));
    }
    let now = session.now()?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let least_cost = config.rules.least_cost(wanted.currency);
    let class = wanted.class.map(|class| {
        let class = class_address(class).to_bytes().to_vec();
        Filter::Bytes(8 + offset_of!(Node, class), class)
    });
    let nodes: HashMap<Pubkey, Node> = every(session.chain, class.as_slice())?.into_iter().collect();
    let asks: Vec<(Pubkey, Ask)> = every(session.chain, &[])?;
    let takes_oracle = |(_, ask): &(Pubkey, Ask)| ask.terms.at_oracle(wanted.currency);
    let oracle = asks.iter().any(takes_oracle).then(|| Oracle::read(session, &config, now));
    let (oracle, no_prices) = match oracle {
        Some(Ok(oracle)) => (Some(oracle), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    let mut offers = Vec::new();
    for (_, ask) in asks {
        let Some(node) = nodes.get(&ask.node) else { continue };
        let Some(rate) = rate(&ask, wanted, oracle.as_ref(), now) else { continue };
        let free = free(node, &ask, now);
        let at_oracle = ask.terms.at_oracle(wanted.currency);
        let longest = if at_oracle { ask.terms.oracle_seconds } else { ask.terms.most_seconds };
        let least = least(rate, wanted.time.unwrap_or(longest), least_cost);
        if free >= least {
            offers.push(Offer {
                address: ask.node,
                node: *node,
                ask,
                rate,
                at_oracle,
                free,
                least,
                done: Window::default(),
                has: None,
            });
        }
    }
    if let Some(auditor) = &wanted.auditor {
        add_attestations(session, &mut offers, auditor, now)?;
        let asked = wanted.has.attributes();
        offers.retain(|offer| offer.has.is_some_and(|has| has.meet(&asked)));
    }
    add_records(session, &mut offers, now)?;
    Ok(Offers { all: offers, no_prices })
}

/// Reads what an auditor says of what is offered, as far as it holds.
fn add_attestations(
    session: &Session,
    offers: &mut [Offer],
    auditor: &Pubkey,
    now: i64,
) -> Result<(), Failure> {
    for piece in offers.chunks_mut(PIECE) {
        let addresses: Vec<Pubkey> =
            piece.iter().map(|offer| attestation_address(&offer.address, auditor)).collect();
        let accounts = session.chain.accounts(&addresses)?;
        for ((offer, address), account) in piece.iter_mut().zip(&addresses).zip(&accounts) {
            let said = decode::<Attestation>(address, account.as_ref())?;
            let holds = |said: &Attestation| said.revision == offer.node.revision && now < said.expires_at;
            offer.has = said.filter(holds).map(|said| said.attributes);
        }
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use {
        super::least,
        io_client::{
            economics::units::BASE_UNITS_PER_USDC,
            orders::{Currency, Hire, Rules, Terms},
        },
    };

    #[test]
    fn the_fewest_processors_are_those_that_the_program_takes() {
        let least_cost = Rules::GENESIS.least_cost(Currency::Usdc);
        for rate in [1, 17, 18, 999, 40_000, 100_000, BASE_UNITS_PER_USDC] {
            for duration in [3_600, 3_601, 86_400, 2_592_000] {
                let quoted = |processors| {
                    let hire = Hire { processors, rate };
                    Terms { hire, duration, currency: Currency::Usdc }.quote(&Rules::GENESIS).is_ok()
                };
                let least = least(rate, duration, least_cost);
                assert!(quoted(least) && (least == 1 || !quoted(least - 1)), "{least} at {rate}");
            }
        }
    }
}
