//! Creates the IO mint and the state of the emission. The first step of genesis.
//!
//! Who: the program's upgrade authority, once. Moves: nothing; the deployer pays the rent of two
//! accounts. Refuses: another signer, another program's data, a second time.

use {
    super::deployer::require_deployer,
    crate::{events::MintCreated, Emission, EmissionError},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, InitializeMint2, Mint, Token},
    io_addresses::emission::{EMISSION_SEED, MINT_SEED, PROGRAM_DATA},
    io_economics::units::IO_DECIMALS,
};

/// Accounts of `initialize`.
#[derive(Accounts)]
pub struct Initialize<'info> {
    /// Pays the rent; must be the upgrade authority, so that nobody runs ahead of the deployer.
    #[account(mut)]
    pub deployer: Signer<'info>,
    /// Names the upgrade authority.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = PROGRAM_DATA @ EmissionError::WrongProgramData)]
    pub program_data: UncheckedAccount<'info>,
    /// The state, and the mint authority for ever.
    #[account(init, payer = deployer, space = 8 + Emission::INIT_SPACE, seeds = [EMISSION_SEED], bump)]
    pub emission: Account<'info, Emission>,
    /// The IO mint: 8 decimals, no freeze authority.
    /// CHECK: created here, and initialized by the token program in the handler.
    #[account(init, payer = deployer, space = Mint::LEN, owner = token::ID, seeds = [MINT_SEED], bump)]
    pub mint: UncheckedAccount<'info>,
    /// Initializes the mint.
    pub token_program: Program<'info, Token>,
    /// Creates both accounts.
    pub system_program: Program<'info, System>,
}

impl Initialize<'_> {
    /// Makes the mint of its account, and writes the state.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        // A linker drops what no code names.
        #[cfg(not(feature = "no-entrypoint"))]
        core::hint::black_box(crate::SECURITY_TXT);
        let accounts = ctx.accounts;
        require_deployer(&accounts.deployer, &accounts.program_data)?;
        let mint = accounts.mint.key();
        let initialize = InitializeMint2 { mint: accounts.mint.to_account_info() };
        token::initialize_mint2(
            CpiContext::new(token::ID, initialize),
            IO_DECIMALS,
            &accounts.emission.key(),
            None,
        )?;
        accounts.emission.set_inner(Emission::new(mint));
        emit!(MintCreated { mint });
        Ok(())
    }
}
