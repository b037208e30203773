//! Moves of requests and bids.

use {
    crate::{Move, Walk, DAY, HOUR},
    anchor_lang::prelude::Pubkey,
    io_client::orders::{self, bid_address, Bid, BidTerms, Choice, Currency, Request, RequestParams},
    io_testkit::{
        orders::CURRENCIES,
        requests::{asked_for, bid_of},
    },
    solana_instruction::Instruction,
    solana_signer::Signer,
};

/// Numbers that a client uses for requests, beside those of its other orders.
const FIRST: u64 = 200;
const LAST: u64 = 202;

impl Walk {
    pub fn requests_move(&mut self) -> Move {
        if self.bids.is_empty() || self.random.u8(..4) > 0 {
            return self.request_step();
        }
        let bid = self.bids[self.random.usize(..self.bids.len())];
        self.bid_step(bid)
    }

    fn request_step(&mut self) -> Move {
        let open: Vec<_> = self.requests.iter().filter(|(request, _)| self.is_there(request)).collect();
        if open.is_empty() || self.random.u8(..8) == 0 {
            return self.open_move();
        }
        let (address, _) = *open[self.random.usize(..open.len())];
        let request = self.world.request_at(&address);
        let over = self.world.now() > request.tender.ends_at();
        let bids: Vec<_> = self.bids.iter().copied().filter(|bid| self.is_there(bid)).collect();
        let bids: Vec<_> = bids.into_iter().filter(|bid| self.world.bid_at(bid).request == address).collect();
        match request.tender.choice {
            _ if self.once_in(12) => self.cancel_request_move(address, &request),
            Choice::Lowest if over && request.best != Pubkey::default() => {
                let (mut calls, unclaimed) = self.unclaimed_at(&request.client, request.currency);
                calls.push(orders::award_auto(&address, &request, unclaimed));
                Move::of(calls, &self.people.staker(&mut self.random))
            }
            Choice::Client if !over && !bids.is_empty() && self.random.bool() => {
                let bid = self.one(&bids);
                self.award_move(address, &request, bid)
            }
            _ if over && !self.once_in(4) => self.cancel_request_move(address, &request),
            _ => self.place_move(address, &request),
        }
    }

    fn open_move(&mut self) -> Move {
        let client = self.people.client(&mut self.random);
        let payer = self.payer_for(&client);
        let (id, currency) = (self.random.u64(FIRST..=LAST), self.one(&CURRENCIES));
        let node = self.ready_node();
        let class = self.world.node(&node).class;
        let choice = self.one(&[Choice::Client, Choice::Lowest]);
        let longest = if choice == Choice::Client { 7 * DAY } else { HOUR } as u32;
        let params = RequestParams {
            processors: if self.once_in(12) { 0 } else { self.random.u32(1..3) },
            duration: self.random.u32(3_600..2 * DAY as u32),
            open_seconds: self.random.u32(600..=longest),
            notice_hours: self.one(&[0, 0, 0, 24]),
            ..asked_for(currency, choice)
        };
        let call = orders::request(&client.pubkey(), &payer.pubkey(), id, &class, currency, params);
        Move { calls: vec![call], signers: vec![client, payer], strict: true, free: None }
    }

    fn place_move(&mut self, address: Pubkey, request: &Request) -> Move {
        let of_class = |walk: &Self, node: &Pubkey| walk.world.node(node).class == request.class;
        let some = [(); 12].map(|()| self.ready_node());
        let node = *some.iter().find(|node| of_class(self, node)).unwrap_or(&some[0]);
        let operator = self.operator_of(&node);
        let best = match request.tender.best_rate {
            0 => request.tender.escrow.rate,
            best => best,
        };
        let terms = BidTerms {
            notice_hours: self.one(&[0, 24, 24, 72]),
            ..bid_of(best.saturating_mul(self.random.u64(60..=101)) / 100)
        };
        let call = match request.tender.choice {
            Choice::Client => orders::bid(&operator.pubkey(), &address, request, &node, terms),
            Choice::Lowest => orders::bid_auto(&operator.pubkey(), &address, request, &node, terms),
        };
        self.seen(&[node], vec![call], vec![operator])
    }

    fn award_move(&mut self, address: Pubkey, request: &Request, bid_at: Pubkey) -> Move {
        let bid = self.world.bid_at(&bid_at);
        let client = self.people.key(&request.client);
        let (mut calls, unclaimed) = self.unclaimed_at(&request.client, request.currency);
        calls.push(orders::award(&address, request, &bid_at, &bid, unclaimed));
        self.seen(&[bid.node], calls, vec![client])
    }

    fn cancel_request_move(&mut self, address: Pubkey, request: &Request) -> Move {
        let by = match self.random.bool() {
            true => self.people.key(&request.client),
            false => self.people.staker(&mut self.random),
        };
        let (mut calls, unclaimed) = self.unclaimed_at(&request.client, request.currency);
        calls.push(orders::cancel_request(&by.pubkey(), &address, request, unclaimed));
        Move::of(calls, &by)
    }

    fn bid_step(&mut self, address: Pubkey) -> Move {
        if !self.is_there(&address) {
            return self.request_step();
        }
        let bid = self.world.bid_at(&address);
        if bid.bond > 0 {
            return self.bond_move(address, &bid);
        }
        if self.random.bool() {
            let operator = self.people.key(&bid.operator);
            return Move::new(orders::withdraw_bid(&address, &bid), &operator);
        }
        Move::new(orders::close_bid(&address, &bid), &self.people.staker(&mut self.random))
    }

    fn bond_move(&mut self, address: Pubkey, bid: &Bid) -> Move {
        let of = |(request, order): &(Pubkey, Pubkey)| (*request == bid.request).then_some(*order);
        let order = self.requests.iter().find_map(of).filter(|order| bid.won && self.is_there(order));
        let order = order.map(|address| (address, self.world.order(&address)));
        let won = order.as_ref().map(|(address, order)| (address, order));
        let forfeited = won.filter(|(_, order)| order.escrow.forfeits_bond());
        let payee = forfeited.map_or(bid.operator, |(_, order)| order.client);
        let (mut calls, unclaimed) = self.unclaimed_at(&payee, bid.currency);
        calls.push(orders::return_bond(&address, bid, won, unclaimed));
        Move::of(calls, &self.people.staker(&mut self.random))
    }

    /// An unclaimed balance for what a payee's account cannot take, and the call that opens it.
    fn unclaimed_at(&mut self, payee: &Pubkey, currency: Currency) -> (Vec<Instruction>, Option<Pubkey>) {
        if self.takes(payee, currency) || self.once_in(10) {
            return (Vec::new(), None);
        }
        let payer = self.world.payer.pubkey();
        let open = orders::open_unclaimed(&payer, payee, currency);
        (vec![open], Some(orders::unclaimed_address(payee, currency)))
    }

    /// Notes what was opened and placed.
    pub fn note_requests(&mut self, receipt: &io_testkit::Receipt) {
        for event in receipt.events::<orders::events::RequestOpened>() {
            self.requests.retain(|(request, _)| *request != event.request);
            self.requests.push((event.request, event.order));
        }
        for event in receipt.events::<orders::events::RequestAwarded>() {
            self.orders.push(event.order);
        }
        for event in receipt.events::<orders::events::BidPlaced>() {
            self.bids.retain(|bid| *bid != event.bid);
            self.bids.push(event.bid);
            assert_eq!(event.bid, bid_address(&event.request, &event.node));
        }
        for event in receipt.events::<orders::events::BidClosed>() {
            self.bids.retain(|bid| *bid != event.bid);
        }
    }
}
