//! Whatever account is passed in place of whatever other, in whatever layout, or without a
//! signature: nothing more happens than was signed for.

use {
    crate::scene::Scene,
    anchor_lang::prelude::Pubkey,
    io_addresses::{orders::CONFIG, staking},
    io_client::{
        orders::{self, ask_address, mint, order_address, Currency},
        token::associated_address,
    },
    io_economics::time::DAY,
    io_testkit::{calls::NO_SIGNATURE, orders::CURRENCIES, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// `UnknownVersion` has this number in every program of the suite.
const UNKNOWN_VERSION: u32 = 6_999;

/// The instructions of an ask's life, and who signs.
fn calls(scene: &Scene, currency: Currency) -> Vec<(&'static str, Instruction, Vec<&Keypair>)> {
    let (client, operator, node) = (scene.client(), scene.operator(), scene.deal.node);
    let params = scene.taking(DAY);
    let set = orders::set_ask(&operator, &node, scene.ask.terms);
    let book = orders::book(&client, 0, &node, currency, params);
    vec![
        ("set_ask", set, vec![&scene.deal.operator]),
        ("remove_ask", orders::remove_ask(&operator, &node), vec![&scene.deal.operator]),
        ("book", book, vec![&scene.deal.client]),
    ]
}

/// All that a call may change, but the lamports of fees.
fn effect(scene: &Scene, world: &World, others: &[Pubkey]) -> impl PartialEq + std::fmt::Debug {
    let ask = world.ask(&scene.deal.node);
    let order = world.svm.get_account(&order_address(&scene.client(), 0));
    let order = order.filter(|account| !account.data.is_empty()).map(|account| account.data);
    let wallets = [scene.client(), scene.operator()].into_iter().chain(others.iter().copied());
    let worth: Vec<_> = wallets
        .flat_map(|wallet| CURRENCIES.map(|currency| world.wallet_balance(&wallet, currency)))
        .collect();
    let balances = CURRENCIES.map(|currency| world.ledger(currency).balances);
    (ask.seq, ask.terms, order, worth, balances, world.node(&scene.deal.node).ledger.hired)
}

#[test]
fn no_account_passes_for_another() {
    for currency in CURRENCIES {
        let mut scene = Scene::new();
        let other = scene.world.deal(&scene.cast);
        scene.world.set_ask(&other);
        let others = [other.client.pubkey(), other.operator.pubkey()];
        for (name, call, signers) in calls(&scene, currency) {
            let mut proper = scene.world.clone();
            proper.accepted(std::slice::from_ref(&call), &signers);
            let expected = effect(&scene, &proper, &others);
            let mut pool: Vec<Pubkey> = call.accounts.iter().map(|meta| meta.pubkey).collect();
            pool.extend([other.node, ask_address(&other.node), mint(currency), staking::STAKE_VAULT.address]);
            pool.extend(CURRENCIES.map(orders::vault));
            pool.extend(CURRENCIES.map(orders::ledger));
            pool.extend(others.map(|wallet| associated_address(&wallet, &mint(currency))));
            for slot in 0..call.accounts.len() {
                for by in &pool {
                    let mut changed = call.clone();
                    let meta = &mut changed.accounts[slot];
                    if meta.is_signer || meta.pubkey == *by {
                        continue;
                    }
                    meta.pubkey = *by;
                    let mut fork = scene.world.clone();
                    if fork.send(&[changed], &signers).is_ok() {
                        assert_eq!(effect(&scene, &fork, &others), expected, "{name}: {by} in slot {slot}");
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_happens_without_a_signature_or_in_an_unknown_layout() {
    let scene = Scene::new();
    let read = [
        ("set_ask", vec![scene.deal.node, ask_address(&scene.deal.node)]),
        ("remove_ask", vec![scene.deal.node, ask_address(&scene.deal.node)]),
        (
            "book",
            vec![
                CONFIG.address,
                orders::ledger(Currency::Usdc),
                ask_address(&scene.deal.node),
                scene.deal.node,
                staking::CONFIG.address,
            ],
        ),
    ];
    for ((name, call, signers), (of, accounts)) in calls(&scene, Currency::Usdc).into_iter().zip(read) {
        assert_eq!(name, of);
        // Of a booking that the client pays, each of its two places is tried in gifts.rs.
        if name != "book" {
            let mut unsigned = call.clone();
            unsigned.accounts[0].is_signer = false;
            scene.world.clone().refused(&[unsigned], &[], NO_SIGNATURE);
        }
        for address in accounts {
            let mut fork = scene.world.clone();
            let mut account = fork.svm.get_account(&address).expect("it exists");
            account.data[8] = 2;
            fork.svm.set_account(address, account).expect("not executable");
            let failure = fork.send(std::slice::from_ref(&call), &signers).expect_err("a later layout");
            assert_eq!(failure.code(), Some(UNKNOWN_VERSION), "{name}: {address}");
        }
    }
}
