//! Quotes, bookings and extensions.

use {
    crate::{
        session::{name, show, Wallet},
        values::{self, Price, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        addresses::orders::CONFIG,
        economics::{
            orders::{Charge, Hire},
            staking::MAX_HIRE_SECONDS,
        },
        orders::{self, order_address, Config, CreateParams, Currency, Order, Terms},
        staking::Node,
    },
    io_rpc::{is_missing, read},
    serde_json::json,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::collections::HashMap,
};

/// Numbers that are given and found unasked.
const NUMBERS: u64 = 512;
/// Numbers that are looked at in one call.
const PIECE: usize = 32;

/// The terms that a client offers.
#[derive(Args, Debug, Clone, Copy)]
pub struct OrderTerms {
    /// How many processors
    #[arg(long)]
    processors: u32,
    /// Price of a processor for an hour, with its currency: "1.5 USDC"
    #[arg(long)]
    rate: Price,
    /// For how long: 1h to 30d
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration)]
    time: u32,
}

impl OrderTerms {
    fn charge(&self, session: &Session) -> Result<Charge, Failure> {
        let config: Config = session.genesis(&CONFIG.address)?;
        let hire = Hire { processors: self.processors, rate: self.rate.base_units };
        let terms = Terms { hire, duration: self.time, currency: self.rate.currency };
        let refused = |refusal| {
            Failure::new(Exit::Refused, format!("io_orders: {}.", orders::OrdersError::from(refusal)))
        };
        terms.quote(&config.rules).map_err(refused)
    }
}

/// Says what the terms cost.
pub fn quote(session: &mut Session, terms: &OrderTerms) -> Result<(), Failure> {
    let charge = terms.charge(session)?;
    print_charge(session, charge, terms.rate.currency);
    Ok(())
}

/// Another wallet than the session's, if it can sign here.
pub fn signing(other: Option<&Wallet>) -> Vec<&dyn Signer> {
    other.into_iter().filter(|wallet| wallet.signs()).map(|wallet| wallet as &dyn Signer).collect()
}

fn print_charge(session: &mut Session, charge: Charge, currency: Currency) {
    let total = charge.total().unwrap_or(u64::MAX);
    let output = &mut session.output;
    output.facts(&[
        ("cost", show(charge.cost, currency)),
        ("booking fee", show(charge.booking, currency)),
        ("payment fee", show(charge.payment, currency)),
        ("in all", show(total, currency)),
    ]);
    output.set("currency", name(currency));
    for (key, amount) in [
        ("cost", charge.cost),
        ("booking_fee", charge.booking),
        ("payment_fee", charge.payment),
        ("total", total),
    ] {
        output.set(key, amount.to_string());
    }
}

/// Books time on a node.
pub fn create(
    session: &mut Session,
    node: Reference,
    terms: &OrderTerms,
    id: Option<u64>,
    reference: [u8; 32],
    payer: Option<&str>,
) -> Result<(), Failure> {
    let (node_at, node) = session.node(node)?;
    let currency = terms.rate.currency;
    let charge = terms.charge(session)?;
    must_be_ready(session, &node_at, &node, terms.processors)?;
    let most = charge.total().unwrap_or(u64::MAX);
    let me = session.me()?;
    let payer = payer.map(|text| session.other(text, "--payer")).transpose()?;
    let pays = payer.as_ref().map_or(me, Signer::pubkey);
    session.must_have_in(&pays, most, currency)?;
    let id = match id {
        Some(id) => id,
        None => free_numbers(session, &me, 1)?.first().copied().unwrap_or_default(),
    };
    let address = order_address(&me, id);
    if read::<Order>(session.chain, &address)?.is_some() {
        let message = format!("The signer has an order number {id} already: {address}.");
        return Err(Failure::new(Exit::Refused, message).hint("Choose another number with --id."));
    }
    let params = CreateParams {
        processors: terms.processors,
        rate: terms.rate.base_units,
        duration: terms.time,
        revision: node.revision,
        most,
        reference,
    };
    let call = orders::create_paid_by(&pays, &me, id, &node_at, currency, params);
    session.send_with("create", &[call], &signing(payer.as_ref()))?;
    let link = session.link(&address);
    session.output.facts(&[("order", link), ("number", id.to_string())]);
    session.output.set("order", json!({ "address": address.to_string(), "id": id.to_string() }));
    print_charge(session, charge, currency);
    Ok(())
}

/// The first `count` numbers that no order of the client has.
///
/// # Errors
/// If the cluster does not answer, or fewer of the first 512 are free.
pub fn free_numbers(session: &Session, client: &Pubkey, count: usize) -> Result<Vec<u64>, Failure> {
    let mut free = Vec::new();
    for first in (0..NUMBERS).step_by(PIECE) {
        let numbers: Vec<u64> = (first..NUMBERS).take(PIECE).collect();
        let addresses: Vec<Pubkey> = numbers.iter().map(|id| order_address(client, *id)).collect();
        let accounts = session.chain.accounts(&addresses)?;
        // Lamports that anybody may send there take no number.
        let unused = numbers.iter().zip(&accounts).filter(|(_, account)| is_missing(account.as_ref()));
        free.extend(unused.map(|(id, _)| *id));
        if free.len() >= count {
            free.truncate(count);
            return Ok(free);
        }
    }
    Err(Failure::new(Exit::Other, "The first 512 numbers are taken: name another one with --id."))
}

/// The first 512 numbers of a client by the orders' addresses: an order does not store its own.
pub fn numbers(client: &Pubkey) -> HashMap<Pubkey, u64> {
    (0..NUMBERS).map(|id| (order_address(client, id), id)).collect()
}

/// # Errors
/// If the operator could not accept it now.
fn must_be_ready(session: &Session, address: &Pubkey, node: &Node, processors: u32) -> Result<(), Failure> {
    let (mut ledger, now) = (node.ledger, session.now()?);
    // Any end within the bound will do: the program names it.
    ledger.hire(processors, now.saturating_add(MAX_HIRE_SECONDS), now).map_err(|refusal| {
        let error = io_client::staking::StakingError::from(refusal);
        Failure::new(Exit::Refused, format!("The node {address} cannot be hired now. {error}."))
            .hint("`io node list --ready` lists nodes that can.")
    })
}

/// Says which bond the client deposits, and disputes.
pub fn dispute(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    super::must_be_client(session, &order)?;
    let mut escrow = order.escrow;
    let bond = escrow.dispute(session.now()?).map_err(|refusal| {
        Failure::new(Exit::Refused, format!("io_orders: {}.", orders::OrdersError::from(refusal)))
    })?;
    session.must_have(bond, order.currency)?;
    session.send("dispute", &[orders::dispute(&session.me()?, &address, &order)])?;
    session.output.facts(&[("bond", show(bond, order.currency))]);
    session.output.set("bond", bond.to_string());
    Ok(())
}

/// Books more time at the same rate.
pub fn extend(session: &mut Session, order: Reference, seconds: u32) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    super::must_be_client(session, &order)?;
    let mut escrow = order.escrow;
    let quote = escrow.extend(session.now()?, seconds);
    let charge = quote.map_err(|refusal| {
        Failure::new(Exit::Refused, format!("io_orders: {}.", orders::OrdersError::from(refusal)))
    })?;
    session.must_have(charge.total().unwrap_or(u64::MAX), order.currency)?;
    session.send("extend", &[orders::extend(&session.me()?, &address, &order, seconds)])?;
    print_charge(session, charge, order.currency);
    Ok(())
}
