//! What can go wrong, and what the caller does about it.

use {anchor_lang::prelude::*, io_economics::orders::OrderError as Refusal};

/// Errors of io_orders. Those of the rules bear the names they have in `io_economics`.
#[error_code]
pub enum OrdersError {
    /// The signer is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_orders may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account in place of the loader's program data is another.
    #[msg("Pass the program data account of io_orders")]
    WrongProgramData,
    /// The account in place of the config is another.
    #[msg("Pass the config account of io_orders")]
    WrongConfig,
    /// The account in place of a mint is another.
    #[msg("Pass the IO mint and the USDC mint")]
    WrongMint,
    /// The account in place of a currency's books is another.
    #[msg("Pass the ledger account of the currency that the order is in")]
    WrongLedger,
    /// The account in place of the vault is another.
    #[msg("Pass the vault of the currency that the order is in")]
    WrongVault,
    /// The account in place of buyback's is another.
    #[msg("Pass io_buyback's vault of this currency")]
    WrongSweepAccount,
    /// The node is not the order's.
    #[msg("Pass the node that the order names")]
    WrongNode,
    /// The node's account has a layout not known here.
    #[msg("This node's account has a newer layout: use a newer version of io_orders")]
    UnknownNodeVersion,
    /// The account in place of io_staking's config is another.
    #[msg("Pass the config account of io_staking")]
    WrongStakingConfig,
    /// The account is not the payee's associated token account.
    #[msg("Pass the associated token account of the payee")]
    WrongTokenAccount,
    /// The payee's account cannot take the money, and no account for it was passed.
    #[msg("The payee's token account cannot take the money: call open_unclaimed for the payee, then pass that account")]
    UnclaimedBalanceMissing,
    /// Both accounts for undeliverable money are the same.
    #[msg("Pass one unclaimed account for each payee, or leave the second out")]
    DuplicateUnclaimedBalance,
    /// The account is not the one that paid the rent.
    #[msg("Pass the wallet that opened the unclaimed account")]
    WrongOpener,
    /// The signer is not the payee.
    #[msg("Only the payee may take what is due to it")]
    NotPayee,
    /// What is taken would stay in the vault, and be nobody's.
    #[msg("The vault keeps nothing for a payee: pass a token account of your own")]
    IntoVault,
    /// The signer is not the admin.
    #[msg("Only the admin may do this")]
    NotAdmin,
    /// The signer was not proposed as admin.
    #[msg("Only the proposed admin may accept; the admin proposes one first")]
    NotNextAdmin,
    /// The signer is not the order's client.
    #[msg("Only the client of the order may do this")]
    NotClient,
    /// The account is not the order's client.
    #[msg("Pass the client of the order")]
    WrongClient,
    /// The signer is not the node's operator.
    #[msg("Only the operator of the order's node may do this")]
    NotOperator,
    /// The signer is not the oracle at this time.
    #[msg("Only the oracle may report; an announced one from its time on")]
    NotOracle,
    /// The signer is not the arbiter at this time.
    #[msg("Only the arbiter may resolve; an announced one from its time on")]
    NotArbiter,
    /// The order at this address is another one by now.
    #[msg("This is another order than the one that was meant: look at its serial number")]
    WrongSerial,
    /// The node has other hardware than was booked.
    #[msg("The node's hardware has changed: look at it again; an order that names the old one can only be cancelled")]
    NodeChanged,
    /// It costs more than the client allows.
    #[msg("It costs more than the limit, fees included: quote it again")]
    AboveLimit,
    /// The client has an order of this number.
    #[msg("You have an order of this number: choose another one, or close that one first")]
    NumberInUse,
    /// Entries are paused.
    #[msg("Entries are paused; wait until the admin resumes. Exits work as always")]
    Paused,
    /// The books do not cover it: the accounts passed do not belong together.
    #[msg("The balances do not cover it: the accounts passed do not belong together")]
    Overflow,
    /// Choose fees within their bounds.
    #[msg("Choose fees within their bounds")]
    FeeTooHigh,
    /// Choose windows within their bounds.
    #[msg("Choose windows within their bounds")]
    InvalidWindow,
    /// Choose a least cost within its bounds.
    #[msg("Choose a least cost within its bounds")]
    InvalidLeastCost,
    /// Name at least one processor.
    #[msg("Name at least one processor")]
    InvalidProcessors,
    /// Name a rate of at least one base unit per processor-hour.
    #[msg("Name a rate of at least one base unit per processor-hour")]
    InvalidRate,
    /// Book between one hour and 30 days, extensions included.
    #[msg("Book between one hour and 30 days, extensions included")]
    InvalidDuration,
    /// The order costs less than the least cost: book more.
    #[msg("The order costs less than the least cost: book more")]
    BelowLeastCost,
    /// The order costs more than any wallet can hold: book less.
    #[msg("The order costs more than any wallet can hold: book less")]
    CostTooHigh,
    /// The order was accepted already: end it instead.
    #[msg("The order was accepted already: end it instead")]
    AlreadyAccepted,
    /// The order was not accepted: cancel it instead, or wait for the operator.
    #[msg("The order was not accepted: cancel it instead, or wait for the operator")]
    NotAccepted,
    /// The window for accepting is over: anyone may cancel.
    #[msg("The window for accepting is over: anyone may cancel")]
    AcceptWindowOver,
    /// Until the window for accepting is over only the client may cancel: wait.
    #[msg("Until the window for accepting is over only the client may cancel: wait")]
    AcceptWindowOpen,
    /// The operator does not take extensions: create another order.
    #[msg("The operator does not take extensions: create another order")]
    ExtensionRefused,
    /// The booked time is over: end the order, and create another one.
    #[msg("The booked time is over: end the order, and create another one")]
    ServiceOver,
    /// The service has stopped already.
    #[msg("The service has stopped already")]
    AlreadyEnded,
    /// Until the booked time is over only the client or the operator may end the service: wait.
    #[msg("Until the booked time is over only the client or the operator may end the service: wait")]
    StillBooked,
    /// Nothing is paid before the first hour has passed: wait.
    #[msg("Nothing is paid before the first hour has passed: wait")]
    FirstHour,
    /// The booked time is over: end the order first, then settle.
    #[msg("The booked time is over: end the order first, then settle")]
    EndFirst,
    /// Nothing is due yet: settle later.
    #[msg("Nothing is due yet: settle later")]
    NothingDue,
    /// The order is disputed: wait for the arbiter, or until 7 days after the dispute.
    #[msg("The order is disputed: wait for the arbiter, or until 7 days after the dispute")]
    Disputed,
    /// The order is not disputed.
    #[msg("The order is not disputed")]
    NotDisputed,
    /// The window for a dispute is over: it ends with the holdback.
    #[msg("The window for a dispute is over: it ends with the holdback")]
    DisputeWindowOver,
    /// The arbiter's 7 days are over: settle the order by time.
    #[msg("The arbiter's 7 days are over: settle the order by time")]
    ArbiterTooLate,
    /// Choose a share of at most 10,000 bps.
    #[msg("Choose a share of at most 10,000 bps")]
    InvalidShare,
    /// The outage ends no later than it begins.
    #[msg("The outage ends no later than it begins")]
    EmptyOutage,
    /// The outage is not within the service: from its start to now or its end.
    #[msg("The outage is not within the service: from its start to now or its end")]
    OutageOutsideService,
    /// The outage begins before the end of one already reported.
    #[msg("The outage begins before the end of one already reported")]
    OutageOverlaps,
    /// The outage begins in time that was settled already.
    #[msg("The outage begins in time that was settled already")]
    OutageSettled,
    /// Nothing is left in the order: close it.
    #[msg("Nothing is left in the order: close it")]
    AlreadySettled,
    /// Money is left in the order: settle it to the end first.
    #[msg("Money is left in the order: settle it to the end first")]
    NotSettled,
    /// No fees have been earned since the last sweep.
    #[msg("No fees have been earned since the last sweep")]
    NothingToSweep,
}

