//! Many transactions at once: sent one by one, confirmed together.
//!
//! One call asks for the outcome of up to 256 of them. For what may be done twice without harm: one
//! that stays out while others pay more is signed again at a higher price, and both may land.

use {
    super::{Lifetime, Prepared, Sender},
    crate::{Fault, Refusal},
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
    std::time::{Duration, Instant},
};

/// A transaction that stays out is sent again after this time, and again.
const RESEND: Duration = Duration::from_secs(2);
/// One that stays out for so long is asked whether it pays too little: 20 slots.
const TOO_CHEAP: Duration = Duration::from_secs(8);

/// A blockhash that is younger than this is not asked about: it lives for about a minute.
const OLD: Duration = Duration::from_secs(20);

/// What became of a transaction.
pub struct Done<T> {
    /// What it was sent for.
    pub job: T,
    /// Its signature, or why it has not landed.
    pub outcome: Result<Signature, Fault>,
}

/// A transaction that is out.
struct Entry<T> {
    job: T,
    prepared: Prepared,
    /// The last one first; those before it may still land.
    copies: Vec<Copy>,
    /// When it was last sent, and when it was last signed.
    sent_at: Instant,
    signed_at: Instant,
    fee: u64,
    /// When the price was last asked for.
    asked_at: Instant,
    resigned: u32,
    /// A refusal of a copy that has expired since.
    refusal: Option<Box<Refusal>>,
}

/// A signed transaction of a entry.
struct Copy {
    transaction: VersionedTransaction,
    lifetime: Lifetime,
    refusal: Option<Box<Refusal>>,
}

impl Copy {
    fn signature(&self) -> Signature {
        self.transaction.signatures.first().copied().unwrap_or_default()
    }
}

/// Transactions that are out.
pub struct InFlight<T> {
    list: Vec<Entry<T>>,
    /// Calls that failed in a row.
    failures: u32,
    silent_since: Option<Instant>,
}

impl<T> Default for InFlight<T> {
    fn default() -> Self {
        Self { list: Vec::new(), failures: 0, silent_since: None }
    }
}

/// What a worker has sent, to be confirmed.
pub struct Sent<T> {
    /// What it is sent for.
    pub job: T,
    /// What was simulated.
    pub prepared: Prepared,
    /// What was signed.
    pub transaction: VersionedTransaction,
    /// How long it can land.
    pub lifetime: Lifetime,
    /// Micro-lamports per compute unit that it pays.
    pub fee: u64,
}

impl<T> InFlight<T> {
    /// How many are out.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is out.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Takes in what was sent.
    pub fn add(&mut self, sent: Sent<T>) {
        let Sent { job, prepared, transaction, lifetime, fee } = sent;
        let now = Instant::now();
        let copies = vec![Copy { transaction, lifetime, refusal: None }];
        self.list.push(Entry {
            job,
            prepared,
            copies,
            sent_at: now,
            signed_at: now,
            fee,
            asked_at: now,
            resigned: 0,
            refusal: None,
        });
    }

    /// Looks at all of them once: those that have landed or never will. Sends the others again
    /// where it is time, at a higher price where `price` says so.
    pub fn look(
        &mut self,
        sender: &Sender<'_>,
        signers: &[&dyn Signer],
        price: impl Fn(&Prepared) -> u64,
    ) -> Vec<Done<T>> {
        let signatures: Vec<Signature> =
            self.list.iter().flat_map(|entry| entry.copies.iter().map(Copy::signature)).collect();
        let seen = match sender.chain.statuses(&signatures) {
            Ok(seen) => seen,
            Err(fault) => return self.bear(sender, &fault),
        };
        (self.failures, self.silent_since) = (0, None);
        let mut seen = seen.into_iter();
        let (mut done, mut out) = (Vec::new(), Vec::new());
        for mut entry in std::mem::take(&mut self.list) {
            let of: Vec<_> = seen.by_ref().take(entry.copies.len()).collect();
            let outcomes: Vec<_> = of.into_iter().map(|seen| seen.outcome).collect();
            let landed = outcomes.iter().position(|outcome| matches!(outcome, Some(Ok(()))));
            // A copy that was refused has landed too; the others go on.
            let refused = outcomes.iter().position(|outcome| matches!(outcome, Some(Err(_))));
            if let Some(i) = landed {
                let outcome = Ok(entry.copies[i].signature());
                done.push(Done { job: entry.job, outcome });
            } else if let (Some(i), 1) = (refused, entry.copies.len()) {
                let error = outcomes.into_iter().nth(i).flatten().and_then(Result::err);
                let outcome = match error {
                    Some(error) => Err(Refusal::new(error, Vec::new(), &entry.copies[i].transaction).into()),
                    None => Err(Fault::Expired),
                };
                done.push(Done { job: entry.job, outcome });
            } else {
                if let Some(i) = refused {
                    entry.copies.remove(i);
                }
                out.push(entry);
            }
        }
        let expired = self.expired(sender, &mut out);
        for (entry, is_over) in out.into_iter().zip(expired) {
            match entry.go_on(sender, signers, &price, is_over) {
                Ok(entry) => self.list.push(entry),
                Err(landing) => done.push(landing),
            }
        }
        done
    }

