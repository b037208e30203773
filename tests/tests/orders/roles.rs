//! Who may do what: deployer, admin, oracle, arbiter; the bounds of the rules; and what a pause
//! stops.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::orders::{CONFIG, IO_LEDGER, PROGRAM_DATA},
    io_client::orders::{
        self, Currency, FeeRates, InitializeParams, OrdersError, OrdersError::*, Role, Rules, Stage,
    },
    io_economics::{
        pause::{PAUSE_INTERVAL_SECONDS, PAUSE_SECONDS},
        staking::NOTICE_SECONDS,
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    io_testkit::{
        calls::{with_account, ALREADY_IN_USE, NOT_THERE, OTHER_SEEDS},
        orders::{OrdersRoles, CURRENCIES, PRICE_RULES, RULES},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

fn initialize(signer: &Keypair, rules: Rules) -> [solana_instruction::Instruction; 1] {
    let key = Pubkey::new_unique();
    let params = InitializeParams { admin: key, oracle: key, arbiter: key, rules, prices: PRICE_RULES };
    [orders::initialize(&signer.pubkey(), params)]
}

#[test]
fn nobody_initializes_before_the_deployer() {
    let mut world = World::new();
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    world.refused(&initialize(&stranger, RULES), &[&stranger], NotUpgradeAuthority);
    let mut forged = world.svm.get_account(&PROGRAM_DATA).unwrap();
    forged.data[13..45].copy_from_slice(stranger.pubkey().as_ref());
    let elsewhere = world.key().pubkey();
    world.svm.set_account(elsewhere, forged).unwrap();
    let [call] = initialize(&stranger, RULES);
    let call = with_account(call, PROGRAM_DATA, elsewhere);
    world.refused(&[call], &[&stranger], WrongProgramData);
    let staking = io_addresses::staking::PROGRAM_DATA;
    let [call] = initialize(&deployer, RULES);
    world.refused(&[with_account(call, PROGRAM_DATA, staking)], &[&deployer], WrongProgramData);
    let [call] = initialize(&deployer, RULES);
    let other = world.key().pubkey();
    world.refused(&[with_account(call, CONFIG.address, other)], &[&deployer], OTHER_SEEDS);

    world.svm.airdrop(&CONFIG.address, 1_000_000).unwrap();
    world.accepted(&initialize(&deployer, RULES), &[&deployer]);
    world.refused(&initialize(&deployer, RULES), &[&deployer], ALREADY_IN_USE);
}

#[test]
fn a_currency_opens_once_after_the_config() {
    let (mut world, _) = World::after_genesis();
    let (deployer, payer) = (world.deployer.insecure_clone(), world.payer.pubkey());
    for currency in CURRENCIES {
        world.refused(&[orders::open_ledger(&payer, currency)], &[], NOT_THERE);
    }
    world.accepted(&initialize(&deployer, RULES), &[&deployer]);
    for address in [IO_LEDGER.address, orders::vault(Currency::Usdc)] {
        world.svm.airdrop(&address, 1_000_000).unwrap();
    }
    for currency in CURRENCIES {
        let receipt = world.accepted(&[orders::open_ledger(&payer, currency)], &[]);
        let opened = receipt.events::<orders::events::LedgerOpened>();
        assert_eq!(opened[0].vault, orders::vault(currency));
        world.refused(&[orders::open_ledger(&payer, currency)], &[], ALREADY_IN_USE);
    }
}

#[test]
fn no_other_coin_is_a_currency() {
    use io_addresses::orders::{ID, LEDGER_SEED, VAULT_SEED};
    let (mut world, _, _) = World::with_orders();
    let payer = world.payer.pubkey();
    let coin = world.mint(6);
    let [ledger, vault] =
        [LEDGER_SEED, VAULT_SEED].map(|seed| Pubkey::find_program_address(&[seed, coin.as_ref()], &ID).0);
    let call = orders::open_ledger(&payer, Currency::Io);
    let call = [
        (orders::mint(Currency::Io), coin),
        (orders::ledger(Currency::Io), ledger),
        (orders::vault(Currency::Io), vault),
    ]
    .into_iter()
    .fold(call, |call, (of, by)| with_account(call, of, by));
    world.refused(&[call], &[], WrongMint);
    // Nor are the books of one those of the other.
    let mixed = with_account(
        orders::open_ledger(&payer, Currency::Io),
        orders::ledger(Currency::Io),
        orders::ledger(Currency::Usdc),
    );
    assert!(world.send(&[mixed], &[]).is_err());
}

/// Rules just beyond a bound, and why they are refused.
fn beyond() -> Vec<(Rules, OrdersError)> {
    let fees = |booking_bps, payment_bps, provider_payment_bps| Rules {
        fees: FeeRates { booking_bps, payment_bps, provider_payment_bps },
        ..RULES
    };
    let accept = |accept_seconds| Rules { accept_seconds, ..RULES };
    let holdback = |holdback_seconds| Rules { holdback_seconds, ..RULES };
    let week = 7 * DAY as u32;
    vec![
        (fees(101, 0, 0), FeeTooHigh),
        (fees(u16::MAX, 0, 0), FeeTooHigh),
        (fees(0, 501, 0), FeeTooHigh),
        (fees(0, u16::MAX, 0), FeeTooHigh),
        (fees(0, 0, 501), FeeTooHigh),
        (accept(0), InvalidWindow),
        (accept(599), InvalidWindow),
        (accept(week + 1), InvalidWindow),
        (accept(u32::MAX), InvalidWindow),
        (holdback(0), InvalidWindow),
        (holdback(3_599), InvalidWindow),
        (holdback(week + 1), InvalidWindow),
        (holdback(u32::MAX), InvalidWindow),
        (Rules { least_io: 0, ..RULES }, InvalidLeastCost),
        (Rules { least_io: 100 * BASE_UNITS_PER_IO + 1, ..RULES }, InvalidLeastCost),
        (Rules { least_usdc: 0, ..RULES }, InvalidLeastCost),
        (Rules { least_usdc: 100 * BASE_UNITS_PER_USDC + 1, ..RULES }, InvalidLeastCost),
    ]
}

#[test]
fn rules_have_bounds() {
    let mut fresh = World::new();
    let deployer = fresh.deployer.insecure_clone();
    let (mut world, _, roles) = World::with_orders();
    let set = |rules| [orders::set_rules(&roles.admin.pubkey(), rules)];
    for (rules, error) in beyond() {
        fresh.refused(&initialize(&deployer, rules), &[&deployer], error);
        world.refused(&set(rules), &[&roles.admin], error);
    }
    let widest = Rules {
        fees: FeeRates { booking_bps: 100, payment_bps: 500, provider_payment_bps: 500 },
        accept_seconds: 7 * DAY as u32,
        holdback_seconds: 7 * DAY as u32,
        least_io: 100 * BASE_UNITS_PER_IO,
        least_usdc: 100 * BASE_UNITS_PER_USDC,
        ..RULES
    };
    let narrowest = Rules {
        fees: FeeRates::default(),
        accept_seconds: 600,
        holdback_seconds: 3_600,
        least_io: 1,
        least_usdc: 1,
        ..RULES
    };
    for rules in [widest, narrowest] {
        world.accepted(&set(rules), &[&roles.admin]);
    }
}

#[test]
fn only_the_admin_administers() {
    let (mut world, cast, roles) = World::with_orders();
    let OrdersRoles { oracle, arbiter, .. } = &roles;
    let deployer = world.deployer.insecure_clone();
    for signer in [&world.wallet(), &deployer, oracle, arbiter, &cast.admin] {
        let key = signer.pubkey();
        for call in [
            orders::propose_admin(&key, key),
            orders::set_paused(&key, true),
            orders::set_rules(&key, RULES),
            orders::announce_price_rules(&key, PRICE_RULES),
            orders::announce_role(&key, Role::Oracle, key),
            orders::announce_role(&key, Role::Arbiter, key),
        ] {
            world.refused(&[call], &[signer], NotAdmin);
        }
    }
}

#[test]
fn the_admin_hands_over_in_two_steps() {
    let (mut world, _, roles) = World::with_orders();
    let (next, other) = (world.wallet(), world.wallet());
    let pause = |key: &Keypair| [orders::set_paused(&key.pubkey(), false)];
    let accept = |key: &Keypair| [orders::accept_admin(&key.pubkey())];
    let propose = |key| [orders::propose_admin(&roles.admin.pubkey(), key)];
    world.refused(&accept(&next), &[&next], NotNextAdmin);
    world.accepted(&propose(next.pubkey()), &[&roles.admin]);
    for early in [&other, &roles.admin, &roles.oracle] {
        world.refused(&accept(early), &[early], NotNextAdmin);
    }
    world.refused(&pause(&next), &[&next], NotAdmin);
    world.accepted(&propose(Pubkey::default()), &[&roles.admin]);
    world.refused(&accept(&next), &[&next], NotNextAdmin);
    world.accepted(&propose(next.pubkey()), &[&roles.admin]);
    world.accepted(&accept(&next), &[&next]);
    world.refused(&accept(&next), &[&next], NotNextAdmin);
    world.refused(&pause(&roles.admin), &[&roles.admin], NotAdmin);
    world.accepted(&pause(&next), &[&next]);
}

#[test]
fn another_oracle_and_another_arbiter_act_seven_days_later() {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let next = world.wallet();
    let address = world.running(&deal, 0, Currency::Io, 30 * DAY as u32);
    let order = world.order(&address);
    let start = order.escrow.at;
    for role in [Role::Oracle, Role::Arbiter] {
        let announce = orders::announce_role(&roles.admin.pubkey(), role, next.pubkey());
        world.accepted(&[announce], &[&roles.admin]);
    }
    // Each reports the last second before it.
    let report = |key: &Keypair, to| {
        let to = start + NOTICE_SECONDS + to;
        [orders::report_outage(&key.pubkey(), &address, order.serial, to - 1, to)]
    };
    world.set_clock(start + NOTICE_SECONDS - 1);
    world.refused(&report(&next, -1), &[&next], NotOracle);
    world.accepted(&report(&roles.oracle, -2), &[&roles.oracle]);
    world.accepted(&[orders::dispute(&deal.client.pubkey(), &address, &order)], &[&deal.client]);
    let resolve = |key: &Keypair| [orders::resolve(&key.pubkey(), &address, &order, 0, [None; 2])];
    world.refused(&resolve(&next), &[&next], NotArbiter);
    world.pass(1);
    world.refused(&report(&roles.oracle, -1), &[&roles.oracle], NotOracle);
    world.accepted(&report(&next, -1), &[&next]);
    world.refused(&resolve(&roles.arbiter), &[&roles.arbiter], NotArbiter);
    world.accepted(&resolve(&next), &[&next]);
}

#[test]
fn an_announcement_replaces_one_that_does_not_hold_yet() {
    let (mut world, _, roles) = World::with_orders();
    let admin = roles.admin.pubkey();
    let [first, second] = [(); 2].map(|()| world.wallet().pubkey());
    world.accepted(&[orders::announce_role(&admin, Role::Oracle, first)], &[&roles.admin]);
    world.pass(NOTICE_SECONDS - 1);
    world.accepted(&[orders::announce_role(&admin, Role::Oracle, second)], &[&roles.admin]);
    assert_eq!(world.orders_config().oracle.at(world.now() + 1), roles.oracle.pubkey());
    assert_eq!(world.orders_config().oracle.at(world.now() + NOTICE_SECONDS), second);
    // A clock that goes back shortens no notice.
    let seen = world.now();
    world.set_clock(seen - 365 * DAY);
    world.accepted(&[orders::announce_role(&admin, Role::Arbiter, first)], &[&roles.admin]);
    assert_eq!(world.orders_config().arbiter.next_at, seen + NOTICE_SECONDS);
}

#[test]
fn a_pause_stops_entries_and_no_exit() {
    for currency in CURRENCIES {
        let (mut world, cast, roles) = World::with_orders();
        let deal = world.deal(&cast);
        let client = deal.client.pubkey();
        let two_days = 2 * DAY as u32;
        let [open, running, disputed, over] =
            [0, 1, 2, 3].map(|id| world.create(&deal, id, currency, two_days));
        let waiting = world.create(&deal, 4, currency, two_days);
        for address in [&running, &disputed, &over] {
            world.accept(&deal, address, true);
        }
        world.pass(DAY + HOUR);
        let pause = |paused| [orders::set_paused(&roles.admin.pubkey(), paused)];
        world.accepted(&pause(true), &[&roles.admin]);
        let params = io_testkit::orders::terms(currency, two_days);
        let create = orders::create(&client, 9, &deal.node, currency, params);
        world.refused(&[create], &[&deal.client], Paused);
        let extend = orders::extend(&client, &running, &world.order(&running), 60);
        world.refused(&[extend], &[&deal.client], Paused);
        world.attest(&cast, &deal.node);
        let accept = orders::accept(&deal.operator.pubkey(), &open, &world.order(&open), true);
        world.refused(&[accept], &[&deal.operator], Paused);

        let calls = [
            (orders::cancel(&client, &open, &world.order(&open), None), Some(&deal.client)),
            (orders::settle(&running, &world.order(&running), [None; 2]), None),
            (orders::end(&client, &running, &world.order(&running), None), Some(&deal.client)),
            (orders::dispute(&client, &disputed, &world.order(&disputed)), Some(&deal.client)),
            (
                orders::resolve(&roles.arbiter.pubkey(), &disputed, &world.order(&disputed), 1, [None; 2]),
                Some(&roles.arbiter),
            ),
            (orders::sweep_fees(currency), None),
            (orders::close(&disputed, &world.order(&disputed)), None),
            (orders::close(&open, &world.order(&open)), None),
        ];
        for (call, signer) in calls {
            world.accepted(&[call], &signer.into_iter().collect::<Vec<_>>());
        }
        world.pass(DAY);
        let stranger = world.wallet();
        let key = stranger.pubkey();
        let ends = [
            orders::end(&key, &over, &world.order(&over), None),
            orders::cancel(&key, &waiting, &world.order(&waiting), None),
        ];
        world.accepted(&ends, &[&stranger]);
        world.pass(DAY);
        for address in [running, over] {
            world.accepted(&[orders::settle(&address, &world.order(&address), [None; 2])], &[]);
            assert_eq!(world.stage(&address), Stage::Settled);
        }
        world.accepted(&pause(false), &[&roles.admin]);
        world.create(&deal, 9, currency, two_days);
    }
}

/// A pause is over 14 days after it began; the next one begins 28 days after that beginning.
#[test]
fn a_pause_ends_by_itself_and_the_next_one_waits() {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let began = world.now();
    let pause = |paused| [orders::set_paused(&roles.admin.pubkey(), paused)];
    let create = |world: &mut World, id| {
        world.attest(&cast, &deal.node);
        let params = io_testkit::orders::terms(Currency::Io, DAY as u32);
        [orders::create(&deal.client.pubkey(), id, &deal.node, Currency::Io, params)]
    };
    let receipt = world.accepted(&pause(true), &[&roles.admin]);
    let [event] = &receipt.events::<orders::events::PauseSet>()[..] else { panic!("one event") };
    assert_eq!((event.paused, event.until), (true, began + PAUSE_SECONDS));

    // Within its 14 days the admin lifts and resumes it, and gains no day.
    world.set_clock(began + 3 * DAY);
    world.accepted(&pause(false), &[&roles.admin]);
    let call = create(&mut world, 0);
    world.accepted(&call, &[&deal.client]);
    world.accepted(&pause(true), &[&roles.admin]);
    world.set_clock(began + PAUSE_SECONDS - 1);
    let call = create(&mut world, 1);
    world.refused(&call, &[&deal.client], Paused);
    world.set_clock(began + PAUSE_SECONDS);
    let call = create(&mut world, 1);
    world.accepted(&call, &[&deal.client]);

    world.refused(&pause(true), &[&roles.admin], PauseTooSoon);
    world.set_clock(began + PAUSE_INTERVAL_SECONDS - 1);
    world.refused(&pause(true), &[&roles.admin], PauseTooSoon);
    world.set_clock(began + PAUSE_INTERVAL_SECONDS);
    world.accepted(&pause(true), &[&roles.admin]);
}
