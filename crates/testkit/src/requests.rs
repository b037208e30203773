//! Requests and bids.

use {
    crate::{
        staking::{Cast, H100},
        Receipt, World,
    },
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{
            self, bid_address, order_address, request_address, Attributes, Bid, BidTerms, Choice, Currency,
            LeastRecord, Request, RequestParams,
        },
        staking::class_address,
    },
    io_economics::{
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// An operator that bids with a node.
pub struct Bidder {
    /// Has money for bonds in both currencies.
    pub operator: Keypair,
    /// A node with 8 H100, attested.
    pub node: Pubkey,
}

impl World {
    /// An operator that is ready to bid.
    pub fn bidder(&mut self, cast: &Cast) -> Bidder {
        let (operator, node) = self.ready_node(cast, H100, 8);
        let account = self.usdc_account(&operator.pubkey());
        self.mint_usdc(&account, 1_000 * BASE_UNITS_PER_USDC);
        Bidder { operator, node }
    }

    /// The client asks for H100s. Returns the address of its request.
    pub fn request_with(
        &mut self,
        client: &Keypair,
        id: u64,
        currency: Currency,
        params: RequestParams,
    ) -> Pubkey {
        let key = client.pubkey();
        let call = orders::request(&key, &key, id, &class_address(H100), currency, params);
        self.accepted(&[call], &[client]);
        request_address(&key, id)
    }

    /// The client asks for what [`asked_for`] says.
    pub fn request(&mut self, client: &Keypair, id: u64, currency: Currency, choice: Choice) -> Pubkey {
        self.request_with(client, id, currency, asked_for(currency, choice))
    }

    /// A call by which an operator bids so many hundredths of the most rate.
    pub fn bidding(
        &self,
        bidder: &Bidder,
        request: &Pubkey,
        percent: u64,
    ) -> solana_instruction::Instruction {
        let there = self.request_at(request);
        let terms = bid_of(there.tender.escrow.rate * percent / 100);
        let (operator, node) = (bidder.operator.pubkey(), &bidder.node);
        match there.tender.choice {
            Choice::Client => orders::bid(&operator, request, &there, node, terms),
            Choice::Lowest => orders::bid_auto(&operator, request, &there, node, terms),
        }
    }

    /// An operator bids so many hundredths of the most rate. Returns the address of its bid.
    pub fn bid(&mut self, bidder: &Bidder, request: &Pubkey, percent: u64) -> Pubkey {
        let call = self.bidding(bidder, request, percent);
        self.accepted(&[call], &[&bidder.operator]);
        bid_address(request, &bidder.node)
    }

    /// The client awards its request to a bid. Returns the address of the order.
    pub fn award(&mut self, client: &Keypair, id: u64, bid: &Pubkey) -> Pubkey {
        let request = request_address(&client.pubkey(), id);
        let call = orders::award(&request, &self.request_at(&request), bid, &self.bid_at(bid), None);
        self.accepted(&[call], &[client]);
        order_address(&client.pubkey(), id)
    }

    /// Anyone awards an automatic request. Returns the address of the order.
    pub fn award_auto(&mut self, request: &Pubkey) -> Pubkey {
        let there = self.request_at(request);
        self.accepted(&[orders::award_auto(request, &there, None)], &[]);
        there.order
    }

    /// Anyone returns the bond of a bid, which has won `order` or none.
    pub fn return_bond(&mut self, bid: &Pubkey, order: Option<&Pubkey>) -> Receipt {
        let won = order.map(|address| (address, self.order(address)));
        let won = won.as_ref().map(|(address, order)| (*address, order));
        let call = orders::return_bond(bid, &self.bid_at(bid), won, None);
        self.accepted(&[call], &[])
    }

    /// A request.
    ///
    /// # Panics
    /// If there is none.
    pub fn request_at(&self, address: &Pubkey) -> Request {
        self.read(address)
    }

    /// A bid.
    ///
    /// # Panics
    /// If there is none.
    pub fn bid_at(&self, address: &Pubkey) -> Bid {
        self.read(address)
    }
}

/// Two processors for two days at 2 whole units an hour at most, open for an hour.
pub const fn asked_for(currency: Currency, choice: Choice) -> RequestParams {
    let unit = match currency {
        Currency::Io => BASE_UNITS_PER_IO,
        Currency::Usdc => BASE_UNITS_PER_USDC,
    };
    RequestParams {
        processors: 2,
        rate: 2 * unit,
        duration: 2 * DAY as u32,
        open_seconds: HOUR as u32,
        choice,
        notice_hours: 0,
        most: u64::MAX,
        least_record: LeastRecord { served: 0, fees_io: 0, fees_usdc: 0 },
        auditor: None,
        attributes: Attributes { storage: 0, region: [0; 6], bandwidth: 0, confidential: 0 },
        reference: [9; 32],
    }
}

/// A bid without notice, extendable to five days.
pub const fn bid_of(rate: u64) -> BidTerms {
    BidTerms { rate, longest: 5 * DAY as u32, notice_hours: 0 }
}
