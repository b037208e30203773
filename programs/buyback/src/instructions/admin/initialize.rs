//! Creates the config. Its vaults are associated token accounts, which anyone may create, before or
//! after.
//!
//! Who: the program's upgrade authority, once. Moves: nothing; the deployer pays the rent. Refuses:
//! another signer, one feed for both prices, parameters outside their bounds, a second time.

use {
    crate::{error::refused, events::Initialized, BuybackError, Config, Exchange, EXCHANGES},
    anchor_lang::prelude::*,
    io_addresses::{
        buyback::{CONFIG_SEED, PROGRAM_DATA},
        loader::upgrade_authority,
    },
    io_economics::{
        buyback::{Auction, Params, Totals},
        pause::Pause,
    },
};

/// Accounts of `initialize`.
#[derive(Accounts)]
pub struct Initialize<'info> {
    /// Pays the rent; must be the upgrade authority, so that nobody runs ahead of the deployer.
    #[account(mut)]
    pub deployer: Signer<'info>,
    /// Names the upgrade authority.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = PROGRAM_DATA @ BuybackError::WrongProgramData)]
    pub program_data: UncheckedAccount<'info>,
    /// Created here.
    #[account(init, payer = deployer, space = 8 + Config::INIT_SPACE, seeds = [CONFIG_SEED], bump)]
    pub config: Box<Account<'info, Config>>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// What the deployer decides.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct InitializeParams {
    /// The admin, a multisig in production.
    pub admin: Pubkey,
    /// Pyth's feed of IO/USD, for ever.
    pub io_feed: [u8; 32],
    /// Pyth's feed of USDC/USD, for ever.
    pub usdc_feed: [u8; 32],
    /// The parameters of the rule.
    pub params: Params,
}

impl Initialize<'_> {
    /// Writes the config, with no exchange allowed.
    pub fn handle(ctx: Context<Self>, params: InitializeParams) -> Result<()> {
        // A linker drops what no code names.
        #[cfg(not(feature = "no-entrypoint"))]
        core::hint::black_box(crate::SECURITY_TXT);
        let accounts = ctx.accounts;
        let authority = upgrade_authority(&accounts.program_data.try_borrow_data()?);
        require!(authority == Some(accounts.deployer.key()), BuybackError::NotUpgradeAuthority);
        let InitializeParams { admin, io_feed, usdc_feed, params } = params;
        require!(io_feed != usdc_feed, BuybackError::SameFeed);
        params.check().map_err(refused)?;
        accounts.config.set_inner(Config {
            version: Config::VERSION,
            padding: [0; 7],
            admin,
            next_admin: Pubkey::default(),
            io_feed,
            usdc_feed,
            exchanges: [Exchange::default(); EXCHANGES],
            pause: Pause::default(),
            params,
            auction: Auction::default(),
            totals: Totals::default(),
            reserved: [0; 56],
        });
        emit!(Initialized { admin, io_feed, usdc_feed, params });
        Ok(())
    }
}
