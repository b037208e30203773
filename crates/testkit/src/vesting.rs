//! A world with the locks: managers, grants, months.

use {
    crate::{Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_client::vesting::{self, grant_address, Category, CategoryKind, Grant},
    io_economics::emission::MONTH_SECONDS,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Seconds in a month of the locks.
pub const MONTH: i64 = MONTH_SECONDS as i64;

impl World {
    /// A category.
    ///
    /// # Panics
    /// Before `initialize`.
    pub fn category(&self, kind: CategoryKind) -> Category {
        self.read(&Category::address(kind))
    }

    /// A category's grant.
    ///
    /// # Panics
    /// If there is none of this number.
    pub fn grant_of(&self, kind: CategoryKind, index: u32) -> Grant {
        self.read(&grant_address(kind, index))
    }

    /// A category's manager promises `amount` base units to a beneficiary.
    pub fn grant(
        &mut self,
        manager: &Keypair,
        kind: CategoryKind,
        index: u32,
        beneficiary: &Pubkey,
        amount: u64,
    ) -> Receipt {
        let payer = self.payer.pubkey();
        let call = vesting::grant(&payer, &manager.pubkey(), kind, index, beneficiary, amount);
        self.accepted(&[call], &[manager])
    }

    /// Anyone releases a category's grants.
    pub fn release(&mut self, kind: CategoryKind, indices: &[u32]) -> Receipt {
        let pairs: Vec<_> = indices
            .iter()
            .map(|index| (grant_address(kind, *index), self.grant_of(kind, *index).beneficiary))
            .collect();
        self.accepted(&[vesting::release(kind, &pairs)], &[])
    }

    /// Moves the clock to `seconds` after the end of this month of the locks.
    ///
    /// # Panics
    /// Before `initialize`.
    pub fn at_month(&mut self, month: i64, seconds: i64) {
        let genesis = self.category(CategoryKind::Seed).ledger.genesis;
        self.set_clock(genesis + month * MONTH + seconds);
    }
}
