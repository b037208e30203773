//! Says of a node what it has, in place of what the same auditor said before.
//!
//! Who: anyone, in its own name; whom to trust is the client's choice. Moves: at the first call the
//! auditor pays the attestation's rent, which returns with `revoke_attestation`. Refuses: another
//! hardware revision than the node's; a region or a flag that is not well formed; an expiry that is
//! over or more than 366 days ahead; another auditor's attestation.

use {
    crate::{error::refused, events::Attested, Attestation, OrdersError},
    anchor_lang::prelude::*,
    io_addresses::orders::ATTESTATION_SEED,
    io_economics::orders::{check_expiry, Attributes},
    io_onchain::{create, derived},
    io_staking::Node,
};

/// Accounts of `attest`.
#[derive(Accounts)]
pub struct Attest<'info> {
    /// The auditor, who pays the rent.
    #[account(mut)]
    pub auditor: Signer<'info>,
    /// The node.
    pub node: Box<Account<'info, Node>>,
    /// The auditor's attestation of the node, at ["attest", node, auditor]; created here if it does
    /// not exist.
    /// CHECK: the handler derives its address, or finds node and auditor in it.
    #[account(mut)]
    pub attestation: UncheckedAccount<'info>,
    /// Creates the attestation.
    pub system_program: Program<'info, System>,
}

/// What the auditor says.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct AttestParams {
    /// Hardware revision of the node that was looked at: `Node::revision`.
    pub revision: u32,
    /// What the node has.
    pub attributes: Attributes,
    /// SHA-256 of the evidence.
    pub evidence: [u8; 32],
    /// Until when it holds, in Unix seconds.
    pub expires_at: i64,
}

impl Attest<'_> {
    /// Writes the attestation, which is created on the way if there is none.
    pub fn handle(ctx: Context<Self>, params: AttestParams) -> Result<()> {
        let Self { auditor, node, attestation, .. } = ctx.accounts;
        let AttestParams { revision, attributes, evidence, expires_at } = params;
        let now = Clock::get()?.unix_timestamp;
        require!(node.revision == revision, OrdersError::NodeChanged);
        attributes.check().map_err(refused)?;
        check_expiry(now, expires_at).map_err(refused)?;
        let (node, auditor_key) = (node.key(), auditor.key());
        let contents = Attestation {
            version: Attestation::VERSION,
            padding: [0; 3],
            revision,
            node,
            auditor: auditor_key,
            evidence,
            expires_at,
            at: now,
            attributes,
            reserved: [0; 20],
        };
        if *attestation.owner == crate::ID {
            let mut earlier = Attestation::load_mut(attestation)?;
            let is_own = earlier.node == node && earlier.auditor == auditor_key;
            require!(is_own, OrdersError::WrongAttestation);
            *earlier = contents;
        } else {
            let seeds = [ATTESTATION_SEED, node.as_ref(), auditor_key.as_ref()];
            let (derived, bump) = derived::find(seeds, &crate::ID);
            require_keys_eq!(attestation.key(), derived, OrdersError::WrongAttestation);
            let signer = [ATTESTATION_SEED, node.as_ref(), auditor_key.as_ref(), &[bump]];
            create(auditor, attestation, &signer, &contents)?;
        }
        emit!(Attested { node, auditor: auditor_key, revision, attributes, evidence, expires_at, now });
        Ok(())
    }
}
