//! What the tools need of a cluster.

use {
    crate::Fault, solana_account::Account, solana_hash::Hash, solana_pubkey::Pubkey,
    solana_signature::Signature, solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
};

/// The clock's account, and where its Unix time lies.
const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");
const UNIX_TIMESTAMP: usize = 32;

/// Which of a program's accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Those of this many bytes.
    Size(usize),
    /// Those with these bytes at an offset.
    Bytes(usize, Vec<u8>),
}

impl Filter {
    /// Whether an account's data pass.
    pub fn passes(&self, data: &[u8]) -> bool {
        match self {
            Self::Size(size) => data.len() == *size,
            Self::Bytes(at, bytes) => data.get(*at..).is_some_and(|rest| rest.starts_with(bytes)),
        }
    }
}

/// What a transaction would do.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// Why it would be refused, if it would.
    pub error: Option<TransactionError>,
    /// Compute units of the whole transaction.
    pub compute_units: u64,
    /// What the programs would log.
    pub logs: Vec<String>,
}

/// A blockhash that a transaction can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blockhash {
    /// The hash itself.
    pub hash: Hash,
    /// The last block, counted from genesis, in which such a transaction can land.
    pub last_block: u64,
}

/// How far a node has seen the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Height {
    /// Its latest slot.
    pub slot: u64,
    /// The block of that slot, counted from genesis.
    pub block: u64,
}

/// What a node knows of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The slot up to which it has looked.
    pub slot: u64,
    /// Its outcome; none while it has not landed.
    pub outcome: Option<Result<(), TransactionError>>,
    /// Whether the node has it in a block that is not confirmed: it may still land.
    pub pending: bool,
}

/// What a node has read, and the slot at which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The slot; of several calls the earliest.
    pub slot: u64,
    /// What was read.
    pub value: T,
}

/// Accounts with their addresses.
pub type Accounts = Vec<(Pubkey, Account)>;

/// A cluster. Each call may be answered by another node, and threads may call at once.
pub trait Chain: Sync {
    /// Accounts and the slot at which they were read; none where there is none.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn accounts_at(&self, addresses: &[Pubkey]) -> Result<At<Vec<Option<Account>>>, Fault>;

    /// Accounts of a program that pass all filters, and the slot at which they were read.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn program_accounts_at(&self, program: &Pubkey, filters: &[Filter]) -> Result<At<Accounts>, Fault>;

    /// Accounts as they are; none where there is none.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        if addresses.is_empty() {
            return Ok(Vec::new());
        }
        Ok(self.accounts_at(addresses)?.value)
    }

    /// Accounts of a program that pass all filters.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn program_accounts(&self, program: &Pubkey, filters: &[Filter]) -> Result<Accounts, Fault> {
        Ok(self.program_accounts_at(program, filters)?.value)
    }

    /// A blockhash that a transaction of now can name.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn latest_blockhash(&self) -> Result<Blockhash, Fault>;

    /// How far the chain is.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn height(&self) -> Result<Height, Fault>;

    /// What a transaction would do now. Its signatures are not looked at, nor its blockhash.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn simulate(&self, transaction: &VersionedTransaction) -> Result<Simulation, Fault>;

    /// Hands a signed transaction over, without waiting for it to land.
    ///
    /// # Errors
    /// If the cluster does not answer, or refuses it.
    fn send(&self, transaction: &VersionedTransaction) -> Result<Signature, Fault>;

    /// What became of transactions that were sent a moment ago, in their order.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault>;

    /// What became of a transaction that was sent a moment ago.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        let seen = self.statuses(&[*signature])?.pop();
        seen.ok_or_else(|| Fault::Unreachable("it answered for no transaction".into()))
    }

    /// What became of a transaction, however long ago.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn history(&self, signature: &Signature) -> Result<Seen, Fault> {
        self.status(signature)
    }

    /// What transactions that wrote to all these accounts have paid lately, in micro-lamports per
    /// compute unit: the least of each slot.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn recent_fees(&self, _accounts: &[Pubkey]) -> Result<Vec<u64>, Fault> {
        Ok(Vec::new())
    }

    /// The hash of the cluster's first block, by which clusters are told apart.
    ///
    /// # Errors
    /// If the cluster does not answer, or does not say.
    fn genesis_hash(&self) -> Result<Hash, Fault> {
        Err(Fault::Unreachable("the cluster does not say its genesis hash".into()))
    }

    /// One account.
    ///
    /// # Errors
    /// If the cluster does not answer.
    fn account(&self, address: &Pubkey) -> Result<Option<Account>, Fault> {
        Ok(self.accounts(&[*address])?.pop().flatten())
    }

    /// Unix seconds on chain.
    ///
    /// # Errors
    /// If the cluster does not answer, or has no clock.
    fn now(&self) -> Result<i64, Fault> {
        let clock = self.account(&CLOCK)?;
        let time = clock.as_ref().and_then(|clock| clock.data.get(UNIX_TIMESTAMP..)?.first_chunk::<8>());
        let time = time.ok_or_else(|| Fault::Unreachable("the cluster has no clock".into()))?;
        Ok(i64::from_le_bytes(*time))
    }
}
