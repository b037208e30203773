//! Those who play against the rules, with what it costs them and what they win.

use {
    crate::scene::{both, Scene},
    anchor_lang::Space,
    io_client::orders::{
        self, Bid, BidTerms, Choice, Currency,
        OrdersError::{Paused, RequestOver},
        RequestParams, AWARD_SECONDS,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        records::ATTRIBUTES,
        requests::{asked_for, bid_of},
        staking::H100,
    },
    solana_signer::Signer,
};

/// What each of three operators and the client has, in the order's currency.
fn purses(scene: &Scene) -> [u64; 4] {
    [scene.operator(0), scene.operator(1), scene.operator(2), scene.client.pubkey()]
        .map(|key| scene.has(&key))
}

#[test]
fn bids_that_cannot_be_hired_cost_their_rent_and_stall_nobody() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Client)) {
        // An attacker registers nodes without stake, and bids with each at half of the honest rate.
        let attacker = scene.world.holder(&scene.cast, 0);
        let before = scene.lamports(&attacker.pubkey());
        let mut rent = 0;
        for id in 0..5 {
            let node = scene.world.register(&attacker, id, H100, 8);
            let registered = scene.lamports(&attacker.pubkey());
            let request = scene.request();
            let terms = bid_of(request.tender.escrow.rate / 4);
            let call = orders::bid(&attacker.pubkey(), &scene.address, &request, &node, terms);
            scene.world.accepted(&[call], &[&attacker]);
            rent += registered - scene.lamports(&attacker.pubkey());
            let bid = orders::bid_address(&scene.address, &node);
            let client = scene.client.clone();
            let there = scene.world.bid_at(&bid);
            let award = orders::award(&scene.address, &request, &bid, &there, None);
            scene.world.send(&[award], &[&client]).expect_err("a node without stake cannot be hired");
        }
        assert_eq!(rent / 5, io_testkit::World::rent(8 + Bid::INIT_SPACE), "what a bid locks");
        assert!(before > rent);
        scene.bid(0, 50);
        scene.award(0);
    }
}

#[test]
fn an_operator_that_wins_and_does_not_serve_loses_an_hour_at_the_most_rate() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let before = purses(&scene);
        let bond = scene.request().tender.bond().unwrap();
        let (paid, request) = (scene.request().tender.escrow.held().unwrap(), scene.address);
        let bid = scene.bid(0, 1);
        scene.after_the_end(1);
        let address = scene.world.award_auto(&request);
        let bidders = scene.bidders.clone();
        let end = orders::end(&scene.operator(0), &address, &scene.world.order(&address), None);
        scene.world.accepted(&[end], &[&bidders[0].operator]);
        scene.world.return_bond(&bid, Some(&address));
        let after = purses(&scene);
        assert_eq!(before[0] - after[0], bond, "what the attacker loses");
        // The purses were counted after the client had paid in.
        assert_eq!(after[3] - before[3], paid + bond, "what the client has got");
    }
}

#[test]
fn a_client_that_wants_out_pays_an_hour_and_a_days_fees() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let request = scene.request();
        let spent = request.tender.escrow.held().unwrap();
        let had = scene.has(&scene.client.pubkey()) + spent;
        scene.bid(0, 75);
        scene.after_the_end(1);
        let address = scene.world.award_auto(&scene.address);
        let order = scene.world.order(&address);
        let client = scene.client.clone();
        let end = orders::end(&client.pubkey(), &address, &order, None);
        scene.world.accepted(&[end], &[&client]);
        assert_eq!(scene.hired(0), 0, "the node is free at once");
        scene.world.pass(DAY + HOUR);
        scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        scene.world.return_bond(&scene.bid_of(0), Some(&address));
        // Two processors at three quarters of the most rate: an hour, and fees on 25.
        let hour = order.escrow.hire().cost(3_600).unwrap();
        let fees = order.escrow.fees.buyer(25 * hour).fees().total();
        assert_eq!(had - scene.has(&client.pubkey()), hour + fees);
    }
}

#[test]
fn a_client_with_a_node_of_its_own_ties_as_many_processor_hours_as_it_takes() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let before = purses(&scene);
        let paid = scene.request().tender.escrow.held().unwrap();
        let bidders = scene.bidders.clone();
        // The node of the first one is the client's friend: it outbids in the last minute.
        let opened = scene.world.now();
        scene.bid(1, 90);
        scene.after_the_end(-30);
        scene.bid(0, 50);
        let tied = scene.world.now() - opened;
        assert_eq!(scene.hired(1), 0, "the outbid one is free at once");
        scene.world.return_bond(&scene.bid_of(1), None);
        assert_eq!(purses(&scene)[1], before[1], "and loses nothing");
        scene.after_the_end(1);
        let start = scene.world.now();
        let address = scene.world.award_auto(&scene.address);
        let end = orders::end(&scene.operator(0), &address, &scene.world.order(&address), None);
        scene.world.accepted(&[end], &[&bidders[0].operator]);
        scene.world.return_bond(&scene.bid_of(0), Some(&address));
        let after = purses(&scene);
        assert_eq!(before[0] + before[3] + paid, after[0] + after[3], "together they pay nothing");
        // But the friend's processors stay hired for an hour, and those of the other were for less.
        let close = orders::close(&address, &scene.world.order(&address));
        scene.world.pass(HOUR - 1);
        scene.world.refused(std::slice::from_ref(&close), &[], orders::OrdersError::StillHired);
        assert_eq!(scene.hired(0), 2);
        scene.world.pass(1);
        scene.world.accepted(&[close], &[]);
        assert!(scene.world.now() - start >= tied, "as many processor-hours as it took");
    }
}

