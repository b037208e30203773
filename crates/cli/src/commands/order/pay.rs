//! Money that leaves an order: settlements, refunds, fees.

use {
    super::{moves, views},
    crate::{
        session::{name, show},
        time,
        values::Reference,
        Exit, Failure, Session,
    },
    io_client::{
        economics::orders::Outcome,
        orders::{self, Currency, Ender, Escrow, Ledger, Order, OrderError, Stage},
        staking::Node,
    },
    io_rpc::{decode, read, UnclaimedBalances},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Pays for the time served.
pub fn settle(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    let now = session.now()?;
    let mut escrow = order.escrow;
    let outcome = escrow.settle(now);
    if let Err(orders::OrderError::NothingDue | orders::OrderError::FirstHour) = outcome {
        let wait = views::next_pay(&order);
        let message = format!(
            "Nothing is due yet: pay follows the service by {}, from {} on.",
            time::span(order.escrow.holdback_seconds.into()),
            time::utc(wait)
        );
        return Err(Failure::new(Exit::TooEarly, message));
    }
    // The program says what else may be wrong.
    let paid = paid(&order, &outcome.unwrap_or_default());
    let unclaimed_balances = unclaimed_balances(session, &order, &paid)?;
    let call = orders::settle(&address, &order, unclaimed_balances.pass);
    deliver(session, "settle", (&address, &order), unclaimed_balances, call, Escrow::settle)
}

/// Stops the service.
pub fn end(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    let (me, by) = (session.me()?, ender(session, &order)?);
    let (mut escrow, now) = (order.escrow, session.now()?);
    let outcome = escrow.end(now, by).unwrap_or_default();
    let unclaimed_balances = unclaimed_balances(session, &order, &paid(&order, &outcome))?;
    let call = ending(now, &order)(&me, &address, &order, unclaimed_balances.pass[0]);
    let step = |escrow: &mut Escrow, now| escrow.end(now, by);
    deliver(session, "end", (&address, &order), unclaimed_balances, call, step)
}

/// Builds the call that ends an order. Where its time is over, an operator does not leave early by
/// it if somebody extends the order meanwhile.
pub fn ending(now: i64, order: &Order) -> fn(&Pubkey, &Pubkey, &Order, Option<Pubkey>) -> Instruction {
    if order.escrow.is_over(now) {
        orders::end_over
    } else {
        orders::end
    }
}

/// As whom the signer ends an order.
///
/// # Errors
/// If the cluster does not answer.
pub fn ender(session: &Session, order: &Order) -> Result<Ender, Failure> {
    let me = session.me()?;
    if me == order.client {
        return Ok(Ender::Client);
    }
    let node: Option<Node> = read(session.chain, &order.node)?;
    Ok(if node.is_some_and(|node| node.operator == me) { Ender::Operator } else { Ender::Stranger })
}

/// Gives notice: the booked time is over once the notice is.
pub fn notice(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    super::must_be_operator(session, &order)?;
    let mut escrow = order.escrow;
    escrow.give_notice(session.now()?).map_err(|refusal| {
        Failure::new(Exit::Refused, format!("io_orders: {}.", orders::OrdersError::from(refusal)))
    })?;
    let unclaimed_balances = unclaimed_balances(session, &order, &[order.client])?;
    let call = orders::give_notice(&session.me()?, &address, &order, unclaimed_balances.pass[0]);
    deliver(session, "notice", (&address, &order), unclaimed_balances, call, Escrow::give_notice)?;
    let ends_at = escrow.at.saturating_add(escrow.duration.into());
    session.output.facts(&[("serve until", time::utc(ends_at))]);
    session.output.set("ends_at", ends_at);
    Ok(())
}

/// Returns everything before the operator accepts.
pub fn cancel(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    let unclaimed_balances = unclaimed_balances(session, &order, &[order.client])?;
    let call = orders::cancel(&session.me()?, &address, &order, unclaimed_balances.pass[0]);
    let step = |escrow: &mut Escrow, now| escrow.cancel(now, true);
    deliver(session, "cancel", (&address, &order), unclaimed_balances, call, step)
}

/// Decides a dispute.
pub fn resolve(session: &mut Session, order: Reference, share_bps: u16) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    let mut escrow = order.escrow;
    let outcome = escrow.resolve(session.now()?, share_bps).unwrap_or_default();
    let unclaimed_balances = unclaimed_balances(session, &order, &paid(&order, &outcome))?;
    let call = orders::resolve(&session.me()?, &address, &order, share_bps, unclaimed_balances.pass);
    let step = |escrow: &mut Escrow, now| escrow.resolve(now, share_bps);
    deliver(session, "resolve", (&address, &order), unclaimed_balances, call, step)
}

