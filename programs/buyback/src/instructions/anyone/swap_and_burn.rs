//! Swaps USDC of the auction for IO on an allowed exchange program and burns what arrives.
//!
//! Who: anyone; not while paused. The exchange's accounts follow as remaining accounts, in its own
//! order, with its own instruction data. Moves: USDC from the USDC vault through the swapper's
//! account to the exchange, what it left back to the vault, IO from the exchange through the
//! swapper's account to nothing. Refuses: when no auction runs, a price that is not fit, an offer
//! far over the moving average, more than the auction has left, an exchange that is not allowed,
//! one that takes nothing or more than it was given, brings less IO than a fill would, or changes
//! anything but the balances of the swapper's accounts.
//!
//! The exchange sees no signature but the swapper's, which is good for those two accounts alone,
//! and neither the config nor a vault. Reentry: the runtime refuses it, and io_buyback cannot be
//! among the exchange's accounts.

use {
    crate::{error::refused, events::Swapped, BuybackError, Config, Exchange},
    anchor_lang::{
        prelude::*,
        solana_program::{instruction::Instruction, program::invoke_signed_unchecked},
    },
    anchor_spl::token::Token,
    io_addresses::{
        buyback::{self, CONFIG, IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_SEED, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
    },
    io_onchain::{token_view, vaults},
};

/// Seeds by which the program signs for the swapper.
const SIGNER: &[&[u8]] = &[SWAPPER_SEED, &[SWAPPER.bump]];

/// Accounts of `swap_and_burn`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct SwapAndBurn<'info> {
    /// The config: the rule, the auction and the totals.
    // dup: the constant addresses make a duplicate impossible.
    #[account(mut, address = CONFIG.address @ BuybackError::WrongConfig, dup)]
    pub config: Box<Account<'info, Config>>,
    /// Where fees paid in USDC wait.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = USDC_VAULT @ BuybackError::WrongUsdcVault)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// Signs the exchange's call.
    /// CHECK: its address is a constant.
    #[account(address = SWAPPER.address @ BuybackError::WrongSwapper)]
    pub swapper: UncheckedAccount<'info>,
    /// Holds the USDC of this swap.
    /// CHECK: its address is a constant; the rest is checked in the handler.
    #[account(mut, address = SWAPPER_USDC @ BuybackError::WrongSwapperAccount)]
    pub swapper_usdc: UncheckedAccount<'info>,
    /// Receives the IO.
    /// CHECK: its address is a constant; the rest is checked in the handler.
    #[account(mut, address = SWAPPER_IO @ BuybackError::WrongSwapperAccount)]
    pub swapper_io: UncheckedAccount<'info>,
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
    /// The exchange program.
    /// CHECK: it is on the config's list.
    pub exchange: UncheckedAccount<'info>,
    /// Moves the money.
    pub token_program: Program<'info, Token>,
}

/// What the swapper's accounts hold, in base units.
struct Held {
    usdc: u64,
    io: u64,
}

impl<'info> SwapAndBurn<'info> {
    /// Hands over, calls, then records what has moved. `usdc` is in base units; `data` is the
    /// exchange's.
    pub fn handle(ctx: Context<'info, Self>, usdc: u64, data: Vec<u8>) -> Result<()> {
        let accounts = ctx.accounts;
        let now = accounts.config.now()?;
        accounts.config.require_not_paused(now)?;
        let offer = accounts.config.offer(now, &accounts.io_price, &accounts.usdc_price)?;
        Exchange::check(&accounts.config.exchanges, accounts.exchange.key, now)?;
        require!(usdc > 0, BuybackError::ZeroAmount);
        require!(usdc <= accounts.config.auction.left(), BuybackError::OverBudget);

        let before = accounts.held().ok_or(BuybackError::SwapperAccountMissing)?;
        accounts.hand_over(usdc)?;
        call(*accounts.exchange.key, ctx.remaining_accounts, data)?;
        let after = accounts.held().ok_or(BuybackError::SwapperAccountChanged)?;

        let given = before.usdc.saturating_add(usdc);
        let taken = given.saturating_sub(after.usdc);
        let bought = after.io.saturating_sub(before.io);
        require!(taken > 0, BuybackError::NothingSwapped);
        require!(taken <= usdc, BuybackError::TookTooMuch);
        require!(bought >= offer.io_for_usdc(taken).map_err(refused)?, BuybackError::TooLittleIo);
        let config = &mut accounts.config;
        config.auction.spend(taken).map_err(refused)?;
        config.totals.buy(taken, bought);
        config.totals.burn(before.io);
        accounts.give_back(after.usdc)?;
        accounts.burn(after.io)?;
        emit!(Swapped {
            exchange: accounts.exchange.key(),
            io: bought,
            usdc: taken,
            stray_io: before.io,
            now,
            auction: accounts.config.auction.start,
        });
        Ok(())
    }

    /// What the swapper's accounts hold; none if one is not the swapper's alone.
    fn held(&self) -> Option<Held> {
        let Self { swapper_usdc, swapper_io, .. } = self;
        let alone = |account| token_view::is_owned_alone(account, &SWAPPER.address);
        (alone(swapper_usdc) && alone(swapper_io))
            .then(|| Held { usdc: token_view::amount(swapper_usdc), io: token_view::amount(swapper_io) })
    }

    fn hand_over(&self, usdc: u64) -> Result<()> {
        let Self { config, usdc_vault, swapper_usdc, .. } = self;
        vaults::pay(usdc_vault, swapper_usdc, config.as_ref(), Config::SIGNER, usdc)
    }

    fn give_back(&self, usdc: u64) -> Result<()> {
        let Self { swapper, usdc_vault, swapper_usdc, .. } = self;
        if usdc == 0 {
            return Ok(());
        }
        vaults::pay(swapper_usdc, usdc_vault, swapper, SIGNER, usdc)
    }

    fn burn(&self, io: u64) -> Result<()> {
        let Self { swapper, swapper_io, mint, .. } = self;
        vaults::burn(swapper_io, mint, swapper, SIGNER, io)
    }
}

/// Calls the exchange with its accounts as they came, the swapper as the only signer, and
/// read-only.
fn call(exchange: Pubkey, accounts: &[AccountInfo], data: Vec<u8>) -> Result<()> {
    const FORBIDDEN: [Pubkey; 4] = [CONFIG.address, USDC_VAULT, IO_VAULT, buyback::ID];
    let mut metas = Vec::with_capacity(accounts.len());
    for account in accounts {
        require!(!FORBIDDEN.contains(account.key), BuybackError::ExchangeAccountForbidden);
        let signs = *account.key == SWAPPER.address;
        metas.push(AccountMeta {
            pubkey: *account.key,
            is_signer: signs,
            is_writable: account.is_writable && !signs,
        });
    }
    let instruction = Instruction { program_id: exchange, accounts: metas, data };
    invoke_signed_unchecked(&instruction, accounts, &[SIGNER])?;
    Ok(())
}
