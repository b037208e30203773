//! One wrapper for every way in which a cluster fails a tool: it is down, slow, behind, forgetful,
//! or it lies.

use {
    super::{lock, WorldChain},
    io_rpc::{Accounts, At, Blockhash, Chain, Fault, Filter, Height, Seen, Simulation},
    solana_account::Account,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    std::{
        collections::HashMap,
        sync::{Arc, Mutex},
    },
};

/// Bytes of an account's discriminator, which [`Effect::Garble`] leaves as they are: otherwise no
/// tool reads on.
const DISCRIMINATOR: usize = 8;

/// What the cluster is asked.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Call<'a> {
    Accounts(&'a [Pubkey]),
    ProgramAccounts(&'a Pubkey),
    Blockhash,
    Height,
    Simulate(&'a VersionedTransaction),
    Send(&'a VersionedTransaction),
    Statuses(&'a [Signature]),
    RecentFees(&'a [Pubkey]),
    Now,
}

impl Call<'_> {
    /// The kind of the call, by which [`FaultyChain::calls`] counts.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accounts(_) => "accounts",
            Self::ProgramAccounts(_) => "program_accounts",
            Self::Blockhash => "blockhash",
            Self::Height => "height",
            Self::Simulate(_) => "simulate",
            Self::Send(_) => "send",
            Self::Statuses(_) => "statuses",
            Self::RecentFees(_) => "recent_fees",
            Self::Now => "now",
        }
    }
}

/// What becomes of a call. An effect that does not fit the call is [`Effect::Answer`].
#[derive(Clone)]
pub enum Effect {
    /// It is answered truly.
    Answer,
    /// It fails.
    Fail(Fault),
    /// A simulation is refused.
    Refuse(TransactionError),
    /// A transaction is accepted, and dropped.
    Forget,
    /// A transaction lands, but the answer is lost.
    Lose,
    /// These transactions, if they have landed, are not confirmed yet.
    Unconfirmed(Vec<Signature>),
    /// Every transaction that is asked for is said to have landed.
    Pretend,
    /// Every blockhash expires before the call.
    Expire,
    /// It is answered by this chain, an older one for instance.
    Of(Arc<WorldChain>),
    /// A byte of each account of a program is changed, at random by this seed.
    Garble(u64),
    /// The clock shows this Unix time.
    Time(i64),
    /// The recent slots took these fees.
    Fees(Vec<u64>),
}

/// Decides what becomes of each call. Tools may call from several threads.
type Decide<'a> = Box<dyn Fn(&Call<'_>) -> Effect + Send + Sync + 'a>;

/// A cluster in process that fails, lags or lies as a test decides, and keeps what was asked and
/// sent.
pub struct FaultyChain<'a> {
    chain: &'a WorldChain,
    decide: Decide<'a>,
    calls: Mutex<HashMap<&'static str, usize>>,
    sent: Mutex<Vec<VersionedTransaction>>,
}

impl<'a> FaultyChain<'a> {
    /// The chain, each of whose calls is first shown to `decide`. It may act on the chain, too, or
    /// let time pass.
    pub fn new(chain: &'a WorldChain, decide: impl Fn(&Call<'_>) -> Effect + Send + Sync + 'a) -> Self {
        Self { chain, decide: Box::new(decide), calls: Mutex::default(), sent: Mutex::default() }
    }

    /// The chain as it is: only watched.
    pub fn watched(chain: &'a WorldChain) -> Self {
        Self::new(chain, |_| Effect::Answer)
    }

    /// How many calls of a kind were made, by [`Call::name`].
    pub fn calls(&self, name: &str) -> usize {
        lock(&self.calls).get(name).copied().unwrap_or_default()
    }

    /// The transactions that the cluster accepted or that landed, each as often as it was sent.
    pub fn sent(&self) -> Vec<VersionedTransaction> {
        lock(&self.sent).clone()
    }

    fn effect(&self, call: &Call<'_>) -> Result<Effect, Fault> {
        *lock(&self.calls).entry(call.name()).or_default() += 1;
        match (self.decide)(call) {
            Effect::Fail(fault) => Err(fault),
            Effect::Expire => {
                self.chain.expire_blockhashes();
                Ok(Effect::Answer)
            }
            effect => Ok(effect),
        }
    }

    /// Looks at the chain, or at the one that answers in its place.
    fn look<T>(&self, effect: &Effect, look: impl Fn(&WorldChain) -> Result<T, Fault>) -> Result<T, Fault> {
        match effect {
            Effect::Of(other) => look(other),
            _ => look(self.chain),
        }
    }
}

