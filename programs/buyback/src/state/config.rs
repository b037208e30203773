//! The one config: the rule, its books, and who may tune it.

use {
    super::{exchange::EXCHANGES, Exchange},
    crate::{error::refused, price_view, BuybackError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::buyback::{CONFIG, CONFIG_SEED},
    io_economics::buyback::{Ledger, Offer, Params, Totals},
    io_onchain::{raw_account, token_view},
};

/// Rule and books. Its address is the authority of both vaults.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Config {
    /// Layout of this account.
    pub version: u8,
    /// Whether fills and swaps are refused. Fees paid in IO burn all the same.
    pub paused: bool,
    /// Fills the layout.
    pub padding: [u8; 6],
    /// May pause, tune within bounds and announce exchanges; takes nothing.
    pub admin: Pubkey,
    /// May take over as admin; the default key if nobody may.
    pub next_admin: Pubkey,
    /// Pyth's feed of IO/USD.
    pub io_feed: [u8; 32],
    /// Pyth's feed of USDC/USD.
    pub usdc_feed: [u8; 32],
    /// The exchange programs that a swap may use.
    pub exchanges: [Exchange; EXCHANGES],
    /// The parameters of the rule.
    pub params: Params,
    /// The day's budget, and the times that never go back.
    pub ledger: Ledger,
    /// Spent and burned since it began.
    pub totals: Totals,
    /// For later versions.
    pub reserved: [u8; 64],
}

raw_account!(Config);

impl Config {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
    /// Seeds by which the program signs for it.
    pub const SIGNER: &'static [&'static [u8]] = &[CONFIG_SEED, &[CONFIG.bump]];

    /// Unix seconds on chain, or the greatest time seen if the clock went back.
    ///
    /// # Errors
    /// If the runtime has no clock.
    pub fn now(&self) -> Result<i64> {
        Ok(self.ledger.now(Clock::get()?.unix_timestamp))
    }

    /// The offer of this second, by the prices in two accounts; fixes the day's budget if the day
    /// is new.
    ///
    /// # Errors
    /// `Paused`; if a price is not fit for it.
    pub fn open(
        &mut self,
        io_price: &AccountInfo,
        usdc_price: &AccountInfo,
        usdc_vault: &AccountInfo,
    ) -> Result<Offer> {
        require!(!self.paused, BuybackError::Paused);
        let io = price_view::quote(io_price, &self.io_feed)?;
        let usdc = price_view::quote(usdc_price, &self.usdc_feed)?;
        let clock = Clock::get()?.unix_timestamp;
        let vault = token_view::amount(usdc_vault);
        self.ledger.open(&self.params, clock, vault, &io, &usdc).map_err(refused)
    }
}
