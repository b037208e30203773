//! Creates the three categories, whose locks start after the genesis allocations.
//!
//! Who: the program's upgrade authority, once. Moves: nothing; the deployer pays the rent. Refuses:
//! another signer, a second time.

use {
    crate::{events::Initialized, Category, VestingError},
    anchor_lang::prelude::*,
    io_addresses::{
        loader::upgrade_authority,
        vesting::{CATEGORIES, PROGRAM_DATA},
    },
    io_economics::vesting::CategoryKind,
    io_onchain::create,
};

/// Accounts of `initialize`.
#[derive(Accounts)]
pub struct Initialize<'info> {
    /// Pays the rent; must be the upgrade authority, so that nobody runs ahead of the deployer.
    #[account(mut)]
    pub deployer: Signer<'info>,
    /// Names the upgrade authority.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = PROGRAM_DATA @ VestingError::WrongProgramData)]
    pub program_data: UncheckedAccount<'info>,
    /// The seed investors' category; created here.
    /// CHECK: its address is a constant, and the handler creates it.
    #[account(mut, address = CATEGORIES[0].address @ VestingError::WrongCategory)]
    pub seed: UncheckedAccount<'info>,
    /// The series A investors' category; created here.
    /// CHECK: its address is a constant, and the handler creates it.
    #[account(mut, address = CATEGORIES[1].address @ VestingError::WrongCategory)]
    pub series_a: UncheckedAccount<'info>,
    /// The core contributors' category; created here.
    /// CHECK: its address is a constant, and the handler creates it.
    #[account(mut, address = CATEGORIES[2].address @ VestingError::WrongCategory)]
    pub core: UncheckedAccount<'info>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// Who makes the grants of each category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct Managers {
    /// Of the seed investors' category.
    pub seed: Pubkey,
    /// Of the series A investors' category.
    pub series_a: Pubkey,
    /// Of the core contributors' category.
    pub core: Pubkey,
}

impl Initialize<'_> {
    /// Writes the categories.
    pub fn handle(ctx: Context<Self>, managers: Managers) -> Result<()> {
        // A linker drops what no code names.
        #[cfg(not(feature = "no-entrypoint"))]
        core::hint::black_box(crate::SECURITY_TXT);
        let Self { deployer, program_data, seed, series_a, core, .. } = ctx.accounts;
        let authority = upgrade_authority(&program_data.try_borrow_data()?);
        require!(authority == Some(deployer.key()), VestingError::NotUpgradeAuthority);
        for (account, kind, manager) in [
            (seed, CategoryKind::Seed, managers.seed),
            (series_a, CategoryKind::SeriesA, managers.series_a),
            (core, CategoryKind::Core, managers.core),
        ] {
            require!(*account.owner != crate::ID, VestingError::AlreadyInitialized);
            create(deployer, account, &Category::signer(kind), &Category::new(kind, manager))?;
        }
        emit!(Initialized { managers });
        Ok(())
    }
}
