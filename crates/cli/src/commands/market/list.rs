//! The list of what is asked.

use {
    super::{
        offers::{self, Offer, Offers},
        Sort, Wanted,
    },
    crate::{
        commands::{
            attest,
            node::{class_name, record},
        },
        session::{name, show},
        time, Failure, Session,
    },
    io_client::economics::time::HOUR,
    serde_json::{json, Value},
    std::{cmp::Reverse, collections::BTreeMap},
};

/// Lists offers, and for each class the range of rates and the processors that are free.
pub fn run(session: &mut Session, wanted: &Wanted, processors: u32, sort: Sort) -> Result<(), Failure> {
    let Offers { all: mut offers, no_prices } = offers::offers(session, wanted)?;
    offers.retain(|offer| offer.free >= processors);
    let fees = |offer: &Offer| offers::fees(&offer.done, wanted.currency);
    // Of equal ones the cheaper, and then the same order at every call.
    offers.sort_by_key(|offer| (offer.rate, offer.address.to_bytes()));
    match sort {
        Sort::Rate => {}
        Sort::Free => offers.sort_by_key(|offer| Reverse(offer.free)),
        Sort::Record => offers.sort_by_key(|offer| Reverse(fees(offer))),
    }
    let currency = wanted.currency;
    if let Some(why) = no_prices {
        session.output.say(left_out(&why));
        session.output.set("no_prices", why);
    }
    let mut rows = Vec::new();
    let attested = wanted.auditor.is_some();
    session.output.set("currency", name(currency));
    session.output.set("offers", Value::Array(Vec::new()));
    for offer in &offers {
        let (terms, done) = (&offer.ask.terms, &offer.done);
        let mut row = vec![
            session.link(&offer.address),
            class_name(&offer.node.class),
            offer.free.to_string(),
            show(offer.rate, currency),
            time::span(terms.most_seconds.into()),
            time::span(i64::from(terms.notice_hours) * HOUR),
            show(fees(offer), currency),
            format!("{} of {}", done.left_early, done.orders),
        ];
        row.extend(offer.has.map(|has| attest::words(&has)));
        rows.push(row);
        session.output.push("offers", json_of(offer));
    }
    if rows.is_empty() {
        session.output.say("Nothing is offered that fits: `io market` lists all that is.");
        return Ok(());
    }
    let mut header = vec!["node", "class", "free", "an hour", "at most", "notice", "fees paid", "left early"];
    header.extend(attested.then_some("the auditor says"));
    session.output.table(&header, &[2, 3, 4, 5, 6, 7], rows);
    summary(session, &offers, wanted);
    session.output.say(
        "Fees paid are those of the last 90 to 180 days. `io node show` says what else a node has done.",
    );
    if !attested {
        session.output.say("`--auditor KEY` shows what an auditor says of each: region, bandwidth, storage.");
    }
    Ok(())
}

/// Why nodes at the oracle's price are not there.
pub fn left_out(why: &str) -> String {
    format!("Nodes that take IO at the oracle's price are left out: {why}.")
}

/// By class: the least and the greatest rate, and what is free.
fn summary(session: &mut Session, offers: &[Offer], wanted: &Wanted) {
    let mut classes: BTreeMap<String, (u64, u64, u64)> = BTreeMap::new();
    for offer in offers {
        let class = classes.entry(class_name(&offer.node.class)).or_insert((u64::MAX, 0, 0));
        class.0 = class.0.min(offer.rate);
        class.1 = class.1.max(offer.rate);
        class.2 = class.2.saturating_add(offer.free.into());
    }
    session.output.set("classes", Value::Array(Vec::new()));
    for (class, (least, greatest, free)) in classes {
        let rates = if least == greatest {
            show(least, wanted.currency)
        } else {
            format!("{} to {}", show(least, wanted.currency), show(greatest, wanted.currency))
        };
        session.output.say(format!("{class}: {rates} an hour, {free} free"));
        session.output.push(
            "classes",
            json!({
                "class": class,
                "least_rate": least.to_string(),
                "greatest_rate": greatest.to_string(),
                "free": free,
            }),
        );
    }
}

fn json_of(offer: &Offer) -> Value {
    let done = &offer.done;
    let mut value = super::ask::json_of(&offer.address, &offer.ask);
    value["class"] = json!(class_name(&offer.node.class));
    value["free"] = json!(offer.free);
    value["rate"] = json!(offer.rate.to_string());
    value["record"] = record::json_of(done);
    value["attested"] = json!(offer.has.map(|has| attest::json_of(&has)));
    value
}
