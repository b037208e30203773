//! The one config: the rule, its totals, and who may tune it.

use {
    super::{exchange::EXCHANGES, Exchange},
    crate::{error::refused, BuybackError},
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    io_addresses::buyback::{CONFIG, CONFIG_SEED},
    io_economics::{
        buyback::{Auction, Offer, Params, Totals},
        pause::Pause,
    },
    io_onchain::{price_view, raw_account},
};

/// Rule and totals. Its address is the authority of both vaults.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable)]
#[repr(C)]
pub struct Config {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// The admin: may pause, tune within bounds and announce exchanges, and takes nothing.
    pub admin: Pubkey,
    /// The proposed admin; the default key if none is proposed.
    pub next_admin: Pubkey,
    /// Pyth's feed of IO/USD.
    pub io_feed: [u8; 32],
    /// Pyth's feed of USDC/USD.
    pub usdc_feed: [u8; 32],
    /// The exchange programs that a swap may use.
    pub exchanges: [Exchange; EXCHANGES],
    /// The pause of auctions, fills and swaps. Fees paid in IO burn all the same.
    pub pause: Pause,
    /// The parameters of the rule.
    pub params: Params,
    /// The auction that runs, or the last one, and the greatest time seen.
    pub auction: Auction,
    /// Spent and burned since the buyback began.
    pub totals: Totals,
    /// For later versions.
    pub reserved: [u8; 56],
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
        Ok(self.auction.now(Clock::get()?.unix_timestamp))
    }

    /// # Errors
    /// `Paused` while a pause is on.
    pub fn require_not_paused(&self, now: i64) -> Result<()> {
        require!(!self.pause.is_on(now), BuybackError::Paused);
        Ok(())
    }

    /// The auction's offer at `now`, by the prices in two accounts.
    ///
    /// # Errors
    /// `NoAuction`; if a price is not fit for it.
    pub fn offer(&mut self, now: i64, io_price: &AccountInfo, usdc_price: &AccountInfo) -> Result<Offer> {
        let io = price_view::quote(io_price, &self.io_feed).map_err(refused)?;
        let usdc = price_view::quote(usdc_price, &self.usdc_feed).map_err(refused)?;
        self.auction.offer(now, &io, &usdc).map_err(refused)
    }
}
