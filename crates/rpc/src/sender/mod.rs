//! The one way by which the tools send a transaction.
//!
//! It is simulated first; what it used, and a tenth more, is its compute limit, so that a priority
//! fee is paid for little more than what is used. It is sent again until it lands or the chain has
//! passed the last block that could take it; only a transaction that can land no more is signed
//! anew, so nothing is done twice. Behind one URL there may be many nodes: one that lags makes it
//! late, never early.

mod follow;
mod in_flight;
mod message;

use {
    crate::{Blockhash, Chain, Fault, Patience, Refusal, Simulation},
    message::{budgeted, check_size, sign},
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_message::AddressLookupTableAccount,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_transaction::versioned::VersionedTransaction,
};
pub use {
    follow::Lifetime,
    in_flight::{Done, InFlight, Sent},
    message::{advances_nonce, compile, fits, sign_partly, unsigned},
};

/// A transaction can use no more.
const MAX_COMPUTE_UNITS: u64 = 1_400_000;
/// What is added to a tenth of what the simulation used: one more try at an address, a longer log.
const SPARE_COMPUTE_UNITS: u64 = 2_000;

/// What a small instruction may use that is not simulated.
const SMALL_COMPUTE_UNITS: u64 = 10_000;

/// Hears of each signature how far its transaction has come.
pub type Tell<'a> = &'a (dyn Fn(&Signature, Reach) + Sync);

/// How far a transaction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It leaves now: until the call is answered nobody knows whether it has reached the cluster.
    Leaves,
    /// It may have reached the cluster. Told once.
    Sent,
    /// It was kept from the cluster: nothing is on its way.
    Kept,
}

/// Sends transactions, paid by one key.
#[derive(Clone, Copy)]
pub struct Sender<'a> {
    /// The cluster.
    pub chain: &'a dyn Chain,
    /// Pays the fees.
    pub payer: &'a (dyn Signer + Sync),
    /// Micro-lamports per compute unit.
    pub priority_fee: u64,
    /// How long to try.
    pub patience: Patience,
    /// Lookup tables that may make a transaction shorter.
    pub tables: &'a [AddressLookupTableAccount],
    /// Who hears of what was sent.
    pub tell: Option<Tell<'a>>,
}

/// A transaction that was simulated and found good.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What it does, without its compute budget.
    pub instructions: Vec<Instruction>,
    /// Compute units that it may use; none for those that the runtime allows unasked.
    pub compute_limit: Option<u64>,
    /// What it would do.
    pub simulation: Simulation,
    /// Signatures it needs.
    pub signatures: u64,
}

