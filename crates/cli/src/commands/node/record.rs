//! What a node has done, and what auditors say of it.

use {
    super::own,
    crate::{
        commands::attest::words,
        session::show,
        time,
        values::{percent, Reference},
        Failure, Session,
    },
    io_client::{
        economics::{fraction::BPS, time::HOUR},
        orders::{
            announce_maintenance, lately, open_record as open, record_address, Attestation, Currency, Record,
            Window,
        },
        staking::Node,
    },
    io_rpc::{every, is_missing, read, Filter},
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// The call that opens the record of a node, if there is none; the signer pays its rent.
///
/// # Errors
/// If the cluster does not answer.
pub fn open_record(session: &Session, node: &Pubkey) -> Result<Vec<Instruction>, Failure> {
    let account = session.chain.account(&record_address(node))?;
    Ok(if is_missing(account.as_ref()) { vec![open(&session.me()?, node)] } else { Vec::new() })
}

/// Opens the record of a node.
pub fn start(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, _) = session.node(reference)?;
    let calls = open_record(session, &address)?;
    if calls.is_empty() {
        session.output.say("The node has a record already: `io node show` says what is in it.");
        return Ok(());
    }
    session.send("record", &calls)
}

/// Announces maintenance of a node that the signer runs.
pub fn maintain(session: &mut Session, reference: Reference, from: i64, to: i64) -> Result<(), Failure> {
    let address = own(session, reference)?;
    let mut calls = open_record(session, &address)?;
    calls.push(announce_maintenance(&session.me()?, &address, from, to));
    session.send("maintenance", &calls)?;
    session.output.facts(&[
        ("maintenance", format!("{} to {}", time::utc(from), time::utc(to))),
        ("takes", time::span(to.saturating_sub(from))),
    ]);
    Ok(())
}

/// Processor-seconds as people read them.
pub fn processor_hours(processor_seconds: u64) -> String {
    let tenths = processor_seconds / (HOUR.unsigned_abs() / 10);
    format!("{}.{} processor-hours", tenths / 10, tenths % 10)
}

/// A part of a whole in percent; 0% of nothing.
fn share(part: u64, whole: u64) -> String {
    let bps = u128::from(part).saturating_mul(BPS.into()).checked_div(whole.into()).unwrap_or_default();
    percent(u16::try_from(bps).unwrap_or(BPS))
}

/// A record for machines.
pub fn json_of(done: &Window) -> Value {
    json!({
        "orders": done.orders,
        "served_processor_seconds": done.served.to_string(),
        "out_processor_seconds": done.out.to_string(),
        "fees_io": done.fees_io.to_string(),
        "fees_usdc": done.fees_usdc.to_string(),
        "left_early": done.left_early,
        "notices_given": done.notices_given,
        "notices_broken": done.notices_broken,
        "disputes_lost": done.disputes_lost,
        "maintenance_seconds": done.maintenance,
    })
}

/// Prints what a node has done in the last 90 to 180 days.
pub fn print(session: &mut Session, node: &Pubkey, now: i64) -> Result<(), Failure> {
    let record: Option<Record> = read(session.chain, &record_address(node))?;
    let Some(record) = record else {
        session.output.say("\nIt has no record yet. Anyone can open it: `io node record`.");
        session.output.set("record", Value::Null);
        return Ok(());
    };
    let done = lately(&record, now);
    let whole = done.served.saturating_add(done.out);
    let fees = format!("{}, {}", show(done.fees_usdc, Currency::Usdc), show(done.fees_io, Currency::Io));
    let (from, to) = (record.history.maintenance_from, record.history.maintenance_to);
    let maintenance = match (done.maintenance, now < to) {
        (0, false) => "none was announced".to_owned(),
        (_, true) => format!("announced from {} to {}", time::utc(from), time::utc(to)),
        (seconds, false) => format!("{} were announced", time::span(seconds.into())),
    };
    session.output.say("\nIts record of the last 90 to 180 days, of orders that are settled:");
    session.output.facts(&[
        ("fees paid", fees),
        ("orders", done.orders.to_string()),
        ("served", processor_hours(done.served)),
        ("outages", format!("{}, {} of the time", processor_hours(done.out), share(done.out, whole))),
        ("ended early", format!("{} of {} orders, by the operator", done.left_early, done.orders)),
        ("notices", format!("{} given and kept, {} broken", done.notices_given, done.notices_broken)),
        ("disputes lost", done.disputes_lost.to_string()),
        ("maintenance", maintenance),
    ]);
    session.output.say(
        "Compare nodes by the fees paid: they buy and burn IO, so an operator that hires its own node pays \
         for all that it shows.",
    );
    let mut json = json_of(&done);
    json["maintenance_from"] = json!(from);
    json["maintenance_to"] = json!(to);
    session.output.set("record", json);
    Ok(())
}

/// Prints what auditors say of a node.
pub fn print_attestations(
    session: &mut Session,
    address: &Pubkey,
    node: &Node,
    now: i64,
) -> Result<(), Failure> {
    let filter = Filter::Bytes(8 + offset_of!(Attestation, node), address.to_bytes().to_vec());
    let mut found: Vec<(Pubkey, Attestation)> = every(session.chain, &[filter])?;
    found.sort_by_key(|(_, attestation)| attestation.auditor.to_bytes());
    let mut rows = Vec::new();
    session.output.set("attestations", Value::Array(Vec::new()));
    for (_, attestation) in &found {
        let holds = if attestation.revision != node.revision {
            "no: of earlier hardware".to_owned()
        } else if now >= attestation.expires_at {
            "no: expired".to_owned()
        } else {
            format!("until {}", time::utc(attestation.expires_at))
        };
        let has = &attestation.attributes;
        rows.push(vec![session.link(&attestation.auditor), words(has), holds]);
        session.output.push(
            "attestations",
            json!({
                "auditor": attestation.auditor.to_string(),
                "region": String::from_utf8_lossy(&has.region).trim_end_matches('\0'),
                "bandwidth": has.bandwidth,
                "storage_gigabytes": has.storage,
                "confidential": has.confidential == 1,
                "evidence": io_client::hex::encode(&attestation.evidence),
                "at": attestation.at,
                "expires_at": attestation.expires_at,
                "holds": attestation.revision == node.revision && now < attestation.expires_at,
            }),
        );
    }
    if !rows.is_empty() {
        session.output.say("\nWhat auditors say of it; whom you trust is your choice:");
        session.output.table(&["auditor", "has", "holds"], &[], rows);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_down() {
        assert_eq!(processor_hours(3_600 * 12 + 359), "12.0 processor-hours");
        assert_eq!(processor_hours(3_600 * 12 + 3_599), "12.9 processor-hours");
        assert_eq!(share(1, 3), "33.33%");
        assert_eq!(share(0, 0), "0.00%");
        assert_eq!(share(u64::MAX, 1), "100.00%");
    }
}
