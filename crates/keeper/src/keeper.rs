//! A pass: look, plan, do.

use {
    crate::{
        book,
        clock::Clock,
        market::{is_not_now, Desk},
        plan::{plan, Snapshot, Step, Task},
        rents::{Rents, RENT},
        Config, Market,
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
    /// Tasks that were left since the payer is out of SOL.
    pub unpaid: u32,
}

impl Report {
    /// Whether the cluster was seen and everything was done.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.unseen == 0 && self.unpaid == 0
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
    /// Lamports of rent among them.
    rent: u64,
}

/// A keeper.
pub struct Keeper<'a> {
    chain: &'a dyn Chain,
    payer: Keypair,
    config: Config,
    patience: Patience,
    stop: &'static AtomicBool,
    passes: u64,
    clock: Clock,
    rents: Rents,
    rests: HashMap<Key, Rest>,
    /// Whether the payer cannot pay, as this pass has found.
    broke: bool,
}

impl<'a> Keeper<'a> {
    /// A keeper that has done nothing yet. Between two calls of the cluster it looks whether to `stop`.
    pub fn new(
        chain: &'a dyn Chain,
        payer: Keypair,
        config: Config,
        patience: Patience,
        stop: &'static AtomicBool,
    ) -> Self {
        Self {
            chain,
            payer,
            config,
            patience: Patience { stop: Some(stop), ..patience },
            stop,
            passes: 0,
            clock: Clock::default(),
            rents: Rents::default(),
            rests: HashMap::new(),
            broke: false,
        }
    }

