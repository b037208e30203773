//! Opens the record of a node. Does nothing if it exists.
//!
//! Who: anyone; the rent never returns, for the record is never closed. What was settled before is
//! not in it. Moves: nothing. Refuses: what is no node, another address.

use {
    crate::{events::RecordOpened, OrdersError, Record},
    anchor_lang::prelude::*,
    io_addresses::orders::RECORD_SEED,
    io_economics::orders::History,
    io_onchain::{create, derived},
    io_staking::Node,
};

/// Accounts of `open_record`.
#[derive(Accounts)]
pub struct OpenRecord<'info> {
    /// The signer, who pays the rent.
    #[account(mut)]
    pub opener: Signer<'info>,
    /// The node.
    pub node: Box<Account<'info, Node>>,
    /// The node's record, at ["record", node]; created here if it does not exist.
    /// CHECK: the handler derives its address.
    #[account(mut)]
    pub record: UncheckedAccount<'info>,
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

impl OpenRecord<'_> {
    /// Writes an empty record, but never over one that exists.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let Self { opener, node, record, .. } = ctx.accounts;
        let node = node.key();
        let (derived, bump) = derived::find([RECORD_SEED, node.as_ref(), b""], &crate::ID);
        require_keys_eq!(record.key(), derived, OrdersError::WrongRecord);
        if *record.owner == crate::ID {
            return Ok(());
        }
        let now = Clock::get()?.unix_timestamp;
        let contents = Record {
            version: Record::VERSION,
            padding: [0; 7],
            node,
            history: History::at(now),
            reserved: [0; 32],
        };
        create(opener, record, &[RECORD_SEED, node.as_ref(), &[bump]], &contents)?;
        emit!(RecordOpened { node, opener: opener.key(), now });
        Ok(())
    }
}
