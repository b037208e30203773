//! Creates the config and the stake vault.
//!
//! Who: the program's upgrade authority, once, after the emission has started. Moves: nothing; the
//! deployer pays the rent. Refuses: another signer, an emission that has not started, parameters
//! outside their bounds, a second time.

use {
    crate::{
        emission_view, events::Initialized, Announced, Config, InPlace, Pools, PoolsBehind, StakingError,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::{self, InitializeAccount3, Token, TokenAccount},
    io_addresses::{
        emission::MINT,
        loader::upgrade_authority,
        staking::{CONFIG_SEED, PROGRAM_DATA, STAKE_VAULT_SEED},
    },
    io_economics::{
        pause::Pause,
        staking::{Epochs, PoolKind},
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
    #[account(address = PROGRAM_DATA @ StakingError::WrongProgramData)]
    pub program_data: UncheckedAccount<'info>,
    /// Says when the emission started.
    /// CHECK: address, owner, discriminator and version are checked where it is read.
    pub emission: UncheckedAccount<'info>,
    /// The IO mint.
    /// CHECK: its address is a constant.
    #[account(address = MINT.address @ StakingError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Created here, with the pools behind it.
    #[account(
        init,
        payer = deployer,
        space = 8 + Config::INIT_SPACE + Pools::SPACE,
        seeds = [CONFIG_SEED],
        bump
    )]
    pub config: Box<Account<'info, Config>>,
    /// Token account of all stake; created here.
    /// CHECK: created here, and initialized by the token program in the handler.
    #[account(
        init,
        payer = deployer,
        space = TokenAccount::LEN,
        owner = token::ID,
        seeds = [STAKE_VAULT_SEED],
        bump,
    )]
    pub stake_vault: UncheckedAccount<'info>,
    /// Initializes the vault.
    pub token_program: Program<'info, Token>,
    /// Creates both accounts.
    pub system_program: Program<'info, System>,
}

/// What the deployer decides.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct InitializeParams {
    /// The admin, a multisig in production.
    pub admin: Pubkey,
    /// Reports availability.
    pub oracle: Pubkey,
    /// Proposes slashes.
    pub slasher: Pubkey,
    /// The weight below which the GPU pool does not pay in full: the network that is expected.
    pub gpu_full_weight: u64,
    /// The weight below which the CPU pool does not pay in full.
    pub cpu_full_weight: u64,
}

impl Initialize<'_> {
    /// Writes the config and makes the vault of its account.
    pub fn handle(ctx: Context<Self>, params: InitializeParams) -> Result<()> {
        // A linker drops what no code names.
        #[cfg(not(feature = "no-entrypoint"))]
        core::hint::black_box(crate::SECURITY_TXT);
        let accounts = ctx.accounts;
        let authority = upgrade_authority(&accounts.program_data.try_borrow_data()?);
        require!(authority == Some(accounts.deployer.key()), StakingError::NotUpgradeAuthority);
        let genesis = emission_view::genesis_ts(&accounts.emission)?;
        accounts.config.set_inner(Config {
            version: Config::VERSION,
            padding: [0; 15],
            admin: params.admin,
            next_admin: Pubkey::default(),
            oracle: Announced::new(params.oracle),
            slasher: Announced::new(params.slasher),
            pause: Pause::default(),
            epochs: Epochs::default(),
            reserved: [0; 32],
            pools: PoolsBehind::default(),
        });
        for (kind, full_weight) in
            [(PoolKind::Gpu, params.gpu_full_weight), (PoolKind::Cpu, params.cpu_full_weight)]
        {
            accounts.config.with_pool(kind, |pool| pool.start(kind, genesis, full_weight))?;
        }
        let vault = InitializeAccount3 {
            account: accounts.stake_vault.to_account_info(),
            mint: accounts.mint.to_account_info(),
            authority: accounts.config.to_account_info(),
        };
        token::initialize_account3(CpiContext::new(token::ID, vault))?;
        emit!(Initialized {
            admin: params.admin,
            oracle: params.oracle,
            slasher: params.slasher,
            gpu_full_weight: params.gpu_full_weight,
            cpu_full_weight: params.cpu_full_weight,
            genesis_ts: genesis,
        });
        Ok(())
    }
}
