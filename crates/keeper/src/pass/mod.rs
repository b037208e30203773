//! The tasks of a pass: many at once, none twice.
//!
//! Workers take tasks from a queue, look at their accounts as they are now, simulate and send; one
//! thread asks for the outcome of everything that is out. So a far RPC costs time, not throughput.

mod queue;
mod worker;

pub use queue::{Limits, Queue};
use {
    crate::{
        backoff::Backoff,
        jobs::{Job, Key, Work},
        plan::{Snapshot, Task},
        rents::Rents,
        top_up, Config, Report,
    },
    io_client::addresses::external::TOKEN_PROGRAM,
    io_rpc::{
        Chain, Done, Fault, InFlight, Kind, Patience, Prepared, Refusal, Sender, Sent, SharedBlockhash,
    },
    metrics::counter,
    queue::Item,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc::{channel, Receiver, RecvTimeoutError, Sender as Outbox},
            Mutex, MutexGuard, PoisonError,
        },
        thread,
        time::{Duration, Instant},
    },
    tracing::{debug, dispatcher, error, info, warn},
};

/// Intervals after which a pass stops: the accounts that it has read are old by then.
const LONGEST: u32 = 10;

/// A running pass.
pub struct Pass<'k> {
    pub chain: &'k dyn Chain,
    pub payer: &'k Keypair,
    pub config: &'k Config,
    pub patience: Patience,
    pub stop: &'k AtomicBool,
    pub snapshot: &'k Snapshot,
    pub now: i64,
    /// Called whenever the cluster has answered.
    pub beat: &'k (dyn Fn() + Sync),
    pub outcomes: Mutex<Outcomes<'k>>,
    /// Whether the payer cannot pay.
    pub broke: AtomicBool,
    pub blockhash: SharedBlockhash,
    pub queue: Queue,
}

/// A task that this keeper does.
#[derive(Clone, Copy, Debug)]
pub struct OwnTask {
    /// The task.
    pub task: Task,
    /// The keeper that left it undone, if it is another one.
    pub covers: Option<Pubkey>,
}

/// Ends every worker once it is dropped.
struct Closes<'q>(&'q Queue);

impl Drop for Closes<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Where workers hand over what they have sent.
type Out = Outbox<Sent<Batch>>;

/// The outcomes of tasks, which all workers write to.
pub struct Outcomes<'k> {
    pub report: Report,
    pub backoff: &'k mut Backoff,
    pub rents: &'k mut Rents,
}

/// The works of a transaction, and the compute units it may use.
pub struct Batch {
    pub works: Vec<Work>,
    pub compute_limit: u64,
    /// Accounts that it writes to.
    pub writes: Vec<Pubkey>,
}

impl<'k> Pass<'k> {
    /// Does the tasks: kind after kind, and within a kind from a place of this keeper's own, so
    /// that keepers that started together do not go through the same tasks side by side.
    pub fn run(&self, tasks: &[OwnTask]) {
        let me = self.payer.pubkey();
        for kind in tasks.chunk_by(|one, other| one.task.name() == other.task.name()) {
            let job = |mine: &OwnTask| Some((mine.covers, Job::new(self.snapshot, mine.task)?));
            let mut jobs: Vec<_> = kind.iter().filter_map(job).collect();
            jobs.sort_by_cached_key(|(covers, job)| (job.part(), place(&me, *covers, &job.key.1)));
            self.queue.add(jobs.into_iter().map(|(_, job)| job).collect());
        }
        let deadline = Instant::now().checked_add(self.config.interval.saturating_mul(LONGEST));
        let (outbox, inbox) = channel();
        thread::scope(|scope| {
            // Should this thread panic, no worker waits for more.
            let _closes = Closes(&self.queue);
            for others in 0..self.config.limits.workers.max(1) {
                let outbox = outbox.clone();
                // What a test listens to is heard of in the workers, too.
                let dispatch = dispatcher::get_default(Clone::clone);
                let work = move || dispatcher::with_default(&dispatch, || self.work(&outbox));
                if let Err(error) = thread::Builder::new().spawn_scoped(scope, work) {
                    warn!(%error, others, "this machine gives no more threads");
                    // Without any, everything is left: to be tried again after the interval.
                    self.outcomes().report.failed += u32::from(others == 0);
                    break;
                }
            }
            drop(outbox);
            self.confirm(&inbox, deadline);
        });
    }

    /// Asks for the outcome of everything that is out, until nothing is left to do.
    fn confirm(&self, inbox: &Receiver<Sent<Batch>>, deadline: Option<Instant>) {
        let mut in_flight: InFlight<Batch> = InFlight::default();
        let mut next_look = Instant::now();
        loop {
            let wait = next_look.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            match inbox.recv_timeout(wait) {
                Ok(sent) => in_flight.add(sent),
                Err(RecvTimeoutError::Timeout) => {}
                // Every worker is gone: by a fault of its own, since the queue is still open.
                Err(RecvTimeoutError::Disconnected) if in_flight.is_empty() => return self.queue.close(),
                Err(RecvTimeoutError::Disconnected) => thread::sleep(Duration::from_millis(1)),
            }
            if self.is_over() || deadline.is_some_and(|deadline| Instant::now() > deadline) {
                self.queue.clear();
            }
            if !in_flight.is_empty() && Instant::now() >= next_look {
                let price = |prepared: &Prepared| self.price_of(prepared);
                let done = in_flight.look(&self.sender(0), &[], price);
                self.settle(done);
                next_look = Instant::now() + self.patience.poll;
                if self.patience.stopped() {
                    self.settle(in_flight.give_up("it was stopped before it saw it land"));
                }
            }
            let is_done = self.queue.is_done();
            // What was sent before the last worker was through is in the inbox by now.
            inbox.try_iter().for_each(|sent| in_flight.add(sent));
            if is_done && in_flight.is_empty() {
                return self.queue.close();
            }
        }
    }

