//! Refusals of the staking rules.

/// Why an operation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakingError {
    /// A figure is beyond what the supply allows: the accounts do not belong together.
    Overflow,
    /// The full weight is outside its bounds.
    InvalidFullWeight,
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
    /// Delegations would exceed the node's offer, or half of its minimum.
    DelegationLimit,
    /// Processors are hired, and the operator's own stake would fall below the greatest minimum
    /// since they were.
    OwnStakeLocked,
    /// Slashes have taken the node's whole stake too often.
    GenerationsExhausted,
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
    /// Less than 90 days have passed since a slash of this epoch was cancelled, lapsed, or executed
    /// below 10%.
    SlashTooSoon,
    /// Less than 30 days have passed since the proposal or its last raise.
    SlashNotOpen,
    /// The node has had the most proposals that a node can have.
    ProposalsExhausted,
    /// The end of the hire is not within the next 44 days.
    InvalidHireEnd,
    /// The new share is not higher than the proposed one.
    SlashNotHigher,
    /// The slash was raised twice.
    RaisesExhausted,
    /// More than 14 days have passed since the proposal or its last raise.
    RaiseTooLate,
    /// The slasher's epoch has not begun, or is too old.
    UnknownEpoch,
    /// The admin has voided the slasher's epoch.
    EpochVoided,
    /// The full weight is more than twice or less than half of the one in force.
    FullWeightStep,
    /// The full weight would rise above that of genesis and above twice what the pool weighs.
    FullWeightAboveNetwork,
    /// The multiplier is more than twice or less than half of the one in force.
    MultiplierStep,
    /// The class's multiplier in force is above 1.
    MultiplierTooHighToRetire,
    /// The hardware class is retired for good.
    ClassRetired,
}
