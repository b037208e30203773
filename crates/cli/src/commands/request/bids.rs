//! Operators bid.

use {
    super::{request, request_at, whole_hours},
    crate::{
        commands::node::own,
        session::{name, show},
        values::{Price, Reference},
        Exit, Failure, Session,
    },
    io_client::orders::{
        self, attestation_address, bid_address, record_address, Attestation, Bid, BidTerms, Choice,
        LeastRecord, OrdersError, Record, Request,
    },
    solana_pubkey::Pubkey,
};

/// What an operator bids.
pub struct Wish {
    /// Price of a processor for an hour.
    pub rate: Price,
    /// The longest that the client may extend the order to.
    pub longest: Option<u32>,
    /// Notice, in seconds; the least that is asked for if left out.
    pub notice: Option<u32>,
}

/// Bids on a request.
pub fn place(
    session: &mut Session,
    reference: Reference,
    node: Reference,
    wish: &Wish,
) -> Result<(), Failure> {
    let (address, request) = request(session, reference)?;
    let node = own(session, node)?;
    let currency = request.currency;
    if wish.rate.currency != currency {
        let message = format!("This request pays in {0}: bid in {0}.", name(currency));
        return Err(Failure::new(Exit::Usage, message));
    }
    let notice_hours = match wish.notice {
        Some(notice) => whole_hours(notice)?,
        None => request.tender.notice_hours,
    };
    let terms =
        BidTerms { rate: wish.rate.base_units, longest: wish.longest.unwrap_or_default(), notice_hours };
    let refused =
        |refusal| Failure::new(Exit::Refused, format!("io_orders: {}.", OrdersError::from(refusal)));
    let now = session.now()?;
    let mut tender = request.tender;
    let automatic = tender.choice == Choice::Lowest;
    let bond = if automatic {
        tender.outbid(&terms, now).map_err(refused)?;
        tender.bond().map_err(refused)?
    } else {
        tender.check_bid(&terms, now).map_err(refused)?;
        0
    };
    must_have_record(session, &request, &node, now)?;
    must_be_attested(session, &request, &node)?;
    let me = session.me()?;
    let bid = bid_address(&address, &node);
    let held = io_rpc::read::<Bid>(session.chain, &bid)?
        .filter(|earlier| earlier.serial == request.serial)
        .map_or(0, |earlier| earlier.bond);
    let missing = bond.saturating_sub(held);
    session.must_have(missing, currency)?;
    if automatic {
        session.output.facts(&[("bond, an hour at the most rate", show(missing, currency))]);
        session.output.say(
            "It returns once you are outbid, or an hour of the order is served; it is the client's if you \
             end within that hour, or nothing of it is paid since the node is out. Your processors are \
             hired from now on. Once the time is over, award it at once: `io request award`.",
        );
    }
    session.show_before_signing()?;
    let call = match tender.choice {
        Choice::Client => orders::bid(&me, &address, &request, &node, terms),
        Choice::Lowest => orders::bid_auto(&me, &address, &request, &node, terms),
    };
    session.send("bid", &[call])?;
    session.output.facts(&[("bid", session.link(&bid)), ("an hour", show(terms.rate, currency))]);
    session.output.set("bid", bid.to_string());
    session.output.set("bond", missing.to_string());
    Ok(())
}

/// # Errors
/// If the request asks for more than the record of the node shows, or for one that is not open.
fn must_have_record(session: &Session, request: &Request, node: &Pubkey, now: i64) -> Result<(), Failure> {
    if request.least_record == LeastRecord::default() {
        return Ok(());
    }
    let refused = |error: OrdersError| Failure::new(Exit::Refused, format!("io_orders: {error}."));
    match io_rpc::read::<Record>(session.chain, &record_address(node))? {
        Some(record) if request.least_record.is_met_by(&record.history, now) => Ok(()),
        Some(_) => Err(refused(OrdersError::RecordTooLow)
            .hint("`io request show` says what is asked for, `io node show NODE` what a node has done.")),
        None => Err(refused(OrdersError::RecordMissing)
            .hint("`io node record NODE` opens it; what was settled before is not in it.")),
    }
}

/// # Errors
/// If the request asks for an auditor's word on the node, and there is none.
fn must_be_attested(session: &Session, request: &Request, node: &Pubkey) -> Result<(), Failure> {
    let auditor = &request.auditor;
    if *auditor == Pubkey::default() {
        return Ok(());
    }
    match io_rpc::read::<Attestation>(session.chain, &attestation_address(node, auditor))? {
        Some(_) => Ok(()),
        None => {
            let message = format!("The request asks for what {auditor} says of the node: nothing yet.");
            Err(Failure::new(Exit::Refused, message).hint("That auditor says it with `io attest set`."))
        }
    }
}

/// Withdraws a bid.
pub fn withdraw(session: &mut Session, reference: Reference, node: Reference) -> Result<(), Failure> {
    let address = bid_address(&request_at(session, reference)?, &session.node_at(node)?);
    let bid: Bid = session.must(&address, "bid")?;
    let me = session.me()?;
    if bid.operator != me {
        let message = format!("This bid is {}'s, not {me}'s.", bid.operator);
        return Err(Failure::new(Exit::Key, message).hint("Sign with the operator's key: --keypair."));
    }
    session.send("withdraw bid", &[orders::withdraw_bid(&address, &bid)])
}
