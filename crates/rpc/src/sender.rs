//! The one way by which the tools send a transaction.
//!
//! It is simulated first; what it used, and a tenth more, is its compute limit, so that a priority fee is paid for
//! little more than what is used. It is sent again until it lands or its blockhash expires; only a transaction that can
//! land no more is signed anew, so nothing is done twice.

use {
    crate::{Chain, Fault, Refusal, Simulation},
    solana_compute_budget_interface::ComputeBudgetInstruction,
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::Transaction,
    std::{thread, time::Duration},
};

/// A transaction has no more bytes.
const MAX_BYTES: usize = 1_232;
/// A transaction can use no more.
const MAX_COMPUTE_UNITS: u64 = 1_400_000;
/// What is added to a tenth of what the simulation used: one more try at an address, a longer log.
const SPARE_COMPUTE_UNITS: u64 = 2_000;

/// What a small instruction may use that is not simulated.
const SMALL_COMPUTE_UNITS: u64 = 10_000;

/// How long to try.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often a transaction that expired is signed anew, and a call that failed is repeated.
    pub tries: u32,
    /// The wait before the second try; doubled from try to try, up to [`Patience::longest`].
    pub first: Duration,
    /// The longest wait between two tries.
    pub longest: Duration,
    /// The wait between two looks at whether a transaction has landed.
    pub poll: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            tries: 4,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            poll: Duration::from_millis(400),
        }
    }
}

impl Patience {
    /// For a chain in process: no waiting.
    pub const NONE: Self =
        Self { tries: 4, first: Duration::ZERO, longest: Duration::ZERO, poll: Duration::ZERO };

    /// The wait after `tries` tries, give or take a quarter, so that many that failed together do not come back together.
    pub fn wait(&self, tries: u32) -> Duration {
        let wait =
            self.first.saturating_mul(1u32.checked_shl(tries.min(16)).unwrap_or(u32::MAX)).min(self.longest);
        wait.mul_f64(0.75 + fastrand::f64() / 2.0)
    }

    /// Calls until it succeeds, fails for good, or all tries are used.
    ///
    /// # Errors
    /// The last one.
    pub fn retry<T>(&self, mut call: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
        let mut tries = 0;
        loop {
            match call() {
                Err(fault) if fault.is_passing() && tries + 1 < self.tries => {
                    thread::sleep(self.wait(tries));
                    tries += 1;
                }
                other => return other,
            }
        }
    }
}

/// Sends transactions, paid by one key.
pub struct Sender<'a> {
    /// The cluster.
    pub chain: &'a dyn Chain,
    /// Pays the fees.
    pub payer: &'a Keypair,
    /// Micro-lamports per compute unit.
    pub priority_fee: u64,
    /// How long to try.
    pub patience: Patience,
}

/// A transaction that was simulated and found good.
pub struct Prepared {
    /// With its compute limit and price.
    pub instructions: Vec<Instruction>,
    /// Compute units that it may use.
    pub compute_limit: u64,
    /// What it would do.
    pub simulation: Simulation,
    /// Signatures it needs.
    pub signatures: u64,
}

impl Prepared {
    /// What it costs in lamports at a price per compute unit in micro-lamports.
    pub fn fee(&self, priority_fee: u64) -> u64 {
        let priority = u128::from(self.compute_limit) * u128::from(priority_fee);
        let priority = u64::try_from(priority.div_ceil(1_000_000)).unwrap_or(u64::MAX);
        priority.saturating_add(self.signatures.saturating_mul(5_000))
    }
}

/// A transaction that has landed.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// Names it.
    pub signature: Signature,
    /// Compute units by its simulation.
    pub compute_units: u64,
    /// What its simulation logged.
    pub logs: Vec<String>,
}

