//! Automatic requests: who bids, hires, waits, awards, and gets which bond.

use {
    crate::scene::{both, Scene},
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, Bid, Choice, OrdersError::*, Request, AWARD_SECONDS},
        staking::{self, StakingError},
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NOT_THERE},
        requests::bid_of,
    },
    solana_signer::Signer,
};

fn automatic() -> [Scene; 2] {
    both(|currency| Scene::open(currency, Choice::Lowest))
}

#[test]
fn a_new_best_bid_is_low_enough_and_another_nodes() {
    for mut scene in automatic() {
        let bidders = scene.bidders.clone();
        let most = scene.request().tender.escrow.rate;
        for (rate, error) in [(most + 1, AboveMostRate), (0, InvalidRate), (1, BelowLeastCost)] {
            let call = scene.bidding(0, bid_of(rate));
            scene.world.refused(&[call], &[&bidders[0].operator], error);
        }
        let request = scene.request();
        let manual =
            orders::bid(&scene.operator(0), &scene.address, &request, &bidders[0].node, bid_of(most));
        scene.world.refused(&[manual], &[&bidders[0].operator], LowestBidWins);
        // Before the first bid there is no best node.
        let named = Request { best: bidders[2].node, ..request };
        let call =
            orders::bid_auto(&scene.operator(0), &scene.address, &named, &bidders[0].node, bid_of(most));
        scene.world.refused(&[call], &[&bidders[0].operator], WrongBestNode);
        scene.bid(0, 100);
        let own = scene.bidding(0, bid_of(most / 2));
        scene.world.refused(&[own], &[&bidders[0].operator], AlreadyBest);
        let close = scene.bidding(1, bid_of(most / 100 * 99 + 1));
        scene.world.refused(&[close], &[&bidders[1].operator], BidNotLowEnough);
        let enough = scene.bidding(1, bid_of(most / 100 * 99));
        for wrong in [bidders[2].node, io_client::addresses::orders::ID] {
            let call = with_account(enough.clone(), bidders[0].node, wrong);
            scene.world.refused(&[call], &[&bidders[1].operator], WrongBestNode);
        }
        scene.world.accepted(&[enough], &[&bidders[1].operator]);
    }
}

#[test]
fn a_bid_needs_its_bond_and_a_node_that_can_be_hired() {
    for scene in automatic() {
        let bidders = scene.bidders.clone();
        let (operator, key) = (&bidders[0].operator, scene.operator(0));
        let call = || scene.bidding(0, bid_of(scene.request().tender.escrow.rate));
        let mut world = scene.world.clone();
        world.pass(1);
        let offline = world.report(&bidders[0].node, 0, 0);
        let oracle = &scene.cast.oracle;
        world.accepted(&[staking::report_availability(&oracle.pubkey(), &[offline])], &[oracle]);
        world.refused(&[call()], &[operator], StakingError::NotAvailable);

        let mut world = scene.world.clone();
        world.accepted(&[staking::unstake(&key, &bidders[0].node, 1)], &[operator]);
        world.refused(&[call()], &[operator], StakingError::BelowMinimum);

        // The bond comes from an account of the operator's own, and is all there.
        let mut world = scene.world.clone();
        let (own, others) = (scene.account(&key), scene.account(&scene.operator(1)));
        world.refused(&[with_account(call(), own, others)], &[operator], WrongSource);
        let poor = world.other_token_account(&key, &orders::mint(scene.currency));
        world.refused(&[with_account(call(), own, poor)], &[operator], NotEnoughFunds);
        world.accepted(&[call()], &[operator]);
        assert_eq!(world.node(&bidders[0].node).ledger.hired, 2);
    }
}

