//! Somebody else pays: what it gives is the client's.

use {
    crate::scene::Scene,
    io_client::{
        orders::{self, mint, CreateParams, Currency, OrdersError::*, Stage},
        token::associated_address,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NO_SIGNATURE},
        orders::{terms, CURRENCIES},
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Refused without the client, and without the payer: a call's first two accounts.
fn needs_both(scene: &mut Scene, call: &Instruction, signers: [&Keypair; 2]) {
    for missing in [0, 1] {
        let mut call = call.clone();
        call.accounts[missing].is_signer = false;
        scene.world.refused(&[call], &[signers[1 - missing]], NO_SIGNATURE);
    }
}

#[test]
fn what_a_payer_pays_is_a_gift() {
    for currency in CURRENCIES {
        let mut scene = Scene::new();
        let payer = scene.world.client(&scene.cast, 1_000, 1_000);
        // A client that has neither money nor SOL.
        let client = scene.world.key();
        let before = scene.world.wallet_balance(&payer.pubkey(), currency);
        let lamports = scene.world.svm.get_balance(&payer.pubkey()).unwrap();
        let book = orders::book_paid_by(
            &payer.pubkey(),
            &client.pubkey(),
            0,
            &scene.deal.node,
            currency,
            scene.taking(DAY),
        );
        needs_both(&mut scene, &book, [&client, &payer]);
        scene.world.accepted(&[book], &[&payer, &client]);
        let address = orders::order_address(&client.pubkey(), 0);
        let order = scene.world.order(&address);
        let paid = before - scene.world.wallet_balance(&payer.pubkey(), currency);
        assert_eq!(paid, order.escrow.held().unwrap());
        let rent = lamports - scene.world.svm.get_balance(&payer.pubkey()).unwrap();

        // The payer has no say in it, and gets nothing back.
        let end = orders::end(&payer.pubkey(), &address, &order, None);
        scene.world.refused(&[end], &[&payer], StillBooked);
        scene.world.token_account(&client.pubkey(), &orders::mint(currency));
        scene.world.pass(2 * HOUR);
        let end = orders::end(&client.pubkey(), &address, &order, None);
        let [own, payers] =
            [client.pubkey(), payer.pubkey()].map(|wallet| associated_address(&wallet, &mint(currency)));
        let to_payer = with_account(end.clone(), own, payers);
        scene.world.refused(&[to_payer], &[&client], WrongTokenAccount);
        scene.world.accepted(&[end], &[&client]);
        scene.world.pass(DAY);
        scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        let close = orders::close(&address, &order);
        let to_payer = with_account(close.clone(), client.pubkey(), payer.pubkey());
        scene.world.refused(&[to_payer], &[], WrongClient);
        scene.world.accepted(&[close], &[]);
        // 22 of 24 hours return, less the buyer's fees on them, which a client that ends leaves.
        assert_eq!(
            scene.world.wallet_balance(&client.pubkey(), currency),
            order.escrow.hire().cost(22 * 3_600).unwrap()
        );
        assert_eq!(scene.world.svm.get_balance(&client.pubkey()).unwrap(), rent);
        assert_eq!(scene.world.wallet_balance(&payer.pubkey(), currency), before - paid);
    }
}

#[test]
fn a_payer_pays_an_order_that_is_to_be_accepted() {
    for currency in CURRENCIES {
        let mut scene = Scene::new();
        let payer = scene.world.client(&scene.cast, 1_000, 1_000);
        let params = CreateParams { most: u64::MAX, ..terms(currency, DAY as u32) };
        let create =
            orders::create_paid_by(&payer.pubkey(), &scene.client(), 0, &scene.deal.node, currency, params);
        let client = scene.deal.client.insecure_clone();
        needs_both(&mut scene, &create, [&client, &payer]);
        let before = scene.world.wallet_balance(&scene.client(), currency);
        scene.world.accepted(&[create], &[&payer, &scene.deal.client]);
        let address = orders::order_address(&scene.client(), 0);
        let order = scene.world.order(&address);
        let held = order.escrow.held().unwrap();
        let cancel = orders::cancel(&scene.client(), &address, &order, None);
        scene.world.accepted(&[cancel], &[&scene.deal.client]);
        assert_eq!(scene.world.wallet_balance(&scene.client(), currency), before + held);
    }
}

/// Whoever extends, the client leaves when it likes and loses nothing of its own.
#[test]
fn a_stranger_extends_at_its_own_cost_alone() {
    for currency in CURRENCIES {
        for (what, leaves) in [("soon", 2 * HOUR), ("late", 20 * HOUR), ("at the end", DAY)] {
            let spent = |gift: bool| {
                let mut scene = Scene::new();
                let stranger = scene.world.client(&scene.cast, 1_000, 1_000);
                let client = scene.client();
                let before = scene.world.wallet_balance(&client, currency);
                let (address, order) = scene.book(0, currency, DAY);
                if gift {
                    let extend = orders::extend(&stranger.pubkey(), &address, &order, 3 * DAY as u32);
                    scene.world.accepted(&[extend], &[&stranger]);
                }
                scene.world.pass(leaves);
                let end = orders::end(&client, &address, &order, None);
                scene.world.accepted(&[end], &[&scene.deal.client]);
                scene.world.pass(2 * DAY);
                scene.world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
                assert_eq!(scene.world.stage(&address), Stage::Settled);
                let paid = scene.world.wallet_balance(&scene.operator(), currency);
                (before.saturating_sub(scene.world.wallet_balance(&client, currency)), paid)
            };
            let (alone, given) = (spent(false), spent(true));
            assert!(given.0 <= alone.0, "{currency:?}, {what}: the client spent more");
            assert_eq!(given.1, alone.1, "{currency:?}, {what}: the provider got the pay of the same time");
        }
    }
}

#[test]
fn an_extension_takes_its_payers_own_money() {
    let mut scene = Scene::new();
    let (address, order) = scene.book(0, Currency::Usdc, DAY);
    let stranger = scene.world.client(&scene.cast, 10, 10);
    let extend = |seconds| orders::extend(&stranger.pubkey(), &address, &order, seconds);
    scene.world.refused(&[extend(DAY as u32)], &[&stranger], NotEnoughFunds);
    let mut other = extend(60);
    let [own, foreign] = [stranger.pubkey(), scene.client()]
        .map(|wallet| io_client::token::associated_address(&wallet, &orders::mint(Currency::Usdc)));
    other = io_testkit::calls::with_account(other, own, foreign);
    scene.world.refused(&[other], &[&stranger], WrongSource);
    scene.world.refused(&[extend(30 * DAY as u32)], &[&stranger], InvalidDuration);
    scene.world.accepted(&[extend(60)], &[&stranger]);
}
