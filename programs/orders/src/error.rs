//! Why an instruction is refused (docs), and what the caller does about it (messages).

use anchor_lang::prelude::*;

pub use crate::refusals::refused;

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
    #[msg("Look at the hardware again; ask and bid are set anew, an order not yet accepted is cancelled")]
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
    /// The order, or the one that a bid offers, costs less than the least cost of its currency.
    #[msg("Book more processors or more time, or bid a higher rate")]
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
    /// The booked time is not over, and the signer is neither the client nor an operator that has
    /// passed the node's record.
    #[msg("Wait until the booked time is over, or pass the node's record as its operator")]
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
    /// Not raised any more: the outage is not between the start of the service and now or its end.
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
    /// The account is not the ask of this node.
    #[msg("Pass the ask of the node")]
    WrongAsk,
    /// The node is retired for good.
    #[msg("Offer another node: remove the ask of this one to get its rent back")]
    NodeRetired,
    /// The operator has changed or removed the ask since the client looked at it.
    #[msg("Look at the ask again, and sign for the number that it has now")]
    AskChanged,
    /// The ask names no rate: neither in USDC nor in IO, or IO at the oracle's price without a rate
    /// in USDC.
    #[msg("Name a rate in USDC or in IO; the oracle's price needs the one in USDC")]
    NoRate,
    /// A rate of the ask exceeds 2^40 base units.
    #[msg("Name rates of at most 1,099,511,627,776 base units per processor-hour")]
    RateTooHigh,
    /// The ask takes IO both at a rate of its own and at the oracle's price.
    #[msg("Name a rate in IO, or take the oracle's price")]
    TwoIoRates,
    /// The premium on the oracle's price exceeds its maximum.
    #[msg("Choose a premium of at most 1,000 bps")]
    PremiumTooHigh,
    /// The ask's shortest order is shorter than an hour or longer than its longest one, that one is
    /// longer than 30 days, or the longest one at the oracle's price does not lie between them.
    #[msg("Choose 1 hour to 30 days, the oracle's time between the shortest and the longest")]
    InvalidAskTime,
    /// The ask, request or bid names more than 72 hours of notice.
    #[msg("Choose at most 72 hours of notice")]
    NoticeTooLong,
    /// The ask is over already, or ends more than 30 days from now.
    #[msg("Let the ask end within the next 30 days, and set it again before that")]
    InvalidValidity,
    /// The ask offers no processors.
    #[msg("Offer at least one processor, or remove the ask")]
    InvalidMostHired,
    /// The ask is over.
    #[msg("Book at another ask, or wait until the operator sets this one again")]
    AskOver,
    /// The ask does not take this currency, or was removed.
    #[msg("Pay in the other currency, or book at another ask")]
    CurrencyNotTaken,
    /// The time is shorter or longer than the ask allows.
    #[msg("Book the time that the ask allows, or book at another ask")]
    TimeNotOffered,
    /// With this order more of the node's processors would be hired than the ask allows.
    #[msg("Book fewer processors, or wait until other orders end")]
    AboveMostHired,
    /// The request would be open for less than 10 minutes, more than 7 days, or more than an hour
    /// if nobody chooses.
    #[msg("Leave it open for 10 minutes to 7 days; for an hour at most if the lowest bid wins")]
    InvalidOpenTime,
    /// The time of the request is over.
    #[msg("Bid on another request; anyone cancels this one, or awards it if it is automatic and has a bid")]
    RequestOver,
    /// The time of the request is not over.
    #[msg("Wait until the time of the request is over")]
    RequestOpen,
    /// An automatic request has a bid, and the time for awarding it is not over.
    #[msg("Award the request once its time is over; cancel an hour after that")]
    HasBids,
    /// The hour for awarding an automatic request is over.
    #[msg("Cancel the request, which anyone may do now, and put up another one")]
    AwardTooLate,
    /// The bid is above the most rate of the request.
    #[msg("Bid at most the rate that the request names")]
    AboveMostRate,
    /// The bid agrees to less notice than the request asks for.
    #[msg("Agree to the notice that the request asks for")]
    NoticeTooShort,
    /// The bid is not at least 1% below the best one.
    #[msg("Bid at least 1% below the best bid")]
    BidNotLowEnough,
    /// The client chooses among the bids on this request.
    #[msg("Use `bid` and `award`: the client of this request chooses among the bids")]
    ClientChooses,
    /// Nobody chooses among the bids on this request: the lowest one is taken.
    #[msg("Use `bid_auto` and `award_auto`: the lowest bid on this request is taken")]
    LowestBidWins,
    /// The bond stands for the order's first hour, which runs, or which its client has stopped in
    /// and which is not settled.
    #[msg("Wait until the first hour of the order has passed, or until it is settled if it has ended")]
    BondNotDue,
    /// The bid's bond has not been returned.
    #[msg("Call return_bond for the bid first")]
    BondNotReturned,
    /// The bid has no bond.
    #[msg("Close the bid: it holds no money")]
    NoBond,
    /// The node is of another hardware class than the request asks for.
    #[msg("Bid with a node of the class that the request names")]
    WrongClass,
    /// The account is not the request that the bid is on.
    #[msg("Pass the request that the bid names")]
    WrongRequest,
    /// The request at this address is another one than the bid is on, or than was signed for.
    #[msg("Look at the request again; bid on it, or sign for the serial number that it has now")]
    RequestChanged,
    /// The bid is not what the client has signed for.
    #[msg("Look at the bid again, and sign for what it says now")]
    BidChanged,
    /// The node's bid is the best one already.
    #[msg("Wait until another bid is better")]
    AlreadyBest,
    /// The bid is not the best one of its request.
    #[msg("Pass the best bid, which the request names")]
    NotBestBid,
    /// The bid stands: its request can still be awarded to it.
    #[msg("Wait until the request is over, or have the operator withdraw the bid if it may")]
    BidStands,
    /// The account is not the node of the best bid.
    #[msg("Pass the node of the best bid, which the request names, or none before the first bid")]
    WrongBestNode,
    /// The request asks for attributes, but names no auditor.
    #[msg("Name the auditor who is to say what the node has")]
    AuditorMissing,
    /// The request asks for a record of the node.
    #[msg("Pass the record of the node, which anyone opens with open_record")]
    RecordMissing,
    /// The node has done less than the request asks for.
    #[msg("Bid with a node that has served more, or on another request")]
    RecordTooLow,
    /// The request asks for an auditor's word on the node.
    #[msg("Pass the attestation of the node by the auditor that the request names")]
    AttestationMissing,
    /// The account is not the operator that has bid.
    #[msg("Pass the operator that the bid names")]
    WrongOperator,
    /// The order is not the one that the bid has won.
    #[msg("Pass the order that the bid has won, or none if it has won none")]
    WrongOrder,
    /// The ask takes IO at the oracle's price, and no price account was passed.
    #[msg("Pass the price accounts of IO/USD and USDC/USD, or pay in USDC")]
    PriceMissing,
    /// The admin has named no feeds of the oracle.
    #[msg("Pay in USDC: there are no feeds of IO/USD and USDC/USD yet")]
    NoPriceFeeds,
    /// The price account belongs to another program than the Pyth receiver.
    #[msg("Pass a price update account of the Pyth receiver program")]
    WrongPriceOwner,
    /// The price account holds no price update.
    #[msg("Pass a price update (PriceUpdateV2) of the Pyth receiver program")]
    WrongPriceAccount,
    /// Too few guardians verified the price update.
    #[msg("Post the price update with full verification")]
    PriceNotVerified,
    /// The price update is of another feed.
    #[msg("Pass the IO/USD price first, then USDC/USD; config names the feeds")]
    WrongFeed,
    /// The feeds are the same, or one of the two is missing.
    #[msg("Name two feeds, IO/USD and USDC/USD, or none")]
    InvalidFeeds,
    /// The age that a price may have is out of bounds.
    #[msg("Choose a price age of 1 to 60 seconds")]
    InvalidAge,
    /// The confidence that a price may have is out of bounds.
    #[msg("Choose a confidence of 1 to 100 bps")]
    InvalidConfidence,
    /// The price is older than the rules take.
    #[msg("Post a new price in the same transaction, or pay in USDC")]
    PriceTooOld,
    /// The price is more than 10 seconds ahead of the clock.
    #[msg("Send the price when its time has come")]
    PriceAhead,
    /// The price, or its moving average, is not above 0.
    #[msg("Wait for a price above 0, or pay in USDC")]
    PriceNotPositive,
    /// The exponent of the price is not from -18 to 0.
    #[msg("Wait for a price whose exponent is from -18 to 0, or pay in USDC")]
    PriceExponent,
    /// The confidence is too wide for the price.
    #[msg("Wait for a price with a narrower confidence, or pay in USDC")]
    PriceTooWide,
    /// The rate in IO is beyond what can be computed.
    #[msg("Wait for another price, or pay in USDC")]
    PriceOutOfRange,
    /// The time is longer than the ask takes IO at the oracle's price for.
    #[msg("Book at most the ask's time at the oracle's price, or pay in USDC")]
    OraclePriceTooLong,
    /// The ask or bid of the order agreed to no notice.
    #[msg("End the order instead")]
    NoNoticeAgreed,
    /// The operator has given notice before.
    #[msg("Serve until the booked time is over: notice cannot be taken back")]
    NoticeGiven,
    /// Maintenance ends no later than it begins.
    #[msg("Announce maintenance that ends after it begins")]
    InvalidMaintenance,
    /// Maintenance begins less than 24 hours after its announcement.
    #[msg("Announce maintenance at least 24 hours ahead")]
    MaintenanceTooSoon,
    /// More than 24 hours of maintenance would be announced in one window of 90 days.
    #[msg("Announce less, or wait until the next window of 90 days")]
    TooMuchMaintenance,
    /// A region has other characters than A to Z, 0 to 9 and `-` or a gap, or a flag is neither 0
    /// nor 1.
    #[msg("Write the region by ISO 3166, as DE or US-CA, and flags as 0 or 1")]
    InvalidAttributes,
    /// The attestation is over already, or holds for more than 366 days.
    #[msg("Choose an expiry in the next 366 days")]
    InvalidExpiry,
    /// The account is not the record of this node.
    #[msg("Pass the record of the node, at its derived address, whether it is open or not")]
    WrongRecord,
    /// The account is not this auditor's attestation of the node.
    #[msg("Pass the attestation that is derived from the node and the auditor")]
    WrongAttestation,
    /// The signer is not the auditor of the attestation.
    #[msg("Only the auditor that wrote the attestation may revoke it: sign with its key")]
    NotAuditor,
    /// The attestation is of another hardware revision, or it is over.
    #[msg("Have the auditor attest the node as it is now")]
    AttestationOutdated,
    /// The attestation lacks an attribute that is asked for.
    #[msg("Choose a node that has what is asked for")]
    AttributesMissing,
    /// The account is not the bid of this node on this request.
    #[msg("Pass the bid of the node on the request")]
    WrongBid,
    /// The account's version byte is not the one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}
