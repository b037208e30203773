//! Withdraws a bid.
//!
//! Who: the operator that bid, at any time. Moves: the bid's rent back to it. Refuses: the best bid
//! of an automatic request, a bid whose bond was not returned.

use {
    crate::{events::BidClosed, Bid, OrdersError},
    anchor_lang::prelude::*,
};

/// Accounts of `withdraw_bid`.
#[derive(Accounts)]
pub struct WithdrawBid<'info> {
    /// The operator, who gets the rent.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// The bid; closed here.
    #[account(
        mut,
        close = operator,
        has_one = operator @ OrdersError::NotOperator,
        has_one = request @ OrdersError::WrongRequest,
    )]
    pub bid: Box<Account<'info, Bid>>,
    /// The request, as long as it is there.
    /// CHECK: the bid names it.
    pub request: UncheckedAccount<'info>,
}

impl WithdrawBid<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { bid, request, .. } = ctx.accounts;
        require!(!bid.is_best(request)?, OrdersError::BidStands);
        bid.check_no_bond()?;
        emit!(BidClosed { bid: bid.key() });
        Ok(())
    }
}
