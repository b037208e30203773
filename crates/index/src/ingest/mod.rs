//! The index: from a source to the tables.

mod accounts;
mod apply;
mod batch;
mod known;
mod list;
mod listen;
mod recent;
mod vaults;

use {
    crate::{
        error::{Error, Result},
        live::{Live, Tip},
        source::Source,
        store::{meta, meta_number, set_meta, Store},
    },
    sqlx::Acquire,
    std::{
        sync::{atomic::AtomicU32, Arc},
        time::Duration,
    },
    tokio::{
        sync::{watch, Notify},
        time::{sleep, timeout},
    },
    tracing::{info, warn},
};

/// The longest time between two tries while the cluster does not answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The least pause between two passes.
const SHORTEST_PAUSE: Duration = Duration::from_secs(1);

/// A pass waits no longer for the time of its last slot: the next one asks again.
const CLOCK: Duration = Duration::from_secs(2);

/// Limits of a pass.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most transactions of a database transaction, but for those of one slot, which stay together.
    /// The memory that the index takes grows with it.
    pub batch: usize,
    /// The pause between two passes while no notification arrives.
    pub poll: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { batch: 1_000, poll: Duration::from_secs(5) }
    }
}

/// The result of a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Transactions that came into the tables.
    pub transactions: u64,
    /// Events that came into the tables.
    pub events: u64,
    /// Accounts that were read.
    pub accounts: u64,
}

/// Keeps the tables of a store up to date with a source.
pub struct Indexer {
    store: Store,
    source: Arc<dyn Source>,
    limits: Limits,
    live: Live,
    wake: Arc<Notify>,
    /// Passes in a row that ended while they applied something.
    failures: AtomicU32,
}

impl Indexer {
    /// An index of what `source` has, in `store`.
    #[must_use]
    pub fn new(store: Store, source: Arc<dyn Source>, limits: Limits) -> Self {
        Self {
            store,
            source,
            limits,
            live: Live::default(),
            wake: Arc::default(),
            failures: AtomicU32::new(0),
        }
    }

    /// Where readers subscribe.
    #[must_use]
    pub fn live(&self) -> Live {
        self.live.clone()
    }

    /// Brings the tables up to what was finalized when it began, and reads every account that is
    /// new. Called again, it goes on where it was.
    ///
    /// # Errors
    /// If the cluster or the database refuses; what was applied stays, and nothing is half applied.
    pub async fn catch_up(&self) -> Result<Progress> {
        self.check_cluster().await?;
        let head = self.source.finalized_slot().await?;
        let mut all = Progress::default();
        loop {
            let caught = self.pass(true).await?;
            all.transactions += caught.transactions;
            all.events += caught.events;
            all.accounts += caught.accounts;
            // A list that an earlier run began ends before.
            if self.tip().await?.slot >= head {
                return Ok(all);
            }
        }
    }

