//! A pass: look, plan, do.

use {
    crate::{
        book, market,
        plan::{plan, Snapshot, Step, Task},
        Config,
    },
    io_client::{addresses::buyback, buyback::burn, emission, orders, staking},
    io_rpc::{Chain, Dues, Fault, Kind, Patience, Refusal, Sender},
    metrics::{counter, gauge, histogram},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        collections::HashMap,
        sync::atomic::{AtomicBool, Ordering},
        time::Instant,
    },
    tracing::{debug, error, info, warn},
};

/// Tasks in one transaction; if that is too large, half of them, and so on.
const BATCH: usize = 6;
/// After so many failures in a row a task rests for this many passes at most.
const LONGEST_REST: u32 = 64;

/// What a pass has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Tasks that were planned.
    pub planned: u32,
    /// Tasks done.
    pub done: u32,
    /// Tasks that somebody else had done already.
    pub gone: u32,
    /// Tasks that failed, to be tried again.
    pub failed: u32,
    /// Tasks that rest after they failed.
    pub resting: u32,
    /// Parts of the snapshot that could not be fetched.
    pub unseen: u32,
}

impl Report {
    /// Whether the cluster was seen and everything was done.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.unseen == 0
    }
}

/// A task by what it is about, across passes.
type Key = (&'static str, Pubkey);

/// How often a task failed in a row, and the pass at which it is tried again.
#[derive(Clone, Copy, Default)]
struct Rest {
    failures: u32,
    until: u64,
}

/// A task and its calls.
struct Work {
    task: Task,
    key: Key,
    calls: Vec<Instruction>,
}

/// A keeper.
pub struct Keeper<'a> {
    chain: &'a dyn Chain,
    payer: Keypair,
    config: Config,
    patience: Patience,
    stop: &'a AtomicBool,
    passes: u64,
    latest: i64,
    rests: HashMap<Key, Rest>,
}

impl<'a> Keeper<'a> {
    /// A keeper that has done nothing yet. Between two transactions it looks whether to `stop`.
    pub fn new(
        chain: &'a dyn Chain,
        payer: Keypair,
        config: Config,
        patience: Patience,
        stop: &'a AtomicBool,
    ) -> Self {
        Self { chain, payer, config, patience, stop, passes: 0, latest: i64::MIN, rests: HashMap::new() }
    }

    /// Looks, plans, does.
    pub fn pass(&mut self) -> Report {
        let start = Instant::now();
        self.passes += 1;
        let mut report = Report::default();
        let (snapshot, unseen) = book::fetch(self.chain);
        report.unseen = unseen;
        match self.chain.now() {
            // A node that lags shows an older clock than one that was asked before.
            Ok(now) => self.latest = self.latest.max(now),
            Err(fault) => {
                warn!(%fault, "no clock");
                report.unseen += 1;
            }
        }
        if self.latest > i64::MIN {
            let tasks = plan(self.latest, &snapshot, &self.config.policy);
            report.planned = tasks.len() as u32;
            self.do_all(&snapshot, &tasks, &mut report);
            self.trade(&mut report);
        }
        self.look_at_the_payer();
        gauge!("io_keeper_orders").set(snapshot.orders.len() as f64);
        gauge!("io_keeper_nodes").set(snapshot.nodes.len() as f64);
        histogram!("io_keeper_pass_seconds").record(start.elapsed().as_secs_f64());
        let outcome = if report.is_clean() { "clean" } else { "failed" };
        counter!("io_keeper_passes_total", "outcome" => outcome).increment(1);
        info!(?report, seconds = start.elapsed().as_secs_f64(), "pass");
        report
    }

