//! Takes an attestation back.
//!
//! Who: the auditor that wrote it, at any time. Moves: its rent to the auditor. Refuses: another
//! signer.

use {
    crate::{events::AttestationRevoked, Attestation, OrdersError},
    anchor_lang::prelude::*,
};

/// Accounts of `revoke_attestation`.
#[derive(Accounts)]
pub struct RevokeAttestation<'info> {
    /// The auditor, who gets the rent.
    #[account(mut)]
    pub auditor: Signer<'info>,
    /// The attestation; closed here.
    #[account(mut, close = auditor, has_one = auditor @ OrdersError::NotAuditor)]
    pub attestation: Box<Account<'info, Attestation>>,
}

impl RevokeAttestation<'_> {
    /// Tells of it; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Attestation { node, auditor, .. } = **ctx.accounts.attestation;
        emit!(AttestationRevoked { node, auditor });
        Ok(())
    }
}
