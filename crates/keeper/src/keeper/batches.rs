//! Many tasks in a transaction, and one bad task that stops no other.

use {
    super::{Keeper, Report},
    crate::{
        plan::{Snapshot, Task},
        rents::RENT,
        work::{calls, delivery, key, Key, Work},
    },
    io_rpc::{Delivery, Fault, Kind, Refusal, UnclaimedBalances},
    metrics::counter,
    solana_instruction::Instruction,
    solana_signer::Signer,
    std::time::Instant,
    tracing::debug,
};

/// Tasks in one transaction; if that is too large, half of them, and so on.
const BATCH: usize = 6;
/// After so many intervals a pass does no more: the accounts that it has seen are old by then.
const LONGEST: u32 = 10;

impl Keeper<'_> {
    /// Tasks of a kind in batches, kind after kind, each kind in an order of its own: keepers that
    /// started together do not go through the same tasks side by side.
    pub(super) fn do_all(&mut self, snapshot: &Snapshot, tasks: &[Task], report: &mut Report) {
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

    /// The calls of a batch. A task that waits after a refusal is left out; so is every task, if
    /// the payees' accounts could not be read.
    fn works(&mut self, snapshot: &Snapshot, batch: &[Task], report: &mut Report) -> Vec<Work> {
        let named = batch.iter().filter_map(|task| Some((key(snapshot, *task)?, *task)));
        let (waiting, ready): (Vec<_>, Vec<_>) = named.partition(|(key, _)| self.backoff.is_waiting(key));
        report.waiting += waiting.len() as u32;
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

    /// Whether today's limit leaves `rent` for a task; if not, the task waits.
    fn lock(&mut self, key: Key, rent: u64, report: &mut Report) -> bool {
        let fits = self.rents.lock(Instant::now(), rent, self.config.policy.most_rent);
        if !fits {
            report.waiting += 1;
            debug!(task = key.0, about = %key.1, "the day has no more rent for payees without accounts");
        }
        fits
    }

    /// Sends a batch; if it is refused, each half of it, down to single tasks, so that one bad task
    /// stops no other.
    fn carry_out(&mut self, works: &[Work], report: &mut Report) {
        if works.is_empty() || self.is_over() {
            return self.release(works);
        }
        let calls: Vec<Instruction> = works.iter().flat_map(|work| work.calls.iter().cloned()).collect();
        match self.send(works[0].key.0, works.len(), &calls) {
            Ok(()) => {
                for work in works {
                    self.backoff.succeeded(&work.key);
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
                    self.backoff.succeeded(&work.key);
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
}

/// Whether a refusal says that the work is done, or not due: another keeper was first, or the
/// snapshot was old.
fn is_gone(refusal: &Refusal) -> bool {
    const NAMES: [&str; 3] = ["AlreadyAccepted", "Disputed", "WrongSerial"];
    matches!(refusal.kind, Kind::NotThere | Kind::TooEarly) || NAMES.contains(&refusal.name.as_str())
}
