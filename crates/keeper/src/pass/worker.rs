//! What a worker does with its tasks: look, simulate, send.

use {
    super::{Batch, Item, Out, Pass, Queue},
    crate::{
        grants::joined,
        jobs::{Job, Work},
    },
    io_client::subscriptions,
    io_rpc::{Delivery, Fault, Lifetime, Prepared, Sent, UnclaimedBalances},
    metrics::counter,
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::collections::{BTreeSet, HashMap},
    tracing::{debug, warn},
};

/// Tells the queue that an item is through, even if the worker panics with it.
struct Taken<'q>(&'q Queue);

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.taken();
    }
}

impl Pass<'_> {
    /// What a transaction that stays out pays, should it be signed again. A top-up that lands twice
    /// extends twice, so it is never signed again while it may land.
    pub(super) fn price_of(&self, prepared: &Prepared) -> u64 {
        let once = prepared.instructions.iter().any(|call| call.program_id == subscriptions::ID);
        if once {
            0
        } else {
            self.fee(&prepared.instructions)
        }
    }

    /// Works until nothing is left.
    pub(super) fn work(&self, outbox: &Out) {
        loop {
            let Some(item) = self.queue.next() else { return };
            let _taken = Taken(&self.queue);
            match item {
                Item::Jobs(jobs) => self.carry_out(&self.look(jobs), outbox),
                Item::Works(works) => self.carry_out(&works, outbox),
            }
        }
    }

    /// The works of tasks of one kind, by their accounts and their payees' as they are now. A task
    /// that waits after a refusal is left out, and one that somebody else has done.
    fn look(&self, jobs: Vec<Job>) -> Vec<Work> {
        let ready: Vec<Job> = {
            let mut outcomes = self.outcomes();
            let (waiting, ready): (Vec<_>, Vec<_>) =
                jobs.into_iter().partition(|job| outcomes.backoff.is_waiting(&job.key));
            outcomes.report.waiting += waiting.len() as u32;
            ready
        };
        let policy = &self.config.policy;
        let deliveries: Vec<Delivery> = ready.iter().map(|job| job.delivery(self.now, policy)).collect();
        let own = ready.iter().flat_map(Job::accounts);
        let addresses: BTreeSet<Pubkey> = own.chain(deliveries.iter().flat_map(Delivery::accounts)).collect();
        let addresses: Vec<Pubkey> = addresses.into_iter().collect();
        let found = match self.chain.accounts(&addresses) {
            Ok(accounts) => addresses.into_iter().zip(accounts).collect(),
            Err(fault) => {
                let mut outcomes = self.outcomes();
                ready.iter().for_each(|job| outcomes.failed(job.key, &fault));
                return Vec::new();
            }
        };
        let all = ready.len();
        let works: Vec<Work> = ready.into_iter().filter_map(|job| self.prepare(job, &found)).collect();
        if works.is_empty() && all > 0 {
            self.queue.skip();
        }
        works
    }

    fn prepare(&self, job: Job, found: &HashMap<Pubkey, Option<Account>>) -> Option<Work> {
        let at = |address: Pubkey| found.get(&address).and_then(Option::as_ref);
        let key = job.key;
        let policy = &self.config.policy;
        let me = self.payer.pubkey();
        let Some(job) = job.refreshed(self.now, (&me, policy), at) else {
            debug!(task = key.0, about = %key.1, "somebody was first");
            self.outcomes().gone(&key);
            return None;
        };
        let mut delivery = job.delivery(self.now, policy);
        let mut unclaimed_balances: UnclaimedBalances = delivery.unclaimed_balances(&me, at);
        let mut rent = job.rent(&unclaimed_balances);
        let (mut outcomes, today) = (self.outcomes(), std::time::Instant::now());
        let mut fits = outcomes.rents.lock(today, &rent, policy);
        if !fits && !delivery.creates.is_empty() {
            // The money waits as an unclaimed balance instead, whose rent comes back.
            delivery.creates.clear();
            unclaimed_balances = delivery.unclaimed_balances(&me, at);
            rent = job.rent(&unclaimed_balances);
            fits = outcomes.rents.lock(today, &rent, policy);
        }
        if !fits {
            outcomes.report.waiting += 1;
            counter!("io_keeper_tasks_total", "task" => key.0, "outcome" => "waiting").increment(1);
            let payees: Vec<String> = unclaimed_balances.payees.iter().map(Pubkey::to_string).collect();
            warn!(
                task = key.0,
                about = %key.1,
                payees = payees.join(" "),
                "waits for tomorrow: the payee has no token account that takes its money, and most_rent_sol \
                 or most_account_rent_sol allows no more rent today, or it had an account created today"
            );
            return None;
        }
        drop(outcomes);
        Some(Work { key, calls: job.calls(&me, unclaimed_balances), rent })
    }

    /// Sends a batch; if it is refused, each half of it, down to single tasks, so that one bad task
    /// stops no other.
    fn carry_out(&self, works: &[Work], outbox: &Out) {
        if works.is_empty() {
            return;
        }
        if self.is_over() {
            return self.outcomes().release(works);
        }
        match self.send(works, outbox) {
            Ok(()) => {}
            Err(Fault::Refused(refusal)) if works.len() > 1 && !refusal.is_unpaid() => {
                (self.beat)();
                let (one, other) = works.split_at(works.len() / 2);
                self.carry_out(one, outbox);
                self.carry_out(other, outbox);
            }
            Err(fault) => {
                if matches!(fault, Fault::Refused(_)) {
                    (self.beat)();
                }
                self.not_done(works.to_vec(), &fault);
            }
        }
    }

    /// Simulates, signs and sends the calls of works of the same kind in one transaction, and hands
    /// it over to be confirmed.
    fn send(&self, works: &[Work], outbox: &Out) -> Result<(), Fault> {
        let calls = joined(works.iter().flat_map(|work| work.calls.iter().cloned()));
        let fee = self.fee(&calls);
        let sender = self.sender(fee);
        let prepared = sender.prepare(&calls)?;
        (self.beat)();
        counter!("io_keeper_compute_units_total").increment(prepared.simulation.compute_units);
        let written = calls.iter().flat_map(|call| &call.accounts).filter(|meta| meta.is_writable);
        let writes: BTreeSet<Pubkey> = written.map(|meta| meta.pubkey).collect();
        let batch = Batch {
            works: works.to_vec(),
            compute_limit: prepared.compute_limit.unwrap_or_default(),
            writes: writes.into_iter().collect(),
        };
        if !self.queue.take_off(&batch) {
            self.outcomes().release(works);
            return Ok(());
        }
        let sent = self.blockhash.get(&sender).and_then(|blockhash| {
            let transaction = sender.sign(&prepared, &[], blockhash.hash)?;
            match self.chain.send(&transaction) {
                // The answer may be lost, and the transaction not: its outcome is asked for.
                Ok(_) | Err(Fault::Unreachable(_) | Fault::Expired | Fault::Sent { .. }) => {
                    Ok((transaction, Lifetime::Blocks(blockhash)))
                }
                Err(fault) => Err(fault),
            }
        });
        match sent {
            Ok((transaction, lifetime)) => {
                // Whoever confirms is there for as long as the workers are.
                let _ = outbox.send(Sent { job: batch, prepared, transaction, lifetime, fee });
                Ok(())
            }
            Err(fault) => {
                self.queue.landed(&batch);
                Err(fault)
            }
        }
    }
}
