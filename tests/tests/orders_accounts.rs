//! Accounts that do not belong together: each is refused by name, or moves money to the same hands.

mod orders_scene;

use {
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        orders::{CONFIG, ID},
        staking,
    },
    io_client::{
        orders::{self, mint, Balances, Currency, OrdersError, Stage},
        token,
    },
    io_testkit::{
        calls::{
            with_account, NOT_OURS, NOT_THERE, NO_SIGNATURE, OTHER_ADDRESS, OTHER_PROGRAM, OTHER_SEEDS,
            OTHER_TYPE,
        },
        orders::{Deal, CURRENCIES},
        staking::H100,
        Refusal, MINT_MISMATCH, OWNER_MISMATCH,
    },
    orders_scene::{both, Call, Scene, BOOKED, DAY, HOUR},
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{collections::BTreeSet, rc::Rc},
    OrdersError::*,
};

/// Scenes in which every call on an order has a place, and the calls that are accepted there.
fn places(currency: Currency) -> Vec<(Scene, Vec<&'static str>)> {
    let open = Scene::open(currency);
    let running = open.clone().accepted();
    let ended = running.clone().at(BOOKED).after("end by a stranger").at(BOOKED + DAY);
    vec![
        (open.clone(), vec!["cancel", "accept"]),
        (open.at(DAY + 1), vec!["cancel by a stranger"]),
        (
            running.clone().at(BOOKED - 60),
            vec![
                "extend",
                "settle",
                "report an outage",
                "end by the client",
                "end by the operator",
                "dispute",
            ],
        ),
        (running.clone().at(BOOKED), vec!["end by a stranger"]),
        (running.at(DAY).after("dispute"), vec!["resolve"]),
        (ended.clone(), vec!["settle"]),
        (ended.after("settle"), vec!["close"]),
    ]
}

/// Calls that name `of`, with `by` in its place, are refused with `error`; but for `except`.
fn refused_with(
    places: &mut [(Scene, Vec<&str>)],
    of: impl Fn(&Scene) -> Pubkey,
    by: impl Fn(&mut Scene) -> Pubkey,
    error: impl Fn(&str) -> Refusal,
    except: &[&str],
) {
    let mut found = 0;
    for (scene, names) in places {
        let of = of(scene);
        let by = by(scene);
        for name in names.iter().filter(|name| !except.contains(name)) {
            let Call { instruction, signer, .. } = scene.call(name);
            if instruction.accounts.iter().any(|meta| meta.pubkey == of) {
                found += 1;
                println!("{name} in {:?}", scene.currency);
                let signers: Vec<_> = signer.iter().collect();
                scene.world.refused(&[with_account(instruction, of, by)], &signers, error(name));
            }
        }
    }
    assert!(found > 0, "no call names this account");
}

/// An account of the order's program with the same data, elsewhere.
fn copy(scene: &mut Scene, of: &Pubkey) -> Pubkey {
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(of).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    copy
}

/// The same, under the system program.
fn forged(scene: &mut Scene, of: &Pubkey) -> Pubkey {
    let address = copy(scene, of);
    let mut state = scene.world.svm.get_account(&address).unwrap();
    state.owner = Pubkey::default();
    scene.world.svm.set_account(address, state).unwrap();
    address
}

fn always(error: impl Into<Refusal>) -> impl Fn(&str) -> Refusal {
    let error = error.into();
    move |_| error
}

const fn other(currency: Currency) -> Currency {
    match currency {
        Currency::Io => Currency::Usdc,
        Currency::Usdc => Currency::Io,
    }
}

