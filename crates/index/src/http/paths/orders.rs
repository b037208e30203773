//! Orders, from request or creation to the end.

use {
    super::{amount, flag, settlements::currency},
    crate::{
        http::{
            reply::{Page, Reply},
            routes::Context,
            scan::{span, Conditions, Scan},
            sql::{int, int_or, text, text_or, Sql},
            Problem,
        },
        Place,
    },
    serde::Serialize,
    serde_json::Value,
    sqlx::any::AnyRow,
    utoipa::ToSchema,
};

/// Where an order can stand.
pub const STAGES: &[&str] =
    &["requested", "open", "running", "ended", "disputed", "settled", "cancelled", "closed"];
/// Where its money is not settled.
const LIVE: [&str; 5] = ["requested", "open", "running", "ended", "disputed"];

/// An order's whole life. Amounts are base units of its currency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Order {
    /// The place of its first event: a later order may have the same address.
    pub id: String,
    /// Its account.
    pub address: String,
    /// The request that it came from.
    pub request: Option<String>,
    /// `requested`, `open`, `running`, `ended`, `disputed`, `settled`, `cancelled` or `closed`.
    pub stage: String,
    /// Whether a transaction with a cut log wrote it: its sums may lack payments.
    pub incomplete: bool,
    /// Its number, counted over all orders of its currency.
    pub serial: String,
    /// `IO` or `USDC`.
    pub currency: String,
    /// Its client.
    pub client: String,
    /// The wallet that paid it in.
    pub payer: String,
    /// Its node; null before one was chosen.
    pub node: Option<String>,
    /// Who is paid; null before an operator accepted.
    pub provider: Option<String>,
    /// The hardware class, if it is known.
    pub class: Option<String>,
    /// The node's revision that was booked.
    pub revision: i64,
    /// How many processors.
    pub processors: i64,
    /// Base units per processor-hour.
    pub rate: String,
    /// Seconds booked.
    pub duration: i64,
    /// Seconds that it can have in all, with extensions.
    pub longest: i64,
    /// Hours of notice that were agreed.
    pub notice_hours: i64,
    /// The client's own 32 bytes, hexadecimal.
    pub reference: String,
    /// Paid in for service.
    pub cost: String,
    /// Paid in for the buyer's fees.
    pub fees: String,
    /// Paid to the provider so far.
    pub paid: String,
    /// Returned to the client so far.
    pub refunded: String,
    /// Fees taken so far.
    pub fees_paid: String,
    /// The client's bond of a dispute.
    pub bond: String,
    /// Whether its operator ended it in the first hour.
    pub left_early: bool,
    /// `none`, `given` or `broken`.
    pub notice: String,
    /// When it was requested or created.
    pub created_at: i64,
    /// When it started.
    pub started_at: Option<i64>,
    /// When it was disputed.
    pub disputed_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// When its last pay was settled.
    pub settled_at: Option<i64>,
    /// When its account was closed.
    pub closed_at: Option<i64>,
    /// The place of the last event about it.
    pub changed: String,
    /// Its account by the IDL, the schema `io_orders.Order`; null if there is none now.
    #[schema(value_type = Option<Object>)]
    pub account: Option<Value>,
}

const SELECT: &str =
    "SELECT o.id, o.address, o.request, o.stage, o.incomplete, o.serial, o.currency, o.client, \
    o.payer, o.node, o.provider, o.class, o.revision, o.processors, o.rate, o.duration, o.longest, \
    o.notice_hours, o.reference, o.cost, o.fees, o.paid, o.refunded, o.fees_paid, o.bond, o.left_early, \
    o.notice, o.created_at, o.started_at, o.disputed_at, o.ended_at, o.settled_at, o.closed_at, o.changed, \
    a.json FROM orders o LEFT JOIN accounts a ON a.address = o.address AND a.kind = 'Order' \
    AND o.closed_at IS NULL AND o.stage <> 'requested'";