    /// Notes what became of transactions.
    fn settle(&self, all: Vec<Done<Batch>>) {
        for Done { job: batch, outcome } in all {
            match outcome {
                Ok(signature) => {
                    (self.beat)();
                    counter!("io_keeper_transactions_total").increment(1);
                    let (task, count) = (name(&batch.works), batch.works.len());
                    info!(task, count, %signature, "landed");
                    self.done(&batch.works);
                }
                // The chain has taken the fee and done nothing of it: one bad task stops no other.
                Err(Fault::Refused(_)) if batch.works.len() > 1 => {
                    (self.beat)();
                    self.queue.put_back(batch.works.clone());
                }
                Err(fault) => self.not_done(batch.works.clone(), &fault),
            }
            self.queue.landed(&batch);
        }
    }

    /// Notes tasks that are done.
    fn done(&self, works: &[Work]) {
        let mut outcomes = self.outcomes();
        for work in works {
            outcomes.backoff.succeeded(&work.key);
            outcomes.report.done += 1;
            count(&work.key, "done");
            debug!(task = work.key.0, about = %work.key.1, "done");
        }
    }

    /// Notes tasks of one transaction that was refused, or did not land.
    fn not_done(&self, works: Vec<Work>, fault: &Fault) {
        let mut outcomes = self.outcomes();
        outcomes.release(&works);
        match fault {
            Fault::Refused(refusal) if refusal.is_unpaid() => self.broke.store(true, Ordering::Relaxed),
            Fault::Refused(refusal) if is_gone(refusal) => {
                for work in works {
                    outcomes.gone(&work.key);
                    debug!(task = work.key.0, about = %work.key.1, %refusal, "somebody was first");
                }
            }
            fault => works.iter().for_each(|work| outcomes.failed(work.key, fault)),
        }
    }

    /// Whether the pass is over: it is to stop, or nobody pays.
    fn is_over(&self) -> bool {
        self.broke.load(Ordering::Relaxed) || self.stop.load(Ordering::Relaxed)
    }

    fn outcomes(&self) -> MutexGuard<'_, Outcomes<'k>> {
        self.outcomes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sender(&self, priority_fee: u64) -> Sender<'_> {
        Sender { priority_fee, ..Sender::new(self.chain, self.payer, self.patience) }
    }

    fn fee(&self, calls: &[Instruction]) -> u64 {
        self.config.priority_fee.of(self.chain, calls)
    }
}

impl Outcomes<'_> {
    /// Notes a task that somebody else has done.
    pub fn gone(&mut self, key: &Key) {
        self.backoff.succeeded(key);
        self.report.gone += 1;
        count(key, "gone");
    }

    /// Notes a failure. A task that is refused waits, longer each time; one that did not land, or
    /// that the payer has too little SOL for, is tried again in the next pass.
    pub fn failed(&mut self, key: Key, fault: &Fault) {
        self.report.failed += 1;
        count(&key, "failed");
        let own = |refusal: &Refusal| refusal.kind == Kind::Funds && refusal.program != Some(TOKEN_PROGRAM);
        if fault.is_passing() || fault.refusal().is_some_and(own) {
            warn!(task = key.0, about = %key.1, %fault, "not done; tried again in the next pass");
            if key.0 == top_up::NAME && matches!(fault, Fault::Sent { .. }) {
                self.backoff.may_land(key);
            }
            return;
        }
        let passes = self.backoff.failed(key);
        error!(task = key.0, about = %key.1, %fault, passes, "refused; skipped for some passes");
    }

    /// Rent that was not paid.
    pub fn release(&mut self, works: &[Work]) {
        works.iter().for_each(|work| self.rents.release(&work.rent));
    }
}

/// The order in which `me` does tasks of one kind: its own from its own place on the ring of all
/// addresses, then another's from the end of the way that this one takes. So both are not at the
/// same tasks, should that one still be there.
fn place(me: &Pubkey, covers: Option<Pubkey>, about: &Pubkey) -> (bool, u64) {
    let on_ring = |address: &Pubkey| address.as_array().first_chunk().copied().map_or(0, u64::from_le_bytes);
    let way = on_ring(about).wrapping_sub(on_ring(&covers.unwrap_or(*me)));
    (covers.is_some(), if covers.is_some() { !way } else { way })
}

fn name(works: &[Work]) -> &'static str {
    works.first().map_or("nothing", |work| work.key.0)
}

fn count(key: &Key, outcome: &'static str) {
    counter!("io_keeper_tasks_total", "task" => key.0, "outcome" => outcome).increment(1);
}

/// Whether a refusal says that the work is done, or not due: another keeper was first, or the
/// snapshot was old.
pub fn is_gone(refusal: &Refusal) -> bool {
    // Of requests and bids: another step was taken since, or entries are paused.
    const NAMES: [&str; 13] = [
        "AlreadyAccepted",
        "AwardTooLate",
        "BidStands",
        "BondNotDue",
        "BondNotReturned",
        "Disputed",
        "HasBids",
        "NoBond",
        "NotBestBid",
        "Paused",
        "RequestChanged",
        "RequestOpen",
        "WrongSerial",
    ];
    matches!(refusal.kind, Kind::NotThere | Kind::TooEarly) || NAMES.contains(&refusal.name.as_str())
}
