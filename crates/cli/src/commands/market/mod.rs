//! The market: what operators ask, and nodes booked at once at what they ask.

mod ask;
mod bill;
mod book;
mod cluster;
mod list;
mod offers;
mod pick;

pub use {
    offers::fees,
    pick::{cheapest, Choice},
};

use {
    crate::{
        commands::attest::Has,
        values::{self, Price, Reference},
        Failure, Session,
    },
    clap::{Args, Subcommand, ValueEnum},
    io_client::orders::Currency,
    solana_pubkey::Pubkey,
};

/// Commands of asks.
#[derive(Subcommand, Debug)]
pub enum AskCommand {
    /// Offer a node to anyone at a price, in place of what was offered before
    Set(ask::Terms),
    /// Take an ask back; the ask of a retired node closes, and its rent comes back
    Remove {
        /// The node: its address, or your number for it
        node: Reference,
    },
    /// What is asked for a node
    Show {
        /// The node: its address, or your number for it
        node: Reference,
    },
}

/// Runs a command of asks.
///
/// # Errors
/// If it cannot be done.
pub fn ask(command: &AskCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        AskCommand::Set(terms) => ask::set(session, terms),
        AskCommand::Remove { node } => ask::remove(session, *node),
        AskCommand::Show { node } => ask::show(session, *node),
    }
}

/// What a client wants of nodes.
#[derive(Args, Debug, Clone, Copy)]
pub struct Wanted {
    /// Hardware class: its name or number
    #[arg(long, value_parser = values::class)]
    class: Option<u16>,
    /// Paid in io or usdc
    #[arg(long = "in", value_name = "CURRENCY", value_parser = values::currency, default_value = "usdc")]
    currency: Currency,
    /// For how long: 1h to 30d
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration)]
    time: Option<u32>,
    /// With a notice of at least so long
    #[arg(long, value_name = "TIME", value_parser = values::duration)]
    notice: Option<u32>,
    /// Only nodes of which this auditor says something that holds; what it says is shown
    #[arg(long, value_name = "KEY", value_parser = values::address)]
    auditor: Option<Pubkey>,
    /// What that auditor must say of the node
    #[command(flatten)]
    has: Has,
}

/// How a list of asks is sorted.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The cheapest first.
    Rate,
    /// Those with the most processors free first.
    Free,
    /// Those whose clients have paid the most fees first.
    Record,
}

/// Arguments of `io market`.
#[derive(Args, Debug)]
pub struct Market {
    /// What is looked for
    #[command(flatten)]
    wanted: Wanted,
    /// Only nodes with so many processors free
    #[arg(long, default_value_t = 1)]
    processors: u32,
    /// By what it is sorted
    #[arg(long, value_enum, default_value_t = Sort::Rate)]
    sort: Sort,
}

impl Market {
    /// Lists what is asked.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        list::run(session, &self.wanted, self.processors, self.sort)
    }
}

/// Arguments of `io book`.
#[derive(Args, Debug)]
pub struct Book {
    /// Hardware class: its name or number
    #[arg(long, value_parser = values::class, required_unless_present = "node", conflicts_with = "node")]
    class: Option<u16>,
    /// Only these nodes: addresses, or your numbers for them
    #[arg(long)]
    node: Vec<Reference>,
    /// None of these nodes
    #[arg(long, value_name = "NODE", conflicts_with = "node")]
    except: Vec<Reference>,
    /// How many processors in all
    #[arg(long)]
    processors: u32,
    /// For how long: 1h to 30d
    #[arg(long = "for", value_name = "TIME", value_parser = values::duration)]
    time: u32,
    /// The most that is paid in, fees included: "3,500 USDC"; its currency is that of the orders
    #[arg(long, value_name = "AMOUNT")]
    most: Price,
    /// With a notice of at least so long
    #[arg(long, value_name = "TIME", value_parser = values::duration)]
    notice: Option<u32>,
    /// Only nodes of which this auditor says something that holds
    #[arg(long, value_name = "KEY", value_parser = values::address)]
    auditor: Option<Pubkey>,
    /// What that auditor must say of the node
    #[command(flatten)]
    has: Has,
    /// Key that pays instead of the signer; all that returns is the signer's
    #[arg(long, value_name = "KEY")]
    payer: Option<String>,
    /// A note, which names the cluster: a text of at most 32 bytes, or 64 hexadecimal digits
    #[arg(long, value_parser = values::note)]
    note: Option<[u8; 32]>,
}

impl Book {
    /// Books the cheapest nodes that fit.
    ///
    /// # Errors
    /// If they do not fit, cost more than the most, or are refused.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        book::run(session, self)
    }
}
