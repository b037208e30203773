//! Requests and bids.

use {
    anchor_lang::prelude::*,
    io_economics::orders::{Attributes, BidTerms, Choice, Currency, LeastRecord},
};

/// A client asks operators for bids, and has paid in at the most rate.
#[event]
pub struct RequestOpened {
    /// Address of the request.
    pub request: Pubkey,
    /// Address of the order that it becomes.
    pub order: Pubkey,
    /// Serial number of the request and its order.
    pub serial: u64,
    /// The client.
    pub client: Pubkey,
    /// The wallet that paid.
    pub payer: Pubkey,
    /// Hardware class that is asked for.
    pub class: Pubkey,
    /// Currency of the request.
    pub currency: Currency,
    /// Processors that are asked for.
    pub processors: u32,
    /// The most rate, in base units per processor-hour.
    pub rate: u64,
    /// Time to book, in seconds.
    pub duration: u32,
    /// Seconds that it is open, if it is not prolonged.
    pub open_seconds: u32,
    /// Who chooses among the bids.
    pub choice: Choice,
    /// The least notice that bids must agree to, in hours.
    pub notice_hours: u8,
    /// Seconds that pay will be held back.
    pub holdback_seconds: u32,
    /// Cost of the time at the most rate.
    pub cost: u64,
    /// The buyer's fees on that cost, held in escrow.
    pub fees: u64,
    /// Time of the request.
    pub now: i64,
    /// What the node must have done.
    pub least_record: LeastRecord,
    /// The auditor whose word on the node is asked for, if any.
    pub auditor: Option<Pubkey>,
    /// What that auditor must say of the node.
    pub attributes: Attributes,
    /// The client's note.
    pub reference: [u8; 32],
}

/// A request was cancelled.
#[event]
pub struct RequestCancelled {
    /// Address that the request had.
    pub request: Pubkey,
    /// The signer: the client, or anyone once its time was over.
    pub by: Pubkey,
    /// Base units returned to the client.
    pub refund: u64,
    /// Time of the cancellation.
    pub now: i64,
}

/// An operator has bid, or changed its bid.
#[event]
pub struct BidPlaced {
    /// Address of the bid.
    pub bid: Pubkey,
    /// The request.
    pub request: Pubkey,
    /// The node.
    pub node: Pubkey,
    /// Its operator.
    pub operator: Pubkey,
    /// Hardware revision of the node.
    pub revision: u32,
    /// Rate, notice and extension that it bids.
    pub terms: BidTerms,
    /// Bond that was deposited with it, in base units; it is added to what the bid holds: 0 for a
    /// bid that holds its bond from before.
    pub bond: u64,
    /// End of the request, in Unix seconds, prolonged by this bid or not.
    pub ends_at: i64,
    /// Time of the bid.
    pub now: i64,
}

/// A bid was withdrawn or closed; its rent went back to its operator.
#[event]
pub struct BidClosed {
    /// Address that the bid had.
    pub bid: Pubkey,
}

/// A request was awarded to a bid; it is an order now, and the service runs.
#[event]
pub struct RequestAwarded {
    /// Address that the request had.
    pub request: Pubkey,
    /// Address of the order; its serial number, client and reference are the request's.
    pub order: Pubkey,
    /// The node, whose bid it was.
    pub node: Pubkey,
    /// The wallet that the pay goes to: the node's payout wallet at this moment.
    pub provider: Pubkey,
    /// Hardware revision of the node.
    pub revision: u32,
    /// Rate, in base units per processor-hour.
    pub rate: u64,
    /// Seconds that the order may be extended to, those booked included.
    pub longest: u32,
    /// How long before it leaves the operator has to give notice, in hours.
    pub notice_hours: u8,
    /// Cost of the time booked.
    pub cost: u64,
    /// The buyer's fees on that cost, held in escrow.
    pub fees: u64,
    /// Base units returned to the client: what it had paid in for a higher rate.
    pub refund: u64,
    /// Whether the bid's bond stands for the first hour.
    pub bonded: bool,
    /// Start of the service.
    pub now: i64,
}

/// The bond of a bid was returned, or went to the client.
#[event]
pub struct BondReturned {
    /// Address of the bid.
    pub bid: Pubkey,
    /// Address of the order that it had won; the default key if it had won none.
    pub order: Pubkey,
    /// The wallet that it went to: the operator, or the client if the order was stopped within its
    /// first hour and nothing was paid for it.
    pub payee: Pubkey,
    /// Base units that went there.
    pub amount: u64,
    /// Time of the call.
    pub now: i64,
}
