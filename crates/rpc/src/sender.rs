//! The one way by which the tools send a transaction.
//!
//! It is simulated first; what it used, and a tenth more, is its compute limit, so that a priority
//! fee is paid for little more than what is used. It is sent again until it lands or the chain has
//! passed the last block that could take it; only a transaction that can land no more is signed
//! anew, so nothing is done twice. Behind one URL there may be many nodes: one that lags makes it
//! late, never early.

use {
    crate::{Blockhash, Chain, Fault, Patience, Refusal, Simulation},
    solana_compute_budget_interface::ComputeBudgetInstruction,
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
};

/// A transaction has no more bytes.
const MAX_BYTES: usize = 1_232;
/// A transaction can use no more.
const MAX_COMPUTE_UNITS: u64 = 1_400_000;
/// What is added to a tenth of what the simulation used: one more try at an address, a longer log.
const SPARE_COMPUTE_UNITS: u64 = 2_000;

/// What a small instruction may use that is not simulated.
const SMALL_COMPUTE_UNITS: u64 = 10_000;

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

/// How it stands with a transaction.
enum State {
    /// It may still land.
    Open,
    /// It has landed.
    Landed(Result<(), TransactionError>),
    /// It has not, and never will.
    Gone,
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

    /// Signs and sends transactions of one small instruction each, all at once: no simulation, no
    /// waiting, nothing is sent again. For what may be done twice, and whose effect can be seen.
    /// Calls `sent` after each.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn scatter(
        &self,
        instructions: &[Instruction],
        signers: &[&Keypair],
        mut sent: impl FnMut(),
    ) -> Result<(), Fault> {
        let hash = self.patience.retry(|| self.chain.latest_blockhash())?.hash;
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
    /// If it is refused, or the cluster does not answer; [`Fault::Sent`] if it may still land.
    pub fn land(&self, prepared: &Prepared, signers: &[&Keypair]) -> Result<Signature, Fault> {
        let mut tries = 0;
        loop {
            let blockhash = self.patience.retry(|| self.chain.latest_blockhash())?;
            let transaction = self.sign(&prepared.instructions, signers, blockhash.hash);
            match self.follow(&transaction, &blockhash) {
                Err(Fault::Expired) if tries + 1 < self.patience.tries => tries += 1,
                other => return other,
            }
        }
    }

    /// Sends a signed transaction until it has landed or cannot any more.
    fn follow(&self, transaction: &Transaction, blockhash: &Blockhash) -> Result<Signature, Fault> {
        let signature = transaction.signatures[0];
        let landed = |outcome: Result<(), TransactionError>| {
            let refused = |error| Fault::from(Refusal::new(error, Vec::new(), transaction));
            outcome.map(|()| signature).map_err(refused)
        };
        let (mut refusal, mut failures) = (None, 0);
        for look in 0..self.patience.looks {
            let mut why = None;
            if refusal.is_none() {
                match self.chain.send(transaction) {
                    Err(Fault::Refused(refused)) if look == 0 => return Err(Fault::Refused(refused)),
                    // One that was sent before may still land, or has.
                    Err(Fault::Refused(refused)) => refusal = Some(refused),
                    // This node does not know the blockhash: another one may, until its last block.
                    Err(Fault::Expired) => {}
                    // The answer may be lost, and the transaction not.
                    Err(fault) => why = Some(fault),
                    Ok(_) => {}
                }
            }
            self.patience.sleep(self.patience.poll);
            match self.look(&signature, blockhash) {
                Ok(State::Landed(outcome)) => return landed(outcome),
                Ok(State::Gone) => return Err(refusal.map_or(Fault::Expired, Fault::Refused)),
                Ok(State::Open) => {}
                Err(fault) => why = Some(fault),
            }
            if self.patience.stopped() {
                return Err(Fault::Sent { signature, why: "it was stopped before it saw it land".into() });
            }
            if let Some(fault) = why {
                if failures >= self.patience.tries {
                    return Err(Fault::Sent { signature, why: fault.to_string() });
                }
                self.patience.sleep(self.patience.wait(failures));
                failures += 1;
            } else {
                failures = 0;
            }
        }
        Err(Fault::Sent { signature, why: "it neither landed nor expired in time".into() })
    }

    /// How it stands with a transaction. It is gone when a node has seen a block after its last
    /// one, and a node that has seen as much knows nothing of it, confirmed or not.
    fn look(&self, signature: &Signature, blockhash: &Blockhash) -> Result<State, Fault> {
        if let Some(outcome) = self.chain.status(signature)?.outcome {
            return Ok(State::Landed(outcome));
        }
        let height = self.chain.height()?;
        if height.block <= blockhash.last_block {
            return Ok(State::Open);
        }
        let seen = self.chain.history(signature)?;
        Ok(match seen.outcome {
            Some(outcome) => State::Landed(outcome),
            None if seen.slot >= height.slot && !seen.pending => State::Gone,
            None => State::Open,
        })
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
