//! The life of an order.

use {
    anchor_lang::prelude::*,
    io_economics::orders::{Currency, Fees},
};

/// A client has created an order and paid it in.
#[event]
pub struct OrderCreated {
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
    /// Seconds that the operator has to accept.
    pub accept_seconds: u32,
    /// Seconds that pay is held back.
    pub holdback_seconds: u32,
    /// Cost of the time booked.
    pub cost: u64,
    /// The buyer's fees on that cost, held in escrow.
    pub fees: u64,
    /// Time of creation.
    pub now: i64,
    /// The client's note.
    pub reference: [u8; 32],
}

/// An order was cancelled before it was accepted.
#[event]
pub struct OrderCancelled {
    /// Address of the order.
    pub order: Pubkey,
    /// The signer: the client, or anyone once the window for accepting was over.
    pub by: Pubkey,
    /// Time of the cancellation.
    pub now: i64,
    /// Base units returned to the client.
    pub refund: u64,
}

/// The operator has accepted an order; the service runs.
#[event]
pub struct OrderAccepted {
    /// Address of the order.
    pub order: Pubkey,
    /// The wallet that the pay goes to: the node's payout wallet at this moment.
    pub provider: Pubkey,
    /// Start of the service.
    pub start: i64,
    /// Seconds that the client may extend the order to, those booked included.
    pub longest: u32,
}

/// Somebody has booked more time for the client.
#[event]
pub struct OrderExtended {
    /// Address of the order.
    pub order: Pubkey,
    /// The wallet that paid.
    pub payer: Pubkey,
    /// Time booked in all, in seconds.
    pub duration: u32,
    /// Cost of the time added.
    pub cost: u64,
    /// The buyer's fees on that cost.
    pub fees: u64,
}

/// Time served was paid.
#[event]
pub struct OrderSettled {
    /// Address of the order.
    pub order: Pubkey,
    /// Base units paid to the provider, after its fees.
    pub provider: u64,
    /// Base units returned to the client out of escrow.
    pub client: u64,
    /// Bond returned to the client, in base units: its dispute was not decided in time.
    pub bond: u64,
    /// Fees earned.
    pub fees: Fees,
    /// Time of the settlement.
    pub now: i64,
    /// Whether the order holds nothing any more.
    pub done: bool,
    /// Whether the node's record was written: nothing is left in the order, and there is a record.
    pub recorded: bool,
}

/// The oracle has reported a time in which the node did not serve.
#[event]
pub struct OutageReported {
    /// Address of the order.
    pub order: Pubkey,
    /// Start of what was booked of the outage.
    pub from: i64,
    /// End of what was booked of the outage.
    pub to: i64,
    /// Time of the report.
    pub now: i64,
}

/// The service has stopped.
#[event]
pub struct OrderEnded {
    /// Address of the order.
    pub order: Pubkey,
    /// The signer: the client, the operator, or anyone once the booked time was over.
    pub by: Pubkey,
    /// Seconds of service, outages included; of less than an hour the whole hour is paid, unless an
    /// outage ran when the client ended.
    pub duration: u32,
    /// Base units returned to the client.
    pub refund: u64,
    /// Seconds of unserved time whose buyer's fees stay in escrow, since the client ended.
    pub kept: u32,
    /// Time of the end.
    pub now: i64,
    /// Whether the operator ended before the booked time was over.
    pub left_early: bool,
    /// Whether it did so without the notice that it had agreed to: it forfeits its last pay.
    pub notice_broken: bool,
    /// Whether the order holds nothing any more. Then its operator ended it within the first hour,
    /// and it keeps its processors hired until it is closed.
    pub done: bool,
    /// Whether the node's record was written: nothing is left in the order, and there is a record.
    pub recorded: bool,
}

/// The client has disputed what is not paid yet.
#[event]
pub struct OrderDisputed {
    /// Address of the order.
    pub order: Pubkey,
    /// Time of the dispute.
    pub now: i64,
    /// Base units that the client deposited as its bond.
    pub bond: u64,
}

/// The arbiter has decided a dispute.
#[event]
pub struct OrderResolved {
    /// Address of the order.
    pub order: Pubkey,
    /// The provider's share of what was disputed, in bps.
    pub share_bps: u16,
    /// Base units paid to the provider, after its fees.
    pub provider: u64,
    /// Base units returned to the client out of escrow.
    pub client: u64,
    /// Bond returned to the client, in base units.
    pub bond_returned: u64,
    /// Bond that becomes fees, in base units: the provider gets all that was disputed.
    pub bond_forfeited: u64,
    /// Fees earned, the bond not counted.
    pub fees: Fees,
    /// Time of the decision.
    pub now: i64,
    /// Whether the node's record was written: there is one.
    pub recorded: bool,
}

/// A settled order was closed; its rent went back to the client.
#[event]
pub struct OrderClosed {
    /// Address that the order had.
    pub order: Pubkey,
}
