//! Asks, and what is booked at them.

use {
    anchor_lang::prelude::*,
    io_economics::orders::{AskTerms, Currency},
};

/// An operator offers its node at a price.
#[event]
pub struct AskSet {
    /// The node.
    pub node: Pubkey,
    /// Number of the ask; the one before is void.
    pub seq: u64,
    /// Hardware revision of the node that is offered.
    pub revision: u32,
    /// The wallet that the pay goes to, as of now.
    pub payout: Pubkey,
    /// Rates, times and notice that it asks.
    pub terms: AskTerms,
}

/// An operator has taken its ask back.
#[event]
pub struct AskRemoved {
    /// The node.
    pub node: Pubkey,
    /// Number of the removal; the ask before is void.
    pub seq: u64,
    /// Whether the account closed: the node is retired.
    pub closed: bool,
}

/// A client has booked a node at its ask; the service runs.
#[event]
pub struct OrderBooked {
    /// Address of the order.
    pub order: Pubkey,
    /// Serial number of the order, unique among the orders of both currencies.
    pub serial: u64,
    /// The client.
    pub client: Pubkey,
    /// The wallet that paid.
    pub payer: Pubkey,
    /// The node that is booked.
    pub node: Pubkey,
    /// The wallet that the pay goes to: the node's payout wallet at this moment.
    pub provider: Pubkey,
    /// Hardware revision of the node that is booked.
    pub revision: u32,
    /// Currency of the order.
    pub currency: Currency,
    /// Processors booked.
    pub processors: u32,
    /// Rate, in base units per processor-hour.
    pub rate: u64,
    /// Time booked, in seconds.
    pub duration: u32,
    /// Seconds that the order may be extended to, those booked included.
    pub longest: u32,
    /// Seconds that pay is held back.
    pub holdback_seconds: u32,
    /// How long before it leaves the operator has to give notice, in hours.
    pub notice_hours: u8,
    /// Cost of the time booked.
    pub cost: u64,
    /// The buyer's fees on that cost, held in escrow.
    pub fees: u64,
    /// Start of the service.
    pub now: i64,
    /// The client's note.
    pub reference: [u8; 32],
}