impl Prepared {
    /// What it costs in lamports at a price per compute unit in micro-lamports.
    pub fn fee(&self, priority_fee: u64) -> u64 {
        // What the runtime allows an instruction that asks for nothing.
        const UNASKED: u64 = 200_000;
        let unasked = || UNASKED.saturating_mul(self.instructions.len() as u64).min(MAX_COMPUTE_UNITS);
        let priority = u128::from(self.compute_limit.unwrap_or_else(unasked)) * u128::from(priority_fee);
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

impl<'a> Sender<'a> {
    /// A sender without priority fee, tables and listener.
    pub fn new(chain: &'a dyn Chain, payer: &'a (dyn Signer + Sync), patience: Patience) -> Self {
        Self { chain, payer, priority_fee: 0, patience, tables: &[], tell: None }
    }

    /// Simulates.
    ///
    /// # Errors
    /// If it would be refused, or the cluster does not answer.
    pub fn prepare(&self, instructions: &[Instruction]) -> Result<Prepared, Fault> {
        let draft = unsigned(self.message(instructions, Some(MAX_COMPUTE_UNITS), Hash::default())?);
        check_size(&draft.message)?;
        let simulation = self.patience.retry(|| self.chain.simulate(&draft))?;
        if let Some(error) = simulation.error {
            let refusal = Refusal::new(error, simulation.logs, &draft);
            return Err(self.with_wallet(refusal, &draft).into());
        }
        let used = simulation.compute_units;
        let compute_limit = (used + used / 10 + SPARE_COMPUTE_UNITS).min(MAX_COMPUTE_UNITS);
        Ok(Prepared {
            instructions: instructions.to_vec(),
            compute_limit: Some(compute_limit),
            simulation,
            signatures: draft.message.header().num_required_signatures.into(),
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
        signers: &[&dyn Signer],
        mut sent: impl FnMut(),
    ) -> Result<(), Fault> {
        let hash = self.patience.retry(|| self.chain.latest_blockhash())?.hash;
        for instruction in instructions {
            let call = std::slice::from_ref(instruction);
            let message = self.message(call, Some(SMALL_COMPUTE_UNITS), hash)?;
            let transaction = sign(message, &self.keys(signers))?;
            self.patience.retry(|| self.chain.send(&transaction))?;
            sent();
        }
        Ok(())
    }

    /// Simulates, signs, sends, and waits until it has landed.
    ///
    /// # Errors
    /// If it is refused, or the cluster does not answer.
    pub fn send(&self, instructions: &[Instruction], signers: &[&dyn Signer]) -> Result<Receipt, Fault> {
        let prepared = self.prepare(instructions)?;
        let signature = self.land(&prepared, signers)?;
        let Simulation { compute_units, logs, .. } = prepared.simulation;
        Ok(Receipt { signature, compute_units, logs })
    }

    /// Signs, sends, and waits until it has landed.
    ///
    /// # Errors
    /// If it is refused, or the cluster does not answer; [`Fault::Sent`] if it may still land.
    pub fn land(&self, prepared: &Prepared, signers: &[&dyn Signer]) -> Result<Signature, Fault> {
        let mut tries = 0;
        loop {
            let blockhash = self.patience.retry(|| self.chain.latest_blockhash())?;
            match self.land_within(prepared, signers, &Lifetime::Blocks(blockhash)) {
                Err(Fault::Expired) if tries + 1 < self.patience.tries => tries += 1,
                other => return other,
            }
        }
    }

    /// The same, once, for as long as a blockhash or a nonce that was given lasts.
    ///
    /// # Errors
    /// As [`Sender::land`]; [`Fault::Expired`] if it can land no more.
    pub fn land_within(
        &self,
        prepared: &Prepared,
        signers: &[&dyn Signer],
        lifetime: &Lifetime,
    ) -> Result<Signature, Fault> {
        let transaction = self.sign(prepared, signers, lifetime.hash())?;
        self.follow(&transaction, lifetime)
    }

    /// Signs.
    ///
    /// # Errors
    /// If a key is missing.
    pub fn sign(
        &self,
        prepared: &Prepared,
        signers: &[&dyn Signer],
        hash: Hash,
    ) -> Result<VersionedTransaction, Fault> {
        let message = self.message(&prepared.instructions, prepared.compute_limit, hash)?;
        sign(message, &self.keys(signers))
    }

    /// The message of a transaction with its compute budget.
    ///
    /// # Errors
    /// If it names more accounts than a message can.
    pub fn message(
        &self,
        instructions: &[Instruction],
        limit: Option<u64>,
        hash: Hash,
    ) -> Result<solana_message::VersionedMessage, Fault> {
        let all = budgeted(instructions, limit, self.priority_fee);
        compile(&self.payer.pubkey(), &all, self.tables, hash)
    }

    fn keys<'k>(&self, signers: &[&'k dyn Signer]) -> Vec<&'k dyn Signer>
    where
        'a: 'k,
    {
        let payer: &'k dyn Signer = self.payer;
        std::iter::once(payer).chain(signers.iter().copied()).collect()
    }

    /// A refusal for want of SOL, with the wallet that lacks it.
    fn with_wallet(&self, refusal: Refusal, draft: &VersionedTransaction) -> Refusal {
        let Some((has, needs)) = refusal.lacks() else { return refusal };
        let required = draft.signatures.len();
        let signers: Vec<_> = draft.message.static_account_keys().iter().take(required).copied().collect();
        let Ok(accounts) = self.chain.accounts(&signers) else { return refusal };
        let fee = 5_000u64.saturating_mul(required as u64);
        let holds = |i: usize| accounts.get(i).and_then(Option::as_ref).map_or(0, |account| account.lamports);
        // The payer's fee is taken before the transfer.
        let left = |i: usize| if i == 0 { holds(0).saturating_sub(fee) } else { holds(i) };
        match (0..required).find(|i| left(*i) == has) {
            Some(i) => refusal.of_wallet(signers[i], has, needs),
            None => refusal,
        }
    }
}

/// A blockhash that is used for many transactions: each of them need not ask for one of its own.
#[derive(Debug, Default)]
pub struct SharedBlockhash(std::sync::Mutex<Option<(std::time::Instant, Blockhash)>>);

impl SharedBlockhash {
    /// One that is used for no longer than this: it lives for about a minute.
    const FRESH: std::time::Duration = std::time::Duration::from_secs(5);

    /// The blockhash, a new one if the last is old.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn get(&self, sender: &Sender<'_>) -> Result<Blockhash, Fault> {
        let mut last = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((since, blockhash)) = *last {
            if since.elapsed() < Self::FRESH {
                return Ok(blockhash);
            }
        }
        let blockhash = sender.patience.retry(|| sender.chain.latest_blockhash())?;
        *last = Some((std::time::Instant::now(), blockhash));
        Ok(blockhash)
    }

    /// The last one is forgotten: it has expired.
    pub fn renew(&self) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
    }
}
