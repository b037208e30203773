//! Every refusal of the program: the cause in its docs, what to do in its message.

use {anchor_lang::prelude::*, io_economics::staking::StakingError as Refusal};

/// Errors of io_staking. Refusals of the rules have the names of `io_economics`. Numbers never
/// change: new errors go to the end, before `UnknownVersion`.
#[error_code]
pub enum StakingError {
    /// The signer is not the upgrade authority of io_staking.
    #[msg("Sign with the upgrade authority of io_staking")]
    NotUpgradeAuthority,
    /// Wrong ProgramData account.
    #[msg("Pass the ProgramData account of io_staking")]
    WrongProgramData,
    /// Wrong emission account, or one of an unknown version.
    #[msg("Pass the emission account of io_emission")]
    WrongEmission,
    /// The emission has not started.
    #[msg("Run io_emission's allocate first: staking starts with the emission")]
    EmissionNotStarted,
    /// Wrong config account.
    #[msg("Pass the config account of io_staking")]
    WrongConfig,
    /// Wrong mint.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// Wrong stake vault.
    #[msg("Pass the stake vault of io_staking")]
    WrongStakeVault,
    /// Wrong reward vault.
    #[msg("Pass the reward vault of io_staking")]
    WrongRewardVault,
    /// The signer is not the admin.
    #[msg("Sign with the admin's key")]
    NotAdmin,
    /// The signer is not the proposed admin.
    #[msg("Sign with the proposed admin's key; the admin proposes one first")]
    NotNextAdmin,
    /// The signer is not the oracle in force.
    #[msg("Sign with the oracle's key; an announced oracle waits until its time")]
    NotOracle,
    /// The signer is not the slasher in force.
    #[msg("Sign with the slasher's key; an announced slasher waits until its time")]
    NotSlasher,
    /// The signer is not the node's operator.
    #[msg("Sign with the key of the node's operator")]
    NotOperator,
    /// The signer is not the owner of the stake.
    #[msg("Sign with the key of the stake's owner")]
    NotOwner,
    /// The signer is not the config account of io_orders.
    #[msg("Only io_orders may do this; hire and release through it")]
    NotOrders,
    /// The stake lies in a different node.
    #[msg("Pass the node that the stake lies in")]
    WrongNode,
    /// The node has a different hardware class.
    #[msg("Pass the hardware class of the node")]
    WrongClass,
    /// The destination is not a token account of the owner.
    #[msg("Pass an IO token account of the owner")]
    NotOwnersTokenAccount,
    /// The destination is not the associated token account of the payout wallet.
    #[msg("Pass the associated IO token account of the node's payout wallet")]
    NotPayoutTokenAccount,
    /// Entries are paused.
    #[msg("Wait until the admin resumes entries, 14 days at most; exits work as always")]
    Paused,
    /// The reward vault does not yet hold what is claimed.
    #[msg("Put io_emission's crank before the claim, in the same transaction")]
    CrankFirst,
    /// Less than one base unit is owed.
    #[msg("Claim later")]
    NothingToClaim,
    /// The stake still holds shares, tickets or rewards.
    #[msg("Unstake, withdraw and claim everything first, then close")]
    NotEmpty,
    /// The batch names a node twice.
    #[msg("Name each node once")]
    DuplicateNode,
    /// The batch has fewer accounts than reports.
    #[msg("Pass one node account for each report, in the same order, then their hardware classes")]
    BatchMismatch,
    /// A figure is beyond what the supply allows: the accounts do not belong together.
    #[msg("Check the accounts: they do not belong together")]
    Overflow,
    /// Not used any more: a full weight outside its bounds is `InvalidFullWeight`.
    #[msg("Update the client: this version of io_staking does not say this")]
    InvalidFloorWeight,
    /// The multiplier is outside its bounds.
    #[msg("Choose a multiplier from 1 to 10,000 hundredths")]
    InvalidMultiplier,
    /// The number of processors is 0.
    #[msg("Name at least one processor")]
    InvalidProcessors,
    /// The commission is above its bound.
    #[msg("Choose a commission of at most 5,000 bps")]
    CommissionTooHigh,
    /// The reported availability is above 100%.
    #[msg("Report an availability of at most 10,000 bps")]
    InvalidAvailability,
    /// The report is not newer than the last one, has lapsed, or names an old revision.
    #[msg("Send a newer report, for the node's present revision")]
    ReportStale,
    /// The report's time has not come yet.
    #[msg("Send the report when its time has come")]
    ReportFromFuture,
    /// The node is retired for good.
    #[msg("Use a different node")]
    Retired,
    /// Processors of the node are hired.
    #[msg("Wait until the node's processors are released")]
    Hired,
    /// The node's last report has lapsed or says that it is offline.
    #[msg("Wait for a newer report or use a different node")]
    NotAvailable,
    /// The node's counted stake is below its minimum.
    #[msg("Stake to the node first or use a different node")]
    BelowMinimum,
    /// The node has fewer free processors than asked for.
    #[msg("Ask for fewer processors or use a different node")]
    NotEnoughProcessors,
    /// The amount is 0.
    #[msg("Name an amount above 0")]
    ZeroAmount,
    /// The amount is too small for the node's price of a share.
    #[msg("Name a larger amount")]
    WorthNothing,
    /// The position has no shares in this node; a slash may have taken all.
    #[msg("Stake first")]
    NothingStaked,
    /// The position is worth less than the amount.
    #[msg("Name at most what the position is worth")]
    AmountExceedsStake,
    /// Delegations would exceed the node's offer, or half of its minimum.
    #[msg("Stake at most what the node still takes from others, or choose a node that takes more")]
    DelegationLimit,
    /// Processors are hired, and the operator's own stake would fall below the greatest minimum
    /// since they were.
    #[msg("Unstake less, or wait until the processors are released or the hire ends")]
    OwnStakeLocked,
    /// Slashes have taken the node's whole stake too often.
    #[msg("Use a different node")]
    GenerationsExhausted,
    /// Not used any more: stake leaves by a ticket that is open when all are.
    #[msg("Update the client: this version of io_staking does not say this")]
    TicketsFull,
    /// Not used any more: unlocked tickets are merged when a place is needed.
    #[msg("Update the client: this version of io_staking does not say this")]
    WithdrawFirst,
    /// No ticket of the position is unlocked.
    #[msg("Wait until a ticket unlocks")]
    NothingToWithdraw,
    /// All that is left to withdraw is held back for a proposed slash.
    #[msg("Wait until the slash is executed, cancelled or lapsed")]
    HeldBack,
    /// A slash of the node is pending.
    #[msg("Wait until the slash is executed, cancelled or lapsed")]
    SlashPending,
    /// No slash of the node is pending.
    #[msg("Propose a slash first")]
    NoSlashPending,
    /// The share to slash is outside its bounds.
    #[msg("Choose a share from 1 to 10,000 bps")]
    InvalidSlashShare,
    /// Less than 90 days have passed since a slash of this epoch was cancelled, lapsed, or executed
    /// below 10%.
    #[msg("Wait until 90 days have passed")]
    SlashTooSoon,
    /// Less than 30 days have passed since the proposal or its last raise.
    #[msg("Wait until 30 days have passed")]
    SlashNotOpen,
    /// The node has had the most proposals that a node can have.
    #[msg("Retire the node instead")]
    ProposalsExhausted,
    /// The account in the batch is no node of this program.
    #[msg("Pass node accounts of io_staking")]
    NotANode,
    /// The node in the batch is not writable.
    #[msg("Pass the node account as writable")]
    NodeNotWritable,
    /// The full weight is more than twice or less than half of the one in force.
    #[msg("Choose from half to twice of the full weight in force; announce the next step once this holds")]
    FullWeightStep,
    /// The full weight would rise above that of genesis and above twice what the pool weighs.
    #[msg("Choose a full weight of at most that of genesis, or twice what the pool weighs now")]
    FullWeightAboveNetwork,
    /// The multiplier is more than twice or less than half of the one in force.
    #[msg("Choose from half to twice of the multiplier in force; announce the next step once this holds")]
    MultiplierStep,
    /// The class's multiplier in force is above 1.
    #[msg("Lower the multiplier to at most 1 first; a class can be retired once that holds")]
    MultiplierTooHighToRetire,
    /// The hardware class is retired for good.
    #[msg("Choose a different hardware class")]
    ClassRetired,
    /// The end of the hire is not within the next 44 days.
    #[msg("Name an end within the next 44 days")]
    InvalidHireEnd,
    /// The new share is not higher than the proposed one.
    #[msg("Name a higher share")]
    SlashNotHigher,
    /// The slash was raised twice.
    #[msg("Leave the slash as it is")]
    RaisesExhausted,
    /// More than 14 days have passed since the proposal or its last raise.
    #[msg("Leave the slash as it is, or propose a new one once this one is over")]
    RaiseTooLate,
    /// The slasher's epoch has not begun, or is too old.
    #[msg("Name the epoch in force, as io_staking's config has it, or one of the 62 before")]
    UnknownEpoch,
    /// The admin has voided the slasher's epoch.
    #[msg("Wait for the next slasher")]
    EpochVoided,
    /// The signer is neither the slasher in force nor the admin.
    #[msg("Sign with the key of the slasher or of the admin")]
    NotSlasherOrAdmin,
    /// The payout wallet is a token account, a mint, a program, or an account of io_staking.
    #[msg("Name a wallet, whose associated token accounts will be paid")]
    InvalidPayout,
    /// The last pause is over, and began less than 28 days ago.
    #[msg("Pause again 28 days after the last pause began")]
    PauseTooSoon,
    /// The full weight is outside its bounds.
    #[msg("Choose a full weight from 1,000,000,000 to 10,000,000,000,000")]
    InvalidFullWeight,
    /// The account's version byte is not one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}

impl From<Refusal> for StakingError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Overflow => Self::Overflow,
            Refusal::InvalidFullWeight => Self::InvalidFullWeight,
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
            Refusal::NothingToWithdraw => Self::NothingToWithdraw,
            Refusal::HeldBack => Self::HeldBack,
            Refusal::SlashPending => Self::SlashPending,
            Refusal::NoSlashPending => Self::NoSlashPending,
            Refusal::InvalidSlashShare => Self::InvalidSlashShare,
            Refusal::SlashTooSoon => Self::SlashTooSoon,
            Refusal::SlashNotOpen => Self::SlashNotOpen,
            Refusal::ProposalsExhausted => Self::ProposalsExhausted,
            Refusal::FullWeightStep => Self::FullWeightStep,
            Refusal::FullWeightAboveNetwork => Self::FullWeightAboveNetwork,
            Refusal::MultiplierStep => Self::MultiplierStep,
            Refusal::MultiplierTooHighToRetire => Self::MultiplierTooHighToRetire,
            Refusal::ClassRetired => Self::ClassRetired,
            Refusal::InvalidHireEnd => Self::InvalidHireEnd,
            Refusal::SlashNotHigher => Self::SlashNotHigher,
            Refusal::RaisesExhausted => Self::RaisesExhausted,
            Refusal::RaiseTooLate => Self::RaiseTooLate,
            Refusal::UnknownEpoch => Self::UnknownEpoch,
            Refusal::EpochVoided => Self::EpochVoided,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    StakingError::from(refusal).into()
}
