//! Money that a token account cannot take waits for its payee.

use {
    crate::{
        scene::{both, Scene, BOOKED},
        trouble::{close_account, finish, freeze, gains, with_and_without, Trouble::*},
    },
    io_client::{
        orders::{self, mint, Currency, OrdersError, Stage},
        staking, token,
    },
    io_economics::time::{DAY, HOUR},
    io_testkit::{World, ACCOUNT_FROZEN},
    solana_signer::Signer,
};

#[test]
fn what_an_arbiter_divides_waits_for_who_cannot_take_it() {
    let troubles = [
        (ClientFrozen, [true, false]),
        (ProviderFrozen, [false, true]),
        (BothFrozen, [true, true]),
        (VaultFrozen, [true, true]),
        (BothClosed, [true, true]),
        (ClientSoldItsAccount, [true, false]),
        (ProviderSoldItsAccount, [false, true]),
    ];
    for running in both(|currency| Scene::running(currency).at(DAY + HOUR)) {
        for (trouble, [client, operator]) in troubles {
            if !trouble.is_of(running.currency) {
                continue;
            }
            println!("{trouble:?}, in {:?}", running.currency);
            let [troubled, untroubled] = with_and_without(&running, trouble);
            let expected = gains(untroubled, Nothing, &["dispute", "resolve"]).unwrap();
            assert!(expected[0] > 0 && expected[1] > 0);

            let mut scene = troubled.after("dispute");
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
            refused([None; 2], OrdersError::UnclaimedBalanceMissing);
            refused([of_client; 2], OrdersError::DuplicateUnclaimedBalance);
            refused([of_operator; 2], OrdersError::DuplicateUnclaimedBalance);
            if client {
                refused([of_operator, None], OrdersError::UnclaimedBalanceMissing);
            }
            if operator {
                refused([of_client, None], OrdersError::UnclaimedBalanceMissing);
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
    open.world.refused(
        &[open.call("cancel").instruction],
        &[&open.deal.client],
        OrdersError::UnclaimedBalanceMissing,
    );

    let mut early = scene.clone().at(HOUR);
    let end = early.call("end by the client");
    early.world.refused(&[end.instruction], &[&early.deal.client], OrdersError::UnclaimedBalanceMissing);
    let others = orders::end(&client, &early.address, &early.order, early.unclaimed(&operator));
    early.world.refused(&[others], &[&early.deal.client], OrdersError::UnclaimedBalanceMissing);

    let (address, order) = (scene.address, scene.order);
    let settle = |unclaimed_balances| [orders::settle(&address, &order, unclaimed_balances)];
    scene.make("end by a stranger");
    scene = scene.at(BOOKED + DAY);
    let unclaimed_balances = [scene.unclaimed(&client), scene.unclaimed(&operator)];
    for none in [[None, None], [unclaimed_balances[0], None], [None, unclaimed_balances[0]]] {
        scene.world.refused(&settle(none), &[], OrdersError::UnclaimedBalanceMissing);
    }
    scene.world.refused(
        &settle([unclaimed_balances[1], unclaimed_balances[1]]),
        &[],
        OrdersError::DuplicateUnclaimedBalance,
    );
    // All was served, so that nothing returns to the client: the operator's place is enough, in either slot.
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
    scene.world.refused(&[create], &[&deal.client], ACCOUNT_FROZEN);
    scene.world.refused(&[scene.call("extend").instruction], &[&deal.client], ACCOUNT_FROZEN);
    scene.world.refused(&[orders::sweep_fees(Currency::Usdc)], &[], ACCOUNT_FROZEN);
    finish(&mut scene);
    let (opener, account) = (scene.stranger.pubkey(), scene.account(&client));
    let take = |scene: &Scene, payee| {
        [orders::take_unclaimed(&payee, &opener, Currency::Usdc, &scene.account(&payee))]
    };
    scene.world.refused(&take(&scene, scene.operator()), &[&deal.operator], ACCOUNT_FROZEN);
    scene.world.thaw(&vault);
    scene.world.freeze(&account);
    scene.world.accepted(&take(&scene, scene.operator()), &[&deal.operator]);
    scene.world.accepted(&[orders::sweep_fees(Currency::Usdc)], &[]);
    // Nothing waits for the client, and so nothing has to move.
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
    scene.world.refused(&take(&vault), &[&deal.client], OrdersError::IntoVault);
    let own = scene.account(&client);
    scene.world.refused(&take(&own), &[&deal.client], ACCOUNT_FROZEN);
    let io = token::associated_address(&client, &mint(Currency::Io));
    scene.world.refused(&take(&io), &[&deal.client], io_testkit::MINT_MISMATCH);
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
        blocked.world.refused(
            &[orders::settle(&address, &order, [None; 2])],
            &[],
            OrdersError::UnclaimedBalanceMissing,
        );
        let open = orders::open_unclaimed(&blocked.stranger.pubkey(), &client, blocked.currency);
        blocked.world.accepted(&[open], &[&blocked.stranger.clone()]);
        let twice = orders::settle(&address, &order, [unclaimed, unclaimed]);
        blocked.world.refused(&[twice], &[], OrdersError::DuplicateUnclaimedBalance);
        blocked.world.accepted(&[orders::settle(&address, &order, [None, unclaimed])], &[]);
        assert_eq!(blocked.world.unclaimed(&client, blocked.currency).amount, gained);
    }
}
