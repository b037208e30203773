//! Why an instruction is refused: the cause in the docs, the remedy in the message.

use {
    anchor_lang::prelude::*,
    io_economics::{buyback::BuybackError as Refusal, pause::PauseTooSoon},
    io_onchain::price_view::PriceViewError,
};

/// Errors of io_buyback. Those of the rules bear the names they have in `io_economics`.
#[error_code]
pub enum BuybackError {
    /// The signer is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_buyback may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account is not the loader's program data of io_buyback.
    #[msg("Pass the program data account of io_buyback")]
    WrongProgramData,
    /// The account is not the config.
    #[msg("Pass the config account of io_buyback")]
    WrongConfig,
    /// The account is not the IO mint.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// The account is not the IO vault.
    #[msg("Pass the IO vault of io_buyback")]
    WrongIoVault,
    /// The account is not the USDC vault.
    #[msg("Pass the USDC vault of io_buyback")]
    WrongUsdcVault,
    /// The account is not the swapper.
    #[msg("Pass the swapper of io_buyback")]
    WrongSwapper,
    /// The account is not the swapper's own token account for USDC, or for IO.
    #[msg("Pass the swapper's own token accounts, USDC and then IO")]
    WrongSwapperAccount,
    /// The signer is not the admin.
    #[msg("Only the admin may do this; sign with the admin's key")]
    NotAdmin,
    /// The signer was not proposed as admin.
    #[msg("Have the admin propose this key first")]
    NotNextAdmin,
    /// Both prices name the same feed.
    #[msg("Name two feeds: IO/USD and USDC/USD")]
    SameFeed,
    /// Auctions, fills and swaps are paused.
    #[msg("Wait until the admin resumes, 14 days at most; fees paid in IO burn as always")]
    Paused,
    /// The IO vault is empty.
    #[msg("Burn again after fees paid in IO were swept from io_orders")]
    NothingToBurn,
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
    /// The fill would pay less in all than the caller's own limit: at this offer, or since the
    /// auction has less left.
    #[msg("Fill later, when the offer is higher, sell less if little is left, or lower your limit")]
    BelowLimit,
    /// The USDC would go back to the vault.
    #[msg("Name a USDC account of your own; the vault cannot be paid")]
    DestinationIsVault,
    /// The program belongs to the suite or is the token program, which cannot be an exchange.
    #[msg("Announce the program of an exchange")]
    ExchangeForbidden,
    /// The exchange is on the list already.
    #[msg("Do nothing: the exchange is announced or allowed already")]
    ExchangeListed,
    /// The list holds 4 exchanges, which is all it has room for.
    #[msg("Remove an exchange first")]
    ExchangesFull,
    /// The exchange is not on the list.
    #[msg("Use an exchange on the config's list, or have the admin announce it")]
    ExchangeNotAllowed,
    /// The exchange is announced, and its notice of 7 days has not ended.
    #[msg("Wait until 7 days after the exchange was announced, or use another")]
    ExchangeTooEarly,
    /// An account that no exchange may see is among the accounts for the exchange.
    #[msg("Leave io_buyback, its config and its vaults out of the exchange's accounts")]
    ExchangeAccountForbidden,
    /// A token account of the swapper does not exist or is frozen.
    #[msg("Create the swapper's associated token accounts for USDC and IO first; frozen, they cannot swap")]
    SwapperAccountMissing,
    /// The exchange changed the owner, delegate, close authority or state of a token account of the
    /// swapper.
    #[msg("Use another exchange, and have the admin remove this one")]
    SwapperAccountChanged,
    /// The exchange took no USDC.
    #[msg("Check the instruction data for the exchange")]
    NothingSwapped,
    /// The exchange took more USDC than this swap was given.
    #[msg("Name the amount that the exchange takes")]
    TookTooMuch,
    /// The exchange brought less IO than a fill would.
    #[msg("Swap less, later, when the offer is higher, or on another exchange")]
    TooLittleIo,
    /// The daily cap is out of bounds.
    #[msg("Choose a daily cap from 1,000 to 10,000,000 USDC")]
    InvalidCap,
    /// The age that a price may have is out of bounds.
    #[msg("Choose a price age of 20 to 60 seconds")]
    InvalidAge,
    /// The confidence that a price may have is out of bounds.
    #[msg("Choose a confidence of 50 to 100 bps")]
    InvalidConfidence,
    /// The offer would begin or end too far from the oracle's price, or end too little over it.
    #[msg("Choose at most 1,000 bps under and 300 to 1,000 bps over the price of the oracle")]
    InvalidOffset,
    /// The price is older than the rule takes.
    #[msg("Post a new price first")]
    PriceTooOld,
    /// The price is more than 10 seconds ahead of the clock.
    #[msg("Send the price when its time has come")]
    PriceAhead,
    /// Not raised any more: a newer price was used before.
    #[msg("Pass a price that is at least as new as the last one used")]
    PriceOlderThanUsed,
    /// The price is not above 0.
    #[msg("Wait for a price above 0")]
    PriceNotPositive,
    /// The exponent of the price is not from -18 to 0.
    #[msg("Wait for a price whose exponent is from -18 to 0")]
    PriceExponent,
    /// The confidence is too wide for the price.
    #[msg("Wait for a price with a narrower confidence")]
    PriceTooWide,
    /// The price of IO in USDC is beyond what can be computed.
    #[msg("Wait for another price")]
    PriceOutOfRange,
    /// The amount is 0.
    #[msg("Name an amount above 0")]
    ZeroAmount,
    /// The amount is worth less than a base unit.
    #[msg("Name more IO: this is worth less than a base unit of USDC")]
    WorthNothing,
    /// The amount is beyond what any vault holds.
    #[msg("Name a smaller amount")]
    TooLarge,
    /// The auction has less left of its budget than a swap takes, or nothing for a fill.
    #[msg("Take less, or wait for the next auction")]
    OverBudget,
    /// The offer is more than 10% over the moving average of IO.
    #[msg("Wait until the moving average has followed the price, or for a lower price")]
    OverAverage,
    /// An auction runs; one whose budget is spent does so until its period is over.
    #[msg("Wait until the period of the auction is over, then open the next one")]
    AuctionRunning,
    /// No auction runs.
    #[msg("Open an auction first; a fill does so by itself")]
    NoAuction,
    /// The vault holds less USDC than an auction needs.
    #[msg("Wait until more fees are swept to the vault; config names the least budget")]
    BelowLeastBudget,
    /// The least budget is out of bounds.
    #[msg("Choose a least budget from 1 to 1,000 USDC")]
    InvalidLeastBudget,
    /// The period is out of bounds.
    #[msg("Choose a period from 3,600 to 86,400 seconds")]
    InvalidPeriod,
    /// The IO account does not belong to the filler.
    #[msg("Pass an IO account of your own; of another's nothing is burned, not even as its delegate")]
    NotOwner,
    /// The last pause is over, and began less than 28 days ago.
    #[msg("Pause again 28 days after the last pause began")]
    PauseTooSoon,
    /// The account of the filler holds another token than IO.
    #[msg("Pass an IO account of your own")]
    SourceNotIo,
    /// The filler's account holds less IO than it sells.
    #[msg("Sell less, or move IO to this account first")]
    NotEnoughIo,
    /// The destination is no USDC account, or is frozen.
    #[msg("Name an existing USDC account that is not frozen")]
    DestinationTakesNothing,
    /// The issuer of USDC has frozen the USDC vault.
    #[msg("Wait until the issuer thaws the vault; fees paid in IO burn as always")]
    UsdcVaultFrozen,
    /// The account's version byte is not the one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}

impl From<Refusal> for BuybackError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::InvalidCap => Self::InvalidCap,
            Refusal::InvalidLeastBudget => Self::InvalidLeastBudget,
            Refusal::InvalidPeriod => Self::InvalidPeriod,
            Refusal::AuctionRunning => Self::AuctionRunning,
            Refusal::NoAuction => Self::NoAuction,
            Refusal::BelowLeastBudget => Self::BelowLeastBudget,
            Refusal::InvalidAge => Self::InvalidAge,
            Refusal::InvalidConfidence => Self::InvalidConfidence,
            Refusal::InvalidOffset => Self::InvalidOffset,
            Refusal::PriceTooOld => Self::PriceTooOld,
            Refusal::PriceAhead => Self::PriceAhead,
            Refusal::OverAverage => Self::OverAverage,
            Refusal::PriceNotPositive => Self::PriceNotPositive,
            Refusal::PriceExponent => Self::PriceExponent,
            Refusal::PriceTooWide => Self::PriceTooWide,
            Refusal::PriceOutOfRange => Self::PriceOutOfRange,
            Refusal::ZeroAmount => Self::ZeroAmount,
            Refusal::WorthNothing => Self::WorthNothing,
            Refusal::TooLarge => Self::TooLarge,
            Refusal::OverBudget => Self::OverBudget,
            Refusal::BelowLimit => Self::BelowLimit,
        }
    }
}

impl From<PriceViewError> for BuybackError {
    fn from(error: PriceViewError) -> Self {
        match error {
            PriceViewError::WrongOwner => Self::WrongPriceOwner,
            PriceViewError::WrongAccount => Self::WrongPriceAccount,
            PriceViewError::NotVerified => Self::PriceNotVerified,
            PriceViewError::WrongFeed => Self::WrongFeed,
        }
    }
}

impl From<PauseTooSoon> for BuybackError {
    fn from(_: PauseTooSoon) -> Self {
        Self::PauseTooSoon
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: impl Into<BuybackError>) -> Error {
    refusal.into().into()
}
