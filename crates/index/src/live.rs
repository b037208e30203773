//! Live events for readers.

use {
    crate::Decoded,
    std::sync::Arc,
    tokio::sync::{broadcast, watch},
};

/// Events that a slow reader can fall behind by before it misses some.
const LATE: usize = 1_024;

/// How certain it is that a transaction stays in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commitment {
    /// Most of the stake has voted for it; its fork may still be dropped.
    Confirmed,
    /// It is in the tables.
    Finalized,
}

/// An event, sent as soon as it is known.
#[derive(Clone, Debug)]
pub struct LiveEvent {
    /// How certain it is that it stays.
    pub commitment: Commitment,
    /// Its `id` in the tables, once it is there.
    pub id: Option<i64>,
    /// The slot.
    pub slot: u64,
    /// The block's time, once it is known.
    pub time: Option<i64>,
    /// The transaction's signature.
    pub signature: Arc<str>,
    /// The event itself.
    pub event: Arc<Decoded>,
    /// Which addresses it is about, once that is known.
    pub addresses: Arc<[String]>,
}

/// How far the tables are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tip {
    /// Everything up to this slot is in the tables.
    pub slot: u64,
    /// Its block's time, that of the last transaction if the cluster does not say; 0 at first.
    pub time: i64,
    /// The cluster's last finalized slot, as far as known.
    pub cluster_slot: u64,
    /// Whether the tables had everything when the cluster was last asked.
    pub complete: bool,
    /// How often the tables were filled anew, after a cluster had called another fork final.
    pub history: u64,
}

/// Where readers subscribe.
#[derive(Clone, Debug)]
pub struct Live {
    /// Events: confirmed ones when they arrive, all when they are in the tables.
    pub events: broadcast::Sender<LiveEvent>,
    /// How far the tables are.
    pub tip: watch::Sender<Tip>,
}

impl Default for Live {
    fn default() -> Self {
        Self { events: broadcast::channel(LATE).0, tip: watch::channel(Tip::default()).0 }
    }
}
