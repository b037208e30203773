//! Nodes.

use {
    super::emission::send_with_crank,
    crate::{
        session::show,
        time,
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::Subcommand,
    io_client::{
        addresses::staking::CONFIG,
        amount::io,
        classes::CLASSES,
        economics::staking::{minimum_stake, PoolKind},
        orders::Currency,
        staking::{self, class_address, node_address, Config, HardwareClass, Node, RegisterParams, Report},
        token,
    },
    io_rpc::{every, read, Filter},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// Commands of nodes. A NODE is an address, or the signer's own number for it.
#[derive(Subcommand, Debug)]
pub enum NodeCommand {
    /// Register a node that the signer runs
    Register {
        /// Hardware class: its name or number
        #[arg(long, value_parser = values::class)]
        class: u16,
        /// How many processors it has
        #[arg(long)]
        processors: u32,
        /// The signer's number for it
        #[arg(long, default_value_t = 0)]
        id: u32,
        /// The operator's part of the rewards, at most 50%
        #[arg(long, default_value = "0%", value_parser = values::bps)]
        commission: u16,
        /// Wallet that commission and pay go to; the signer's if left out
        #[arg(long, value_parser = values::address)]
        payout: Option<Pubkey>,
    },
    /// Everything about a node
    Show {
        /// Which
        node: Reference,
    },
    /// All nodes
    List {
        /// Only this operator's
        #[arg(long, value_parser = values::address, conflicts_with = "mine")]
        operator: Option<Pubkey>,
        /// Only the signer's
        #[arg(long)]
        mine: bool,
        /// Only those that can be hired now
        #[arg(long)]
        ready: bool,
    },
    /// The stake that a node needs, before or after it is registered
    StakeNeeded {
        /// A registered node
        #[arg(required_unless_present = "class", conflicts_with_all = ["class", "processors"])]
        node: Option<Reference>,
        /// Hardware class: its name or number
        #[arg(long, value_parser = values::class, requires = "processors")]
        class: Option<u16>,
        /// How many processors
        #[arg(long)]
        processors: Option<u32>,
    },
    /// Set the wallet that commission and pay go to
    Payout {
        /// Which
        node: Reference,
        /// The wallet
        #[arg(value_parser = values::address)]
        wallet: Pubkey,
    },
    /// Announce the operator's part of the rewards: a rise holds after 7 days, a fall at once
    Commission {
        /// Which
        node: Reference,
        /// At most 50%
        #[arg(value_parser = values::bps)]
        share: u16,
    },
    /// Change class or processors; the node is offline until the oracle has seen the new hardware
    Hardware {
        /// Which
        node: Reference,
        /// Hardware class: its name or number
        #[arg(long, value_parser = values::class)]
        class: u16,
        /// How many processors
        #[arg(long)]
        processors: u32,
    },
    /// End a node's work for good
    Retire {
        /// Which
        node: Reference,
    },
    /// Pay the commission to the payout wallet
    ClaimCommission {
        /// Which
        node: Reference,
    },
    /// Bring a node to now, when its report has lapsed
    Sync {
        /// Which
        node: Reference,
    },
    /// Report, as the oracle, how available nodes are
    Attest {
        /// Which, at most 19
        #[arg(required = true, num_args = 1..=staking::MAX_REPORTS)]
        nodes: Vec<Reference>,
        /// How available
        #[arg(long, default_value = "100%", value_parser = values::bps)]
        availability: u16,
    },
}

/// Runs one.
pub fn run(command: &NodeCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        NodeCommand::Register { class, processors, id, commission, payout } => {
            register(session, *class, *processors, *id, *commission, *payout)
        }
        NodeCommand::Show { node } => print(session, *node),
        NodeCommand::List { operator, mine, ready } => {
            let operator = if *mine { Some(session.me()?) } else { *operator };
            list(session, operator, *ready)
        }
        NodeCommand::StakeNeeded { node, class, processors } => match (node, class, processors) {
            (Some(node), ..) => stake_missing(session, *node),
            (None, Some(class), Some(processors)) => stake_needed(session, *class, *processors),
            _ => Err(Failure::new(Exit::Usage, "Name a node, or --class and --processors.")),
        },
        NodeCommand::Payout { node, wallet } => {
            let address = own(session, *node)?;
            session.send("payout", &[staking::set_payout(&session.me()?, &address, *wallet)])
        }
        NodeCommand::Commission { node, share } => {
            let address = own(session, *node)?;
            session.send("commission", &[staking::announce_commission(&session.me()?, &address, *share)])
        }
        NodeCommand::Hardware { node, class, processors } => {
            let address = own(session, *node)?;
            session
                .send("hardware", &[staking::update_hardware(&session.me()?, &address, *class, *processors)])
        }
        NodeCommand::Retire { node } => {
            let address = own(session, *node)?;
            session.send("retire", &[staking::retire_node(&session.me()?, &address)])
        }
        NodeCommand::ClaimCommission { node } => claim_commission(session, *node),
        NodeCommand::Sync { node } => {
            let (address, node) = session.node(*node)?;
            session.send("sync", &[staking::sync_node(&address, &node.class)])
        }
        NodeCommand::Attest { nodes, availability } => attest(session, nodes, *availability),
    }
}

fn register(
    session: &mut Session,
    class: u16,
    processors: u32,
    id: u32,
    commission_bps: u16,
    payout: Option<Pubkey>,
) -> Result<(), Failure> {
    let me = session.me()?;
    let address = node_address(&me, id);
    if read::<Node>(session.chain, &address)?.is_some() {
        let message = format!("The signer has a node number {id} already: {address}.");
        return Err(Failure::new(Exit::Refused, message).hint("Choose another number with --id."));
    }
    let params = RegisterParams { processors, commission_bps, payout: payout.unwrap_or(me) };
    session.send("register", &[staking::register_node(&me, id, class, params)])?;
    let needs = minimum_stake(hardware(session, class)?.multiplier_at(session.now()?), processors);
    let link = session.link(&address);
    session.output.facts(&[("node", link), ("needs a stake of", format!("{} IO", io(needs)))]);
    session.output.set("node", address.to_string());
    session.output.set("minimum_stake", needs.to_string());
    Ok(())
}

/// The address of a node that the signer runs.
fn own(session: &Session, reference: Reference) -> Result<Pubkey, Failure> {
    let (address, node) = session.node(reference)?;
    let me = session.me()?;
    if node.operator != me {
        let message = format!("The node {address} is run by {}, not by {me}.", node.operator);
        return Err(Failure::new(Exit::Key, message).hint("Sign with the operator's key: --keypair."));
    }
    Ok(address)
}

fn hardware(session: &Session, class: u16) -> Result<HardwareClass, Failure> {
    session.must(&class_address(class), &format!("hardware class number {class}"))
}

fn class_name(class: &Pubkey) -> String {
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

fn percent(bps: u16) -> String {
    format!("{}.{:02}%", bps / 100, bps % 100)
}

fn json_of(address: &Pubkey, node: &Node, now: i64) -> Value {
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
        "delegated_stake": ledger.bonded.assets.saturating_sub(ledger.own()).to_string(),
        "minimum_stake": ledger.minimum().to_string(),
        "commission_owed": (ledger.commission_owed >> 64).to_string(),
        "slash_pending_bps": ledger.slash.share_bps,
        "retired": ledger.retired,
        "ready": obstacle(node, now).is_none(),
        "obstacle": obstacle(node, now),
    })
}

