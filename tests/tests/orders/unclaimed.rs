//! Money that a token account cannot take waits for its payee.

use {
    crate::{
        scene::{both, Scene, BOOKED},
        swaps::{copy, other},
        trouble::{become_program, close_account, finish, freeze, gains, with_and_without, Trouble},
    },
    anchor_lang::prelude::Pubkey,
    io_addresses::orders::CONFIG,
    io_client::{
        orders::{self, mint, Currency, OrdersError::*, Stage},
        staking, token,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, OTHER_TYPE},
        Refusal, World,
    },
    solana_signer::Signer,
};

#[test]
fn what_an_arbiter_divides_waits_for_who_cannot_take_it() {
    let troubles = [
        (Trouble::ClientFrozen, [true, false]),
        (Trouble::ProviderFrozen, [false, true]),
        (Trouble::BothFrozen, [true, true]),
        (Trouble::VaultFrozen, [true, true]),
        (Trouble::BothClosed, [true, true]),
        (Trouble::ClientSoldItsAccount, [true, false]),
        (Trouble::ProviderSoldItsAccount, [false, true]),
    ];
    for running in both(|currency| Scene::running(currency).at(DAY + HOUR)) {
        for (trouble, [client, operator]) in troubles {
            if !trouble.is_of(running.currency) {
                continue;
            }
            println!("{trouble:?}, in {:?}", running.currency);
            let [troubled, untroubled] = with_and_without(&running, trouble);
            let mut expected = gains(untroubled, Trouble::Nothing, &["dispute", "resolve"]).unwrap();
            assert!(expected[0] > 0 && expected[1] > 0);

            let mut scene = troubled.after("dispute");
            // The bond returns with what the arbiter divides.
            expected[0] += scene.order.escrow.bond;
            scene.open_unclaimed();
            let resolve = |scene: &Scene, unclaimed_balances| {
                [orders::resolve(
                    &scene.roles.arbiter.pubkey(),
                    &scene.address,
                    &scene.order,
                    5_000,
                    unclaimed_balances,
                )]
            };
            let roles = scene.roles.clone();
            let unclaimed_balances = scene.unclaimed_balances();
            let [of_client, of_operator] = unclaimed_balances;
            let mut refused = |unclaimed_balances, error| {
                scene.world.refused(&resolve(&scene, unclaimed_balances), &[&roles.arbiter], error);
            };
            refused([None; 2], UnclaimedBalanceMissing);
            refused([of_client; 2], DuplicateUnclaimedBalance);
            refused([of_operator; 2], DuplicateUnclaimedBalance);
            if client {
                refused([of_operator, None], UnclaimedBalanceMissing);
            }
            if operator {
                refused([of_client, None], UnclaimedBalanceMissing);
            }
            let needed = [of_client.filter(|_| client), of_operator.filter(|_| operator)];
            for enough in [needed, [needed[1], needed[0]], unclaimed_balances, [of_operator, of_client]] {
                let mut scene = scene.clone();
                let wallets = [scene.client(), scene.operator()];
                let before = wallets.map(|wallet| scene.worth(&wallet));
                scene.world.accepted(&resolve(&scene, enough), &[&roles.arbiter]);
                let after = wallets.map(|wallet| scene.worth(&wallet));
                assert_eq!([after[0] - before[0], after[1] - before[1]], expected);
                let waits = wallets.map(|wallet| scene.world.unclaimed(&wallet, scene.currency).amount);
                assert_eq!(waits, [expected[0] * u64::from(client), expected[1] * u64::from(operator)]);
            }
        }
    }
}

#[test]
fn nothing_moves_without_a_place_for_it() {
    let mut scene = Scene::running(Currency::Usdc).at(BOOKED);
    let (client, operator) = (scene.client(), scene.operator());
    for wallet in [client, operator] {
        freeze(&mut scene, wallet);
        let call = orders::open_unclaimed(&operator, &wallet, Currency::Usdc);
        scene.world.accepted(&[call], &[&scene.deal.operator]);
    }
    let mut open = Scene::open(Currency::Usdc);
    freeze(&mut open, client);
    open.world.refused(&[open.call("cancel").instruction], &[&open.deal.client], UnclaimedBalanceMissing);

    let mut early = scene.clone().at(HOUR);
    let end = early.call("end by the client");
    early.world.refused(&[end.instruction], &[&early.deal.client], UnclaimedBalanceMissing);
    let others = orders::end(&client, &early.address, &early.order, early.unclaimed(&operator));
    early.world.refused(&[others], &[&early.deal.client], UnclaimedBalanceMissing);

    let (address, order) = (scene.address, scene.order);
    let settle = |unclaimed_balances| [orders::settle(&address, &order, unclaimed_balances)];
    scene.make("end by a stranger");
    scene = scene.at(BOOKED + DAY);
    let unclaimed_balances = [scene.unclaimed(&client), scene.unclaimed(&operator)];
    for none in [[None, None], [unclaimed_balances[0], None], [None, unclaimed_balances[0]]] {
        scene.world.refused(&settle(none), &[], UnclaimedBalanceMissing);
    }
    scene.world.refused(
        &settle([unclaimed_balances[1], unclaimed_balances[1]]),
        &[],
        DuplicateUnclaimedBalance,
    );
    // All was served, so that nothing returns to the client: the operator's place is enough, in
    // either slot.
    for enough in [
        [unclaimed_balances[1], None],
        [None, unclaimed_balances[1]],
        unclaimed_balances,
        [unclaimed_balances[1], unclaimed_balances[0]],
    ] {
        scene.clone().world.accepted(&settle(enough), &[]);
    }
}

