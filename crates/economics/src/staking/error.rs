//! Refusals of the staking rules.

/// Why an operation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakingError {
    /// A figure is beyond what the supply allows: the accounts do not belong together.
    Overflow,
    /// The floor weight is outside its bounds.
    InvalidFloorWeight,
    /// The multiplier is outside its bounds.
    InvalidMultiplier,
    /// The number of processors is 0.
    InvalidProcessors,
    /// The commission is above its bound.
    CommissionTooHigh,
    /// The reported availability is above 100%.
    InvalidAvailability,
    /// The report is not newer than the last one, has lapsed, or names an old revision.
    ReportStale,
    /// The report's time has not come yet.
    ReportFromFuture,
    /// The node is retired for good.
    Retired,
    /// Processors of the node are hired.
    Hired,
    /// The node's last report has lapsed or says that it is offline.
    NotAvailable,
    /// The node's counted stake is below its minimum.
    BelowMinimum,
    /// The node has fewer free processors than asked for.
    NotEnoughProcessors,
    /// The amount is 0.
    ZeroAmount,
    /// The amount is too small for the node's price of a share.
    WorthNothing,
    /// The position has no shares in this node; a slash may have taken all.
    NothingStaked,
    /// The position is worth less than the amount.
    AmountExceedsStake,
    /// Delegations would exceed the operator's own stake.
    DelegationLimit,
    /// Processors are hired, and the operator's own stake would fall below the node's minimum.
    OwnStakeLocked,
    /// Slashes have taken the node's whole stake too often.
    GenerationsExhausted,
    /// All tickets of the position are cooling down.
    TicketsFull,
    /// All tickets of the position are used, and one is unlocked.
    WithdrawFirst,
    /// No ticket of the position is unlocked.
    NothingToWithdraw,
    /// All that is left to withdraw is held back for a proposed slash.
    HeldBack,
    /// A slash of the node is pending.
    SlashPending,
    /// No slash of the node is pending.
    NoSlashPending,
    /// The share to slash is outside its bounds.
    InvalidSlashShare,
    /// Less than 90 days have passed since the node's last proposal.
    SlashTooSoon,
    /// Less than 30 days have passed since the proposal.
    SlashNotOpen,
    /// The node has had the most proposals that a node can have.
    ProposalsExhausted,
}