fn order(row: &AnyRow) -> Result<Order, Problem> {
    let place = |column| int(row, column).map(|id| Place::of(id).to_string());
    let account = text_or(row, "json")?;
    Ok(Order {
        id: place("id")?,
        address: text(row, "address")?,
        request: text_or(row, "request")?,
        stage: text(row, "stage")?,
        incomplete: flag(row, "incomplete")?,
        serial: amount(row, "serial")?,
        currency: currency(&text(row, "currency")?).into(),
        client: text(row, "client")?,
        payer: text(row, "payer")?,
        node: text_or(row, "node")?,
        provider: text_or(row, "provider")?,
        class: text_or(row, "class")?,
        revision: int(row, "revision")?,
        processors: int(row, "processors")?,
        rate: text(row, "rate")?,
        duration: int(row, "duration")?,
        longest: int(row, "longest")?,
        notice_hours: int(row, "notice_hours")?,
        reference: text(row, "reference")?,
        cost: amount(row, "cost")?,
        fees: amount(row, "fees")?,
        paid: amount(row, "paid")?,
        refunded: amount(row, "refunded")?,
        fees_paid: amount(row, "fees_paid")?,
        bond: amount(row, "bond")?,
        left_early: flag(row, "left_early")?,
        notice: text(row, "notice")?.to_lowercase(),
        created_at: int(row, "created_at")?,
        started_at: int_or(row, "started_at")?,
        disputed_at: int_or(row, "disputed_at")?,
        ended_at: int_or(row, "ended_at")?,
        settled_at: int_or(row, "settled_at")?,
        closed_at: int_or(row, "closed_at")?,
        changed: place("changed")?,
        account: account.map(|json| serde_json::from_str(&json)).transpose()?,
    })
}

pub async fn list(context: Context) -> Result<Reply, Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let columns = [("client", "o.client = "), ("provider", "o.provider = "), ("node", "o.node = ")];
    let mut filters: Conditions = columns
        .iter()
        .filter_map(|(name, column)| params.text(name).map(|value| (*column, value.into())))
        .collect();
    let stage = params.text("stage").map(|stage| ("o.stage = ", stage.into()));
    let live = params.flag("live");
    let ways = match params.text("wallet") {
        Some(wallet) => vec![vec![("o.client = ", wallet.into())], vec![("o.provider = ", wallet.into())]],
        None if !filters.is_empty() => vec![vec![filters.remove(0)]],
        None => match (&stage, live) {
            (Some(stage), _) => vec![vec![stage.clone()]],
            (None, Some(true)) => LIVE.map(|stage| vec![("o.stage = ", stage.into())]).into(),
            (None, _) => vec![Conditions::new()],
        },
    };
    filters.extend(stage);
    filters.extend(params.text("currency").map(|name| ("o.currency = ", name.into())));
    if let Some(live) = live {
        let over = ["settled", "cancelled", "closed"];
        if live {
            filters.extend(over.map(|stage| ("o.stage <> ", stage.into())));
        } else {
            filters.extend(LIVE.map(|stage| ("o.stage <> ", stage.into())));
        }
    }
    let (from, to) = span(pool, params).await?;
    let scan = Scan { select: SELECT, walked: "orders o", id: "o.id", ways, filters, from, to };
    let (rows, next) = scan.page(pool, params).await?;
    let items = rows.iter().map(order).collect::<Result<Vec<_>, _>>()?;
    Reply::json(&Page { items, next })
}

pub async fn one(context: Context) -> Result<Reply, Problem> {
    let address = context.params.text("address").unwrap_or_default();
    let query = Sql::new(SELECT).push(" WHERE o.address = ").bind(address);
    let row = query.push(" ORDER BY o.id DESC LIMIT 1").first(&context.app.pool).await?;
    Reply::json(&order(&row.ok_or_else(|| Problem::not_found("order at this address"))?)?)
}