    /// Which of the entrys that are out can land no more. Asks for the height once, and only if one
    /// of them is old.
    fn expired(&self, sender: &Sender<'_>, out: &mut [Entry<T>]) -> Vec<bool> {
        let mut over = vec![false; out.len()];
        // In a chain in process nothing is old, and everything is asked.
        let old = |entry: &Entry<T>| sender.patience.poll.is_zero() || entry.signed_at.elapsed() > OLD;
        if !out.iter().any(old) {
            return over;
        }
        let Ok(height) = sender.chain.height() else { return over };
        for (entry, over) in out.iter_mut().zip(&mut over).filter(|(entry, _)| old(entry)) {
            let refusal = &mut entry.refusal;
            entry.copies.retain_mut(|copy| {
                let Lifetime::Blocks(blockhash) = copy.lifetime else { return true };
                if height.block <= blockhash.last_block {
                    return true;
                }
                // One that a node knows may still be confirmed.
                let stays = match sender.chain.history(&copy.signature()) {
                    Ok(seen) => seen.outcome.is_some() || seen.pending || seen.slot < height.slot,
                    Err(_) => true,
                };
                if !stays && copy.refusal.is_some() {
                    *refusal = copy.refusal.take();
                }
                stays
            });
            *over = entry.copies.is_empty();
        }
        over
    }

    /// After a look that failed: nothing, until it has failed for too long. Then nobody knows of
    /// any.
    fn bear(&mut self, sender: &Sender<'_>, fault: &Fault) -> Vec<Done<T>> {
        let since = *self.silent_since.get_or_insert_with(Instant::now);
        let wait = sender.patience.wait(self.failures).max(fault.asks_to_wait().unwrap_or_default());
        self.failures += 1;
        let hopeless = !fault.is_passing() || self.failures > sender.patience.tries;
        if !hopeless && sender.patience.allows(since, wait) && !sender.patience.stopped() {
            sender.patience.sleep(wait);
            return Vec::new();
        }
        self.give_up(&fault.to_string())
    }

    /// Leaves all of them: each may still land.
    pub fn give_up(&mut self, why: &str) -> Vec<Done<T>> {
        let all = std::mem::take(&mut self.list).into_iter();
        all.map(|entry| {
            let signature = entry.copies.first().map(Copy::signature).unwrap_or_default();
            Done { job: entry.job, outcome: Err(Fault::Sent { signature, why: why.into() }) }
        })
        .collect()
    }
}

impl<T> Entry<T> {
    /// Sends it again where it is time; or it is over.
    fn go_on(
        mut self,
        sender: &Sender<'_>,
        signers: &[&dyn Signer],
        price: impl Fn(&Prepared) -> u64,
        is_over: bool,
    ) -> Result<Self, Done<T>> {
        if is_over {
            if let Some(refusal) = self.refusal {
                return Err(Done { job: self.job, outcome: Err(Fault::Refused(refusal)) });
            }
            self.resigned += 1;
            if self.resigned >= sender.patience.tries || sender.patience.stopped() {
                return Err(Done { job: self.job, outcome: Err(Fault::Expired) });
            }
            self.fee = self.fee.max(price(&self.prepared));
            return self.sign_again(sender, signers);
        }
        if self.asked_at.elapsed() > TOO_CHEAP {
            self.asked_at = Instant::now();
            let fee = price(&self.prepared);
            // A tenth more decides nothing, and costs a look at the fees each time.
            if fee > self.fee.saturating_add(self.fee / 10) {
                self.fee = fee;
                return self.sign_again(sender, signers);
            }
        }
        if self.sent_at.elapsed() > RESEND || sender.patience.poll.is_zero() {
            self.sent_at = Instant::now();
            if let Some(copy) = self.copies.first_mut().filter(|copy| copy.refusal.is_none()) {
                // What keeps it from the cluster now may not keep it the next time.
                if let Err(Fault::Refused(refusal)) = sender.chain.send(&copy.transaction) {
                    copy.refusal = Some(refusal);
                }
            }
        }
        Ok(self)
    }

    /// Signs it anew, and sends it.
    fn sign_again(mut self, sender: &Sender<'_>, signers: &[&dyn Signer]) -> Result<Self, Done<T>> {
        let sender = Sender { priority_fee: self.fee, ..*sender };
        let signed = sender.patience.retry(|| sender.chain.latest_blockhash()).and_then(|blockhash| {
            let transaction = sender.sign(&self.prepared, signers, blockhash.hash)?;
            Ok(Copy { transaction, lifetime: Lifetime::Blocks(blockhash), refusal: None })
        });
        match signed {
            Ok(mut copy) => {
                if let Err(Fault::Refused(refusal)) = sender.chain.send(&copy.transaction) {
                    if self.copies.is_empty() {
                        return Err(Done { job: self.job, outcome: Err(Fault::Refused(refusal)) });
                    }
                    copy.refusal = Some(refusal);
                }
                self.copies.insert(0, copy);
                (self.sent_at, self.signed_at) = (Instant::now(), Instant::now());
                Ok(self)
            }
            Err(_) if !self.copies.is_empty() => Ok(self),
            Err(fault) => Err(Done { job: self.job, outcome: Err(fault) }),
        }
    }
}
