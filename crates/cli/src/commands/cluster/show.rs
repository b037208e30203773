//! A cluster, shown.

use {
    super::Which,
    crate::{
        commands::order::{due, json_of, next, numbers, stage_name},
        session::{name, show},
        Failure, Session,
    },
    io_client::orders::{Currency, Order},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
};

/// Sums of orders in one currency.
#[derive(Default)]
struct Sums {
    processors: u64,
    held: u64,
    paid: u64,
    due: u64,
}

/// Prints the orders of a cluster, and their sums.
pub fn run(session: &mut Session, which: &Which) -> Result<(), Failure> {
    let orders = which.orders(session)?;
    let numbers = numbers(&which.client(session)?);
    let now = session.now()?;
    let mut rows = Vec::new();
    for (address, order) in &orders {
        let number = numbers.get(address).copied();
        let [provider_due, ..] = due(order, now);
        rows.push(vec![
            session.link(address),
            number.map_or_else(|| "-".to_owned(), |number| number.to_string()),
            session.link(&order.node),
            stage_name(order.escrow.stage).to_owned(),
            order.escrow.processors.to_string(),
            show(order.escrow.held().unwrap_or_default(), order.currency),
            show(order.escrow.paid, order.currency),
            show(provider_due, order.currency),
            next(order, now),
        ]);
        session.output.push("orders", json_of(address, number, order, now));
    }
    session.output.set("sums", Value::Array(Vec::new()));
    for currency in [Currency::Usdc, Currency::Io] {
        let Some(sums) = sums(&orders, currency, now) else { continue };
        let empty = String::new;
        rows.push(vec![
            "in all".to_owned(),
            empty(),
            empty(),
            empty(),
            sums.processors.to_string(),
            show(sums.held, currency),
            show(sums.paid, currency),
            show(sums.due, currency),
            empty(),
        ]);
        session.output.push(
            "sums",
            json!({
                "currency": name(currency),
                "processors": sums.processors,
                "held": sums.held.to_string(),
                "paid": sums.paid.to_string(),
                "provider_due": sums.due.to_string(),
            }),
        );
    }
    let header = ["order", "number", "node", "stage", "processors", "in escrow", "paid", "due now", "next"];
    session.output.table(&header, &[1, 4, 5, 6, 7], rows);
    Ok(())
}

/// What the orders of one currency come to; none if there is none.
fn sums(orders: &[(Pubkey, Order)], currency: Currency, now: i64) -> Option<Sums> {
    let mut of_currency = orders.iter().map(|(_, order)| order).filter(|order| order.currency == currency);
    let add = |sums: Sums, order: &Order| {
        let [provider_due, ..] = due(order, now);
        Sums {
            processors: sums.processors.saturating_add(order.escrow.processors.into()),
            held: sums.held.saturating_add(order.escrow.held().unwrap_or_default()),
            paid: sums.paid.saturating_add(order.escrow.paid),
            due: sums.due.saturating_add(provider_due),
        }
    };
    let first = of_currency.next()?;
    Some(of_currency.fold(add(Sums::default(), first), add))
}