impl From<Refusal> for OrdersError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Overflow => Self::Overflow,
            Refusal::FeeTooHigh => Self::FeeTooHigh,
            Refusal::InvalidWindow => Self::InvalidWindow,
            Refusal::InvalidLeastCost => Self::InvalidLeastCost,
            Refusal::InvalidProcessors => Self::InvalidProcessors,
            Refusal::InvalidRate => Self::InvalidRate,
            Refusal::InvalidDuration => Self::InvalidDuration,
            Refusal::BelowLeastCost => Self::BelowLeastCost,
            Refusal::CostTooHigh => Self::CostTooHigh,
            Refusal::AlreadyAccepted => Self::AlreadyAccepted,
            Refusal::NotAccepted => Self::NotAccepted,
            Refusal::AcceptWindowOver => Self::AcceptWindowOver,
            Refusal::AcceptWindowOpen => Self::AcceptWindowOpen,
            Refusal::ExtensionRefused => Self::ExtensionRefused,
            Refusal::ServiceOver => Self::ServiceOver,
            Refusal::AlreadyEnded => Self::AlreadyEnded,
            Refusal::StillBooked => Self::StillBooked,
            Refusal::FirstHour => Self::FirstHour,
            Refusal::EndFirst => Self::EndFirst,
            Refusal::NothingDue => Self::NothingDue,
            Refusal::Disputed => Self::Disputed,
            Refusal::NotDisputed => Self::NotDisputed,
            Refusal::DisputeWindowOver => Self::DisputeWindowOver,
            Refusal::ArbiterTooLate => Self::ArbiterTooLate,
            Refusal::InvalidShare => Self::InvalidShare,
            Refusal::EmptyOutage => Self::EmptyOutage,
            Refusal::OutageOutsideService => Self::OutageOutsideService,
            Refusal::OutageOverlaps => Self::OutageOverlaps,
            Refusal::OutageSettled => Self::OutageSettled,
            Refusal::AlreadySettled => Self::AlreadySettled,
            Refusal::NotSettled => Self::NotSettled,
            Refusal::NothingToSweep => Self::NothingToSweep,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    OrdersError::from(refusal).into()
}
