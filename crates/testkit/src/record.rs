//! What a world did, written down as a chain of slots: for who reads a chain afterwards.

use {
    crate::{message::accounts, World},
    io_addresses::external::TOKEN_PROGRAM,
    litesvm::{
        types::{TransactionMetadata, TransactionResult},
        LiteSVM,
    },
    solana_account::Account,
    solana_clock::Clock,
    solana_instruction::AccountMeta,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    spl_token_interface::state::Account as TokenAccount,
    std::{
        cell::Cell,
        collections::{BTreeMap, HashMap},
    },
};

/// The first slot with a transaction.
const FIRST_SLOT: u64 = 100;

/// Transactions of one slot, at most.
const MOST_IN_A_SLOT: u64 = 5;

thread_local! {
    static WANTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `make`; a world that it makes records from its first transaction on.
pub fn recorded<T>(make: impl FnOnce() -> T) -> T {
    WANTED.set(true);
    let made = make();
    WANTED.set(false);
    made
}

/// The tape of a new world, if one is wanted.
pub(crate) fn tape() -> Option<Tape> {
    WANTED.get().then(Tape::default)
}

/// A transaction as a cluster remembers it: accepted, or refused and charged for.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The slot that it is in. Slots of transactions grow, with gaps.
    pub slot: u64,
    /// Its place within the slot.
    pub index: u32,
    /// Unix time of its block: the world's clock.
    pub time: i64,
    /// The transaction.
    pub transaction: VersionedTransaction,
    /// Addresses out of lookup tables: those it may write, then the others.
    pub loaded: [Vec<Pubkey>; 2],
    /// Why it failed, if it did.
    pub error: Option<TransactionError>,
    /// What the runtime logged.
    pub logs: Vec<String>,
    /// What it did in all, as the SVM tells.
    pub meta: TransactionMetadata,
    /// The token accounts that it could write, before it and after it.
    pub tokens: [Vec<Token>; 2],
    /// The accounts that it could write, as they are after it; none if they are no more.
    pub written: Vec<(Pubkey, Option<Account>)>,
}

impl Recorded {
    /// Its first signature, which names it.
    pub fn signature(&self) -> Signature {
        self.transaction.signatures[0]
    }

    /// Every account that it names.
    pub fn names(&self, address: &Pubkey) -> bool {
        self.transaction
            .message
            .static_account_keys()
            .iter()
            .chain(self.loaded.iter().flatten())
            .any(|key| key == address)
    }
}

/// What a token account holds.
#[derive(Debug, Clone)]
pub struct Token {
    /// Its place among the accounts of the transaction.
    pub index: usize,
    /// Of what it holds it.
    pub mint: Pubkey,
    /// Whose it is.
    pub owner: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// Everything that a world did since it began, in order.
#[derive(Debug, Clone, Default)]
pub struct Tape {
    /// The transactions.
    pub transactions: Vec<Recorded>,
    /// Accounts as they are at the end, also those that no transaction wrote.
    pub last: HashMap<Pubkey, Account>,
}

impl Tape {
    /// The slot of the last transaction.
    pub fn end(&self) -> u64 {
        self.transactions.last().map_or(FIRST_SLOT, |last| last.slot)
    }

    /// The place of every transaction, by its signature.
    pub fn places(&self) -> HashMap<Signature, usize> {
        self.transactions.iter().zip(0..).map(|(recorded, place)| (recorded.signature(), place)).collect()
    }

    /// Versions of every account that a transaction wrote: the slot since which it is so.
    pub fn versions(&self) -> HashMap<Pubkey, BTreeMap<u64, Option<Account>>> {
        let mut versions: HashMap<_, BTreeMap<_, _>> = HashMap::new();
        for recorded in &self.transactions {
            for (address, account) in &recorded.written {
                versions.entry(*address).or_default().insert(recorded.slot, account.clone());
            }
        }
        versions
    }

    /// The slot and place of the next transaction, at this time. Only transactions of one time
    /// share a slot.
    fn next(&self, time: i64) -> (u64, u32) {
        let Some(last) = self.transactions.last() else { return (FIRST_SLOT, 0) };
        let count = self.transactions.len() as u64;
        // Slots of one to five transactions, and gaps of up to six slots.
        let full = u64::from(last.index) >= (last.slot * 7) % MOST_IN_A_SLOT;
        match full || last.time != time {
            true => (last.slot + 1 + (count * 11) % 7, 0),
            false => (last.slot, last.index + 1),
        }
    }
}

/// A transaction that is about to be sent.
pub(crate) struct Pending {
    transaction: VersionedTransaction,
    accounts: Vec<AccountMeta>,
    before: Vec<Token>,
}

/// The token accounts among these that can be written.
fn tokens(svm: &LiteSVM, accounts: &[AccountMeta]) -> Vec<Token> {
    let writable = accounts.iter().enumerate().filter(|(_, meta)| meta.is_writable);
    let token = |(index, meta): (usize, &AccountMeta)| {
        let account = svm.get_account(&meta.pubkey).filter(|account| account.owner == TOKEN_PROGRAM)?;
        let token = TokenAccount::unpack(&account.data).ok()?;
        Some(Token { index, mint: token.mint, owner: token.owner, amount: token.amount })
    };
    writable.filter_map(token).collect()
}

impl World {
    /// What it did so far, if it was made in [`recorded`].
    pub fn tape(&self) -> Option<Tape> {
        let mut tape = self.tape.clone()?;
        let all = self.svm.accounts_db().inner.iter();
        tape.last = all.map(|(address, account)| (*address, account.clone().into())).collect();
        Some(tape)
    }

    pub(crate) fn pending(&self, transaction: &VersionedTransaction) -> Option<Pending> {
        self.tape.as_ref()?;
        let accounts = accounts(&self.svm, &transaction.message);
        let before = tokens(&self.svm, &accounts);
        Some(Pending { transaction: transaction.clone(), accounts, before })
    }

    /// Writes down what became of a transaction. One that no cluster would put into a block is
    /// left out.
    pub(crate) fn write_down(&mut self, pending: Option<Pending>, result: &TransactionResult) {
        let (Some(Pending { transaction, accounts, before }), Some(tape)) = (pending, &mut self.tape) else {
            return;
        };
        let (error, meta) = match result {
            Ok(meta) => (None, meta),
            Err(failed) if matches!(failed.err, TransactionError::InstructionError(..)) => {
                (Some(failed.err.clone()), &failed.meta)
            }
            Err(_) => return,
        };
        let time = self.svm.get_sysvar::<Clock>().unix_timestamp;
        let (slot, index) = tape.next(time);
        let written = accounts.iter().filter(|meta| meta.is_writable && error.is_none());
        let written = written.map(|meta| {
            let account = self.svm.get_account(&meta.pubkey).filter(|account| account.lamports > 0);
            (meta.pubkey, account)
        });
        let written = written.collect();
        let after = tokens(&self.svm, &accounts);
        let loaded = &accounts[transaction.message.static_account_keys().len()..];
        let loaded = [true, false].map(|writable| {
            let these = loaded.iter().filter(|meta| meta.is_writable == writable);
            these.map(|meta| meta.pubkey).collect()
        });
        tape.transactions.push(Recorded {
            slot,
            index,
            time,
            loaded,
            error,
            logs: meta.logs.clone(),
            meta: meta.clone(),
            tokens: [before, after],
            written,
            transaction,
        });
    }
}
