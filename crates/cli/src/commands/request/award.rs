//! A request becomes an order.

use {
    super::request,
    crate::{session::show, time, values::Reference, Exit, Failure, Session},
    io_client::orders::{self, bid_address, Bid, Choice, OrdersError, Request},
    io_rpc::UnclaimedBalances,
    serde_json::json,
    solana_pubkey::Pubkey,
};

/// Takes the client's choice, or the best bid of an automatic request.
pub fn run(session: &mut Session, reference: Reference, node: Option<&Pubkey>) -> Result<(), Failure> {
    let (address, request) = request(session, reference)?;
    let node = match (request.tender.choice, node) {
        (Choice::Client, Some(node)) => *node,
        (Choice::Client, None) => {
            return Err(Failure::new(Exit::Usage, "Name the node whose bid you take: --node.")
                .hint("`io request show` lists the bids."));
        }
        (Choice::Lowest, _) if request.tender.best_rate == 0 => {
            return Err(Failure::new(Exit::TooEarly, "Nobody has bid on this request."));
        }
        (Choice::Lowest, Some(node)) if *node != request.best => {
            let message = format!("The best bid is that of {}: it gets an automatic request.", request.best);
            return Err(Failure::new(Exit::Refused, message));
        }
        (Choice::Lowest, _) => request.best,
    };
    let bid_at = bid_address(&address, &node);
    let bid: Bid = session.must(&bid_at, "bid of this node")?;
    let refund = refund(session, &request, &bid)?;
    let payer = session.payer_address()?;
    let balances = UnclaimedBalances::of(session.chain, &payer, request.currency, &[request.client])?;
    let mut calls = balances.open;
    calls.push(match request.tender.choice {
        Choice::Client => {
            must_be_client(session, &request)?;
            orders::award(&address, &request, &bid_at, &bid, balances.pass[0])
        }
        Choice::Lowest => orders::award_auto(&address, &request, balances.pass[0]),
    });
    session.send("award", &calls)?;
    let runs = time::span(request.tender.escrow.duration.into());
    session.output.facts(&[
        ("order", session.link(&request.order)),
        ("node", session.link(&node)),
        ("an hour", show(bid.rate, request.currency)),
        ("runs for", runs),
        ("to the client", show(refund, request.currency)),
    ]);
    session.output.set("order", json!({ "address": request.order.to_string() }));
    session.output.set("node", node.to_string());
    session.output.set("client", refund.to_string());
    Ok(())
}

/// What returns to the client: what it has paid in for a higher rate.
fn refund(session: &Session, request: &Request, bid: &Bid) -> Result<u64, Failure> {
    let mut tender = request.tender;
    let awarded = tender.award(&bid.terms(), session.now()?);
    awarded.map(|(_, outcome)| outcome.client).map_err(|refusal| {
        let exit = match refusal {
            orders::OrderError::RequestOpen => Exit::TooEarly,
            _ => Exit::Refused,
        };
        Failure::new(exit, format!("io_orders: {}.", OrdersError::from(refusal)))
    })
}

fn must_be_client(session: &Session, request: &Request) -> Result<(), Failure> {
    let me = session.me()?;
    if me == request.client {
        return Ok(());
    }
    let message = format!("The client of this request is {}, not {me}.", request.client);
    Err(Failure::new(Exit::Key, message).hint("Sign with the client's key: --keypair."))
}
