//! What this is, how far it is, and the figures that are computed at intervals.

use {
    crate::http::{
        figures::{IoAmount, Supply},
        reply::Reply,
        routes::Context,
        sql::{int, text, Sql},
        Problem,
    },
    io_addresses::PROGRAMS,
    serde::Serialize,
    sqlx::AnyPool,
    std::sync::Arc,
    utoipa::ToSchema,
};

/// The service.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Root {
    /// `io-index`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The path of its OpenAPI document.
    pub docs: String,
}

/// The state of the index.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Status {
    /// The index's version.
    pub version: String,
    /// The cluster that it follows.
    pub cluster: Cluster,
    /// Everything up to this slot is in the tables.
    pub slot: u64,
    /// The time of that slot, in Unix seconds; 0 if it is not known yet.
    pub time: i64,
    /// The last finalized slot that the cluster told of.
    pub cluster_slot: u64,
    /// How far the tables are behind the cluster, at 0.4 seconds a slot; null until it is known.
    pub behind_seconds: Option<u64>,
    /// Whether all history is in the tables.
    pub complete: bool,
    /// Transactions in the tables.
    pub transactions: String,
    /// Events in the tables.
    pub events: String,
    /// The programs that it follows.
    pub programs: Vec<Program>,
}

/// A cluster.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Cluster {
    /// The hash of its first block; null until it is known.
    pub genesis_hash: Option<String>,
}

/// A program.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its address.
    pub id: String,
}

pub async fn root(_context: Context) -> Result<Reply, Problem> {
    Reply::json(&Root {
        name: "io-index".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        docs: "/openapi.json".into(),
    })
}

/// Milliseconds of a slot.
const SLOT: u64 = 400;
/// Transactions that are counted at once.
const COUNTED: i64 = 50_000;

pub async fn status(context: Context) -> Result<Reply, Problem> {
    let app = &context.app;
    let row = Sql::new("SELECT value FROM meta WHERE key = 'genesis_hash'").first(&app.pool).await?;
    let genesis_hash = row.map(|row| text(&row, "value")).transpose()?;
    let history = app.tip().history;
    let [transactions, events] = app.counted.lock().await.up_to_now(&app.pool, history).await?;
    let tip = app.tip();
    let behind = tip.cluster_slot.saturating_sub(tip.slot).saturating_mul(SLOT) / 1_000;
    Reply::json(&Status {
        version: env!("CARGO_PKG_VERSION").into(),
        cluster: Cluster { genesis_hash },
        slot: tip.slot,
        time: tip.time,
        cluster_slot: tip.cluster_slot,
        behind_seconds: (tip.cluster_slot > 0).then_some(behind),
        complete: tip.complete,
        transactions: transactions.to_string(),
        events: events.to_string(),
        programs: PROGRAMS
            .iter()
            .map(|program| Program { name: program.name.into(), id: program.id.to_string() })
            .collect(),
    })
}

/// What was counted, so that nothing is counted twice.
#[derive(Debug, Default)]
pub struct Counts {
    /// Of this history: how often the tables were filled anew.
    history: u64,
    /// Up to this transaction.
    last: i64,
    transactions: i64,
    events: i64,
}

impl Counts {
    /// Counts what came since, in steps: a request that ends before has not counted in vain.
    async fn up_to_now(&mut self, pool: &AnyPool, history: u64) -> Result<[i64; 2], Problem> {
        if history != self.history {
            *self = Self { history, ..Self::default() };
        }
        loop {
            let query = Sql::new(
                "SELECT COUNT(*) AS transactions, CAST(COALESCE(SUM(events), 0) AS BIGINT) AS events, \
                 CAST(COALESCE(MAX(id), 0) AS BIGINT) AS last \
                 FROM (SELECT id, events FROM transactions WHERE id > ",
            );
            let query = query.bind(self.last).push(" ORDER BY id LIMIT ").bind(COUNTED);
            let Some(row) = query.push(") AS counted").first(pool).await? else { break };
            let transactions = int(&row, "transactions")?;
            self.transactions = self.transactions.saturating_add(transactions);
            self.events = self.events.saturating_add(int(&row, "events")?);
            self.last = self.last.max(int(&row, "last")?);
            if transactions < COUNTED {
                break;
            }
        }
        Ok([self.transactions, self.events])
    }
}

fn known_supply(context: &Context) -> Result<Arc<Supply>, Problem> {
    context.app.figures.supply().ok_or_else(|| Problem::not_ready("The supply"))
}

pub async fn supply(context: Context) -> Result<Reply, Problem> {
    Reply::json(&*known_supply(&context)?)
}

pub async fn total(context: Context) -> Result<Reply, Problem> {
    Reply::json(&IoAmount::of(&known_supply(&context)?.supply))
}

pub async fn circulating(context: Context) -> Result<Reply, Problem> {
    Reply::json(&IoAmount::of(&known_supply(&context)?.circulating))
}

pub async fn burned(context: Context) -> Result<Reply, Problem> {
    Reply::json(&IoAmount::of(&known_supply(&context)?.burned))
}

pub async fn apr(context: Context) -> Result<Reply, Problem> {
    let apr = context.app.figures.apr().ok_or_else(|| Problem::not_ready("What pools pay"))?;
    Reply::json(&*apr)
}

pub async fn solvency(context: Context) -> Result<Reply, Problem> {
    let solvency = context.app.figures.solvency().ok_or_else(|| Problem::not_ready("What vaults owe"))?;
    Reply::json(&*solvency)
}
