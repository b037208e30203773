//! What can go wrong, and what the caller does about it.

use {anchor_lang::prelude::*, io_economics::staking::StakingError as Refusal};

/// Errors of io_staking. Those of the rules bear the names they have in `io_economics`.
#[error_code]
pub enum StakingError {
    /// The signer is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_staking may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account in place of the loader's program data is another.
    #[msg("Pass the program data account of io_staking")]
    WrongProgramData,
    /// The account in place of the emission state is another, or of a version not known here.
    #[msg("Pass the emission state account of io_emission")]
    WrongEmission,
    /// The emission has not started.
    #[msg("Run io_emission's allocate first; staking starts with the emission")]
    EmissionNotStarted,
    /// The account in place of the config is another.
    #[msg("Pass the config account of io_staking")]
    WrongConfig,
    /// The account in place of the IO mint is another.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// The account in place of the stake vault is another.
    #[msg("Pass the stake vault of io_staking")]
    WrongStakeVault,
    /// The account in place of the reward vault is another.
    #[msg("Pass the reward vault of io_staking")]
    WrongRewardVault,
    /// The signer is not the admin.
    #[msg("Only the admin may do this")]
    NotAdmin,
    /// The signer was not proposed as admin.
    #[msg("Only the proposed admin may accept; the admin proposes one first")]
    NotNextAdmin,
    /// The signer is not the oracle at this time.
    #[msg("Only the oracle may report; an announced one from its time on")]
    NotOracle,
    /// The signer is not the slasher at this time.
    #[msg("Only the slasher may do this; an announced one from its time on")]
    NotSlasher,
    /// The signer is not the node's operator.
    #[msg("Only the node's operator may do this")]
    NotOperator,
    /// The signer is not the owner of the stake.
    #[msg("Only the owner of the stake may do this")]
    NotOwner,
    /// The signer is not the orders program.
    #[msg("Only io_orders hires and releases")]
    NotOrders,
    /// The stake is in another node.
    #[msg("Pass the node that the stake is in")]
    WrongNode,
    /// The class is not the node's.
    #[msg("Pass the hardware class of the node")]
    WrongClass,
    /// The destination is not a token account of the owner.
    #[msg("Pass a token account of the IO mint that belongs to the owner")]
    NotOwnersTokenAccount,
    /// The destination is not the canonical token account of the payout wallet.
    #[msg("Pass the associated token account of the node's payout wallet")]
    NotPayoutTokenAccount,
    /// Entries are paused.
    #[msg("Entries are paused; wait until the admin resumes. Exits work as always")]
    Paused,
    /// The reward vault does not hold what is claimed yet.
    #[msg("Crank io_emission first, in the same transaction, then claim")]
    CrankFirst,
    /// Nothing is owed.
    #[msg("Nothing is owed yet; claim later")]
    NothingToClaim,
    /// The stake account still holds something.
    #[msg("Unstake, withdraw and claim everything first, then close")]
    NotEmpty,
    /// A node is twice in the batch.
    #[msg("Name each node once")]
    DuplicateNode,
    /// There are more or fewer nodes than reports.
    #[msg("Pass one node account for each report, in the same order")]
    BatchMismatch,
    /// A figure is beyond what the supply allows: the accounts passed do not belong together.
    #[msg("A figure is beyond what the supply allows: the accounts passed do not belong together")]
    Overflow,
    /// Choose a floor weight from `MIN_FLOOR_WEIGHT` to `MAX_FLOOR_WEIGHT`.
    #[msg("Choose a floor weight from 1 to 100,000,000,000")]
    InvalidFloorWeight,
    /// Choose a multiplier from 1 to `MAX_MULTIPLIER` hundredths.
    #[msg("Choose a multiplier from 1 to 10,000 hundredths")]
    InvalidMultiplier,
    /// Name at least one processor.
    #[msg("Name at least one processor")]
    InvalidProcessors,
    /// Choose a commission of at most `MAX_COMMISSION_BPS`.
    #[msg("Choose a commission of at most 5,000 bps")]
    CommissionTooHigh,
    /// Report an availability of at most 10,000 bps.
    #[msg("Report an availability of at most 10,000 bps")]
    InvalidAvailability,
    /// Send a report that is newer than the last one and not lapsed.
    #[msg("Send a report that is newer than the last one and not lapsed")]
    ReportStale,
    /// Send the report when its time has come.
    #[msg("Send the report when its time has come")]
    ReportFromFuture,
    /// The node is retired for good: use another one.
    #[msg("The node is retired for good: use another one")]
    Retired,
    /// Wait until the node's processors are released.
    #[msg("Wait until the node's processors are released")]
    Hired,
    /// The node's last report has lapsed or says it is offline: wait for a newer one or use another node.
    #[msg(
        "The node's last report has lapsed or says it is offline: wait for a newer one or use another node"
    )]
    NotAvailable,
    /// The node's counted stake is below its minimum: stake first or use another node.
    #[msg("The node's counted stake is below its minimum: stake first or use another node")]
    BelowMinimum,
    /// The node has fewer free processors than that: ask for fewer or use another node.
    #[msg("The node has fewer free processors than that: ask for fewer or use another node")]
    NotEnoughProcessors,
    /// Name an amount above 0.
    #[msg("Name an amount above 0")]
    ZeroAmount,
    /// The amount is too small for the node's price of a share: name a larger one.
    #[msg("The amount is too small for the node's price of a share: name a larger one")]
    WorthNothing,
    /// The position holds no stake in this node (a slash may have taken all of it).
    #[msg("The position holds no stake in this node (a slash may have taken all of it)")]
    NothingStaked,
    /// The position is worth less: ask for at most its worth.
    #[msg("The position is worth less: ask for at most its worth")]
    AmountExceedsStake,
    /// Delegations would pass the operator's own stake: stake less, or the operator stakes more first.
    #[msg("Delegations would pass the operator's own stake: stake less, or the operator stakes more first")]
    DelegationLimit,
    /// While processors are hired, the operator's own stake stays at or above the minimum: unstake less or later.
    #[msg("While processors are hired, the operator's own stake stays at or above the minimum: unstake less or later")]
    OwnStakeLocked,
    /// The node was slashed to nothing too often to take stake again: use another node.
    #[msg("The node was slashed to nothing too often to take stake again: use another node")]
    GenerationsExhausted,
    /// All tickets are cooling down: wait until one is unlocked.
    #[msg("All tickets are cooling down: wait until one is unlocked")]
    TicketsFull,
    /// All tickets are used and one is unlocked: withdraw first.
    #[msg("All tickets are used and one is unlocked: withdraw first")]
    WithdrawFirst,
    /// No ticket is unlocked: wait until one is.
    #[msg("No ticket is unlocked: wait until one is")]
    NothingToWithdraw,
    /// Nothing is left but what a proposed slash holds back: wait until that is executed, cancelled or lapsed.
    #[msg("Nothing is left but what a proposed slash holds back: wait until that is executed, cancelled or lapsed")]
    HeldBack,
    /// A slash is proposed: wait until it is executed, cancelled or lapsed.
    #[msg("A slash is proposed: wait until it is executed, cancelled or lapsed")]
    SlashPending,
    /// No slash is proposed, or it has lapsed: propose one first.
    #[msg("No slash is proposed, or it has lapsed: propose one first")]
    NoSlashPending,
    /// Choose a share above 0 and at most 10,000 bps.
    #[msg("Choose a share above 0 and at most 10,000 bps")]
    InvalidSlashShare,
    /// Wait until 90 days have passed since the last proposal.
    #[msg("Wait until 90 days have passed since the last proposal")]
    SlashTooSoon,
    /// The slash can be executed only from day 30 on: wait.
    #[msg("The slash can be executed only from day 30 on: wait")]
    SlashNotOpen,
    /// The node has had the most proposals a node can have: retire it instead.
    #[msg("The node has had the most proposals a node can have: retire it instead")]
    ProposalsExhausted,
}

