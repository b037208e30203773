//! Burns the caller's IO and pays USDC for it, at the auction's offer of the second: all of it, or
//! as much as what the auction has left pays for. Opens an auction if none runs.
//!
//! Who: anyone; not while paused. Moves: the caller's IO to nothing, USDC from the USDC vault to
//! the account that the caller names. Refuses: IO of another's, another token than IO, more than
//! the account holds, a vault that holds less than an auction needs or is frozen, a price that is
//! not fit, an offer far over the moving average, nothing, less than a base unit's worth, an
//! auction that has nothing left, pay under the caller's own limit, a destination that takes no
//! USDC, the vault as the destination.

use {
    super::open_auction::open_auction,
    crate::{error::refused, events::Filled, BuybackError, Config},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{
        buyback::{CONFIG, USDC_VAULT},
        emission::MINT,
        external::USDC_MINT,
    },
    io_economics::buyback::Sale,
    io_onchain::{token_view, vaults},
};

/// Accounts of `fill`.
#[derive(Accounts)]
pub struct Fill<'info> {
    /// The seller, whose IO is burned.
    pub filler: Signer<'info>,
    /// The config: the rule, the auction and the totals.
    // dup: no other writable account here can be it, since the token program takes none that is not
    // its own.
    #[account(mut, address = CONFIG.address @ BuybackError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// The filler's IO.
    /// CHECK: the handler checks its mint, its amount, and that it is the filler's own.
    // The token program burns from accounts of the system program and the incinerator for anyone.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// The account that the USDC is paid to.
    /// CHECK: any USDC account but the vault that is not frozen, checked in the handler.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Where fees paid in USDC wait.
    /// CHECK: its address is a constant, and the handler checks that it is not frozen.
    #[account(mut, address = USDC_VAULT @ BuybackError::WrongUsdcVault)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// The IO mint.
    /// CHECK: its address is a constant.
    #[account(mut, address = MINT.address @ BuybackError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Price update of IO/USD.
    /// CHECK: owner, type, verification and feed are checked where it is read.
    pub io_price: UncheckedAccount<'info>,
    /// Price update of USDC/USD.
    /// CHECK: owner, type, verification and feed are checked where it is read.
    pub usdc_price: UncheckedAccount<'info>,
    /// Burns and pays.
    pub token_program: Program<'info, Token>,
}

impl Fill<'_> {
    /// Writes the state first, then burns, then pays. Sells up to `io` for at least `min_usdc` in
    /// all, both in base units.
    pub fn handle(ctx: Context<Self>, io: u64, min_usdc: u64) -> Result<()> {
        let Self { filler, config, source, destination, usdc_vault, mint, io_price, usdc_price, .. } =
            ctx.accounts;
        require_keys_neq!(destination.key(), USDC_VAULT, BuybackError::DestinationIsVault);
        require!(token_view::owner(source) == Some(filler.key()), BuybackError::NotOwner);
        require!(token_view::mint(source) == Some(MINT.address), BuybackError::SourceNotIo);
        require!(token_view::amount(source) >= io, BuybackError::NotEnoughIo);
        require!(token_view::takes_any(destination, &USDC_MINT), BuybackError::DestinationTakesNothing);
        require!(!token_view::is_frozen(usdc_vault), BuybackError::UsdcVaultFrozen);
        let now = config.now()?;
        config.require_not_paused(now)?;
        if !config.auction.runs(now) {
            open_auction(config, usdc_vault, now)?;
        }
        let offer = config.offer(now, io_price, usdc_price)?;
        let Sale { io, usdc } = config.auction.sell(&offer, io, min_usdc).map_err(refused)?;
        config.totals.buy(usdc, io);
        vaults::burn_own(source, mint, filler, io)?;
        vaults::pay(usdc_vault, destination, config.as_ref(), Config::SIGNER, usdc)?;
        emit!(Filled { filler: filler.key(), io, usdc, now, auction: config.auction.start });
        Ok(())
    }
}
