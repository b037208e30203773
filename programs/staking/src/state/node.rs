//! A node: whose it is, and its ledger.

use {
    crate::StakingError,
    anchor_lang::prelude::*,
    io_economics::staking::{Holder, Node as Ledger, PoolKind},
};

/// A node that rents out processors.
#[account]
#[derive(Debug, InitSpace)]
pub struct Node {
    /// Layout of this account.
    pub version: u8,
    /// The operator's number for it.
    pub id: u32,
    /// Who runs it.
    pub operator: Pubkey,
    /// The wallet that commission and pay go to.
    pub payout: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// The pool of its class.
    pub pool: PoolKind,
    /// Rises with each change of hardware; a report names it.
    pub revision: u32,
    /// Stake, rewards, availability, slashes.
    pub ledger: Ledger,
    /// For later versions.
    pub reserved: [u8; 32],
}

impl Node {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// Whether `owner` is the operator.
    pub fn holder(&self, owner: &Pubkey) -> Holder {
        if self.operator == *owner {
            Holder::Operator
        } else {
            Holder::Delegator
        }
    }

    /// # Errors
    /// `NotOperator`.
    pub fn must_be_operator(&self, signer: &Signer) -> Result<()> {
        require_keys_eq!(self.operator, signer.key(), StakingError::NotOperator);
        Ok(())
    }
}
