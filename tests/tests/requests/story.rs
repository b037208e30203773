//! From a request to a closed order, with the figures of both currencies.

use {
    crate::scene::{both, Scene},
    io_client::orders::{self, order_address, Choice, Currency, Stage},
    io_economics::{
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    solana_signer::Signer,
};

/// So many hundredths of a whole unit.
fn cents(currency: Currency, amount: u64) -> u64 {
    match currency {
        Currency::Io => amount * BASE_UNITS_PER_IO / 100,
        Currency::Usdc => amount * BASE_UNITS_PER_USDC / 100,
    }
}

/// 192 at the most rate and 144 at three quarters of it, with fees of 0.25% and in USDC 2% more.
fn bills(currency: Currency) -> (u64, u64) {
    let unit = |amount| cents(currency, amount);
    match currency {
        Currency::Io => (unit(19_248), unit(14_436)),
        Currency::Usdc => (unit(19_632), unit(14_724)),
    }
}

#[test]
fn a_client_takes_the_bid_that_it_likes() {
    for mut scene in both(Scene::new) {
        let (client, currency) = (scene.client.pubkey(), scene.currency);
        let (had, lamports) = (scene.has(&client), scene.lamports(&client));
        let (most, bill) = bills(currency);
        scene.ask(io_testkit::requests::asked_for(currency, Choice::Client));
        assert_eq!(scene.has(&client), had - most);
        let reserved = order_address(&client, 0);
        assert_eq!(scene.world.svm.get_account(&reserved).unwrap().data, vec![0; 256]);
        let operators = [0, 1, 2].map(|who| scene.lamports(&scene.operator(who)));

        // Bids of the same rate, a lower and a higher one all stand, and may be changed.
        for (who, percent) in [(0, 75), (1, 50), (2, 75), (2, 100), (2, 75)] {
            scene.bid(who, percent);
        }
        assert_eq!([0, 1, 2].map(|who| scene.hired(who)), [0; 3]);
        scene.world.pass(HOUR / 2);
        let serial = scene.request().serial;
        let start = scene.world.now();
        let address = scene.award(2);
        assert_eq!((address, scene.has(&client)), (reserved, had - bill));
        assert!(!scene.exists(&scene.address));
        assert_eq!([0, 1, 2].map(|who| scene.hired(who)), [0, 0, 2]);
        let order = scene.world.order(&address);
        assert_eq!((order.serial, order.client, order.node), (serial, client, scene.bidders[2].node));
        assert_eq!((order.provider, order.reference), (scene.operator(2), [9; 32]));
        assert_eq!((order.escrow.stage, order.escrow.at), (Stage::Running, start));
        assert_eq!((order.escrow.duration, order.escrow.longest), (2 * DAY as u32, 5 * DAY as u32));
        assert!(!order.bonded);

        // The losers' bids, and the winner's, are closed by anyone; their rent is their operators'.
        for who in 0..3 {
            scene.close_bid(who);
        }
        assert_eq!([0, 1, 2].map(|who| scene.lamports(&scene.operator(who))), operators);

        // It runs as any other order: extended, served, settled, closed.
        let extend = orders::extend(&client, &address, &order, 3_600);
        let payer = scene.client.clone();
        scene.world.accepted(&[extend], &[&payer]);
        scene.world.pass(2 * DAY + HOUR);
        scene.finish(&address);
        assert_eq!(scene.lamports(&client), lamports, "all rent returns to the client");
    }
}

#[test]
fn the_lowest_bid_of_an_automatic_request_is_taken() {
    for mut scene in both(Scene::new) {
        let (client, currency) = (scene.client.pubkey(), scene.currency);
        let (had, lamports) = (scene.has(&client), scene.lamports(&client));
        let (most, bill) = bills(currency);
        let before =
            [0, 1, 2].map(|who| (scene.has(&scene.operator(who)), scene.lamports(&scene.operator(who))));
        scene.ask(io_testkit::requests::asked_for(currency, Choice::Lowest));
        assert_eq!(scene.has(&client), had - most);
        // An hour of two processors at the most rate.
        let bond = cents(currency, 400);
        for (who, percent, hired) in
            [(0, 100, [2, 0, 0]), (1, 80, [0, 2, 0]), (0, 76, [2, 0, 0]), (2, 75, [0, 0, 2])]
        {
            scene.bid(who, percent);
            assert_eq!([0, 1, 2].map(|who| scene.hired(who)), hired);
            assert_eq!(scene.request().best, scene.bidders[who].node);
        }
        // The first one bid twice with one bond.
        for (who, had) in before.iter().enumerate() {
            assert_eq!(scene.has(&scene.operator(who)), had.0 - bond);
        }
        // An outbid operator has its bond back at once.
        scene.world.return_bond(&scene.bid_of(0), None);
        assert_eq!(scene.has(&scene.operator(0)), before[0].0);

        scene.after_the_end(1);
        let address = scene.world.award_auto(&scene.address);
        assert_eq!(scene.has(&client), had - bill);
        let order = scene.world.order(&address);
        assert_eq!((order.node, order.bonded), (scene.bidders[2].node, true));
        assert_eq!(order.escrow.rate, cents(currency, 150));
        assert_eq!([0, 1, 2].map(|who| scene.hired(who)), [0, 0, 2]);
        scene.world.return_bond(&scene.bid_of(1), None);
        scene.world.pass(HOUR);
        scene.world.return_bond(&scene.bid_of(2), Some(&address));
        for (who, had) in before.into_iter().enumerate() {
            scene.close_bid(who);
            let now = (scene.has(&scene.operator(who)), scene.lamports(&scene.operator(who)));
            assert_eq!(now, had);
        }
        scene.world.pass(2 * DAY);
        scene.finish(&address);
        assert_eq!(scene.lamports(&client), lamports, "all rent returns to the client");
    }
}
