//! An operator's ask.

use {
    crate::OrdersError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::{emission::MINT, external::USDC_MINT},
    io_economics::orders::{AskTerms, Currency},
    io_onchain::{associated, raw_account},
    io_staking::Node,
};

/// The price at which anyone may hire a node at once. One a node; it closes only with the node.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Ask {
    /// Layout of this account.
    pub version: u8,
    /// Bump of the node's record.
    pub record_bump: u8,
    /// Bump of the associated token account of `payout` in IO; 0 if IO was never asked for it.
    pub io_bump: u8,
    /// Bump of the associated token account of `payout` in USDC; 0 if USDC was never asked for it.
    pub usdc_bump: u8,
    /// Hardware revision of the node that is offered: `Node::revision`.
    pub revision: u32,
    /// Rises with each change, so that a client books at the ask it has seen; never used again.
    pub seq: u64,
    /// The node.
    pub node: Pubkey,
    /// The node's payout wallet, as the bumps belong to it.
    pub payout: Pubkey,
    /// Rates, times and notice that it asks.
    pub terms: AskTerms,
    /// For later versions.
    pub reserved: [u8; 8],
}

raw_account!(Ask);

impl Ask {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// An ask that offers nothing yet.
    pub fn new(node: Pubkey, record_bump: u8) -> Self {
        Self {
            version: Self::VERSION,
            record_bump,
            io_bump: 0,
            usdc_bump: 0,
            revision: 0,
            seq: 0,
            node,
            payout: Pubkey::default(),
            terms: AskTerms::default(),
            reserved: [0; 8],
        }
    }

    /// Offers `terms` on `node` as it is.
    ///
    /// # Errors
    /// `Overflow` after 2^64 changes.
    pub fn set(&mut self, terms: AskTerms, node: &Node) -> Result<()> {
        self.change(terms)?;
        self.revision = node.revision;
        if self.payout != node.payout {
            (self.payout, self.io_bump, self.usdc_bump) = (node.payout, 0, 0);
        }
        if self.usdc_bump == 0 && terms.rate_usdc != 0 {
            self.usdc_bump = associated::derive_bump(&self.payout, &USDC_MINT);
        }
        if self.io_bump == 0 && (terms.rate_io != 0 || terms.oracle_io) {
            self.io_bump = associated::derive_bump(&self.payout, &MINT.address);
        }
        Ok(())
    }

    /// Offers nothing.
    ///
    /// # Errors
    /// `Overflow` after 2^64 changes.
    pub fn remove(&mut self) -> Result<()> {
        self.change(AskTerms::default())
    }

    /// Bump of the associated token account of the node's payout wallet, from here if it is known.
    pub fn provider_bump(&self, node: &Node, currency: Currency) -> u8 {
        let (bump, mint) = match currency {
            Currency::Io => (self.io_bump, &MINT.address),
            Currency::Usdc => (self.usdc_bump, &USDC_MINT),
        };
        if bump != 0 && self.payout == node.payout {
            return bump;
        }
        associated::derive_bump(&node.payout, mint)
    }

    fn change(&mut self, terms: AskTerms) -> Result<()> {
        self.seq = self.seq.checked_add(1).ok_or(OrdersError::Overflow)?;
        self.terms = terms;
        Ok(())
    }
}
