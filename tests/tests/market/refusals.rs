//! What cannot be booked, each by its own name.

use {
    crate::scene::Scene,
    io_client::{
        orders::{self, AskTerms, BookParams, Currency::*, OrdersError, OrdersError::*},
        staking::{self, StakingError},
    },
    io_economics::{
        time::{DAY, HOUR, WEEK},
        units::BASE_UNITS_PER_USDC,
    },
    io_testkit::{
        calls::{with_account, NO_SIGNATURE},
        market::asked,
        orders::CURRENCIES,
        staking::H100,
    },
    solana_signer::Signer,
};

/// Refused by io_orders.
#[track_caller]
fn refused(scene: &mut Scene, params: BookParams, error: OrdersError) {
    let call = scene.booking(0, Usdc, params);
    scene.world.refused(&[call], &[&scene.deal.client], error);
}

#[test]
fn only_what_is_asked_can_be_booked() {
    let mut scene = Scene::new();
    let now = scene.world.now();
    let terms = AskTerms {
        valid_until: now + DAY,
        least_seconds: 2 * HOUR as u32,
        most_seconds: WEEK as u32,
        most_hired: 5,
        rate_io: 0,
        ..asked(now)
    };
    let seen = scene.taking(DAY);
    scene.ask_for(terms);
    refused(&mut scene, seen, AskChanged);
    let good = scene.taking(DAY);
    refused(&mut scene, BookParams { seq: good.seq + 1, ..good }, AskChanged);
    refused(&mut scene, BookParams { duration: HOUR as u32, ..good }, TimeNotOffered);
    refused(&mut scene, BookParams { duration: WEEK as u32 + 1, ..good }, TimeNotOffered);
    refused(&mut scene, BookParams { processors: 6, ..good }, AboveMostHired);
    refused(&mut scene, BookParams { processors: 0, ..good }, InvalidProcessors);
    // A day of two processors is 72 USDC, and 2.25% of fees.
    let bill = 72 * BASE_UNITS_PER_USDC * 10_225 / 10_000;
    refused(&mut scene, BookParams { most: bill - 1, ..good }, AboveLimit);
    let call = scene.booking(0, Io, good);
    scene.world.refused(&[call], &[&scene.deal.client], CurrencyNotTaken);

    scene.world.pass(DAY);
    scene.world.attest(&scene.cast, &scene.deal.node);
    refused(&mut scene, good, AskOver);
    scene.world.set_clock(now + DAY - 1);
    scene.try_book(0, Usdc, BookParams { most: bill, ..good }).expect("the last second, at the bill");
    let call = scene.booking(0, Usdc, good);
    scene.world.refused(&[call], &[&scene.deal.client], NumberInUse);
    // Two of five are hired by now.
    let call = scene.booking(1, Usdc, BookParams { processors: 4, ..good });
    scene.world.refused(&[call], &[&scene.deal.client], AboveMostHired);
}

#[test]
fn a_removed_ask_and_one_that_was_made_again_are_others() {
    let mut scene = Scene::new();
    let seen = scene.taking(DAY);
    let remove = orders::remove_ask(&scene.operator(), &scene.deal.node);
    scene.world.accepted(&[remove], &[&scene.deal.operator]);
    refused(&mut scene, seen, AskChanged);
    let removed = scene.taking(DAY);
    refused(&mut scene, removed, CurrencyNotTaken);
    // The same terms again, with a number of their own.
    let terms = scene.ask.terms;
    scene.ask_for(terms);
    refused(&mut scene, seen, AskChanged);
    refused(&mut scene, removed, AskChanged);
}

#[test]
fn an_extension_stays_within_what_was_asked() {
    for currency in CURRENCIES {
        let mut scene = Scene::new();
        let now = scene.world.now();
        scene.ask_for(AskTerms { most_seconds: 2 * DAY as u32, ..asked(now) });
        let (address, order) = scene.book(0, currency, DAY);
        let extend = |seconds| orders::extend(&order.client, &address, &order, seconds);
        scene.world.refused(&[extend(DAY as u32 + 1)], &[&scene.deal.client], InvalidDuration);
        // The order keeps the time that was asked, whatever is asked now.
        scene.ask_for(asked(now));
        scene.world.refused(&[extend(DAY as u32 + 1)], &[&scene.deal.client], InvalidDuration);
        scene.world.accepted(&[extend(DAY as u32)], &[&scene.deal.client]);

        scene.ask_for(AskTerms { extendable: false, ..asked(now) });
        let (address, order) = scene.book(1, currency, DAY);
        let extend = orders::extend(&order.client, &address, &order, 1);
        scene.world.refused(&[extend], &[&scene.deal.client], ExtensionRefused);
    }
}

