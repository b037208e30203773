//! A pass: look, plan, do.

mod prices;
mod trade;

use {
    crate::{
        backoff::Backoff,
        clock::Clock,
        crew::{Share, Watch},
        fetch,
        jobs::key_of,
        pass::{Outcomes, OwnTask, Pass, Queue},
        plan::{plan, Snapshot, Task},
        rents::Rents,
        Config, Health, Report,
    },
    io_rpc::{Chain, Patience, SharedBlockhash},
    metrics::{counter, gauge, histogram},
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        sync::{
            atomic::{AtomicBool, Ordering},
            Mutex, PoisonError,
        },
        time::Instant,
    },
    tracing::{info, warn},
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
    watch: Watch,
    /// Whether this pass has seen all of the cluster.
    sees: bool,
    /// Whether the payer cannot pay, as this pass has found.
    broke: bool,
    /// When it last told of a price that nobody pushes.
    stale_told: Option<Instant>,
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
            watch: Watch::default(),
            sees: false,
            broke: false,
            stale_told: None,
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
        let mut report = Report::default();
        let me = self.payer.pubkey();
        let (snapshot, unseen) = fetch::snapshot(self.chain, &self.config.policy, me);
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
            let tasks = self.own(&snapshot, plan(now, &snapshot, &self.config.policy), &mut report);
            report.planned = tasks.len() as u32;
            self.broke = self.do_all(now, &snapshot, &tasks, &mut report);
            let met = report.done + report.gone + report.failed + report.waiting;
            report.left = report.planned.saturating_sub(met);
            if let Some(config) = &snapshot.buyback {
                self.watch_prices(config, now);
            }
            if let (Some(trading), false) = (self.config.trading.clone(), self.is_over()) {
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
        let Report { planned, done, gone, failed, waiting, unseen, unpaid, left, others } = report;
        let seconds = start.elapsed().as_secs_f64();
        info!(planned, done, gone, failed, waiting, unseen, unpaid, left, others, seconds, "pass");
        report
    }

    /// The tasks that are this keeper's among those of its crew: what only it may do first.
    fn own(&mut self, snapshot: &Snapshot, tasks: Vec<Task>, report: &mut Report) -> Vec<OwnTask> {
        let me = self.payer.pubkey();
        let (alone, tasks): (Vec<Task>, Vec<Task>) =
            tasks.into_iter().partition(|task| matches!(task, Task::TopUp(..)));
        let keyed: Vec<_> =
            tasks.into_iter().filter_map(|task| Some((task, key_of(snapshot, task)?))).collect();
        let keys: Vec<_> = keyed.iter().map(|(_, key)| *key).collect();
        let shares = self.watch.share(&self.config.crew, &me, Instant::now(), &keys, report.unseen == 0);
        let all = keyed.len();
        let own = keyed.into_iter().zip(shares).filter_map(|((task, _), share)| match share {
            Share::Own => Some(OwnTask { task, covers: None }),
            Share::Covers(keeper) => Some(OwnTask { task, covers: Some(keeper) }),
            Share::Others => None,
        });
        let own: Vec<OwnTask> = own.collect();
        report.others = all.saturating_sub(own.len()) as u32;
        alone.into_iter().map(|task| OwnTask { task, covers: None }).chain(own).collect()
    }

    /// Does the tasks; returns whether the payer could not pay.
    fn do_all(&mut self, now: i64, snapshot: &Snapshot, tasks: &[OwnTask], report: &mut Report) -> bool {
        let beat = || {
            if let (Some(health), true) = (self.health, self.sees) {
                health.beat();
            }
        };
        let outcomes = Outcomes { report: *report, backoff: &mut self.backoff, rents: &mut self.rents };
        let pass = Pass {
            chain: self.chain,
            payer: &self.payer,
            config: &self.config,
            patience: self.patience,
            stop: self.stop,
            snapshot,
            now,
            beat: &beat,
            outcomes: Mutex::new(outcomes),
            broke: AtomicBool::new(false),
            blockhash: SharedBlockhash::default(),
            queue: Queue::new(self.config.limits),
        };
        pass.run(tasks);
        let broke = pass.broke.load(Ordering::Relaxed);
        *report = pass.outcomes.into_inner().unwrap_or_else(PoisonError::into_inner).report;
        broke
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

    fn look_at_the_payer(&self) {
        let Ok(account) = self.chain.account(&self.payer.pubkey()) else { return };
        let lamports = account.map_or(0, |account| account.lamports);
        gauge!("io_keeper_payer_lamports").set(lamports as f64);
        if lamports < 10_000_000 {
            warn!(payer = %self.payer.pubkey(), lamports, "the payer is short of SOL: send it some");
        }
    }
}