#[test]
fn the_client_is_bound_by_the_first_bid() {
    for mut scene in automatic() {
        let (client, stranger) = (scene.client.clone(), scene.stranger.clone());
        let mut early = scene.clone();
        let call = scene.cancelling(&stranger);
        early.world.refused(&[call], &[&stranger], RequestOpen);
        early.cancel();
        scene.bid(0, 90);
        let [own, strangers] = [&*client, &*stranger].map(|by| scene.cancelling(by));
        let award = orders::award_auto(&scene.address, &scene.request(), None);
        for (seconds, awards) in [(0, false), (1, true), (i64::from(AWARD_SECONDS), true)] {
            scene.after_the_end(seconds);
            scene.world.refused(std::slice::from_ref(&own), &[&client], HasBids);
            scene.world.refused(std::slice::from_ref(&strangers), &[&stranger], HasBids);
            if awards {
                scene.world.clone().accepted(std::slice::from_ref(&award), &[]);
            } else {
                scene.world.refused(std::slice::from_ref(&award), &[], RequestOpen);
            }
        }
        let mut awarded = scene.clone();
        awarded.world.accepted(std::slice::from_ref(&award), &[]);
        awarded.world.refused(std::slice::from_ref(&award), &[], NOT_THERE);
        scene.after_the_end(i64::from(AWARD_SECONDS) + 1);
        scene.world.refused(&[award], &[], AwardTooLate);
        let none = with_account(own.clone(), scene.bidders[0].node, scene.bidders[1].node);
        scene.world.refused(&[none], &[&client], WrongBestNode);
        // Nobody awarded it: all returns, and the node is free.
        let lamports = scene.lamports(&client.pubkey());
        scene.world.accepted(&[strangers], &[&stranger]);
        assert_eq!(scene.hired(0), 0);
        assert!(scene.lamports(&client.pubkey()) > lamports);
        scene.world.return_bond(&scene.bid_of(0), None);
        scene.close_bid(0);
    }
}

#[test]
fn the_best_bid_is_awarded_and_no_other() {
    for mut scene in automatic() {
        let client = scene.client.clone();
        scene.bid(0, 90);
        scene.bid(1, 80);
        let bid = scene.world.bid_at(&scene.bid_of(0));
        let by_client = orders::award(&scene.address, &scene.request(), &scene.bid_of(0), &bid, None);
        scene.world.refused(&[by_client], &[&client], LowestBidWins);
        scene.after_the_end(1);
        let outbid = Request { best: scene.bidders[0].node, ..scene.request() };
        let other = orders::award_auto(&scene.address, &outbid, None);
        scene.world.refused(&[other], &[], NotBestBid);
        let thief = orders::award_auto(
            &scene.address,
            &Request { client: scene.operator(0), ..scene.request() },
            None,
        );
        scene.world.refused(&[thief], &[], WrongClient);
        let call = orders::award_auto(&scene.address, &scene.request(), None);
        let own = scene.account(&client.pubkey());
        let elsewhere = with_account(call, own, scene.account(&scene.operator(0)));
        scene.world.refused(&[elsewhere], &[], WrongTokenAccount);
        scene.world.award_auto(&scene.address);
    }
}

#[test]
fn the_last_minute_prolongs_by_a_minute_ten_times() {
    let [_, mut scene] = automatic();
    let end = scene.request().tender.ends_at();
    let mut percent = 100;
    for round in 0..11 {
        let now = scene.request().tender.ends_at();
        scene.world.set_clock(now - 1);
        scene.bid(round % 2, percent);
        percent -= 2;
        assert_eq!(scene.request().tender.ends_at(), now + if round < 10 { 60 } else { 0 });
    }
    assert_eq!(scene.request().tender.ends_at(), end + 600);
    let late = scene.bidding(2, bid_of(1_000_000));
    scene.after_the_end(1);
    scene.world.refused(&[late], &[&scene.bidders[2].operator], RequestOver);
    scene.world.award_auto(&scene.address);
}

#[test]
fn the_best_bid_stays() {
    for mut scene in automatic() {
        let bidders = scene.bidders.clone();
        let bid = scene.bid(0, 90);
        let there = scene.world.bid_at(&bid);
        let withdraw = orders::withdraw_bid(&bid, &there);
        scene.world.refused(std::slice::from_ref(&withdraw), &[&bidders[0].operator], BidStands);
        scene.world.refused(&[orders::close_bid(&bid, &there)], &[], BidStands);
        let back = orders::return_bond(&bid, &there, None, None);
        scene.world.refused(std::slice::from_ref(&back), &[], BidStands);
        scene.bid(1, 80);
        // Outbid, it holds its bond still.
        scene.world.refused(std::slice::from_ref(&withdraw), &[&bidders[0].operator], BondNotReturned);
        scene.world.refused(&[orders::close_bid(&bid, &there)], &[], BondNotReturned);
        let own = scene.account(&scene.operator(0));
        let elsewhere = with_account(back.clone(), own, scene.account(&scene.operator(1)));
        scene.world.refused(&[elsewhere], &[], WrongTokenAccount);
        let wrong = with_account(back.clone(), scene.address, Pubkey::new_unique());
        scene.world.refused(&[wrong], &[], WrongRequest);
        let other = match scene.currency {
            orders::Currency::Io => orders::Currency::Usdc,
            orders::Currency::Usdc => orders::Currency::Io,
        };
        let foreign = orders::return_bond(&bid, &Bid { currency: other, ..there }, None, None);
        scene.world.refused(&[foreign], &[], WrongLedger);
        scene.world.accepted(std::slice::from_ref(&back), &[]);
        scene.world.refused(&[back], &[], NoBond);
        // It may bid again: in place, with another bond; or go.
        let mut again = scene.clone();
        again.bid(0, 70);
        scene.world.accepted(&[withdraw], &[&bidders[0].operator]);
    }
}

