//! Takes over a grant: what is released from now on goes to the new beneficiary, also what has
//! vested before.
//!
//! Who: the proposed beneficiary. Moves: nothing. Refuses: another signer.

use {
    crate::{events::BeneficiaryAccepted, Grant, VestingError},
    anchor_lang::prelude::*,
    io_addresses::emission::MINT,
    io_onchain::associated,
};

/// Accounts of `accept_beneficiary`.
#[derive(Accounts)]
pub struct AcceptBeneficiary<'info> {
    /// The proposed beneficiary.
    pub next_beneficiary: Signer<'info>,
    /// The grant.
    #[account(mut, has_one = next_beneficiary @ VestingError::NotNextBeneficiary)]
    pub grant: Box<Account<'info, Grant>>,
}

impl AcceptBeneficiary<'_> {
    /// Makes the signer the beneficiary.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let grant = &mut ctx.accounts.grant;
        let beneficiary = core::mem::take(&mut grant.next_beneficiary);
        grant.account = associated::derive(&beneficiary, &MINT.address);
        grant.beneficiary = beneficiary;
        emit!(BeneficiaryAccepted { grant: grant.key(), beneficiary });
        Ok(())
    }
}