fn print(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, node) = session.node(reference)?;
    let now = session.now()?;
    let ledger = &node.ledger;
    let own = ledger.own();
    let delegated = ledger.bonded.assets.saturating_sub(own);
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
        ("own stake", format!("{} IO", io(own))),
        (
            "delegated stake",
            format!("{} IO, takes {} IO more", io(delegated), io(own.saturating_sub(delegated))),
        ),
        ("minimum stake", format!("{} IO", io(ledger.minimum()))),
    ];
    session.output.facts(&facts);
    session.output.set("node", json_of(&address, &node, now));
    Ok(())
}

fn list(session: &mut Session, operator: Option<Pubkey>, ready: bool) -> Result<(), Failure> {
    let filter =
        operator.map(|operator| Filter::Bytes(8 + offset_of!(Node, operator), operator.to_bytes().to_vec()));
    let mut nodes: Vec<(Pubkey, Node)> = every(session.chain, filter.as_slice())?;
    let now = session.now()?;
    nodes.retain(|(_, node)| !ready || obstacle(node, now).is_none());
    nodes.sort_by_key(|(address, node)| (node.operator.to_bytes(), node.id, address.to_bytes()));
    let mut rows = Vec::new();
    session.output.set("nodes", Value::Array(Vec::new()));
    for (address, node) in &nodes {
        let ledger = &node.ledger;
        rows.push(vec![
            session.link(address),
            class_name(&node.class),
            format!("{}/{}", ledger.processors.saturating_sub(ledger.hired), ledger.processors),
            percent(ledger.commission.bps),
            io(ledger.bonded.assets),
            obstacle(node, now).unwrap_or("yes").to_owned(),
        ]);
        session.output.push("nodes", json_of(address, node, now));
    }
    session.output.table(
        &["node", "class", "free", "commission", "stake, IO", "can be hired"],
        &[2, 3, 4],
        rows,
    );
    Ok(())
}

