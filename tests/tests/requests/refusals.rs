//! What is refused, each by its own name, and that it changes nothing.

use {
    crate::scene::{both, Scene},
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{
            self, order_address, request_address, Attributes, BidTerms, Choice, Currency, LeastRecord,
            OrdersError::*, RequestParams, MAX_SECONDS,
        },
        staking::{self, class_address, StakingError},
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NOT_THERE, NO_SIGNATURE},
        orders::{terms, CURRENCIES},
        records::ATTRIBUTES,
        requests::{asked_for, bid_of},
        staking::{APPLE, H100},
        Refusal,
    },
    solana_signer::Signer,
};

#[test]
fn a_request_has_bounds() {
    for scene in both(Scene::new) {
        let asked = asked_for(scene.currency, Choice::Client);
        let lowest = RequestParams { choice: Choice::Lowest, ..asked };
        for (params, error) in [
            (RequestParams { open_seconds: 599, ..asked }, InvalidOpenTime),
            (RequestParams { open_seconds: 7 * DAY as u32 + 1, ..asked }, InvalidOpenTime),
            (RequestParams { open_seconds: HOUR as u32 + 1, ..lowest }, InvalidOpenTime),
            (RequestParams { notice_hours: 73, ..asked }, NoticeTooLong),
            (RequestParams { processors: 0, ..asked }, InvalidProcessors),
            (RequestParams { rate: 0, ..asked }, InvalidRate),
            (RequestParams { rate: 1, ..asked }, BelowLeastCost),
            (RequestParams { rate: u64::MAX, ..asked }, CostTooHigh),
            (RequestParams { duration: HOUR as u32 - 1, ..asked }, InvalidDuration),
            (RequestParams { duration: MAX_SECONDS + 1, ..asked }, InvalidDuration),
            (RequestParams { most: 1, ..asked }, AboveLimit),
            (RequestParams { attributes: ATTRIBUTES, ..asked }, AuditorMissing),
            (
                RequestParams { attributes: Attributes { confidential: 2, ..ATTRIBUTES }, ..asked },
                InvalidAttributes,
            ),
            (RequestParams { processors: 100_000, ..asked }, NotEnoughFunds),
        ] {
            let mut world = scene.world.clone();
            world.refused(&[scene.asking(params)], &[&scene.client], error);
        }
    }
}

#[test]
fn a_number_is_one_order_or_one_request() {
    for scene in both(|currency| Scene::open(currency, Choice::Client)) {
        let (client, key) = (&scene.client, scene.client.pubkey());
        let asked = asked_for(scene.currency, Choice::Client);
        let mut world = scene.world.clone();
        world.refused(&[scene.asking(asked)], &[client], NumberInUse);
        // The order's account is reserved: no other order gets in the way of the award.
        let create =
            orders::create(&key, 0, &scene.bidders[0].node, scene.currency, terms(scene.currency, 7_200));
        world.refused(std::slice::from_ref(&create), &[client], NumberInUse);
        let operator = scene.operator(0);
        world.accepted(&[scene.cancelling(client)], &[client]);
        world.accepted(&[create], &[client]);
        world.refused(&[scene.asking(asked)], &[client], NumberInUse);
        let order = order_address(&key, 0);
        let accept = orders::accept(&operator, &order, &world.order(&order), false);
        world.accepted(&[accept], &[&scene.bidders[0].operator]);
    }
}

#[test]
fn who_pays_signs_and_what_returns_is_the_clients() {
    for mut scene in both(Scene::new) {
        let (client, currency) = (scene.client.clone(), scene.currency);
        let giver = scene.world.client(&scene.cast, 1_000, 1_000);
        let (key, by) = (client.pubkey(), giver.pubkey());
        let class = class_address(H100);
        let call = orders::request(&key, &by, 0, &class, currency, asked_for(currency, Choice::Client));
        for who in [&key, &by] {
            let mut call = call.clone();
            call.accounts.iter_mut().find(|meta| meta.pubkey == *who).unwrap().is_signer = false;
            let signer = if *who == key { &giver } else { &*client };
            scene.world.refused(&[call], &[signer], NO_SIGNATURE);
        }
        let own = scene.account(&by);
        let from_client = with_account(call.clone(), own, scene.account(&key));
        scene.world.refused(&[from_client], &[&client, &giver], WrongSource);

        let (had, lamports) = (scene.has(&key), scene.lamports(&key));
        scene.world.accepted(&[call], &[&client, &giver]);
        assert_eq!((scene.has(&key), scene.lamports(&key)), (had, lamports));
        let paid = 1_000
            * match currency {
                Currency::Io => 100_000_000,
                Currency::Usdc => 1_000_000,
            }
            - scene.has(&by);
        scene.cancel();
        assert_eq!(scene.has(&key), had + paid);
        assert!(scene.lamports(&key) > lamports, "the rent is a gift too");
    }
}