#[test]
fn a_place_that_is_open_stays_as_it_is() {
    let mut scene = Scene::open(Currency::Usdc);
    let (client, payer) = (scene.client(), scene.world.payer.pubkey());
    freeze(&mut scene, client);
    let key = scene.stranger.pubkey();
    let cancel = orders::cancel(&client, &scene.address, &scene.order, scene.unclaimed(&client));
    let open = [orders::open_unclaimed(&payer, &client, Currency::Usdc), cancel];
    scene.world.accepted(&open, &[&scene.deal.client.insecure_clone()]);
    let waiting = scene.world.unclaimed(&client, Currency::Usdc);
    assert!(waiting.amount > 0);
    let lamports = scene.world.svm.get_balance(&key).unwrap();
    let again = orders::open_unclaimed(&key, &client, Currency::Usdc);
    scene.world.accepted(&[again], &[&scene.stranger.clone()]);
    assert_eq!(scene.world.unclaimed(&client, Currency::Usdc).opener, waiting.opener);
    assert_eq!(scene.world.unclaimed(&client, Currency::Usdc).amount, waiting.amount);
    assert_eq!(scene.world.svm.get_balance(&key).unwrap(), lamports);
}

#[test]
fn sol_sent_ahead_blocks_neither_an_order_nor_a_place() {
    let [of_order, of_unclaimed] =
        [std::mem::size_of::<orders::Order>(), std::mem::size_of::<orders::UnclaimedBalance>()]
            .map(|bytes| World::rent(8 + bytes));
    for open in both(Scene::open) {
        // Less than the rent, just that, more.
        for [to_order, to_unclaimed] in [[1_000_000; 2], [of_order, of_unclaimed], [10_000_000; 2]] {
            let mut scene = open.clone();
            let (client, deal) = (scene.client(), scene.deal.clone());
            let next = orders::order_address(&client, 1);
            let unclaimed = scene.unclaimed(&client).unwrap();
            scene.world.svm.airdrop(&next, to_order).unwrap();
            scene.world.svm.airdrop(&unclaimed, to_unclaimed).unwrap();
            scene.world.create(&deal, 1, scene.currency, HOUR as u32);
            let open = orders::open_unclaimed(&scene.stranger.pubkey(), &client, scene.currency);
            scene.world.accepted(&[open], &[&scene.stranger.clone()]);
            let lamports = [next, unclaimed].map(|address| scene.world.svm.get_balance(&address).unwrap());
            assert_eq!(lamports, [to_order.max(of_order), to_unclaimed.max(of_unclaimed)]);
        }
    }
}

#[test]
fn a_vault_that_is_frozen_takes_nothing_and_gives_later() {
    let mut scene = Scene::running(Currency::Usdc).at(DAY + HOUR);
    let vault = orders::vault(Currency::Usdc);
    scene.make("settle");
    scene.world.freeze(&vault);
    let (deal, client) = (scene.deal.clone(), scene.client());
    let params = io_testkit::orders::terms(Currency::Usdc, HOUR as u32);
    let create = orders::create(&client, 1, &deal.node, Currency::Usdc, params);
    scene.world.refused(&[create], &[&deal.client], VaultFrozen);
    scene.world.refused(&[scene.call("extend").instruction], &[&deal.client], VaultFrozen);
    scene.world.refused(&[orders::sweep_fees(Currency::Usdc)], &[], VaultFrozen);
    finish(&mut scene);
    let (opener, account) = (scene.stranger.pubkey(), scene.account(&client));
    let take = |scene: &Scene, payee| {
        [orders::take_unclaimed(&payee, &opener, Currency::Usdc, &scene.account(&payee))]
    };
    scene.world.refused(&take(&scene, scene.operator()), &[&deal.operator], VaultFrozen);
    let deliver = orders::deliver_unclaimed(&scene.operator(), &opener, Currency::Usdc);
    scene.world.refused(&[deliver], &[], VaultFrozen);
    scene.world.thaw(&vault);
    scene.world.freeze(&account);
    scene.world.accepted(&take(&scene, scene.operator()), &[&deal.operator]);
    scene.world.accepted(&[orders::sweep_fees(Currency::Usdc)], &[]);
    // Trouble::Nothing waits for the client, and so nothing has to move.
    assert_eq!(scene.world.unclaimed(&client, Currency::Usdc).amount, 0);
}

