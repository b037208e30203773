//! Money that could not be delivered: taken by its payee, or delivered by anyone.

use {
    crate::{
        session::{name, show},
        Exit, Failure, Session,
    },
    io_client::{
        orders::{self, mint, Currency, UnclaimedBalance},
        token::associated_address,
    },
    io_rpc::read,
    solana_pubkey::Pubkey,
};

/// What waits for a payee.
fn waiting(session: &Session, currency: Currency, payee: &Pubkey) -> Result<UnclaimedBalance, Failure> {
    let place = orders::unclaimed_address(payee, currency);
    let balance: Option<UnclaimedBalance> = read(session.chain, &place)?;
    balance.ok_or_else(|| Failure::new(Exit::TooEarly, format!("No {} waits for {payee}.", name(currency))))
}

/// Delivers what waits for a payee to its token account.
pub fn deliver(session: &mut Session, currency: Currency, payee: &Pubkey) -> Result<(), Failure> {
    let balance = waiting(session, currency, payee)?;
    let mut calls = session.open_token_account(payee, currency)?;
    calls.push(orders::deliver_unclaimed(payee, &balance.opener, currency));
    session.send("deliver-unclaimed", &calls)?;
    say(session, &balance, currency, "delivered");
    Ok(())
}

fn say(session: &mut Session, balance: &UnclaimedBalance, currency: Currency, what: &str) {
    if session.sends() {
        session.output.say(format!("{} {what}", show(balance.amount, currency)));
        session.output.set("amount", balance.amount.to_string());
    }
}

/// Takes what could not be delivered to the signer.
pub fn take(session: &mut Session, currency: Currency, to: Option<Pubkey>) -> Result<(), Failure> {
    let me = session.me()?;
    let balance = waiting(session, currency, &me)?;
    let own = associated_address(&me, &mint(currency));
    let destination = to.unwrap_or(own);
    let mut calls = if destination == own { session.open_token_account(&me, currency)? } else { Vec::new() };
    calls.push(orders::take_unclaimed(&me, &balance.opener, currency, &destination));
    session.send("take-unclaimed", &calls).map_err(|failure| match failure.name.as_deref() {
        Some("WrongDestination") => failure.hint(
            "`--to` names another token account of yours that takes it; the issuer alone can thaw a \
             frozen one.",
        ),
        _ => failure,
    })?;
    say(session, &balance, currency, "taken");
    Ok(())
}
