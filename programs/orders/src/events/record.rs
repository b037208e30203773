//! Notice, records, maintenance and attestations.

use {anchor_lang::prelude::*, io_economics::orders::Attributes};

/// The operator has given notice: the booked time is over earlier.
#[event]
pub struct NoticeGiven {
    /// Address of the order.
    pub order: Pubkey,
    /// Time booked from now on, in seconds since the start. The order is not extended any more.
    pub duration: u32,
    /// Base units returned to the client.
    pub refund: u64,
    /// Time of the notice.
    pub now: i64,
}

/// Somebody has opened the record of a node.
#[event]
pub struct RecordOpened {
    /// The node.
    pub node: Pubkey,
    /// The wallet that paid the rent, which never returns.
    pub opener: Pubkey,
    /// Time of the opening.
    pub now: i64,
}

/// An operator has announced maintenance of its node.
#[event]
pub struct MaintenanceAnnounced {
    /// The node.
    pub node: Pubkey,
    /// Start of the maintenance.
    pub from: i64,
    /// End of the maintenance.
    pub to: i64,
    /// Time of the announcement.
    pub now: i64,
}

/// An auditor says of a node what it has.
#[event]
pub struct Attested {
    /// The node.
    pub node: Pubkey,
    /// The auditor.
    pub auditor: Pubkey,
    /// Hardware revision of the node.
    pub revision: u32,
    /// What the node has.
    pub attributes: Attributes,
    /// SHA-256 of the evidence.
    pub evidence: [u8; 32],
    /// Until when it holds.
    pub expires_at: i64,
    /// Time of the attestation.
    pub now: i64,
}

/// An auditor has taken its attestation back.
#[event]
pub struct AttestationRevoked {
    /// The node.
    pub node: Pubkey,
    /// The auditor.
    pub auditor: Pubkey,
}
