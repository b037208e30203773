//! Rows of io_staking. Those of `hire` and `release` are measured inside `accept` and `end` of
//! io_orders.

use {
    crate::Bench,
    anchor_lang::{prelude::Pubkey, Space},
    io_client::{
        emission,
        staking::{self, Config, HardwareClass, InitializeParams, Node, Pools, RegisterParams, Role, Stake},
    },
    io_economics::{
        staking::{
            PoolKind, BPS, COOLDOWN_SECONDS, MIN_FULL_WEIGHT, NOTICE_SECONDS, SLASH_INTERVAL_SECONDS,
            SLASH_OPENS_SECONDS,
        },
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

const YEAR: i64 = 365 * DAY + DAY / 4;

/// Nodes, and stakers in one node, that a call among many has beside its own.
const MANY: u32 = 10_000;

pub fn measure(bench: &mut Bench) {
    bench.account("io_staking.Config", 8 + Config::INIT_SPACE + Pools::SPACE);
    bench.account("io_staking.HardwareClass", 8 + HardwareClass::INIT_SPACE);
    bench.account("io_staking.Node", 8 + Node::INIT_SPACE);
    bench.account("io_staking.Stake", 8 + Stake::INIT_SPACE);
    what_the_admin_does(bench);
    let (mut world, cast) = World::with_staking();
    life_of_a_stake(bench, &mut world, &cast);
    life_of_a_node(bench, &mut world, &cast);
    life_of_a_slash(bench, &mut world, &cast);
    among(bench, "1", 0);
    among(bench, "10_000", MANY);
    after_a_gap(bench);
    after_a_silent_day(bench);
}

fn what_the_admin_does(bench: &mut Bench) {
    let (mut world, _) = World::after_genesis();
    let world = &mut world;
    let deployer = world.deployer.insecure_clone();
    let [admin, next, other] = [(); 3].map(|()| world.wallet());
    let (key, other) = (admin.pubkey(), other.pubkey());
    let params = InitializeParams {
        admin: key,
        oracle: other,
        slasher: other,
        gpu_full_weight: 2 * MIN_FULL_WEIGHT,
        cpu_full_weight: MIN_FULL_WEIGHT,
    };
    let initialize = staking::initialize(&deployer.pubkey(), params);
    bench.instruction("io_staking.initialize", world, &initialize, &[&deployer]);
    let mut row =
        |name: &str, call| bench.instruction(&format!("io_staking.{name}"), world, &call, &[&admin]);
    row("create_class", staking::create_class(&key, H100, PoolKind::Gpu, 1_000));
    row("update_class", staking::update_class(&key, H100, 1_100));
    row("set_paused", staking::set_paused(&key, true));
    row("announce_role", staking::announce_role(&key, Role::Oracle, next.pubkey()));
    row("propose_admin", staking::propose_admin(&key, next.pubkey()));
    world.pass(DAY);
    let announce = staking::announce_full_weight(&key, PoolKind::Gpu, MIN_FULL_WEIGHT);
    bench.instruction("io_staking.announce_full_weight", world, &announce, &[&admin]);
    bench.instruction("io_staking.accept_admin", world, &staking::accept_admin(&next.pubkey()), &[&next]);
}

fn life_of_a_stake(bench: &mut Bench, world: &mut World, cast: &Cast) {
    let io = BASE_UNITS_PER_IO;
    let operator = world.holder(cast, 100_000);
    let key = operator.pubkey();
    let params = RegisterParams { processors: 8, commission_bps: 1_000, payout: key };
    let register = staking::register_node(&key, 0, H100, params);
    bench.instruction("io_staking.register_node", world, &register, &[&operator]);
    let node = staking::node_address(&key, 0);
    world.stake(&operator, &node, 16_000);
    let offer = staking::set_offer(&key, &node, 8_000 * io);
    bench.instruction("io_staking.set_offer", world, &offer, &[&operator]);
    world.attest(cast, &node);

    let holder = world.holder(cast, 10_000);
    let key = holder.pubkey();
    world.pass(DAY / 2);
    let first = staking::first_stake(&key, &node, 1_000 * io);
    bench.transaction("io_staking.stake.first", world, &first, &[&holder]);
    world.pass(DAY / 4);
    bench.instruction("io_staking.stake", world, &staking::stake(&key, &node, 1_000 * io), &[&holder]);
    world.pass(60);
    bench.instruction("io_staking.sync_node", world, &staking::sync_node(&node), &[]);
    world.pass(60);
    world.crank();
    bench.instruction("io_staking.claim", world, &staking::claim(&key, &node), &[&holder]);
    world.pass(DAY / 8);
    world.accepted(&[emission::crank()], &[]);
    bench.instruction("io_staking.restake", world, &staking::restake(&key, &node), &[&holder]);
    let claim = staking::claim_commission(&node, &operator.pubkey());
    bench.instruction("io_staking.claim_commission", world, &claim, &[]);
    world.pass(60);
    bench.instruction("io_staking.unstake", world, &staking::unstake(&key, &node, 500 * io), &[&holder]);
    world.pass(COOLDOWN_SECONDS);
    bench.instruction("io_staking.withdraw", world, &staking::withdraw(&key, &node), &[&holder]);

    let other = world.wallet();
    let key = other.pubkey();
    bench.instruction("io_staking.open_stake", world, &staking::open_stake(&key, &node), &[&other]);
    bench.instruction("io_staking.close_stake", world, &staking::close_stake(&key, &node), &[&other]);
}

fn life_of_a_node(bench: &mut Bench, world: &mut World, cast: &Cast) {
    let nodes: Vec<_> = (0..staking::MAX_REPORTS).map(|_| world.ready_node(cast, H100, 8)).collect();
    world.pass(DAY / 2);
    let oracle = cast.oracle.pubkey();
    for (suffix, count) in [("", 1), (".of_2", 2), (".of_18", nodes.len())] {
        world.pass(60);
        let reports: Vec<_> = nodes[..count].iter().map(|(_, node)| world.report(node, BPS, 0)).collect();
        let call = staking::report_availability(&oracle, &reports);
        bench.instruction(&format!("io_staking.report_availability{suffix}"), world, &call, &[&cast.oracle]);
    }
    let (operator, node) = &nodes[2];
    let key = operator.pubkey();
    let calls = [
        ("announce_commission", staking::announce_commission(&key, node, 500)),
        ("set_payout", staking::set_payout(&key, node, oracle)),
        ("update_hardware", staking::update_hardware(&key, node, H100, 4)),
        ("retire_node", staking::retire_node(&key, node)),
    ];
    for (name, call) in calls {
        world.pass(60);
        bench.instruction(&format!("io_staking.{name}"), world, &call, &[operator]);
    }
}

fn life_of_a_slash(bench: &mut Bench, world: &mut World, cast: &Cast) {
    let (_, node) = world.ready_node(cast, H100, 8);
    let (slasher, signers) = (cast.slasher.pubkey(), [&cast.slasher]);
    world.pass(DAY / 2);
    let propose = staking::propose_slash(&slasher, &node, 1_000);
    bench.instruction("io_staking.propose_slash", world, &propose, &signers);
    let raise = staking::raise_slash(&slasher, &node, 2_000);
    bench.instruction("io_staking.raise_slash", world, &raise, &signers);
    bench.instruction("io_staking.cancel_slash", world, &staking::cancel_slash(&slasher, &node), &signers);
    world.pass(SLASH_INTERVAL_SECONDS);
    world.accepted(&[propose], &signers);
    world.pass(SLASH_OPENS_SECONDS);
    bench.instruction("io_staking.execute_slash", world, &staking::execute_slash(&node), &[]);
    let void = staking::void_epoch(&cast.admin.pubkey(), 0);
    bench.instruction("io_staking.void_epoch", world, &void, &[&cast.admin]);
}

/// A node with a holder who has staked 1 IO of 1,000. It has room for as many more as [`MANY`].
fn world_with_one() -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let (_, node) = world.ready_node(&cast, H100, 16);
    let holder = world.holder(&cast, 1_000);
    world.stake(&holder, &node, 1);
    (world, cast, holder, node)
}

/// The number of nodes and of holders does not matter: the same with `more` of each beside it.
fn among(bench: &mut Bench, number: &str, more: u32) {
    let (mut world, _, holder, node) = world_with_one();
    let key = holder.pubkey();
    world.crowd(&node, &key, more);
    world.pass(DAY / 2);
    let mut row = |name: &str, world: &mut World, call, signers: &[&Keypair]| {
        bench.instruction(&format!("{name}.among_{number}"), world, &call, signers);
    };
    row("io_staking.stake", &mut world, staking::stake(&key, &node, BASE_UNITS_PER_IO), &[&holder]);
    world.pass(DAY / 4);
    row("io_emission.crank", &mut world, emission::crank(), &[]);
    row("io_staking.sync_node", &mut world, staking::sync_node(&node), &[]);
    world.pass(60);
    row("io_staking.claim", &mut world, staking::claim(&key, &node), &[&holder]);
}

/// Nor does the time that a holder was away from a node that was reported an hour ago. Where the
/// report has lapsed, that takes a few divisions more, however long ago it was.
fn after_a_gap(bench: &mut Bench) {
    let (mut world, cast, holder, node) = world_with_one();
    let key = holder.pubkey();
    world.pass(DAY / 2);
    world.accepted(&[staking::sync_node(&node)], &[]);
    for (circumstance, gap, reported) in [
        ("after_1_hour", HOUR, true),
        ("after_10_years", 10 * YEAR, true),
        ("lapsed_2_days", 2 * DAY, false),
        ("lapsed_10_years", 10 * YEAR, false),
    ] {
        let mut world = world.clone();
        world.pass(gap - HOUR);
        if reported {
            world.attest(&cast, &node);
        }
        world.pass(HOUR);
        world.crank();
        for (name, call) in [
            ("stake", staking::stake(&key, &node, BASE_UNITS_PER_IO)),
            ("unstake", staking::unstake(&key, &node, BASE_UNITS_PER_IO / 2)),
            ("claim", staking::claim(&key, &node)),
            ("sync_node", staking::sync_node(&node)),
        ] {
            let signs = call.accounts.iter().any(|meta| meta.is_signer);
            let signers: &[&Keypair] = if signs { &[&holder] } else { &[] };
            let row = format!("io_staking.{name}.{circumstance}");
            bench.instruction(&row, &mut world.clone(), &call, signers);
        }
    }
}

/// The most that a pool has to catch up with: 24 nodes, whose reports lapse each in an hour of its
/// own, and a full weight that changes meanwhile, on a day on which nobody has looked.
fn after_a_silent_day(bench: &mut Bench) {
    let (mut world, cast, holder, node) = world_with_one();
    let full_weight = staking::announce_full_weight(&cast.admin.pubkey(), PoolKind::Gpu, 2 * MIN_FULL_WEIGHT);
    // The network must be half as large.
    world.ready_node(&cast, H100, 1_000);
    world.accepted(&[full_weight], &[&cast.admin]);
    world.pass(NOTICE_SECONDS - DAY - DAY / 2);
    let nodes: Vec<_> = (0..24)
        .map(|_| {
            let (_, node) = world.ready_node(&cast, H100, 8);
            world.pass(HOUR);
            node
        })
        .collect();
    world.attest(&cast, &node);
    world.pass(DAY);
    world.crank();
    let oracle = cast.oracle.pubkey();
    let key = holder.pubkey();
    let reports = [world.report(&nodes[1], BPS, 0)];
    for (name, call, signers) in [
        ("sync_node", staking::sync_node(&nodes[1]), &[][..]),
        ("claim", staking::claim(&key, &node), &[&holder][..]),
        ("report_availability", staking::report_availability(&oracle, &reports), &[&cast.oracle][..]),
    ] {
        let row = format!("io_staking.{name}.after_a_silent_day");
        bench.instruction(&row, &mut world.clone(), &call, signers);
    }
}
