//! What an indexer needs to rebuild the state. Amounts of IO are in base units of 10^-8, of USDC in
//! base units of 10^-6, times in Unix seconds.

use {anchor_lang::prelude::*, io_economics::buyback::Params};

/// The config was created.
#[event]
pub struct Initialized {
    /// The admin.
    pub admin: Pubkey,
    /// Pyth's feed of IO/USD.
    pub io_feed: [u8; 32],
    /// Pyth's feed of USDC/USD.
    pub usdc_feed: [u8; 32],
    /// The parameters of the rule.
    pub params: Params,
}

/// The admin proposed the next one.
#[event]
pub struct AdminProposed {
    /// The proposed admin; the default key if the proposal was taken back.
    pub next_admin: Pubkey,
}

/// The proposed admin took over.
#[event]
pub struct AdminAccepted {
    /// The new admin.
    pub admin: Pubkey,
}

/// Auctions, fills and swaps were paused or resumed. A pause takes back what the auction had left.
#[event]
pub struct PauseSet {
    /// When the pause began.
    pub began: i64,
    /// The time before which they are paused; 0 if they were resumed.
    pub until: i64,
}

/// The rule got new parameters; all but age and confidence hold from the next auction on.
#[event]
pub struct ParamsSet {
    /// The new parameters.
    pub params: Params,
}

/// An exchange program was announced.
#[event]
pub struct ExchangeAnnounced {
    /// The program.
    pub exchange: Pubkey,
    /// The first second at which a swap may use it.
    pub allowed_from: i64,
}

/// An exchange program was taken off the list.
#[event]
pub struct ExchangeRemoved {
    /// The program.
    pub exchange: Pubkey,
}

/// An auction was opened.
#[event]
pub struct AuctionOpened {
    /// Its first second.
    pub start: i64,
    /// USDC that it may spend in all.
    pub budget: u64,
    /// How long it runs, in seconds.
    pub period: u32,
    /// How far under the price of the oracle the offer begins, in bps.
    pub under_bps: u16,
    /// How far over the price of the oracle the offer ends, in bps.
    pub over_bps: u16,
}

/// Fees paid in IO were burned.
#[event]
pub struct Burned {
    /// IO burned.
    pub io: u64,
}

/// IO was bought from a seller and burned.
#[event]
pub struct Filled {
    /// The seller.
    pub filler: Pubkey,
    /// IO burned: what was offered, or less where the auction had less left.
    pub io: u64,
    /// USDC paid.
    pub usdc: u64,
    /// The time that the offer was of.
    pub now: i64,
    /// The first second of the auction, which tells one from the other.
    pub auction: i64,
}

/// IO was bought on an exchange and burned.
#[event]
pub struct Swapped {
    /// The exchange program.
    pub exchange: Pubkey,
    /// IO that the exchange brought, burned.
    pub io: u64,
    /// USDC that the exchange took.
    pub usdc: u64,
    /// IO that strangers had sent to the swapper's account before, burned too.
    pub stray_io: u64,
    /// The time that the offer was of.
    pub now: i64,
    /// The first second of the auction, which tells one from the other.
    pub auction: i64,
}