fn stake_needed(session: &mut Session, class: u16, processors: u32) -> Result<(), Failure> {
    let multiplier = hardware(session, class)?.multiplier_at(session.now()?);
    let needs = minimum_stake(multiplier, processors);
    session.output.say(format!("{} IO", io(needs)));
    session.output.set("minimum_stake", needs.to_string());
    Ok(())
}

fn stake_missing(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (_, node) = session.node(reference)?;
    let (minimum, counted) = (node.ledger.minimum(), node.ledger.counted());
    let missing = minimum.saturating_sub(counted);
    session.output.facts(&[
        ("minimum", show(minimum, Currency::Io)),
        ("counted", show(counted, Currency::Io)),
        ("missing", show(missing, Currency::Io)),
    ]);
    session.output.set("minimum_stake", minimum.to_string());
    session.output.set("counted_stake", counted.to_string());
    session.output.set("missing_stake", missing.to_string());
    Ok(())
}

fn claim_commission(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, node) = session.node(reference)?;
    let mint = io_client::orders::mint(Currency::Io);
    let account = token::associated_address(&node.payout, &mint);
    let mut calls = Vec::new();
    if session.chain.account(&account)?.is_none() {
        let payer = session.payer_address()?;
        calls.push(token::create_associated(&payer, &node.payout, &mint));
    }
    calls.push(staking::claim_commission(&address, &node.payout));
    send_with_crank(session, "commission", &calls)
}

fn attest(session: &mut Session, nodes: &[Reference], availability_bps: u16) -> Result<(), Failure> {
    let me = session.me()?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let now = session.now()?;
    let oracle = config.oracle.at(now);
    if oracle != me {
        let message = format!("The oracle is {oracle}, not {me}.");
        return Err(Failure::new(Exit::Key, message).hint("Sign with the oracle's key: --keypair."));
    }
    let mut reports = Vec::with_capacity(nodes.len());
    for reference in nodes {
        let (address, node) = session.node(*reference)?;
        if node.ledger.availability.reported_at >= now {
            let message = format!("The node {address} was reported in this very second: report again later.");
            return Err(Failure::new(Exit::TooEarly, message));
        }
        reports.push((address, Report { revision: node.revision, availability_bps, reported_at: now }));
    }
    session.send("report", &[staking::report_availability(&me, &reports)])
}
