//! What can go wrong, and what the caller does about it.

use {anchor_lang::prelude::*, io_economics::buyback::BuybackError as Refusal};

/// Errors of io_buyback. Those of the rules bear the names they have in `io_economics`.
#[error_code]
pub enum BuybackError {
    /// The signer is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_buyback may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account in place of the loader's program data is another.
    #[msg("Pass the program data account of io_buyback")]
    WrongProgramData,
    /// The account in place of the config is another.
    #[msg("Pass the config account of io_buyback")]
    WrongConfig,
    /// The account in place of the IO mint is another.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// The account in place of the IO vault is another.
    #[msg("Pass the IO vault of io_buyback")]
    WrongIoVault,
    /// The account in place of the USDC vault is another.
    #[msg("Pass the USDC vault of io_buyback")]
    WrongUsdcVault,
    /// The account in place of the swapper is another.
    #[msg("Pass the swapper of io_buyback")]
    WrongSwapper,
    /// An account in place of one of the swapper's token accounts is another.
    #[msg("Pass the swapper's own token accounts, USDC and then IO; money reaches no others")]
    WrongSwapperAccount,
    /// The signer is not the admin.
    #[msg("Only the admin may do this")]
    NotAdmin,
    /// The signer was not proposed as admin.
    #[msg("Only the proposed admin may accept; the admin proposes one first")]
    NotNextAdmin,
    /// Both feeds are one.
    #[msg("Name two feeds: IO/USD and USDC/USD")]
    SameFeed,
    /// Fills and swaps are paused.
    #[msg("Fills and swaps are paused; wait until the admin resumes. Fees paid in IO burn as always")]
    Paused,
    /// The IO vault is empty.
    #[msg("No IO fees wait; burn again after orders has swept some")]
    NothingToBurn,
    /// The account in place of a price belongs to another program.
    #[msg("Pass a price update account of the Pyth receiver program")]
    WrongPriceOwner,
    /// The account in place of a price is no price update.
    #[msg("Pass a price update (PriceUpdateV2) of the Pyth receiver program")]
    WrongPriceAccount,
    /// The price update was verified by some guardians only.
    #[msg("Post the price update with full verification")]
    PriceNotVerified,
    /// The price update is of another feed.
    #[msg("Pass the IO/USD price first, then USDC/USD; config names the feeds")]
    WrongFeed,
    /// The offer is under the caller's own limit.
    #[msg("The offer is under your limit; fill later in the day or lower it")]
    BelowLimit,
    /// The USDC would go back to the vault.
    #[msg("Name a USDC account of your own; the vault cannot be paid")]
    DestinationIsVault,
    /// The exchange program cannot be allowed.
    #[msg("A program of the suite or the token program is no exchange; announce another")]
    ExchangeForbidden,
    /// The exchange program is on the list.
    #[msg("The exchange is announced or allowed already; nothing is left to do")]
    ExchangeListed,
    /// The list of exchange programs is full.
    #[msg("4 exchanges are on the list; remove one first")]
    ExchangesFull,
    /// The exchange program is not on the list.
    #[msg("The exchange is not on config's list; use one that is, or have the admin announce it")]
    ExchangeNotAllowed,
    /// The exchange program is announced and its notice has not ended.
    #[msg("The exchange is allowed 7 days after it was announced; wait or use another")]
    ExchangeTooEarly,
    /// An account that no exchange may see is among those for the exchange.
    #[msg("Leave io_buyback, its config and its vaults out of the exchange's accounts")]
    ExchangeAccountForbidden,
    /// A token account of the swapper does not exist, or is frozen.
    #[msg("Create the swapper's associated token accounts for USDC and IO first, as anyone may; frozen, they cannot swap")]
    SwapperAccountMissing,
    /// The exchange changed the owner, delegate, close authority or state of an account of the swapper.
    #[msg("The exchange tampered with the swapper's token accounts; have the admin remove it")]
    SwapperAccountChanged,
    /// The exchange took no USDC.
    #[msg("The exchange took no USDC; check the instruction data for it")]
    NothingSwapped,
    /// The exchange took more USDC than this swap was given.
    #[msg("The exchange took more than it was given; name the amount that it takes")]
    TookTooMuch,
    /// The exchange brought less IO than a fill would have.
    #[msg("The exchange brought less IO than a fill would; swap less, later in the day, or elsewhere")]
    TooLittleIo,
    /// Choose a daily cap from `MIN_DAILY_CAP` to `MAX_DAILY_CAP`.
    #[msg("Choose a daily cap from 1,000 to 10,000,000 USDC")]
    InvalidCap,
    /// Choose an age of 1 to `MAX_AGE_SECONDS` seconds.
    #[msg("Choose a price age of 1 to 60 seconds")]
    InvalidAge,
    /// Choose a confidence of 1 to `MAX_CONF_BPS` bps.
    #[msg("Choose a confidence of 1 to 100 bps")]
    InvalidConfidence,
    /// Choose offsets of at most `MAX_OFFSET_BPS`.
    #[msg("Choose offsets of at most 1,000 bps under and over the oracle's price")]
    InvalidOffset,
    /// The price is older than the rule takes: post a new one first.
    #[msg("The price is too old: post a new one first")]
    PriceTooOld,
    /// The price is from the future: send it when its time has come.
    #[msg("The price is more than 10 seconds ahead: send it when its time has come")]
    PriceAhead,
    /// A newer price was used before: pass one that is at least as new.
    #[msg("A newer price was used before: pass one that is at least as new")]
    PriceOlderThanUsed,
    /// The price is not above 0: wait for one that is.
    #[msg("The price is not above 0: wait for one that is")]
    PriceNotPositive,
    /// The exponent of the price is not from `MIN_EXPONENT` to 0: wait for a price that is.
    #[msg("The exponent of the price is not from -18 to 0: wait for a price that is")]
    PriceExponent,
    /// The confidence is too wide for the price: wait for a narrower one.
    #[msg("The confidence is too wide for the price: wait for a narrower one")]
    PriceTooWide,
    /// The price of IO in USDC is beyond what can be computed: wait for another one.
    #[msg("The price of IO in USDC is beyond what can be computed: wait for another one")]
    PriceOutOfRange,
    /// Name an amount above 0.
    #[msg("Name an amount above 0")]
    ZeroAmount,
    /// The amount is worth less than a base unit: name a larger one.
    #[msg("The IO is worth less than a base unit of USDC: name more")]
    WorthNothing,
    /// The amount is beyond what any vault holds: name a smaller one.
    #[msg("The amount is beyond what any vault holds: name a smaller one")]
    TooLarge,
    /// The day's budget is smaller: take less, or wait for the next day.
    #[msg("The day's budget has less left: take less, or wait for the next day (UTC)")]
    OverBudget,
}

impl From<Refusal> for BuybackError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::InvalidCap => Self::InvalidCap,
            Refusal::InvalidAge => Self::InvalidAge,
            Refusal::InvalidConfidence => Self::InvalidConfidence,
            Refusal::InvalidOffset => Self::InvalidOffset,
            Refusal::PriceTooOld => Self::PriceTooOld,
            Refusal::PriceAhead => Self::PriceAhead,
            Refusal::PriceOlderThanUsed => Self::PriceOlderThanUsed,
            Refusal::PriceNotPositive => Self::PriceNotPositive,
            Refusal::PriceExponent => Self::PriceExponent,
            Refusal::PriceTooWide => Self::PriceTooWide,
            Refusal::PriceOutOfRange => Self::PriceOutOfRange,
            Refusal::ZeroAmount => Self::ZeroAmount,
            Refusal::WorthNothing => Self::WorthNothing,
            Refusal::TooLarge => Self::TooLarge,
            Refusal::OverBudget => Self::OverBudget,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    BuybackError::from(refusal).into()
}
