//! From a request to the order that it becomes.

use {
    crate::{
        delivery::{Payee, Source},
        error::refused,
        events::RequestAwarded,
        Bid, Ledger, Order, Record, Request, UnclaimedBalance,
    },
    anchor_lang::{prelude::*, system_program},
    io_economics::orders::Outcome,
    io_onchain::associated,
    io_staking::Node,
};

/// What an award makes of a request.
pub struct Award<'a, 'info> {
    /// The request.
    pub request: &'a mut Account<'info, Request>,
    /// The bid that gets it.
    pub bid: &'a Account<'info, Bid>,
    /// The node of the bid.
    pub node: &'a Account<'info, Node>,
    /// The account reserved for the order.
    pub order: &'a AccountInfo<'info>,
    /// Whether the bid's bond stands for the first hour.
    pub bonded: bool,
}

impl Award<'_, '_> {
    /// Writes the order, which starts at `now`. Returns it, and what returns to the client.
    ///
    /// # Errors
    /// As `Tender::award`.
    pub fn make(self, mint: &Pubkey, now: i64) -> Result<(Order, Outcome)> {
        let Self { request, bid, node, order, bonded } = self;
        let (escrow, outcome) = request.tender.award(&bid.terms(), now).map_err(refused)?;
        let contents = Order {
            version: Order::VERSION,
            currency: request.currency,
            client_bump: request.client_bump,
            provider_bump: associated::derive_bump(&node.payout, mint),
            revision: node.revision,
            serial: request.serial,
            client: request.client,
            node: node.key(),
            provider: node.payout,
            reference: request.reference,
            escrow,
            record_bump: Record::derive_bump(&node.key()),
            bonded,
            reserved: [0; 6],
        };
        contents.try_serialize(&mut &mut order.try_borrow_mut_data()?[..])?;
        let charge = escrow.booked().map_err(refused)?;
        emit!(RequestAwarded {
            request: request.key(),
            order: order.key(),
            node: node.key(),
            provider: node.payout,
            revision: node.revision,
            rate: escrow.rate,
            longest: escrow.longest,
            notice_hours: escrow.notice_hours,
            cost: charge.cost,
            fees: charge.fees().total(),
            refund: outcome.client,
            bonded,
            now: escrow.at,
        });
        Ok((contents, outcome))
    }
}

/// Where a request's refund comes from and goes to.
pub struct Refund<'a, 'info> {
    /// Ledger of its currency.
    pub ledger: &'a mut Account<'info, Ledger>,
    /// Vault of the ledger.
    pub vault: &'a AccountInfo<'info>,
    /// Signs for the vault.
    pub config: &'a AccountInfo<'info>,
    /// Unclaimed balance of the client, if one was passed.
    pub unclaimed: &'a mut Option<Box<Account<'info, UnclaimedBalance>>>,
    /// The client's associated token account.
    pub client_account: &'a AccountInfo<'info>,
}

impl Refund<'_, '_> {
    /// Takes what leaves a request out of the ledger, and returns it to the client.
    ///
    /// # Errors
    /// As [`Source::deliver`].
    pub fn pay(self, request: &Request, outcome: &Outcome) -> Result<()> {
        let Self { ledger, vault, config, unclaimed, client_account } = self;
        ledger.balances.take_out(outcome).map_err(refused)?;
        let payee = Payee { wallet: request.client, bump: request.client_bump, account: client_account };
        let mut source = Source { ledger, vault, config, unclaimed_balances: [unclaimed, &mut None] };
        source.deliver(outcome.client, &payee)
    }
}

/// Gives up the account that was reserved for an order; its rent goes to the client.
pub fn give_up<'info>(order: &AccountInfo<'info>, client: &AccountInfo<'info>) -> Result<()> {
    client.add_lamports(order.lamports())?;
    order.sub_lamports(order.lamports())?;
    order.assign(&system_program::ID);
    order.resize(0)?;
    Ok(())
}
