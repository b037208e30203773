use {
    super::*,
    crate::LockedGrant,
    io_client::{
        economics::{
            orders::Escrow,
            staking::{SLASH_CLOSES_SECONDS, SLASH_OPENS_SECONDS},
            time,
        },
        emission::Emission,
        orders::{mint, Hire, Rules, Terms, UnclaimedBalance, ARBITER_SECONDS, MAX_SECONDS},
        vesting::{CategoryKind, CategoryLedger},
    },
    solana_pubkey::Pubkey,
    std::time::Instant,
};

const HOUR: u32 = time::HOUR as u32;
const DAY: u32 = time::DAY as u32;

/// Those of genesis, for orders of any size.
const RULES: Rules = Rules { least_io: 1, least_usdc: 1, ..Rules::GENESIS };

fn open(at: i64, duration: u32) -> Order {
    let hire = Hire { processors: 2, rate: 150_000_000 };
    let terms = Terms { hire, duration, currency: Currency::Io };
    let (escrow, _) = Escrow::open(&terms, &RULES, at).unwrap();
    let key = Pubkey::default();
    Order {
        version: Order::VERSION,
        currency: Currency::Io,
        client_bump: 0,
        provider_bump: 0,
        revision: 0,
        serial: 0,
        client: key,
        node: key,
        provider: key,
        reference: [0; 32],
        escrow,
        record_bump: 0,
        bonded: false,
        reserved: [0; 6],
    }
}

fn running(at: i64, duration: u32) -> Order {
    let mut order = open(at, duration);
    order.escrow.accept(at, MAX_SECONDS).unwrap();
    order
}

fn steps(now: i64, order: Order) -> Vec<Task> {
    let snapshot = Snapshot { orders: vec![(Pubkey::default(), order)], ..Snapshot::default() };
    plan(now, &snapshot, &Policy::default())
}

#[test]
fn an_open_order_is_cancelled_once_nobody_can_accept_it() {
    let order = open(1_000, DAY);
    assert_eq!(steps(1_000 + i64::from(DAY), order), []);
    assert_eq!(steps(1_001 + i64::from(DAY), order), [Task::Order(Step::Cancel, 0)]);
}

#[test]
fn a_running_order_is_settled_by_the_day_and_ended_when_its_time_is_over() {
    let order = running(0, 5 * DAY);
    let day = i64::from(DAY);
    assert_eq!(steps(2 * day - 1, order), [], "less than a day is due");
    assert_eq!(steps(2 * day, order), [Task::Order(Step::Settle, 0)]);
    let mut settled = order;
    settled.escrow.settle(2 * day).unwrap();
    assert_eq!(steps(2 * day, settled), []);
    assert_eq!(steps(3 * day, settled), [Task::Order(Step::Settle, 0)]);
    assert_eq!(steps(5 * day, order), [Task::Order(Step::End, 0)]);
    let mut ended = order;
    ended.escrow.end(5 * day, Ender::Stranger).unwrap();
    assert_eq!(steps(6 * day, ended), [Task::Order(Step::Settle, 0)]);
    ended.escrow.settle(6 * day).unwrap();
    assert_eq!(steps(6 * day, ended), [Task::Order(Step::Close, 0)]);
}

#[test]
fn an_order_whose_bid_has_a_bond_is_not_closed_before_it_is_returned() {
    let mut order = running(0, DAY);
    let day = i64::from(DAY);
    order.escrow.end(day, Ender::Stranger).unwrap();
    order.escrow.settle(2 * day).unwrap();
    order.bonded = true;
    assert_eq!(steps(2 * day, order), []);
    order.bonded = false;
    assert_eq!(steps(2 * day, order), [Task::Order(Step::Close, 0)]);
}

#[test]
fn a_dispute_waits_for_the_arbiter() {
    let mut order = running(0, 5 * DAY);
    order.escrow.dispute(i64::from(2 * DAY)).unwrap();
    assert_eq!(steps(i64::from(2 * DAY), order), [Task::Order(Step::Settle, 0)], "a day is not disputed");
    order.escrow.settle(i64::from(2 * DAY)).unwrap();
    let until = i64::from(2 * DAY + ARBITER_SECONDS);
    assert_eq!(steps(until - 1, order), []);
    assert_eq!(steps(until, order), [Task::Order(Step::Settle, 0)]);
}