    fn stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Tasks of a kind in batches, kind after kind, each kind in an order of its own: keepers that started together do
    /// not go through the same tasks side by side.
    fn do_all(&mut self, snapshot: &Snapshot, tasks: &[Task], report: &mut Report) {
        let mut rest = tasks;
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|task| task.name() == first.name()).count();
            let (kind, after) = rest.split_at(same);
            rest = after;
            let mut kind = kind.to_vec();
            fastrand::shuffle(&mut kind);
            for batch in kind.chunks(BATCH) {
                if self.stopping() {
                    return;
                }
                let works: Vec<Work> =
                    batch.iter().filter_map(|task| self.work(snapshot, *task, report)).collect();
                self.carry_out(&works, report);
            }
        }
    }

    /// A task's calls; none if it rests, or its accounts could not be looked at.
    fn work(&mut self, snapshot: &Snapshot, task: Task, report: &mut Report) -> Option<Work> {
        let key = (task.name(), subject(snapshot, task)?);
        if self.rests.get(&key).is_some_and(|rest| rest.until > self.passes) {
            report.resting += 1;
            return None;
        }
        match self.calls(snapshot, task) {
            Ok(calls) => Some(Work { task, key, calls }),
            Err(fault) => {
                self.failed(key, &fault, report);
                None
            }
        }
    }

    fn calls(&self, snapshot: &Snapshot, task: Task) -> Result<Vec<Instruction>, Fault> {
        let me = self.payer.pubkey();
        Ok(match task {
            Task::Crank => vec![emission::crank()],
            Task::Burn => vec![burn()],
            Task::Sweep(currency) => vec![orders::sweep_fees(currency)],
            Task::Sync(place) => snapshot
                .nodes
                .get(place)
                .map(|node| staking::sync_node(&node.address, &node.class))
                .into_iter()
                .collect(),
            Task::Order(step, place) => {
                let Some((address, order)) = snapshot.orders.get(place) else { return Ok(Vec::new()) };
                let payees: &[Pubkey] = match step {
                    Step::Close => &[],
                    Step::Cancel | Step::End => &[order.client],
                    Step::Settle => &[order.provider, order.client],
                };
                let dues = if payees.is_empty() {
                    Dues::default()
                } else {
                    Dues::of(self.chain, &me, order.currency, payees)?
                };
                let mut calls = dues.open;
                calls.push(match step {
                    Step::Cancel => orders::cancel(&me, address, order, dues.pass[0]),
                    Step::End => orders::end(&me, address, order, dues.pass[0]),
                    Step::Settle => orders::settle(address, order, dues.pass),
                    Step::Close => orders::close(&order.client, address),
                });
                calls
            }
        })
    }

    /// Sends a batch; if it is refused, each half of it, down to single tasks, so that one bad task stops no other.
    fn carry_out(&mut self, works: &[Work], report: &mut Report) {
        if works.is_empty() || self.stopping() {
            return;
        }
        let calls: Vec<Instruction> = works.iter().flat_map(|work| work.calls.iter().cloned()).collect();
        match self.send(&calls) {
            Ok(()) => {
                for work in works {
                    self.rests.remove(&work.key);
                    report.done += 1;
                    counter!("io_keeper_tasks_total", "task" => work.task.name(), "outcome" => "done")
                        .increment(1);
                    debug!(task = work.task.name(), about = %work.key.1, "done");
                }
            }
            Err(Fault::Refused(_)) if works.len() > 1 => {
                let (one, other) = works.split_at(works.len() / 2);
                self.carry_out(one, report);
                self.carry_out(other, report);
            }
            Err(Fault::Refused(refusal)) if is_gone(&refusal) => {
                for work in works {
                    self.rests.remove(&work.key);
                    report.gone += 1;
                    counter!("io_keeper_tasks_total", "task" => work.task.name(), "outcome" => "gone")
                        .increment(1);
                    debug!(task = work.task.name(), about = %work.key.1, %refusal, "somebody was first");
                }
            }
            Err(fault) => works.iter().for_each(|work| self.failed(work.key, &fault, report)),
        }
    }

    fn send(&self, calls: &[Instruction]) -> Result<(), Fault> {
        let sender = Sender {
            chain: self.chain,
            payer: &self.payer,
            priority_fee: self.config.priority_fee,
            patience: self.patience,
        };
        let receipt = sender.send(calls, &[])?;
        counter!("io_keeper_transactions_total").increment(1);
        counter!("io_keeper_compute_units_total").increment(receipt.compute_units);
        debug!(signature = %receipt.signature, compute_units = receipt.compute_units, "landed");
        Ok(())
    }

    /// Notes a failure. A task that the programs refuse rests longer and longer; one that the cluster kept from landing
    /// is tried again in the next pass.
    fn failed(&mut self, key: Key, fault: &Fault, report: &mut Report) {
        report.failed += 1;
        counter!("io_keeper_tasks_total", "task" => key.0, "outcome" => "failed").increment(1);
        if fault.is_passing() {
            warn!(task = key.0, about = %key.1, %fault, "not done; tried again in the next pass");
            return;
        }
        let rest = self.rests.entry(key).or_default();
        let passes = 1u32.checked_shl(rest.failures).unwrap_or(LONGEST_REST).min(LONGEST_REST);
        *rest =
            Rest { failures: rest.failures.saturating_add(1), until: self.passes + u64::from(passes) + 1 };
        error!(task = key.0, about = %key.1, %fault, passes, "refused; it rests");
    }

    /// Fills or swaps, if the rule pays it.
    fn trade(&mut self, report: &mut Report) {
        let Some(market) = self.config.market else { return };
        let calls = match market::calls(self.chain, &self.payer.pubkey(), &market) {
            Ok(calls) => calls,
            Err(fault) if fault.is_passing() => {
                return self.failed(("trade", buyback::CONFIG.address), &fault, report)
            }
            // A stale or missing price stops this one feature, until there is a fit one.
            Err(fault) => return info!(%fault, "no trade"),
        };
        for (name, call) in calls {
            if self.stopping() {
                return;
            }
            match self.send(&[call]) {
                Ok(()) => {
                    report.done += 1;
                    counter!("io_keeper_tasks_total", "task" => name, "outcome" => "done").increment(1);
                    return;
                }
                Err(Fault::Refused(refusal)) => debug!(name, %refusal, "not paid by the rule now"),
                Err(fault) => return self.failed((name, buyback::CONFIG.address), &fault, report),
            }
        }
    }

    fn look_at_the_payer(&self) {
        let Ok(account) = self.chain.account(&self.payer.pubkey()) else { return };
        let lamports = account.map_or(0, |account| account.lamports);
        gauge!("io_keeper_payer_lamports").set(lamports as f64);
        if lamports < 10_000_000 {
            warn!(payer = %self.payer.pubkey(), lamports, "the payer is short of SOL: send it some");
        }
    }
}

/// What a task is about.
fn subject(snapshot: &Snapshot, task: Task) -> Option<Pubkey> {
    Some(match task {
        Task::Crank => io_client::addresses::emission::EMISSION.address,
        Task::Burn => buyback::CONFIG.address,
        Task::Sweep(currency) => orders::payment(currency),
        Task::Sync(place) => snapshot.nodes.get(place)?.address,
        Task::Order(_, place) => snapshot.orders.get(place)?.0,
    })
}

/// Whether a refusal says that the work is done: another keeper was first, or the snapshot was old.
fn is_gone(refusal: &Refusal) -> bool {
    const NAMES: [&str; 12] = [
        "NothingDue",
        "EmissionEnded",
        "AlreadyAccepted",
        "AlreadyEnded",
        "AlreadySettled",
        "Disputed",
        "EndFirst",
        "StillBooked",
        "NotSettled",
        "NothingToSweep",
        "NothingToBurn",
        "WrongSerial",
    ];
    refusal.kind == Kind::NotThere || NAMES.contains(&refusal.name.as_str())
}
