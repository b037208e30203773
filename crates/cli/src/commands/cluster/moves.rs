//! Steps of a whole cluster.

use {
    super::{pack::pack, Which},
    crate::{
        commands::order::{ender, ending, next_pay, outcome, paid, unclaimed_balances},
        session::{name, show},
        time, Exit, Failure, Session,
    },
    io_client::{
        economics::orders::Outcome,
        orders::{self, Charge, Currency, Ender, Escrow, Order, OrderError, OrdersError, Stage},
    },
    io_rpc::fits,
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// An order, and the calls that step it.
struct Part {
    address: Pubkey,
    order: Order,
    calls: Vec<Instruction>,
}

/// Sends the steps of a cluster, and says before how many transactions that takes.
fn send(session: &mut Session, title: &str, parts: &[Part]) -> Result<(), Failure> {
    let payer = session.payer_address()?;
    let calls: Vec<Vec<Instruction>> = parts.iter().map(|part| part.calls.clone()).collect();
    let tables = session.tables()?;
    let groups = pack(&calls, |calls| fits(&payer, calls, tables));
    if groups.len() > 1 {
        session.output.say(format!(
            "{} orders take {} transactions: each does its orders, or none of them.",
            parts.len(),
            groups.len()
        ));
    }
    session.show_before_signing()?;
    groups.iter().try_for_each(|group| session.send(title, group))
}

/// Says who got what, by currency.
fn tell(
    session: &mut Session,
    parts: &[Part],
    step: impl Fn(&Order, &mut Escrow, i64) -> Result<Outcome, OrderError>,
) -> Result<(), Failure> {
    session.output.set("orders", parts.len());
    session.output.set("moved", Value::Array(Vec::new()));
    for currency in [Currency::Usdc, Currency::Io] {
        let mut sums: Option<[u64; 3]> = None;
        for part in parts.iter().filter(|part| part.order.currency == currency) {
            let again = |escrow: &mut Escrow, now| step(&part.order, escrow, now);
            let Some(moved) = outcome(session, &part.address, &part.order, again)? else { continue };
            let fees = moved.fees.total().saturating_add(moved.bond_forfeited);
            let [provider, client, all] = sums.unwrap_or_default();
            sums = Some([
                provider.saturating_add(moved.provider),
                client.saturating_add(moved.to_client()),
                all.saturating_add(fees),
            ]);
        }
        let Some([provider, client, fees]) = sums else { continue };
        session.output.facts(&[
            ("to providers", show(provider, currency)),
            ("to the client", show(client, currency)),
            ("fees", show(fees, currency)),
        ]);
        session.output.push(
            "moved",
            json!({
                "currency": name(currency),
                "provider": provider.to_string(),
                "client": client.to_string(),
                "fees": fees.to_string(),
            }),
        );
    }
    Ok(())
}

/// Pays for the time served on each node.
pub fn settle(session: &mut Session, which: &Which) -> Result<(), Failure> {
    let orders = which.orders(session)?;
    let now = session.now()?;
    let mut parts = Vec::new();
    for (address, order) in &orders {
        let mut escrow = order.escrow;
        let Ok(outcome) = escrow.settle(now) else { continue };
        let balances = unclaimed_balances(session, order, &paid(order, &outcome))?;
        let call = orders::settle(address, order, balances.pass);
        let calls = balances.open.into_iter().chain([call]).collect();
        parts.push(Part { address: *address, order: *order, calls });
    }
    if parts.is_empty() {
        let stages = [Stage::Running, Stage::Ended, Stage::Disputed];
        let waiting = orders.iter().filter(|(_, order)| stages.contains(&order.escrow.stage));
        let message = match waiting.map(|(_, order)| next_pay(order)).min() {
            Some(at) => format!("Nothing is due yet on these orders: look again from {} on.", time::utc(at)),
            None => "None of these orders owes anything.".to_owned(),
        };
        return Err(Failure::new(Exit::TooEarly, message).hint("`io cluster show` says what is next."));
    }
    send(session, "settle", &parts)?;
    tell(session, &parts, |_, escrow, now| escrow.settle(now))
}

/// Stops the service of each node that runs.
pub fn end(session: &mut Session, which: &Which) -> Result<(), Failure> {
    let orders = which.orders(session)?;
    let (me, now) = (session.me()?, session.now()?);
    let (mut parts, mut enders) = (Vec::new(), HashMap::new());
    for (address, order) in running(&orders)? {
        let by = ender(session, order)?;
        let mut escrow = order.escrow;
        let outcome = escrow.end(now, by).unwrap_or_default();
        let balances = unclaimed_balances(session, order, &paid(order, &outcome))?;
        let call = ending(now, order)(&me, address, order, balances.pass[0]);
        let calls = balances.open.into_iter().chain([call]).collect();
        enders.insert(order.serial, by);
        parts.push(Part { address: *address, order: *order, calls });
    }
    send(session, "end", &parts)?;
    tell(session, &parts, |order, escrow, now| {
        let by = enders.get(&order.serial).copied().unwrap_or(Ender::Stranger);
        escrow.end(now, by)
    })
}

/// Books more time on each node that runs.
pub fn extend(session: &mut Session, which: &Which, seconds: u32) -> Result<(), Failure> {
    let orders = which.orders(session)?;
    let (me, now) = (session.me()?, session.now()?);
    let (mut parts, mut charges) = (Vec::new(), Vec::new());
    for (address, order) in running(&orders)? {
        let mut escrow = order.escrow;
        let charge = escrow.extend(now, seconds).map_err(|refusal| {
            let message = format!("io_orders, order {address}: {}.", OrdersError::from(refusal));
            Failure::new(Exit::Refused, message).hint("`io cluster show` lists its orders.")
        })?;
        charges.push((*address, order.currency, charge));
        let calls = vec![orders::extend(&me, address, order, seconds)];
        parts.push(Part { address: *address, order: *order, calls });
    }
    bill(session, &charges)?;
    send(session, "extend", &parts)?;
    session.output.set("orders", parts.len());
    Ok(())
}

fn running(orders: &[(Pubkey, Order)]) -> Result<Vec<(&Pubkey, &Order)>, Failure> {
    let pairs = orders.iter().map(|(address, order)| (address, order));
    let running: Vec<_> = pairs.filter(|(_, order)| order.escrow.stage == Stage::Running).collect();
    if running.is_empty() {
        let failure = Failure::new(Exit::TooEarly, "None of these orders runs.");
        return Err(failure.hint("`io cluster show` says what is next."));
    }
    Ok(running)
}

/// What the extensions cost, before they are signed.
fn bill(session: &mut Session, charges: &[(Pubkey, Currency, Charge)]) -> Result<(), Failure> {
    let mut rows = Vec::new();
    session.output.set("bill", Value::Array(Vec::new()));
    for (address, currency, charge) in charges {
        let fees = charge.booking.saturating_add(charge.payment);
        let total = charge.total().unwrap_or(u64::MAX);
        let show = |amount| show(amount, *currency);
        rows.push(vec![session.link(address), show(charge.cost), show(fees), show(total)]);
    }
    for currency in [Currency::Usdc, Currency::Io] {
        let of_currency = charges.iter().filter(|(_, other, _)| *other == currency);
        let totals = of_currency.map(|(.., charge)| charge.total().unwrap_or(u64::MAX));
        let total = totals.fold(0, u64::saturating_add);
        if total > 0 {
            session.must_have(total, currency)?;
            rows.push(vec!["in all".to_owned(), String::new(), String::new(), show(total, currency)]);
            session.output.push("bill", json!({ "currency": name(currency), "total": total.to_string() }));
        }
    }
    session.output.table(&["order", "cost", "fees", "paid in"], &[1, 2, 3], rows);
    Ok(())
}
