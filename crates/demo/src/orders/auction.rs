//! Automatic requests: a client asks for processors at a most rate, nodes outbid each other, and a
//! keeper awards the order to the lowest bid and gives the bonds of the others back.

use {
    super::{
        offered::{idle_rate, Offered},
        Accepted, OrdersStory, CLIENTS, HOUR,
    },
    io_client::{
        classes::CLASSES,
        orders::{
            self, bid_address, events, request_address, BidTerms, Choice, Currency, RequestParams,
            MAX_SECONDS, MIN_OPEN_SECONDS,
        },
        staking::class_address,
    },
    io_testkit::{requests::asked_for, Receipt, World},
    serde::Serialize,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// Nodes that bid on one request, at most.
const BIDDERS: usize = 4;
/// Bids on one request, at most.
const BIDS: usize = 8;
/// Seconds between two bids.
const PAUSE: i64 = 60;
/// How long a request may take: open, and prolonged by bids in its last minutes.
const LONGEST: i64 = 2 * MIN_OPEN_SECONDS as i64;

/// What the automatic requests of one class of hardware came to; amounts in base units of USDC.
#[derive(Serialize, Default, Clone, Copy)]
pub struct ClassAuctions {
    /// Requests opened.
    pub requests: u64,
    /// Bids placed.
    pub bids: u64,
    /// Orders awarded.
    pub awarded: u64,
    /// What the awarded orders could have cost at the most rate.
    pub most: u64,
    /// What they cost.
    pub cost: u64,
}

/// What automatic requests came to.
#[derive(Serialize, Default, Clone)]
pub struct Auctions {
    /// By the number of the class.
    pub classes: [ClassAuctions; CLASSES.len()],
    /// Bonds that operators paid in, in base units of USDC.
    pub bonds_in: u64,
    /// Bonds that left the vault.
    pub bonds_out: u64,
    /// Bids whose bond and rent are back.
    pub closed_bids: u64,
}

/// A bid that has won, until its bond is back.
pub(super) struct Won {
    bid: Pubkey,
    order: Pubkey,
}

impl OrdersStory {
    /// Perhaps an automatic request, from its opening to its award; nothing goes on beyond `until`.
    pub(super) fn auction_day(&mut self, world: &mut World, offered: &[Offered], until: i64) {
        self.return_bonds(world);
        if self.random.u8(..8) > 0 || world.now() + LONGEST + PAUSE > until {
            return;
        }
        let class = self.random.usize(..CLASSES.len());
        let mut bidders: Vec<_> = offered.iter().filter(|offer| offer.class == class).collect();
        self.random.shuffle(&mut bidders);
        bidders.truncate(BIDDERS);
        let client = self.random.usize(..CLIENTS);
        let key = self.clients[client].insecure_clone();
        let (id, params) = (self.next_id, self.wanted(class));
        let class_account = class_address(class as u16);
        let call = orders::request(&key.pubkey(), &key.pubkey(), id, &class_account, Currency::Usdc, params);
        // Refused when the client has spent its money.
        let Ok(receipt) = world.send(&[call], &[&key]) else { return };
        self.next_id += 1;
        let opened = receipt.events::<events::RequestOpened>();
        let paid_in: u64 = opened.iter().map(|event| event.cost + event.fees).sum();
        let most: u64 = opened.iter().map(|event| event.cost).sum();
        self.flow(Currency::Usdc).paid_in += paid_in;
        let request = request_address(&key.pubkey(), id);
        self.story.market.auctions.classes[class].requests += 1;
        let bids = self.outbid_each_other(world, &bidders, &request, class);
        world.set_clock(world.request_at(&request).tender.ends_at() + 1);
        let Some(winner) = bids.last() else {
            let there = world.request_at(&request);
            let cancel = orders::cancel_request(&key.pubkey(), &request, &there, None);
            let receipt = world.accepted(&[cancel], &[&key]);
            let refunds = receipt.events::<events::RequestCancelled>();
            self.flow(Currency::Usdc).refunds += refunds.iter().map(|event| event.refund).sum::<u64>();
            return;
        };
        let operator = winner.operator.insecure_clone();
        let order = self.award(world, &request, class, most);
        self.accepted.push(Accepted {
            address: order,
            client,
            operator,
            currency: Currency::Usdc,
            resolve_at: None,
        });
        self.won.push(Won { bid: bid_address(&request, winner.node), order });
        for loser in bids.iter().filter(|bidder| bidder.node != winner.node) {
            let bid = bid_address(&request, loser.node);
            // One that bid twice is closed by now.
            if world.svm.get_account(&bid).is_some_and(|account| !account.data.is_empty()) {
                self.close(world, &bid, None);
            }
        }
    }

    /// What a client asks for: a few processors at no more than twice of what they cost when
    /// nothing is hired.
    fn wanted(&mut self, class: usize) -> RequestParams {
        RequestParams {
            processors: self.random.u32(1..=2),
            rate: 2 * idle_rate(class),
            duration: HOUR * self.random.u32(2..=10 * 24),
            open_seconds: MIN_OPEN_SECONDS,
            ..asked_for(Currency::Usdc, Choice::Lowest)
        }
    }

    /// Operators bid in turn, each some percent under the best bid; who has bid, the best one last.
    fn outbid_each_other<'o>(
        &mut self,
        world: &mut World,
        bidders: &[&'o Offered<'o>],
        request: &Pubkey,
        class: usize,
    ) -> Vec<&'o Offered<'o>> {
        let mut placed: Vec<&Offered> = Vec::new();
        for turn in 0..self.random.usize(1..=BIDS) {
            let Some(bidder) = bidders.get(turn % bidders.len().max(1)) else { break };
            let there = world.request_at(request);
            if there.best == *bidder.node || there.tender.is_over(world.now()) {
                continue;
            }
            let best =
                if there.tender.best_rate > 0 { there.tender.best_rate } else { there.tender.escrow.rate };
            let rate = best * self.random.u64(88..=98) / 100;
            let terms = BidTerms { rate, longest: MAX_SECONDS, notice_hours: 0 };
            let operator = bidder.operator.pubkey();
            let bid = orders::bid_auto(&operator, request, &there, bidder.node, terms);
            fund(world, &operator, there.tender.bond().unwrap_or_default());
            // Refused for a node that is hired out, offline or slashed.
            if let Ok(receipt) = world.send(&[bid], &[bidder.operator]) {
                let bonds = receipt.events::<events::BidPlaced>();
                self.story.market.auctions.bonds_in += bonds.iter().map(|event| event.bond).sum::<u64>();
                self.story.market.auctions.classes[class].bids += 1;
                placed.push(bidder);
            }
            world.pass(PAUSE);
        }
        placed
    }

    /// A keeper awards the request to its best bid; the order's address.
    fn award(&mut self, world: &mut World, request: &Pubkey, class: usize, most: u64) -> Pubkey {
        let there = world.request_at(request);
        let receipt = world.accepted(&[orders::award_auto(request, &there, None)], &[]);
        for event in receipt.events::<events::RequestAwarded>() {
            self.flow(Currency::Usdc).refunds += event.refund;
            let figures = &mut self.story.market.auctions.classes[class];
            figures.awarded += 1;
            figures.most += most;
            figures.cost += event.cost;
        }
        self.story.created += 1;
        self.story.accepted += 1;
        there.order
    }

    /// A keeper returns the bonds of bids that have won and have served their first hour.
    fn return_bonds(&mut self, world: &mut World) {
        for place in (0..self.won.len()).rev() {
            let Won { bid, order } = self.won[place];
            if self.close(world, &bid, Some(&order)) {
                self.won.swap_remove(place);
            }
        }
    }

    /// Returns the bond of a bid and closes it; false while it is not due.
    fn close(&mut self, world: &mut World, bid: &Pubkey, order: Option<&Pubkey>) -> bool {
        let order = order.map(|address| (address, world.order(address)));
        let order = order.as_ref().map(|(address, order)| (*address, order));
        let there = world.bid_at(bid);
        let calls = [orders::return_bond(bid, &there, order, None), orders::close_bid(bid, &there)];
        let Ok(receipt) = world.send(&calls, &[]) else { return false };
        self.count_bonds(&receipt);
        self.story.market.auctions.closed_bids += 1;
        true
    }

    fn count_bonds(&mut self, receipt: &Receipt) {
        let returned = receipt.events::<events::BondReturned>();
        self.story.market.auctions.bonds_out += returned.iter().map(|event| event.amount).sum::<u64>();
    }
}

/// An operator has the money for a bond.
fn fund(world: &mut World, operator: &Pubkey, bond: u64) {
    let account = world.usdc_account(operator);
    let missing = bond.saturating_sub(world.balance(&account));
    if missing > 0 {
        world.mint_usdc(&account, missing);
    }
}
