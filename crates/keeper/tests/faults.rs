//! What a keeper makes of a wrong cluster, a clock that lied, an empty purse, payees that close
//! their accounts.

mod town;

use {
    io_client::{
        addresses::external::USDC_MINT,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        orders::{self, mint, unclaimed_address, Currency, Order},
        staking::{self, Node},
        token::associated_address,
    },
    io_keeper::{Config, Fee, Health, Report},
    io_rpc::{every, Chain},
    io_testkit::{
        chain::{priority_fee, Call, Effect, FaultyChain, WorldChain},
        staking::H100,
        World,
    },
    solana_account::Account,
    solana_instruction_error::InstructionError,
    solana_signer::Signer,
    solana_transaction_error::TransactionError,
    std::{
        panic::{catch_unwind, AssertUnwindSafe},
        sync::{
            atomic::{AtomicBool, AtomicUsize, Ordering},
            Mutex,
        },
        time::Duration,
    },
    town::{eager, keeper, open_orders, town, DAY, HOUR},
};

const HEALTHY: Duration = Duration::from_secs(600);
/// Bytes of a token account.
const TOKEN_ACCOUNT: usize = 165;

#[test]
fn on_a_wrong_cluster_it_is_never_well() {
    let mut world = World::new();
    let payer = world.wallet();
    let chain = WorldChain::new(world);
    let report = keeper(&chain, &payer, eager()).pass();
    assert_eq!(report, Report { unseen: 1, ..Report::default() }, "there is no emission");
    assert!(!report.is_clean());
    let health = Health::new(HEALTHY);
    keeper(&chain, &payer, eager()).heard_by(&health).pass();
    assert!(!health.is_good());

    let mut bare = World::new();
    let clock = bare.svm.get_sysvar::<solana_clock::Clock>();
    bare.svm = Default::default();
    bare.svm.set_sysvar(&clock);
    let chain = WorldChain::new(bare);
    assert_eq!(keeper(&chain, &payer, eager()).pass().unseen, 2, "nor are there programs");

    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    assert!(keeper(&chain, &payers[0], eager()).heard_by(&health).pass().is_clean());
    assert!(health.is_good());
}

#[test]
fn a_clock_that_lied_once_holds_nothing_up() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let lies = AtomicBool::new(true);
    let liar = FaultyChain::new(&chain, |call| match call {
        Call::Now if lies.load(Ordering::Relaxed) => Effect::Time(4_102_444_800),
        _ => Effect::Answer,
    });
    let mut keeper = keeper(&liar, &payers[0], eager());
    let lied = keeper.pass();
    assert!(lied.is_clean() && lied.gone > 0, "the programs refuse what is not due: {lied:?}");
    lies.store(false, Ordering::Relaxed);
    for _ in 0..3 {
        assert!(keeper.pass().is_clean());
    }
    assert_eq!(keeper.pass(), Report::default(), "it knows again what is due: nothing");
    for _ in 0..5 {
        chain.world().pass(DAY);
        let report = keeper.pass();
        assert!(report.is_clean() && report.gone == 0 && report.waiting == 0, "{report:?}");
    }
    assert_eq!(open_orders(&chain), 0);
}

#[test]
fn without_sol_it_waits_and_then_goes_on_at_once() {
    let (mut world, _, _, _) = town();
    let payer = world.key();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    let mut keeper = keeper(&chain, &payer, eager());
    for lamports in [0, 1_000, 890_880] {
        if lamports > 0 {
            let account = Account { lamports, ..Account::default() };
            chain.world().svm.set_account(payer.pubkey(), account).unwrap();
        }
        let report = keeper.pass();
        let Report { planned, unpaid, .. } = report;
        assert!(planned > 4, "{report:?}");
        assert_eq!(report, Report { planned, unpaid, ..Report::default() }, "no failure, no wait");
        assert_eq!(planned, unpaid);
        assert!(!report.is_clean());
    }
    chain.world().svm.airdrop(&payer.pubkey(), 1_000_000_000).unwrap();
    let report = keeper.pass();
    assert!(report.is_clean() && report.done == report.planned, "{report:?}");
}

