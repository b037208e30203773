//! Accounts that do not belong together are refused by name.

use {
    crate::{
        scene::{both, Call, Scene, BOOKED},
        swaps::{always, copy, forged, other, places, refused_with},
    },
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        orders::{CONFIG, ID},
        staking,
    },
    io_client::orders::{self, OrdersError::*},
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NOT_OURS, NOT_THERE, OTHER_ADDRESS, OTHER_PROGRAM, OTHER_SEEDS, OTHER_TYPE},
        orders::CURRENCIES,
        staking::H100,
        Refusal,
    },
    solana_signer::Signer,
};

#[test]
fn the_config_is_one() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let copy = |scene: &mut Scene| copy(scene, &CONFIG.address);
        refused_with(&mut places, |_| CONFIG.address, copy, always(WrongConfig), &[]);
    }
    let [mut scene, _] = both(Scene::open);
    // The copy names the same admin, and the same proposed one.
    let propose = scene.other_calls().into_iter().find(|call| call.name == "propose").unwrap();
    scene.world.accepted(std::slice::from_ref(&propose.instruction), &propose.signers());
    let copy = copy(&mut scene, &CONFIG.address);
    for call in scene.other_calls() {
        if call.name == "initialize" || call.name == "open an unclaimed balance" {
            continue;
        }
        // The unclaimed balance that it names does not exist.
        let error = if ["take an unclaimed balance", "deliver an unclaimed balance"].contains(&call.name) {
            NOT_THERE.into()
        } else {
            Refusal::from(WrongConfig)
        };
        let instruction = with_account(call.instruction.clone(), CONFIG.address, copy);
        if call.name == "open ledger" {
            assert!(scene.world.send(&[instruction], &call.signers()).is_err());
        } else {
            scene.world.refused(&[instruction], &call.signers(), error);
        }
    }
}

#[test]
fn books_and_vault_are_of_the_orders_currency() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let another = other(currency);
        let ledger = |_: &Scene| orders::ledger(currency);
        refused_with(&mut places, ledger, |_| orders::ledger(another), always(WrongVault), &[]);
        let vault = |_: &Scene| orders::vault(currency);
        refused_with(&mut places, vault, |_| orders::vault(another), always(WrongVault), &[]);
        let own = |scene: &mut Scene| scene.account(&scene.client());
        refused_with(&mut places, vault, own, always(WrongVault), &[]);
        // Both together belong to each other, but not to the order.
        for (scene, names) in &mut places {
            for name in names {
                let Call { instruction, signer, .. } = scene.call(name);
                let names = |of| instruction.accounts.iter().any(|meta| meta.pubkey == of);
                if names(orders::ledger(currency)) && names(orders::vault(currency)) {
                    let call =
                        with_account(instruction.clone(), orders::ledger(currency), orders::ledger(another));
                    let call = with_account(call, orders::vault(currency), orders::vault(another));
                    let signers: Vec<_> = signer.iter().collect();
                    scene.world.refused(&[call], &signers, WrongLedger);
                }
            }
        }
    }
}

#[test]
fn an_order_is_one_and_its_own() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let address = |scene: &Scene| scene.address;
        let balances = |_: &mut Scene| orders::ledger(currency);
        refused_with(&mut places, address, balances, always(OTHER_TYPE), &[]);
        let config = |_: &mut Scene| CONFIG.address;
        refused_with(&mut places, address, config, always(OTHER_TYPE), &[]);
        let node = |scene: &mut Scene| scene.deal.node;
        refused_with(&mut places, address, node, always(NOT_OURS), &[]);
        let forgery = |scene: &mut Scene| forged(scene, &scene.address.clone());
        refused_with(&mut places, address, forgery, always(NOT_OURS), &[]);
        let none = |scene: &mut Scene| scene.world.key().pubkey();
        refused_with(&mut places, address, none, always(NOT_THERE), &[]);
    }
}

#[test]
fn a_strangers_order_is_not_ones_own() {
    for mut scene in both(Scene::running) {
        let cast = scene.cast.clone();
        let another = scene.world.deal(&cast);
        let foreign = scene.world.running(&another, 0, scene.currency, BOOKED as u32);
        let open = scene.world.create(&another, 1, scene.currency, BOOKED as u32);
        scene = scene.at(DAY + HOUR);
        let order = scene.address;
        for (name, by, error) in [
            ("extend", foreign, WrongSerial),
            ("dispute", foreign, NotClient),
            ("end by the client", foreign, WrongNode),
            ("accept", open, WrongNode),
            ("settle", foreign, WrongTokenAccount),
            ("close", foreign, WrongClient),
            ("report an outage", foreign, WrongSerial),
        ] {
            let call = scene.call(name);
            let instruction = with_account(call.instruction.clone(), order, by);
            scene.world.refused(&[instruction], &call.signers(), error);
        }
        // With the right node the serial number is another, and with that too the signer is nobody
        // to this order.
        let stranger = scene.world.order(&foreign);
        let end = orders::end(&scene.client(), &foreign, &stranger, None);
        scene.world.refused(&[end], &[&scene.deal.client], StillBooked);
        let accept = orders::accept(&scene.operator(), &open, &scene.world.order(&open), true);
        scene.world.refused(&[accept], &[&scene.deal.operator], NotOperator);
        let dispute = orders::dispute(&scene.client(), &foreign, &stranger);
        scene.world.refused(&[dispute], &[&scene.deal.client], NotClient);
        // But anyone may give it time.
        let extend = orders::extend(&scene.client(), &foreign, &stranger, 60);
        scene.world.accepted(&[extend], &[&scene.deal.client]);
    }
}

