//! Requests: what clients ask operators to bid for; and the bids.

mod award;
mod bidders;
mod bids;
mod close;
mod create;
mod views;

use {
    crate::{
        values::{self, Price, Reference},
        Exit, Failure, Session,
    },
    clap::Subcommand,
    io_client::orders::{request_address, Request},
    solana_pubkey::Pubkey,
};

/// Commands of requests. A REQUEST is an address, or the signer's own number for it.
#[derive(Subcommand, Debug)]
pub enum RequestCommand {
    /// Ask operators for bids; the cost at the most rate is paid in, and what is left of it returns
    Create(create::Create),
    /// Requests that are open
    List {
        /// Only those of this client
        #[arg(long, value_parser = values::address, conflicts_with = "mine")]
        client: Option<Pubkey>,
        /// Only those of the signer
        #[arg(long)]
        mine: bool,
        /// Only for this hardware class: its name or number
        #[arg(long, value_parser = values::class)]
        class: Option<u16>,
    },
    /// A request, and the bids on it: the lowest first, and of equal ones the oldest
    Show {
        /// The request: its address, or your number for it
        request: Reference,
    },
    /// Take everything back; an automatic request only before its first bid
    Cancel {
        /// The request: its address, or your number for it
        request: Reference,
    },
    /// Take a bid: the service starts. An automatic request goes to its best bid, once it is over
    Award {
        /// The request: its address, or your number for it
        request: Reference,
        /// The node whose bid you take
        #[arg(long, value_parser = values::address)]
        node: Option<Pubkey>,
    },
}

/// Commands of bids.
#[derive(Subcommand, Debug)]
pub enum BidCommand {
    /// Bid with a node that you run; on an automatic request with a bond
    Place {
        /// The request's address
        request: Reference,
        /// The node: its address, or your number for it
        #[arg(long)]
        node: Reference,
        /// Price of a processor for an hour, with its currency: "1.5 USDC"
        #[arg(long)]
        rate: Price,
        /// The longest that the client may extend the order to; no extensions if left out
        #[arg(long, value_name = "TIME", value_parser = values::duration)]
        longest: Option<u32>,
        /// Notice that you give before you leave, in whole hours; what is asked for if left out
        #[arg(long, value_name = "TIME", value_parser = values::duration)]
        notice: Option<u32>,
    },
    /// Take a bid back; its rent returns
    Withdraw {
        /// The request's address
        request: Reference,
        /// The node that bids: its address, or your number for it
        #[arg(long)]
        node: Reference,
    },
    /// Return the bond of a bid that is due, and close the bid if it can win nothing more; anyone
    /// may
    Close {
        /// The request's address
        request: Reference,
        /// The node that bids: its address, or your number for it
        #[arg(long)]
        node: Reference,
    },
    /// The signer's bids
    List {
        /// Of this operator
        #[arg(long, value_parser = values::address)]
        operator: Option<Pubkey>,
    },
}

/// Runs a command of requests.
///
/// # Errors
/// If it cannot be done.
pub fn run(command: &RequestCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        RequestCommand::Create(wish) => create::run(session, wish),
        RequestCommand::List { client, mine, class } => {
            let client = if *mine { Some(session.me()?) } else { *client };
            views::list(session, client, *class)
        }
        RequestCommand::Show { request } => views::print(session, *request),
        RequestCommand::Cancel { request } => close::cancel(session, *request),
        RequestCommand::Award { request, node } => award::run(session, *request, node.as_ref()),
    }
}

/// Runs a command of bids.
///
/// # Errors
/// If it cannot be done.
pub fn bid(command: &BidCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        BidCommand::Place { request, node, rate, longest, notice } => {
            let terms = bids::Wish { rate: *rate, longest: *longest, notice: *notice };
            bids::place(session, *request, *node, &terms)
        }
        BidCommand::Withdraw { request, node } => bids::withdraw(session, *request, *node),
        BidCommand::Close { request, node } => close::bid(session, *request, *node),
        BidCommand::List { operator } => {
            let operator = operator.map_or_else(|| session.me(), Ok)?;
            views::bids_of(session, &operator)
        }
    }
}

/// A request's address, whether it is still there or not.
fn request_at(session: &Session, reference: Reference) -> Result<Pubkey, Failure> {
    Ok(match reference {
        Reference::Address(address) => address,
        Reference::Number(number) => request_address(&session.me()?, number),
    })
}

/// A request.
fn request(session: &Session, reference: Reference) -> Result<(Pubkey, Request), Failure> {
    let address = request_at(session, reference)?;
    Ok((address, session.must(&address, "request, or no longer,")?))
}

/// Whole hours of notice.
///
/// # Errors
/// If it is no number of hours.
pub fn whole_hours(notice: u32) -> Result<u8, Failure> {
    let hour = io_client::orders::HOUR;
    u8::try_from(notice / hour)
        .ok()
        .filter(|_| notice.is_multiple_of(hour))
        .ok_or_else(|| Failure::new(Exit::Usage, "A notice is a number of whole hours: --notice 24h."))
}
