//! What an indexer needs to rebuild the state. Amounts of IO are in base units of 10^-8, of USDC in base units of
//! 10^-6, times in Unix seconds.

use {anchor_lang::prelude::*, io_economics::buyback::Params};

/// The config exists.
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

/// Somebody may take over as admin.
#[event]
pub struct AdminProposed {
    /// Who.
    pub next_admin: Pubkey,
}

/// There is a new admin.
#[event]
pub struct AdminAccepted {
    /// Who.
    pub admin: Pubkey,
}

/// Fills and swaps are paused, or resumed.
#[event]
pub struct PauseSet {
    /// Whether they are paused.
    pub paused: bool,
}

/// The rule has new parameters; a new cap holds from the next day on.
#[event]
pub struct ParamsSet {
    /// Which.
    pub params: Params,
}

/// An exchange program is allowed from a time on.
#[event]
pub struct ExchangeAnnounced {
    /// The program.
    pub exchange: Pubkey,
    /// From when on.
    pub allowed_from: i64,
}

/// An exchange program is not allowed any more.
#[event]
pub struct ExchangeRemoved {
    /// The program.
    pub exchange: Pubkey,
}

/// Fees paid in IO are burned.
#[event]
pub struct Burned {
    /// How much.
    pub io: u64,
}

/// Somebody's IO was bought and burned.
#[event]
pub struct Filled {
    /// Whose IO it was.
    pub filler: Pubkey,
    /// What was burned.
    pub io: u64,
    /// What was paid.
    pub usdc: u64,
    /// The time that counts.
    pub now: i64,
    /// The budget of the day, spent or not.
    pub budget: u64,
    /// Time of the IO/USD price.
    pub io_price_time: i64,
    /// Time of the USDC/USD price.
    pub usdc_price_time: i64,
}

/// IO was bought on an exchange and burned.
#[event]
pub struct Swapped {
    /// The exchange program.
    pub exchange: Pubkey,
    /// What arrived and was burned.
    pub io: u64,
    /// What the exchange took.
    pub usdc: u64,
    /// What strangers had sent to the swapper's IO account, burned too.
    pub stray_io: u64,
    /// The time that counts.
    pub now: i64,
    /// The budget of the day, spent or not.
    pub budget: u64,
    /// Time of the IO/USD price.
    pub io_price_time: i64,
    /// Time of the USDC/USD price.
    pub usdc_price_time: i64,
}
