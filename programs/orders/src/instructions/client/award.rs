//! Awards a request to one of its bids: hires the node, and the service starts.
//!
//! Who: the client, while its request is open, if it chooses the bid; not while paused. Moves:
//! what the client has paid in for a higher rate back to it, with the request's rent. Refuses: a
//! bid that is not what the client has signed for, a node whose hardware changed since; and, as
//! io_staking checks, one that is offline, retired, below its minimum stake, under a pending slash,
//! or has too few processors free. A refusal changes nothing: the client can take another bid.

use {
    crate::{
        awards::{Award, Refund},
        nodes, Bid, Config, Ledger, OrdersError, Request, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::{orders::CONFIG, staking},
    io_economics::orders::{BidTerms, Choice},
    io_staking::Node,
};

/// Accounts of `award`.
#[derive(Accounts)]
pub struct AwardRequest<'info> {
    /// The client, who gets the request's rent.
    #[account(mut)]
    pub client: Signer<'info>,
    /// Signs for the vault and the hire; holds whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the request's currency.
    // `dup` here and below: the accounts are of different types, so none passes for another.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// The request; closed here.
    #[account(
        mut,
        close = client,
        has_one = client @ OrdersError::NotClient,
        has_one = order @ OrdersError::WrongOrder,
        dup,
    )]
    pub request: Box<Account<'info, Request>>,
    /// The bid that the client chooses.
    #[account(has_one = request @ OrdersError::WrongRequest, has_one = node @ OrdersError::WrongNode)]
    pub bid: Box<Account<'info, Bid>>,
    /// Node of the bid.
    #[account(mut, dup)]
    pub node: Box<Account<'info, Node>>,
    /// The account reserved for the order.
    /// CHECK: the request names it.
    #[account(mut)]
    pub order: UncheckedAccount<'info>,
    /// Config of io_staking.
    /// CHECK: its address is a constant.
    #[account(address = staking::CONFIG.address @ OrdersError::WrongStakingConfig)]
    pub staking_config: UncheckedAccount<'info>,
    /// Program that hires the processors.
    /// CHECK: its address is a constant.
    #[account(address = staking::ID)]
    pub staking_program: UncheckedAccount<'info>,
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
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
}

/// The bid that the client has seen.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct AwardParams {
    /// Its rate, notice and extension.
    pub terms: BidTerms,
    /// Hardware revision of the node: `Bid::revision`.
    pub revision: u32,
}

impl AwardRequest<'_> {
    /// Writes the order and the ledger, hires, then returns the difference; the request closes on
    /// the way out. `serial` is the number of the request that was signed for.
    pub fn handle(ctx: Context<Self>, serial: u64, params: AwardParams) -> Result<()> {
        let Self { config, ledger, request, bid, node, order, vault, staking_config, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        request.check_serial(serial)?;
        request.check_ledger(ledger)?;
        require!(request.tender.choice == Choice::Client, OrdersError::LowestBidWins);
        bid.check_on(request)?;
        require!(bid.terms() == params.terms && bid.revision == params.revision, OrdersError::BidChanged);
        require!(node.revision == bid.revision, OrdersError::NodeChanged);
        let (contents, outcome) =
            Award { request, bid, node, order, bonded: false }.make(&ledger.mint, now)?;
        nodes::hire(
            config.to_account_info(),
            staking_config.to_account_info(),
            node.to_account_info(),
            contents.escrow.processors,
            contents.escrow.hired_until(),
        )?;
        let config = config.to_account_info();
        let Self { client_account, unclaimed, .. } = ctx.accounts;
        Refund { ledger, vault, config: &config, unclaimed, client_account }.pay(request, &outcome)
    }
}
