//! A bid.

use {
    crate::{OrdersError, Request},
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_addresses::orders::BID_SEED,
    io_economics::orders::{BidTerms, Choice, Currency},
    io_onchain::{create, derived, raw_account},
    io_staking::Node,
};

/// What an operator offers a request: one for each node.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Bid {
    /// Layout of this account.
    pub version: u8,
    /// Currency of the bond.
    pub currency: Currency,
    /// Whether the order of an automatic request was awarded to it.
    pub won: bool,
    /// How long before it leaves the operator gives notice, in hours.
    pub notice_hours: u8,
    /// Hardware revision of the node that is offered: `Node::revision`.
    pub revision: u32,
    /// Serial number of the request.
    pub serial: u64,
    /// The request.
    pub request: Pubkey,
    /// The node.
    pub node: Pubkey,
    /// The node's operator, who has paid the rent and the bond.
    pub operator: Pubkey,
    /// Base units per processor-hour.
    pub rate: u64,
    /// When it was placed or last changed, in Unix seconds: of equal bids the older comes first.
    pub at: i64,
    /// Bond that it holds, in base units.
    pub bond: u64,
    /// Seconds that the client may extend the order to; 0 for no extension.
    pub longest: u32,
    /// For later versions.
    pub reserved: [u8; 12],
}

raw_account!(Bid);

impl Bid {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// A bid of `node`'s operator on `request`, at `now`.
    pub fn new(
        request: &Account<Request>,
        node: &Account<Node>,
        terms: &BidTerms,
        bond: u64,
        now: i64,
    ) -> Self {
        Self {
            version: Self::VERSION,
            currency: request.currency,
            won: false,
            notice_hours: terms.notice_hours,
            revision: node.revision,
            serial: request.serial,
            request: request.key(),
            node: node.key(),
            operator: node.operator,
            rate: terms.rate,
            at: now,
            bond,
            longest: terms.longest,
            reserved: [0; 12],
        }
    }

    /// What the operator bids.
    pub fn terms(&self) -> BidTerms {
        BidTerms { rate: self.rate, longest: self.longest, notice_hours: self.notice_hours }
    }

    /// The request that it is on, if that is still there.
    ///
    /// # Errors
    /// If the account is another one of this program's.
    pub fn request(&self, account: &AccountInfo) -> Result<Option<Request>> {
        Ok(Request::at(account)?.filter(|request| request.serial == self.serial))
    }

    /// Whether it is the best bid of an automatic request, as that stands at `account`.
    ///
    /// # Errors
    /// As [`Self::request`].
    pub fn is_best(&self, account: &AccountInfo) -> Result<bool> {
        Ok(self.request(account)?.is_some_and(|request| request.best == self.node))
    }

    /// Whether its request can still be awarded to it at `now`.
    ///
    /// # Errors
    /// As [`Self::request`].
    pub fn stands(&self, account: &AccountInfo, now: i64) -> Result<bool> {
        Ok(self.request(account)?.is_some_and(|request| match request.tender.choice {
            Choice::Client => !request.tender.is_over(now),
            Choice::Lowest => request.best == self.node,
        }))
    }

    /// Checks that it is on this request, and on no earlier one at the same address.
    ///
    /// # Errors
    /// `RequestChanged`.
    pub fn check_on(&self, request: &Request) -> Result<()> {
        require!(self.serial == request.serial, OrdersError::RequestChanged);
        Ok(())
    }

    /// Writes it to `account`, which is created on the way if there is none. Returns how much of
    /// its bond is missing: a bid that was outbid on the same request may hold it still.
    ///
    /// # Errors
    /// `WrongBid`; `BondNotReturned` if another bond is there.
    pub fn place<'info>(&self, operator: &AccountInfo<'info>, account: &AccountInfo<'info>) -> Result<u64> {
        if *account.owner == crate::ID {
            let mut earlier = Self::load_mut(account)?;
            let same = earlier.request == self.request && earlier.node == self.node;
            require!(same, OrdersError::WrongBid);
            let kept = earlier.serial == self.serial && earlier.bond == self.bond;
            if !kept {
                earlier.check_no_bond()?;
            }
            *earlier = *self;
            return Ok(if kept { 0 } else { self.bond });
        }
        let seeds = [BID_SEED, self.request.as_ref(), self.node.as_ref()];
        let (address, bump) = derived::find(seeds, &crate::ID);
        require_keys_eq!(account.key(), address, OrdersError::WrongBid);
        create(operator, account, &[seeds[0], seeds[1], seeds[2], &[bump]], self)?;
        Ok(self.bond)
    }

    /// # Errors
    /// `BondNotReturned`.
    pub fn check_no_bond(&self) -> Result<()> {
        require!(self.bond == 0, OrdersError::BondNotReturned);
        Ok(())
    }
}
