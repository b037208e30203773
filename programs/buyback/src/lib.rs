//! Fee revenue buys IO at the price of the moment and burns it, by a fixed rule, run by anyone.
//!
//! Fees paid in IO are burned as they are ([`burn`]). Fees paid in USDC buy IO in reverse Dutch
//! auctions that anyone opens ([`open_auction`]), from anyone who burns IO of their own ([`fill`])
//! or on an exchange that the admin allowed ([`swap_and_burn`]); neither pays over the offer of
//! that second, nor over the auction's budget. The rule is `io_economics::buyback`; this program
//! holds the accounts, reads the oracle's prices, and moves the money. Nobody can take it out:
//! there is no treasury.
//!
//! [`burn`]: io_buyback::burn
//! [`fill`]: io_buyback::fill
//! [`open_auction`]: io_buyback::open_auction
//! [`swap_and_burn`]: io_buyback::swap_and_burn

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {anchor_lang::prelude::*, io_economics::buyback::Params};

pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

pub use {error::BuybackError, instructions::*, state::*};

declare_id!("2Vp8HuegEHmdercEd5HkqohrLZpabEGQVE58ucSURQvB");

#[cfg(not(feature = "no-entrypoint"))]
io_onchain::security_txt!("io_buyback");

/// Buys IO with the fees paid in USDC, and burns it with those paid in IO.
// Instructions are listed by frequency: Anchor compares discriminators in this order, 6 CU each.
#[program]
pub mod io_buyback {
    use super::*;

    /// Burns up to `io` of the caller's IO and pays USDC for it: all of it, or as much as what the
    /// auction has left pays for. Pays at least `min_usdc` in all, or is refused. Anyone.
    pub fn fill(ctx: Context<Fill>, io: u64, min_usdc: u64) -> Result<()> {
        Fill::handle(ctx, io, min_usdc)
    }

    /// Opens an auction of what the USDC vault holds. Anyone, when none runs.
    pub fn open_auction(ctx: Context<OpenAuction>) -> Result<()> {
        OpenAuction::handle(ctx)
    }

    /// Swaps USDC for IO on an allowed exchange and burns what arrives. Anyone.
    pub fn swap_and_burn<'info>(
        ctx: Context<'info, SwapAndBurn<'info>>,
        usdc: u64,
        data: Vec<u8>,
    ) -> Result<()> {
        SwapAndBurn::handle(ctx, usdc, data)
    }

    /// Burns the fees paid in IO. Anyone.
    pub fn burn(ctx: Context<BurnFees>) -> Result<()> {
        BurnFees::handle(ctx)
    }

    /// Creates the config. The deployer, once.
    pub fn initialize(ctx: Context<Initialize>, params: InitializeParams) -> Result<()> {
        Initialize::handle(ctx, params)
    }

    /// Proposes the next admin. The admin.
    pub fn propose_admin(ctx: Context<ProposeAdmin>, next_admin: Pubkey) -> Result<()> {
        ProposeAdmin::handle(ctx, next_admin)
    }

    /// Takes over as admin. The proposed admin.
    pub fn accept_admin(ctx: Context<AcceptAdmin>) -> Result<()> {
        AcceptAdmin::handle(ctx)
    }

    /// Pauses or resumes auctions, fills and swaps, for 14 days at most. The admin.
    pub fn set_paused(ctx: Context<SetPaused>, paused: bool) -> Result<()> {
        SetPaused::handle(ctx, paused)
    }

    /// Sets the parameters of the rule, within their bounds. The admin.
    pub fn set_params(ctx: Context<SetParams>, params: Params) -> Result<()> {
        SetParams::handle(ctx, params)
    }

    /// Announces an exchange program that is allowed in 7 days. The admin.
    pub fn announce_exchange(ctx: Context<AnnounceExchange>, exchange: Pubkey) -> Result<()> {
        AnnounceExchange::handle(ctx, exchange)
    }

    /// Takes an exchange program off the list, at once. The admin.
    pub fn remove_exchange(ctx: Context<RemoveExchange>, exchange: Pubkey) -> Result<()> {
        RemoveExchange::handle(ctx, exchange)
    }
}