#[test]
fn a_bid_is_what_was_asked_for() {
    for currency in CURRENCIES {
        let asked = RequestParams { notice_hours: 24, ..asked_for(currency, Choice::Client) };
        let mut scene = Scene::with(currency, asked);
        let noticed = BidTerms { notice_hours: 24, ..bid_of(asked.rate) };
        for (terms, error) in [
            (BidTerms { rate: asked.rate + 1, ..noticed }, AboveMostRate),
            (BidTerms { rate: 0, ..noticed }, InvalidRate),
            (BidTerms { rate: 1, ..noticed }, BelowLeastCost),
            (BidTerms { notice_hours: 23, ..noticed }, NoticeTooShort),
            (BidTerms { notice_hours: 73, ..noticed }, NoticeTooLong),
            (BidTerms { longest: MAX_SECONDS + 1, ..noticed }, InvalidDuration),
        ] {
            let call = scene.bidding(0, terms);
            scene.world.refused(&[call], &[&scene.bidders[0].operator], error);
        }
        let request = scene.request();
        let (address, bidders) = (scene.address, scene.bidders.clone());
        let [mine, theirs] = [&bidders[0], &bidders[1]];
        // Another node's bid, before and after it is there.
        let [own, others] = [0, 1].map(|who| scene.bid_of(who));
        let wrong = with_account(scene.bidding(0, noticed), own, others);
        scene.world.refused(std::slice::from_ref(&wrong), &[&mine.operator], WrongBid);
        let first = scene.bidding(1, noticed);
        scene.world.accepted(&[first], &[&theirs.operator]);
        scene.world.refused(&[wrong], &[&mine.operator], WrongBid);
        let by_other = orders::bid(&mine.operator.pubkey(), &address, &request, &theirs.node, noticed);
        scene.world.refused(&[by_other], &[&mine.operator], NotOperator);
        let automatic = orders::bid_auto(&mine.operator.pubkey(), &address, &request, &mine.node, noticed);
        scene.world.refused(&[automatic], &[&mine.operator], ClientChooses);
        let earlier = orders::Request { serial: request.serial + 2, ..request };
        let changed = orders::bid(&mine.operator.pubkey(), &address, &earlier, &mine.node, noticed);
        scene.world.refused(&[changed], &[&mine.operator], RequestChanged);
        let (other, apple) = scene.world.ready_node(&scene.cast, APPLE, 8);
        let call = orders::bid(&other.pubkey(), &address, &request, &apple, noticed);
        scene.world.refused(&[call], &[&other], WrongClass);

        let last = scene.bidding(0, noticed);
        scene.after_the_end(1);
        scene.world.refused(std::slice::from_ref(&last), &[&mine.operator], RequestOver);
        scene.after_the_end(0);
        scene.world.accepted(std::slice::from_ref(&last), &[&mine.operator]);
        scene.cancel();
        scene.world.refused(&[last], &[&mine.operator], NOT_THERE);
    }
}

