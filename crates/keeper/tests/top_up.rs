//! Orders that a keeper extends out of what their clients let it draw. On a program that was
//! written anew from the IDL of mainnet's (tests/programs/allowances), or on the bytecode that
//! `IO_SUBSCRIPTIONS` names.

mod town;

use {
    io_client::{
        addresses::external::USDC_MINT,
        economics::{orders::FeeRates, units::BASE_UNITS_PER_USDC},
        orders::{self, Currency},
        subscriptions::{
            self, allowance_address, authority_address, init_authority, init_id, AllowanceTerms, ID,
        },
        token::associated_address,
    },
    io_keeper::Config,
    io_rpc::{token_amount, Chain, Fault},
    io_testkit::{
        bytecode,
        chain::{Call, Effect, FaultyChain, WorldChain},
        staking::H100,
        World,
    },
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
    std::{
        env, fs,
        sync::atomic::{AtomicBool, Ordering},
    },
    town::{eager, keeper, DAY, HOUR},
};

const USDC: u64 = BASE_UNITS_PER_USDC;

/// Two orders of one client that run for ten hours at 1 USDC an hour, and two keepers.
struct Scene {
    chain: WorldChain,
    client: Keypair,
    orders: [Pubkey; 2],
    keepers: [Keypair; 2],
}

/// What so many hours of such an order cost.
fn cost(hours: u64) -> u64 {
    let FeeRates { booking_bps, payment_bps, .. } = FeeRates::GENESIS;
    hours * USDC * (10_000 + u64::from(booking_bps + payment_bps)) / 10_000
}

impl Scene {
    fn new() -> Self {
        let (mut world, cast, _) = World::with_orders();
        let code = env::var_os("IO_SUBSCRIPTIONS").map_or_else(
            || bytecode::read("io_allowances"),
            |path| fs::read(path).expect("the bytecode that IO_SUBSCRIPTIONS names"),
        );
        world.svm.add_program(subscriptions::ID, &code).unwrap();
        let keepers = [world.wallet(), world.wallet()];
        let client = world.client(&cast, 0, 200);
        let (operator, node) = world.ready_node(&cast, H100, 8);
        let orders = [0, 1].map(|id| {
            let params = orders::CreateParams {
                processors: 1,
                rate: USDC,
                duration: 10 * HOUR as u32,
                revision: 0,
                most: u64::MAX,
                reference: [0; 32],
            };
            let create = orders::create(&client.pubkey(), id, &node, Currency::Usdc, params);
            world.accepted(&[create], &[&client]);
            let address = orders::order_address(&client.pubkey(), id);
            let accept = orders::accept(&operator.pubkey(), &address, &world.order(&address), true);
            world.accepted(&[accept], &[&operator]);
            address
        });
        Self { chain: WorldChain::new(world), client, orders, keepers }
    }

    /// The client lets the first keeper draw for an order; the allowance's address.
    fn allow(&self, order: usize, usdc: u64, expires_in: i64) -> Pubkey {
        let mut world = self.chain.world();
        let (client, to) = (self.client.pubkey(), self.keepers[0].pubkey());
        world.accepted(&[init_authority(&client, &USDC_MINT)], &[&self.client]);
        let authority = world.svm.get_account(&authority_address(&client, &USDC_MINT)).unwrap();
        let serial = world.order(&self.orders[order]).serial;
        let terms = AllowanceTerms {
            each_period: usdc * USDC,
            period_seconds: DAY as u64,
            expires_at: world.now() + expires_in,
        };
        let init = init_id(&authority.data).unwrap();
        let allow = subscriptions::allow(&client, &USDC_MINT, &to, serial, terms, init);
        world.accepted(&[allow], &[&self.client]);
        allowance_address(&client, &USDC_MINT, &to, serial)
    }

    fn pass(&self, seconds: i64) {
        self.chain.world().pass(seconds);
    }

    /// A pass of a keeper that extends; the hours that each order is booked for.
    fn keep(&self, who: usize) -> [u32; 2] {
        self.keep_by(who, true)
    }

    fn keep_by(&self, who: usize, top_up: bool) -> [u32; 2] {
        let mut config: Config = eager();
        config.policy.top_up = top_up;
        let report = keeper(&self.chain, &self.keepers[who], config).pass();
        assert!(report.is_clean(), "whatever a client allows, it fails no pass: {report:?}");
        self.orders.map(|order| self.chain.world().order(&order).escrow.duration / HOUR as u32)
    }

    /// Of the first keeper.
    fn lamports(&self) -> u64 {
        self.chain.world().svm.get_account(&self.keepers[0].pubkey()).unwrap().lamports
    }

    fn usdc(&self, of: &Keypair) -> u64 {
        let account = self.chain.world().svm.get_account(&associated_address(&of.pubkey(), &USDC_MINT));
        token_amount(account.as_ref()).unwrap_or_default()
    }
}

