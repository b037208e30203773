//! Opens an auction of what the USDC vault holds, up to the daily cap's share of the period.
//!
//! Who: anyone; not while paused. Moves: nothing. Refuses: while an auction runs, and while the
//! vault holds less than the least budget.

use {
    crate::{error::refused, events::AuctionOpened, BuybackError, Config},
    anchor_lang::prelude::*,
    io_addresses::buyback::{CONFIG, USDC_VAULT},
    io_onchain::token_view,
};

/// Accounts of `open_auction`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct OpenAuction<'info> {
    /// The config: the rule, the auction and the totals.
    #[account(mut, address = CONFIG.address @ BuybackError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Where fees paid in USDC wait.
    /// CHECK: its address is a constant; what is no token account holds nothing.
    #[account(address = USDC_VAULT @ BuybackError::WrongUsdcVault)]
    pub usdc_vault: UncheckedAccount<'info>,
}

impl OpenAuction<'_> {
    /// Fixes budget, period, offsets and start.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { config, usdc_vault } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        open_auction(config, usdc_vault, now)
    }
}

/// Opens an auction at `now`; a fill that finds none running does so too.
///
/// # Errors
/// `AuctionRunning`; `BelowLeastBudget`.
pub(super) fn open_auction(config: &mut Config, usdc_vault: &AccountInfo, now: i64) -> Result<()> {
    let vault = token_view::amount(usdc_vault);
    config.auction.open(&config.params, now, vault).map_err(refused)?;
    let auction = &config.auction;
    emit!(AuctionOpened {
        start: auction.start,
        budget: auction.budget,
        period: auction.period,
        under_bps: auction.under_bps,
        over_bps: auction.over_bps,
    });
    Ok(())
}
