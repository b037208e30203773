//! Rows of requests and bids.

use {
    crate::Bench,
    anchor_lang::{prelude::Pubkey, Space},
    io_client::{
        orders::{self, Bid, Choice, Currency, Request},
        staking::class_address,
    },
    io_economics::time::HOUR,
    io_testkit::{
        requests::{asked_for, Bidder},
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Bids beside those that are measured.
const MANY: u32 = 10_000;

pub fn measure(bench: &mut Bench) {
    bench.account("io_orders.Request", 8 + Request::INIT_SPACE);
    bench.account("io_orders.Bid", 8 + Bid::INIT_SPACE);
    for (currency, suffix) in [(Currency::Io, ""), (Currency::Usdc, ".usdc")] {
        let mut requests = Requests::new(currency, suffix);
        requests.manual(bench, 0);
        requests.automatic(bench, 0);
        requests.cancelled(bench);
    }
    // The number of bids does not matter.
    let mut requests = Requests::new(Currency::Usdc, ".among_10_000_bids");
    requests.manual(bench, MANY);
    requests.automatic(bench, MANY);
}

struct Requests {
    world: World,
    cast: Cast,
    client: Keypair,
    bidders: [Bidder; 2],
    currency: Currency,
    suffix: &'static str,
}

impl Requests {
    fn new(currency: Currency, suffix: &'static str) -> Self {
        let (mut world, cast, _) = World::with_orders();
        let client = world.client(&cast, 1_000_000, 1_000_000);
        let bidders = [(); 2].map(|()| world.bidder(&cast));
        Self { world, cast, client, bidders, currency, suffix }
    }

    fn row(
        &mut self,
        bench: &mut Bench,
        name: &str,
        call: &solana_instruction::Instruction,
        who: &[&Keypair],
    ) {
        bench.instruction(&format!("io_orders.{name}{}", self.suffix), &mut self.world, call, who);
    }

    fn asking(&self, id: u64, choice: Choice) -> (Pubkey, solana_instruction::Instruction) {
        let (key, params) = (self.client.pubkey(), asked_for(self.currency, choice));
        let call = orders::request(&key, &key, id, &class_address(H100), self.currency, params);
        (orders::request_address(&key, id), call)
    }

    /// A bid of one of the two; returns its address.
    fn bid(&mut self, bench: &mut Bench, name: &str, request: &Pubkey, who: usize, percent: u64) -> Pubkey {
        let bidder = &self.bidders[who];
        let call = self.world.bidding(bidder, request, percent);
        let (operator, bid) = (bidder.operator.insecure_clone(), orders::bid_address(request, &bidder.node));
        self.row(bench, name, &call, &[&operator]);
        bid
    }

    fn manual(&mut self, bench: &mut Bench, crowd: u32) {
        let client = self.client.insecure_clone();
        let (request, call) = self.asking(0, Choice::Client);
        self.row(bench, "request", &call, &[&client]);
        let first = self.bid(bench, "bid", &request, 0, 90);
        self.world.crowd_of_bids(&first, crowd);
        let second = self.bid(bench, "bid.after_others", &request, 1, 80);
        self.bid(bench, "bid.changed", &request, 1, 70);
        let withdraw = orders::withdraw_bid(&first, &self.world.bid_at(&first));
        let operator = self.bidders[0].operator.insecure_clone();
        self.row(bench, "withdraw_bid", &withdraw, &[&operator]);
        let (there, bid) = (self.world.request_at(&request), self.world.bid_at(&second));
        self.row(bench, "award", &orders::award(&request, &there, &second, &bid, None), &[&client]);
        self.row(bench, "close_bid", &orders::close_bid(&second, &bid), &[]);
    }

    fn automatic(&mut self, bench: &mut Bench, crowd: u32) {
        let client = self.client.insecure_clone();
        let (request, call) = self.asking(1, Choice::Lowest);
        self.world.accepted(&[call], &[&client]);
        let first = self.bid(bench, "bid_auto", &request, 0, 90);
        self.world.crowd_of_bids(&first, crowd);
        self.bid(bench, "bid_auto.outbids", &request, 1, 80);
        self.bid(bench, "bid_auto.again", &request, 0, 70);
        self.world.set_clock(self.world.request_at(&request).tender.ends_at() + 1);
        let there = self.world.request_at(&request);
        self.row(bench, "award_auto", &orders::award_auto(&request, &there, None), &[]);
        let outbid = orders::bid_address(&request, &self.bidders[1].node);
        let back = orders::return_bond(&outbid, &self.world.bid_at(&outbid), None, None);
        self.row(bench, "return_bond", &back, &[]);
        let operator = self.bidders[0].operator.insecure_clone();
        let end = orders::end(&operator.pubkey(), &there.order, &self.world.order(&there.order), None);
        self.world.accepted(&[end], &[&operator]);
        let order = self.world.order(&there.order);
        let forfeit =
            orders::return_bond(&first, &self.world.bid_at(&first), Some((&there.order, &order)), None);
        self.row(bench, "return_bond.to_the_client", &forfeit, &[]);
    }

    fn cancelled(&mut self, bench: &mut Bench) {
        let client = self.client.insecure_clone();
        let (request, call) = self.asking(2, Choice::Client);
        self.world.accepted(&[call], &[&client]);
        let cancel =
            orders::cancel_request(&client.pubkey(), &request, &self.world.request_at(&request), None);
        self.row(bench, "cancel_request", &cancel, &[&client]);
        self.world.attest(&self.cast, &self.bidders[1].node);
        let (request, call) = self.asking(3, Choice::Lowest);
        self.world.accepted(&[call], &[&client]);
        self.world.bid(&self.bidders[1], &request, 50);
        self.world.pass(3 * HOUR);
        let payer = self.world.payer.pubkey();
        let cancel = orders::cancel_request(&payer, &request, &self.world.request_at(&request), None);
        self.row(bench, "cancel_request.not_awarded", &cancel, &[]);
    }
}