/// Closes a settled order.
pub fn close(session: &mut Session, order: Reference) -> Result<(), Failure> {
    let (address, order) = session.order(order)?;
    let before = match order.escrow.stage {
        Stage::Settled if order.escrow.close(session.now()?).is_err() => {
            "was ended by its operator within the first hour, less than an hour ago"
        }
        Stage::Settled => return session.send("close", &[orders::close(&address, &order)]),
        Stage::Open => "is open: cancel it first, which returns everything",
        Stage::Running => "still runs: end it first",
        Stage::Ended | Stage::Disputed => "still holds money: settle it first",
    };
    let next = views::next(&order, session.now()?);
    Err(Failure::new(Exit::TooEarly, format!("The order {address} {before}.")).hint(format!("Next: {next}.")))
}

/// Those of the parties who get something.
pub fn paid(order: &Order, outcome: &Outcome) -> Vec<Pubkey> {
    let parts = [(order.provider, outcome.provider), (order.client, outcome.to_client())];
    parts.into_iter().filter(|(_, amount)| *amount > 0).map(|(payee, _)| payee).collect()
}

/// Which token accounts of payees are created, what the others cannot take, and where it waits.
///
/// # Errors
/// If the cluster does not answer.
pub fn unclaimed_balances(
    session: &Session,
    order: &Order,
    payees: &[Pubkey],
) -> Result<UnclaimedBalances, Failure> {
    Ok(UnclaimedBalances::of(session.chain, &session.payer_address()?, order.currency, payees)?)
}

/// Sends a step that pays out of an order, and says who got what.
fn deliver(
    session: &mut Session,
    title: &str,
    (address, order): (&Pubkey, &Order),
    unclaimed_balances: UnclaimedBalances,
    call: Instruction,
    step: impl FnOnce(&mut Escrow, i64) -> Result<Outcome, OrderError>,
) -> Result<(), Failure> {
    let UnclaimedBalances { open: mut calls, payees, .. } = unclaimed_balances;
    for payee in &payees {
        let currency = name(order.currency);
        session.output.say(format!(
            "The {currency} account of {payee} cannot take the money: it waits there as an unclaimed \
             balance. `io order take-unclaimed {0}` pays it out to another account, and once this one can \
             take it, `io order deliver-unclaimed {0} {payee}` does.",
            currency.to_lowercase()
        ));
    }
    calls.push(call);
    session.send(title, &calls)?;
    moves::tell(session, address, order, &payees, step)
}

/// Sends the fees earned to buyback's vaults.
pub fn sweep(only: Option<Currency>, session: &mut Session) -> Result<(), Failure> {
    let currencies: Vec<Currency> = [Currency::Io, Currency::Usdc]
        .into_iter()
        .filter(|currency| only.is_none_or(|only| only == *currency))
        .collect();
    let balances: Vec<Pubkey> = currencies.iter().map(|currency| orders::ledger(*currency)).collect();
    let accounts = session.chain.accounts(&balances)?;
    let mut calls = Vec::new();
    let mut swept = Vec::new();
    for (currency, (address, account)) in currencies.iter().zip(balances.iter().zip(&accounts)) {
        let ledger: Option<Ledger> = decode(address, account.as_ref())?;
        let fees = ledger.map_or(0, |ledger| ledger.balances.fees);
        if fees > 0 {
            calls.push(orders::sweep_fees(*currency));
            swept.push((*currency, fees));
        }
    }
    if calls.is_empty() {
        return Err(Failure::new(Exit::TooEarly, "No fees have been earned since the last sweep."));
    }
    session.send("sweep", &calls)?;
    if !session.sends() {
        return Ok(());
    }
    for (currency, fees) in swept {
        session.output.say(format!("{} swept", show(fees, currency)));
        session.output.set(name(currency), fees.to_string());
    }
    Ok(())
}