impl Chain for FaultyChain<'_> {
    fn accounts_at(&self, addresses: &[Pubkey]) -> Result<At<Vec<Option<Account>>>, Fault> {
        let effect = self.effect(&Call::Accounts(addresses))?;
        self.look(&effect, |chain| chain.accounts_at(addresses))
    }

    fn program_accounts_at(&self, program: &Pubkey, filters: &[Filter]) -> Result<At<Accounts>, Fault> {
        let effect = self.effect(&Call::ProgramAccounts(program))?;
        let mut accounts = self.look(&effect, |chain| chain.program_accounts_at(program, filters))?;
        if let Effect::Garble(seed) = effect {
            let mut random = fastrand::Rng::with_seed(seed);
            for (_, account) in &mut accounts.value {
                let place = random.usize(DISCRIMINATOR..account.data.len());
                account.data[place] ^= random.u8(1..);
            }
        }
        Ok(accounts)
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        self.effect(&Call::Blockhash)?;
        self.chain.latest_blockhash()
    }

    fn height(&self) -> Result<Height, Fault> {
        self.effect(&Call::Height)?;
        self.chain.height()
    }

    fn simulate(&self, transaction: &VersionedTransaction) -> Result<Simulation, Fault> {
        match self.effect(&Call::Simulate(transaction))? {
            Effect::Refuse(error) => {
                Ok(Simulation { error: Some(error), compute_units: 0, logs: Vec::new() })
            }
            _ => self.chain.simulate(transaction),
        }
    }

    fn send(&self, transaction: &VersionedTransaction) -> Result<Signature, Fault> {
        let effect = self.effect(&Call::Send(transaction))?;
        lock(&self.sent).push(transaction.clone());
        match effect {
            Effect::Forget => Ok(transaction.signatures[0]),
            Effect::Lose => {
                self.chain.send(transaction)?;
                Err(Fault::Unreachable("the answer was lost".into()))
            }
            _ => self.chain.send(transaction),
        }
    }

    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault> {
        let effect = self.effect(&Call::Statuses(signatures))?;
        let mut seen = self.chain.statuses(signatures)?;
        if matches!(effect, Effect::Pretend) {
            seen.iter_mut().for_each(|seen| seen.outcome = Some(Ok(())));
        }
        if let Effect::Unconfirmed(early) = effect {
            for (signature, seen) in signatures.iter().zip(&mut seen) {
                if early.contains(signature) {
                    (seen.pending, seen.outcome) = (seen.outcome.is_some(), None);
                }
            }
        }
        Ok(seen)
    }

    fn recent_fees(&self, accounts: &[Pubkey]) -> Result<Vec<u64>, Fault> {
        match self.effect(&Call::RecentFees(accounts))? {
            Effect::Fees(fees) => Ok(fees),
            _ => self.chain.recent_fees(accounts),
        }
    }

    fn genesis_hash(&self) -> Result<Hash, Fault> {
        self.chain.genesis_hash()
    }

    fn now(&self) -> Result<i64, Fault> {
        match self.effect(&Call::Now)? {
            Effect::Time(now) => Ok(now),
            effect => self.look(&effect, |chain| chain.now()),
        }
    }
}

/// The priority fee that a transaction pays, in micro-lamports per compute unit.
pub fn priority_fee(transaction: &VersionedTransaction) -> Option<u64> {
    const SET_COMPUTE_UNIT_PRICE: u8 = 3;
    let calls = transaction.message.instructions();
    let price = calls.iter().filter_map(|call| call.data.strip_prefix(&[SET_COMPUTE_UNIT_PRICE]));
    price.filter_map(|price| price.try_into().ok().map(u64::from_le_bytes)).next()
}
