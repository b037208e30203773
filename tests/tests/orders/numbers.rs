//! A client's number for an order may be used again once that order is closed; what was signed or
//! sent for the old one does to the new one nothing that it does not owe.

use {
    crate::scene::{both, Call, Scene},
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, mint, Currency, OrdersError},
        token,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NOT_THERE},
        orders::{terms, CURRENCIES},
        World,
    },
    solana_instruction::Instruction,
    solana_signer::Signer,
};

/// What somebody must sign for an order.
const SIGNED: [&str; 9] = [
    "accept",
    "end by the client",
    "end by the operator",
    "report an outage",
    "resolve",
    "extend",
    "dispute",
    "cancel",
    "cancel by a stranger",
];

/// An order at the address of another, which ran and is closed, in a currency and for less money;
/// and what was signed or sent for the other one.
fn used_again(open: &Scene, currency: Currency) -> (Scene, Vec<Call>) {
    let mut scene = open.clone().accepted();
    let (deal, stale) = (scene.deal.clone(), scene.order.serial);
    let from = scene.currency;
    let mut calls = scene.calls();
    scene.make("end by the operator");
    scene.world.pass(HOUR);
    scene.make("close");
    let mut params = terms(currency, HOUR as u32);
    params.rate /= 10;
    let create = orders::create(&scene.client(), 0, &deal.node, currency, params);
    scene.world.accepted(&[create], &[&deal.client]);
    scene.currency = currency;
    scene.purse = scene.world.purse(&deal.client, currency);
    scene.look();
    assert_ne!(scene.order.serial, stale);
    for call in &mut calls {
        call.instruction = in_currency(call.instruction.clone(), from, currency, &scene);
    }
    (scene, calls)
}

#[test]
fn a_number_used_again_gives_the_old_orders_rights_to_nobody() {
    for open in both(Scene::open) {
        for currency in CURRENCIES {
            let (mut scene, old) = used_again(&open, currency);
            let signed: Vec<_> = old.iter().filter(|call| SIGNED.contains(&call.name)).collect();
            assert_eq!(signed.len(), SIGNED.len());
            let check = |scene: &mut Scene| {
                for call in &signed {
                    println!("{} of an order in {:?}, now in {currency:?}", call.name, open.currency);
                    let stale = call.instruction.clone();
                    scene.world.refused(&[stale], &call.signers(), OrdersError::WrongSerial);
                }
            };
            check(&mut scene);
            scene = scene.accepted();
            check(&mut scene);
            check(&mut scene.clone().at(60).after("end by the client"));
            scene = scene.at(120).after("dispute");
            check(&mut scene);
            check(&mut scene.after("resolve"));
        }
    }
}

#[test]
fn what_nobody_signs_does_what_the_new_order_says_whenever_it_was_made() {
    use OrdersError::*;
    for open in both(Scene::open) {
        for currency in CURRENCIES {
            let (scene, old) = used_again(&open, currency);
            let [settle, close] = ["settle", "close"].map(|name| {
                let call = old.iter().find(|call| call.name == name).expect("a call of this name");
                [call.instruction.clone()]
            });
            let check = |scene: &mut Scene, settled: OrdersError| {
                scene.world.refused(&settle, &[], settled);
                scene.world.refused(&close, &[], NotSettled);
            };
            check(&mut scene.clone(), NotAccepted);
            let mut scene = scene.accepted();
            check(&mut scene, FirstHour);
            check(&mut scene.clone().at(120).after("dispute"), Disputed);
            scene = scene.at(HOUR);
            check(&mut scene, EndFirst);
            scene.make("end by a stranger");
            check(&mut scene, NothingDue);
            scene = scene.at(HOUR + DAY);

            // It pays what a call made for the new order pays, and no more is to be had.
            let mut twin = scene.clone().after("settle");
            scene.world.accepted(&settle, &[]);
            let worth = |scene: &Scene| [scene.client(), scene.operator()].map(|wallet| scene.worth(&wallet));
            assert_eq!(worth(&scene), worth(&twin));
            assert_eq!(scene.world.ledger(currency).balances, twin.world.ledger(currency).balances);
            scene.world.refused(&settle, &[], AlreadySettled);
            scene.world.accepted(&close, &[]);
            twin.make("close");
            let lamports = |scene: &Scene| scene.world.svm.get_balance(&scene.client());
            assert_eq!(lamports(&scene), lamports(&twin), "the rent is the client's");
            for gone in [&settle, &close] {
                scene.world.refused(gone, &[], NOT_THERE);
            }
        }
    }
}

#[test]
fn a_settlement_in_the_old_orders_currency_is_refused() {
    for open in both(Scene::open) {
        let settle = open.clone().accepted().call("settle").instruction;
        let other = if open.currency == Currency::Io { Currency::Usdc } else { Currency::Io };
        let (scene, _) = used_again(&open, other);
        let mut scene = scene.accepted().at(HOUR).after("end by a stranger").at(HOUR + DAY);
        scene.world.refused(&[settle], &[], OrdersError::WrongLedger);
    }
}

/// A call of an order in one currency, with the accounts of another.
fn in_currency(call: Instruction, from: Currency, to: Currency, scene: &Scene) -> Instruction {
    let of = |wallet: Pubkey| [from, to].map(|currency| token::associated_address(&wallet, &mint(currency)));
    [[from, to].map(orders::ledger), [from, to].map(orders::vault), of(scene.client()), of(scene.operator())]
        .into_iter()
        .fold(call, |call, [of, by]| match call.accounts.iter().any(|meta| meta.pubkey == of) {
            true => with_account(call, of, by),
            false => call,
        })
}

#[test]
fn serial_numbers_are_never_shared() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let mut serials = Vec::new();
    for id in 0..4 {
        for (place, currency) in CURRENCIES.into_iter().enumerate() {
            let address = world.create(&deal, 2 * id + place as u64, currency, HOUR as u32);
            serials.push(world.order(&address).serial);
        }
    }
    assert_eq!(serials, [0, 1, 2, 3, 4, 5, 6, 7]);
    let used =
        orders::create(&deal.client.pubkey(), 0, &deal.node, Currency::Io, terms(Currency::Io, HOUR as u32));
    world.refused(&[used], &[&deal.client], OrdersError::NumberInUse);
}
