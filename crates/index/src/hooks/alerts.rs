//! The kinds of alerts, and those that follow from events.

use {
    crate::{error::Result, Place},
    serde_json::{json, Value},
    sqlx::{AnyPool, Row},
};

/// Events that are read at once.
const BATCH: i64 = 500;

/// The kind of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An order ends soon unless it is extended.
    OrderLow,
    /// An order has ended.
    OrderEnded,
    /// A client disputes what is not paid.
    OrderDisputed,
    /// A slash of a node was proposed or raised.
    SlashProposed,
    /// A node's availability report has lapsed: it earns nothing and cannot be hired.
    ReportLapsed,
    /// The oracle's price is too old.
    PriceStale,
    /// A vault holds less than it owes.
    VaultNotCovered,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::OrderLow,
        Self::OrderEnded,
        Self::OrderDisputed,
        Self::SlashProposed,
        Self::ReportLapsed,
        Self::PriceStale,
        Self::VaultNotCovered,
    ];

    /// Its name in the config and in the body.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OrderLow => "order_low",
            Self::OrderEnded => "order_ended",
            Self::OrderDisputed => "order_disputed",
            Self::SlashProposed => "slash_proposed",
            Self::ReportLapsed => "report_lapsed",
            Self::PriceStale => "price_stale",
            Self::VaultNotCovered => "vault_not_covered",
        }
    }

    /// The kind of an event.
    fn of_event(name: &str) -> Option<Self> {
        match name {
            "OrderEnded" => Some(Self::OrderEnded),
            "OrderDisputed" => Some(Self::OrderDisputed),
            "SlashProposed" | "SlashRaised" => Some(Self::SlashProposed),
            _ => None,
        }
    }
}

/// An alert.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its kind.
    pub kind: Kind,
    /// Its key: each webhook gets an alert with this key once.
    pub subject: String,
    /// Unix seconds on chain.
    pub time: i64,
    /// Since when it holds, if only webhooks that existed before get it.
    pub since: Option<i64>,
    /// The addresses that it is about: the order or node, its client, provider, operator.
    pub addresses: Vec<String>,
    /// Its details.
    pub data: Value,
}

impl Alert {
    /// The body of a delivery.
    #[must_use]
    pub fn body(&self, webhook: &str) -> String {
        json!({
            "id": self.subject,
            "kind": self.kind.name(),
            "webhook": webhook,
            "time": self.time,
            "addresses": self.addresses,
            "data": self.data,
        })
        .to_string()
    }
}

/// Alerts of the next events after `seen`, and the last event that was read.
///
/// # Errors
/// If the database refuses.
pub async fn of_events(pool: &AnyPool, seen: i64) -> Result<(i64, Vec<Alert>)> {
    let sql = "SELECT e.id, e.time, e.name, e.data, t.signature FROM events e JOIN transactions t \
               ON t.id = e.tx WHERE e.id > $1 ORDER BY e.id LIMIT $2";
    let rows = sqlx::query(sql).bind(seen).bind(BATCH).fetch_all(pool).await?;
    let (mut last, mut alerts) = (seen, Vec::new());
    for row in &rows {
        let id: i64 = row.try_get(0)?;
        last = id;
        let name: String = row.try_get(2)?;
        let Some(kind) = Kind::of_event(&name) else { continue };
        let event: Value = serde_json::from_str(&row.try_get::<String, _>(3)?).unwrap_or_default();
        let (addresses, about) = about(pool, id, &event).await?;
        let place = Place::of(id).to_string();
        alerts.push(Alert {
            kind,
            subject: format!("{}:{place}", kind.name()),
            time: row.try_get(1)?,
            since: None,
            addresses,
            data: json!({
                "event": {
                    "id": place,
                    "name": name,
                    "signature": row.try_get::<String, _>(4)?,
                    "data": event,
                },
                "about": about,
            }),
        });
    }
    Ok((last, alerts))
}

/// The addresses that an event of an order or a node is about.
async fn about(pool: &AnyPool, id: i64, event: &Value) -> Result<(Vec<String>, Value)> {
    let (sql, key, names): (_, _, &[&str]) = match (event["order"].as_str(), event["node"].as_str()) {
        (Some(order), _) => (
            "SELECT address, client, provider, node FROM orders WHERE address = $1 AND id <= $2 \
             ORDER BY id DESC LIMIT 1",
            order,
            &["order", "client", "provider", "node"],
        ),
        (None, Some(node)) => (
            "SELECT address, operator, payout FROM nodes WHERE address = $1 AND $2 > 0",
            node,
            &["node", "operator", "payout"],
        ),
        (None, None) => return Ok((Vec::new(), Value::Null)),
    };
    let row = sqlx::query(sql).bind(key.to_owned()).bind(id).fetch_optional(pool).await?;
    let Some(row) = row else { return Ok((vec![key.to_owned()], Value::Null)) };
    let (mut addresses, mut about) = (Vec::new(), json!({}));
    for (at, name) in names.iter().enumerate() {
        let address: Option<String> = row.try_get(at)?;
        about[*name] = json!(address);
        addresses.extend(address);
    }
    Ok((addresses, about))
}
