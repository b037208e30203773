//! What is over: requests that are cancelled, bonds that return, bids that close.

use {
    super::{request, request_at},
    crate::{session::show, values::Reference, Exit, Failure, Session},
    io_client::orders::{self, bid_address, Bid, Order},
    io_rpc::{every, Filter, UnclaimedBalances},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// Returns everything to the client of a request.
pub fn cancel(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, request) = request(session, reference)?;
    let (me, currency) = (session.me()?, request.currency);
    let held = request.tender.escrow.held().unwrap_or_default();
    let balances =
        UnclaimedBalances::of(session.chain, &session.payer_address()?, currency, &[request.client])?;
    let mut calls = balances.open;
    calls.push(orders::cancel_request(&me, &address, &request, balances.pass[0]));
    session.send("cancel request", &calls)?;
    if session.sends() {
        session.output.facts(&[("to the client", show(held, currency))]);
        session.output.set("client", held.to_string());
    }
    Ok(())
}

/// The order that a bid has won; it is there as long as the bond is not returned.
fn won(session: &Session, bid: &Bid) -> Result<Option<(Pubkey, Order)>, Failure> {
    if !bid.won {
        return Ok(None);
    }
    let serial = Filter::Bytes(8 + offset_of!(Order, serial), bid.serial.to_le_bytes().to_vec());
    let found = every::<Order>(session.chain, &[serial])?.into_iter().next();
    found.map(Some).ok_or_else(|| Failure::new(Exit::NotThere, "The order of this bid is not there."))
}

/// Returns a bid's bond, and closes the bid.
pub fn bid(session: &mut Session, reference: Reference, node: Reference) -> Result<(), Failure> {
    let address = bid_address(&request_at(session, reference)?, &session.node_at(node)?);
    let bid: Bid = session.must(&address, "bid")?;
    let mut calls = Vec::new();
    if bid.bond > 0 {
        let order = won(session, &bid)?;
        let order = order.as_ref().map(|(address, order)| (address, order));
        let payee = match order {
            Some((_, order)) if order.escrow.forfeits_bond() => order.client,
            _ => bid.operator,
        };
        let payer = session.payer_address()?;
        let balances = UnclaimedBalances::of(session.chain, &payer, bid.currency, &[payee])?;
        calls.extend(balances.open);
        calls.push(orders::return_bond(&address, &bid, order, balances.pass[0]));
        session.output.facts(&[("bond", format!("{} to {payee}", show(bid.bond, bid.currency)))]);
        session.output.set("payee", payee.to_string());
    }
    session.output.set("bond", bid.bond.to_string());
    calls.push(orders::close_bid(&address, &bid));
    session.send("close bid", &calls)
}