#[test]
fn the_config_is_one() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let copy = |scene: &mut Scene| copy(scene, &CONFIG.address);
        refused_with(&mut places, |_| CONFIG.address, copy, always(WrongConfig), &[]);
    }
    let [mut scene, _] = both(Scene::open);
    let copy = copy(&mut scene, &CONFIG.address);
    for call in scene.other_calls() {
        if call.name == "initialize" || call.name == "open an unclaimed balance" {
            continue;
        }
        // The place that it names does not exist.
        let error = if call.name == "take an unclaimed balance" {
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
        let balances = |name: &str| match name {
            "dispute" => Refusal::from(WrongLedger),
            _ => WrongVault.into(),
        };
        refused_with(&mut places, |_| orders::ledger(currency), |_| orders::ledger(another), balances, &[]);
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
            ("extend", foreign, NotClient),
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
        // With the right node the serial number is another, and with that too the signer is nobody to this order.
        let stranger = scene.world.order(&foreign);
        let end = orders::end(&scene.client(), &foreign, &stranger, None);
        scene.world.refused(&[end], &[&scene.deal.client], StillBooked);
        let accept = orders::accept(&scene.operator(), &open, &scene.world.order(&open), true);
        scene.world.refused(&[accept], &[&scene.deal.operator], NotOperator);
        for call in [
            orders::extend(&scene.client(), &foreign, &stranger, 60),
            orders::dispute(&scene.client(), &foreign, &stranger),
        ] {
            scene.world.refused(&[call], &[&scene.deal.client], NotClient);
        }
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
        // Types are looked at first, but a dispute needs only the address.
        let typed = |error: u32| {
            move |name: &str| if name == "dispute" { Refusal::from(WrongNode) } else { error.into() }
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
fn money_goes_to_the_associated_accounts_alone() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let clients = |scene: &Scene| scene.account(&scene.client());
        let providers = |scene: &Scene| scene.account(&scene.operator());
        // An extension pays from any account that its signer may spend; in the others nothing returns to the client, so that
        // its account is not looked at.
        let except = ["extend", "settle", "end by a stranger"];
        type By = fn(&mut Scene) -> Pubkey;
        let wrong: [By; 4] = [
            |scene| scene.account(&scene.operator()),
            |scene| {
                let client = scene.client();
                scene.world.other_token_account(&client, &mint(scene.currency))
            },
            |scene| token::associated_address(&scene.client(), &mint(other(scene.currency))),
            |scene| orders::vault(scene.currency),
        ];
        for by in wrong {
            refused_with(&mut places, clients, by, always(WrongTokenAccount), &except);
        }
        let mut settling = Scene::running(currency).at(BOOKED - 60);
        let settle = settling.call("settle").instruction;
        let provider = providers(&settling);
        let second = settling.world.other_token_account(&settling.operator(), &mint(currency));
        for by in [clients(&settling), orders::vault(currency), second] {
            let call = with_account(settle.clone(), provider, by);
            settling.world.refused(&[call], &[], WrongTokenAccount);
        }
        let mut deciding = Scene::running(currency).at(DAY + HOUR).after("dispute");
        let Call { instruction: resolve, signer, .. } = deciding.call("resolve");
        let second = deciding.world.other_token_account(&deciding.operator(), &mint(currency));
        for by in [clients(&deciding), orders::vault(currency), second] {
            let call = with_account(resolve.clone(), provider, by);
            deciding.world.refused(&[call], &[signer.as_ref().unwrap()], WrongTokenAccount);
        }
        // The last settlement returns what an outage left.
        let mut last = Scene::running(currency).at(DAY).after("report an outage");
        last = last.at(BOOKED).after("end by a stranger").at(BOOKED + DAY);
        let (settle, client) = (last.call("settle").instruction, clients(&last));
        for by in wrong {
            let by = by(&mut last);
            last.world.refused(&[with_account(settle.clone(), client, by)], &[], WrongTokenAccount);
        }
        last.world.accepted(&[settle], &[]);
    }
}

#[test]
fn money_comes_from_who_signs() {
    for currency in CURRENCIES {
        let mut scene = Scene::running(currency).at(DAY);
        let (deal, client) = (scene.deal.clone(), scene.client());
        let source = scene.account(&client);
        let rich = scene.world.client(&scene.cast, 1_000, 1_000).pubkey();
        let terms = io_testkit::orders::terms(currency, BOOKED as u32);
        let create = orders::create(&client, 1, &deal.node, currency, terms);
        let extend = scene.call("extend").instruction;
        for call in [create, extend] {
            for (by, error) in [
                (scene.account(&rich), OWNER_MISMATCH),
                (orders::vault(currency), OWNER_MISMATCH),
                (token::associated_address(&client, &mint(other(currency))), MINT_MISMATCH),
            ] {
                let call = with_account(call.clone(), source, by);
                scene.world.refused(&[call], &[&deal.client], error);
            }
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
        scene.world.refused(&[mixed], &[&deal.client], MINT_MISMATCH);
        scene.world.accepted(&[create], &[&deal.client]);
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

/// Transactions on different orders wait for each other only where they change the same account.
#[test]
fn orders_of_different_clients_share_the_books_and_their_node_alone() {
    for currency in CURRENCIES {
        let mine = Scene::running(currency);
        let mut theirs = mine.clone();
        let another = Rc::new(Deal {
            client: theirs.world.client(&mine.cast, 100_000, 100_000),
            operator: mine.deal.operator.insecure_clone(),
            ..*mine.deal
        });
        theirs.deal = another;
        theirs.address = theirs.world.create(&theirs.deal, 0, currency, BOOKED as u32);
        theirs.look();
        theirs = theirs.accepted();
        let shared = [
            orders::ledger(currency),
            orders::vault(currency),
            mine.deal.node,
            // The provider of both.
            mine.account(&mine.operator()),
        ];
        let writes = |call: &Call| -> BTreeSet<Pubkey> {
            let by_operator = |key: &Pubkey| *key == mine.operator() || *key == mine.stranger.pubkey();
            let metas = call.instruction.accounts.iter().filter(|meta| meta.is_writable && meta.pubkey != ID);
            metas.map(|meta| meta.pubkey).filter(|key| !by_operator(key)).collect()
        };
        for one in mine.calls() {
            for other in theirs.calls() {
                let common: Vec<Pubkey> = writes(&one).intersection(&writes(&other)).copied().collect();
                assert!(
                    common.iter().all(|key| shared.contains(key)),
                    "{} and {}: {common:?}",
                    one.name,
                    other.name
                );
            }
        }
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

#[test]
fn nothing_happens_without_the_signature() {
    for currency in CURRENCIES {
        for (mut scene, names) in places(currency) {
            for name in names {
                let mut call = scene.call(name);
                let signs = |meta: &&mut solana_instruction::AccountMeta| meta.is_signer;
                let Some(meta) = call.instruction.accounts.iter_mut().find(signs) else { continue };
                meta.is_signer = false;
                scene.world.refused(&[call.instruction], &[], NO_SIGNATURE);
            }
        }
    }
    let [mut scene, _] = both(Scene::open);
    for mut call in scene.other_calls() {
        let payer = scene.world.payer.pubkey();
        let signs = |meta: &&mut solana_instruction::AccountMeta| meta.is_signer && meta.pubkey != payer;
        let Some(meta) = call.instruction.accounts.iter_mut().find(signs) else { continue };
        meta.is_signer = false;
        scene.world.refused(&[call.instruction], &[], NO_SIGNATURE);
    }
}

#[test]
fn each_call_is_its_signers_alone() {
    for currency in CURRENCIES {
        for (mut scene, names) in places(currency) {
            let everybody: Vec<Keypair> = [
                &scene.deal.client,
                &scene.deal.operator,
                &scene.desk.admin,
                &scene.desk.oracle,
                &scene.desk.arbiter,
                &scene.cast.oracle,
                &scene.world.deployer,
                &*scene.stranger,
            ]
            .map(Keypair::insecure_clone)
            .into();
            for name in names {
                let (proper, error) = match name {
                    "cancel" => (scene.client(), AcceptWindowOpen),
                    "accept" => (scene.operator(), NotOperator),
                    "extend" | "dispute" => (scene.client(), NotClient),
                    "report an outage" => (scene.desk.oracle.pubkey(), NotOracle),
                    "resolve" => (scene.desk.arbiter.pubkey(), NotArbiter),
                    "end by the client" => (scene.client(), StillBooked),
                    _ => continue,
                };
                let call = scene.call(name).instruction;
                for signer in &everybody {
                    let key = signer.pubkey();
                    // The operator may end as well.
                    if key == proper || name == "end by the client" && key == scene.operator() {
                        continue;
                    }
                    let mut call = call.clone();
                    let meta = call.accounts.iter_mut().find(|meta| meta.is_signer).unwrap();
                    meta.pubkey = key;
                    scene.world.refused(&[call], &[signer], error);
                }
            }
        }
    }
}

#[test]
fn places_for_money_are_their_payees_alone() {
    for mut scene in both(|currency| Scene::running(currency).at(BOOKED - 60)) {
        let (client, operator, currency) = (scene.client(), scene.operator(), scene.currency);
        let (deal, payer) = (scene.deal.clone(), scene.world.payer.pubkey());
        for (payee, currency) in [(client, currency), (operator, currency), (client, other(currency))] {
            scene.world.accepted(&[orders::open_unclaimed(&payer, &payee, currency)], &[]);
        }
        let own = scene.unclaimed(&client).unwrap();
        let take = orders::take_unclaimed(&client, &payer, currency, &scene.account(&client));
        let of_operator = scene.unclaimed(&operator).unwrap();
        for (of, by, error) in [
            (own, of_operator, Refusal::from(NotPayee)),
            (own, orders::unclaimed_address(&client, other(currency)), WrongLedger.into()),
            (own, scene.address, OTHER_TYPE.into()),
            (CONFIG.address, copy(&mut scene, &CONFIG.address), WrongConfig.into()),
            (payer, scene.stranger.pubkey(), WrongOpener.into()),
            (payer, client, WrongOpener.into()),
            (orders::ledger(currency), orders::ledger(other(currency)), WrongVault.into()),
            (orders::vault(currency), orders::vault(other(currency)), WrongVault.into()),
        ] {
            let call = with_account(take.clone(), of, by);
            scene.world.refused(&[call], &[&deal.client], error);
        }
        let call = with_account(take, client, operator);
        scene.world.refused(&[call], &[&deal.operator], NotPayee);

        let stranger = scene.stranger.pubkey();
        let open = orders::open_unclaimed(&payer, &stranger, currency);
        let balances = orders::ledger(currency);
        for (of, by, error) in [
            (orders::unclaimed_address(&stranger, currency), of_operator, OTHER_SEEDS),
            (
                orders::unclaimed_address(&stranger, currency),
                orders::unclaimed_address(&stranger, other(currency)),
                OTHER_SEEDS,
            ),
            (balances, orders::ledger(other(currency)), OTHER_SEEDS),
            (balances, forged(&mut scene, &balances), NOT_OURS),
            (balances, CONFIG.address, OTHER_TYPE),
            (system_program::ID, TOKEN_PROGRAM, OTHER_PROGRAM),
        ] {
            scene.world.refused(&[with_account(open.clone(), of, by)], &[], error);
        }

        // A payment that cannot be delivered goes to no balance but its payee's, in its mint.
        let account = scene.account(&operator);
        if currency == Currency::Usdc {
            scene.world.freeze(&account);
            let elsewhere = orders::unclaimed_address(&client, other(currency));
            for unclaimed_balances in
                [[Some(own), None], [None, Some(elsewhere)], [Some(own), Some(elsewhere)]]
            {
                let settle = orders::settle(&scene.address, &scene.order, unclaimed_balances);
                scene.world.refused(&[settle], &[], UnclaimedBalanceMissing);
            }
        }
        let missing = orders::unclaimed_address(&scene.stranger.pubkey(), currency);
        for (unclaimed, error) in [(missing, NOT_THERE), (scene.address, OTHER_TYPE), (account, NOT_OURS)] {
            let settle = orders::settle(&scene.address, &scene.order, [Some(unclaimed), None]);
            scene.world.refused(&[settle], &[], error);
        }
    }
}

#[test]
fn fees_go_to_buyback_alone() {
    for mut scene in both(|currency| Scene::running(currency).at(DAY).after("settle")) {
        let currency = scene.currency;
        let sweep = orders::sweep_fees(currency);
        let own = scene.account(&scene.client());
        for (of, by, error) in [
            (orders::sweep_to(currency), own, WrongSweepAccount),
            (orders::sweep_to(currency), orders::vault(currency), WrongSweepAccount),
            (orders::sweep_to(currency), orders::sweep_to(other(currency)), WrongSweepAccount),
            (orders::vault(currency), orders::vault(other(currency)), WrongVault),
            (orders::ledger(currency), orders::ledger(other(currency)), WrongVault),
        ] {
            scene.world.refused(&[with_account(sweep.clone(), of, by)], &[], error);
        }
        scene.world.accepted(std::slice::from_ref(&sweep), &[]);
        scene.world.refused(&[sweep], &[], NothingToSweep);
    }
}

#[test]
fn the_rent_goes_to_the_client_alone() {
    for mut scene in both(|currency| Scene::open(currency).after("cancel")) {
        for by in [scene.stranger.pubkey(), scene.operator(), scene.address] {
            let call = with_account(scene.call("close").instruction, scene.client(), by);
            scene.world.refused(&[call], &[], WrongClient);
        }
    }
}

/// What a call may move: who has how much, and what the books say.
fn effect(scene: &Scene) -> impl PartialEq + std::fmt::Debug {
    let wallets = [scene.client(), scene.operator(), scene.stranger.pubkey(), scene.desk.admin.pubkey()];
    let worth: Vec<_> = CURRENCIES
        .into_iter()
        .flat_map(|currency| wallets.map(|wallet| scene.world.wallet_balance(&wallet, currency)))
        .collect();
    let balances: [Balances; 2] = CURRENCIES.map(|currency| scene.world.ledger(currency).balances);
    let order = scene.world.svm.get_account(&scene.address).filter(|order| !order.data.is_empty());
    let escrow = order.map(|_| scene.world.order(&scene.address).escrow);
    (worth, balances, escrow, scene.world.node(&scene.deal.node).ledger.hired)
}

/// Whatever account is passed in place of whatever other, duplicates included: the call is refused or moves the same.
#[test]
fn no_account_passes_for_another() {
    let mut same = 0;
    for currency in CURRENCIES {
        for (scene, names) in places(currency) {
            for name in names {
                let call = scene.call(name);
                let mut proper = scene.clone();
                proper.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
                let effect_of_proper = effect(&proper);
                let pool: Vec<Pubkey> = call
                    .instruction
                    .accounts
                    .iter()
                    .map(|meta| meta.pubkey)
                    .chain([
                        scene.stranger.pubkey(),
                        scene.account(&scene.stranger.pubkey()),
                        scene.account(&scene.operator()),
                        mint(currency),
                        orders::ledger(other(currency)),
                        orders::vault(other(currency)),
                        staking::STAKE_VAULT.address,
                        orders::sweep_to(currency),
                    ])
                    .collect();
                for slot in 0..call.instruction.accounts.len() {
                    for by in &pool {
                        let mut instruction = call.instruction.clone();
                        let meta = &mut instruction.accounts[slot];
                        if meta.is_signer || meta.pubkey == *by {
                            continue;
                        }
                        meta.pubkey = *by;
                        let mut fork = scene.clone();
                        if fork.world.send(&[instruction], &call.signers()).is_ok() {
                            assert_eq!(effect(&fork), effect_of_proper, "{name}: {by} in slot {slot}");
                            same += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{same} replaced accounts that are not looked at");
}

#[test]
fn a_call_twice_in_one_transaction_moves_once() {
    for currency in CURRENCIES {
        for (mut scene, names) in places(currency) {
            for name in names {
                let error: Refusal = match name {
                    // Twice as much time, twice the outage reported the second time is refused.
                    "extend" => continue,
                    "cancel" | "cancel by a stranger" => AlreadySettled.into(),
                    "accept" => AlreadyAccepted.into(),
                    "settle" if scene.stage() == Stage::Ended => AlreadySettled.into(),
                    "settle" => NothingDue.into(),
                    "report an outage" => OutageOverlaps.into(),
                    "dispute" => Disputed.into(),
                    "resolve" => NotDisputed.into(),
                    "close" => NOT_THERE.into(),
                    _ => AlreadyEnded.into(),
                };
                let call = scene.call(name);
                let twice = [call.instruction.clone(), call.instruction.clone()];
                scene.world.refused(&twice, &call.signers(), error);
            }
        }
    }
}
