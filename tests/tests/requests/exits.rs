//! Nobody's money waits for somebody else: pauses, frozen and closed accounts.

use {
    crate::scene::{both, Scene},
    io_client::orders::{self, unclaimed_address, Choice, Currency, OrdersError::*},
    io_economics::time::HOUR,
    io_testkit::requests::{asked_for, bid_of},
    solana_signer::Signer,
};

#[test]
fn a_pause_stops_entries_and_no_exit() {
    for choice in [Choice::Client, Choice::Lowest] {
        for mut scene in both(|currency| Scene::open(currency, choice)) {
            let (client, admin) = (scene.client.clone(), scene.roles.clone());
            let bidders = scene.bidders.clone();
            scene.bid(0, 90);
            let pause = orders::set_paused(&admin.admin.pubkey(), true);
            scene.world.accepted(&[pause], &[&admin.admin]);
            let key = client.pubkey();
            let class = scene.request().class;
            let params = asked_for(scene.currency, choice);
            let ask = orders::request(&key, &key, 1, &class, scene.currency, params);
            scene.world.refused(&[ask], &[&client], Paused);
            let bid = scene.bidding(1, bid_of(scene.request().tender.escrow.rate / 2));
            scene.world.refused(&[bid], &[&bidders[1].operator], Paused);
            match choice {
                Choice::Client => {
                    let award = scene.awarding(0);
                    scene.world.refused(&[award], &[&client], Paused);
                    scene.cancel();
                }
                Choice::Lowest => {
                    scene.after_the_end(1);
                    let award = orders::award_auto(&scene.address, &scene.request(), None);
                    scene.world.refused(&[award], &[], Paused);
                    scene.after_the_end(HOUR + 1);
                    let cancel = scene.cancelling(&scene.stranger);
                    let stranger = scene.stranger.clone();
                    scene.world.accepted(&[cancel], &[&stranger]);
                    scene.world.return_bond(&scene.bid_of(0), None);
                }
            }
            scene.close_bid(0);
            assert_eq!(scene.hired(0), 0);
        }
    }
}

#[test]
fn an_outbid_operator_without_an_account_stops_nobody() {
    let mut scene = Scene::open(Currency::Usdc, Choice::Lowest);
    let first = scene.operator(0);
    let bid = scene.bid(0, 90);
    let account = scene.account(&first);
    scene.world.freeze(&account);
    scene.bid(1, 80);
    // Its bond waits in the bid, or anywhere it can take it from.
    let back =
        |scene: &Scene, unclaimed| orders::return_bond(&bid, &scene.world.bid_at(&bid), None, unclaimed);
    let call = back(&scene, None);
    scene.world.refused(&[call], &[], UnclaimedBalanceMissing);
    let payer = scene.world.payer.pubkey();
    let open = orders::open_unclaimed(&payer, &first, Currency::Usdc);
    let call = back(&scene, Some(unclaimed_address(&first, Currency::Usdc)));
    scene.world.accepted(&[open, call], &[]);
    assert_eq!(scene.world.unclaimed(&first, Currency::Usdc).amount, scene.request().tender.bond().unwrap());
    scene.close_bid(0);
    scene.after_the_end(1);
    scene.world.award_auto(&scene.address);
}