#[test]
fn rent_for_payees_without_accounts_has_a_limit_a_day() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    chain.world().freeze(&associated_address(&client, &USDC_MINT));
    let place = unclaimed_address(&client, Currency::Usdc);
    let mut config = eager();
    config.policy.most_rent = 1_000_000;
    let mut poor = keeper(&chain, &payers[0], config);
    let mut waiting = 0;
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        let report = poor.pass();
        assert!(report.is_clean(), "{report:?}");
        waiting += report.waiting;
    }
    assert!(waiting > 0);
    assert!(chain.account(&place).unwrap().is_none(), "a place costs more than the day has");
    let mut rich = keeper(&chain, &payers[1], eager());
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        assert!(rich.pass().is_clean());
    }
    assert!(chain.account(&place).unwrap().is_some());
    assert_eq!(open_orders(&chain), 0);
}

#[test]
fn rent_that_was_not_paid_is_free_again() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    for currency in [Currency::Io, Currency::Usdc] {
        let account = associated_address(&client, &mint(currency));
        chain.world().svm.set_account(account, Account::default()).unwrap();
    }
    // Four orders are over; each needs an account for what goes back to its client.
    chain.world().pass(31 * HOUR);
    let mut config = eager();
    config.policy.most_rent = 4 * World::rent(TOKEN_ACCOUNT);
    // After the crank the first batch is refused, and its first half finds nobody who pays.
    let (is_poor, simulated) = (AtomicBool::new(true), AtomicUsize::new(0));
    let poor = FaultyChain::new(&chain, |call| {
        if !matches!(call, Call::Simulate(_)) || !is_poor.load(Ordering::Relaxed) {
            return Effect::Answer;
        }
        match simulated.fetch_add(1, Ordering::Relaxed) {
            0 => Effect::Answer,
            1 => Effect::Refuse(TransactionError::InstructionError(0, InstructionError::Custom(1))),
            _ => Effect::Refuse(TransactionError::InsufficientFundsForFee),
        }
    });
    let mut keeper = keeper(&poor, &payers[0], config);
    let report = keeper.pass();
    assert!(report.unpaid > 4 && report.done == 1, "{report:?}");
    is_poor.store(false, Ordering::Relaxed);
    let report = keeper.pass();
    assert!(report.is_clean() && report.waiting == 0, "{report:?}");
}

/// Client and provider are one wallet, whose accounts are another's: both parts wait in one place.
#[test]
fn one_wallet_on_both_sides_is_paid_once() {
    let (mut world, cast, roles) = World::with_orders();
    let payer = world.wallet();
    let (operator, node) = world.ready_node(&cast, H100, 8);
    let account = world.usdc_account(&operator.pubkey());
    world.mint_usdc(&account, 1_000 * BASE_UNITS_PER_USDC);
    let mut accounts = Vec::new();
    let both = [(Currency::Io, BASE_UNITS_PER_IO), (Currency::Usdc, BASE_UNITS_PER_USDC)];
    for (id, (currency, rate)) in (1..).zip(both) {
        let params = orders::CreateParams {
            processors: 1,
            rate,
            duration: 7_200,
            revision: 0,
            most: u64::MAX,
            reference: [0; 32],
        };
        world.accepted(&[orders::create(&operator.pubkey(), id, &node, currency, params)], &[&operator]);
        let address = orders::order_address(&operator.pubkey(), id);
        let accept = orders::accept(&operator.pubkey(), &address, &world.order(&address), false);
        world.accepted(&[accept], &[&operator]);
        // Half an hour of it is not served: its pay goes back to the client.
        let (start, serial) = (world.now(), world.order(&address).serial);
        world.pass(5_400);
        let oracle = roles.oracle.pubkey();
        let outage = orders::report_outage(&oracle, &address, serial, start + 1_800, start + 3_600);
        world.accepted(&[outage], &[&roles.oracle]);
        accounts.push(associated_address(&operator.pubkey(), &mint(currency)));
    }
    let chain = WorldChain::new(world);
    for address in accounts {
        let mut account = chain.account(&address).unwrap().unwrap();
        account.data[32..64].copy_from_slice(&[7; 32]);
        chain.world().svm.set_account(address, account).unwrap();
    }
    let mut keeper = keeper(&chain, &payer, eager());
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        let report = keeper.pass();
        assert!(report.is_clean() && report.waiting == 0, "{report:?}");
    }
    assert_eq!(open_orders(&chain), 0);
    for currency in [Currency::Io, Currency::Usdc] {
        assert!(chain.world().unclaimed(&operator.pubkey(), currency).amount > 0);
    }
}