    /// Looks, plans, does.
    pub fn pass(&mut self) -> Report {
        let start = Instant::now();
        self.passes += 1;
        self.broke = false;
        let mut report = Report::default();
        let (snapshot, unseen) = book::fetch(self.chain);
        report.unseen = unseen;
        match self.chain.now() {
            Ok(now) => self.clock.read(now),
            Err(fault) => {
                warn!(%fault, "no clock");
                report.unseen += 1;
            }
        }
        if let Some(now) = self.clock.now() {
            let tasks = plan(now, &snapshot, &self.config.policy);
            report.planned = tasks.len() as u32;
            self.do_all(&snapshot, &tasks, &mut report);
            if let (Some(market), false) = (self.config.market, self.broke) {
                self.trade(&market, &mut report);
            }
        }
        if self.broke {
            let seen = report.done + report.gone + report.failed + report.resting;
            report.unpaid = report.planned.saturating_sub(seen).max(1);
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

    /// Whether the pass is over: it is to stop, or nobody pays.
    fn is_over(&self) -> bool {
        self.broke || self.stop.load(Ordering::Relaxed)
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
                if self.is_over() {
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
            Ok((calls, rent)) if self.lock(rent) => Some(Work { task, key, calls, rent }),
            Ok(_) => {
                report.resting += 1;
                debug!(task = key.0, about = %key.1, "the day has no more rent for payees without accounts");
                None
            }
            Err(fault) => {
                self.failed(key, &fault, report);
                None
            }
        }
    }

    /// Whether the day has `rent` left.
    fn lock(&mut self, rent: u64) -> bool {
        let now = self.clock.now().unwrap_or_default();
        self.rents.lock(now, rent, self.config.policy.most_rent)
    }

    /// A task's calls, and the rent among them.
    fn calls(&self, snapshot: &Snapshot, task: Task) -> Result<(Vec<Instruction>, u64), Fault> {
        let me = self.payer.pubkey();
        let mut rent = 0;
        let calls = match task {
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
                let Some((address, order)) = snapshot.orders.get(place) else { return Ok((Vec::new(), 0)) };
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
                rent = RENT.saturating_mul(dues.open.len() as u64);
                let mut calls = dues.open;
                calls.push(match step {
                    Step::Cancel => orders::cancel(&me, address, order, dues.pass[0]),
                    Step::End => orders::end(&me, address, order, dues.pass[0]),
                    Step::Settle => orders::settle(address, order, dues.pass),
                    Step::Close => orders::close(&order.client, address),
                });
                calls
            }
        };
        Ok((calls, rent))
    }

    /// Sends a batch; if it is refused, each half of it, down to single tasks, so that one bad task stops no other.
    fn carry_out(&mut self, works: &[Work], report: &mut Report) {
        if works.is_empty() || self.is_over() {
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
            Err(Fault::Refused(refusal)) if refusal.is_unpaid() => {
                self.broke = true;
                self.release(works);
            }
            Err(Fault::Refused(_)) if works.len() > 1 => {
                let (one, other) = works.split_at(works.len() / 2);
                self.carry_out(one, report);
                self.carry_out(other, report);
            }
            Err(Fault::Refused(refusal)) if is_gone(&refusal) => {
                self.release(works);
                for work in works {
                    self.rests.remove(&work.key);
                    report.gone += 1;
                    counter!("io_keeper_tasks_total", "task" => work.task.name(), "outcome" => "gone")
                        .increment(1);
                    debug!(task = work.task.name(), about = %work.key.1, %refusal, "somebody was first");
                }
            }
            Err(fault) => {
                self.release(works);
                works.iter().for_each(|work| self.failed(work.key, &fault, report));
            }
        }
    }

    /// Rent that was not paid.
    fn release(&mut self, works: &[Work]) {
        self.rents.release(works.iter().map(|work| work.rent).sum());
    }

    fn send(&self, calls: &[Instruction]) -> Result<(), Fault> {
        let sender = Sender {
            chain: self.chain,
            payer: &self.payer,
            priority_fee: self.config.priority_fee.of(self.chain, calls),
            patience: self.patience,
        };
        let receipt = sender.send(calls, &[])?;
        counter!("io_keeper_transactions_total").increment(1);
        counter!("io_keeper_compute_units_total").increment(receipt.compute_units);
        debug!(signature = %receipt.signature, compute_units = receipt.compute_units, "landed");
        Ok(())
    }

    /// Notes a failure. A task that the programs refuse rests longer and longer; one that the cluster kept from landing,
    /// or the payer could not pay, is tried again in the next pass.
    fn failed(&mut self, key: Key, fault: &Fault, report: &mut Report) {
        report.failed += 1;
        counter!("io_keeper_tasks_total", "task" => key.0, "outcome" => "failed").increment(1);
        if fault.is_passing() || fault.refusal().is_some_and(|refusal| refusal.kind == Kind::Funds) {
            warn!(task = key.0, about = %key.1, %fault, "not done; tried again in the next pass");
            return;
        }
        let rest = self.rests.entry(key).or_default();
        let passes = 1u32.checked_shl(rest.failures).unwrap_or(LONGEST_REST).min(LONGEST_REST);
        *rest =
            Rest { failures: rest.failures.saturating_add(1), until: self.passes + u64::from(passes) + 1 };
        error!(task = key.0, about = %key.1, %fault, passes, "refused; it rests");
    }

    /// Fills, or else swaps, if the rule pays it. One that cannot be tried does not keep the other from it.
    fn trade(&mut self, market: &Market, report: &mut Report) {
        let desk = match Desk::look(self.chain, market) {
            Ok(Some(desk)) => desk,
            Ok(None) => return,
            Err(fault) => return self.no_trade("trade", &fault, report),
        };
        let me = self.payer.pubkey();
        for (name, calls) in [("fill", desk.fill(&me, market)), ("swap", desk.swaps(market))] {
            let calls = match calls {
                Ok(calls) => calls,
                Err(fault) => {
                    self.no_trade(name, &fault, report);
                    continue;
                }
            };
            for call in calls {
                if self.is_over() {
                    return;
                }
                match self.send(&[call]) {
                    Ok(()) => {
                        report.done += 1;
                        counter!("io_keeper_tasks_total", "task" => name, "outcome" => "done").increment(1);
                        return;
                    }
                    Err(fault) => {
                        self.no_trade(name, &fault, report);
                        if fault.is_passing() {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Notes why a trade was not made. That the rule does not pay it now is no failure.
    fn no_trade(&mut self, name: &'static str, fault: &Fault, report: &mut Report) {
        match fault {
            Fault::Refused(refusal) if refusal.is_unpaid() => self.broke = true,
            Fault::Refused(refusal) if is_not_now(refusal) => {
                debug!(name, %refusal, "not paid by the rule now")
            }
            fault if fault.is_passing() => self.failed((name, buyback::CONFIG.address), fault, report),
            fault => warn!(name, %fault, "no trade"),
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

/// Whether a refusal says that the work is done, or not due: another keeper was first, or the snapshot was old.
fn is_gone(refusal: &Refusal) -> bool {
    const NAMES: [&str; 3] = ["AlreadyAccepted", "Disputed", "WrongSerial"];
    matches!(refusal.kind, Kind::NotThere | Kind::TooEarly) || NAMES.contains(&refusal.name.as_str())
}
