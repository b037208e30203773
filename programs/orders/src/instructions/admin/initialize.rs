//! Creates the config.
//!
//! Who: the program's upgrade authority, once. Moves: nothing; the deployer pays the rent. Refuses:
//! another signer, figures outside their bounds, a second time.

use {
    crate::{error::refused, events::Initialized, Announced, Config, OrdersError, Prices},
    anchor_lang::prelude::*,
    io_addresses::{
        loader::upgrade_authority,
        orders::{CONFIG_SEED, PROGRAM_DATA},
    },
    io_economics::{
        orders::{PriceRules, Rules},
        pause::Pause,
    },
};

/// Accounts of `initialize`.
#[derive(Accounts)]
pub struct Initialize<'info> {
    /// The upgrade authority, who pays the rent. Nobody else can run ahead of the deployer.
    #[account(mut)]
    pub deployer: Signer<'info>,
    /// Data account of this program under the loader; names the upgrade authority.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = PROGRAM_DATA @ OrdersError::WrongProgramData)]
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
    /// The oracle, who reports outages.
    pub oracle: Pubkey,
    /// The arbiter, who decides disputes.
    pub arbiter: Pubkey,
    /// Fees, windows and least costs of new orders.
    pub rules: Rules,
    /// Feeds of the oracle, age and width of its prices; the feeds may be named later.
    pub prices: PriceRules,
}

impl Initialize<'_> {
    /// Writes the config.
    pub fn handle(ctx: Context<Self>, params: InitializeParams) -> Result<()> {
        // A linker drops what no code names.
        #[cfg(not(feature = "no-entrypoint"))]
        core::hint::black_box(crate::SECURITY_TXT);
        let accounts = ctx.accounts;
        let authority = upgrade_authority(&accounts.program_data.try_borrow_data()?);
        require!(authority == Some(accounts.deployer.key()), OrdersError::NotUpgradeAuthority);
        let InitializeParams { admin, oracle, arbiter, rules, prices } = params;
        rules.check().map_err(refused)?;
        prices.check().map_err(refused)?;
        accounts.config.set_inner(Config {
            version: Config::VERSION,
            padding: [0; 7],
            seen: 0,
            admin,
            next_admin: Pubkey::default(),
            oracle: Announced::new(oracle),
            arbiter: Announced::new(arbiter),
            rules,
            pause: Pause::default(),
            prices: Prices::new(prices),
            reserved: [0; 48],
        });
        emit!(Initialized { admin, oracle, arbiter, rules, prices });
        Ok(())
    }
}
