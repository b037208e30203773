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
        "NothingDue" | "AcceptWindowOpen" | "StillBooked" | "FirstHour" | "NothingToClaim"
        | "NothingToWithdraw" | "TicketsFull" | "SlashTooSoon" | "SlashNotOpen" | "NothingToSweep"
        | "HeldBack" | "NotSettled" | "ReportFromFuture" | "NothingToBurn" | "NotStarted"
        | "EmissionNotStarted" | "EndFirst" | "EmissionEnded" | "AlreadyAllocated" | "AlreadySettled"
        | "AlreadyEnded" | "ExchangeTooEarly" | "PriceAhead" | "AuctionRunning" | "BelowLeastBudget"
        | "NoAuction" | "PauseTooSoon" | "NoSlashPending" | "NothingToRelease" | "NotFunded"
        | "StillOpen" | "AlreadyClaimed" | "NotFunderYet" | "NotOver" => Kind::TooEarly,
        "NotUpgradeAuthority"
        | "NotAdmin"
        | "NotNextAdmin"
        | "NotOracle"
        | "NotSlasher"
        | "NotOperator"
        | "NotOwner"
        | "NotOrders"
        | "NotClient"
        | "NotArbiter"
        | "NotPayee"
        | "NotManager"
        | "NotNextManager"
        | "NotBeneficiary"
        | "NotNextBeneficiary"
        | "NotFunder" => Kind::WrongKey,
        _ => Kind::Rule,
    }
}