#[test]
fn a_node_shows_what_was_asked_for() {
    for currency in CURRENCIES {
        let mut scene = Scene::new(currency);
        let auditor = scene.world.wallet();
        let asked = asked_for(currency, Choice::Client);
        let with_record =
            RequestParams { least_record: LeastRecord { served: 1, ..LeastRecord::default() }, ..asked };
        scene.ask(with_record);
        let (bidders, terms) = (scene.bidders.clone(), bid_of(asked.rate));
        let [mine, other] = [&bidders[0], &bidders[1]];
        let call = scene.bidding(0, terms);
        // Nobody has opened the record.
        scene.world.refused(std::slice::from_ref(&call), &[&mine.operator], NOT_THERE);
        scene.world.open_record(&mine.node);
        scene.world.open_record(&other.node);
        scene.world.refused(std::slice::from_ref(&call), &[&mine.operator], RecordTooLow);
        let [own, others] = [mine, other].map(|bidder| orders::record_address(&bidder.node));
        let swapped = with_account(call.clone(), own, others);
        scene.world.refused(&[swapped], &[&mine.operator], WrongRecord);
        let none = with_account(call, own, io_client::addresses::orders::ID);
        scene.world.refused(&[none], &[&mine.operator], RecordMissing);
        scene.cancel();

        let with_word = RequestParams { auditor: Some(auditor.pubkey()), attributes: ATTRIBUTES, ..asked };
        scene.ask(with_word);
        let call = scene.bidding(0, terms);
        scene.world.refused(std::slice::from_ref(&call), &[&mine.operator], NOT_THERE);
        let own = orders::attestation_address(&mine.node, &auditor.pubkey());
        let none = with_account(call.clone(), own, io_client::addresses::orders::ID);
        scene.world.refused(&[none], &[&mine.operator], AttestationMissing);
        let stranger = scene.stranger.clone();
        for (by, node) in [(&*stranger, &mine.node), (&auditor, &other.node)] {
            scene.world.attested(by, node);
            let wrong = with_account(call.clone(), own, orders::attestation_address(node, &by.pubkey()));
            scene.world.refused(&[wrong], &[&mine.operator], WrongAttestation);
        }
        let mut poor = scene.world.attesting(&mine.node);
        poor.attributes.storage -= 1;
        scene.world.accepted(&[orders::attest(&auditor.pubkey(), &mine.node, poor)], &[&auditor]);
        scene.world.refused(std::slice::from_ref(&call), &[&mine.operator], AttributesMissing);
        scene.world.attested(&auditor, &mine.node);
        let mut later = scene.world.clone();
        // The attestation is of the hardware before.
        let changed = staking::update_hardware(&mine.operator.pubkey(), &mine.node, H100, 8);
        later.accepted(&[changed], &[&mine.operator]);
        later.refused(std::slice::from_ref(&call), &[&mine.operator], AttestationOutdated);
        scene.world.accepted(&[call], &[&mine.operator]);
    }
}

#[test]
fn an_award_is_the_clients_of_what_it_has_seen() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Client)) {
        let (client, stranger) = (scene.client.clone(), scene.stranger.clone());
        for who in 0..3 {
            scene.bid(who, 70);
        }
        let call = scene.awarding(0);
        let mut by_stranger = call.clone();
        by_stranger.accounts[0].pubkey = stranger.pubkey();
        scene.world.refused(&[by_stranger], &[&stranger], NotClient);
        let mut unsigned = call.clone();
        unsigned.accounts[0].is_signer = false;
        scene.world.refused(&[unsigned], &[], NO_SIGNATURE);
        // Another's refund account, another's node, another order.
        let own = scene.account(&client.pubkey());
        let elsewhere = with_account(call.clone(), own, scene.account(&scene.operator(0)));
        scene.world.refused(&[elsewhere], &[&client], WrongTokenAccount);
        let node = with_account(call.clone(), scene.bidders[0].node, scene.bidders[1].node);
        scene.world.refused(&[node], &[&client], WrongNode);
        let order = scene.world.create(
            &io_testkit::orders::Deal {
                operator: scene.bidders[1].operator.insecure_clone(),
                node: scene.bidders[1].node,
                client: client.insecure_clone(),
            },
            7,
            scene.currency,
            7_200,
        );
        let other = with_account(call.clone(), scene.request().order, order);
        scene.world.refused(&[other], &[&client], WrongOrder);

        // The operator changes its bid under way, to the better too.
        for percent in [71, 69] {
            scene.bid(0, percent);
            scene.world.refused(std::slice::from_ref(&call), &[&client], BidChanged);
        }
        scene.bid(0, 70);
        // A bid on another request of the client.
        let params = asked_for(scene.currency, Choice::Client);
        scene.world.request_with(&client, 1, scene.currency, params);
        let second = request_address(&client.pubkey(), 1);
        let bidders = scene.bidders.clone();
        let foreign = scene.world.bid(&bidders[0], &second, 70);
        let wrong = with_account(call.clone(), scene.bid_of(0), foreign);
        scene.world.refused(&[wrong], &[&client], WrongRequest);
        let automatic = orders::award_auto(
            &scene.address,
            &orders::Request { best: bidders[0].node, ..scene.request() },
            None,
        );
        scene.world.refused(&[automatic], &[], ClientChooses);

        let mut late = scene.world.clone();
        late.set_clock(scene.request().tender.ends_at() + 1);
        late.refused(std::slice::from_ref(&call), &[&client], RequestOver);
        scene.world.accepted(std::slice::from_ref(&call), &[&client]);
        scene.world.refused(&[call], &[&client], NOT_THERE);
    }
}