#[test]
fn an_order_that_was_ended_at_once_is_closed_an_hour_later() {
    let mut order = running(0, DAY);
    order.escrow.end(60, Ender::Operator).unwrap();
    assert_eq!(steps(59 + i64::from(HOUR), order), []);
    assert_eq!(steps(60 + i64::from(HOUR), order), [Task::Order(Step::Close, 0)]);
}

fn node(weight: u64, until: i64) -> Node {
    Node { address: Pubkey::default(), weight, until, slash_proposed_at: None, slash_epoch: 3 }
}

#[test]
fn a_node_is_synced_once_its_report_has_lapsed() {
    let nodes = vec![node(5, 100), node(0, 100), node(5, 101)];
    let snapshot = Snapshot { nodes, ..Snapshot::default() };
    assert_eq!(plan(99, &snapshot, &Policy::default()), []);
    assert_eq!(plan(100, &snapshot, &Policy::default()), [Task::Sync(0)]);
    assert_eq!(plan(101, &snapshot, &Policy::default()), [Task::Sync(0), Task::Sync(2)]);
}

#[test]
fn a_slash_is_executed_in_its_window_by_whoever_wants_to() {
    let mut slashed = node(0, 0);
    slashed.slash_proposed_at = Some(1_000);
    let snapshot = Snapshot { nodes: vec![node(0, 0), slashed], ..Snapshot::default() };
    let wants = Policy { execute_slashes: true, ..Policy::default() };
    let (opens, closes) = (1_000 + SLASH_OPENS_SECONDS, 1_000 + SLASH_CLOSES_SECONDS);
    assert_eq!(plan(opens - 1, &snapshot, &wants), []);
    assert_eq!(plan(opens, &snapshot, &wants), [Task::ExecuteSlash(1)]);
    assert_eq!(plan(closes, &snapshot, &wants), [Task::ExecuteSlash(1)]);
    assert_eq!(plan(closes + 1, &snapshot, &wants), []);
    for (epoch, tasks) in [(2, vec![Task::ExecuteSlash(1)]), (3, vec![])] {
        let epochs = Epochs { voided: 1 << epoch, ..Epochs::default() };
        let snapshot = Snapshot { nodes: snapshot.nodes.clone(), epochs, ..Snapshot::default() };
        assert_eq!(plan(opens, &snapshot, &wants), tasks, "the admin has voided epoch {epoch}");
    }
    assert_eq!(plan(opens, &snapshot, &Policy::default()), [], "nobody has asked for it");
}

/// A payee may close what was created for it, and keep the rent: no account for dust.
#[test]
fn what_waits_is_delivered_where_it_is_worth_it() {
    let keeper = Pubkey::from([1; 32]);
    let policy = Policy::default();
    let least = policy.least_delivery_usdc;
    for (amount, is_own, creates, delivers) in [
        (1, false, false, true),
        (0, false, false, false),
        (0, true, false, true),
        (0, true, true, false),
        (1, true, true, false),
        (least - 1, false, true, false),
        (least, false, true, true),
    ] {
        let balance = UnclaimedBalance {
            payee: Pubkey::from([2; 32]),
            opener: if is_own { keeper } else { Pubkey::from([3; 32]) },
            mint: mint(Currency::Usdc),
            amount,
            version: UnclaimedBalance::VERSION,
            padding: [0; 7],
        };
        let unclaimed = vec![Unclaimed { address: Pubkey::default(), balance, creates }];
        let snapshot = Snapshot { keeper, unclaimed, ..Snapshot::default() };
        let tasks: &[Task] = if delivers { &[Task::Deliver(0)] } else { &[] };
        assert_eq!(plan(0, &snapshot, &policy), tasks, "{amount} {is_own} {creates}");
    }
}

