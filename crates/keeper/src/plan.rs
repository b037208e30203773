//! What is to be done: a pure function of the time and the accounts.
//!
//! It asks the same rules as the programs (`io_economics`), on copies; the programs decide again.

use {
    io_client::{
        economics::emission::TOTAL,
        emission::{is_due, Emission},
        orders::{Currency, Ender, Ledger, Order, Stage},
        staking::{self, HardwareClass},
    },
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// What of a node matters to a keeper.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Where it is.
    pub address: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// The multiplier of its class as last synced, in hundredths.
    pub multiplier: u16,
    /// Its weight as counted in its pool.
    pub weight: u64,
    /// The last second at which its report holds.
    pub until: i64,
}

impl Node {
    /// Of a node's account.
    pub fn new(address: Pubkey, node: &staking::Node) -> Self {
        let ledger = &node.ledger;
        Self {
            address,
            class: node.class,
            multiplier: ledger.multiplier,
            weight: ledger.weight,
            until: ledger.availability.until(),
        }
    }
}

/// The accounts of one moment. A part that could not be fetched is left out, and its tasks wait for the next pass.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The emission.
    pub emission: Option<Emission>,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Hardware classes, by where they are.
    pub classes: HashMap<Pubkey, HardwareClass>,
    /// Orders.
    pub orders: Vec<(Pubkey, Order)>,
    /// Books of orders, one per currency.
    pub ledgers: Vec<Ledger>,
    /// Base units of IO in buyback's vault, if buyback is there.
    pub io_fees: Option<u64>,
}

/// When a task is worth its fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A running order is settled when so many seconds of service are due; at its end in any case.
    pub settle_every: u32,
    /// Fees are swept when they are at least this much, in base units of IO.
    pub least_sweep_io: u64,
    /// Fees are swept when they are at least this much, in base units of USDC.
    pub least_sweep_usdc: u64,
    /// IO is burned when it is at least this much, in base units.
    pub least_burn: u64,
    /// Lamports of rent a day, at most, for payees whose accounts cannot take their money.
    pub most_rent: u64,
}

impl Default for Policy {
    /// A day of service; one IO, one USDC; a tenth of a SOL.
    fn default() -> Self {
        Self {
            settle_every: 86_400,
            least_sweep_io: 100_000_000,
            least_sweep_usdc: 1_000_000,
            least_burn: 100_000_000,
            most_rent: 100_000_000,
        }
    }
}

/// A step of an order that anyone may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Everything returns: it was not accepted in time.
    Cancel,
    /// The booked time is over.
    End,
    /// Something is due.
    Settle,
    /// Nothing is left.
    Close,
}

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Mint what the schedule has reached.
    Crank,
    /// Bring a node to now, whose report has lapsed or whose class has another multiplier; its place in the snapshot.
    Sync(usize),
    /// Take an order's step; its place in the snapshot.
    Order(Step, usize),
    /// Send fees to buyback.
    Sweep(Currency),
    /// Burn the fees paid in IO.
    Burn,
}

impl Task {
    /// Its name in logs and metrics.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Crank => "crank",
            Self::Sync(_) => "sync",
            Self::Order(Step::Cancel, _) => "cancel",
            Self::Order(Step::End, _) => "end",
            Self::Order(Step::Settle, _) => "settle",
            Self::Order(Step::Close, _) => "close",
            Self::Sweep(_) => "sweep",
            Self::Burn => "burn",
        }
    }
}

/// What is to be done at `now` (Unix seconds), the most urgent first: processors that are hired for nothing, then nodes
/// that earn for nothing, then money.
pub fn plan(now: i64, snapshot: &Snapshot, policy: &Policy) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let steps = snapshot
        .orders
        .iter()
        .enumerate()
        .filter_map(|(place, (_, order))| Some(Task::Order(step(now, order, policy)?, place)));
    tasks.extend(steps);
    tasks.sort_by_key(|task| match task {
        Task::Order(Step::End, _) => 0,
        Task::Order(Step::Cancel, _) => 1,
        Task::Order(Step::Settle, _) => 2,
        _ => 3,
    });
    let lapsed = |node: &Node| node.until < now;
    let outdated = |node: &Node| {
        let class = snapshot.classes.get(&node.class);
        class.is_some_and(|class| class.multiplier_at(now) != node.multiplier)
    };
    let syncs = snapshot
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.weight > 0 && (lapsed(node) || outdated(node)))
        .map(|(place, _)| Task::Sync(place));
    let ends = tasks.iter().take_while(|task| matches!(task, Task::Order(Step::End, _))).count();
    tasks.splice(ends..ends, syncs);
    if snapshot.emission.as_ref().is_some_and(|state| state.minted < TOTAL && is_due(state, now)) {
        tasks.insert(0, Task::Crank);
    }
    for ledger in &snapshot.ledgers {
        let least = match ledger.currency {
            Currency::Io => policy.least_sweep_io,
            Currency::Usdc => policy.least_sweep_usdc,
        };
        if ledger.balances.fees >= least.max(1) {
            tasks.push(Task::Sweep(ledger.currency));
        }
    }
    if snapshot.io_fees.is_some_and(|fees| fees >= policy.least_burn.max(1)) {
        tasks.push(Task::Burn);
    }
    tasks
}