#[test]
fn an_award_that_cannot_hire_changes_nothing_and_another_bid_can_be_taken() {
    for scene in both(|currency| Scene::open(currency, Choice::Client)) {
        let mut scene = scene;
        let client = scene.client.clone();
        for who in 0..3 {
            scene.bid(who, 70);
        }
        let bidders = scene.bidders.clone();
        let first = &bidders[0];
        let key = first.operator.pubkey();
        let tried = |scene: &Scene, world: &mut io_testkit::World, error: Refusal| {
            let before = world.svm.get_account(&scene.address);
            world.refused(&[scene.awarding(0)], &[&client], error);
            assert_eq!(world.svm.get_account(&scene.address), before);
            world.accepted(&[scene.awarding(1)], &[&client]);
        };
        // Others have hired its processors meanwhile.
        let mut world = scene.world.clone();
        let deal = io_testkit::orders::Deal {
            operator: first.operator.insecure_clone(),
            node: first.node,
            client: world.client(&scene.cast, 100_000, 100_000),
        };
        for id in 0..4 {
            world.running(&deal, id, scene.currency, 7_200);
        }
        tried(&scene, &mut world, StakingError::NotEnoughProcessors.into());

        let mut world = scene.world.clone();
        world.pass(1);
        let offline = world.report(&first.node, 0, 0);
        let oracle = &scene.cast.oracle;
        world.accepted(&[staking::report_availability(&oracle.pubkey(), &[offline])], &[oracle]);
        tried(&scene, &mut world, StakingError::NotAvailable.into());

        let mut world = scene.world.clone();
        world.accepted(&[staking::unstake(&key, &first.node, 1)], &[&first.operator]);
        tried(&scene, &mut world, StakingError::BelowMinimum.into());

        let mut world = scene.world.clone();
        world.accepted(&[staking::update_hardware(&key, &first.node, H100, 8)], &[&first.operator]);
        tried(&scene, &mut world, NodeChanged.into());
    }
}

#[test]
fn a_number_that_is_used_again_brings_no_old_bid_back() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Client)) {
        let client = scene.client.clone();
        let old = scene.bid(0, 60);
        let (before, bid) = (scene.request(), scene.world.bid_at(&old));
        let signed = scene.awarding(0);
        let cancel = scene.cancelling(&client);
        scene.cancel();
        scene.ask(asked_for(scene.currency, Choice::Client));
        assert_ne!(scene.request().serial, before.serial);
        scene.world.refused(&[signed], &[&client], RequestChanged);
        scene.world.refused(&[cancel], &[&client], RequestChanged);
        let again = orders::award(&scene.address, &scene.request(), &old, &bid, None);
        scene.world.refused(&[again], &[&client], RequestChanged);
        // Its operator bids anew, in place, or anyone closes it.
        let mut closed = scene.clone();
        closed.close_bid(0);
        scene.bid(0, 70);
        scene.award(0);
    }
}

#[test]
fn a_bid_is_withdrawn_by_its_operator_and_closed_by_anyone_once_it_is_over() {
    for mut scene in both(|currency| Scene::open(currency, Choice::Client)) {
        let bid = scene.bid(0, 60);
        let there = scene.world.bid_at(&bid);
        let close = orders::close_bid(&bid, &there);
        scene.world.refused(std::slice::from_ref(&close), &[], BidStands);
        let others = orders::close_bid(&bid, &orders::Bid { operator: scene.operator(1), ..there });
        let bidders = scene.bidders.clone();
        let by_other = orders::withdraw_bid(&bid, &orders::Bid { operator: scene.operator(1), ..there });
        scene.world.refused(&[by_other], &[&bidders[1].operator], NotOperator);
        let nowhere = Pubkey::new_unique();
        let wrong = with_account(close.clone(), scene.address, nowhere);
        scene.world.refused(&[wrong], &[], WrongRequest);
        let wrong = with_account(orders::withdraw_bid(&bid, &there), scene.address, nowhere);
        scene.world.refused(&[wrong], &[&bidders[0].operator], WrongRequest);
        let mut withdrawn = scene.clone();
        withdrawn.world.accepted(&[orders::withdraw_bid(&bid, &there)], &[&bidders[0].operator]);
        assert!(!withdrawn.exists(&bid));
        // Once its time is over, though nobody has cancelled it.
        scene.after_the_end(1);
        scene.world.refused(&[others], &[], WrongOperator);
        scene.world.accepted(&[close], &[]);
        assert!(!scene.exists(&bid));
    }
}