#[test]
fn nobody_but_its_operator_pays_for_a_bid() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let before = purses(&scene);
        for (round, percent) in (0..12).zip([99, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 1]) {
            scene.bid(round % 3, percent);
        }
        let bond = scene.request().tender.bond().unwrap();
        let after = purses(&scene);
        // However often they bid, one bond each.
        assert_eq!([0, 1, 2].map(|who| before[who] - after[who]), [bond; 3]);
        assert_eq!(after[3], before[3]);
    }
}

#[test]
fn who_prolongs_a_request_ten_times_bids_itself_down() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let (before, request) = (purses(&scene), scene.request());
        let (end, most, bond) =
            (request.tender.ends_at(), request.tender.escrow.rate, request.tender.bond().unwrap());
        // One stranger with two nodes, at the last second each time.
        let bidders = scene.bidders.clone();
        let mut rate = most;
        for round in 0..10 {
            scene.after_the_end(0);
            let call = scene.bidding(round % 2, bid_of(rate));
            scene.world.accepted(&[call], &[&bidders[round % 2].operator]);
            rate = rate * 99 / 100;
        }
        let request = scene.request();
        assert_eq!(request.tender.ends_at(), end + 600, "ten minutes are all");
        assert!(request.tender.best_rate <= most * 9_136 / 10_000);
        assert_eq!([0, 1].map(|who| before[who] - purses(&scene)[who]), [bond; 2]);
        // It has held up the others, who outbid it in a last minute that nobody prolongs; or it
        // serves at that rate, or loses its bond.
        scene.after_the_end(0);
        let call = scene.bidding(2, bid_of(rate));
        scene.world.accepted(&[call], &[&bidders[2].operator]);
        assert_eq!(scene.request().tender.ends_at(), end + 600);
        for who in [0, 1] {
            scene.world.return_bond(&scene.bid_of(who), None);
            assert_eq!(purses(&scene)[who], before[who]);
        }
    }
}

#[test]
fn an_hour_of_notice_is_a_way_to_leave_after_an_hour_that_shows() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let bidders = scene.bidders.clone();
        let (operator, node) = (&bidders[0].operator, bidders[0].node);
        scene.world.open_record(&node);
        let rate = scene.request().tender.escrow.rate;
        let leaves = |notice_hours| {
            let mut scene = scene.clone();
            let before = purses(&scene);
            let call = scene.bidding(0, BidTerms { notice_hours, ..bid_of(rate) });
            scene.world.accepted(&[call], &[operator]);
            scene.after_the_end(1);
            let address = scene.world.award_auto(&scene.address);
            let order = scene.world.order(&address);
            if notice_hours > 0 {
                let notice = orders::give_notice(&operator.pubkey(), &address, &order, None);
                scene.world.accepted(&[notice], &[operator]);
            }
            scene.world.pass(HOUR);
            let end = orders::end(&operator.pubkey(), &address, &order, None);
            scene.world.accepted(&[end], &[operator]);
            scene.world.pass(DAY);
            scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
            scene.world.return_bond(&scene.bid_of(0), Some(&address));
            let window = scene.world.record(&node).history.current;
            (purses(&scene)[0] - before[0], window.left_early, window.notices_given)
        };
        // Two processors for an hour at the most rate, less 0.25%, and the bond returns.
        let pay = 2 * rate - 2 * rate / 400;
        assert_eq!(leaves(1), (pay, 0, 1), "no early end, but a notice");
        assert_eq!(leaves(0), (pay, 1, 0));
    }
}

