//! Money comes from who signs, and goes to its payee alone.

use {
    crate::{
        scene::{both, Call, Scene, BOOKED},
        swaps::{always, copy, forged, other, places, refused_with},
    },
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::{external::TOKEN_PROGRAM, orders::CONFIG},
    io_client::{
        orders::{self, mint, Currency, OrdersError::*},
        token,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NOT_OURS, NOT_THERE, OTHER_PROGRAM, OTHER_SEEDS, OTHER_TYPE},
        orders::CURRENCIES,
        Refusal,
    },
    solana_account::Account,
    solana_signer::Signer,
    spl_token_interface::instruction::approve,
};

#[test]
fn money_goes_to_the_associated_accounts_alone() {
    for currency in CURRENCIES {
        let mut places = places(currency);
        let clients = |scene: &Scene| scene.account(&scene.client());
        let providers = |scene: &Scene| scene.account(&scene.operator());
        // An extension pays from any account that its signer may spend; in the others nothing
        // returns to the client, so that its account is not looked at.
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

/// What comes in comes from a token account of the signer's own, that is of the currency, not
/// frozen, and holds enough; and each refusal has its name.
#[test]
fn money_comes_from_who_signs() {
    for currency in CURRENCIES {
        let mut scene = Scene::running(currency).at(DAY);
        let (deal, client) = (scene.deal.clone(), scene.client());
        let own = scene.account(&client);
        let rich = scene.world.client(&scene.cast, 1_000, 1_000);
        let empty = scene.world.other_token_account(&client, &mint(currency));
        // The owner lets the client spend from it.
        let lent = scene.account(&rich.pubkey());
        let approve = approve(&TOKEN_PROGRAM, &lent, &client, &rich.pubkey(), &[], u64::MAX).unwrap();
        scene.world.accepted(&[approve], &[&rich]);
        let terms = io_testkit::orders::terms(currency, BOOKED as u32);
        let create = (orders::create(&client, 1, &deal.node, currency, terms), own);
        let extend = (scene.call("extend").instruction, own);
        let dispute = (scene.call("dispute").instruction, scene.purse);
        for (call, source) in [create, extend, dispute] {
            for (by, error) in [
                (lent, WrongSource),
                (orders::vault(currency), WrongSource),
                (token::associated_address(&client, &mint(other(currency))), WrongSource),
                (mint(currency), WrongSource),
                (client, WrongSource),
                (empty, NotEnoughFunds),
            ] {
                let call = with_account(call.clone(), source, by);
                scene.world.refused(&[call], &[&deal.client], error);
            }
            if currency == Currency::Usdc {
                let mut frozen = scene.clone();
                frozen.world.freeze(&source);
                frozen.world.refused(std::slice::from_ref(&call), &[&deal.client], SourceFrozen);
            }
            let accepted = scene.clone().world.send(&[call], &[&deal.client]);
            assert!(accepted.is_ok());
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

        // A ledger that cannot be delivered goes to no place but its payee's, in its mint.
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
    for mut scene in both(|currency| Scene::running(currency).at(DAY + HOUR).after("settle")) {
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
        let there = scene.world.svm.get_account(&orders::sweep_to(currency)).unwrap();
        scene.world.svm.set_account(orders::sweep_to(currency), Account::default()).unwrap();
        scene.world.refused(std::slice::from_ref(&sweep), &[], BuybackCannotTake);
        scene.world.svm.set_account(orders::sweep_to(currency), there).unwrap();
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
