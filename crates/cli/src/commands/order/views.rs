//! Orders, shown.

use {
    super::booking::numbers,
    crate::{
        session::{name, show},
        time, Failure, Session,
    },
    io_client::{
        hex,
        orders::{Escrow, Notice, Order, OrderError, Stage, ARBITER_SECONDS, HOUR},
    },
    io_rpc::{every, Filter},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::{collections::HashMap, mem::offset_of},
};

/// Which orders to list.
pub enum OrdersOf {
    /// All of them.
    All,
    /// Those of a client.
    Client(Pubkey),
    /// Those on a node.
    Node(Pubkey),
}

/// When a settlement next moves something, in Unix seconds; or when the service must be ended
/// first.
pub fn next_pay(order: &Order) -> i64 {
    let at = |seconds: u32| order.escrow.at.saturating_add(seconds.into());
    let due = |seconds| {
        let mut escrow = order.escrow;
        matches!(escrow.settle(at(seconds)), Ok(_) | Err(OrderError::EndFirst))
    };
    // What is due stays due.
    let (mut early, mut late) = (0, u32::MAX);
    while early < late {
        let middle = early + (late - early) / 2;
        if due(middle) {
            late = middle;
        } else {
            early = middle + 1;
        }
    }
    at(late)
}

/// When anyone can settle the last of an order that has ended or is disputed, in Unix seconds.
fn last_pay(escrow: &Escrow) -> i64 {
    let (stopped, window) = match escrow.stage {
        Stage::Disputed => (escrow.disputed_at, ARBITER_SECONDS),
        _ => (escrow.billed(), escrow.holdback_seconds),
    };
    escrow.at.saturating_add(i64::from(stopped)).saturating_add(window.into())
}

/// What is due to each side if the order is settled now: provider, client, fees.
pub fn due(order: &Order, now: i64) -> [u64; 3] {
    let mut escrow = order.escrow;
    let outcome = escrow.settle(now).unwrap_or_default();
    [outcome.provider, outcome.to_client(), outcome.fees.total()]
}

/// What can be done next, and when.
pub fn next(order: &Order, now: i64) -> String {
    let escrow = &order.escrow;
    let at = |seconds: u32| escrow.at.saturating_add(seconds.into());
    match escrow.stage {
        Stage::Open if now <= at(escrow.accept_seconds) => {
            format!("the operator accepts until {}", time::utc(at(escrow.accept_seconds)))
        }
        Stage::Open => "anyone cancels: the window for accepting is over".into(),
        Stage::Running if now < at(escrow.duration) => {
            format!("runs until {}", time::utc(at(escrow.duration)))
        }
        Stage::Running => "anyone ends it: the booked time is over".into(),
        Stage::Ended if now < last_pay(escrow) => {
            format!("the last pay is due at {}", time::utc(last_pay(escrow)))
        }
        Stage::Ended => "anyone settles it: the last pay is due".into(),
        Stage::Disputed if now < last_pay(escrow) => {
            format!("the arbiter decides until {}", time::utc(last_pay(escrow)))
        }
        Stage::Disputed => "anyone settles it: the arbiter was silent".into(),
        Stage::Settled if escrow.close(now).is_err() => {
            let from = escrow.seen_at().saturating_add(HOUR.into());
            format!("anyone closes it from {} on", time::utc(from))
        }
        Stage::Settled => "anyone closes it".into(),
    }
}

/// An order for machines.
pub fn json_of(address: &Pubkey, number: Option<u64>, order: &Order, now: i64) -> Value {
    let escrow = &order.escrow;
    let [provider_due, client_due, fees_due] = due(order, now);
    let charge = escrow.booked().unwrap_or_default();
    json!({
        "address": address.to_string(),
        "id": number.map(|id| id.to_string()),
        "serial": order.serial.to_string(),
        "client": order.client.to_string(),
        "node": order.node.to_string(),
        "provider": (escrow.stage != Stage::Open).then(|| order.provider.to_string()),
        "stage": stage_name(escrow.stage),
        "currency": name(order.currency),
        "processors": escrow.processors,
        "rate": escrow.rate.to_string(),
        "at": escrow.at,
        "duration": escrow.duration,
        "outage": escrow.outages.seconds,
        "cost": charge.cost.to_string(),
        "buyer_fees": charge.fees().total().to_string(),
        "held": escrow.held().unwrap_or_default().to_string(),
        "paid": escrow.paid.to_string(),
        "provider_due": provider_due.to_string(),
        "client_due": client_due.to_string(),
        "fees_due": fees_due.to_string(),
        "extendable": escrow.longest > escrow.duration,
        "longest": escrow.longest,
        "notice_hours": escrow.notice_hours,
        "notice": format!("{:?}", escrow.notice).to_lowercase(),
        "bond": escrow.bonded().to_string(),
        "note": note(&order.reference),
        "reference": hex::encode(&order.reference),
        "next": next(order, now),
    })
}

