//! Bids on a request whose client chooses, or changes the bid. Every bid stands until the request
//! is over.
//!
//! Who: the node's operator, who pays the bid's rent; not while paused. Moves: nothing else.
//! Refuses: a request that is over or awarded, a rate of 0 or above the most, an order below the
//! least cost, another hardware class, less notice than is asked for.

use {
    crate::{error::refused, events::BidPlaced, Bid, Config, Evidence, OrdersError, Request},
    anchor_lang::prelude::*,
    io_addresses::orders::CONFIG,
    io_economics::orders::{BidTerms, Choice},
    io_staking::Node,
};

/// Accounts of `bid`.
#[derive(Accounts)]
pub struct PlaceBid<'info> {
    /// The node's operator.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// Holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// The request.
    pub request: Box<Account<'info, Request>>,
    /// The node that is offered.
    #[account(has_one = operator @ OrdersError::NotOperator)]
    pub node: Box<Account<'info, Node>>,
    /// The node's bid, at ["bid", request, node]; created here if it does not exist.
    /// CHECK: the handler derives its address, or finds request and node in it.
    #[account(mut)]
    pub bid: UncheckedAccount<'info>,
    /// Creates the bid.
    pub system_program: Program<'info, System>,
    /// The node's record; needed only if the request asks for one.
    /// CHECK: read as such where it is needed.
    pub record: Option<UncheckedAccount<'info>>,
    /// The auditor's word on the node; needed only if the request asks for it.
    /// CHECK: read as such where it is needed.
    pub attestation: Option<UncheckedAccount<'info>>,
}

impl PlaceBid<'_> {
    /// Writes the bid. `serial` is the number of the request that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64, terms: BidTerms) -> Result<()> {
        let Self { operator, config, request, node, bid, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        request.check_serial(serial)?;
        require!(request.tender.choice == Choice::Client, OrdersError::LowestBidWins);
        let (record, attestation) = (&ctx.accounts.record, &ctx.accounts.attestation);
        let evidence = Evidence { record: record.as_deref(), attestation: attestation.as_deref() };
        request.check_node(node, &evidence, now)?;
        request.tender.check_bid(&terms, now).map_err(refused)?;
        Bid::new(request, node, &terms, 0, now).place(operator, bid)?;
        emit!(BidPlaced {
            bid: bid.key(),
            request: request.key(),
            node: node.key(),
            operator: operator.key(),
            revision: node.revision,
            terms,
            bond: 0,
            ends_at: request.tender.ends_at(),
            now,
        });
        Ok(())
    }
}
