//! Orders, shown.

use {
    crate::{
        session::{name, show},
        time, Failure, Session,
    },
    io_client::orders::{Order, Stage, ARBITER_SECONDS, HOUR},
    io_rpc::{every, Filter},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
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

/// When the next pay is due, in Unix seconds.
pub fn next_pay(order: &Order) -> i64 {
    let escrow = &order.escrow;
    let first = i64::from(escrow.holdback_seconds.max(HOUR));
    let next = i64::from(escrow.settled) + i64::from(escrow.holdback_seconds) + 1;
    escrow.at.saturating_add(match escrow.stage {
        Stage::Running if escrow.settled == 0 => first,
        Stage::Disputed => i64::from(escrow.disputed_at) + i64::from(ARBITER_SECONDS),
        Stage::Ended => i64::from(escrow.duration) + i64::from(escrow.holdback_seconds),
        _ => next,
    })
}

/// What is due to each side if the order is settled now: provider, client, fees.
fn due(order: &Order, now: i64) -> [u64; 3] {
    let mut escrow = order.escrow;
    let outcome = escrow.settle(now).unwrap_or_default();
    [outcome.provider, outcome.client, outcome.fees.total()]
}

/// What can be done next, and when.
fn next(order: &Order, now: i64) -> String {
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
        Stage::Ended => format!("the last pay is due at {}", time::utc(next_pay(order))),
        Stage::Disputed => format!("the arbiter decides until {}", time::utc(next_pay(order))),
        Stage::Settled => "anyone closes it".into(),
    }
}

fn json_of(address: &Pubkey, order: &Order, now: i64) -> Value {
    let escrow = &order.escrow;
    let [provider_due, client_due, fees_due] = due(order, now);
    let charge = escrow.booked().unwrap_or_default();
    json!({
        "address": address.to_string(),
        "serial": order.serial,
        "client": order.client.to_string(),
        "node": order.node.to_string(),
        "provider": (escrow.stage != Stage::Open).then(|| order.provider.to_string()),
        "stage": stage_name(escrow.stage),
        "currency": name(order.currency),
        "processors": escrow.processors,
        "rate": escrow.rate.to_string(),
        "at": escrow.at,
        "duration": escrow.duration,
        "settled": escrow.settled,
        "outage": escrow.outage,
        "cost": charge.cost.to_string(),
        "buyer_fees": charge.fees().total().to_string(),
        "held": escrow.held().unwrap_or_default().to_string(),
        "paid": escrow.paid.to_string(),
        "provider_due": provider_due.to_string(),
        "client_due": client_due.to_string(),
        "fees_due": fees_due.to_string(),
        "extendable": escrow.extendable,
        "reference": order.reference.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
        "next": next(order, now),
    })
}

/// Prints one.
pub fn print(session: &mut Session, address: &Pubkey, order: &Order) -> Result<(), Failure> {
    let now = session.now()?;
    let escrow = &order.escrow;
    let in_currency = |amount| show(amount, order.currency);
    let [provider_due, ..] = due(order, now);
    let started = if escrow.stage == Stage::Open { "created" } else { "started" };
    let charge = escrow.booked().unwrap_or_default();
    let facts = [
        ("order", session.link(address)),
        ("client", session.link(&order.client)),
        ("node", session.link(&order.node)),
        ("stage", stage_name(escrow.stage).to_owned()),
        ("next", next(order, now)),
        ("processors", format!("{} at {} an hour each", escrow.processors, in_currency(escrow.rate))),
        (started, time::utc(escrow.at)),
        ("booked", time::span(escrow.duration.into())),
        ("outages", time::span(escrow.outage.into())),
        ("cost", in_currency(charge.cost)),
        ("buyer's fees", in_currency(charge.fees().total())),
        ("in escrow", in_currency(escrow.held().unwrap_or_default())),
        ("paid", format!("{}, before the provider's fees", in_currency(escrow.paid))),
        ("due now", in_currency(provider_due)),
    ];
    session.output.facts(&facts);
    session.output.set("order", json_of(address, order, now));
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
    for (address, order) in &orders {
        let escrow = &order.escrow;
        rows.push(vec![
            session.link(address),
            stage_name(escrow.stage).to_owned(),
            escrow.processors.to_string(),
            show(escrow.rate, order.currency),
            time::span(escrow.duration.into()),
            show(escrow.held().unwrap_or_default(), order.currency),
            next(order, now),
        ]);
        session.output.push("orders", json_of(address, order, now));
    }
    let header = ["order", "stage", "processors", "rate", "booked", "in escrow", "next"];
    session.output.table(&header, &[2, 3, 5], rows);
    Ok(())
}

/// The stage in a word.
fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Running => "running",
        Stage::Ended => "ended",
        Stage::Disputed => "disputed",
        Stage::Settled => "settled",
    }
}
