//! What an auditor says of a node.

use {
    crate::OrdersError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_economics::orders::Attributes,
    io_onchain::raw_account,
};

/// An auditor's word on a node, at ["attest", node, auditor]. Anyone can be an auditor: whom to
/// trust is the client's own choice.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Attestation {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 3],
    /// Hardware revision of the node that was looked at: it says nothing of a later one.
    pub revision: u32,
    /// The node.
    pub node: Pubkey,
    /// The auditor, who alone changes and revokes it.
    pub auditor: Pubkey,
    /// SHA-256 of the evidence, which the auditor publishes.
    pub evidence: [u8; 32],
    /// Until when it holds, in Unix seconds.
    pub expires_at: i64,
    /// When it was written, in Unix seconds.
    pub at: i64,
    /// What the node has.
    pub attributes: Attributes,
    /// For later versions.
    pub reserved: [u8; 20],
}

raw_account!(Attestation);

impl Attestation {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// Checks that it says at `now` that `node`, whose hardware is of `revision`, has what is
    /// asked for.
    ///
    /// # Errors
    /// `WrongAttestation`, `AttestationOutdated`, `AttributesMissing`.
    pub fn check(&self, node: &Pubkey, revision: u32, asked: &Attributes, now: i64) -> Result<()> {
        require_keys_eq!(self.node, *node, OrdersError::WrongAttestation);
        let holds = self.revision == revision && now < self.expires_at;
        require!(holds, OrdersError::AttestationOutdated);
        require!(self.attributes.meet(asked), OrdersError::AttributesMissing);
        Ok(())
    }
}