#[test]
fn money_is_taken_to_any_account_of_the_mint_but_the_vault() {
    let mut scene = Scene::open(Currency::Usdc);
    let (client, deal) = (scene.client(), scene.deal.clone());
    freeze(&mut scene, client);
    finish(&mut scene);
    let opener = scene.stranger.pubkey();
    let vault = orders::vault(Currency::Usdc);
    let take = |account| [orders::take_unclaimed(&client, &opener, Currency::Usdc, account)];
    scene.world.refused(&take(&vault), &[&deal.client], IntoVault);
    let own = scene.account(&client);
    scene.world.refused(&take(&own), &[&deal.client], WrongDestination);
    let io = token::associated_address(&client, &mint(Currency::Io));
    scene.world.refused(&take(&io), &[&deal.client], WrongDestination);
    scene.world.refused(&take(&client), &[&deal.client], WrongDestination);
    let fresh = scene.world.other_token_account(&client, &mint(Currency::Usdc));
    scene.world.accepted(&take(&fresh), &[&deal.client]);
    scene.world.refused(&take(&fresh), &[&deal.client], io_testkit::calls::NOT_THERE);
}

#[test]
fn a_wallet_may_be_client_and_provider_at_once() {
    for mut scene in both(Scene::open) {
        let (client, deal) = (scene.client(), scene.deal.clone());
        let set = staking::set_payout(&scene.operator(), &deal.node, client);
        scene.world.accepted(&[set], &[&deal.operator]);
        scene = scene.accepted();
        assert_eq!(scene.order.provider, client);
        let oracle = scene.roles.clone();
        scene = scene.at(DAY);
        let at = scene.order.escrow.at;
        let outage = orders::report_outage(
            &oracle.oracle.pubkey(),
            &scene.address,
            scene.order.serial,
            at,
            at + 2 * HOUR,
        );
        scene.world.accepted(&[outage], &[&oracle.oracle]);
        scene = scene.at(BOOKED).after("end by a stranger").at(BOOKED + DAY);
        let before = scene.worth(&client);
        let mut blocked = scene.clone();
        scene.make("settle");
        let gained = scene.worth(&client) - before;
        assert_eq!(scene.stage(), Stage::Settled);

        // One place for both ledgers.
        close_account(&mut blocked, &deal.client);
        let (address, order, unclaimed) = (blocked.address, blocked.order, blocked.unclaimed(&client));
        blocked.world.refused(&[orders::settle(&address, &order, [None; 2])], &[], UnclaimedBalanceMissing);
        let open = orders::open_unclaimed(&blocked.stranger.pubkey(), &client, blocked.currency);
        blocked.world.accepted(&[open], &[&blocked.stranger.clone()]);
        let twice = orders::settle(&address, &order, [unclaimed, unclaimed]);
        blocked.world.refused(&[twice], &[], DuplicateUnclaimedBalance);
        blocked.world.accepted(&[orders::settle(&address, &order, [None, unclaimed])], &[]);
        assert_eq!(blocked.world.unclaimed(&client, blocked.currency).amount, gained);
    }
}

