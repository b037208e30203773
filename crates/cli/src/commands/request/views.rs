//! Requests and bids, shown.

use {
    super::{
        bidders::{bidders, Bidder},
        request,
    },
    crate::{
        commands::{
            attest,
            market::fees,
            node::{
                class_name,
                record::{self, processor_hours},
            },
        },
        session::{name, show},
        time,
        values::Reference,
        Failure, Session,
    },
    io_client::{
        orders::{Bid, Choice, Currency, LeastRecord, Request, AWARD_SECONDS},
        staking::class_address,
    },
    io_rpc::{every, Filter},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// What can be done next with a request, and until when.
fn next(request: &Request, now: i64) -> String {
    let tender = &request.tender;
    match (tender.is_over(now), tender.choice) {
        (false, Choice::Client) => {
            format!("operators bid, the client takes one until {}", time::utc(tender.ends_at()))
        }
        (false, Choice::Lowest) => format!("operators bid until {}", time::utc(tender.ends_at())),
        (true, Choice::Lowest) if { *tender }.cancel(now, false).is_err() => {
            let until = tender.ends_at().saturating_add(AWARD_SECONDS.into());
            format!("anyone awards it to the best bid until {}", time::utc(until))
        }
        (true, _) => "anyone cancels it: its time is over".into(),
    }
}

fn choice(request: &Request) -> &'static str {
    match request.tender.choice {
        Choice::Client => "the client chooses",
        Choice::Lowest => "the lowest rate",
    }
}

fn json_of(address: &Pubkey, request: &Request, now: i64) -> Value {
    let (tender, escrow) = (&request.tender, &request.tender.escrow);
    let some = |key: &Pubkey| (*key != Pubkey::default()).then(|| key.to_string());
    json!({
        "address": address.to_string(),
        "order": request.order.to_string(),
        "client": request.client.to_string(),
        "class": class_name(&request.class),
        "currency": name(request.currency),
        "processors": escrow.processors,
        "most_rate": escrow.rate.to_string(),
        "duration": escrow.duration,
        "ends_at": tender.ends_at(),
        "auto": tender.choice == Choice::Lowest,
        "best_rate": (tender.best_rate > 0).then(|| tender.best_rate.to_string()),
        "best_node": some(&request.best),
        "notice_hours": tender.notice_hours,
        "least_record": {
            "served_processor_seconds": request.least_record.served.to_string(),
            "fees_io": request.least_record.fees_io.to_string(),
            "fees_usdc": request.least_record.fees_usdc.to_string(),
        },
        "auditor": some(&request.auditor),
        "attributes": some(&request.auditor).map(|_| attest::json_of(&request.attributes)),
        "held": escrow.held().unwrap_or_default().to_string(),
        "next": next(request, now),
    })
}

/// What a node must have done, and what the auditor must say of it, in words.
fn asked(request: &Request) -> String {
    let LeastRecord { served, fees_io, fees_usdc } = request.least_record;
    let mut asked = Vec::new();
    asked.extend(
        (request.tender.notice_hours > 0).then(|| format!("{}h notice", request.tender.notice_hours)),
    );
    asked.extend((served > 0).then(|| format!("{} served", processor_hours(served))));
    for (fees, currency) in [(fees_usdc, Currency::Usdc), (fees_io, Currency::Io)] {
        asked.extend((fees > 0).then(|| format!("{} of fees", show(fees, currency))));
    }
    if request.auditor != Pubkey::default() {
        asked.push(format!("{} by the word of {}", attest::words(&request.attributes), request.auditor));
    }
    if asked.is_empty() {
        return "nothing more".into();
    }
    asked.join("; ")
}

/// Prints a request and the bids on it.
pub fn print(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, request) = request(session, reference)?;
    let now = session.now()?;
    let (tender, escrow) = (&request.tender, &request.tender.escrow);
    let in_currency = |amount| show(amount, request.currency);
    let best = match tender.best_rate {
        0 => "-".to_owned(),
        rate => format!("{} by {}", in_currency(rate), session.link(&request.best)),
    };
    session.output.facts(&[
        ("request", session.link(&address)),
        ("client", session.link(&request.client)),
        ("class", class_name(&request.class)),
        (
            "processors",
            format!("{} at {} an hour each, at most", escrow.processors, in_currency(escrow.rate)),
        ),
        ("booked for", time::span(escrow.duration.into())),
        ("asks for", asked(&request)),
        ("awarded by", choice(&request).to_owned()),
        ("best bid", best),
        ("in escrow", in_currency(escrow.held().unwrap_or_default())),
        ("next", next(&request, now)),
    ]);
    session.output.set("request", json_of(&address, &request, now));
    let filter = Filter::Bytes(8 + offset_of!(Bid, request), address.to_bytes().to_vec());
    let mut bids: Vec<(Pubkey, Bid)> = every(session.chain, &[filter])?;
    // One on an earlier request at the same address stands no more.
    bids.retain(|(_, bid)| bid.serial == request.serial);
    bids.sort_by_key(|(address, bid)| (bid.rate, bid.at, address.to_bytes()));
    let bidders = bidders(session, &request, &bids, now)?;
    table(session, &bids, Some(&bidders));
    Ok(())
}

