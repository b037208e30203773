//! Nodes.

mod earnings;
mod needs;
mod operator;
mod oracle;
pub mod record;
mod views;

use {
    crate::{
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::Subcommand,
    io_client::staking,
    solana_pubkey::Pubkey,
};
pub use {operator::own, record::open_record, views::class_name};

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
        /// The payout wallet is the vault of a multisig, which has no key
        #[arg(long, requires = "payout")]
        vault: bool,
    },
    /// Everything about a node
    Show {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// All nodes
    List {
        /// Only those of this operator
        #[arg(long, value_parser = values::address, conflicts_with = "mine")]
        operator: Option<Pubkey>,
        /// Only those of the signer
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
        /// The node: its address, or your number for it
        node: Reference,
        /// The wallet
        #[arg(value_parser = values::address)]
        wallet: Pubkey,
        /// It is the vault of a multisig, which has no key
        #[arg(long)]
        vault: bool,
    },
    /// Offer others a part of the stake that the node needs: at most half of it counts, and less
    /// than what others have staked binds new stake alone
    Offer {
        /// The node: its address, or your number for it
        node: Reference,
        /// How much IO
        #[arg(value_parser = values::io)]
        amount: u64,
    },
    /// Announce the operator's part of the rewards: a rise holds after 7 days, a fall at once
    Commission {
        /// The node: its address, or your number for it
        node: Reference,
        /// At most 50%
        #[arg(value_parser = values::bps)]
        share: u16,
    },
    /// Change class or processors; the node is offline until the oracle has seen the new hardware
    Hardware {
        /// The node: its address, or your number for it
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
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// Pay the commission to the payout wallet
    ClaimCommission {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// Bring a node to now, when its report has lapsed
    Sync {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// Open a node's record, to which each of its orders adds what it came to; anyone may
    Record {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// Announce maintenance, a day ahead: at most a day of it in 90 days
    Maintenance {
        /// The node: its address, or your number for it
        node: Reference,
        /// From when: "2026-01-31 23:59:59 UTC", as it is printed, or Unix seconds
        #[arg(long, value_name = "TIME", value_parser = values::time)]
        from: i64,
        /// Until when, likewise
        #[arg(long, value_name = "TIME", value_parser = values::time)]
        to: i64,
    },
    /// Report, as the oracle, how available nodes are
    Attest {
        /// The nodes: addresses or your numbers, at most 18
        #[arg(required = true, num_args = 1..=staking::MAX_REPORTS)]
        nodes: Vec<Reference>,
        /// The part of the last hours in which they were available
        #[arg(long, default_value = "100%", value_parser = values::bps)]
        availability: u16,
    },
}

/// Runs a command of nodes.
pub fn run(command: &NodeCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        NodeCommand::Register { class, processors, id, commission, payout, vault } => {
            operator::register(session, *class, *processors, *id, *commission, *payout, *vault)
        }
        NodeCommand::Show { node } => views::print(session, *node),
        NodeCommand::List { operator, mine, ready } => {
            let operator = if *mine { Some(session.me()?) } else { *operator };
            views::list(session, operator, *ready)
        }
        NodeCommand::StakeNeeded { node, class, processors } => match (node, class, processors) {
            (Some(node), ..) => needs::stake_missing(session, *node),
            (None, Some(class), Some(processors)) => needs::stake_needed(session, *class, *processors),
            _ => Err(Failure::new(Exit::Usage, "Name a node, or --class and --processors.")),
        },
        NodeCommand::Payout { node, wallet, vault } => {
            let address = operator::own(session, *node)?;
            session.must_be_wallet(wallet, *vault)?;
            session.send("payout", &[staking::set_payout(&session.me()?, &address, *wallet)])
        }
        NodeCommand::Offer { node, amount } => operator::offer(session, *node, *amount),
        NodeCommand::Commission { node, share } => {
            let address = operator::own(session, *node)?;
            session.send("commission", &[staking::announce_commission(&session.me()?, &address, *share)])
        }
        NodeCommand::Hardware { node, class, processors } => {
            let address = operator::own(session, *node)?;
            session
                .send("hardware", &[staking::update_hardware(&session.me()?, &address, *class, *processors)])
        }
        NodeCommand::Retire { node } => {
            let address = operator::own(session, *node)?;
            session.send("retire", &[staking::retire_node(&session.me()?, &address)])
        }
        NodeCommand::ClaimCommission { node } => operator::claim_commission(session, *node),
        NodeCommand::Sync { node } => {
            let (address, _) = session.node(*node)?;
            session.send("sync", &[staking::sync_node(&address)])
        }
        NodeCommand::Record { node } => record::start(session, *node),
        NodeCommand::Maintenance { node, from, to } => record::maintain(session, *node, *from, *to),
        NodeCommand::Attest { nodes, availability } => oracle::attest(session, nodes, *availability),
    }
}