/// An exchange's deposit address, or a PDA: it signs nothing. What waited for it is delivered by
/// anyone, once its associated token account is there, and the rent goes back to whoever opened the
/// balance.
#[test]
fn what_waits_for_a_payee_that_cannot_sign_is_delivered_by_anyone() {
    for mut scene in both(Scene::open) {
        let (deal, currency) = (scene.deal.clone(), scene.currency);
        let silent = Pubkey::find_program_address(&[b"deposits"], &io_addresses::external::TOKEN_PROGRAM).0;
        let set = staking::set_payout(&scene.operator(), &deal.node, silent);
        scene.world.accepted(&[set], &[&deal.operator]);
        scene = scene.accepted().at(BOOKED).after("end by a stranger").at(BOOKED + DAY);
        let stranger = scene.stranger.clone();
        let lamports = scene.world.svm.get_balance(&stranger.pubkey()).unwrap();
        let open = orders::open_unclaimed(&stranger.pubkey(), &silent, currency);
        let settle = orders::settle(&scene.address, &scene.order, [scene.unclaimed(&silent), None]);
        scene.world.accepted(&[open, settle], &[&stranger]);
        let waits = scene.world.unclaimed(&silent, currency).amount;
        assert!(waits > 0);

        let deliver = [orders::deliver_unclaimed(&silent, &stranger.pubkey(), currency)];
        scene.world.refused(&deliver, &[], PayeeCannotTake);
        // Not even its own second account will do: only the associated one.
        let second = scene.world.other_token_account(&silent, &mint(currency));
        let elsewhere = with_account(deliver[0].clone(), scene.account(&silent), second);
        scene.world.refused(&[elsewhere], &[], WrongTokenAccount);
        scene.world.token_account(&silent, &mint(currency));
        scene.world.accepted(&deliver, &[]);
        assert_eq!(scene.world.wallet_balance(&silent, currency), waits);
        assert_eq!(scene.world.ledger(currency).balances.unclaimed, 0);
        assert_eq!(scene.world.svm.get_balance(&stranger.pubkey()).unwrap(), lamports, "the rent");
        scene.world.refused(&deliver, &[], io_testkit::calls::NOT_THERE);
    }
}

#[test]
fn a_delivery_goes_to_its_payee_alone() {
    for mut scene in both(|currency| Scene::running(currency).at(BOOKED - 60)) {
        let (client, operator, currency) = (scene.client(), scene.operator(), scene.currency);
        let payer = scene.world.payer.pubkey();
        for (payee, currency) in [(client, currency), (operator, currency), (client, other(currency))] {
            scene.world.accepted(&[orders::open_unclaimed(&payer, &payee, currency)], &[]);
        }
        let deliver = orders::deliver_unclaimed(&client, &payer, currency);
        let own = scene.unclaimed(&client).unwrap();
        for (of, by, error) in [
            (own, orders::unclaimed_address(&client, other(currency)), Refusal::from(WrongLedger)),
            (own, scene.unclaimed(&operator).unwrap(), WrongTokenAccount.into()),
            (own, scene.address, OTHER_TYPE.into()),
            (CONFIG.address, copy(&mut scene, &CONFIG.address), WrongConfig.into()),
            (payer, scene.stranger.pubkey(), WrongOpener.into()),
            (orders::ledger(currency), orders::ledger(other(currency)), WrongVault.into()),
            (orders::vault(currency), orders::vault(other(currency)), WrongVault.into()),
            (scene.account(&client), scene.account(&operator), WrongTokenAccount.into()),
            (scene.account(&client), client, WrongTokenAccount.into()),
        ] {
            scene.world.refused(&[with_account(deliver.clone(), of, by)], &[], error);
        }
        if currency == Currency::Usdc {
            let mut frozen = scene.clone();
            let account = frozen.account(&client);
            frozen.world.freeze(&account);
            frozen.world.refused(std::slice::from_ref(&deliver), &[], PayeeCannotTake);
        }
        scene.world.accepted(&[deliver], &[]);
    }
}

/// Anybody opens a balance for another, and then deploys a program at its own wallet's address. The
/// rent goes there all the same: what waits is not its opener's to hold.
#[test]
fn an_opener_that_has_become_a_program_holds_nothing_up() {
    for mut scene in both(|currency| Scene::running(currency).at(HOUR)) {
        let (client, deal, currency) = (scene.client(), scene.deal.clone(), scene.currency);
        let opener = scene.stranger.pubkey();
        close_account(&mut scene, &deal.client);
        scene.open_unclaimed();
        become_program(&mut scene, &opener);
        let end = orders::end(&client, &scene.address, &scene.order, scene.unclaimed(&client));
        scene.world.accepted(&[end], &[&deal.client]);
        let waits = scene.world.unclaimed(&client, currency).amount;
        assert!(waits > 0);
        let before = scene.world.svm.get_balance(&opener).unwrap();

        let mut taken = scene.clone();
        let take = orders::take_unclaimed(&client, &opener, currency, &scene.purse);
        let purse = taken.world.balance(&scene.purse);
        taken.world.accepted(&[take], &[&deal.client]);
        assert_eq!(taken.world.balance(&scene.purse), purse + waits);
        assert!(taken.world.svm.get_balance(&opener).unwrap() > before, "the rent");

        scene.world.token_account(&client, &mint(currency));
        scene.world.accepted(&[orders::deliver_unclaimed(&client, &opener, currency)], &[]);
        assert_eq!(scene.world.wallet_balance(&client, currency), waits);
        assert!(scene.world.svm.get_balance(&opener).unwrap() > before, "the rent");
    }
}