#[test]
fn the_bond_stands_for_the_first_hour() {
    for mut scene in automatic() {
        let (client, bidders) = (scene.client.clone(), scene.bidders.clone());
        let deal = io_testkit::orders::Deal {
            operator: bidders[2].operator.insecure_clone(),
            node: bidders[2].node,
            client: client.insecure_clone(),
        };
        let other = scene.world.running(&deal, 5, scene.currency, 7_200);
        let (bid, loser) = (scene.bid(0, 90), scene.bid(1, 50));
        scene.bid(0, 40);
        scene.after_the_end(1);
        let address = scene.world.award_auto(&scene.address);
        let (operator, key) = (&bidders[0].operator, client.pubkey());
        let bond = scene.world.bid_at(&bid).bond;
        let returning = |scene: &Scene, bid: &Pubkey, order: Option<&Pubkey>| {
            let won = order.map(|order| (order, scene.world.order(order)));
            let won = won.as_ref().map(|(address, order)| (*address, order));
            orders::return_bond(bid, &scene.world.bid_at(bid), won, None)
        };
        let back = returning(&scene, &bid, Some(&address));
        scene.world.pass(HOUR - 1);
        scene.world.refused(std::slice::from_ref(&back), &[], BondNotDue);
        for (bid, order) in [(&bid, None), (&bid, Some(&other)), (&loser, Some(&address))] {
            let call = returning(&scene, bid, order);
            scene.world.refused(&[call], &[], WrongOrder);
        }
        // The operator leaves: it is the client's, whenever somebody asks.
        let mut fled = scene.clone();
        let had = fled.has(&key);
        let refund = fled.world.order(&address).escrow.held().unwrap();
        let end = orders::end(&scene.operator(0), &address, &fled.world.order(&address), None);
        fled.world.accepted(&[end], &[operator]);
        fled.world.pass(DAY);
        let close = orders::close(&address, &fled.world.order(&address));
        fled.world.refused(std::slice::from_ref(&close), &[], BondNotReturned);
        fled.world.refused(std::slice::from_ref(&back), &[], WrongTokenAccount);
        fled.world.return_bond(&bid, Some(&address));
        assert_eq!(fled.has(&key), had + refund + bond);
        fled.world.accepted(&[close], &[]);
        fled.close_bid(0);

        scene.world.pass(1);
        scene.world.accepted(&[back], &[]);
        scene.close_bid(0);
        scene.world.return_bond(&loser, None);
        scene.close_bid(1);
        scene.finish(&address);
    }
}

/// While it pauses, an admin lets in whom it likes by a lift and a resume in one transaction: here
/// one of three operators, which bids the most rate and gets it. The client pays no more than it
/// named, and may leave until that bid.
#[test]
fn an_admin_that_pauses_lets_one_operator_bid_alone() {
    for mut scene in automatic() {
        let (roles, bidders) = (scene.roles.clone(), scene.bidders.clone());
        let (admin, friend) = (&roles.admin, &bidders[0].operator);
        let pause = |paused| orders::set_paused(&admin.pubkey(), paused);
        let alone = |call| [pause(false), call, pause(true)];
        scene.world.accepted(&[pause(true)], &[admin]);
        let (most, address) = (scene.request().tender.escrow.rate, scene.request().order);
        for who in [1, 2] {
            let call = scene.bidding(who, bid_of(most / 2));
            scene.world.refused(&[call], &[&bidders[who].operator], Paused);
        }
        scene.clone().cancel();
        let bid = scene.bidding(0, bid_of(most));
        scene.world.accepted(&alone(bid), &[admin, friend]);
        scene.after_the_end(1);
        let award = orders::award_auto(&scene.address, &scene.request(), None);
        scene.world.refused(std::slice::from_ref(&award), &[], Paused);
        scene.world.accepted(&alone(award), &[admin]);
        assert_eq!(scene.world.order(&address).escrow.rate, most);
    }
}