/// Prints one.
pub fn print(session: &mut Session, address: &Pubkey, order: &Order) -> Result<(), Failure> {
    let now = session.now()?;
    let escrow = &order.escrow;
    let in_currency = |amount| show(amount, order.currency);
    let [provider_due, ..] = due(order, now);
    let number = numbers(&order.client).get(address).copied();
    let started = if escrow.stage == Stage::Open { "created" } else { "started" };
    let charge = escrow.booked().unwrap_or_default();
    let facts = [
        ("order", session.link(address)),
        ("number", shown(number)),
        ("note", note(&order.reference)),
        ("client", session.link(&order.client)),
        ("node", session.link(&order.node)),
        ("stage", stage_name(escrow.stage).to_owned()),
        ("next", next(order, now)),
        ("processors", format!("{} at {} an hour each", escrow.processors, in_currency(escrow.rate))),
        (started, time::utc(escrow.at)),
        ("booked", time::span(escrow.duration.into())),
        ("notice", notice(escrow)),
        ("outages", time::span(escrow.outages.seconds.into())),
        ("cost", in_currency(charge.cost)),
        ("buyer's fees", in_currency(charge.fees().total())),
        ("in escrow", in_currency(escrow.held().unwrap_or_default())),
        ("paid", format!("{}, before the provider's fees", in_currency(escrow.paid))),
        ("due now", in_currency(provider_due)),
    ];
    session.output.facts(&facts);
    session.output.set("order", json_of(address, number, order, now));
    Ok(())
}

/// Prints those of a client or a node.
pub fn list(session: &mut Session, of: &OrdersOf) -> Result<(), Failure> {
    let filter = match of {
        OrdersOf::All => None,
        OrdersOf::Client(client) => {
            Some(Filter::Bytes(8 + offset_of!(Order, client), client.to_bytes().to_vec()))
        }
        OrdersOf::Node(node) => Some(Filter::Bytes(8 + offset_of!(Order, node), node.to_bytes().to_vec())),
    };
    let mut orders: Vec<(Pubkey, Order)> = every(session.chain, filter.as_slice())?;
    orders.sort_by_key(|(address, order)| (order.escrow.at, address.to_bytes()));
    let now = session.now()?;
    session.output.set("orders", Value::Array(Vec::new()));
    let mut rows = Vec::new();
    let numbers = match of {
        OrdersOf::Client(client) => numbers(client),
        OrdersOf::All | OrdersOf::Node(_) => HashMap::new(),
    };
    for (address, order) in &orders {
        let number = numbers.get(address).copied();
        let escrow = &order.escrow;
        rows.push(vec![
            session.link(address),
            shown(number),
            note(&order.reference),
            stage_name(escrow.stage).to_owned(),
            escrow.processors.to_string(),
            show(escrow.rate, order.currency),
            time::span(escrow.duration.into()),
            show(escrow.held().unwrap_or_default(), order.currency),
            next(order, now),
        ]);
        session.output.push("orders", json_of(address, number, order, now));
    }
    let header = ["order", "number", "note", "stage", "processors", "rate", "booked", "in escrow", "next"];
    session.output.table(&header, &[1, 4, 5, 7], rows);
    Ok(())
}

/// A client's number; a dash where it is not known.
fn shown(number: Option<u64>) -> String {
    number.map_or_else(|| "-".into(), |number| number.to_string())
}

/// A client's note: a text where it is one, else hexadecimal digits.
fn note(reference: &[u8; 32]) -> String {
    let end = reference.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let text = reference.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
    match text.filter(|text| !text.chars().any(char::is_control)) {
        Some(text) => text.to_owned(),
        None => hex::encode(reference),
    }
}

/// The notice that the operator agreed to, in words.
fn notice(escrow: &Escrow) -> String {
    match (escrow.notice, escrow.notice_hours) {
        (Notice::Given, _) => "given".into(),
        (Notice::Broken, _) => "broken: the operator left without it".into(),
        (Notice::None, 0) => "none agreed".into(),
        (Notice::None, hours) => format!("{hours}h before the operator leaves"),
    }
}

/// The stage in a word.
pub fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Running => "running",
        Stage::Ended => "ended",
        Stage::Disputed => "disputed",
        Stage::Settled => "settled",
    }
}
