//! Whether the cluster still has what the tables have. A finalized transaction stays; but a node
//! that was on a fork of its own, or a load balancer that leads to one, may have called another
//! fork final.

use {
    super::Indexer,
    crate::{
        error::{Error, Result},
        place::Place,
        source::Page,
        store::{drop_meta, meta_number, set_meta},
    },
    sqlx::{Acquire, Row},
    std::collections::BTreeSet,
};

/// Transactions that are compared in every pass.
const COMPARED: i64 = 500;
/// Passes in a row that must find another history before the tables are filled anew.
const DOUBTS: u64 = 3;
/// The tables that are filled anew then.
const FILLED: &[&str] = &[
    "transactions",
    "events",
    "event_keys",
    "accounts",
    "account_keys",
    "nodes",
    "supply_hours",
    "prices_hours",
    "rewards",
    "orders",
    "settlements",
    "claims",
    "pending",
    "touched",
];

/// What the first pages of all lists say of the time up to the cursor.
#[derive(Debug, Default)]
pub(super) struct Recent {
    listed: BTreeSet<(u64, String)>,
    /// Up to this slot a list may have more than its first page.
    floor: u64,
    /// The newest slot in any list.
    newest: u64,
    /// A list was read earlier, so that nothing can be said.
    is_partial: bool,
}

impl Recent {
    /// Adds the first page of a list.
    pub(super) fn add(&mut self, page: Option<Page>, cursor: u64) {
        let Some(page) = page else {
            self.is_partial = true;
            return;
        };
        if let Some(oldest) = page.listed.last() {
            self.floor = self.floor.max(oldest.slot);
        }
        self.newest = page.listed.iter().map(|listed| listed.slot).fold(self.newest, u64::max);
        let known = page.listed.into_iter().filter(|listed| !listed.failed && listed.slot <= cursor);
        self.listed.extend(known.map(|listed| (listed.slot, listed.signature)));
    }
}

impl Indexer {
    /// What is listed of the time up to the cursor is what the tables have.
    pub(super) async fn check_recent(&self, recent: Recent, cursor: u64) -> Result<()> {
        let Recent { mut listed, mut floor, newest, is_partial } = recent;
        if is_partial || cursor == 0 {
            return Ok(());
        }
        let mut connection = self.store.writer().acquire().await?;
        let sql = "SELECT slot, signature FROM transactions ORDER BY id DESC LIMIT $1";
        let rows = sqlx::query(sql).bind(COMPARED).fetch_all(&mut *connection).await?;
        let known = rows.iter().map(|row| Ok((row.try_get::<i64, _>(0)?.cast_unsigned(), row.try_get(1)?)));
        let mut known: BTreeSet<(u64, String)> = known.collect::<Result<_>>()?;
        if rows.len() as u64 == COMPARED.unsigned_abs() {
            floor = floor.max(known.first().map_or(0, |(slot, _)| *slot));
        }
        listed.retain(|(slot, _)| *slot > floor);
        known.retain(|(slot, _)| *slot > floor);
        if listed == known {
            return drop_meta(&mut connection, "doubts").await;
        }
        // A node that is behind knows less, and nothing else. Some do not say so.
        if known.last().is_some_and(|(slot, _)| *slot > newest) {
            drop(connection);
            self.relist().await?;
            return Err(Error::source("its lists end before what it called final before: it is behind"));
        }
        let slot = listed.symmetric_difference(&known).next().map_or(0, |(slot, _)| *slot);
        let doubts = meta_number(&mut connection, "doubts").await?.unwrap_or_default() + 1;
        set_meta(&mut connection, "doubts", &doubts.to_string()).await?;
        drop(connection);
        self.relist().await?;
        if doubts >= DOUBTS {
            self.start_over(slot).await?;
        }
        Err(Error::source(format!(
            "its transactions of slot {slot} are not those that it called final before (seen {doubts} times; \
             after {DOUBTS} the tables are filled anew)"
        )))
    }

    /// Forgets everything but the cluster, and what was delivered.
    async fn start_over(&self, slot: u64) -> Result<()> {
        tracing::error!("the cluster has another history than the tables: they are filled anew");
        metrics::counter!("io_index_started_over_total").increment(1);
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        for table in FILLED {
            let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table}"));
            sqlx::query(sql).execute(&mut *transaction).await?;
        }
        for (key, value) in [("slot", "0"), ("time", "0"), ("complete", "0")] {
            set_meta(&mut transaction, key, value).await?;
        }
        // Webhooks hear of what is different from there on; what they were told has its row.
        let sql = "UPDATE webhooks SET seen = $1 WHERE seen > $1";
        let first = Place::first_id(slot).saturating_sub(1);
        sqlx::query(sql).bind(first).execute(&mut *transaction).await?;
        drop_meta(&mut transaction, "doubts").await?;
        let times = meta_number(&mut transaction, "started_over").await?.unwrap_or_default() + 1;
        set_meta(&mut transaction, "started_over", &times.to_string()).await?;
        transaction.commit().await?;
        Ok(())
    }
}
