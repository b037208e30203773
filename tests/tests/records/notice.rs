//! Notice on bytecode: given, kept and broken.

use {
    crate::facts::recorded,
    io_client::orders::{self, Currency, Notice, OrdersError::*, Stage},
    io_economics::time::{DAY, HOUR},
    io_testkit::{
        calls::{with_account, NO_SIGNATURE},
        orders::CURRENCIES,
        World,
    },
    solana_signer::Signer,
};

/// Two processors at 1.5 an hour: 3 an hour, 0.5 base units a second of a millionth.
const HOURLY_USDC: u64 = 3_000_000;

/// Ten days with 12 hours of notice, given after two days: the rest returns at once with its fees,
/// and the order is over 12 hours later without a mark.
#[test]
fn notice_ends_an_order_early_and_leaves_no_mark() {
    let (mut world, _, _, deal) = recorded();
    let client = deal.client.pubkey();
    let address = world.with_notice(&deal, 0, Currency::Usdc, 10 * DAY, 12);
    assert_eq!(world.order(&address).escrow.notice_hours, 12);
    world.pass(2 * DAY);
    let before = world.wallet_balance(&client, Currency::Usdc);
    world.give_notice(&deal, &address);
    let cost = 180 * HOURLY_USDC;
    let returned = cost + cost / 400 + cost / 50;
    assert_eq!(world.wallet_balance(&client, Currency::Usdc) - before, returned);
    let order = world.order(&address);
    assert_eq!(order.escrow.notice, Notice::Given);
    let extend = orders::extend(&client, &address, &order, 60);
    world.refused(&[extend], &[&deal.client], ExtensionRefused);
    let again = orders::give_notice(&deal.operator.pubkey(), &address, &order, None);
    world.refused(&[again], &[&deal.operator], NoticeGiven);
    world.pass(12 * HOUR);
    let end = orders::end(&deal.operator.pubkey(), &address, &order, None);
    world.accepted(&[end], &[&deal.operator]);
    world.pass(DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    let window = world.record(&deal.node).history.current;
    assert_eq!((window.orders, window.left_early, window.notices_broken), (1, 0, 0));
    assert_eq!(window.notices_given, 1, "which is said too");
    assert_eq!(window.served, 2 * 60 * HOUR as u64);
}

/// After notice the client leaves without the fees on unserved time.
#[test]
fn a_client_that_was_given_notice_leaves_for_free() {
    let (mut world, _, _, deal) = recorded();
    let client = deal.client.pubkey();
    let address = world.with_notice(&deal, 0, Currency::Usdc, 10 * DAY, 72);
    let before = world.wallet_balance(&client, Currency::Usdc) + world.order(&address).escrow.held().unwrap();
    world.pass(2 * DAY);
    world.give_notice(&deal, &address);
    crate::facts::over(&mut world, &deal, &address);
    let cost = 48 * HOURLY_USDC;
    let spent = cost + cost / 400 + cost / 50;
    assert_eq!(world.wallet_balance(&client, Currency::Usdc), before - spent);
}

/// Ended without it, 12 of 72 hours are the client's, less the buyer's fees on them; in every order
/// of settlements, and after a notice that is not kept too.
#[test]
fn a_broken_notice_forfeits_the_last_hours() {
    for (given, settled) in [(false, false), (false, true), (true, false)] {
        let (mut world, cast, _, deal) = recorded();
        let wallets = [deal.client.pubkey(), deal.operator.pubkey()];
        let worth = |world: &World| wallets.map(|wallet| world.wallet_balance(&wallet, Currency::Usdc));
        let [client, operator] = worth(&world);
        let address = world.with_notice(&deal, 0, Currency::Usdc, 10 * DAY, 12);
        let order = world.order(&address);
        world.pass(2 * DAY);
        if settled {
            world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        }
        world.pass(DAY - HOUR);
        if given {
            world.give_notice(&deal, &address);
        }
        world.pass(HOUR);
        world.attest(&cast, &deal.node);
        let end = orders::end(&wallets[1], &address, &order, None);
        world.accepted(&[end], &[&deal.operator]);
        assert_eq!(world.order(&address).escrow.notice, Notice::Broken);
        world.pass(DAY);
        world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        let (paid, served) = (60 * HOURLY_USDC, 72 * HOURLY_USDC);
        assert_eq!(worth(&world)[1], operator + paid - paid / 400);
        assert_eq!(worth(&world)[0], client - paid - served / 400 - served / 50);
        let window = world.record(&deal.node).history.current;
        assert_eq!((window.left_early, window.notices_broken, window.notices_given), (1, 1, 0));
    }
}

/// A client extends its order in the last second of its time, by ten days. An operator that has
/// seen the time over signs for the end of it: not for an early end, by which it would forfeit a
/// day's pay, 72 USDC of an order at 3 an hour, at no cost to the client.
#[test]
fn an_extension_in_the_last_second_makes_no_end_an_early_one() {
    let (mut world, _, _, deal) = recorded();
    let wallets = [deal.client.pubkey(), deal.operator.pubkey()];
    let worth = |world: &World| wallets.map(|wallet| world.wallet_balance(&wallet, Currency::Usdc));
    let [client, operator] = worth(&world);
    let address = world.with_notice(&deal, 0, Currency::Usdc, 2 * DAY, 24);
    let order = world.order(&address);
    let end = orders::end_over(&wallets[1], &address, &order, None);
    world.pass(2 * DAY - 1);
    world.refused(std::slice::from_ref(&end), &[&deal.operator], StillBooked);
    let mut over = world.clone();
    let extend = orders::extend(&wallets[0], &address, &order, 10 * DAY as u32);
    world.accepted(&[extend], &[&deal.client]);
    world.pass(1);
    world.refused(std::slice::from_ref(&end), &[&deal.operator], StillBooked);
    // What leaves early by intent still does.
    let early = orders::end(&wallets[1], &address, &order, None);
    world.accepted(&[early], &[&deal.operator]);
    over.pass(1);
    over.accepted(&[end], &[&deal.operator]);
    for world in [&mut world, &mut over] {
        world.pass(DAY);
        world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    }
    let (day, all) = (24 * HOURLY_USDC, 48 * HOURLY_USDC);
    assert_eq!(worth(&over), [client - all - all / 400 - all / 50, operator + all - all / 400]);
    // The fees on what is forfeited are kept; what the extension has paid in returns whole.
    assert_eq!(worth(&world), [client - day - all / 400 - all / 50, operator + day - day / 400]);
    let windows = [&world, &over].map(|world| world.record(&deal.node).history.current);
    assert_eq!(windows.map(|window| (window.left_early, window.notices_broken)), [(1, 1), (0, 0)]);
}

/// In the first hour all returns to the client, as from an operator that agreed to none; the record
/// says that it broke its notice, and the processors stay hired for an hour.
#[test]
fn a_notice_broken_in_the_first_hour() {
    for currency in CURRENCIES {
        let (mut world, _, _, deal) = recorded();
        let before = world.wallet_balance(&deal.client.pubkey(), currency);
        let address = world.with_notice(&deal, 0, currency, DAY, 24);
        let order = world.order(&address);
        world.pass(HOUR / 2);
        let end = orders::end(&deal.operator.pubkey(), &address, &order, None);
        world.accepted(&[end], &[&deal.operator]);
        assert_eq!(world.stage(&address), Stage::Settled);
        assert_eq!(world.wallet_balance(&deal.client.pubkey(), currency), before);
        assert_eq!(world.node(&deal.node).ledger.hired, 2);
        let window = world.record(&deal.node).history.current;
        assert_eq!((window.served, window.left_early, window.notices_broken), (0, 1, 1));
    }
}

#[test]
fn who_gives_notice_and_when() {
    let (mut world, cast, roles, deal) = recorded();
    let operator = deal.operator.pubkey();
    let address = world.with_notice(&deal, 0, Currency::Io, 2 * DAY, 24);
    let order = world.order(&address);
    let give = orders::give_notice(&operator, &address, &order, None);
    for other in [&deal.client, &roles.admin, &cast.oracle] {
        let by_other = orders::give_notice(&other.pubkey(), &address, &order, None);
        world.refused(&[by_other], &[other], NotOperator);
    }
    let mut unsigned = give.clone();
    unsigned.accounts[0].is_signer = false;
    world.refused(&[unsigned], &[], NO_SIGNATURE);
    let mut stale = order;
    stale.serial += 2;
    world.refused(&[orders::give_notice(&operator, &address, &stale, None)], &[&deal.operator], WrongSerial);

    // An order that was created and accepted agreed to no notice.
    let plain = world.running(&deal, 1, Currency::Io, DAY as u32);
    let none = orders::give_notice(&operator, &plain, &world.order(&plain), None);
    world.refused(&[none], &[&deal.operator], NoNoticeAgreed);
    let open = world.create(&deal, 2, Currency::Io, DAY as u32);
    let early = orders::give_notice(&operator, &open, &world.order(&open), None);
    world.refused(&[early], &[&deal.operator], NotAccepted);

    world.pass(2 * DAY);
    world.refused(std::slice::from_ref(&give), &[&deal.operator], ServiceOver);
    world.accepted(&[orders::end(&operator, &address, &order, None)], &[&deal.operator]);
    world.refused(std::slice::from_ref(&give), &[&deal.operator], AlreadyEnded);
    world.pass(DAY);
    world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
    world.refused(&[give], &[&deal.operator], AlreadySettled);
}

/// A pause stops no notice: it is a way out.
#[test]
fn notice_is_given_while_paused() {
    let (mut world, _, roles, deal) = recorded();
    let address = world.with_notice(&deal, 0, Currency::Io, 2 * DAY, 1);
    world.accepted(&[orders::set_paused(&roles.admin.pubkey(), true)], &[&roles.admin]);
    world.pass(HOUR);
    world.give_notice(&deal, &address);
}

/// What the client's account cannot take waits for it.
#[test]
fn a_refund_that_cannot_be_delivered_waits() {
    let (mut world, _, _, deal) = recorded();
    let client = deal.client.pubkey();
    let address = world.with_notice(&deal, 0, Currency::Usdc, 10 * DAY, 1);
    let order = world.order(&address);
    let account = world.usdc_account(&client);
    world.freeze(&account);
    world.pass(HOUR);
    let operator = deal.operator.pubkey();
    let give = orders::give_notice(&operator, &address, &order, None);
    world.refused(&[give], &[&deal.operator], UnclaimedBalanceMissing);
    let payer = world.payer.pubkey();
    let open = orders::open_unclaimed(&payer, &client, Currency::Usdc);
    let unclaimed = orders::unclaimed_address(&client, Currency::Usdc);
    let give = orders::give_notice(&operator, &address, &order, Some(unclaimed));
    world.accepted(&[open, give], &[&deal.operator]);
    let cost = 238 * HOURLY_USDC;
    assert_eq!(world.unclaimed(&client, Currency::Usdc).amount, cost + cost / 400 + cost / 50);
}

/// Accounts of `give_notice` that do not belong together.
#[test]
fn notice_names_the_orders_accounts() {
    let (mut world, cast, _, deal) = recorded();
    let address = world.with_notice(&deal, 0, Currency::Io, 2 * DAY, 24);
    let order = world.order(&address);
    let operator = deal.operator.pubkey();
    let give = orders::give_notice(&operator, &address, &order, None);
    let other = world.deal(&cast);
    let stranger = world.key().pubkey();
    let own = io_client::token::associated_address(&operator, &orders::mint(Currency::Io));
    for (of, by, error) in [
        (orders::vault(Currency::Io), orders::vault(Currency::Usdc), WrongVault),
        (orders::ledger(Currency::Io), orders::ledger(Currency::Usdc), WrongVault),
        (deal.node, other.node, WrongNode),
        (io_addresses::orders::CONFIG.address, stranger, WrongConfig),
    ] {
        world.refused(&[with_account(give.clone(), of, by)], &[&deal.operator], error);
    }
    world.pass(HOUR);
    let client_account =
        io_client::token::associated_address(&deal.client.pubkey(), &orders::mint(Currency::Io));
    let elsewhere = with_account(give.clone(), client_account, own);
    world.refused(&[elsewhere], &[&deal.operator], WrongTokenAccount);
    let both = with_account(give, orders::vault(Currency::Io), orders::vault(Currency::Usdc));
    let both = with_account(both, orders::ledger(Currency::Io), orders::ledger(Currency::Usdc));
    world.refused(&[both], &[&deal.operator], WrongLedger);
}
