//! Either side gets out alone: whoever is silent, frozen, slashed or gone, a stranger brings every order to its end, and
//! nobody gets a base unit more or less for it.

mod orders_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::external::TOKEN_PROGRAM,
    io_client::{
        orders::{self, mint, Balances, Currency, OrdersError, Stage, ARBITER_SECONDS},
        staking::{self, StakingError},
        token,
    },
    io_economics::staking::{BPS, COOLDOWN_SECONDS, SLASH_OPENS_SECONDS},
    io_testkit::{World, ACCOUNT_FROZEN},
    orders_scene::{both, Scene, BOOKED, DAY, HOUR},
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction::{self as spl, AuthorityType},
    std::collections::BTreeMap,
};

/// What goes wrong in the middle of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Nothing,
    ClientFrozen,
    ProviderFrozen,
    BothFrozen,
    VaultFrozen,
    ClientClosed,
    ProviderClosed,
    BothClosed,
    ClientSoldItsAccount,
    ProviderSoldItsAccount,
    OrdersPaused,
    StakingPaused,
    Slashed,
    Offline,
    Retired,
}

use Trouble::*;

const TROUBLES: [Trouble; 14] = [
    ClientFrozen,
    ProviderFrozen,
    BothFrozen,
    VaultFrozen,
    ClientClosed,
    ProviderClosed,
    BothClosed,
    ClientSoldItsAccount,
    ProviderSoldItsAccount,
    OrdersPaused,
    StakingPaused,
    Slashed,
    Offline,
    Retired,
];

