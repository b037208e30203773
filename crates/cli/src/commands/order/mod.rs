//! Compute orders.

mod allowance;
mod booking;
mod moves;
mod pay;
mod unclaimed;
mod views;

use {
    super::node::open_record,
    crate::{
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::Subcommand,
    io_client::{
        orders::{self, Currency, Order},
        staking::Node,
    },
    solana_pubkey::Pubkey,
    views::OrdersOf,
};
pub use {
    booking::{free_numbers, numbers, signing, OrderTerms},
    moves::outcome,
    pay::{ender, ending, paid, sweep, unclaimed_balances},
    views::{due, json_of, next, next_pay, stage_name},
};

/// Commands of orders. An ORDER is an address, or the signer's own number for it.
#[derive(Subcommand, Debug)]
pub enum OrderCommand {
    /// What an order costs, with its fees
    Quote(OrderTerms),
    /// Book time on a node; the money waits in escrow
    Create {
        /// The node: its address, or your number for it
        #[arg(long)]
        node: Reference,
        /// What is booked, and for how much
        #[command(flatten)]
        terms: OrderTerms,
        /// The signer's number for it; the first that is free if left out
        #[arg(long)]
        id: Option<u64>,
        /// A note: a text of at most 32 bytes, or 64 hexadecimal digits
        #[arg(long, default_value = "", value_parser = values::note, hide_default_value = true)]
        note: [u8; 32],
        /// Key that pays instead of the signer; all that returns is the signer's
        #[arg(long, value_name = "KEY")]
        payer: Option<String>,
    },
    /// Start the service, as the node's operator
    Accept {
        /// The order: its address, or your number for it
        order: Reference,
        /// Take no extensions
        #[arg(long)]
        no_extensions: bool,
    },
    /// Give the notice that was agreed, as the node's operator: the service ends after it
    Notice {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Everything about an order
    Show {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Orders of a client or of a node
    List {
        /// Of this client; the signer if left out
        #[arg(long, value_parser = values::address, conflicts_with_all = ["node", "all"])]
        client: Option<Pubkey>,
        /// On this node
        #[arg(long, conflicts_with = "all")]
        node: Option<Reference>,
        /// All of them
        #[arg(long)]
        all: bool,
    },
    /// Book more time at the same rate
    Extend {
        /// The order: its address, or your number for it
        order: Reference,
        /// How much longer
        #[arg(value_parser = values::duration)]
        time: u32,
    },
    /// Let a keeper extend an order, out of so much a period of your own money
    Allow(allowance::Allow),
    /// Take back what a keeper may draw for an order, or for all of yours
    Disallow {
        /// The order: its address, or your number for it; all that this keeper may draw if left
        /// out, for orders that are closed, too
        order: Option<Reference>,
        /// The keeper's address
        #[arg(long, value_parser = values::address)]
        keeper: Pubkey,
    },
    /// Pay for the time served, up to the holdback
    Settle {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Stop the service; the time not used comes back
    End {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Take everything back before the operator accepts
    Cancel {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Freeze what is not paid, for the arbiter to decide
    Dispute {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Decide a dispute, as the arbiter
    Resolve {
        /// The order: its address, or your number for it
        order: Reference,
        /// The provider's share of what is disputed
        #[arg(long, value_parser = values::bps)]
        provider_share: u16,
    },
    /// Note, as the oracle, that the node did not serve
    Outage {
        /// The order: its address, or your number for it
        order: Reference,
        /// From when: "2026-01-31 23:59:59 UTC", as it is printed, or Unix seconds
        #[arg(long, value_name = "TIME", value_parser = values::time)]
        from: i64,
        /// Until when, likewise
        #[arg(long, value_name = "TIME", value_parser = values::time)]
        to: i64,
    },
    /// Close a settled order; the rent goes to its client
    Close {
        /// The order: its address, or your number for it
        order: Reference,
    },
    /// Deliver what waits for a payee to its token account, which is created if there is none;
    /// anyone may
    DeliverUnclaimed {
        /// io or usdc
        #[arg(value_parser = values::currency)]
        currency: Currency,
        /// The payee's wallet
        #[arg(value_parser = values::address)]
        payee: Pubkey,
    },
    /// Take what could not be delivered to the signer
    TakeUnclaimed {
        /// io or usdc
        #[arg(value_parser = values::currency)]
        currency: Currency,
        /// The token account that takes it; the signer's own if left out
        #[arg(long, value_parser = values::address)]
        to: Option<Pubkey>,
    },
}

/// Runs a command of orders.
pub fn run(command: &OrderCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        OrderCommand::Quote(terms) => booking::quote(session, terms),
        OrderCommand::Create { node, terms, id, note, payer } => {
            booking::create(session, *node, terms, *id, *note, payer.as_deref())
        }
        OrderCommand::Accept { order, no_extensions } => {
            let (address, order) = session.order(*order)?;
            must_be_operator(session, &order)?;
            let mut calls = open_record(session, &order.node)?;
            calls.push(orders::accept(&session.me()?, &address, &order, !no_extensions));
            session.send("accept", &calls)
        }
        OrderCommand::Notice { order } => pay::notice(session, *order),
        OrderCommand::Show { order } => {
            let (address, order) = session.order(*order)?;
            views::print(session, &address, &order)
        }
        OrderCommand::List { client, node, all } => {
            let of = match (client, node, all) {
                (_, _, true) => OrdersOf::All,
                (Some(client), ..) => OrdersOf::Client(*client),
                (None, Some(node), _) => OrdersOf::Node(session.node_at(*node)?),
                _ => OrdersOf::Client(session.me()?),
            };
            views::list(session, &of)
        }
        OrderCommand::Extend { order, time } => booking::extend(session, *order, *time),
        OrderCommand::Allow(allow) => allowance::allow(session, allow),
        OrderCommand::Disallow { order, keeper } => allowance::disallow(session, *order, keeper),
        OrderCommand::Settle { order } => pay::settle(session, *order),
        OrderCommand::End { order } => pay::end(session, *order),
        OrderCommand::Cancel { order } => pay::cancel(session, *order),
        OrderCommand::Dispute { order } => booking::dispute(session, *order),
        OrderCommand::Resolve { order, provider_share } => pay::resolve(session, *order, *provider_share),
        OrderCommand::Outage { order, from, to } => {
            let (address, order) = session.order(*order)?;
            session
                .send("outage", &[orders::report_outage(&session.me()?, &address, order.serial, *from, *to)])
        }
        OrderCommand::Close { order } => pay::close(session, *order),
        OrderCommand::DeliverUnclaimed { currency, payee } => unclaimed::deliver(session, *currency, payee),
        OrderCommand::TakeUnclaimed { currency, to } => unclaimed::take(session, *currency, *to),
    }
}

fn must_be_client(session: &Session, order: &Order) -> Result<(), Failure> {
    let me = session.me()?;
    if me == order.client {
        return Ok(());
    }
    let message = format!("The client of this order is {}, not {me}.", order.client);
    Err(Failure::new(Exit::Key, message).hint("Sign with the client's key: --keypair."))
}

fn must_be_operator(session: &Session, order: &Order) -> Result<(), Failure> {
    let node: Node = session.must(&order.node, "node")?;
    let me = session.me()?;
    if me == node.operator {
        return Ok(());
    }
    let message = format!("The operator of this order's node is {}, not {me}.", node.operator);
    Err(Failure::new(Exit::Key, message).hint("Sign with the operator's key: --keypair."))
}
