//! Nodes: hardware, reports, commission, hires.

use {crate::instructions::Report, anchor_lang::prelude::*};

/// The outcome of one report.
#[derive(Clone, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct Reported {
    /// The node.
    pub node: Pubkey,
    /// Number of the error for which the report was skipped; none if it counts.
    pub skipped: Option<u32>,
    /// The node's multiplier from this report on, in hundredths; 0 if it was skipped.
    pub multiplier: u16,
}

/// A node was registered.
#[event]
pub struct NodeRegistered {
    /// The node.
    pub node: Pubkey,
    /// Its operator.
    pub operator: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// The wallet that commission and pay go to.
    pub payout: Pubkey,
    /// Its processors.
    pub processors: u32,
    /// Its commission, in bps.
    pub commission_bps: u16,
    /// The number that tells its operator's nodes apart.
    pub id: u32,
}

/// A node's class or processors changed; it is offline until the oracle reports on the new
/// hardware.
#[event]
pub struct HardwareUpdated {
    /// The node.
    pub node: Pubkey,
    /// The new class.
    pub class: Pubkey,
    /// The new number of processors.
    pub processors: u32,
    /// The revision that reports must name from now on.
    pub revision: u32,
}

/// A node's commission was announced.
#[event]
pub struct CommissionAnnounced {
    /// The node.
    pub node: Pubkey,
    /// The announced commission, in bps.
    pub bps: u16,
    /// The time from which the announced commission holds; 0 if it holds at once.
    pub effective_at: i64,
}

/// A node's payout wallet was set.
#[event]
pub struct PayoutSet {
    /// The node.
    pub node: Pubkey,
    /// The wallet that commission and pay go to from now on.
    pub payout: Pubkey,
}

/// A node's offer was set.
#[event]
pub struct OfferSet {
    /// The node.
    pub node: Pubkey,
    /// IO that others may fill of the node's minimum; at most half of that counts.
    pub amount: u64,
}

/// A node was retired.
#[event]
pub struct NodeRetired {
    /// The node.
    pub node: Pubkey,
}

/// A node's commission was paid.
#[event]
pub struct CommissionClaimed {
    /// The node.
    pub node: Pubkey,
    /// The payout wallet.
    pub payout: Pubkey,
    /// IO paid out.
    pub amount: u64,
}

/// The oracle reported on nodes.
#[event]
pub struct AvailabilityReported {
    /// Time of the call.
    pub now: i64,
    /// The reports.
    pub reports: Vec<Report>,
    /// The outcome of each report, in the same order.
    pub outcomes: Vec<Reported>,
}

/// A node was brought up to date.
#[event]
pub struct NodeSynced {
    /// The node.
    pub node: Pubkey,
    /// Its weight from now on.
    pub weight: u64,
    /// Its multiplier from now on, in hundredths.
    pub multiplier: u16,
}

/// An order hired processors.
#[event]
pub struct Hired {
    /// The node.
    pub node: Pubkey,
    /// Processors hired by this call.
    pub processors: u32,
    /// The time up to which the hire locks the operator's stake.
    pub until: i64,
    /// Processors of the node that are hired now.
    pub hired: u32,
}

/// An order released processors.
#[event]
pub struct Released {
    /// The node.
    pub node: Pubkey,
    /// Processors released by this call.
    pub processors: u32,
    /// Processors of the node that are hired now.
    pub hired: u32,
}
