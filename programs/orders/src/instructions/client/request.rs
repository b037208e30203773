//! Asks operators for bids: a request is an order without a node, paid in at the most rate.
//!
//! Who: the client, with somebody who pays, itself or another; not while paused. Moves: cost at the
//! most rate and fees, from the payer to the vault; the payer pays the rent of the request and of
//! its order, which the client gets as each of them closes. Refuses: what `create` refuses of
//! terms, number and money; a time that is too short or too long, more than 72 hours of notice.

use {
    crate::{deposit, error::refused, events::RequestOpened, Config, Ledger, Order, OrdersError, Request},
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::orders::{CONFIG, ORDER_SEED, REQUEST_SEED},
    io_economics::orders::{Attributes, Choice, Hire, LeastRecord, Opening, Tender, Terms},
    io_onchain::{associated, create, reserve},
    io_staking::HardwareClass,
};

/// Accounts of `request`.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct RequestBids<'info> {
    /// The client, whose request it is, and all that returns.
    pub client: Signer<'info>,
    /// Pays cost, fees and rent: the client itself, or somebody who gives it.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Holds the rules that the request takes over, and whether entries are paused.
    #[account(address = CONFIG.address @ OrdersError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
    /// Ledger of the currency.
    // `dup`: no other account here is of its type.
    #[account(mut, has_one = vault @ OrdersError::WrongVault, dup)]
    pub ledger: Box<Account<'info, Ledger>>,
    /// Hardware class that is asked for.
    pub class: Account<'info, HardwareClass>,
    /// The request; created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [REQUEST_SEED, client.key().as_ref(), &id.to_le_bytes()], bump)]
    pub request: UncheckedAccount<'info>,
    /// The order that it becomes; reserved here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [ORDER_SEED, client.key().as_ref(), &id.to_le_bytes()], bump)]
    pub order: UncheckedAccount<'info>,
    /// Token account of the payer's that the money comes from.
    /// CHECK: looked at before it pays.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// Vault of the ledger.
    /// CHECK: the ledger names it, and the token program checks the rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the tokens.
    pub token_program: Program<'info, Token>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// What the client asks for.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct RequestParams {
    /// Processors to book.
    pub processors: u32,
    /// The most rate, in base units per processor-hour.
    pub rate: u64,
    /// Time to book, in seconds.
    pub duration: u32,
    /// How long the request is open, in seconds.
    pub open_seconds: u32,
    /// Who chooses among the bids.
    pub choice: Choice,
    /// The least notice that bids must agree to, in hours.
    pub notice_hours: u8,
    /// The most that is paid in, fees included, in base units.
    pub most: u64,
    /// What the node must have done; all zeros ask for nothing.
    pub least_record: LeastRecord,
    /// The auditor whose word on the node is asked for, if any.
    pub auditor: Option<Pubkey>,
    /// What that auditor must say of the node.
    pub attributes: Attributes,
    /// The client's note.
    pub reference: [u8; 32],
}

impl RequestBids<'_> {
    /// Writes the ledger and the request, reserves the order, then moves the money.
    pub fn handle(ctx: Context<Self>, id: u64, params: RequestParams) -> Result<()> {
        let Self { client, payer, config, ledger, class, request, order, source, vault, .. } = ctx.accounts;
        let now = config.now()?;
        config.require_not_paused(now)?;
        require!(*order.owner != crate::ID, OrdersError::NumberInUse);
        let RequestParams { processors, rate, duration, open_seconds, choice, notice_hours, .. } = params;
        let terms = Terms { hire: Hire { processors, rate }, duration, currency: ledger.currency };
        params.attributes.check().map_err(refused)?;
        let nothing_asked = params.attributes == Attributes::default();
        require!(params.auditor.is_some() || nothing_asked, OrdersError::AuditorMissing);
        let opening = Opening { seconds: open_seconds, choice, notice_hours };
        let (tender, charge) = Tender::open(&terms, &config.rules, &opening, now).map_err(refused)?;
        ledger.balances.pay_in(charge).map_err(refused)?;
        let total = charge.total().map_err(refused)?;
        require!(total <= params.most, OrdersError::AboveLimit);
        let serial = ledger.serial;
        ledger.serial = Ledger::serial_after(serial)?;
        let contents = Request {
            version: Request::VERSION,
            currency: ledger.currency,
            client_bump: associated::bump_seen(client.key, &ledger.mint, source.key)
                .unwrap_or_else(|| associated::derive_bump(client.key, &ledger.mint)),
            padding: 0,
            attributes: params.attributes,
            serial,
            client: client.key(),
            class: class.key(),
            order: order.key(),
            best: Pubkey::default(),
            auditor: params.auditor.unwrap_or_default(),
            least_record: params.least_record,
            reference: params.reference,
            tender,
            reserved: [0; 32],
        };
        let (key, number) = (client.key.as_ref(), id.to_le_bytes());
        create(payer, request, &[REQUEST_SEED, key, &number, &[ctx.bumps.request]], &contents)?;
        reserve::<Order>(payer, order, &[ORDER_SEED, key, &number, &[ctx.bumps.order]])?;
        deposit::pay_in(ledger, vault, payer, source, total)?;
        emit!(RequestOpened {
            request: request.key(),
            order: order.key(),
            serial,
            client: client.key(),
            payer: payer.key(),
            class: class.key(),
            currency: ledger.currency,
            processors,
            rate,
            duration,
            open_seconds,
            choice,
            notice_hours,
            holdback_seconds: tender.escrow.holdback_seconds,
            cost: charge.cost,
            fees: charge.fees().total(),
            now,
            least_record: params.least_record,
            auditor: params.auditor,
            attributes: params.attributes,
            reference: params.reference,
        });
        Ok(())
    }
}
