//! From the first send of a transaction to its outcome.

use {
    super::{Reach, Sender},
    crate::{Blockhash, Fault, Refusal},
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    std::time::Instant,
};

/// How long a transaction can land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the last block of its blockhash.
    Blocks(Blockhash),
    /// Until its nonce is advanced.
    Nonce {
        /// The nonce's account.
        account: Pubkey,
        /// What it stores.
        hash: Hash,
    },
}

impl Lifetime {
    /// The hash that the transaction names.
    pub const fn hash(&self) -> Hash {
        match self {
            Self::Blocks(blockhash) => blockhash.hash,
            Self::Nonce { hash, .. } => *hash,
        }
    }
}

/// How it stands with a transaction.
pub enum State {
    /// It may still land.
    Open,
    /// It has landed.
    Landed(Result<(), TransactionError>),
    /// It has not, and never will.
    Gone,
}

/// What is known of a transaction that is being sent.
#[derive(Default)]
struct Progress {
    /// Whether it may have reached the cluster.
    sent: bool,
    /// A refusal of what was sent before: it may still land, or has.
    refusal: Option<Box<Refusal>>,
    /// Calls that failed in a row, and when the first of them did.
    failures: u32,
    silent_since: Option<Instant>,
}

impl Sender<'_> {
    /// Sends a signed transaction until it has landed or cannot any more.
    ///
    /// # Errors
    /// As [`Sender::land`].
    pub fn follow(
        &self,
        transaction: &VersionedTransaction,
        lifetime: &Lifetime,
    ) -> Result<Signature, Fault> {
        let signature = transaction.signatures.first().copied().unwrap_or_default();
        let mut progress = Progress::default();
        for _ in 0..self.patience.looks {
            let mut trouble = None;
            if progress.refusal.is_none() {
                trouble = self.send_again(transaction, &signature, &mut progress)?;
            }
            if progress.sent {
                self.patience.sleep(self.patience.poll);
                match self.look(&signature, lifetime) {
                    Ok(State::Landed(Ok(()))) => return Ok(signature),
                    Ok(State::Landed(Err(error))) => {
                        return Err(Refusal::new(error, Vec::new(), transaction).into())
                    }
                    Ok(State::Gone) => return Err(progress.refusal.map_or(Fault::Expired, Fault::Refused)),
                    Ok(State::Open) => {}
                    Err(fault) => trouble = Some(fault),
                }
            }
            if self.patience.stopped() {
                let why = "it was stopped before it saw it land";
                return Err(
                    progress.end(signature, why.into(), || Fault::Unreachable("it was stopped".into()))
                );
            }
            match trouble {
                None => (progress.failures, progress.silent_since) = (0, None),
                Some(fault) => self.bear(fault, &signature, &mut progress)?,
            }
        }
        Err(Fault::Sent { signature, why: "it neither landed nor expired in time".into() })
    }

    /// Sends it once; what kept it from the cluster, if anything.
    fn send_again(
        &self,
        transaction: &VersionedTransaction,
        signature: &Signature,
        progress: &mut Progress,
    ) -> Result<Option<Fault>, Fault> {
        let tell = |reach| self.tell.map_or((), |tell| tell(signature, reach));
        if !progress.sent {
            if self.patience.stopped() {
                return Err(Fault::Unreachable("it was stopped".into()));
            }
            tell(Reach::Leaves);
        }
        let outcome = self.chain.send(transaction);
        let (reached, trouble) = match outcome {
            Ok(_) => (true, None),
            Err(Fault::Refused(refused)) if !progress.sent => {
                tell(Reach::Kept);
                return Err(Fault::Refused(refused));
            }
            Err(Fault::Refused(refused)) => {
                progress.refusal = Some(refused);
                (true, None)
            }
            // This node does not know the blockhash: another one may, until its last block.
            Err(Fault::Expired) => (true, None),
            // The server has refused the call before any node saw it.
            Err(fault @ (Fault::Busy { .. } | Fault::Denied(_) | Fault::Local(_))) => (false, Some(fault)),
            // The answer may be lost, and the transaction not.
            Err(fault) => (true, Some(fault)),
        };
        if !progress.sent {
            progress.sent = reached;
            tell(if reached { Reach::Sent } else { Reach::Kept });
        }
        Ok(trouble)
    }

    /// Waits after a call that failed.
    ///
    /// # Errors
    /// If it has failed too often, or for too long.
    fn bear(&self, fault: Fault, signature: &Signature, progress: &mut Progress) -> Result<(), Fault> {
        let since = *progress.silent_since.get_or_insert_with(Instant::now);
        let wait = self.patience.wait(progress.failures).max(fault.asks_to_wait().unwrap_or_default());
        let hopeless = !fault.is_passing() || progress.failures >= self.patience.tries;
        if hopeless || !self.patience.allows(since, wait) {
            return Err(progress.end(*signature, fault.to_string(), || fault.clone()));
        }
        self.patience.sleep(wait);
        progress.failures += 1;
        Ok(())
    }

    /// How it stands with a transaction. It is gone when a node has seen a block after its last
    /// one, or its nonce advanced, and a node that has seen as much knows nothing of it, confirmed
    /// or not.
    fn look(&self, signature: &Signature, lifetime: &Lifetime) -> Result<State, Fault> {
        if let Some(outcome) = self.chain.status(signature)?.outcome {
            return Ok(State::Landed(outcome));
        }
        let over = match lifetime {
            Lifetime::Blocks(blockhash) => {
                let height = self.chain.height()?;
                (height.block > blockhash.last_block).then_some(height.slot)
            }
            Lifetime::Nonce { account, hash } => {
                let nonce = self.chain.accounts_at(&[*account])?;
                let stored = nonce.value.first().and_then(Option::as_ref).and_then(crate::nonce::stored);
                (stored.map(|stored| stored.hash) != Some(*hash)).then_some(nonce.slot)
            }
        };
        let Some(slot) = over else { return Ok(State::Open) };
        let seen = self.chain.history(signature)?;
        Ok(match seen.outcome {
            Some(outcome) => State::Landed(outcome),
            None if seen.slot >= slot && !seen.pending => State::Gone,
            None => State::Open,
        })
    }
}

impl Progress {
    /// The fault with which it is left: by its signature, if it may have reached the cluster.
    fn end(&self, signature: Signature, why: String, unsent: impl FnOnce() -> Fault) -> Fault {
        if self.sent {
            Fault::Sent { signature, why }
        } else {
            unsent()
        }
    }
}
