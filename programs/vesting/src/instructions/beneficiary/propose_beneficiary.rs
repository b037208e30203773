//! Proposes who takes over a grant; nothing changes until that key accepts.
//!
//! Who: the grant's beneficiary. Moves: nothing. Refuses: another signer.

use {
    crate::{events::BeneficiaryProposed, Grant, VestingError},
    anchor_lang::prelude::*,
};

/// Accounts of `propose_beneficiary`.
#[derive(Accounts)]
pub struct ProposeBeneficiary<'info> {
    /// Who gets the IO so far.
    pub beneficiary: Signer<'info>,
    /// The grant.
    #[account(mut, has_one = beneficiary @ VestingError::NotBeneficiary)]
    pub grant: Box<Account<'info, Grant>>,
}

impl ProposeBeneficiary<'_> {
    /// Writes the proposal, in place of an earlier one; the default key withdraws it.
    pub fn handle(ctx: Context<Self>, next_beneficiary: Pubkey) -> Result<()> {
        let grant = &mut ctx.accounts.grant;
        grant.next_beneficiary = next_beneficiary;
        emit!(BeneficiaryProposed { grant: grant.key(), next_beneficiary });
        Ok(())
    }
}
