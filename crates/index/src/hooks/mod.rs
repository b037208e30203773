//! Alerts: found in the tables, stored, and delivered to webhooks.
//!
//! An alert is a row for each webhook before it is sent, so that a restart loses and repeats
//! nothing. Each webhook has a task of its own, so that one that hangs delays nothing else.

mod alerts;
mod config;
mod deliver;
mod sign;
mod state;
mod target;

use {
    crate::{
        error::Result,
        http::Figures,
        live::{Live, Tip},
        store::Store,
    },
    io_client::economics::time::DAY,
    sqlx::{Acquire, Row},
    std::{
        sync::Arc,
        time::{Duration, Instant, SystemTime, UNIX_EPOCH},
    },
    tokio::{
        sync::{watch, Notify},
        task::JoinSet,
        time::sleep,
    },
    tracing::{info, warn},
};
pub use {
    alerts::{Alert, Kind},
    config::{webhooks, Secret, Webhook, WebhookFile},
    deliver::{deliver_due, Patience},
    sign::{signature, EVENT, SIGNATURE},
    target::{check_url, is_public},
};

/// The pause between two searches for alerts; or this many times as long as the last one took.
const EVERY: Duration = Duration::from_secs(10);
const SHARE: u32 = 20;
/// Delivered rows are forgotten after so many seconds: 90 days.
const KEPT: i64 = 90 * DAY;
/// How often old rows are deleted: once a day.
const FORGETS: Duration = Duration::from_secs(DAY as u64);

/// When something is worth an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// An order is low once it ends within so many seconds.
    pub order_low: i64,
    /// A price is stale once it is older than so many seconds, and than its program takes it.
    pub price_stale: i64,
}

impl Default for Thresholds {
    /// A day; five minutes.
    fn default() -> Self {
        Self { order_low: DAY, price_stale: 300 }
    }
}

/// The webhooks of this index.
#[derive(Clone, Debug)]
pub struct Hooks {
    store: Store,
    webhooks: Arc<[Webhook]>,
    thresholds: Thresholds,
    patience: Patience,
    wake: Arc<Notify>,
}

/// Unix seconds of this machine.
pub(crate) fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

impl Hooks {
    /// Delivers to these webhooks.
    #[must_use]
    pub fn new(store: Store, webhooks: Vec<Webhook>, thresholds: Thresholds, patience: Patience) -> Self {
        Self { store, webhooks: webhooks.into(), thresholds, patience, wake: Arc::default() }
    }

    /// Stores the webhooks. A new one gets alerts from now on, none of the past.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn register(&self, tip: Tip) -> Result<()> {
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        let last = sqlx::query("SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) FROM events");
        let last: i64 = last.fetch_one(&mut *transaction).await?.try_get(0)?;
        for webhook in &*self.webhooks {
            let sql = "INSERT INTO webhooks (name, url, seen, since) VALUES ($1, $2, $3, $4) \
                       ON CONFLICT (name) DO UPDATE SET url = excluded.url";
            let row = sqlx::query(sql).bind(webhook.name.clone()).bind(webhook.shown_url());
            row.bind(last).bind(tip.time).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        drop(connection);
        self.forget().await
    }

    /// Deletes old deliveries. A lapsed report and a stale price may stay so for years and are sent
    /// once, so their rows stay.
    async fn forget(&self) -> Result<()> {
        let sql = "DELETE FROM deliveries WHERE state <> 'waiting' AND created_at < $1 \
                   AND kind NOT IN ('report_lapsed', 'price_stale')";
        let before = wall_clock().saturating_sub(KEPT.max(self.thresholds.order_low));
        sqlx::query(sql).bind(before).execute(self.store.writer()).await?;
        Ok(())
    }

