//! Events, and the transactions that emitted them.

use {
    crate::{
        http::{
            reply::{Page, Reply},
            routes::Context,
            scan::{span, Conditions, Scan},
            sql::{int, text, Sql},
            Problem,
        },
        Place,
    },
    serde::Serialize,
    serde_json::Value,
    sqlx::any::AnyRow,
    utoipa::ToSchema,
};

/// An event.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Event {
    /// Its id, which is its place in the chain: `slot.index.event`.
    pub id: String,
    /// The slot.
    pub slot: u64,
    /// Unix seconds.
    pub time: i64,
    /// The transaction's signature.
    pub signature: String,
    /// The program that emitted it.
    pub program: String,
    /// Its name in the program's IDL.
    pub name: String,
    /// Its fields: the schema `<program>.<name>`.
    #[schema(value_type = Object)]
    pub data: Value,
}

/// A transaction.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Transaction {
    /// Its signature.
    pub signature: String,
    /// Its slot.
    pub slot: u64,
    /// Its number among the suite's transactions in the slot.
    pub index: u32,
    /// Unix seconds.
    pub time: i64,
    /// The fee payer.
    pub fee_payer: String,
    /// Whether its log was cut: it may have emitted more events.
    pub truncated: bool,
    /// Its events.
    pub events: Vec<Event>,
}

/// Columns of an event.
const OF_ADDRESS: &str = "SELECT k.event AS id, e.time, e.program, e.name, e.data, t.signature \
    FROM event_keys k JOIN events e ON e.id = k.event JOIN transactions t ON t.id = e.tx";
const OF_ALL: &str = "SELECT e.id, e.time, e.program, e.name, e.data, t.signature \
    FROM events e JOIN transactions t ON t.id = e.tx";

/// The list of events about any of some addresses, or of all if there are none.
pub fn scan<T: AsRef<str>>(addresses: &[T], from: i64, to: i64) -> Scan {
    let way = |address: &T| -> Conditions { vec![("k.address = ", address.as_ref().into())] };
    let (select, walked, id, ways): (_, _, _, Vec<Conditions>) = match addresses {
        [] => (OF_ALL, "events e", "e.id", vec![Conditions::new()]),
        _ => (OF_ADDRESS, "event_keys k", "k.event", addresses.iter().map(way).collect()),
    };
    Scan { select, walked, id, ways, filters: Conditions::new(), from, to }
}

/// An event of a row.
pub fn event(row: &AnyRow) -> Result<Event, Problem> {
    let place = Place::of(int(row, "id")?);
    Ok(Event {
        id: place.to_string(),
        slot: place.slot,
        time: int(row, "time")?,
        signature: text(row, "signature")?,
        program: text(row, "program")?,
        name: text(row, "name")?,
        data: serde_json::from_str(&text(row, "data")?)?,
    })
}

async fn listed(context: &Context, address: Option<&str>) -> Result<Reply, Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let (from, to) = span(pool, params).await?;
    let mut scan = scan(address.as_slice(), from, to);
    let program = params.text("program").map(|program| ("e.program = ", program.into()));
    match (address, params.text("name")) {
        // There is an index of names.
        (None, Some(name)) => scan.ways = vec![vec![("e.name = ", name.into())]],
        (_, name) => scan.filters.extend(name.map(|name| ("e.name = ", name.into()))),
    }
    scan.filters.extend(program);
    let (rows, next) = scan.page(pool, params).await?;
    let items = rows.iter().map(event).collect::<Result<Vec<_>, _>>()?;
    Reply::json(&Page { items, next })
}

pub async fn of_address(context: Context) -> Result<Reply, Problem> {
    let address = context.params.text("address").map(ToOwned::to_owned);
    listed(&context, address.as_deref()).await
}

pub async fn all(context: Context) -> Result<Reply, Problem> {
    listed(&context, None).await
}

pub async fn transaction(context: Context) -> Result<Reply, Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let signature = params.text("signature").unwrap_or_default();
    let query = Sql::new("SELECT id, signature, time, payer, truncated FROM transactions WHERE signature = ");
    let row =
        query.bind(signature).first(pool).await?.ok_or_else(|| Problem::not_found("such transaction"))?;
    let id = int(&row, "id")?;
    let query = Sql::new(OF_ALL).push(" WHERE e.tx = ").bind(id);
    // Its events have ids of their own after its own.
    let query = query.push(" AND e.id >= ").bind(id).push(" AND e.id < ");
    let last = id.saturating_add(i64::try_from(Place::MOST_EVENTS).unwrap_or(i64::MAX));
    let rows = query.bind(last).push(" ORDER BY e.id").rows(pool).await?;
    let place = Place::of(id);
    Reply::json(&Transaction {
        signature: text(&row, "signature")?,
        slot: place.slot,
        index: place.index,
        time: int(&row, "time")?,
        fee_payer: text(&row, "payer")?,
        truncated: int(&row, "truncated")? != 0,
        events: rows.iter().map(event).collect::<Result<_, _>>()?,
    })
}