/// An operator that wins at a hundredth of the most rate and leaves after an hour has its bond
/// back, and the client asks anew. It is paid next to nothing, and with notice agreed not even
/// that; what it costs is that hour of its processors, and an early end that shows.
#[test]
fn who_leaves_after_an_hour_spoils_a_request_for_an_hour_of_processors() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let bidders = scene.bidders.clone();
        let (operator, node) = (&bidders[0].operator, bidders[0].node);
        scene.world.open_record(&node);
        let rate = scene.request().tender.escrow.rate / 100;
        for notice_hours in [0, 24] {
            let mut scene = scene.clone();
            let (before, paid) = (purses(&scene), scene.request().tender.escrow.held().unwrap());
            let call = scene.bidding(0, BidTerms { notice_hours, ..bid_of(rate) });
            scene.world.accepted(&[call], &[operator]);
            scene.after_the_end(1);
            let address = scene.world.award_auto(&scene.address);
            let order = scene.world.order(&address);
            scene.world.pass(HOUR);
            let end = orders::end(&operator.pubkey(), &address, &order, None);
            scene.world.accepted(&[end], &[operator]);
            scene.world.pass(DAY);
            scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
            scene.world.return_bond(&scene.bid_of(0), Some(&address));
            let after = purses(&scene);
            let hour = 2 * rate;
            let pay = if notice_hours == 0 { hour } else { 0 };
            assert_eq!(after[0] - before[0], pay - pay / 400);
            let fees = order.escrow.fees.buyer(hour).fees().total();
            assert_eq!(before[3] + paid - after[3], pay + fees);
            let window = scene.world.record(&node).history.current;
            assert_eq!((window.left_early, window.notices_broken), (1, u32::from(notice_hours > 0)));
        }
    }
}

/// A record and an attestation are shown with the bid. What becomes of them until the award is not
/// looked at again: a client that chooses can look itself.
#[test]
fn what_is_shown_with_a_bid_is_not_looked_at_again() {
    for choice in [Choice::Client, Choice::Lowest] {
        for mut scene in both(Scene::new) {
            let auditor = scene.world.wallet();
            let asked = asked_for(scene.currency, choice);
            scene.ask(RequestParams { auditor: Some(auditor.pubkey()), attributes: ATTRIBUTES, ..asked });
            let node = scene.bidders[0].node;
            scene.world.attested(&auditor, &node);
            scene.bid(0, 50);
            let revoke = orders::revoke_attestation(&auditor.pubkey(), &node);
            scene.world.accepted(&[revoke], &[&auditor]);
            let address = match choice {
                Choice::Client => scene.award(0),
                Choice::Lowest => {
                    scene.after_the_end(1);
                    scene.world.award_auto(&scene.address)
                }
            };
            assert_eq!(scene.world.order(&address).node, node);
        }
    }
}

/// A keeper or a stranger picks the second of an automatic award within its hour, and who pays for
/// it: nobody has a base unit more or less for it.
#[test]
fn who_awards_and_when_moves_no_money() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        scene.bid(0, 75);
        let served = [1, i64::from(AWARD_SECONDS) / 2, AWARD_SECONDS.into()].map(|seconds| {
            let mut scene = scene.clone();
            scene.after_the_end(seconds);
            let address = scene.world.award_auto(&scene.address);
            assert_eq!(scene.world.order(&address).escrow.at, scene.world.now());
            scene.world.pass(2 * DAY);
            scene.settle(&address);
            scene.world.return_bond(&scene.bid_of(0), Some(&address));
            purses(&scene)
        });
        assert!(served.windows(2).all(|pair| pair[0] == pair[1]), "{served:?}");
    }
}

/// Who keeps the others' bids out gets the order at the most rate: an admin by a pause, lifted for
/// the award, or who can hold bids back until the time is over. The client leaves such an order for
/// an hour's pay and the fees on 25.
#[test]
fn who_shuts_other_bidders_out_wins_an_hour_at_the_most_rate() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let (roles, bidders, client) = (scene.roles.clone(), scene.bidders.clone(), scene.client.clone());
        let (before, tender) = (purses(&scene), scene.request().tender);
        let paid = tender.escrow.held().unwrap();
        scene.bid(0, 100);
        let pause = |paused| [orders::set_paused(&roles.admin.pubkey(), paused)];
        scene.world.accepted(&pause(true), &[&roles.admin]);
        let half = scene.bidding(1, bid_of(tender.escrow.rate / 2));
        scene.world.refused(std::slice::from_ref(&half), &[&bidders[1].operator], Paused);
        scene.after_the_end(1);
        scene.world.accepted(&pause(false), &[&roles.admin]);
        scene.world.refused(&[half], &[&bidders[1].operator], RequestOver);
        let address = scene.world.award_auto(&scene.address);
        let order = scene.world.order(&address);
        let end = orders::end(&client.pubkey(), &address, &order, None);
        scene.world.accepted(&[end], &[&client]);
        scene.world.pass(DAY + HOUR);
        scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        scene.world.return_bond(&scene.bid_of(0), Some(&address));
        let after = purses(&scene);
        let (hour, fees) = (tender.bond().unwrap(), order.escrow.fees);
        let [lost, won] = [before[3] + paid - after[3], after[0] - before[0]];
        assert_eq!(lost, hour + fees.buyer(25 * hour).fees().total());
        assert_eq!(won, hour - fees.provider(hour).provider());
        if scene.currency == Currency::Usdc {
            assert_eq!([lost, won], [6_250_000, 3_990_000]);
        }
    }
}
