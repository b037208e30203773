//! Books nodes at what is asked for them.

use {
    super::{
        bill::{Bill, HEADER},
        cluster,
        list::left_out,
        offers::{offers, Offer, Offers},
        pick::{cheapest, Choice},
        Book, Wanted,
    },
    crate::{
        commands::order::free_numbers,
        session::{name, show},
        time,
        values::Reference,
        Exit, Failure, Session,
    },
    io_client::{
        addresses::orders::CONFIG,
        orders::{at_oracle_price, book_paid_by, order_address, BookParams, Config},
    },
    io_rpc::{order_price_accounts, SHARD},
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// Nodes that one transaction books: the log of more has more than 10 KB.
pub const MOST: usize = 8;

/// Books the cheapest nodes that fit.
pub fn run(session: &mut Session, wish: &Book) -> Result<(), Failure> {
    let currency = wish.most.currency;
    let Book { class, notice, auditor, has, .. } = *wish;
    let wanted = Wanted { class, currency, time: Some(wish.time), notice, auditor, has };
    let Offers { all: mut offered, no_prices } = offers(session, &wanted)?;
    if let Some(why) = no_prices {
        session.output.say(left_out(&why));
    }
    let at = |nodes: &[Reference]| -> Result<Vec<Pubkey>, Failure> {
        nodes.iter().map(|node| session.node_at(*node)).collect()
    };
    let (named, except) = (at(&wish.node)?, at(&wish.except)?);
    offered.retain(|offer| named.is_empty() || named.contains(&offer.address));
    offered.retain(|offer| !except.contains(&offer.address));
    // The same nodes at every call, whatever the cluster lists first.
    offered.sort_by_key(|offer| offer.address.to_bytes());
    let picked = pick(&offered, wish)?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let bill = Bill::new(&picked, currency, wish.time, &config, session.now()?)?;
    let total = bill.most();
    if total > wish.most.base_units {
        let message = format!(
            "The cheapest nodes cost {}, more than {}.",
            show(total, currency),
            show(wish.most.base_units, currency)
        );
        return Err(Failure::new(Exit::Refused, message).hint("`io market` lists what is asked."));
    }
    let me = session.me()?;
    let payer = wish.payer.as_deref().map(|text| session.other(text, "--payer")).transpose()?;
    let pays = payer.as_ref().map_or(me, Signer::pubkey);
    session.must_have_in(&pays, total, currency)?;
    session.output.table(&HEADER, &[1, 2, 3, 4, 5], bill.rows());
    let groups = picked.len().div_ceil(MOST);
    if groups > 1 {
        session.output.say(format!(
            "{} nodes are booked in {groups} transactions: each books its nodes, at most {MOST}, or none.",
            picked.len()
        ));
    }
    session.show_before_signing()?;
    let ids = free_numbers(session, &me, picked.len())?;
    let note = wish.note.unwrap_or_else(|| cluster::note(ids.first().copied().unwrap_or_default()));
    let prices = order_price_accounts(config.prices.at(session.now()?), SHARD);
    let call = |(line, id): (&super::bill::Line, &u64)| {
        let params = BookParams {
            seq: line.offer.ask.seq,
            processors: line.processors,
            duration: wish.time,
            most: line.most(),
            reference: note,
        };
        let booking = book_paid_by(&pays, &me, *id, &line.offer.address, currency, params);
        if line.offer.at_oracle {
            at_oracle_price(booking, &prices)
        } else {
            booking
        }
    };
    let calls: Vec<Instruction> = bill.lines.iter().zip(&ids).map(call).collect();
    session.output.set("orders", Value::Array(Vec::new()));
    for (group, ids) in calls.chunks(MOST).zip(ids.chunks(MOST)) {
        cluster::send(session, group, payer.as_ref())?;
        for id in ids {
            let address = order_address(&me, *id);
            session.output.push("orders", json!({ "address": address.to_string(), "id": id.to_string() }));
        }
    }
    tell_booked(session, &bill, &ids, &me, &note);
    Ok(())
}

fn pick<'a>(offered: &'a [Offer], wish: &Book) -> Result<Vec<(&'a Offer, u32)>, Failure> {
    let choices: Vec<Choice> = offered
        .iter()
        .map(|Offer { rate, free, least, .. }| Choice { rate: *rate, free: *free, least: *least })
        .collect();
    let Some(picked) = cheapest(&choices, wish.processors) else {
        let free: u64 = choices.iter().map(|choice| u64::from(choice.free)).sum();
        let message = format!(
            "{free} processors are offered like that for {}, fewer than {}.",
            time::span(wish.time.into()),
            wish.processors
        );
        let hint = match wish.node[..] {
            [] => "`io market` lists what is asked.",
            _ => {
                "`io ask show NODE` says what is asked for a node, `io node show NODE` whether it can be \
                 hired."
            }
        };
        return Err(Failure::new(Exit::Refused, message).hint(hint));
    };
    Ok(picked.into_iter().filter_map(|(place, taken)| Some((offered.get(place)?, taken))).collect())
}

fn tell_booked(session: &mut Session, bill: &Bill, ids: &[u64], me: &Pubkey, note: &[u8; 32]) {
    let orders = ids.iter().map(|id| format!("{id} ({})", session.link(&order_address(me, *id))));
    let orders = orders.collect::<Vec<_>>().join(", ");
    let text = String::from_utf8_lossy(note).trim_end_matches('\0').to_owned();
    session.output.facts(&[
        ("orders", orders),
        ("note", text.clone()),
        ("paid in", show(bill.total(), bill.currency)),
        ("runs for", time::span(bill.duration.into())),
    ]);
    session.output.set("note", text);
    session.output.set("currency", name(bill.currency));
    session.output.set("total", bill.total().to_string());
    session.output.set("duration", bill.duration);
}