#[test]
fn a_client_without_an_account_is_awarded_and_refunded_all_the_same() {
    for choice in [Choice::Client, Choice::Lowest] {
        for cancels in [false, true] {
            let mut scene = Scene::open(Currency::Usdc, choice);
            let (client, stranger) = (scene.client.clone(), scene.stranger.clone());
            let key = client.pubkey();
            if !cancels || choice == Choice::Client {
                scene.bid(0, 50);
            }
            let account = scene.account(&key);
            scene.world.freeze(&account);
            let there = scene.request();
            let call = |unclaimed| match (cancels, choice) {
                (true, _) => orders::cancel_request(&stranger.pubkey(), &scene.address, &there, unclaimed),
                (false, Choice::Lowest) => orders::award_auto(&scene.address, &there, unclaimed),
                (false, Choice::Client) => {
                    let bid = scene.bid_of(0);
                    orders::award(&scene.address, &there, &bid, &scene.world.bid_at(&bid), unclaimed)
                }
            };
            let calls = [call(None), call(Some(unclaimed_address(&key, Currency::Usdc)))];
            if cancels || choice == Choice::Lowest {
                scene.after_the_end(1);
            }
            let mut signers = Vec::new();
            match (cancels, choice) {
                (true, _) => signers.push(&*stranger),
                (false, Choice::Client) => signers.push(&*client),
                (false, Choice::Lowest) => {}
            }
            let [without, with] = calls;
            scene.world.refused(&[without], &signers, UnclaimedBalanceMissing);
            let payer = scene.world.payer.pubkey();
            let open = orders::open_unclaimed(&payer, &key, Currency::Usdc);
            scene.world.accepted(&[open, with], &signers);
            let waits = scene.world.unclaimed(&key, Currency::Usdc).amount;
            let most = there.tender.escrow.held().unwrap();
            assert_eq!(waits, if cancels { most } else { most / 2 });
        }
    }
}

#[test]
fn lamports_that_somebody_sends_ahead_stop_nothing() {
    for mut scene in both(Scene::new) {
        let key = scene.client.pubkey();
        let bidders = scene.bidders.clone();
        let bid = scene.bid_of(0);
        for address in [scene.address, orders::order_address(&key, 0), bid] {
            scene.world.svm.airdrop(&address, io_testkit::World::rent(0)).expect("an airdrop");
        }
        scene.ask(asked_for(scene.currency, Choice::Client));
        let call = scene.bidding(0, bid_of(scene.request().tender.escrow.rate));
        scene.world.accepted(&[call], &[&bidders[0].operator]);
        // More of them come before the request closes.
        let order = orders::order_address(&key, 0);
        scene.world.svm.airdrop(&order, 5_000_000).expect("an airdrop");
        let mut cancelled = scene.clone();
        cancelled.cancel();
        assert_eq!(cancelled.lamports(&order), 0);
        scene.award(0);
        scene.close_bid(0);
    }
}

/// A client and an operator deploy programs at their wallets' addresses, once the one has opened an
/// automatic request and the other has bid. Rents go there all the same: neither keeps the other's
/// processors, bond or money for ever.
#[test]
fn wallets_that_have_become_programs_hold_nobody_up() {
    for awards in [false, true] {
        for mut scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
            let (stranger, bidders) = (scene.stranger.clone(), scene.bidders.clone());
            let wallets = [scene.client.pubkey(), scene.operator(0)];
            scene.bid(0, 50);
            let program = scene.world.svm.get_account(&io_addresses::orders::ID).unwrap();
            for wallet in wallets {
                scene.world.svm.set_account(wallet, program.clone()).expect("a program");
            }
            if awards {
                scene.after_the_end(1);
                let address = scene.world.award_auto(&scene.address);
                let end = orders::end(&wallets[1], &address, &scene.world.order(&address), None);
                scene.world.accepted(&[end], &[&bidders[0].operator]);
                scene.world.return_bond(&scene.bid_of(0), Some(&address));
                scene.world.pass(HOUR);
                scene.world.accepted(&[orders::close(&address, &scene.world.order(&address))], &[]);
            } else {
                scene.after_the_end(HOUR + 1);
                let cancel = scene.cancelling(&stranger);
                scene.world.accepted(&[cancel], &[&stranger]);
                scene.world.return_bond(&scene.bid_of(0), None);
            }
            scene.close_bid(0);
            assert_eq!(scene.hired(0), 0);
            let rents = wallets.map(|wallet| scene.lamports(&wallet) - program.lamports);
            assert!(rents.iter().all(|rent| *rent > 0), "{rents:?}");
        }
    }
}