#[test]
fn slashes_are_executed_by_a_keeper_that_is_told_to() {
    let (mut world, cast, _, payers) = town();
    let node = every::<Node>(&WorldChain::new(world.clone()), &[]).unwrap()[0].0;
    let propose = staking::propose_slash(&cast.slasher.pubkey(), &node, 1_000);
    world.accepted(&[propose], &[&cast.slasher]);
    let stake = world.node(&node).ledger.bonded.assets;
    let chain = WorldChain::new(world);
    chain.world().pass(30 * DAY);
    let mut config = eager();
    assert!(keeper(&chain, &payers[0], config.clone()).pass().is_clean());
    assert!(chain.world().node(&node).ledger.slash.is_pending(), "nobody has asked for it");
    config.policy.execute_slashes = true;
    assert!(keeper(&chain, &payers[0], config).pass().is_clean());
    let ledger = chain.world().node(&node).ledger;
    assert!(!ledger.slash.is_pending());
    assert_eq!(ledger.bonded.assets, stake / 10 * 9);
}

/// A payee that gets nothing needs no account, and stops nobody's pay.
#[test]
fn a_client_without_an_account_stops_no_pay() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    // Those that were accepted run to their end, when nothing is the client's.
    chain.world().pass(DAY + 1);
    let mut config = eager();
    assert!(keeper(&chain, &payers[0], config.clone()).pass().is_clean());
    for currency in [Currency::Io, Currency::Usdc] {
        let account = associated_address(&client, &mint(currency));
        chain.world().svm.set_account(account, Account::default()).unwrap();
    }
    config.policy.most_rent = 0;
    let mut keeper = keeper(&chain, &payers[0], config);
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        let report = keeper.pass();
        assert!(report.is_clean() && report.waiting == 0, "{report:?}");
    }
    assert_eq!(open_orders(&chain), 0);
}

/// What could not be delivered is, once it can be; the opener gets its rent back.
#[test]
fn what_waits_is_delivered_once_the_account_takes_it() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    let account = associated_address(&client, &USDC_MINT);
    chain.world().freeze(&account);
    let mut keeper = keeper(&chain, &payers[0], eager());
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        assert!(keeper.pass().is_clean());
    }
    let waits = chain.world().unclaimed(&client, Currency::Usdc).amount;
    let holds = || io_rpc::token_amount(chain.account(&account).unwrap().as_ref()).unwrap_or_default();
    let before = holds();
    chain.world().pass(HOUR);
    assert_eq!(keeper.pass().gone, 0, "what is frozen is not tried");
    chain.world().thaw(&account);
    assert!(keeper.pass().is_clean());
    assert_eq!(holds() - before, waits);
    assert!(chain.account(&unclaimed_address(&client, Currency::Usdc)).unwrap().is_none());
    // A payee without an account gets one.
    chain.world().svm.set_account(account, Account::default()).unwrap();
    assert!(keeper.pass().is_clean());
}

