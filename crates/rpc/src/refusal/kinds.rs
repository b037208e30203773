//! What a caller can do about a refusal.

/// What kind of refusal it is: what a caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By a program's rules.
    Rule,
    /// Its time has not come, or somebody has done it already.
    TooEarly,
    /// The signer may not do this: another key may.
    WrongKey,
    /// A wallet has too little SOL, IO or USDC.
    Funds,
    /// An account or a program that the transaction names is not on this cluster.
    NotThere,
}

/// The kind of a program's own error, by its name.
pub(super) fn of(name: &str) -> Kind {
    match name {
        "AcceptWindowOpen" | "AlreadyAllocated" | "AlreadyClaimed" | "AlreadyEnded"
        | "AlreadyInitialized" | "AlreadyRevoked" | "AlreadySettled" | "AlreadyStarted"
        | "AuctionRunning" | "BelowLeastBudget" | "BidStands" | "BondNotDue" | "Closed" | "EmissionEnded"
        | "EmissionNotStarted" | "EndFirst" | "ExchangeTooEarly" | "FirstHour" | "FullyVested"
        | "HeldBack" | "NoAuction" | "NoSlashPending" | "NoSlotHash" | "NotFunded" | "NotFunderYet"
        | "NothingDue" | "NothingToBurn" | "NothingToClaim" | "NothingToRelease" | "NothingToSweep"
        | "NothingToWithdraw" | "NotOpen" | "NotOpenForOthers" | "NotOver" | "NotSettled" | "NotStarted"
        | "Over" | "PageExists" | "PauseTooSoon" | "PriceAhead" | "ReportFromFuture" | "RequestOpen"
        | "SlashNotOpen" | "SlashTooSoon" | "StillBooked" | "StillHired" | "StillOpen" | "TicketsFull" => {
            Kind::TooEarly
        }
        "NotAdmin"
        | "NotArbiter"
        | "NotAuditor"
        | "NotBeneficiary"
        | "NotClient"
        | "NotFunder"
        | "NotManager"
        | "NotNextAdmin"
        | "NotNextBeneficiary"
        | "NotNextManager"
        | "NotOperator"
        | "NotOracle"
        | "NotOrders"
        | "NotOwner"
        | "NotPayee"
        | "NotSlasher"
        | "NotSlasherOrAdmin"
        | "NotUpgradeAuthority" => Kind::WrongKey,
        _ => Kind::Rule,
    }
}
