//! Stops the service and returns the time not used.
//!
//! Who: the client or the operator at any time; anyone once the booked time is over. Moves: the
//! cost of the time left back to the client with the buyer's fees on it. A client that ends pays
//! for the first hour at least, and leaves the fees on up to 24 hours of the time left; neither if
//! the oracle reports an outage that ran when it did, which the last `settle` returns; nor any fees
//! after the operator's notice. If the operator ends within the first hour, everything returns; if
//! it ends without the notice that it agreed to, the last `settle` gives its last pay to the
//! client. The node's processors are free again, but for an end in the first hour: then `close`
//! frees them, an hour later. Refuses: an order that is not running; before the booked time is over
//! a stranger, and an operator that does not pass the node's record, so that what it has signed for
//! the end of that time breaks no notice where somebody has extended the order meanwhile; where
//! nothing is left in the order, another account than the node's record.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::OrderEnded,
        nodes, Ledger, Order, OrdersError, Record, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{orders::CONFIG, staking},
    io_economics::orders::{Ender, Notice, Stage},
    io_staking::Node,
};

/// Accounts of `end`.
#[derive(Accounts)]
pub struct End<'info> {
    /// The client, the operator, or anyone.
    pub ender: Signer<'info>,
    /// Signs for the vault and the release.
    /// CHECK: its address is a constant.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
    /// Ledger of the order's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The order.
    #[account(mut, has_one = node @ OrdersError::WrongNode, dup)]
    pub order: Box<Account<'info, Order>>,
    /// Node whose processors are released; names its operator.
    /// CHECK: the order names it; it is read only if the operator may be the signer.
    // So no later layout of nodes keeps a client in.
    #[account(mut)]
    pub node: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The client's associated token account.
    /// CHECK: its address and state are looked at before it is paid.
    #[account(mut)]
    pub client_account: UncheckedAccount<'info>,
    /// Unclaimed balance of the client; needed only if that account cannot take the refund.
    #[account(mut, dup)]
    pub unclaimed: Option<Box<Account<'info, UnclaimedBalance>>>,
    /// Record of the order's node, at ["record", node], whether it is open or not. By it an
    /// operator says that it leaves before the booked time is over; nobody else needs it.
    /// CHECK: the handler derives its address where it is written.
    #[account(mut)]
    pub record: Option<UncheckedAccount<'info>>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Program that releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
}

impl End<'_> {
    /// Writes the order and the ledger, returns the refund, releases the processors. `serial` is
    /// the number of the order that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64) -> Result<()> {
        let Self { ender, config, ledger, order, node, vault, client_account, unclaimed, .. } = ctx.accounts;
        order.check_serial(serial)?;
        order.check_ledger(ledger)?;
        let now = Clock::get()?.unix_timestamp;
        let by = if ender.key() == order.client {
            Ender::Client
        } else if order.escrow.is_over(now) {
            // It makes no difference any more who the signer is.
            Ender::Stranger
        } else {
            let operator = Node::try_deserialize(&mut &node.try_borrow_data()?[..])?.operator;
            if ender.key() == operator && ctx.accounts.record.is_some() {
                Ender::Operator
            } else {
                Ender::Stranger
            }
        };
        let outcome = order.escrow.end(now, by).map_err(refused)?;
        ledger.balances.take_out(&outcome).map_err(refused)?;
        let mut source = Source { ledger, vault, config, unclaimed_balances: [unclaimed, &mut None] };
        source.deliver(outcome.client, &Payee::client(order, client_account))?;
        let done = order.escrow.stage == Stage::Settled;
        let recorded = match &ctx.accounts.record {
            Some(record) if done => Record::write(record, order, &outcome, false)?,
            Some(_) | None => false,
        };
        if !order.escrow.hires() {
            let processors = order.escrow.processors;
            nodes::release(config.to_account_info(), node.to_account_info(), processors)?;
        }
        emit!(OrderEnded {
            order: order.key(),
            by: ender.key(),
            duration: order.escrow.duration,
            refund: outcome.client,
            kept: order.escrow.kept,
            now: order.escrow.seen_at(),
            left_early: order.escrow.left_early,
            notice_broken: order.escrow.notice == Notice::Broken,
            done,
            recorded,
        });
        Ok(())
    }
}