/// The step that an order waits for.
fn step(now: i64, order: &Order, policy: &Policy) -> Option<Step> {
    let mut escrow = order.escrow;
    match order.escrow.stage {
        Stage::Settled => Some(Step::Close),
        Stage::Open => escrow.cancel(now, false).is_ok().then_some(Step::Cancel),
        Stage::Running if escrow.end(now, Ender::Stranger).is_ok() => Some(Step::End),
        Stage::Running | Stage::Ended | Stage::Disputed => {
            let mut escrow = order.escrow;
            escrow.settle(now).ok()?;
            let served = escrow.settled.saturating_sub(order.escrow.settled);
            (escrow.stage == Stage::Settled || served >= policy.settle_every.max(1)).then_some(Step::Settle)
        }
    }
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        io_client::economics::{
            orders::Escrow,
            staking::{PoolKind, NOTICE_SECONDS},
        },
        io_client::orders::{FeeRates, Hire, Rules, Terms, ARBITER_SECONDS},
        std::time::Instant,
    };

    const HOUR: u32 = 3_600;
    const DAY: u32 = 86_400;
    const RULES: Rules = Rules {
        least_io: 1,
        least_usdc: 1,
        accept_seconds: DAY,
        holdback_seconds: DAY,
        fees: FeeRates { booking_bps: 25, payment_bps: 200, provider_payment_bps: 0 },
        padding: [0; 2],
    };

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
        }
    }

    fn running(at: i64, duration: u32) -> Order {
        let mut order = open(at, duration);
        order.escrow.accept(at, true).unwrap();
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
    fn a_dispute_waits_for_the_arbiter() {
        let mut order = running(0, 5 * DAY);
        order.escrow.dispute(i64::from(2 * DAY)).unwrap();
        let until = i64::from(2 * DAY + ARBITER_SECONDS);
        assert_eq!(steps(until - 1, order), []);
        assert_eq!(steps(until, order), [Task::Order(Step::Settle, 0)]);
    }

    const MULTIPLIER: u16 = 100;

    fn node(weight: u64, until: i64) -> Node {
        let (address, class) = Default::default();
        Node { address, class, multiplier: MULTIPLIER, weight, until }
    }

    #[test]
    fn a_node_is_synced_once_its_report_has_lapsed() {
        let nodes = vec![node(5, 100), node(0, 100), node(5, 101)];
        let snapshot = Snapshot { nodes, ..Snapshot::default() };
        assert_eq!(plan(100, &snapshot, &Policy::default()), []);
        assert_eq!(plan(101, &snapshot, &Policy::default()), [Task::Sync(0)]);
        assert_eq!(plan(102, &snapshot, &Policy::default()), [Task::Sync(0), Task::Sync(2)]);
    }

    #[test]
    fn a_node_is_synced_once_its_class_has_another_multiplier() {
        let mut class = HardwareClass::new(1, PoolKind::Gpu, MULTIPLIER).unwrap();
        class.announce(2 * MULTIPLIER, 0).unwrap();
        let nodes = vec![node(5, i64::MAX), node(0, i64::MAX)];
        let classes = HashMap::from([(Pubkey::default(), class)]);
        let snapshot = Snapshot { nodes, classes, ..Snapshot::default() };
        assert_eq!(plan(NOTICE_SECONDS - 1, &snapshot, &Policy::default()), []);
        assert_eq!(plan(NOTICE_SECONDS, &snapshot, &Policy::default()), [Task::Sync(0)]);
    }

    #[test]
    fn the_emission_is_cranked_by_the_hour_until_it_ends() {
        let mut state = Emission::new(Pubkey::default());
        let due = |state: &Emission, now| {
            let snapshot = Snapshot { emission: Some(state.clone()), ..Snapshot::default() };
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
}