    /// Keeps the tables up to date until `stop` says true.
    ///
    /// # Errors
    /// If it cannot go on, whatever comes: the database is of another cluster. It waits out what
    /// passes.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) -> Result<()> {
        let hearing = tokio::spawn(listen::listen(self.source.clone(), self.live.clone(), self.wake.clone()));
        let end = tokio::select! {
            end = self.follow() => end,
            _ = stop.wait_for(|stop| *stop) => Ok(()),
        };
        hearing.abort();
        end
    }

    async fn follow(&self) -> Result<()> {
        let mut failures: u32 = 0;
        let mut checked = false;
        // Where an earlier run ended, so that readers have its time while the cluster is away.
        if let Ok(left) = self.tip().await {
            self.tell(Tip { complete: false, ..left });
        }
        loop {
            let pass = async {
                if !checked {
                    self.check_cluster().await?;
                }
                self.pass(false).await
            };
            match pass.await {
                Ok(caught) => {
                    if caught.transactions > 0 {
                        info!(transactions = caught.transactions, accounts = caught.accounts, "indexed");
                    }
                    (failures, checked) = (0, true);
                    sleep(SHORTEST_PAUSE.min(self.limits.poll)).await;
                    // Whether it was woken or the time is over, it looks again.
                    let _ = timeout(self.limits.poll, self.wake.notified()).await;
                }
                Err(error) if error.is_passing() => {
                    failures = failures.saturating_add(1);
                    // It may be another cluster that answers next.
                    checked = false;
                    metrics::counter!("io_index_source_errors_total").increment(1);
                    self.live.tip.send_modify(|tip| tip.complete = false);
                    warn!(%error, failures, "the index waits");
                    let pause = Duration::from_millis(500) * 2_u32.pow(failures.min(6));
                    sleep(error.wait().unwrap_or(pause).min(LONGEST_PAUSE)).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The cluster that answers is the one that the tables are of.
    async fn check_cluster(&self) -> Result<()> {
        let found = self.source.genesis_hash().await?;
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        match meta(&mut transaction, "genesis_hash").await? {
            Some(known) if known != found => return Err(Error::OtherCluster { known, found }),
            Some(_) => return Ok(()),
            None => {
                set_meta(&mut transaction, "genesis_hash", &found).await?;
                set_meta(&mut transaction, "slot", "0").await?;
                set_meta(&mut transaction, "time", "0").await?;
            }
        }
        transaction.commit().await?;
        Ok(())
    }

    /// One pass. After the database has refused, the next pass has a new connection.
    async fn pass(&self, all: bool) -> Result<Progress> {
        let done = self.pass_once(all).await;
        if matches!(done, Err(Error::Database(_))) {
            self.store.renew().await;
        }
        done
    }

    /// List, apply, read the accounts. Each step goes on where an earlier pass was left.
    async fn pass_once(&self, all: bool) -> Result<Progress> {
        let mut caught = Progress::default();
        let head = self.source.finalized_slot().await?;
        let tip = self.tip().await?;
        // After a failure it is not complete until a pass ends well.
        let complete = tip.complete && self.live.tip.borrow().complete;
        self.tell(Tip { cluster_slot: head, complete, ..tip });
        if let Some(target) = self.list(head).await? {
            self.apply_listed(target, &mut caught).await?;
        }
        caught.accounts = self.read_accounts(all).await?;
        let slot = self.tip().await?.slot;
        let time = timeout(CLOCK, self.source.block_time(slot)).await;
        let time = time.ok().and_then(Result::ok).flatten();
        let tip = self.settle(head, time).await?;
        self.tell(tip);
        Ok(caught)
    }

    /// How far the tables are.
    async fn tip(&self) -> Result<Tip> {
        let mut connection = self.store.writer().acquire().await?;
        let slot = meta_number(&mut connection, "slot").await?.unwrap_or_default();
        let time = meta_number(&mut connection, "time").await?.unwrap_or_default();
        let cluster_slot = meta_number(&mut connection, "cluster_slot").await?.unwrap_or_default();
        let complete = meta(&mut connection, "complete").await?.as_deref() == Some("1");
        let history = meta_number(&mut connection, "started_over").await?.unwrap_or_default();
        Ok(Tip { slot, time: time.cast_signed(), cluster_slot, complete, history })
    }

    /// Records that the tables have everything up to their slot.
    async fn settle(&self, head: u64, time: Option<i64>) -> Result<Tip> {
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        if let Some(time) = time {
            set_meta(&mut transaction, "time", &time.max(0).to_string()).await?;
        }
        set_meta(&mut transaction, "cluster_slot", &head.to_string()).await?;
        set_meta(&mut transaction, "complete", "1").await?;
        transaction.commit().await?;
        drop(connection);
        self.tip().await
    }

    fn tell(&self, tip: Tip) {
        #[allow(clippy::cast_precision_loss)]
        metrics::gauge!("io_index_slot").set(tip.slot as f64);
        #[allow(clippy::cast_precision_loss)]
        metrics::gauge!("io_index_cluster_slot").set(tip.cluster_slot as f64);
        self.live.tip.send_if_modified(|known| {
            let changed = *known != tip;
            *known = tip;
            changed
        });
    }
}
