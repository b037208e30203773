//! Rows of io_orders: steps of the market that pass an account more, since a payee's token account
//! is frozen, or since a request asks for a record and an auditor's word.

use {
    crate::Bench,
    anchor_lang::prelude::Pubkey,
    io_client::{
        economics::time::{DAY, HOUR},
        orders::{self, unclaimed_address, Choice, Currency, LeastRecord, RequestParams},
    },
    io_testkit::{
        orders::Deal,
        requests::{asked_for, Bidder},
        staking::Cast,
        World,
    },
    solana_instruction::Instruction as Call,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// What is frozen in these rows; nobody can freeze IO.
const USDC: Currency = Currency::Usdc;

pub fn measure(bench: &mut Bench) {
    let (mut world, cast, _) = World::with_orders();
    let client = world.client(&cast, 10_000, 1_000_000);
    let bidders = [(); 2].map(|()| world.bidder(&cast));
    undelivered(bench, &mut world, &client, &bidders);

    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let address = world.with_notice(&deal, 0, USDC, 10 * DAY, 12);
    world.pass(HOUR);
    let give = |at: &mut Frozen, unclaimed| {
        orders::give_notice(&deal.operator.pubkey(), &address, &at.world.order(&address), unclaimed)
    };
    Frozen { world: &mut world }.row(bench, "give_notice", &deal.client.pubkey(), &[&deal.operator], give);

    let (mut world, cast, _) = World::with_orders();
    let client = world.client(&cast, 10_000, 10_000);
    let bidder = world.bidder(&cast);
    shown(bench, &mut world, &cast, client, bidder);
}

struct Frozen<'a> {
    world: &'a mut World,
}

impl Frozen<'_> {
    /// A call's row while the account of its payee is frozen.
    fn row(
        &mut self,
        bench: &mut Bench,
        name: &str,
        payee: &Pubkey,
        signers: &[&Keypair],
        call: impl FnOnce(&mut Self, Option<Pubkey>) -> Call,
    ) {
        let account = self.world.usdc_account(payee);
        self.world.freeze(&account);
        let open = orders::open_unclaimed(&self.world.payer.pubkey(), payee, USDC);
        self.world.accepted(&[open], &[]);
        let call = call(self, Some(unclaimed_address(payee, USDC)));
        bench.instruction(&format!("io_orders.{name}.to_unclaimed.usdc"), self.world, &call, signers);
        self.world.thaw(&account);
    }
}

fn undelivered(bench: &mut Bench, world: &mut World, client: &Keypair, bidders: &[Bidder; 2]) {
    let key = client.pubkey();
    let mut at = Frozen { world };

    let request = at.world.request(client, 0, USDC, Choice::Client);
    let bid = at.world.bid(&bidders[0], &request, 90);
    at.row(bench, "award", &key, &[client], |at, unclaimed| {
        let (there, of) = (at.world.request_at(&request), at.world.bid_at(&bid));
        orders::award(&request, &there, &bid, &of, unclaimed)
    });

    let request = at.world.request(client, 1, USDC, Choice::Client);
    at.row(bench, "cancel_request", &key, &[client], |at, unclaimed| {
        orders::cancel_request(&key, &request, &at.world.request_at(&request), unclaimed)
    });

    let request = at.world.request(client, 2, USDC, Choice::Lowest);
    let outbid = at.world.bid(&bidders[0], &request, 90);
    at.world.bid(&bidders[1], &request, 80);
    at.row(bench, "return_bond", &bidders[0].operator.pubkey(), &[], |at, unclaimed| {
        orders::return_bond(&outbid, &at.world.bid_at(&outbid), None, unclaimed)
    });
    at.world.pass(HOUR + 1);
    at.row(bench, "award_auto", &key, &[], |at, unclaimed| {
        orders::award_auto(&request, &at.world.request_at(&request), unclaimed)
    });
}

/// Bids with what the node has done, and what an auditor says of it.
fn shown(bench: &mut Bench, world: &mut World, cast: &Cast, client: Keypair, bidder: Bidder) {
    let auditor = world.wallet();
    let deal = Deal { operator: bidder.operator.insecure_clone(), node: bidder.node, client };
    let (client, operator) = (&deal.client, &deal.operator);
    world.open_record(&deal.node);
    world.attested(&auditor, &deal.node);
    let address = world.running(&deal, 9, USDC, 2 * HOUR as u32);
    let order = world.order(&address);
    world.pass(2 * HOUR);
    world.accepted(&[orders::end(&client.pubkey(), &address, &order, None)], &[client]);
    world.pass(DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    world.attest(cast, &deal.node);
    for (id, choice, name) in [(0, Choice::Client, "bid"), (1, Choice::Lowest, "bid_auto")] {
        let params = RequestParams {
            least_record: LeastRecord { served: 1, ..LeastRecord::default() },
            auditor: Some(auditor.pubkey()),
            ..asked_for(USDC, choice)
        };
        let request = world.request_with(client, id, USDC, params);
        let call = world.bidding(&bidder, &request, 90);
        bench.instruction(&format!("io_orders.{name}.with_evidence.usdc"), world, &call, &[operator]);
    }
}
