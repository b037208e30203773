//! Offers a node to anyone at a price, in place of what was offered before.
//!
//! Who: the node's operator, at any time: a pause stops `book`, not this. Moves: at the first call
//! the operator pays the ask's rent, which returns when the ask of a retired node is removed.
//! Refuses: another signer; a retired node; terms out of bounds; another account than the node's
//! ask.

use {
    crate::{error::refused, events::AskSet, Ask, OrdersError, Record},
    anchor_lang::prelude::*,
    io_addresses::orders::ASK_SEED,
    io_economics::orders::AskTerms,
    io_onchain::{create, derived},
    io_staking::Node,
};

/// Accounts of `set_ask`.
#[derive(Accounts)]
pub struct SetAsk<'info> {
    /// The node's operator.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// The node.
    #[account(has_one = operator @ OrdersError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
    /// The node's ask, at ["ask", node]; created here if it does not exist.
    /// CHECK: the handler derives its address, or finds the node in it.
    #[account(mut)]
    pub ask: UncheckedAccount<'info>,
    /// Creates the ask.
    pub system_program: Program<'info, System>,
}

impl SetAsk<'_> {
    /// Writes the ask, which is created on the way if there is none.
    pub fn handle(ctx: Context<Self>, terms: AskTerms) -> Result<()> {
        let Self { operator, node, ask, .. } = ctx.accounts;
        require!(!node.ledger.retired, OrdersError::NodeRetired);
        terms.check(Clock::get()?.unix_timestamp).map_err(refused)?;
        let address = node.key();
        let seq = if *ask.owner == crate::ID {
            let mut ask = Ask::load_mut(ask)?;
            require_keys_eq!(ask.node, address, OrdersError::WrongAsk);
            ask.set(terms, node)?;
            ask.seq
        } else {
            let (derived, bump) = derived::find([ASK_SEED, address.as_ref(), b""], &crate::ID);
            require_keys_eq!(ask.key(), derived, OrdersError::WrongAsk);
            let mut contents = Ask::new(address, Record::derive_bump(&address));
            contents.set(terms, node)?;
            create(operator, ask, &[ASK_SEED, address.as_ref(), &[bump]], &contents)?;
            contents.seq
        };
        emit!(AskSet { node: address, seq, revision: node.revision, payout: node.payout, terms });
        Ok(())
    }
}
