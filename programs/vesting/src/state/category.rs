//! A category: its vault's authority, its manager, its amounts.

use {
    crate::{Grant, VestingError},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::vesting::{CATEGORIES, CATEGORY_SEED, VAULTS},
    io_economics::vesting::{CategoryKind, CategoryLedger},
    io_onchain::{raw_account, token_view},
};

/// A locked part of genesis. Its address is the authority of its vault.
#[derive(
    Clone, Copy, Debug, PartialEq, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit,
)]
#[repr(C)]
pub struct Category {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// Shows that a grant was written by the code that started the lock; zeros before that.
    pub seal: [u8; 16],
    /// Grants; takes nothing.
    pub manager: Pubkey,
    /// May take over as manager; the default key if nobody may.
    pub next_manager: Pubkey,
    /// Amounts and the clock.
    pub ledger: CategoryLedger,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(Category);

impl Category {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;
    /// Bytes of the account.
    pub const BYTES: usize = 8 + size_of::<Self>();

    /// A category whose lock has not started, as `initialize` writes it.
    pub const fn new(kind: CategoryKind, manager: Pubkey) -> Self {
        Self {
            version: Self::VERSION,
            padding: [0; 7],
            seal: [0; 16],
            manager,
            next_manager: Pubkey::new_from_array([0; 32]),
            ledger: CategoryLedger::new(kind),
            reserved: [0; 32],
        }
    }

    /// The account of a category.
    pub const fn address(kind: CategoryKind) -> Pubkey {
        let [seed, series_a, core] = CATEGORIES;
        match kind {
            CategoryKind::Seed => seed.address,
            CategoryKind::SeriesA => series_a.address,
            CategoryKind::Core => core.address,
        }
    }

    /// The category whose account has this address.
    pub fn kind_at(address: &Pubkey) -> Option<CategoryKind> {
        let place = CATEGORIES.iter().position(|category| category.address == *address)?;
        CategoryKind::ALL.get(place).copied()
    }

    /// The vault of a category.
    pub const fn vault(kind: CategoryKind) -> Pubkey {
        let [seed, series_a, core] = VAULTS;
        match kind {
            CategoryKind::Seed => seed,
            CategoryKind::SeriesA => series_a,
            CategoryKind::Core => core,
        }
    }

    /// Seeds by which the program signs for a category.
    pub const fn signer(kind: CategoryKind) -> [&'static [u8]; 3] {
        const BUMPS: [[u8; 1]; 3] = [[CATEGORIES[0].bump], [CATEGORIES[1].bump], [CATEGORIES[2].bump]];
        const NUMBERS: [[u8; 1]; 3] = [[0], [1], [2]];
        match kind {
            CategoryKind::Seed => [CATEGORY_SEED, &NUMBERS[0], &BUMPS[0]],
            CategoryKind::SeriesA => [CATEGORY_SEED, &NUMBERS[1], &BUMPS[1]],
            CategoryKind::Core => [CATEGORY_SEED, &NUMBERS[2], &BUMPS[2]],
        }
    }

    /// Whether a category is byte for byte as `initialize` writes it, whoever its manager is.
    pub fn is_pristine(&self, kind: CategoryKind) -> bool {
        *self == Self::new(kind, self.manager)
    }

    /// Whether nobody but the category can move what its vault holds.
    pub fn owns_alone(vault: &AccountInfo, kind: CategoryKind) -> bool {
        vault.key == &Self::vault(kind) && token_view::is_owned_alone(vault, &Self::address(kind))
    }

    /// # Errors
    /// `WrongCategory`: an account that other code has left elsewhere than at the category's own
    /// address.
    pub fn check_address(account: &Account<Self>) -> Result<()> {
        require_keys_eq!(account.key(), Self::address(account.ledger.kind), VestingError::WrongCategory);
        Ok(())
    }

    /// # Errors
    /// `ForeignGrant`.
    pub fn check_grant(&self, grant: &Grant) -> Result<()> {
        let ours = grant.ledger.kind == self.ledger.kind && grant.seal == self.seal;
        require!(ours, VestingError::ForeignGrant);
        Ok(())
    }
}