#[test]
fn nothing_is_booked_while_paused_but_asks_are_set() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    let pause = |on| orders::set_paused(&admin.pubkey(), on);
    scene.world.accepted(&[pause(true)], &[&admin]);
    let params = scene.taking(DAY);
    refused(&mut scene, params, Paused);
    let terms = scene.ask.terms;
    scene.ask_for(terms);
    let remove = orders::remove_ask(&scene.operator(), &scene.deal.node);
    scene.world.accepted(&[remove], &[&scene.deal.operator]);
    scene.ask_for(terms);
    scene.world.accepted(&[pause(false)], &[&admin]);
    scene.book(0, Usdc, DAY);
}

#[test]
fn other_hardware_than_was_offered_cannot_be_booked() {
    let mut scene = Scene::new();
    let change = staking::update_hardware(&scene.operator(), &scene.deal.node, H100, 8);
    scene.world.accepted(&[change], &[&scene.deal.operator]);
    scene.world.pass(1);
    scene.world.attest(&scene.cast, &scene.deal.node);
    let params = scene.taking(DAY);
    refused(&mut scene, params, NodeChanged);
    let terms = scene.ask.terms;
    scene.ask_for(terms);
    scene.book(0, Usdc, DAY);
}

#[test]
fn a_node_that_cannot_be_hired_cannot_be_booked() {
    let scene = Scene::new();
    let (node, operator) = (scene.deal.node, scene.operator());
    let booking = |processors| scene.booking(0, Usdc, BookParams { processors, ..scene.taking(DAY) });
    let refused = |mut world: io_testkit::World, processors, error: StakingError| {
        world.refused(&[booking(processors)], &[&scene.deal.client], error);
    };
    refused(scene.world.clone(), 9, StakingError::NotEnoughProcessors);

    let mut world = scene.world.clone();
    world.pass(1);
    let offline = world.report(&node, 0, 0);
    let report = staking::report_availability(&scene.cast.oracle.pubkey(), &[offline]);
    world.accepted(&[report], &[&scene.cast.oracle]);
    refused(world, 2, StakingError::NotAvailable);

    let mut world = scene.world.clone();
    world.accepted(&[staking::unstake(&operator, &node, 1)], &[&scene.deal.operator]);
    refused(world, 2, StakingError::BelowMinimum);

    let mut world = scene.world.clone();
    let propose = staking::propose_slash(&scene.cast.slasher.pubkey(), &node, 1);
    world.accepted(&[propose], &[&scene.cast.slasher]);
    refused(world, 2, StakingError::SlashPending);

    let mut world = scene.world.clone();
    world.accepted(&[staking::retire_node(&operator, &node)], &[&scene.deal.operator]);
    refused(world, 2, StakingError::Retired);

    let mut world = scene.world.clone();
    world.accepted(&[staking::set_paused(&scene.cast.admin.pubkey(), true)], &[&scene.cast.admin]);
    refused(world, 2, StakingError::Paused);
}

#[test]
fn the_ask_is_of_the_node_and_the_money_of_the_payer() {
    let mut scene = Scene::new();
    let other = scene.world.deal(&scene.cast);
    scene.world.set_ask(&other);
    let call = scene.booking(0, Usdc, scene.taking(DAY));
    let [own, foreign] = [scene.deal.node, other.node].map(|node| orders::ask_address(&node));
    let cheaper = with_account(call.clone(), own, foreign);
    scene.world.refused(&[cheaper], &[&scene.deal.client], WrongAsk);

    let [mine, theirs] = [&scene.deal.client, &other.client]
        .map(|client| io_client::token::associated_address(&client.pubkey(), &orders::mint(Usdc)));
    let paid_by_another = with_account(call.clone(), mine, theirs);
    scene.world.refused(&[paid_by_another], &[&scene.deal.client], WrongSource);
    let io = io_client::token::associated_address(&scene.client(), &orders::mint(Io));
    let in_io = with_account(call.clone(), mine, io);
    scene.world.refused(&[in_io], &[&scene.deal.client], WrongSource);
    let vault = with_account(call.clone(), orders::vault(Usdc), orders::vault(Io));
    scene.world.refused(&[vault], &[&scene.deal.client], WrongVault);

    // A client without the money.
    let poor = scene.world.client(&scene.cast, 10, 10);
    let book = orders::book(&poor.pubkey(), 0, &scene.deal.node, Usdc, scene.taking(DAY));
    scene.world.refused(&[book], &[&poor], NotEnoughFunds);

    // Nobody books for a client that did not sign.
    let mut unsigned = call;
    unsigned.accounts[0].is_signer = false;
    unsigned.accounts[1].pubkey = other.client.pubkey();
    let unsigned = with_account(unsigned, mine, theirs);
    let failure = scene.world.send(&[unsigned], &[&other.client]).expect_err("unsigned");
    assert_eq!(failure.code(), Some(NO_SIGNATURE));
}
