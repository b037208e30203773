//! A pass: look, plan, do.

mod batches;
mod report;
mod trade;

pub use report::Report;
use {
    crate::{backoff::Backoff, clock::Clock, fetch, plan::plan, rents::Rents, work::Key, Config, Health},
    io_rpc::{Chain, Fault, Kind, Patience, Sender},
    metrics::{counter, gauge, histogram},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        sync::atomic::{AtomicBool, Ordering},
        time::Instant,
    },
    tracing::{error, info, warn},
};

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
    backoff: Backoff,
    /// Whether this pass has seen all of the cluster.
    sees: bool,
    /// Whether the payer cannot pay, as this pass has found.
    broke: bool,
}

impl<'a> Keeper<'a> {
    /// A keeper that has done nothing yet. Between two calls of the cluster it looks whether to
    /// `stop`.
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
            backoff: Backoff::default(),
            sees: false,
            broke: false,
        }
    }

    /// The same, whose `health` hears of it whenever the cluster has answered in a pass that saw
    /// all of it.
    #[must_use]
    pub fn heard_by(self, health: &'a Health) -> Self {
        Self { health: Some(health), ..self }
    }

    /// Looks, plans, does.
    pub fn pass(&mut self) -> Report {
        let start = Instant::now();
        self.backoff.next_pass();
        self.broke = false;
        let mut report = Report::default();
        let (snapshot, unseen) = fetch::snapshot(self.chain);
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
            let met = report.done + report.gone + report.failed + report.waiting;
            report.left = report.planned.saturating_sub(met);
            if let (Some(trading), false) = (self.config.trading, self.broke) {
                self.trade(&trading, &mut report);
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
        let Report { planned, done, gone, failed, waiting, unseen, unpaid, left } = report;
        let seconds = start.elapsed().as_secs_f64();
        info!(planned, done, gone, failed, waiting, unseen, unpaid, left, seconds, "pass");
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

    /// Notes a failure. A task that the programs refuse waits, longer each time; one that did not
    /// land, or that the payer could not pay for, is tried again in the next pass.
    fn failed(&mut self, key: Key, fault: &Fault, report: &mut Report) {
        report.failed += 1;
        counter!("io_keeper_tasks_total", "task" => key.0, "outcome" => "failed").increment(1);
        if fault.is_passing() || fault.refusal().is_some_and(|refusal| refusal.kind == Kind::Funds) {
            warn!(task = key.0, about = %key.1, %fault, "not done; tried again in the next pass");
            return;
        }
        let passes = self.backoff.failed(key);
        error!(task = key.0, about = %key.1, %fault, passes, "refused; it waits some passes");
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