/// A payee that closes what was created for it, and keeps the rent, gets no account for little, and
/// one a day at most: its money waits instead.
#[test]
fn a_payee_that_closes_its_accounts_drains_no_keeper() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    let client = every::<Order>(&chain, &[]).unwrap()[0].1.client;
    let accounts =
        [Currency::Io, Currency::Usdc].map(|currency| associated_address(&client, &mint(currency)));
    let close = || {
        for account in accounts {
            chain.world().svm.set_account(account, Account::default()).unwrap();
        }
    };
    let there = || accounts.iter().filter(|account| chain.account(account).unwrap().is_some()).count();
    close();
    let mut config = eager();
    (config.policy.least_delivery_io, config.policy.least_delivery_usdc) = (u64::MAX, u64::MAX);
    let mut careful = keeper(&chain, &payers[0], config);
    for _ in 0..4 {
        chain.world().pass(DAY + 1);
        let report = careful.pass();
        assert!(report.is_clean() && report.waiting == 0, "{report:?}");
    }
    assert_eq!((open_orders(&chain), there()), (0, 0), "everybody is out, and no account was created");
    let mut config = eager();
    config.policy.most_account_rent = 0;
    let report = keeper(&chain, &payers[0], config).pass();
    assert!(report.is_clean() && report.waiting > 0 && there() == 0, "{report:?}");
    let mut once = keeper(&chain, &payers[1], eager());
    for _ in 0..3 {
        assert!(once.pass().is_clean());
        assert!(there() <= 1, "one for a payee in a day of this machine's");
    }
    assert_eq!(there(), 1);
}

/// A worker that panics ends its pass, which its keeper's process hears of; the next begins anew.
#[test]
fn a_pass_that_panics_ends() {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    let panics = AtomicBool::new(true);
    let broken = FaultyChain::new(&chain, |call| {
        let is_first = matches!(call, Call::Simulate(_)) && panics.swap(false, Ordering::Relaxed);
        assert!(!is_first, "a fault of the keeper's own");
        Effect::Answer
    });
    let mut first = keeper(&broken, &payers[0], eager());
    assert!(catch_unwind(AssertUnwindSafe(|| first.pass())).is_err());
    drop(first);
    let report = keeper(&broken, &payers[0], eager()).pass();
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn it_pays_what_recent_slots_took_up_to_its_limit() {
    for (recent, most, price) in [
        (vec![], 500, None),
        (vec![0, 0, 0, 0], 500, None),
        (vec![40, 10, 30, 20], 500, Some(40)),
        (vec![0, 0, 0, 7, 90, 80, 70, 60], 500, Some(80)),
        (vec![1_000_000], 500, Some(500)),
    ] {
        let (world, _, _, payers) = town();
        let chain = WorldChain::new(world);
        chain.world().pass(HOUR);
        let asked = Mutex::new(Vec::new());
        let busy = FaultyChain::new(&chain, |call| match call {
            Call::RecentFees(accounts) => {
                asked.lock().unwrap().extend_from_slice(accounts);
                Effect::Fees(recent.clone())
            }
            _ => Effect::Answer,
        });
        let config = Config { priority_fee: Fee::Recent { most }, ..eager() };
        assert!(keeper(&busy, &payers[0], config).pass().done > 0);
        for sent in busy.sent() {
            assert_eq!(priority_fee(&sent), price, "{recent:?}");
        }
        let asked = asked.lock().unwrap();
        assert!(asked.contains(&io_client::addresses::emission::EMISSION.address), "for what it writes");
        assert!(!asked.contains(&io_client::addresses::emission::ID), "and nothing else");
    }
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(HOUR);
    let busy = FaultyChain::new(&chain, |_| Effect::Fees(vec![1_000]));
    keeper(&busy, &payers[0], Config { priority_fee: Fee::Fixed(3), ..eager() }).pass();
    assert_eq!(priority_fee(&busy.sent()[0]), Some(3));
}
