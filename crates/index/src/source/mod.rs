//! Where transactions and accounts come from.

mod answer;
#[cfg(feature = "geyser")]
mod geyser;
mod rpc;
mod wire;

#[cfg(feature = "geyser")]
pub use geyser::Geyser;
pub use rpc::Rpc;

use {crate::Result, async_trait::async_trait, tokio::sync::mpsc};

/// A cluster, as the index needs it. Only its finalized data reaches the tables.
///
/// Addresses and signatures are base58. An error that passes is tried again, so a source refuses
/// rather than answer with less than there is.
#[async_trait]
pub trait Source: Send + Sync {
    /// The hash of the cluster's genesis.
    async fn genesis_hash(&self) -> Result<String>;

    /// The last finalized slot.
    async fn finalized_slot(&self) -> Result<u64>;

    /// The first slot whose transactions are kept.
    async fn first_slot(&self) -> Result<u64>;

    /// Finalized transactions that name an address, newest first, from the one before `before` on;
    /// seen by a node that has finalized `slot`.
    async fn signatures(&self, address: &str, before: Option<&str>, slot: u64) -> Result<Page>;

    /// Finalized transactions by their signatures, in the same order, every one of them.
    async fn transactions(&self, signatures: &[String]) -> Result<Vec<Transaction>>;

    /// Signatures of all transactions of a finalized block, in its order.
    async fn block(&self, slot: u64) -> Result<Vec<String>>;

    /// The time of a finalized block, if it is known.
    async fn block_time(&self, slot: u64) -> Result<Option<i64>>;

    /// Accounts as they are in the last finalized slot, which is `slot` or later, in the same
    /// order; at most 100.
    async fn accounts(&self, addresses: &[String], slot: u64) -> Result<Vec<Option<Account>>>;

    /// Sends transactions as they are confirmed, until the connection breaks.
    async fn listen(&self, heard: mpsc::Sender<Notification>) -> Result<()>;
}

/// A part of the list of signatures.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Newest first.
    pub listed: Vec<ListedTransaction>,
    /// Where the next page begins; none at the end of the list.
    pub next: Option<String>,
}

/// A finalized transaction in a list.
#[derive(Clone, Debug)]
pub struct ListedTransaction {
    /// Its signature.
    pub signature: String,
    /// Its slot.
    pub slot: u64,
    /// Its place in the block, if the node says so.
    pub index: Option<u32>,
    /// Whether it was refused: then it changed nothing.
    pub failed: bool,
}

/// A finalized transaction.
#[derive(Clone, Debug, Default)]
pub struct Transaction {
    /// Its signature.
    pub signature: String,
    /// Its slot.
    pub slot: u64,
    /// Its place in the block, if the node says so.
    pub index: Option<u32>,
    /// The block's time.
    pub time: Option<i64>,
    /// Whether it was refused.
    pub failed: bool,
    /// The fee payer.
    pub payer: String,
    /// The accounts that it may have written, without its signers.
    pub written: Vec<String>,
    /// Its log.
    pub logs: Vec<String>,
    /// How much more IO its token accounts held afterwards.
    pub io_change: i128,
}

/// An account's owner and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The program that owns it.
    pub owner: String,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// A transaction, as the cluster announces it.
#[derive(Clone, Debug)]
pub struct Notification {
    /// The slot.
    pub slot: u64,
    /// The transaction's signature.
    pub signature: String,
    /// Its log.
    pub logs: Vec<String>,
    /// Whether it is final already.
    pub finalized: bool,
}