#[test]
fn a_node_is_the_orders_node() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let node = |scene: &Scene| scene.deal.node;
        let another = |scene: &mut Scene| {
            let operator = scene.deal.clone();
            let params = io_client::staking::RegisterParams {
                processors: 8,
                commission_bps: 0,
                payout: operator.operator.pubkey(),
            };
            let register = io_client::staking::register_node(&operator.operator.pubkey(), 9, H100, params);
            scene.world.accepted(&[register], &[&operator.operator]);
            io_client::staking::node_address(&operator.operator.pubkey(), 9)
        };
        refused_with(&mut places, node, another, always(WrongNode), &[]);
        // An acceptance looks at the type first; the others need only the address.
        let typed = |error: u32| {
            move |name: &str| if name == "accept" { error.into() } else { Refusal::from(WrongNode) }
        };
        let config = |_: &mut Scene| staking::CONFIG.address;
        refused_with(&mut places, node, config, typed(OTHER_TYPE), &[]);
        let forgery = |scene: &mut Scene| forged(scene, &scene.deal.node.clone());
        refused_with(&mut places, node, forgery, typed(NOT_OURS), &[]);
        let order = |scene: &mut Scene| scene.address;
        refused_with(&mut places, node, order, typed(NOT_OURS), &[]);

        let mut scene = Scene::open(currency);
        let client = scene.deal.clone();
        let create = |node: &Pubkey| {
            let terms = io_testkit::orders::terms(currency, BOOKED as u32);
            [orders::create(&client.client.pubkey(), 1, node, currency, terms)]
        };
        let forgery = forged(&mut scene, &client.node);
        for (node, error) in [
            (staking::CONFIG.address, OTHER_TYPE),
            (forgery, NOT_OURS),
            (scene.address, NOT_OURS),
            (Pubkey::new_unique(), NOT_THERE),
        ] {
            scene.world.refused(&create(&node), &[&client.client], error);
        }
    }
}

#[test]
fn an_order_is_created_with_the_programs_own_accounts() {
    for currency in CURRENCIES {
        let mut scene = Scene::open(currency);
        let (deal, client) = (scene.deal.clone(), scene.client());
        let terms = io_testkit::orders::terms(currency, BOOKED as u32);
        let create = orders::create(&client, 1, &deal.node, currency, terms);
        let (balances, vault, order) =
            (orders::ledger(currency), orders::vault(currency), orders::order_address(&client, 1));
        let another = other(currency);
        for (of, by, error) in [
            (CONFIG.address, copy(&mut scene, &CONFIG.address), Refusal::from(WrongConfig)),
            (balances, orders::ledger(another), WrongVault.into()),
            (vault, orders::vault(another), WrongVault.into()),
            (vault, scene.account(&client), WrongVault.into()),
            (order, scene.world.key().pubkey(), OTHER_SEEDS.into()),
            (order, orders::order_address(&scene.operator(), 1), OTHER_SEEDS.into()),
            (order, orders::order_address(&client, 2), OTHER_SEEDS.into()),
            (TOKEN_PROGRAM, ID, OTHER_PROGRAM.into()),
            (system_program::ID, ID, OTHER_PROGRAM.into()),
        ] {
            scene.world.refused(&[with_account(create.clone(), of, by)], &[&deal.client], error);
        }
        let mixed = with_account(create.clone(), balances, orders::ledger(another));
        let mixed = with_account(mixed, vault, orders::vault(another));
        scene.world.refused(&[mixed], &[&deal.client], WrongSource);
        scene.world.accepted(&[create], &[&deal.client]);
    }
}

#[test]
fn programs_are_the_programs() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let stranger = |scene: &mut Scene| scene.stranger.pubkey();
        refused_with(&mut places, |_| TOKEN_PROGRAM, stranger, always(OTHER_PROGRAM), &[]);
        let ours = |_: &mut Scene| ID;
        refused_with(&mut places, |_| staking::ID, ours, always(OTHER_ADDRESS), &[]);
        let config = |_: &Scene| staking::CONFIG.address;
        let copy = |scene: &mut Scene| copy(scene, &staking::CONFIG.address);
        refused_with(&mut places, config, copy, always(WrongStakingConfig), &[]);
    }
}

/// A transaction in which nothing else makes the account writable.
#[test]
fn what_changes_must_be_writable() {
    const READ_ONLY: u32 = anchor_lang::error::ErrorCode::ConstraintMut as u32;
    for currency in CURRENCIES {
        let mut calls = Vec::new();
        for (scene, names) in places(currency) {
            calls.extend(names.into_iter().map(|name| (scene.clone(), scene.call(name))));
        }
        let settled = Scene::running(currency).at(DAY + HOUR).after("settle");
        let (deal, client) = (settled.deal.clone(), settled.client());
        let terms = io_testkit::orders::terms(currency, BOOKED as u32);
        let signer = Some(deal.client.insecure_clone());
        let instruction = orders::create(&client, 1, &deal.node, currency, terms);
        calls.push((settled.clone(), Call { name: "create", instruction, signer }));
        calls.push((
            settled.clone(),
            Call { name: "sweep", instruction: orders::sweep_fees(currency), signer: None },
        ));
        for (mut scene, call) in calls {
            let signer = call.signer.as_ref().map(Signer::pubkey);
            for slot in 0..call.instruction.accounts.len() {
                let mut instruction = call.instruction.clone();
                let meta = &mut instruction.accounts[slot];
                // The payer of the fee is always writable; so is a due that is not there.
                if !meta.is_writable
                    || Some(meta.pubkey) == signer && call.name != "create"
                    || meta.pubkey == ID
                {
                    continue;
                }
                meta.is_writable = false;
                println!("{} with slot {slot} read-only", call.name);
                scene.world.refused(&[instruction], &call.signers(), READ_ONLY);
            }
        }
    }
}