#[test]
fn the_locked_allocations_are_released_by_whoever_wants_to() {
    let mut category = CategoryLedger::new(CategoryKind::Seed);
    category.start(1_000).unwrap();
    let ledger = category.grant(2_400, 1_000).unwrap();
    let key = Pubkey::default();
    let grant = LockedGrant { address: key, beneficiary: key, ledger, category };
    let snapshot = Snapshot { grants: vec![grant], ..Snapshot::default() };
    let wants = Policy { release_grants: true, ..Policy::default() };
    let first = CategoryKind::Seed.unlocks_at(1_000, 1);
    assert_eq!(plan(first - 1, &snapshot, &wants), []);
    assert_eq!(plan(first, &snapshot, &wants), [Task::Release(0)]);
    assert_eq!(plan(first, &snapshot, &Policy::default()), [], "nobody has asked for it");
}

#[test]
fn the_emission_is_cranked_by_the_hour_until_it_ends() {
    let mut state = Emission::new(mint(Currency::Io));
    let due = |state: &Emission, now| {
        let snapshot = Snapshot { emission: Some(*state), ..Snapshot::default() };
        plan(now, &snapshot, &Policy::default()) == [Task::Crank]
    };
    assert!(!due(&state, 1_000_000), "before genesis");
    state.start(1_000).unwrap();
    assert!(!due(&state, 1_000 + 3_599));
    assert!(due(&state, 1_000 + 3_600));
    state.minted = TOTAL;
    assert!(!due(&state, i64::MAX));
}

#[test]
fn what_is_not_worth_its_fee_waits() {
    let least = Policy::default().least_burn;
    for (fees, tasks) in [(0, 0), (least - 1, 0), (least, 1)] {
        let snapshot = Snapshot { io_fees: Some(fees), ..Snapshot::default() };
        assert_eq!(plan(0, &snapshot, &Policy::default()).len(), tasks);
    }
    let all = Policy {
        settle_every: 0,
        least_sweep_io: 0,
        least_sweep_usdc: 0,
        least_burn: 0,
        ..Policy::default()
    };
    let snapshot = Snapshot { io_fees: Some(0), ..Snapshot::default() };
    assert_eq!(plan(0, &snapshot, &all), [], "nothing is never worth it");
}

#[test]
fn extremes_of_the_clock_break_nothing() {
    for now in [i64::MIN, -1, 0, i64::MAX] {
        for order in [open(0, HOUR), running(i64::MAX - 1, HOUR), running(i64::MIN, HOUR)] {
            let _ = steps(now, order);
        }
    }
}

/// 100,000 orders in every stage: prints what a plan takes.
#[test]
fn a_hundred_thousand_orders_are_planned_within_a_second() {
    const COUNT: i64 = 100_000;
    let day = i64::from(DAY);
    let orders: Vec<_> = (0..COUNT)
        .map(|i| {
            let at = i % (10 * day);
            let order = match i % 4 {
                0 => open(at, DAY),
                1 => running(at, 3 * DAY),
                2 => {
                    let mut order = running(at, 3 * DAY);
                    order.escrow.end(at + day, Ender::Client).unwrap();
                    order
                }
                _ => {
                    let mut order = running(at, 3 * DAY);
                    order.escrow.dispute(at + day).unwrap();
                    order
                }
            };
            (Pubkey::new_from_array([i as u8; 32]), order)
        })
        .collect();
    let snapshot = Snapshot { orders, ..Snapshot::default() };
    let start = Instant::now();
    let tasks = plan(5 * day, &snapshot, &Policy::default());
    let took = start.elapsed();
    let held =
        snapshot.orders.capacity() * size_of::<(Pubkey, Order)>() + tasks.capacity() * size_of::<Task>();
    println!("{COUNT} orders: {} tasks in {took:?}, {:.1} MB", tasks.len(), held as f64 / 1e6);
    assert!(tasks.len() > 50_000, "{}", tasks.len());
    assert!(took.as_secs_f64() < 1.0, "{took:?}");
    assert!(held < 32_000_000, "{held} bytes");
}
