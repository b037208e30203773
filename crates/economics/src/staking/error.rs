//! Why a staking operation is refused.

/// Why an operation is refused, and what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StakingError {
    /// A figure is beyond what the supply allows: the accounts passed do not belong together.
    Overflow,
    /// Choose a floor weight from `MIN_FLOOR_WEIGHT` to `MAX_FLOOR_WEIGHT`.
    InvalidFloorWeight,
    /// Choose a multiplier from 1 to `MAX_MULTIPLIER` hundredths.
    InvalidMultiplier,
    /// Name at least one processor.
    InvalidProcessors,
    /// Choose a commission of at most `MAX_COMMISSION_BPS`.
    CommissionTooHigh,
    /// Report an availability of at most 10,000 bps.
    InvalidAvailability,
    /// Send a report that is newer than the last one and not lapsed.
    ReportStale,
    /// Send the report when its time has come.
    ReportFromFuture,
    /// The node is retired for good: use another one.
    Retired,
    /// Wait until the node's processors are released.
    Hired,
    /// The node's last report has lapsed or says it is offline: wait for a newer one or use another node.
    NotAvailable,
    /// The node's counted stake is below its minimum: stake first or use another node.
    BelowMinimum,
    /// The node has fewer free processors than that: ask for fewer or use another node.
    NotEnoughProcessors,
    /// Name an amount above 0.
    ZeroAmount,
    /// The amount is too small for the node's price of a share: name a larger one.
    WorthNothing,
    /// The position holds no stake in this node (a slash may have taken all of it).
    NothingStaked,
    /// The position is worth less: ask for at most its worth.
    AmountExceedsStake,
    /// Delegations would pass the operator's own stake: stake less, or the operator stakes more first.
    DelegationLimit,
    /// While processors are hired, the operator's own stake stays at or above the minimum: unstake less or later.
    OwnStakeLocked,
    /// The node was slashed to nothing too often to take stake again: use another node.
    GenerationsExhausted,
    /// All tickets are cooling down: wait until one is unlocked.
    TicketsFull,
    /// All tickets are used and one is unlocked: withdraw first.
    WithdrawFirst,
    /// No ticket is unlocked: wait until one is.
    NothingToWithdraw,
    /// Nothing is left but what a proposed slash holds back: wait until that is executed, cancelled or lapsed.
    HeldBack,
    /// A slash is proposed: wait until it is executed, cancelled or lapsed.
    SlashPending,
    /// No slash is proposed, or it has lapsed: propose one first.
    NoSlashPending,
    /// Choose a share above 0 and at most 10,000 bps.
    InvalidSlashShare,
    /// Wait until 90 days have passed since the last proposal.
    SlashTooSoon,
    /// The slash can be executed only from day 30 on: wait.
    SlashNotOpen,
    /// The node has had the most proposals a node can have: retire it instead.
    ProposalsExhausted,
}
