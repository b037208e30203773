//! Creates the ledger and the vault of a currency.
//!
//! Who: anyone, once for each currency, after `initialize`; whoever does it pays the rent. Moves:
//! nothing. Refuses: a mint that is neither IO nor USDC, a second time.

use {
    crate::{events::LedgerOpened, Config, Ledger, OrdersError},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, InitializeAccount3, Token, TokenAccount},
    io_addresses::{
        buyback,
        emission::MINT,
        external::USDC_MINT,
        orders::{CONFIG, LEDGER_SEED, VAULT_SEED},
    },
    io_economics::orders::{Balances, Currency},
};

/// Accounts of `open_ledger`.
#[derive(Accounts)]
pub struct OpenLedger<'info> {
    /// The signer, who pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Becomes the vault's authority.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The IO mint or the USDC mint.
    /// CHECK: its address is one of two constants, which the handler checks.
    pub mint: UncheckedAccount<'info>,
    /// Created here.
    #[account(
        init,
        payer = payer,
        space = 8 + Ledger::INIT_SPACE,
        seeds = [LEDGER_SEED, mint.key().as_ref()],
        bump,
    )]
    pub ledger: Box<Account<'info, Ledger>>,
    /// Token account of everything paid in; created here.
    /// CHECK: created here, and initialized by the token program in the handler.
    #[account(
        init,
        payer = payer,
        space = TokenAccount::LEN,
        owner = token::ID,
        seeds = [VAULT_SEED, mint.key().as_ref()],
        bump,
    )]
    pub vault: UncheckedAccount<'info>,
    /// Initializes the vault.
    pub token_program: Program<'info, Token>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

impl OpenLedger<'_> {
    /// Writes an empty ledger and initializes the vault.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let accounts = ctx.accounts;
        let mint = accounts.mint.key();
        let (currency, sweep_to) = if mint == MINT.address {
            (Currency::Io, buyback::IO_VAULT)
        } else {
            require_keys_eq!(mint, USDC_MINT, OrdersError::WrongMint);
            (Currency::Usdc, buyback::USDC_VAULT)
        };
        accounts.ledger.set_inner(Ledger {
            version: Ledger::VERSION,
            currency,
            padding: [0; 6],
            serial: Ledger::first_serial(currency),
            mint,
            vault: accounts.vault.key(),
            sweep_to,
            balances: Balances::default(),
            reserved: [0; 24],
        });
        emit!(LedgerOpened { currency, mint, vault: accounts.vault.key() });
        let vault = InitializeAccount3 {
            account: accounts.vault.to_account_info(),
            mint: accounts.mint.to_account_info(),
            authority: accounts.config.to_account_info(),
        };
        token::initialize_account3(CpiContext::new(token::ID, vault))
    }
}
