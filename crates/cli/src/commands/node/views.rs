//! Nodes, shown.

use {
    super::{earnings::earns, record},
    crate::{
        time,
        values::{percent, Reference},
        Failure, Session,
    },
    io_client::{
        addresses::staking::CONFIG,
        amount::io,
        classes::CLASSES,
        economics::staking::PoolKind,
        staking::{class_address, delegators_apr, rewards_a_day, ConfigAndPools, Node, Pools},
    },
    io_rpc::{every, Filter},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// The name of a hardware class; its address if it has none.
pub fn class_name(class: &Pubkey) -> String {
    let known = (0u16..).zip(CLASSES).find(|(id, _)| class_address(*id) == *class);
    known.map_or_else(|| class.to_string(), |(_, (name, ..))| name.to_owned())
}

fn pool_name(pool: PoolKind) -> &'static str {
    match pool {
        PoolKind::Gpu => "GPU",
        PoolKind::Cpu => "CPU",
    }
}

/// Why a node cannot be hired at a time; none if it can.
fn obstacle(node: &Node, now: i64) -> Option<&'static str> {
    let ledger = &node.ledger;
    if ledger.retired {
        Some("retired")
    } else if ledger.availability.at(now) == 0 {
        Some("offline")
    } else if ledger.counted() < ledger.minimum() {
        Some("below its minimum stake")
    } else if ledger.slash.is_pending() {
        Some("a slash is proposed")
    } else if ledger.hired >= ledger.processors {
        Some("all hired")
    } else {
        None
    }
}

/// Base units that others may stake beyond what they have staked.
fn takes_more(node: &Node) -> u64 {
    node.ledger.most_delegated().saturating_sub(node.ledger.delegated())
}

fn json_of(address: &Pubkey, node: &Node, pools: &Pools, now: i64) -> Value {
    let ledger = &node.ledger;
    json!({
        "address": address.to_string(),
        "id": node.id,
        "operator": node.operator.to_string(),
        "payout": node.payout.to_string(),
        "class": class_name(&node.class),
        "pool": pool_name(node.pool),
        "multiplier_hundredths": ledger.multiplier,
        "processors": ledger.processors,
        "hired": ledger.hired,
        "availability_bps": ledger.availability.at(now),
        "available_until": ledger.availability.until(),
        "commission_bps": ledger.commission.bps,
        "next_commission_bps": ledger.commission.next_bps,
        "next_commission_at": ledger.commission.next_at,
        "own_stake": ledger.own().to_string(),
        "delegated_stake": ledger.delegated().to_string(),
        "offer": ledger.offer.to_string(),
        "takes_more": takes_more(node).to_string(),
        "minimum_stake": ledger.minimum().to_string(),
        "rewards_a_day": rewards_a_day(node, pools, now).to_string(),
        "delegators_apr_bps": delegators_apr(node, pools, now),
        "commission_owed": (ledger.commission_owed >> 64).to_string(),
        "slash_pending_bps": ledger.slash.share_bps,
        "retired": ledger.retired,
        "ready": obstacle(node, now).is_none(),
        "obstacle": obstacle(node, now),
    })
}

/// Prints one.
pub fn print(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, node) = session.node(reference)?;
    let now = session.now()?;
    let pools = session.genesis::<ConfigAndPools>(&CONFIG.address)?.pools;
    let ledger = &node.ledger;
    let own = ledger.own();
    let delegated = ledger.delegated();
    let availability = match ledger.availability.at(now) {
        0 => "offline".to_owned(),
        bps => format!("{}, until {}", percent(bps), time::utc(ledger.availability.until())),
    };
    let commission = if ledger.commission.next_bps == ledger.commission.bps {
        percent(ledger.commission.bps)
    } else {
        let next = ledger.commission;
        format!("{}, from {} on {}", percent(next.bps), time::utc(next.next_at), percent(next.next_bps))
    };
    let facts = [
        ("node", session.link(&address)),
        ("operator", session.link(&node.operator)),
        ("pays out to", session.link(&node.payout)),
        (
            "class",
            format!(
                "{} ({} pool, multiplier {}.{:02})",
                class_name(&node.class),
                pool_name(node.pool),
                ledger.multiplier / 100,
                ledger.multiplier % 100
            ),
        ),
        ("processors", format!("{}, {} of them hired", ledger.processors, ledger.hired)),
        ("availability", availability),
        ("can be hired", obstacle(&node, now).map_or_else(|| "yes".into(), |why| format!("no: {why}"))),
        ("commission", commission),
        ("earns", format!("{} IO a day at today's weights", io(rewards_a_day(&node, &pools, now)))),
        ("delegators earn", format!("{} a year on what they stake", earns(&node, &pools, now))),
        ("own stake", format!("{} IO", io(own))),
        ("delegated stake", format!("{} IO, takes {} IO more", io(delegated), io(takes_more(&node)))),
        ("minimum stake", format!("{} IO", io(ledger.minimum()))),
    ];
    session.output.facts(&facts);
    if ledger.slash.is_pending() {
        let share = percent(ledger.slash.share_bps);
        session
            .output
            .say(format!("A slash of {share} is proposed: `io slash list` says when it can be executed."));
    }
    session.output.set("node", json_of(&address, &node, &pools, now));
    record::print(session, &address, now)?;
    record::print_attestations(session, &address, &node, now)
}

/// Prints all, or those of an operator.
pub fn list(session: &mut Session, operator: Option<Pubkey>, ready: bool) -> Result<(), Failure> {
    let filter =
        operator.map(|operator| Filter::Bytes(8 + offset_of!(Node, operator), operator.to_bytes().to_vec()));
    let mut nodes: Vec<(Pubkey, Node)> = every(session.chain, filter.as_slice())?;
    let now = session.now()?;
    nodes.retain(|(_, node)| !ready || obstacle(node, now).is_none());
    nodes.sort_by_key(|(address, node)| (node.operator.to_bytes(), node.id, address.to_bytes()));
    let pools = session.genesis::<ConfigAndPools>(&CONFIG.address)?.pools;
    let mut rows = Vec::new();
    session.output.set("nodes", Value::Array(Vec::new()));
    for (address, node) in &nodes {
        let ledger = &node.ledger;
        rows.push(vec![
            session.link(address),
            node.id.to_string(),
            class_name(&node.class),
            format!("{}/{}", ledger.processors.saturating_sub(ledger.hired), ledger.processors),
            percent(ledger.commission.bps),
            earns(node, &pools, now),
            io(ledger.bonded.assets),
            io(takes_more(node)),
            obstacle(node, now).unwrap_or("yes").to_owned(),
        ]);
        session.output.push("nodes", json_of(address, node, &pools, now));
    }
    session.output.table(
        &["node", "number", "class", "free", "commission", "earns", "stake, IO", "takes, IO", "can be hired"],
        &[1, 3, 4, 5, 6, 7],
        rows,
    );
    Ok(())
}