    /// Searches the alerts of each webhook, and stores them. Returns how many were new.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn look(&self, figures: &Figures, tip: Tip) -> Result<u64> {
        let states = if tip.complete {
            state::alerts(self.store.reader(), figures, tip, self.thresholds).await?
        } else {
            Vec::new()
        };
        let mut new = 0;
        for webhook in &*self.webhooks {
            let sql = "SELECT seen, since FROM webhooks WHERE name = $1";
            let row = sqlx::query(sql).bind(webhook.name.clone()).fetch_optional(self.store.reader()).await?;
            let Some(row) = row else { continue };
            let (seen, since): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let of_state: Vec<Alert> =
                states.iter().filter(|alert| alert.since.is_none_or(|at| at >= since)).cloned().collect();
            new += self.queue(webhook, &of_state, None).await?;
            let mut seen = seen;
            loop {
                let (last, events) = alerts::of_events(self.store.reader(), seen).await?;
                if last == seen {
                    break;
                }
                new += self.queue(webhook, &events, Some(last)).await?;
                seen = last;
            }
        }
        if new > 0 {
            self.wake.notify_waiters();
        }
        Ok(new)
    }

    /// Writes down what a webhook wants of some alerts, each once, and how far events were looked
    /// at.
    async fn queue(&self, webhook: &Webhook, alerts: &[Alert], seen: Option<i64>) -> Result<u64> {
        let wanted: Vec<&Alert> = alerts.iter().filter(|alert| webhook.wants(alert)).collect();
        if wanted.is_empty() && seen.is_none() {
            return Ok(0);
        }
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        let mut new = 0;
        let now = wall_clock();
        for alert in wanted {
            let sql = "INSERT INTO deliveries \
                       (webhook, subject, kind, body, state, attempts, created_at, next_at) \
                       VALUES ($1, $2, $3, $4, 'waiting', 0, $5, $5) \
                       ON CONFLICT (webhook, subject) DO NOTHING";
            let row = sqlx::query(sql).bind(webhook.name.clone()).bind(alert.subject.clone());
            let row = row.bind(alert.kind.name()).bind(alert.body(&webhook.name)).bind(now);
            new += row.execute(&mut *transaction).await?.rows_affected();
        }
        if let Some(seen) = seen {
            let sql = "UPDATE webhooks SET seen = $2 WHERE name = $1";
            sqlx::query(sql).bind(webhook.name.clone()).bind(seen).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        metrics::counter!("io_index_alerts_total", "webhook" => webhook.name.clone()).increment(new);
        Ok(new)
    }

    /// Searches and delivers until `stop`.
    pub async fn run(self, live: Live, figures: Arc<Figures>, mut stop: watch::Receiver<bool>) {
        if self.webhooks.is_empty() {
            return;
        }
        let mut tasks = JoinSet::new();
        for webhook in &*self.webhooks {
            let (hooks, webhook) = (self.clone(), webhook.clone());
            tasks.spawn(async move { hooks.deliver(&webhook).await });
        }
        let mut registered = false;
        let mut forgot = Instant::now();
        info!(webhooks = self.webhooks.len(), "alerts are delivered");
        let mut pause = EVERY;
        loop {
            tokio::select! {
                () = sleep(pause) => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
            let start = Instant::now();
            let tip = *live.tip.borrow();
            let done = async {
                // One that is new begins where the tables are whole.
                if !registered && tip.complete {
                    self.register(tip).await?;
                    registered = true;
                }
                if forgot.elapsed() > FORGETS {
                    forgot = Instant::now();
                    self.forget().await?;
                }
                self.look(&figures, tip).await
            };
            if let Err(error) = done.await {
                warn!(%error, "alerts wait");
                self.store.renew().await;
            }
            pause = EVERY.max(start.elapsed() * SHARE);
        }
    }

    /// Delivers the stored alerts of a webhook, for ever.
    async fn deliver(&self, webhook: &Webhook) {
        loop {
            // What was queued while this looked is found within the pause.
            let woken = self.wake.notified();
            match deliver_due(&self.store, webhook, &self.patience).await {
                Ok(true) => {}
                Ok(false) => {
                    let _ = tokio::time::timeout(self.patience.pause, woken).await;
                }
                Err(error) => {
                    warn!(webhook = webhook.name, %error, "deliveries wait");
                    self.store.renew().await;
                    sleep(self.patience.pause).await;
                }
            }
        }
    }
}