impl From<Refusal> for StakingError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Overflow => Self::Overflow,
            Refusal::InvalidFloorWeight => Self::InvalidFloorWeight,
            Refusal::InvalidMultiplier => Self::InvalidMultiplier,
            Refusal::InvalidProcessors => Self::InvalidProcessors,
            Refusal::CommissionTooHigh => Self::CommissionTooHigh,
            Refusal::InvalidAvailability => Self::InvalidAvailability,
            Refusal::ReportStale => Self::ReportStale,
            Refusal::ReportFromFuture => Self::ReportFromFuture,
            Refusal::Retired => Self::Retired,
            Refusal::Hired => Self::Hired,
            Refusal::NotAvailable => Self::NotAvailable,
            Refusal::BelowMinimum => Self::BelowMinimum,
            Refusal::NotEnoughProcessors => Self::NotEnoughProcessors,
            Refusal::ZeroAmount => Self::ZeroAmount,
            Refusal::WorthNothing => Self::WorthNothing,
            Refusal::NothingStaked => Self::NothingStaked,
            Refusal::AmountExceedsStake => Self::AmountExceedsStake,
            Refusal::DelegationLimit => Self::DelegationLimit,
            Refusal::OwnStakeLocked => Self::OwnStakeLocked,
            Refusal::GenerationsExhausted => Self::GenerationsExhausted,
            Refusal::TicketsFull => Self::TicketsFull,
            Refusal::WithdrawFirst => Self::WithdrawFirst,
            Refusal::NothingToWithdraw => Self::NothingToWithdraw,
            Refusal::HeldBack => Self::HeldBack,
            Refusal::SlashPending => Self::SlashPending,
            Refusal::NoSlashPending => Self::NoSlashPending,
            Refusal::InvalidSlashShare => Self::InvalidSlashShare,
            Refusal::SlashTooSoon => Self::SlashTooSoon,
            Refusal::SlashNotOpen => Self::SlashNotOpen,
            Refusal::ProposalsExhausted => Self::ProposalsExhausted,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    StakingError::from(refusal).into()
}
