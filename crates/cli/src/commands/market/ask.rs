//! What an operator asks.

use {
    crate::{
        commands::{
            node::{open_record, own},
            request::whole_hours,
        },
        session::show as amount,
        time,
        values::{self, percent, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        economics::time::{DAY, HOUR},
        orders::{ask_address, remove_ask, set_ask, Ask, AskTerms, Currency, OrdersError},
    },
    io_rpc::read,
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
};

/// How long an order at the oracle's price lasts at most, unless the operator says otherwise: a
/// day.
const ORACLE_SECONDS: u32 = DAY as u32;

/// What is asked for a node.
#[derive(Args, Debug)]
pub struct Terms {
    /// The node: its address, or your number for it
    node: Reference,
    /// USDC for a processor for an hour
    #[arg(long, value_name = "USDC", value_parser = values::usdc, required_unless_present = "io")]
    usdc: Option<u64>,
    /// IO for a processor for an hour
    #[arg(long, value_name = "IO", value_parser = values::io)]
    io: Option<u64>,
    /// Take IO for the rate in USDC at the oracle's price, plus this share of at most 10%
    #[arg(long, value_name = "SHARE", value_parser = values::bps, requires = "usdc", conflicts_with = "io")]
    io_premium: Option<u16>,
    /// The longest order at the oracle's price: 24h if left out, or the shortest order if that is
    /// longer
    #[arg(long, value_name = "TIME", value_parser = values::duration, requires = "io_premium")]
    oracle_most: Option<u32>,
    /// The shortest order
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "1h")]
    least: u32,
    /// The longest order, extensions included
    #[arg(long, value_name = "TIME", value_parser = values::duration, default_value = "30d")]
    most: u32,
    /// How many of the node's processors may be hired in all; all if left out
    #[arg(long)]
    processors: Option<u32>,
    /// Notice that you give before you leave: whole hours, at most 72
    #[arg(long, value_name = "TIME", value_parser = values::duration)]
    notice: Option<u32>,
    /// Take no extensions
    #[arg(long)]
    no_extensions: bool,
    /// How long the ask stands, at most 30 days
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration, default_value = "30d")]
    stands: u32,
}

impl Terms {
    fn asked(&self, now: i64, processors: u32) -> Result<AskTerms, Failure> {
        let notice = whole_hours(self.notice.unwrap_or_default())?;
        Ok(AskTerms {
            rate_usdc: self.usdc.unwrap_or_default(),
            rate_io: self.io.unwrap_or_default(),
            valid_until: now.saturating_add(self.stands.into()),
            least_seconds: self.least,
            most_seconds: self.most,
            oracle_seconds: self.oracle_most.unwrap_or(ORACLE_SECONDS.min(self.most).max(self.least)),
            most_hired: self.processors.unwrap_or(processors),
            notice_hours: notice.into(),
            premium_bps: self.io_premium.unwrap_or_default(),
            oracle_io: self.io_premium.is_some(),
            extendable: !self.no_extensions,
        })
    }
}

/// Offers a node.
pub fn set(session: &mut Session, terms: &Terms) -> Result<(), Failure> {
    let address = own(session, terms.node)?;
    let (_, node) = session.node(terms.node)?;
    let now = session.now()?;
    let asked = terms.asked(now, node.ledger.processors)?;
    asked.check(now).map_err(|refusal| {
        Failure::new(Exit::Refused, format!("io_orders: {}.", OrdersError::from(refusal)))
    })?;
    // What its orders come to is for clients to see.
    let mut calls = open_record(session, &address)?;
    calls.push(set_ask(&session.me()?, &address, asked));
    session.send("ask", &calls)?;
    facts(session, &asked, now);
    if session.sends() {
        let ask: Ask = session.must(&ask_address(&address), "ask")?;
        session.output.set("ask", json_of(&address, &ask));
    }
    Ok(())
}

/// Takes an ask back.
pub fn remove(session: &mut Session, node: Reference) -> Result<(), Failure> {
    let address = own(session, node)?;
    let _: Ask = session.must(&ask_address(&address), "ask of this node")?;
    session.send("remove ask", &[remove_ask(&session.me()?, &address)])
}

/// Shows what is asked for a node.
pub fn show(session: &mut Session, node: Reference) -> Result<(), Failure> {
    let (address, _) = session.node(node)?;
    let ask = read::<Ask>(session.chain, &ask_address(&address))?;
    let now = session.now()?;
    let Some(ask) = ask.filter(|ask| now < ask.terms.valid_until) else {
        session.output.say("Nothing is asked for this node: `io ask set` offers it.");
        session.output.set("ask", Value::Null);
        return Ok(());
    };
    facts(session, &ask.terms, now);
    session.output.set("ask", json_of(&address, &ask));
    Ok(())
}

fn facts(session: &mut Session, terms: &AskTerms, now: i64) {
    let rates = [(terms.rate_usdc, Currency::Usdc), (terms.rate_io, Currency::Io)];
    let mut rates: Vec<String> = rates
        .into_iter()
        .filter(|(rate, _)| *rate > 0)
        .map(|(rate, currency)| amount(rate, currency))
        .collect();
    if terms.oracle_io {
        let most = time::span(terms.oracle_seconds.into());
        rates.push(format!(
            "IO at the oracle's price plus {}, for at most {most}",
            percent(terms.premium_bps)
        ));
    }
    let span = |seconds: u32| time::span(seconds.into());
    let notice = match terms.notice_hours {
        0 => "none".to_owned(),
        hours => time::span(i64::from(hours) * HOUR),
    };
    session.output.facts(&[
        ("a processor-hour", rates.join(", or ")),
        ("booked for", format!("{} to {}", span(terms.least_seconds), span(terms.most_seconds))),
        ("extensions", if terms.extendable { "yes".into() } else { "no".into() }),
        ("hired at most", format!("{} processors", terms.most_hired)),
        ("notice", notice),
        ("stands until", time::utc(terms.valid_until)),
    ]);
    if terms.valid_until.saturating_sub(now) < DAY {
        session.output.say("It is over within a day: `io ask set` offers the node anew.");
    }
}

/// An ask for machines.
pub fn json_of(node: &Pubkey, ask: &Ask) -> Value {
    let terms = &ask.terms;
    json!({
        "node": node.to_string(),
        "seq": ask.seq,
        "revision": ask.revision,
        "rate_usdc": terms.rate_usdc.to_string(),
        "rate_io": terms.rate_io.to_string(),
        "oracle_io": terms.oracle_io,
        "premium_bps": terms.premium_bps,
        "oracle_seconds": terms.oracle_seconds,
        "least_seconds": terms.least_seconds,
        "most_seconds": terms.most_seconds,
        "most_hired": terms.most_hired,
        "notice_hours": terms.notice_hours,
        "extendable": terms.extendable,
        "valid_until": terms.valid_until,
    })
}
