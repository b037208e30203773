//! Deliveries: tried, tried again, given up.

use {
    super::{
        sign::{signature, EVENT, SIGNATURE},
        target, wall_clock, Webhook,
    },
    crate::{error::Result, store::Store},
    reqwest::header::{CONTENT_TYPE, USER_AGENT},
    sqlx::Row,
    std::time::Duration,
    tracing::{info, warn},
};

/// Rows that are read at once.
const BATCH: i64 = 20;
/// Bytes of an error that are kept.
const ERROR: usize = 300;

/// How often a delivery is tried, and for how long.
#[derive(Clone, Debug)]
pub struct Patience {
    /// The longest try; after it the try has failed.
    pub time: Duration,
    /// How long to wait after each failed try; after the last one it is given up.
    pub backoff: Vec<Duration>,
    /// The pause of a webhook after a failure, and between two looks at its stored alerts.
    pub pause: Duration,
}

impl Default for Patience {
    /// Ten tries within a day.
    fn default() -> Self {
        let seconds = [10, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200];
        Self {
            time: Duration::from_secs(10),
            backoff: seconds.map(Duration::from_secs).into(),
            pause: Duration::from_secs(5),
        }
    }
}

impl Patience {
    /// Seconds until the next try after so many failed ones; none if it was the last. A tenth is
    /// random, so that not all deliveries come back at once.
    fn after(&self, failed: i64) -> Option<i64> {
        let wait = self.backoff.get(usize::try_from(failed).ok()?.checked_sub(1)?)?.as_secs();
        let more = fastrand::u64(0..=wait / 10);
        i64::try_from(wait.saturating_add(more)).ok()
    }
}

/// Sends a body once. The status, if the target answered.
async fn send(webhook: &Webhook, kind: &str, body: &str, time: Duration) -> (Option<u16>, Option<String>) {
    let client = match target::client(&webhook.url, webhook.allow_private, time).await {
        Ok(client) => client,
        Err(why) => return (None, Some(why)),
    };
    let at = wall_clock();
    let request = client
        .post(webhook.url.clone())
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, concat!("io-index/", env!("CARGO_PKG_VERSION")))
        .header(EVENT, kind)
        .header(SIGNATURE, signature(webhook.secret.as_bytes(), at, body))
        .body(body.to_owned());
    // What it answers beyond the status is not read.
    match request.send().await {
        Ok(answer) if answer.status().is_success() => (Some(answer.status().as_u16()), None),
        Ok(answer) if answer.status().is_redirection() => {
            (Some(answer.status().as_u16()), Some("redirects are not followed".into()))
        }
        Ok(answer) => (Some(answer.status().as_u16()), Some(format!("it answered {}", answer.status()))),
        // The URL may hold a key.
        Err(error) => (None, Some(error.without_url().to_string())),
    }
}

/// Delivers what is due for a webhook, until one fails; whether more may be due at once.
///
/// # Errors
/// If the database refuses.
pub async fn deliver_due(store: &Store, webhook: &Webhook, patience: &Patience) -> Result<bool> {
    let sql =
        "SELECT subject, kind, body, attempts FROM deliveries WHERE webhook = $1 AND state = 'waiting' \
               AND next_at <= $2 ORDER BY next_at, created_at, subject LIMIT $3";
    let rows = sqlx::query(sql).bind(webhook.name.clone()).bind(wall_clock()).bind(BATCH);
    let rows = rows.fetch_all(store.reader()).await?;
    for row in &rows {
        let (subject, kind): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let (body, attempts): (String, i64) = (row.try_get(2)?, row.try_get(3)?);
        let attempts = attempts.saturating_add(1);
        let after = patience.after(attempts);
        // Counted before it is sent: while the database takes no writes, nothing is sent again and
        // again.
        let sql = "UPDATE deliveries SET attempts = $3, next_at = $4 WHERE webhook = $1 AND subject = $2";
        sqlx::query(sql)
            .bind(webhook.name.clone())
            .bind(subject.clone())
            .bind(attempts)
            .bind(wall_clock().saturating_add(after.unwrap_or_default()))
            .execute(store.writer())
            .await?;
        let (status, error) = send(webhook, &kind, &body, patience.time).await;
        let next = error.as_ref().and(after);
        let state = match (&error, next) {
            (None, _) => "delivered",
            (Some(_), Some(_)) => "waiting",
            (Some(_), None) => "given_up",
        };
        let error = error.map(|error| error.chars().take(ERROR).collect::<String>());
        let sql = "UPDATE deliveries SET state = $3, attempts = $4, next_at = $5, status = $6, error = $7 \
                   WHERE webhook = $1 AND subject = $2";
        sqlx::query(sql)
            .bind(webhook.name.clone())
            .bind(subject.clone())
            .bind(state)
            .bind(attempts)
            .bind(wall_clock().saturating_add(next.unwrap_or_default()))
            .bind(status.map(i64::from))
            .bind(error.clone())
            .execute(store.writer())
            .await?;
        let labels = [("webhook", webhook.name.clone()), ("state", state.to_owned())];
        metrics::counter!("io_index_deliveries_total", &labels).increment(1);
        if let Some(error) = error {
            warn!(webhook = webhook.name, subject, attempts, state, error, "an alert is not delivered");
            return Ok(false);
        }
        info!(webhook = webhook.name, subject, "an alert is delivered");
    }
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX) >= BATCH)
}