impl Sender<'_> {
    /// Simulates.
    ///
    /// # Errors
    /// If it would be refused, or the cluster does not answer.
    pub fn prepare(&self, instructions: &[Instruction]) -> Result<Prepared, Fault> {
        let payer = self.payer.pubkey();
        let draft = Transaction::new_unsigned(self.message(instructions, MAX_COMPUTE_UNITS, &payer));
        let bytes = size(&draft.message);
        if bytes > MAX_BYTES {
            let message =
                format!("the transaction has {bytes} bytes, more than {MAX_BYTES}: do less at once");
            return Err(Refusal::of_rule(message).into());
        }
        let simulation = self.patience.retry(|| self.chain.simulate(&draft))?;
        if let Some(error) = simulation.error {
            return Err(Refusal::new(error, simulation.logs, &draft).into());
        }
        let used = simulation.compute_units;
        let compute_limit = (used + used / 10 + SPARE_COMPUTE_UNITS).min(MAX_COMPUTE_UNITS);
        Ok(Prepared {
            instructions: self.budgeted(instructions, compute_limit),
            compute_limit,
            simulation,
            signatures: draft.message.header.num_required_signatures.into(),
        })
    }

    /// Signs and sends transactions of one small instruction each, all at once: no simulation, no waiting, nothing is sent
    /// again. For what may be done twice, and whose effect can be seen. Calls `sent` after each.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn scatter(
        &self,
        instructions: &[Instruction],
        signers: &[&Keypair],
        mut sent: impl FnMut(),
    ) -> Result<(), Fault> {
        let hash = self.patience.retry(|| self.chain.latest_blockhash())?;
        for instruction in instructions {
            let budgeted = self.budgeted(std::slice::from_ref(instruction), SMALL_COMPUTE_UNITS);
            let transaction = self.sign(&budgeted, signers, hash);
            self.patience.retry(|| self.chain.send(&transaction))?;
            sent();
        }
        Ok(())
    }

    /// Simulates, signs, sends, and waits until it has landed.
    ///
    /// # Errors
    /// If it is refused, or the cluster does not answer.
    pub fn send(&self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Receipt, Fault> {
        let prepared = self.prepare(instructions)?;
        let signature = self.land(&prepared, signers)?;
        let Simulation { compute_units, logs, .. } = prepared.simulation;
        Ok(Receipt { signature, compute_units, logs })
    }

    /// Signs, sends, and waits until it has landed.
    ///
    /// # Errors
    /// If it is refused, or the cluster does not answer.
    pub fn land(&self, prepared: &Prepared, signers: &[&Keypair]) -> Result<Signature, Fault> {
        let mut tries = 0;
        loop {
            let hash = self.patience.retry(|| self.chain.latest_blockhash())?;
            let transaction = self.sign(&prepared.instructions, signers, hash);
            match self.follow(&transaction, &hash) {
                Err(Fault::Expired) if tries + 1 < self.patience.tries => tries += 1,
                other => return other,
            }
        }
    }

    /// Sends a signed transaction until it has landed or cannot any more.
    fn follow(&self, transaction: &Transaction, hash: &Hash) -> Result<Signature, Fault> {
        let signature = transaction.signatures[0];
        let refused = |error| Fault::from(Refusal::new(error, Vec::new(), transaction));
        let mut failures = 0;
        loop {
            match self.chain.send(transaction) {
                // An earlier send of the same transaction may have landed, though its answer was lost.
                Err(Fault::Refused(refusal)) => match self.chain.status(&signature) {
                    Ok(Some(Ok(()))) => return Ok(signature),
                    _ => return Err(Fault::Refused(refusal)),
                },
                Err(fault) if failures >= self.patience.tries => return Err(fault),
                Err(_) => {
                    thread::sleep(self.patience.wait(failures));
                    failures += 1;
                }
                Ok(_) => {}
            }
            thread::sleep(self.patience.poll);
            match self.chain.status(&signature) {
                Ok(Some(outcome)) => return outcome.map(|()| signature).map_err(refused),
                Ok(None) => {}
                Err(fault) if failures >= self.patience.tries => return Err(fault),
                Err(_) => {
                    failures += 1;
                    continue;
                }
            }
            if self.chain.is_blockhash_valid(hash).is_ok_and(|valid| !valid) {
                // It may have landed between the last two looks.
                return match self.patience.retry(|| self.chain.status(&signature))? {
                    Some(outcome) => outcome.map(|()| signature).map_err(refused),
                    None => Err(Fault::Expired),
                };
            }
        }
    }

    fn sign(&self, instructions: &[Instruction], signers: &[&Keypair], hash: Hash) -> Transaction {
        let message = Message::new(instructions, Some(&self.payer.pubkey()));
        let mut keys = vec![self.payer];
        keys.extend_from_slice(signers);
        let required = &message.account_keys[..usize::from(message.header.num_required_signatures)];
        keys.retain(|key| required.contains(&key.pubkey()));
        let mut transaction = Transaction::new_unsigned(message);
        // A key that is missing leaves its signature out, and the cluster says so.
        let _ = transaction.try_partial_sign(&keys, hash);
        transaction
    }

    fn message(&self, instructions: &[Instruction], limit: u64, payer: &Pubkey) -> Message {
        Message::new(&self.budgeted(instructions, limit), Some(payer))
    }

    fn budgeted(&self, instructions: &[Instruction], limit: u64) -> Vec<Instruction> {
        let limit = u32::try_from(limit).unwrap_or(u32::MAX);
        let mut all = vec![ComputeBudgetInstruction::set_compute_unit_limit(limit)];
        if self.priority_fee > 0 {
            all.push(ComputeBudgetInstruction::set_compute_unit_price(self.priority_fee));
        }
        all.extend_from_slice(instructions);
        all
    }
}

/// Bytes of a signed transaction on the wire.
fn size(message: &Message) -> usize {
    // A length takes 7 bits a byte.
    let list = |length: usize| if length < 0x80 { 1 + length } else { 2 + length };
    let signatures = 1 + 64 * usize::from(message.header.num_required_signatures);
    let keys = 1 + 32 * message.account_keys.len();
    let calls = message.instructions.iter().map(|call| 1 + list(call.accounts.len()) + list(call.data.len()));
    signatures + 3 + keys + 32 + 1 + calls.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let patience = Patience::default();
        for tries in 0..40 {
            let middle = 0.5 * f64::from(1u32 << tries.min(4));
            let wait = patience.wait(tries).as_secs_f64();
            assert!((middle * 0.74..=middle * 1.26).contains(&wait), "{tries}: {wait}");
        }
    }

    #[test]
    fn a_failure_that_passes_is_tried_again_and_another_is_not() {
        let mut calls = 0;
        let result = Patience::NONE.retry(|| {
            calls += 1;
            if calls < 3 {
                Err(Fault::Unreachable(String::new()))
            } else {
                Ok(calls)
            }
        });
        assert_eq!(result.unwrap(), 3);
        let mut calls = 0;
        let result: Result<(), _> = Patience::NONE.retry(|| {
            calls += 1;
            Err(Fault::Unreadable(String::new()))
        });
        assert!(result.is_err());
        assert_eq!(calls, 1);
    }
}