/// A state by its name, and how an order comes to it.
type State = (&'static str, fn(Scene) -> Scene);

/// In which states it does.
fn states() -> [State; 8] {
    [
        ("open", |open| open),
        ("within the first hour", |open| open.accepted().at(60)),
        ("running", |open| open.accepted().at(BOOKED * 3 / 4).after("settle")),
        ("just accepted, for 30 days", |open| open.accepted().extended(28 * DAY as u32)),
        ("over", |open| open.accepted().at(BOOKED)),
        ("ended", |open| open.accepted().at(60).after("end by the client")),
        ("disputed at once", |open| open.accepted().at(60).after("dispute")),
        ("disputed", |open| open.accepted().at(BOOKED).after("dispute")),
    ]
}

fn freeze(scene: &mut Scene, wallet: Pubkey) {
    let account = scene.account(&wallet);
    scene.world.freeze(&account);
}

/// A holder sends all it has elsewhere and closes its account.
fn close_account(scene: &mut Scene, wallet: &Keypair) {
    let (key, account) = (wallet.pubkey(), scene.account(&wallet.pubkey()));
    let elsewhere = scene.world.wallet().pubkey();
    let elsewhere = scene.world.token_account(&elsewhere, &mint(scene.currency));
    let all = scene.world.balance(&account);
    let send = spl::transfer(&TOKEN_PROGRAM, &account, &elsewhere, &key, &[], all).unwrap();
    let close = spl::close_account(&TOKEN_PROGRAM, &account, &key, &key, &[]).unwrap();
    scene.world.accepted(&[send, close], &[wallet]);
}

/// A holder makes its account another's.
fn sell_account(scene: &mut Scene, wallet: &Keypair) {
    let (key, account) = (wallet.pubkey(), scene.account(&wallet.pubkey()));
    let buyer = scene.world.wallet().pubkey();
    let owner = AuthorityType::AccountOwner;
    let sell = spl::set_authority(&TOKEN_PROGRAM, &account, Some(&buyer), owner, &key, &[]).unwrap();
    scene.world.accepted(&[sell], &[wallet]);
}

impl Trouble {
    fn is_of(self, currency: Currency) -> bool {
        let freezes = matches!(self, ClientFrozen | ProviderFrozen | BothFrozen | VaultFrozen);
        !freezes || currency == Currency::Usdc
    }

    fn happens(self, scene: &mut Scene) {
        let (deal, cast, desk) = (scene.deal.clone(), scene.cast.clone(), scene.desk.clone());
        let (client, operator) = (scene.client(), scene.operator());
        match self {
            Nothing => {}
            ClientFrozen => freeze(scene, client),
            ProviderFrozen => freeze(scene, operator),
            BothFrozen => [client, operator].into_iter().for_each(|wallet| freeze(scene, wallet)),
            VaultFrozen => scene.world.freeze(&orders::vault(scene.currency)),
            ClientClosed => close_account(scene, &deal.client),
            ProviderClosed => close_account(scene, &deal.operator),
            BothClosed => [&deal.client, &deal.operator].iter().for_each(|key| close_account(scene, key)),
            ClientSoldItsAccount => sell_account(scene, &deal.client),
            ProviderSoldItsAccount => sell_account(scene, &deal.operator),
            OrdersPaused => {
                scene.world.accepted(&[orders::set_paused(&desk.admin.pubkey(), true)], &[&desk.admin]);
            }
            StakingPaused => {
                scene.world.accepted(&[staking::set_paused(&cast.admin.pubkey(), true)], &[&cast.admin]);
            }
            Slashed => {
                let propose = staking::propose_slash(&cast.slasher.pubkey(), &deal.node, BPS);
                scene.world.accepted(&[propose], &[&cast.slasher]);
                scene.world.pass(SLASH_OPENS_SECONDS);
                scene.world.accepted(&[staking::execute_slash(&deal.node)], &[]);
            }
            Offline => {
                let report = scene.world.report(&deal.node, 0, -1);
                scene.world.pass(1);
                let call = staking::report_availability(&cast.oracle.pubkey(), &[report]);
                scene.world.accepted(&[call], &[&cast.oracle]);
                let availability = scene.world.node(&deal.node).ledger.availability;
                assert_eq!((availability.reported_at, availability.bps), (scene.world.now(), 0));
            }
            Retired => {
                scene.world.accepted(&[staking::retire_node(&operator, &deal.node)], &[&deal.operator]);
            }
        }
    }

    /// What can be mended is.
    fn passes(self, scene: &mut Scene) {
        if self == VaultFrozen {
            scene.world.thaw(&orders::vault(scene.currency));
        }
    }
}

/// A stranger alone, in the least time, with a place for whatever cannot be delivered opened in the same transaction.
fn finish(scene: &mut Scene) {
    let stranger = scene.stranger.clone();
    let key = stranger.pubkey();
    loop {
        let stage = scene.world.stage(&scene.address);
        scene.look();
        let (address, order, escrow) = (scene.address, scene.order, scene.order.escrow);
        let unclaimed_balances = scene.unclaimed_balances();
        let (waits, call) = match stage {
            Stage::Open => (
                i64::from(escrow.accept_seconds) + 1,
                orders::cancel(&key, &address, &order, unclaimed_balances[0]),
            ),
            Stage::Running => {
                (i64::from(escrow.duration), orders::end(&key, &address, &order, unclaimed_balances[0]))
            }
            Stage::Ended => {
                let until = i64::from(escrow.duration) + i64::from(escrow.holdback_seconds);
                (until, orders::settle(&address, &order, unclaimed_balances))
            }
            Stage::Disputed => {
                let until = i64::from(escrow.disputed_at) + i64::from(ARBITER_SECONDS);
                (until, orders::settle(&address, &order, unclaimed_balances))
            }
            Stage::Settled => break,
        };
        scene.world.set_clock(scene.world.now().max(escrow.at + waits));
        let open = |payee: &Pubkey| orders::open_unclaimed(&key, payee, scene.currency);
        let calls = [open(&order.client), open(&scene.operator()), call];
        let receipt = scene.world.accepted(&calls, &[&stranger]);
        assert!(receipt.bytes <= 1_232, "{} bytes", receipt.bytes);
    }
    scene.world.accepted(&[orders::close(&scene.client(), &scene.address)], &[]);
}

/// The ways of the parties and the arbiter.
const WAYS: [&[&str]; 6] = [
    &["cancel"],
    &["end by the client"],
    &["end by the operator"],
    &["end by the client", "dispute"],
    &["dispute"],
    &["dispute", "resolve"],
];

/// Goes a way, if it is open, with places for whatever cannot be delivered; a refusal otherwise.
fn go(scene: &mut Scene, way: &[&str]) -> Result<(), String> {
    for name in way {
        scene.open_unclaimed();
        let mut calls = scene.calls_into(scene.unclaimed_balances()).into_iter();
        let call = calls.find(|call| call.name == *name).expect("a call of this name");
        let outcome = scene.world.send(std::slice::from_ref(&call.instruction), &call.signers());
        outcome.map_err(|failure| failure.reason())?;
        scene.look();
    }
    Ok(())
}

/// What client and operator gain on their way and until all is over.
fn gains(mut scene: Scene, trouble: Trouble, way: &[&str]) -> Result<[u64; 2], String> {
    let wallets = [scene.client(), scene.operator()];
    let lamports = scene.world.svm.get_balance(&wallets[0]).unwrap();
    let before = wallets.map(|wallet| scene.worth(&wallet));
    go(&mut scene, way)?;
    finish(&mut scene);
    assert!(scene.world.svm.get_balance(&wallets[0]).unwrap() > lamports, "the rent returns");
    assert_eq!(scene.world.node(&scene.deal.node).ledger.hired, 0, "the processors are free");
    assert_eq!(scene.world.ledger(scene.currency).balances.escrowed, 0);
    let after = wallets.map(|wallet| scene.worth(&wallet));

    trouble.passes(&mut scene);
    take_all(&mut scene);
    Ok([after[0] - before[0], after[1] - before[1]])
}

/// The same as gained by a stranger's steps alone.
fn gains_alone(scene: Scene, trouble: Trouble) -> [u64; 2] {
    gains(scene, trouble, &[]).expect("nothing is refused")
}

/// Both payees take what waits for them to other accounts of theirs; then the vault holds nothing but fees.
fn take_all(scene: &mut Scene) {
    let (deal, opener) = (scene.deal.clone(), scene.stranger.pubkey());
    for payee in [&deal.client, &deal.operator] {
        let key = payee.pubkey();
        let waiting = scene.world.unclaimed(&key, scene.currency).amount;
        let account = scene.world.other_token_account(&key, &mint(scene.currency));
        let take = orders::take_unclaimed(&key, &opener, scene.currency, &account);
        scene.world.accepted(&[take], &[payee]);
        assert_eq!(scene.world.balance(&account), waiting);
    }
    let balances = scene.world.ledger(scene.currency).balances;
    assert_eq!(balances, Balances { fees: balances.fees, ..Balances::default() });
    assert_eq!(scene.world.balance(&orders::vault(scene.currency)), balances.fees);
}

/// A world with a trouble, and one without at the same time.
fn with_and_without(scene: &Scene, trouble: Trouble) -> [Scene; 2] {
    let mut troubled = scene.clone();
    trouble.happens(&mut troubled);
    let mut untroubled = scene.clone();
    untroubled.world.set_clock(troubled.world.now());
    [troubled, untroubled]
}

#[test]
fn no_trouble_changes_what_anyone_gets() {
    for open in both(Scene::open) {
        for (name, state) in states() {
            let scene = state(open.clone());
            let untroubled = gains_alone(scene.clone(), Nothing);
            for trouble in TROUBLES.into_iter().filter(|trouble| trouble.is_of(open.currency)) {
                println!("{trouble:?}, when {name}, in {:?}", open.currency);
                let [troubled, _] = with_and_without(&scene, trouble);
                assert_eq!(gains_alone(troubled, trouble), untroubled);
            }
        }
    }
}

/// No trouble closes a way, opens one, or changes where it leads; and each is gone after each trouble.
fn the_ways_stay(currency: Currency) {
    let open = Scene::open(currency);
    let troubles = || TROUBLES.into_iter().filter(move |trouble| trouble.is_of(currency));
    let mut gone = Vec::new();
    for (name, state) in states() {
        let scene = state(open.clone());
        let mut expected = BTreeMap::new();
        for trouble in troubles() {
            let [troubled, untroubled] = with_and_without(&scene, trouble);
            let without = || WAYS.map(|way| gains(untroubled.clone(), Nothing, way));
            let expected = expected.entry(untroubled.world.now()).or_insert_with(without);
            for (way, expected) in WAYS.into_iter().zip(expected) {
                println!("{way:?} after {trouble:?}, when {name}, in {currency:?}");
                assert_eq!(gains(troubled.clone(), trouble, way), *expected);
                if expected.is_ok() {
                    gone.push((trouble, way));
                }
            }
        }
    }
    for trouble in troubles() {
        for way in WAYS {
            assert!(gone.contains(&(trouble, way)), "nobody went {way:?} after {trouble:?}");
        }
    }
}

#[test]
fn no_trouble_changes_a_way_in_io() {
    the_ways_stay(Currency::Io);
}

#[test]
fn no_trouble_changes_a_way_in_usdc() {
    the_ways_stay(Currency::Usdc);
}

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
                    &scene.desk.arbiter.pubkey(),
                    &scene.address,
                    &scene.order,
                    5_000,
                    unclaimed_balances,
                )]
            };
            let desk = scene.desk.clone();
            let unclaimed_balances = scene.unclaimed_balances();
            let [of_client, of_operator] = unclaimed_balances;
            let mut refused = |unclaimed_balances, error| {
                scene.world.refused(&resolve(&scene, unclaimed_balances), &[&desk.arbiter], error);
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
                scene.world.accepted(&resolve(&scene, enough), &[&desk.arbiter]);
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
fn a_donation_changes_nothing_and_blocks_nothing() {
    for mut open in both(Scene::open) {
        let donor = open.world.client(&open.cast, 1_000, 1_000);
        for (_, state) in states() {
            let scene = state(open.clone());
            let mut given = scene.clone();
            match given.currency {
                Currency::Io => drop(given.world.donate(&donor, &orders::vault(Currency::Io), 12_345)),
                Currency::Usdc => {
                    given.world.transfer_usdc(&donor, &orders::vault(Currency::Usdc), 12_345);
                }
            }
            let [plain, given] = [scene, given].map(|mut scene| {
                finish(&mut scene);
                let worth = [scene.client(), scene.operator()].map(|wallet| scene.worth(&wallet));
                (worth, scene.world.ledger(scene.currency).balances)
            });
            assert_eq!(plain, given);
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
        let oracle = scene.desk.clone();
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

        // One balance for both payments.
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

#[test]
fn an_operator_that_accepts_and_ends_at_once_costs_the_client_nothing() {
    for mut scene in both(Scene::open) {
        let (client, deal) = (scene.client(), scene.deal.clone());
        let total = scene.order.escrow.held().unwrap();
        let before = [scene.worth(&client) + total, scene.worth(&scene.operator())];
        let accept = scene.call("accept").instruction;
        let end = scene.call("end by the operator").instruction;
        scene.world.accepted(&[accept, end], &[&deal.operator]);
        assert_eq!([scene.worth(&client), scene.worth(&scene.operator())], before);
        assert_eq!(scene.world.ledger(scene.currency).balances, Balances::default());
        scene.make("close");
    }
}

#[test]
fn delegators_leave_in_full_while_operator_and_client_keep_a_node_hired() {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    let (operator, node) = (deal.operator.pubkey(), deal.node);
    let holder = world.holder(&cast, 16_000);
    world.stake(&holder, &node, 16_000);
    let mut params = io_testkit::orders::terms(Currency::Io, 30 * DAY as u32);
    params.processors = 8;
    let create = orders::create(&deal.client.pubkey(), 0, &node, Currency::Io, params);
    world.accepted(&[create], &[&deal.client]);
    let address = orders::order_address(&deal.client.pubkey(), 0);
    world.accept(&deal, &address, true);
    assert_eq!(world.node(&node).ledger.hired, 8);

    let key = holder.pubkey();
    let account = token::associated_address(&key, &mint(Currency::Io));
    let all = 16_000 * io_economics::units::BASE_UNITS_PER_IO;
    world.accepted(&[staking::unstake(&key, &node, all)], &[&holder]);
    let own = staking::unstake(&operator, &node, 1);
    world.refused(&[own], &[&deal.operator], StakingError::OwnStakeLocked);
    world.pass(COOLDOWN_SECONDS);
    world.accepted(&[staking::withdraw(&key, &node)], &[&holder]);
    assert_eq!(world.balance(&account), all);
    assert_eq!(world.stage(&address), Stage::Running);
}

#[test]
fn a_change_of_rules_leaves_running_orders_alone() {
    for open in both(Scene::open) {
        for (_, state) in states() {
            let scene = state(open.clone());
            let mut changed = scene.clone();
            let admin = changed.desk.clone();
            let dearest = orders::Rules {
                fees: orders::FeeRates { booking_bps: 100, payment_bps: 500, provider_payment_bps: 500 },
                accept_seconds: 600,
                holdback_seconds: 7 * DAY as u32,
                least_io: 100 * io_economics::units::BASE_UNITS_PER_IO,
                least_usdc: 100 * io_economics::units::BASE_UNITS_PER_USDC,
                ..io_testkit::orders::RULES
            };
            let set = orders::set_rules(&admin.admin.pubkey(), dearest);
            changed.world.accepted(&[set], &[&admin.admin]);
            assert_eq!(gains_alone(changed, Nothing), gains_alone(scene, Nothing));
        }
    }
    // An extension is at the rates of the order too.
    let scene = Scene::running(Currency::Usdc);
    let mut changed = scene.clone();
    let admin = changed.desk.clone();
    let free = orders::Rules { fees: orders::FeeRates::default(), ..io_testkit::orders::RULES };
    changed.world.accepted(&[orders::set_rules(&admin.admin.pubkey(), free)], &[&admin.admin]);
    let extended = [scene, changed].map(|scene| scene.after("extend").order.escrow.held());
    assert_eq!(extended[0], extended[1]);
}

#[test]
fn pay_goes_to_the_wallet_of_the_acceptance() {
    for mut scene in both(Scene::running) {
        let (deal, operator) = (scene.deal.clone(), scene.operator());
        let other = scene.world.wallet().pubkey();
        scene.world.accepted(&[staking::set_payout(&operator, &deal.node, other)], &[&deal.operator]);
        scene = scene.at(BOOKED);
        let before = scene.worth(&operator);
        finish(&mut scene);
        assert!(scene.worth(&operator) > before);
        assert_eq!(scene.worth(&other), 0);
    }
}
