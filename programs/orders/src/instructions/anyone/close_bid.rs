//! Closes a bid that can win nothing any more.
//!
//! Who: anyone. Moves: the bid's rent to the operator that has paid it. Refuses: a bid whose
//! request can still be awarded to it, a bid whose bond was not returned.

use {
    crate::{events::BidClosed, Bid, OrdersError},
    anchor_lang::prelude::*,
};

/// Accounts of `close_bid`.
#[derive(Accounts)]
pub struct CloseBid<'info> {
    /// The operator that bid, who gets the rent.
    /// CHECK: the bid names it.
    #[account(mut)]
    pub operator: UncheckedAccount<'info>,
    /// The bid; closed here.
    #[account(
        mut,
        close = operator,
        has_one = operator @ OrdersError::WrongOperator,
        has_one = request @ OrdersError::WrongRequest,
    )]
    pub bid: Box<Account<'info, Bid>>,
    /// The request, as long as it is there.
    /// CHECK: the bid names it.
    pub request: UncheckedAccount<'info>,
}

impl CloseBid<'_> {
    /// Checks; the account closes on the way out.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { bid, request, .. } = ctx.accounts;
        require!(!bid.stands(request, Clock::get()?.unix_timestamp)?, OrdersError::BidStands);
        bid.check_no_bond()?;
        emit!(BidClosed { bid: bid.key() });
        Ok(())
    }
}
