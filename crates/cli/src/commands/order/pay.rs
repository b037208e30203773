//! Money that leaves an order: settlements, refunds, unclaimed balances, fees.

use {
    super::{moves, views},
    crate::{
        session::{name, show},
        time, Exit, Failure, Session,
    },
    io_client::{
        orders::{self, mint, Currency, Ledger, Order, UnclaimedBalance},
        token::{associated_address, create_associated},
    },
    io_rpc::{decode, read, UnclaimedBalances},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Pays for the time served.
pub fn settle(session: &mut Session, order: crate::values::Reference) -> Result<(), Failure> {
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
    let outcome = outcome.unwrap_or_default();
    let mut paid = Vec::new();
    if outcome.provider > 0 {
        paid.push(order.provider);
    }
    if outcome.client > 0 {
        paid.push(order.client);
    }
    let unclaimed_balances = unclaimed_balances(session, &order, &paid)?;
    let call = orders::settle(&address, &order, unclaimed_balances.pass);
    deliver(session, "settle", (&address, &order), unclaimed_balances, call)
}

/// Who may be paid out of an order.
pub fn payees(order: &Order) -> [Pubkey; 2] {
    [order.provider, order.client]
}

/// The accounts for money that payees' token accounts cannot take.
pub fn unclaimed_balances(
    session: &Session,
    order: &Order,
    payees: &[Pubkey],
) -> Result<UnclaimedBalances, Failure> {
    Ok(UnclaimedBalances::of(session.chain, &session.payer_address()?, order.currency, payees)?)
}

/// Sends a step that pays out of an order, and says who got what.
pub fn deliver(
    session: &mut Session,
    title: &str,
    (address, order): (&Pubkey, &Order),
    unclaimed_balances: UnclaimedBalances,
    call: Instruction,
) -> Result<(), Failure> {
    let mut calls = unclaimed_balances.open;
    if !calls.is_empty() {
        session
            .output
            .say("A payee's token account cannot take the money: it will wait in a place of its own.");
    }
    calls.push(call);
    session.send(title, &calls)?;
    moves::tell(session, address, order)
}

/// Takes what could not be delivered to the signer.
pub fn take_unclaimed(session: &mut Session, currency: Currency, to: Option<Pubkey>) -> Result<(), Failure> {
    let me = session.me()?;
    let place = orders::unclaimed_address(&me, currency);
    let due: Option<UnclaimedBalance> = read(session.chain, &place)?;
    let Some(due) = due else {
        return Err(Failure::new(Exit::TooEarly, format!("No {} waits for {me}.", name(currency))));
    };
    let own = associated_address(&me, &mint(currency));
    let destination = to.unwrap_or(own);
    let mut calls = Vec::new();
    if destination == own && session.chain.account(&own)?.is_none() {
        calls.push(create_associated(&session.payer_address()?, &me, &mint(currency)));
    }
    calls.push(orders::take_unclaimed(&me, &due.opener, currency, &destination));
    session.send("take-unclaimed", &calls)?;
    if !session.sends() {
        return Ok(());
    }
    session.output.say(format!("{} taken", show(due.amount, currency)));
    session.output.set("amount", due.amount.to_string());
    Ok(())
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
