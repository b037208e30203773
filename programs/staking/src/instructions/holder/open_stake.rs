//! Creates an owner's empty stake in a node.
//!
//! Who: the owner, once for each node. Moves: nothing; the owner pays the rent, and gets it back
//! when the stake is closed. Refuses: a second time.

use {
    crate::{events::StakeOpened, Node, Stake},
    anchor_lang::prelude::*,
    io_addresses::staking::STAKE_SEED,
    io_economics::staking::Position,
    io_onchain::create,
};

/// Accounts of `open_stake`.
#[derive(Accounts)]
pub struct OpenStake<'info> {
    /// The owner of the stake; pays the rent.
    #[account(mut)]
    pub owner: Signer<'info>,
    /// The node.
    pub node: Box<Account<'info, Node>>,
    /// Created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [STAKE_SEED, node.key().as_ref(), owner.key().as_ref()], bump)]
    pub stake: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl OpenStake<'_> {
    /// Writes an empty position.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let OpenStake { owner: payer, node, stake, .. } = ctx.accounts;
        let (node, owner) = (node.key(), payer.key());
        let contents = Stake {
            version: Stake::VERSION,
            padding: [0; 15],
            node,
            owner,
            position: Position::default(),
            reserved: [0; 16],
        };
        let seeds: &[&[u8]] = &[STAKE_SEED, node.as_ref(), owner.as_ref(), &[ctx.bumps.stake]];
        create(payer, stake, seeds, &contents)?;
        emit!(StakeOpened { node, owner });
        Ok(())
    }
}
