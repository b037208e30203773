//! Slashes: proposed, raised, cancelled, voided, executed, shown.

use {
    crate::{
        session::show,
        time,
        values::{self, percent, Reference},
        Failure, Session,
    },
    clap::Subcommand,
    io_client::{
        addresses::staking::CONFIG,
        economics::{
            fraction::floor_bps,
            staking::{SLASH_CLOSES_SECONDS, SLASH_OPENS_SECONDS, SLASH_RAISE_SECONDS},
        },
        orders::Currency,
        staking::{self, Config, Node},
    },
    io_rpc::every,
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
};

/// Commands of slashes. A NODE is an address, or the signer's own number for it.
#[derive(Subcommand, Debug)]
pub enum SlashCommand {
    /// Propose, as the slasher, to burn a share of a node's stake: 30 days are left to appeal
    Propose {
        /// The node: its address, or your number for it
        node: Reference,
        /// The share: "10%"
        #[arg(value_parser = values::bps)]
        share: u16,
    },
    /// Raise a proposal, as the slasher, within 14 days of it and twice at most: its 30 days begin
    /// again
    Raise {
        /// The node: its address, or your number for it
        node: Reference,
        /// The share, higher than before: "20%"
        #[arg(value_parser = values::bps)]
        share: u16,
    },
    /// Cancel a proposal, as the slasher or the admin
    Cancel {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// Void, as the admin, all that the slasher of an epoch has proposed and will propose: for a
    /// stolen key
    Void {
        /// The epoch, as `io slash list` shows it
        epoch: u32,
    },
    /// Burn what was proposed, between its 30th and its 37th day; anyone may
    Execute {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// The proposals that are pending, and when each can be executed
    List,
}

/// Runs a command of slashes.
///
/// # Errors
/// If it cannot be done.
pub fn run(command: &SlashCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        SlashCommand::Propose { node, share } => {
            let (address, node) = session.node(*node)?;
            session.send("propose", &[staking::propose_slash(&session.me()?, &address, *share)])?;
            proposed(session, &address, &node, *share)
        }
        SlashCommand::Raise { node, share } => {
            let (address, node) = session.node(*node)?;
            session.send("raise", &[staking::raise_slash(&session.me()?, &address, *share)])?;
            proposed(session, &address, &node, *share)
        }
        SlashCommand::Void { epoch } => {
            session.send("void", &[staking::void_epoch(&session.me()?, *epoch)])?;
            session.output.set("epoch", *epoch);
            Ok(())
        }
        SlashCommand::Cancel { node } => {
            let (address, _) = session.node(*node)?;
            session.send("cancel", &[staking::cancel_slash(&session.me()?, &address)])
        }
        SlashCommand::Execute { node } => execute(session, *node),
        SlashCommand::List => list(session),
    }
}

/// Says what was proposed, or would be.
fn proposed(session: &mut Session, address: &Pubkey, node: &Node, share: u16) -> Result<(), Failure> {
    if session.sends() {
        let (_, node) = session.node(Reference::Address(*address))?;
        say(session, address, &node);
    } else {
        session.output.say(format!("{} would be burned", show(at_stake(node, share), Currency::Io)));
    }
    Ok(())
}

/// Base units that a share of a node's stake is now, bonded and cooling.
fn at_stake(node: &Node, share_bps: u16) -> u64 {
    floor_bps(node.ledger.bonded.assets.saturating_add(node.ledger.cooling.assets), share_bps)
}

fn execute(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, before) = session.node(reference)?;
    session.send("execute", &[staking::execute_slash(&address)])?;
    if !session.sends() {
        return Ok(());
    }
    let (_, after) = session.node(Reference::Address(address))?;
    let burned = before.ledger.held_in_vault().saturating_sub(after.ledger.held_in_vault());
    session.output.say(format!("{} burned", show(burned, Currency::Io)));
    session.output.set("burned", burned.to_string());
    Ok(())
}

/// A pending slash, in the terms of its operator.
fn say(session: &mut Session, address: &Pubkey, node: &Node) {
    let slash = &node.ledger.slash;
    let opens = slash.proposed_at.saturating_add(SLASH_OPENS_SECONDS);
    let closes = slash.proposed_at.saturating_add(SLASH_CLOSES_SECONDS);
    let at_stake = at_stake(node, slash.share_bps);
    let link = session.link(address);
    session.output.facts(&[
        ("node", link),
        ("share", percent(slash.share_bps)),
        ("at stake", show(at_stake, Currency::Io)),
        ("proposed", time::utc(slash.proposed_at)),
        ("can be executed from", time::utc(opens)),
        ("until", time::utc(closes)),
        ("slasher's epoch", slash.epoch.to_string()),
    ]);
    session.output.push("slashes", json_of(address, node));
}

fn json_of(address: &Pubkey, node: &Node) -> Value {
    let slash = &node.ledger.slash;
    json!({
        "node": address.to_string(),
        "operator": node.operator.to_string(),
        "share_bps": slash.share_bps,
        "epoch": slash.epoch,
        "raises": slash.raises,
        "can_be_raised_until": slash.proposed_at.saturating_add(SLASH_RAISE_SECONDS),
        "at_stake": at_stake(node, slash.share_bps).to_string(),
        "held": slash.held.to_string(),
        "proposed_at": slash.proposed_at,
        "opens_at": slash.proposed_at.saturating_add(SLASH_OPENS_SECONDS),
        "closes_at": slash.proposed_at.saturating_add(SLASH_CLOSES_SECONDS),
    })
}

fn list(session: &mut Session) -> Result<(), Failure> {
    let mut nodes: Vec<(Pubkey, Node)> = every(session.chain, &[])?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let now = session.now()?;
    nodes.retain_mut(|(_, node)| {
        // One that has lapsed, or whose epoch is void, is over.
        node.ledger.look_at_slash(&config.epochs, now);
        node.ledger.slash.is_pending()
    });
    nodes.sort_by_key(|(address, node)| (node.ledger.slash.proposed_at, address.to_bytes()));
    session.output.set("slashes", Value::Array(Vec::new()));
    let mut rows = Vec::new();
    for (address, node) in &nodes {
        let slash = &node.ledger.slash;
        rows.push(vec![
            session.link(address),
            percent(slash.share_bps),
            slash.epoch.to_string(),
            show(at_stake(node, slash.share_bps), Currency::Io),
            time::utc(slash.proposed_at.saturating_add(SLASH_OPENS_SECONDS)),
            time::utc(slash.proposed_at.saturating_add(SLASH_CLOSES_SECONDS)),
        ]);
        session.output.push("slashes", json_of(address, node));
    }
    session.output.table(&["node", "share", "epoch", "at stake", "executed from", "until"], &[1, 2, 3], rows);
    Ok(())
}
