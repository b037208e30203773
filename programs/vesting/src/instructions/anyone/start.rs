//! Starts the clock of all three categories: now, not at a time that another account tells. An
//! upgrade of io_emission can move nothing back.
//!
//! Who: anyone, once, after io_emission has minted into the vaults; `io init` does it in the same
//! transaction. Moves: nothing. Refuses: a vault that holds less than its category, or has a
//! delegate or a close authority, a category that was changed, a mint whose accounts somebody can
//! freeze, a second time.

use {
    crate::{error::refused, events::LocksStarted, Category, VestingError},
    anchor_lang::prelude::*,
    io_addresses::{
        emission::MINT,
        external::SLOT_HASHES,
        vesting::{CATEGORIES, VAULTS},
    },
    io_economics::vesting::CategoryKind,
    io_onchain::{seal, token_view},
};

/// Accounts of `start`. Nobody signs but the payer of the transaction.
#[derive(Accounts)]
pub struct Start<'info> {
    // `dup` here and below: the addresses are constants, and differ.
    /// The seed investors' category.
    #[account(mut, address = CATEGORIES[0].address @ VestingError::WrongCategory, dup)]
    pub seed: Box<Account<'info, Category>>,
    /// The series A investors' category.
    #[account(mut, address = CATEGORIES[1].address @ VestingError::WrongCategory, dup)]
    pub series_a: Box<Account<'info, Category>>,
    /// The core contributors' category.
    #[account(mut, address = CATEGORIES[2].address @ VestingError::WrongCategory, dup)]
    pub core: Box<Account<'info, Category>>,
    /// Holds the seed investors' IO.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(address = VAULTS[0] @ VestingError::WrongVault)]
    pub seed_vault: UncheckedAccount<'info>,
    /// Holds the series A investors' IO.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(address = VAULTS[1] @ VestingError::WrongVault)]
    pub series_a_vault: UncheckedAccount<'info>,
    /// Holds the core contributors' IO.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(address = VAULTS[2] @ VestingError::WrongVault)]
    pub core_vault: UncheckedAccount<'info>,
    /// The hashes of the latest slots, one of which becomes the seal of all grants.
    /// CHECK: its address is a constant.
    #[account(address = SLOT_HASHES @ VestingError::WrongSlotHashes)]
    pub slot_hashes: UncheckedAccount<'info>,
    /// The IO mint.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(address = MINT.address @ VestingError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
}

impl Start<'_> {
    /// Looks at each vault and its category, then starts all.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let accounts = ctx.accounts;
        let now = Clock::get()?.unix_timestamp;
        let seal = seal::take(&accounts.slot_hashes).ok_or(VestingError::NoSlotHash)?;
        for (kind, category, vault) in [
            (CategoryKind::Seed, &mut accounts.seed, &accounts.seed_vault),
            (CategoryKind::SeriesA, &mut accounts.series_a, &accounts.series_a_vault),
            (CategoryKind::Core, &mut accounts.core, &accounts.core_vault),
        ] {
            require!(category.ledger.genesis == 0, VestingError::AlreadyStarted);
            require!(category.is_pristine(kind), VestingError::NotPristine);
            require!(Category::owns_alone(vault, kind), VestingError::VaultNotAlone);
            require!(token_view::amount(vault) >= kind.total(), VestingError::NotAllocated);
            category.seal = seal;
            category.ledger.start(now).map_err(refused)?;
        }
        require!(token_view::never_freezes(&accounts.mint), VestingError::MintFreezes);
        emit!(LocksStarted { genesis: accounts.seed.ledger.genesis });
        Ok(())
    }
}