/// Prints bids as a table; those of one request with what is known of their bidders.
fn table(session: &mut Session, bids: &[(Pubkey, Bid)], bidders: Option<&[Bidder]>) {
    session.output.set("bids", Value::Array(Vec::new()));
    let mut rows = Vec::new();
    for (place, (address, bid)) in bids.iter().enumerate() {
        let longest = match bid.longest {
            0 => "no".to_owned(),
            seconds => format!("to {}", time::span(seconds.into())),
        };
        let mut row = vec![
            session.link(&bid.node),
            show(bid.rate, bid.currency),
            format!("{}h", bid.notice_hours),
            longest,
            show(bid.bond, bid.currency),
        ];
        let mut value = json!({
            "address": address.to_string(),
            "request": bid.request.to_string(),
            "node": bid.node.to_string(),
            "operator": bid.operator.to_string(),
            "currency": name(bid.currency),
            "rate": bid.rate.to_string(),
            "bond": bid.bond.to_string(),
            "longest": bid.longest,
            "notice_hours": bid.notice_hours,
            "won": bid.won,
            "at": bid.at,
        });
        match bidders.and_then(|bidders| bidders.get(place)) {
            Some(Bidder { can_serve, done }) => {
                row.push(if *can_serve { "yes".into() } else { "no".into() });
                row.push(show(fees(done, bid.currency), bid.currency));
                row.push(format!("{} of {}", done.left_early, done.orders));
                value["can_serve"] = json!(can_serve);
                value["record"] = record::json_of(done);
            }
            None => row.push(session.link(&bid.request)),
        }
        rows.push(row);
        session.output.push("bids", value);
    }
    if rows.is_empty() {
        return session.output.say("No bids.");
    }
    let mut header = vec!["node", "an hour", "notice", "extensions", "bond"];
    match bidders {
        Some(_) => header.extend(["can serve now", "fees paid", "left early"]),
        None => header.push("request"),
    }
    session.output.table(&header, &[1, 2, 4, 6, 7], rows);
}

/// Prints the bids of an operator.
pub fn bids_of(session: &mut Session, operator: &Pubkey) -> Result<(), Failure> {
    let filter = Filter::Bytes(8 + offset_of!(Bid, operator), operator.to_bytes().to_vec());
    let mut bids: Vec<(Pubkey, Bid)> = every(session.chain, &[filter])?;
    bids.sort_by_key(|(address, bid)| (bid.at, address.to_bytes()));
    table(session, &bids, None);
    Ok(())
}

/// Prints requests.
pub fn list(session: &mut Session, client: Option<Pubkey>, class: Option<u16>) -> Result<(), Failure> {
    let at = |offset: usize, key: Pubkey| Filter::Bytes(8 + offset, key.to_bytes().to_vec());
    let client = client.map(|client| at(offset_of!(Request, client), client));
    let class = class.map(|class| at(offset_of!(Request, class), class_address(class)));
    let filters: Vec<Filter> = client.into_iter().chain(class).collect();
    let mut requests: Vec<(Pubkey, Request)> = every(session.chain, &filters)?;
    requests.sort_by_key(|(address, request)| (request.tender.ends_at(), address.to_bytes()));
    let now = session.now()?;
    session.output.set("requests", Value::Array(Vec::new()));
    let mut rows = Vec::new();
    for (address, request) in &requests {
        let (tender, escrow) = (&request.tender, &request.tender.escrow);
        let best = match tender.best_rate {
            0 => "-".to_owned(),
            rate => show(rate, request.currency),
        };
        rows.push(vec![
            session.link(address),
            class_name(&request.class),
            escrow.processors.to_string(),
            time::span(escrow.duration.into()),
            show(escrow.rate, request.currency),
            best,
            choice(request).to_owned(),
            next(request, now),
        ]);
        session.output.push("requests", json_of(address, request, now));
    }
    if rows.is_empty() {
        session.output.say("No requests are open.");
        return Ok(());
    }
    let header = ["request", "class", "processors", "for", "most, an hour", "best", "awarded by", "next"];
    session.output.table(&header, &[2, 3, 4, 5], rows);
    Ok(())
}
