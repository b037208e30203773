//! Why an instruction is refused (docs), and what the caller does about it (messages).

use {anchor_lang::prelude::*, io_economics::orders::OrderError as Refusal};

/// Errors of io_orders. Those of the rules have the names that they have in `io_economics`.
#[error_code]
pub enum OrdersError {
    /// The signer is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_orders may do this: sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account is not this program's data account under the loader.
    #[msg("Pass the ProgramData account of io_orders")]
    WrongProgramData,
    /// The account is not this program's config.
    #[msg("Pass the config account of io_orders")]
    WrongConfig,
    /// The account is neither the IO mint nor the USDC mint.
    #[msg("Pass the IO mint or the USDC mint")]
    WrongMint,
    /// The ledger is of the other currency.
    #[msg("Pass the ledger of the order's currency")]
    WrongLedger,
    /// The account is not the vault of this ledger.
    #[msg("Pass the vault of the order's currency")]
    WrongVault,
    /// The account is not io_buyback's vault of this currency.
    #[msg("Pass io_buyback's vault of this currency")]
    WrongSweepAccount,
    /// The node is not the one that the order names.
    #[msg("Pass the node that the order names")]
    WrongNode,
    /// The account is not io_staking's config.
    #[msg("Pass the config account of io_staking")]
    WrongStakingConfig,
    /// The account is not the payee's associated token account.
    #[msg("Pass the payee's associated token account")]
    WrongTokenAccount,
    /// The payee's token account cannot take the money, and no unclaimed balance of the payee was
    /// passed.
    #[msg("Call open_unclaimed for the payee, then pass that account")]
    UnclaimedBalanceMissing,
    /// The same unclaimed balance was passed twice.
    #[msg("Pass one unclaimed balance for each payee, or leave the second one out")]
    DuplicateUnclaimedBalance,
    /// The account is not the wallet that opened the unclaimed balance.
    #[msg("Pass the wallet that opened the unclaimed balance: its rent returns there")]
    WrongOpener,
    /// The signer is not the payee of the unclaimed balance.
    #[msg("Only the payee may take its unclaimed balance: sign with the payee's key")]
    NotPayee,
    /// The destination is the vault that the money would leave.
    #[msg("Pass a token account of your own")]
    IntoVault,
    /// The signer is not the admin.
    #[msg("Only the admin may do this: sign with the admin's key")]
    NotAdmin,
    /// The signer is not the proposed admin.
    #[msg("Only the proposed admin may accept: have the admin propose you first")]
    NotNextAdmin,
    /// The signer is not the client of the order.
    #[msg("Only the client of the order may do this: sign with the client's key")]
    NotClient,
    /// The account is not the client of the order.
    #[msg("Pass the client that the order names")]
    WrongClient,
    /// The signer is not the operator of the order's node.
    #[msg("Only the operator of the node may do this: sign with the operator's key")]
    NotOperator,
    /// The signer does not hold the oracle role now.
    #[msg("Only the oracle may report; a key that was announced holds the role 7 days later")]
    NotOracle,
    /// The signer does not hold the arbiter role now.
    #[msg("Only the arbiter may decide; a key that was announced holds the role 7 days later")]
    NotArbiter,
    /// The order at this address has another serial number: the client closed the earlier order and
    /// used its number again.
    #[msg("Look at the order again, and sign for the serial number that it has now")]
    WrongSerial,
    /// The node's hardware revision is not the one that was named.
    #[msg(
        "Look at the node's hardware again; an order that names an older revision can \
only be cancelled"
    )]
    NodeChanged,
    /// Cost and fees exceed the most that the client agreed to pay.
    #[msg("Quote again, and raise the limit if the price is right")]
    AboveLimit,
    /// The client already has an order with this number.
    #[msg("Choose another number, or close the earlier order first")]
    NumberInUse,
    /// The admin has paused new orders, acceptances and extensions.
    #[msg("Wait until the admin resumes; every way out of an order works meanwhile")]
    Paused,
    /// A balance would leave the range of 64 bits.
    #[msg("Check that the accounts belong together, and use a smaller amount")]
    Overflow,
    /// A fee rate exceeds its maximum.
    #[msg("Choose a booking fee of at most 100 bps and payment fees of at most 500 bps")]
    FeeTooHigh,
    /// A window is shorter or longer than the bounds in code allow.
    #[msg("Choose 10 minutes to 7 days for accepting, and 1 hour to 7 days for the holdback")]
    InvalidWindow,
    /// A least cost is 0 or exceeds its maximum.
    #[msg("Choose a least cost above 0 and of at most 100 whole tokens")]
    InvalidLeastCost,
    /// The order names no processors.
    #[msg("Name at least one processor")]
    InvalidProcessors,
    /// The rate is 0.
    #[msg("Name a rate of at least one base unit per processor-hour")]
    InvalidRate,
    /// The time is shorter than an hour, or longer in all than 30 days or what the operator agreed
    /// to.
    #[msg("Book at least one hour, and no more than was agreed and 30 days in all")]
    InvalidDuration,
    /// The order costs less than the least cost of its currency.
    #[msg("Book more processors or more time")]
    BelowLeastCost,
    /// Cost and fees exceed 64 bits.
    #[msg("Book fewer processors, or less time")]
    CostTooHigh,
    /// The operator has accepted the order.
    #[msg("End the order instead")]
    AlreadyAccepted,
    /// The operator has not accepted the order.
    #[msg("Cancel the order instead, or wait for the operator")]
    NotAccepted,
    /// The window for accepting is over.
    #[msg("Cancel the order, which anyone may do now, and create another one")]
    AcceptWindowOver,
    /// The window for accepting is not over, and the signer is not the client.
    #[msg("Wait until the window is over, or have the client cancel")]
    AcceptWindowOpen,
    /// The operator accepted the order without extensions, or it is as long as was agreed.
    #[msg("Create another order")]
    ExtensionRefused,
    /// The booked time is over.
    #[msg("End the order, and create another one")]
    ServiceOver,
    /// The service has stopped.
    #[msg("Settle the order, or create another one")]
    AlreadyEnded,
    /// The booked time is not over, and the signer is neither client nor operator.
    #[msg("Wait until the booked time is over")]
    StillBooked,
    /// The first hour of service has not passed.
    #[msg("Settle after the first hour: nothing is paid before")]
    FirstHour,
    /// The booked time is over, but nobody has ended the service.
    #[msg("End the order first, then settle it")]
    EndFirst,
    /// No pay has become due since the last settlement.
    #[msg("Settle later")]
    NothingDue,
    /// The client has disputed the order, and all that is due is in dispute.
    #[msg("Wait for the arbiter, or until 7 days after the dispute")]
    Disputed,
    /// The order is not in dispute.
    #[msg("Settle the order instead")]
    NotDisputed,
    /// The holdback of the last second of service is over.
    #[msg("Settle the order: a dispute must come before the holdback ends")]
    DisputeWindowOver,
    /// The arbiter's 7 days are over.
    #[msg("Settle the order: time decides now")]
    ArbiterTooLate,
    /// The provider's share exceeds 100%.
    #[msg("Choose a share of at most 10,000 bps")]
    InvalidShare,
    /// The outage ends no later than it begins.
    #[msg("Report an outage that ends after it begins")]
    EmptyOutage,
    /// Not raised any more: the outage does not lie between the start of the service and now or its end.
    #[msg("Report only time in which the service ran")]
    OutageOutsideService,
    /// Not raised any more: the outage begins before the end of an earlier reported one.
    #[msg("Report outages in their order, without overlap")]
    OutageOverlaps,
    /// Not raised any more: the outage begins in time that is settled.
    #[msg("Report only time that is not settled")]
    OutageSettled,
    /// Nothing is left in the order.
    #[msg("Close the order")]
    AlreadySettled,
    /// The order still holds money.
    #[msg("Settle the order to its end first")]
    NotSettled,
    /// No fees have been earned since the last sweep.
    #[msg("Sweep later")]
    NothingToSweep,
    /// The destination is no token account of this mint, or it is frozen.
    #[msg("Pass a token account of the order's currency that can take the money")]
    WrongDestination,
    /// The payee's associated token account is missing, frozen, or no longer the payee's.
    #[msg("Create the payee's associated token account first, or wait until it can take the money")]
    PayeeCannotTake,
    /// The token account that pays is not the signer's own, or not of the order's currency.
    #[msg("Pass a token account that you own, in the order's currency")]
    WrongSource,
    /// The issuer has frozen the token account that pays.
    #[msg("Pay from a token account that is not frozen")]
    SourceFrozen,
    /// The token account that pays holds less than what is to be paid.
    #[msg("Put more into the token account, or pay from one that holds enough")]
    NotEnoughFunds,
    /// The issuer has frozen the vault of this currency.
    #[msg("Wait until the issuer thaws the vault; meanwhile every way out of an order works")]
    VaultFrozen,
    /// Buyback's vault of this currency is missing or frozen.
    #[msg("Sweep later: the fees wait in the ledger")]
    BuybackCannotTake,
    /// A pause began less than 28 days ago and is over after its 14 days.
    #[msg("Begin the next pause 28 days after the last one began")]
    PauseTooSoon,
    /// Nothing of the pay is held back: no time was served within the holdback.
    #[msg("End the order instead")]
    NothingDisputed,
    /// No second of the outage lies in the service, within the holdback, and after the last
    /// reported outage.
    #[msg("Report outages in their order and within the holdback")]
    OutageDoesNotCount,
    /// The operator ended the service within its first hour, less than an hour ago.
    #[msg("Close the order an hour after it was ended")]
    StillHired,
    /// The account's version byte is not the one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
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
            Refusal::NothingDisputed => Self::NothingDisputed,
            Refusal::ArbiterTooLate => Self::ArbiterTooLate,
            Refusal::InvalidShare => Self::InvalidShare,
            Refusal::EmptyOutage => Self::EmptyOutage,
            Refusal::OutageDoesNotCount => Self::OutageDoesNotCount,
            Refusal::AlreadySettled => Self::AlreadySettled,
            Refusal::NotSettled => Self::NotSettled,
            Refusal::StillHired => Self::StillHired,
            Refusal::NothingToSweep => Self::NothingToSweep,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    OrdersError::from(refusal).into()
}
