//! Bids on an automatic request: the bid is its best one from now on, hires its processors at once
//! and frees those of the outbid one.
//!
//! Who: the node's operator, who pays the bid's rent; not while paused. Moves: the bond, an hour's
//! cost at the most rate, from the operator to the vault, if the bid holds none; `return_bond`
//! returns it. Refuses: what `bid` refuses; less than 1% below the best bid; the node of the best
//! bid; an operator without the bond; and, as io_staking checks, a node that cannot be hired.

use {
    crate::{
        deposit, error::refused, events::BidPlaced, nodes, Bid, Config, Evidence, Ledger, OrdersError,
        Request,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{orders::CONFIG, staking},
    io_economics::orders::BidTerms,
    io_staking::Node,
};

/// Accounts of `bid_auto`.
#[derive(Accounts)]
pub struct PlaceBidAuto<'info> {
    /// The node's operator.
    #[account(mut)]
    pub operator: Signer<'info>,
    /// Signs hire and release; holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the request's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The request.
    #[account(mut, dup)]
    pub request: Box<Account<'info, Request>>,
    /// The node that is offered.
    #[account(mut, has_one = operator @ OrdersError::NotOperator, dup)]
    pub node: Box<Account<'info, Node>>,
    /// Node of the best bid so far, if there is one.
    /// CHECK: the handler compares it with the request.
    #[account(mut)]
    pub best_node: Option<UncheckedAccount<'info>>,
    /// The node's bid, at ["bid", request, node]; created here if it does not exist.
    /// CHECK: the handler derives its address, or finds request and node in it.
    #[account(mut)]
    pub bid: UncheckedAccount<'info>,
    /// Token account of the operator's that the bond comes from.
    /// CHECK: looked at before it pays.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Config of io_staking.
    /// CHECK: its address is a constant.
    #[account(address = staking::CONFIG.address @ OrdersError::WrongStakingConfig)]
    pub staking_config: UncheckedAccount<'info>,
    /// Program that hires and releases the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Creates the bid.
    pub system_program: Program<'info, System>,
    /// The node's record; needed only if the request asks for one.
    /// CHECK: read as such where it is needed.
    pub record: Option<UncheckedAccount<'info>>,
    /// The auditor's word on the node; needed only if the request asks for it.
    /// CHECK: read as such where it is needed.
    pub attestation: Option<UncheckedAccount<'info>>,
}

impl PlaceBidAuto<'_> {
    /// Writes request and bid, hires and releases, then takes the bond. `serial` is the number of
    /// the request that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64, terms: BidTerms) -> Result<()> {
        let Self { operator, config, ledger, request, node, best_node, bid, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        request.check_serial(serial)?;
        request.check_ledger(ledger)?;
        let (record, attestation) = (&ctx.accounts.record, &ctx.accounts.attestation);
        let evidence = Evidence { record: record.as_deref(), attestation: attestation.as_deref() };
        request.check_node(node, &evidence, now)?;
        require_keys_neq!(request.best, node.key(), OrdersError::AlreadyBest);
        let outbid = request.best_among(best_node.as_deref())?;
        request.tender.outbid(&terms, now).map_err(refused)?;
        request.best = node.key();
        let escrow = &request.tender.escrow;
        let (orders, processors) = (config.to_account_info(), escrow.processors);
        let until = request.tender.hired_until(&terms, now);
        let staking_config = ctx.accounts.staking_config.to_account_info();
        match outbid {
            Some(outbid) => {
                let nodes = [node.to_account_info(), outbid.clone()];
                nodes::move_hire(orders, staking_config, nodes, processors, until)?;
            }
            None => nodes::hire(orders, staking_config, node.to_account_info(), processors, until)?,
        }
        let bond = request.tender.bond().map_err(refused)?;
        let missing = Bid::new(request, node, &terms, bond, now).place(operator, bid)?;
        ledger.balances.bond(missing).map_err(refused)?;
        if missing > 0 {
            let Self { source, vault, .. } = ctx.accounts;
            deposit::pay_in(ledger, vault, operator, source, missing)?;
        }
        emit!(BidPlaced {
            bid: bid.key(),
            request: request.key(),
            node: node.key(),
            operator: operator.key(),
            revision: node.revision,
            terms,
            bond: missing,
            ends_at: request.tender.ends_at(),
            now,
        });
        Ok(())
    }
}
