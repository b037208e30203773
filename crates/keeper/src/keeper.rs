//! A pass: look, plan, do.

use {
    crate::{
        book,
        clock::Clock,
        market::{why_not, Trader, NOT_PAID},
        plan::{plan, Snapshot, Task},
        rents::{Rents, RENT},
        rests::Rests,
        work::{calls, delivery, key, Key, Work},
        Config, Health, Trading,
    },
    io_client::addresses::buyback,
    io_rpc::{Chain, Delivery, Fault, Kind, Patience, Refusal, Sender, UnclaimedBalances},
    metrics::{counter, gauge, histogram},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        sync::atomic::{AtomicBool, Ordering},
        time::Instant,
    },
    tracing::{debug, error, info, warn},
};

/// Tasks in one transaction; if that is too large, half of them, and so on.
const BATCH: usize = 6;
/// After so many intervals a pass does no more: the accounts that it has seen are old by then.
const LONGEST: u32 = 10;

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
    /// Tasks that were left to the next pass, since this one took long.
    pub left: u32,
}

impl Report {
    /// Whether the cluster was seen and everything was done.
    pub fn is_clean(&self) -> bool {
        self.failed == 0 && self.unseen == 0 && self.unpaid == 0
    }
}

/// A keeper.
pub struct Keeper<'a> {
    chain: &'a dyn Chain,
    payer: Keypair,
    config: Config,
    patience: Patience,
    stop: &'static AtomicBool,
    health: Option<&'a Health>,
    clock: Clock,
    rents: Rents,
    rests: Rests,
    /// Whether this pass has seen all of the cluster.
    sees: bool,
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
            health: None,
            clock: Clock::default(),
            rents: Rents::new(Instant::now()),
            rests: Rests::default(),
            sees: false,
            broke: false,
        }
    }

    /// The same, whose `health` hears of it whenever the cluster has answered in a pass that saw all of it.
    #[must_use]
    pub fn heard_by(self, health: &'a Health) -> Self {
        Self { health: Some(health), ..self }
    }

    /// Looks, plans, does.
    pub fn pass(&mut self) -> Report {
        let start = Instant::now();
        self.rests.turn();
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
        self.sees = report.unseen == 0;
        self.beat();
        if let Some(now) = self.clock.now() {
            let tasks = plan(now, &snapshot, &self.config.policy);
            report.planned = tasks.len() as u32;
            self.do_all(&snapshot, &tasks, &mut report);
            let met = report.done + report.gone + report.failed + report.resting;
            report.left = report.planned.saturating_sub(met);
            if let (Some(market), false) = (self.config.market, self.broke) {
                self.trade(&market, &mut report);
            }
        }
        if self.broke {
            report.unpaid = std::mem::take(&mut report.left).max(1);
        }
        self.look_at_the_payer();
        gauge!("io_keeper_orders").set(snapshot.orders.len() as f64);
        gauge!("io_keeper_nodes").set(snapshot.nodes.len() as f64);
        histogram!("io_keeper_pass_seconds").record(start.elapsed().as_secs_f64());
        let outcome = if report.is_clean() { "clean" } else { "failed" };
        counter!("io_keeper_passes_total", "outcome" => outcome).increment(1);
        let Report { planned, done, gone, failed, resting, unseen, unpaid, left } = report;
        let seconds = start.elapsed().as_secs_f64();
        info!(planned, done, gone, failed, resting, unseen, unpaid, left, seconds, "pass");
        report
    }

    /// Whether the pass is over: it is to stop, or nobody pays.
    fn is_over(&self) -> bool {
        self.broke || self.stop.load(Ordering::Relaxed)
    }

    /// The cluster has answered.
    fn beat(&self) {
        if let (Some(health), true) = (self.health, self.sees) {
            health.beat();
        }
    }

    /// Tasks of a kind in batches, kind after kind, each kind in an order of its own: keepers that started together do
    /// not go through the same tasks side by side.
    fn do_all(&mut self, snapshot: &Snapshot, tasks: &[Task], report: &mut Report) {
        let (start, longest) = (Instant::now(), self.config.interval.saturating_mul(LONGEST));
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
                let works = self.works(snapshot, batch, report);
                self.carry_out(&works, report);
                if start.elapsed() > longest {
                    return;
                }
            }
        }
    }

    /// A batch with its calls. What rests is left out; all of it, if the payees' accounts could not be looked at.
    fn works(&mut self, snapshot: &Snapshot, batch: &[Task], report: &mut Report) -> Vec<Work> {
        let named = batch.iter().filter_map(|task| Some((key(snapshot, *task)?, *task)));
        let (resting, ready): (Vec<_>, Vec<_>) = named.partition(|(key, _)| self.rests.hold(key));
        report.resting += resting.len() as u32;
        let me = self.payer.pubkey();
        let deliveries: Vec<Delivery> = ready.iter().map(|(_, task)| delivery(snapshot, *task)).collect();
        match UnclaimedBalances::each(self.chain, &me, &deliveries) {
            Ok(unclaimed_balances) => {
                let fits = |((key, task), unclaimed_balances): ((Key, Task), UnclaimedBalances)| {
                    let rent = RENT.saturating_mul(unclaimed_balances.open.len() as u64);
                    let fits = self.lock(key, rent, report);
                    fits.then(|| Work { key, calls: calls(&me, snapshot, task, unclaimed_balances), rent })
                };
                ready.into_iter().zip(unclaimed_balances).filter_map(fits).collect()
            }
            Err(fault) => {
                ready.iter().for_each(|(key, _)| self.failed(*key, &fault, report));
                Vec::new()
            }
        }
    }

    /// Whether the day has `rent` left for a task, which rests if not.
    fn lock(&mut self, key: Key, rent: u64, report: &mut Report) -> bool {
        let fits = self.rents.lock(Instant::now(), rent, self.config.policy.most_rent);
        if !fits {
            report.resting += 1;
            debug!(task = key.0, about = %key.1, "the day has no more rent for payees without accounts");
        }
        fits
    }

    /// Sends a batch; if it is refused, each half of it, down to single tasks, so that one bad task stops no other.
    fn carry_out(&mut self, works: &[Work], report: &mut Report) {
        if works.is_empty() || self.is_over() {
            return self.release(works);
        }
        let calls: Vec<Instruction> = works.iter().flat_map(|work| work.calls.iter().cloned()).collect();
        match self.send(works[0].key.0, works.len(), &calls) {
            Ok(()) => {
                for work in works {
                    self.rests.end(&work.key);
                    report.done += 1;
                    counter!("io_keeper_tasks_total", "task" => work.key.0, "outcome" => "done").increment(1);
                    debug!(task = work.key.0, about = %work.key.1, "done");
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
                    self.rests.end(&work.key);
                    report.gone += 1;
                    counter!("io_keeper_tasks_total", "task" => work.key.0, "outcome" => "gone").increment(1);
                    debug!(task = work.key.0, about = %work.key.1, %refusal, "somebody was first");
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

    /// Sends the calls of `count` tasks of the same kind in one transaction.
    fn send(&self, task: &'static str, count: usize, calls: &[Instruction]) -> Result<(), Fault> {
        let sender = Sender {
            chain: self.chain,
            payer: &self.payer,
            priority_fee: self.config.priority_fee.of(self.chain, calls),
            patience: self.patience,
        };
        let sent = sender.send(calls, &[]);
        if matches!(sent, Ok(_) | Err(Fault::Refused(_))) {
            self.beat();
        }
        let receipt = sent?;
        counter!("io_keeper_transactions_total").increment(1);
        counter!("io_keeper_compute_units_total").increment(receipt.compute_units);
        info!(task, count, signature = %receipt.signature, compute_units = receipt.compute_units, "landed");
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
        let passes = self.rests.begin(key);
        error!(task = key.0, about = %key.1, %fault, passes, "refused; it rests");
    }

    /// Fills, or else swaps, if the rule pays it. One that cannot be tried does not keep the other from it.
    fn trade(&mut self, market: &Trading, report: &mut Report) {
        let trader = match Trader::look(self.chain, market) {
            Ok(Some(trader)) => trader,
            Ok(None) => return,
            Err(fault) => return self.no_trade("trade", &fault, report),
        };
        let me = self.payer.pubkey();
        for (name, trades) in [("fill", trader.fill(&me, market)), ("swap", trader.swaps(market))] {
            let trades = match trades {
                Ok(trades) => trades,
                Err(fault) => {
                    self.no_trade(name, &fault, report);
                    continue;
                }
            };
            for calls in trades {
                if self.is_over() {
                    return;
                }
                match self.send(name, 1, &calls) {
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
                        // Another refusal meets a smaller trade, too.
                        if fault.refusal().and_then(why_not) != Some(NOT_PAID) {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Notes why a trade was not made. That the rule does not pay it now is no failure.
    fn no_trade(&mut self, name: &'static str, fault: &Fault, report: &mut Report) {
        match (fault, fault.refusal().and_then(why_not)) {
            (Fault::Refused(refusal), Some(why)) => debug!(name, %refusal, "{why}"),
            (Fault::Refused(refusal), None) if refusal.is_unpaid() => self.broke = true,
            (fault, _) if fault.is_passing() => self.failed((name, buyback::CONFIG.address), fault, report),
            (fault, _) => warn!(name, %fault, "no trade"),
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

/// Whether a refusal says that the work is done, or not due: another keeper was first, or the snapshot was old.
fn is_gone(refusal: &Refusal) -> bool {
    const NAMES: [&str; 3] = ["AlreadyAccepted", "Disputed", "WrongSerial"];
    matches!(refusal.kind, Kind::NotThere | Kind::TooEarly) || NAMES.contains(&refusal.name.as_str())
}