#[test]
fn an_order_that_asks_for_it_is_extended_day_by_day() {
    let scene = Scene::new();
    scene.allow(0, 30, 90 * DAY);
    assert_eq!(scene.keep(0), [10, 10], "ten hours are left");
    scene.pass(5 * HOUR);
    let before = scene.usdc(&scene.client);
    assert_eq!(scene.keep_by(0, false), [10, 10], "nobody has told it to");
    assert_eq!(scene.keep(1), [10, 10], "the allowance is another keeper's");
    let (lamports, keeper) = (scene.lamports(), &scene.keepers[0]);
    assert_eq!(scene.keep(0), [34, 10], "the other order asks for nothing");
    assert_eq!(before - scene.usdc(&scene.client), cost(24), "to the base unit");
    assert_eq!(scene.usdc(keeper), 0, "nothing stays with the keeper");
    // Its own token account, once, and a fee for each transaction.
    let account = World::rent(165);
    assert!((account..account + 10 * 5_000).contains(&(lamports - scene.lamports())));
    assert_eq!(scene.keep(0), [34, 10], "29 hours are left");
    scene.pass(24 * HOUR);
    assert_eq!(scene.keep(0)[0], 58, "the next day");
    scene.pass(10 * HOUR);
    let order = scene.chain.world().order(&scene.orders[0]);
    assert_eq!(order.client, scene.client.pubkey(), "refunds are the client's");
}

#[test]
fn it_is_extended_as_far_as_the_allowance_and_the_order_go() {
    let scene = Scene::new();
    scene.allow(0, 5, 90 * DAY);
    let revoked = scene.allow(1, 30, 90 * DAY);
    let revoke = subscriptions::revoke(&scene.client.pubkey(), &revoked);
    scene.chain.world().accepted(&[revoke], &[&scene.client]);
    scene.pass(5 * HOUR);
    // Five hours are 5.1125 USDC with their fees.
    assert_eq!(scene.keep(0), [14, 10], "four hours; the other one is taken back");
    assert_eq!(scene.keep(0), [14, 10], "nothing is left of this period");
    scene.pass(4 * HOUR);
    assert_eq!(scene.keep(0)[0], 14, "nor four hours later: it ends by and by");
    scene.pass(6 * HOUR);
    assert_eq!(scene.keep(0)[0], 14, "what is over is not extended");
}

#[test]
fn an_allowance_that_is_over_and_an_empty_account_extend_nothing() {
    let scene = Scene::new();
    scene.allow(0, 30, 4 * HOUR);
    scene.allow(1, 100, 90 * DAY);
    scene.pass(5 * HOUR);
    // The client's money is gone but for 3 USDC.
    let spend = scene.usdc(&scene.client) - 3 * USDC;
    {
        let mut world = scene.chain.world();
        let other = world.usdc_account(&scene.keepers[1].pubkey());
        world.transfer_usdc(&scene.client, &other, spend);
    }
    let before = scene.usdc(&scene.client);
    assert_eq!(scene.keep(0), [10, 10]);
    assert_eq!(scene.usdc(&scene.client), before);
}

/// Allowances are free to make: one that cannot be drawn on must not make a keeper look ill, nor
/// keep it from the rest of its work.
#[test]
fn an_allowance_that_cannot_be_drawn_on_fails_no_pass() {
    let scene = Scene::new();
    scene.allow(0, 100, 90 * DAY);
    scene.allow(1, 100, 90 * DAY);
    let account = associated_address(&scene.client.pubkey(), &USDC_MINT);
    let allowed = scene.chain.world().svm.get_account(&account).unwrap();
    scene.pass(5 * HOUR);
    // The delegate's address, what it may draw, and whether the account is frozen.
    for (at, bytes) in [(72, &[0_u8; 4] as &[u8]), (76, &[7; 32]), (121, &[0; 8]), (108, &[2])] {
        let mut spoilt = allowed.clone();
        spoilt.data[at..at + bytes.len()].copy_from_slice(bytes);
        scene.chain.world().svm.set_account(account, spoilt).unwrap();
        assert_eq!(scene.keep(0), [10, 10], "{at}");
    }
    scene.chain.world().svm.set_account(account, allowed).unwrap();
    assert_eq!(scene.keep(0), [34, 34], "the same, as it was allowed");
}

/// The cluster takes the transaction and answers nothing more: it may still land, so no other one
/// is sent in its place.
#[test]
fn one_that_may_still_land_is_not_sent_again() {
    let scene = Scene::new();
    // Its blockhash lives for a minute, however often the chain is asked.
    let world = scene.chain.world().clone();
    let scene = Scene { chain: WorldChain::in_real_time(world), ..scene };
    scene.allow(0, 100, 90 * DAY);
    scene.pass(5 * HOUR);
    let dead = AtomicBool::new(true);
    let chain = FaultyChain::new(&scene.chain, |call| match call {
        Call::Send(_) if dead.load(Ordering::Relaxed) => Effect::Forget,
        Call::Statuses(_) if dead.load(Ordering::Relaxed) => {
            Effect::Fail(Fault::Unreachable("the cable is cut".into()))
        }
        _ => Effect::Answer,
    });
    let mut config: Config = eager();
    config.policy.top_up = true;
    let mut keeper = keeper(&chain, &scene.keepers[0], config);
    assert!(!keeper.pass().is_clean());
    dead.store(false, Ordering::Relaxed);
    let late = chain.sent();
    let draws = |sent: &VersionedTransaction| {
        let keys = sent.message.static_account_keys();
        sent.message.instructions().iter().any(|call| keys[usize::from(call.program_id_index)] == ID)
    };
    let late: Vec<_> = late.into_iter().filter(draws).collect();
    assert_eq!(late.len(), 1);
    for _ in 0..3 {
        assert!(keeper.pass().waiting > 0);
    }
    scene.chain.send(&late[0]).unwrap();
    keeper.pass();
    assert_eq!(scene.chain.world().order(&scene.orders[0]).escrow.duration, 34 * HOUR as u32, "a day, once");
}
