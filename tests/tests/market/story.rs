//! An ask, from its first price to the end of its node, and an order at it: what each side pays and
//! gets.

use {
    crate::scene::Scene,
    anchor_lang::AccountDeserialize,
    io_addresses::orders::ID,
    io_client::{
        orders::{
            self, ask_address, events::OrderBooked, mint, unclaimed_address, Ask, AskTerms, Currency,
            OrdersError, Stage,
        },
        staking, token,
    },
    io_economics::{
        time::{DAY, HOUR, WEEK},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{market::asked, orders::CURRENCIES, World},
    solana_signer::Signer,
};

#[test]
fn an_order_at_an_ask_runs_at_once() {
    for currency in CURRENCIES {
        let mut scene = Scene::new();
        let (client, operator) = (scene.client(), scene.operator());
        let before = [client, operator].map(|wallet| scene.world.wallet_balance(&wallet, currency));
        let params = scene.taking(2 * DAY);
        let receipt = scene.try_book(0, currency, params).expect("a booking");
        let address = orders::order_address(&client, 0);
        let order = scene.world.order(&address);

        // Two processors at 1.5 an hour for two days: 144, and 0.25%, and in USDC 2% more.
        let unit = if currency == Currency::Usdc { BASE_UNITS_PER_USDC } else { BASE_UNITS_PER_IO };
        let (cost, bps) = (144 * unit, if currency == Currency::Usdc { 225 } else { 25 });
        let fees = cost * bps / 10_000;
        assert_eq!(scene.world.wallet_balance(&client, currency), before[0] - cost - fees);
        assert_eq!((order.escrow.stage, order.escrow.at), (Stage::Running, scene.world.now()));
        assert_eq!((order.provider, order.escrow.longest), (operator, 30 * DAY as u32));
        assert_eq!(scene.world.node(&scene.deal.node).ledger.hired, 2);
        let [ref event] = receipt.events::<OrderBooked>()[..] else { panic!("one event") };
        assert_eq!((event.cost, event.fees, event.payer), (cost, fees, client));

        // It ends as any other.
        scene.world.pass(2 * DAY);
        let stranger = scene.world.wallet();
        let end = orders::end(&stranger.pubkey(), &address, &order, None);
        scene.world.accepted(&[end], &[&stranger]);
        scene.world.pass(DAY);
        scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        let net = cost - cost * 25 / 10_000;
        assert_eq!(scene.world.wallet_balance(&operator, currency), before[1] + net);
        scene.world.accepted(&[orders::close(&address, &order)], &[]);
    }
}

#[test]
fn an_ask_changes_its_number_each_time_and_closes_with_its_node() {
    let mut scene = Scene::new();
    let (operator, node) = (scene.operator(), scene.deal.node);
    let size = 8 + std::mem::size_of::<Ask>();
    let lamports = scene.world.svm.get_balance(&operator).unwrap();
    assert_eq!(scene.ask.seq, 1);
    let dearer = AskTerms { rate_usdc: 2 * BASE_UNITS_PER_USDC, ..asked(scene.world.now()) };
    scene.ask_for(dearer);
    assert_eq!((scene.ask.seq, scene.ask.terms), (2, dearer));

    let remove = orders::remove_ask(&operator, &node);
    scene.world.accepted(std::slice::from_ref(&remove), &[&scene.deal.operator]);
    let ask = scene.world.ask(&node);
    assert_eq!((ask.seq, ask.terms), (3, AskTerms::default()), "it stays, so that 2 is never used again");
    scene.ask_for(dearer);
    assert_eq!(scene.ask.seq, 4);
    assert_eq!(scene.world.svm.get_balance(&operator).unwrap(), lamports, "rent is paid once");

    scene.world.accepted(&[staking::retire_node(&operator, &node)], &[&scene.deal.operator]);
    scene.world.accepted(&[remove], &[&scene.deal.operator]);
    assert_eq!(scene.world.svm.get_balance(&operator).unwrap(), lamports + World::rent(size));
    let set = orders::set_ask(&operator, &node, dearer);
    scene.world.refused(&[set], &[&scene.deal.operator], OrdersError::NodeRetired);
}

/// The bumps in an ask are those of the payout wallet that it was set with; with another one the
/// pay goes to the other.
#[test]
fn pay_goes_to_the_payout_wallet_of_the_moment() {
    let mut scene = Scene::new();
    let other = scene.world.wallet();
    for currency in CURRENCIES {
        scene.world.token_account(&other.pubkey(), &mint(currency));
    }
    let call = staking::set_payout(&scene.operator(), &scene.deal.node, other.pubkey());
    scene.world.accepted(&[call], &[&scene.deal.operator]);
    for (set_again, id) in [(false, 0), (true, 2)] {
        if set_again {
            scene.ask_for(asked(scene.world.now()));
            assert_eq!(scene.ask.payout, other.pubkey());
        }
        for currency in CURRENCIES {
            let (address, order) = scene.book(id + currency as u64, currency, 2 * DAY);
            assert_eq!(order.provider, other.pubkey());
            scene.world.pass(DAY + HOUR);
            scene.world.attest(&scene.cast, &scene.deal.node);
            let before = scene.world.wallet_balance(&other.pubkey(), currency);
            scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
            assert!(scene.world.wallet_balance(&other.pubkey(), currency) > before);
            let own = token::associated_address(&scene.operator(), &mint(currency));
            assert_ne!(own, unclaimed_address(&other.pubkey(), currency));
        }
    }
}

/// What an operator asks for in one currency alone needs no account in the other: its bump is found
/// when it is needed.
#[test]
fn an_ask_finds_its_bumps_as_they_are_needed() {
    let mut scene = Scene::new();
    let deal = scene.world.deal(&scene.cast);
    let usdc = AskTerms { rate_io: 0, ..asked(scene.world.now()) };
    scene.world.ask_for(&deal, usdc);
    let first = scene.world.ask(&deal.node);
    assert!(first.usdc_bump > 0 && first.io_bump == 0);
    let both = scene.world.set_ask(&deal);
    assert!(both.usdc_bump == first.usdc_bump && both.io_bump > 0);
    let found =
        |seed: &[u8]| anchor_lang::prelude::Pubkey::find_program_address(&[seed, deal.node.as_ref()], &ID).1;
    assert_eq!(both.record_bump, found(io_addresses::orders::RECORD_SEED));
    let account = scene.world.svm.get_account(&ask_address(&deal.node)).unwrap();
    assert!(Ask::try_deserialize(&mut &account.data[..]).is_ok());
}

/// A week at an ask that ends in a day: an order outlives its ask.
#[test]
fn an_order_outlives_its_ask() {
    let mut scene = Scene::new();
    scene.ask_for(AskTerms { valid_until: scene.world.now() + DAY, ..asked(scene.world.now()) });
    let (address, order) = scene.book(0, Currency::Usdc, WEEK);
    scene.world.accepted(&[orders::remove_ask(&scene.operator(), &scene.deal.node)], &[&scene.deal.operator]);
    scene.world.pass(2 * DAY);
    let extend = orders::extend(&scene.client(), &address, &order, DAY as u32);
    scene.world.accepted(&[extend], &[&scene.deal.client]);
    assert_eq!(scene.world.order(&address).escrow.duration, 8 * DAY as u32);
}
