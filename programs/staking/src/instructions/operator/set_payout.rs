//! Sets the wallet that a node's commission and pay go to.
//!
//! Who: its operator. Moves: nothing. Refuses: another signer, a token account, a mint, a program,
//! an account of io_staking, as the node itself: what is paid goes to the wallet's associated token
//! account, which none of these could spend.

use {
    crate::{events::PayoutSet, Node, StakingError},
    anchor_lang::prelude::*,
    io_addresses::external::{TOKEN_2022_PROGRAM, TOKEN_PROGRAM},
};

/// Accounts of `set_payout`.
#[derive(Accounts)]
pub struct SetPayout<'info> {
    /// The node's operator.
    pub operator: Signer<'info>,
    /// The node.
    #[account(mut, has_one = operator @ StakingError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
    /// The wallet that commission and pay go to from now on.
    /// CHECK: looked at in the handler; nothing is asked of it now.
    pub payout: UncheckedAccount<'info>,
}

impl SetPayout<'_> {
    /// Writes the wallet.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { node, payout, .. } = ctx.accounts;
        check_payout(payout)?;
        node.payout = payout.key();
        emit!(PayoutSet { node: node.key(), payout: node.payout });
        Ok(())
    }
}

/// Refuses what can never sign for tokens: accounts of the token programs and of this one, and
/// programs.
///
/// # Errors
/// `InvalidPayout`.
pub(super) fn check_payout(payout: &AccountInfo) -> Result<()> {
    let never = [TOKEN_PROGRAM, TOKEN_2022_PROGRAM, crate::ID];
    require!(!payout.executable && !never.contains(payout.owner), StakingError::InvalidPayout);
    Ok(())
}
