//! What an indexer needs to rebuild the state. Amounts are in base units of the order's mint, times in Unix seconds.

use {
    crate::instructions::Role,
    anchor_lang::prelude::*,
    io_economics::orders::{Currency, Fees, Rules},
};

/// The config exists.
#[event]
pub struct Initialized {
    /// The admin.
    pub admin: Pubkey,
    /// The oracle.
    pub oracle: Pubkey,
    /// The arbiter.
    pub arbiter: Pubkey,
    /// What orders take over.
    pub rules: Rules,
}

/// The books and the vault of a currency exist.
#[event]
pub struct LedgerOpened {
    /// Which currency.
    pub currency: Currency,
    /// Its mint.
    pub mint: Pubkey,
    /// Its vault.
    pub vault: Pubkey,
}

/// Somebody may take over as admin.
#[event]
pub struct AdminProposed {
    /// Who.
    pub next_admin: Pubkey,
}

/// There is a new admin.
#[event]
pub struct AdminAccepted {
    /// Who.
    pub admin: Pubkey,
}

/// Entries are paused, or resumed.
#[event]
pub struct PauseSet {
    /// Whether they are paused.
    pub paused: bool,
}

/// New orders take over other figures.
#[event]
pub struct RulesSet {
    /// Which.
    pub rules: Rules,
}

/// A role passes to another key.
#[event]
pub struct RoleAnnounced {
    /// Which role.
    pub role: Role,
    /// To whom.
    pub key: Pubkey,
    /// From when on.
    pub effective_at: i64,
}

/// A client has paid in.
#[event]
pub struct OrderCreated {
    /// The order.
    pub order: Pubkey,
    /// Its number among all.
    pub serial: u64,
    /// Who pays.
    pub client: Pubkey,
    /// For which node.
    pub node: Pubkey,
    /// Its hardware at the time.
    pub revision: u32,
    /// In what.
    pub currency: Currency,
    /// Processors.
    pub processors: u32,
    /// Base units per processor-hour.
    pub rate: u64,
    /// Seconds.
    pub duration: u32,
    /// Cost of the time booked.
    pub cost: u64,
    /// The buyer's fees on it, not earned yet.
    pub fees: u64,
    /// When.
    pub now: i64,
    /// Whatever the client notes.
    pub reference: [u8; 32],
}

/// An order that was not accepted was cancelled.
#[event]
pub struct OrderCancelled {
    /// The order.
    pub order: Pubkey,
    /// Who cancelled it: the client, or anyone once the window for accepting was over.
    pub by: Pubkey,
    /// When.
    pub now: i64,
    /// Back to the client.
    pub refund: u64,
}

/// The service has started.
#[event]
pub struct OrderAccepted {
    /// The order.
    pub order: Pubkey,
    /// The wallet that is paid.
    pub provider: Pubkey,
    /// Since when.
    pub start: i64,
    /// Whether the operator takes extensions.
    pub extendable: bool,
}

/// More time was booked.
#[event]
pub struct OrderExtended {
    /// The order.
    pub order: Pubkey,
    /// Seconds booked in all.
    pub duration: u32,
    /// Cost of the time added.
    pub cost: u64,
    /// The buyer's fees on it.
    pub fees: u64,
    /// Fees of these earned at once.
    pub earned: Fees,
}

/// Time served was paid.
#[event]
pub struct OrderSettled {
    /// The order.
    pub order: Pubkey,
    /// To the provider, its fees taken off.
    pub provider: u64,
    /// Back to the client.
    pub client: u64,
    /// Fees earned.
    pub fees: Fees,
    /// When.
    pub now: i64,
    /// Whether nothing is left.
    pub done: bool,
}

/// The node did not serve for a time.
#[event]
pub struct OutageReported {
    /// The order.
    pub order: Pubkey,
    /// From when.
    pub from: i64,
    /// Until when.
    pub to: i64,
}

/// The service has stopped.
#[event]
pub struct OrderEnded {
    /// The order.
    pub order: Pubkey,
    /// Who stopped it: the client, the operator, or anyone once the time was over.
    pub by: Pubkey,
    /// Seconds of service to be paid, outages not taken off; 0 if the operator stopped it within the first hour.
    pub duration: u32,
    /// Back to the client.
    pub refund: u64,
    /// Fees earned.
    pub fees: Fees,
    /// Whether nothing is left.
    pub done: bool,
}

/// The client disputes what is not paid.
#[event]
pub struct OrderDisputed {
    /// The order.
    pub order: Pubkey,
    /// When.
    pub now: i64,
    /// Fees earned.
    pub fees: Fees,
}

/// The arbiter has decided.
#[event]
pub struct OrderResolved {
    /// The order.
    pub order: Pubkey,
    /// The provider's share of what was disputed, in bps.
    pub share_bps: u16,
    /// To the provider, its fees taken off.
    pub provider: u64,
    /// Back to the client.
    pub client: u64,
    /// Fees earned.
    pub fees: Fees,
}

/// An order is gone, and its rent is the client's again.
#[event]
pub struct OrderClosed {
    /// The order.
    pub order: Pubkey,
}

/// There is a place for money that a payee's account cannot take.
#[event]
pub struct UnclaimedOpened {
    /// Whose.
    pub payee: Pubkey,
    /// Of which mint.
    pub mint: Pubkey,
    /// Who paid the rent, and gets it back.
    pub opener: Pubkey,
}

/// Money waits for its payee.
#[event]
pub struct UnclaimedCredited {
    /// Whose it is.
    pub payee: Pubkey,
    /// Of which mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
}

/// A payee has taken what waited.
#[event]
pub struct UnclaimedTaken {
    /// Who.
    pub payee: Pubkey,
    /// Of which mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
}

/// Fees went to buyback.
#[event]
pub struct FeesSwept {
    /// Of which mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
}
