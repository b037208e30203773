//! Nodes as they are now, with the figures of `io node`.

use {
    super::{
        accounts::{find, item, shown, NODES},
        listing::page,
    },
    crate::http::{
        figures::tables::{at, decoded},
        reply::{Page, Reply},
        routes::Context,
        schemas::{of, Schemas},
        Problem,
    },
    io_client::{
        addresses::staking::CONFIG,
        economics::staking::PoolKind,
        staking::{delegators_apr, rewards_a_day, ConfigAndPools, Node, Pools},
        AccountDeserialize,
    },
    serde::Serialize,
    serde_json::Value,
    sqlx::any::AnyRow,
    utoipa::{
        openapi::{schema::Schema, RefOr},
        ToSchema,
    },
};

/// Figures of a node, computed at the time of the tables. Amounts are base units of IO.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NodeFigures {
    /// Its availability in basis points: 0 once the report has lapsed.
    pub availability_bps: u16,
    /// When the report lapses.
    pub available_until: i64,
    /// What the operator keeps of delegators' rewards, in basis points.
    pub commission_bps: u16,
    /// The operator's own stake.
    pub own_stake: String,
    /// The stake of delegators.
    pub delegated_stake: String,
    /// What delegators may still stake.
    pub takes_more: String,
    /// The minimum: the counted stake without which it earns nothing.
    pub minimum_stake: String,
    /// What it earns in a day at today's weights.
    pub rewards_a_day: String,
    /// What a delegator earns in a year, in basis points.
    pub delegators_apr_bps: u64,
    /// Commission that can be claimed.
    pub commission_owed: String,
    /// The share of a slash that is proposed; 0 if none is.
    pub slash_pending_bps: u16,
    /// Processors that nobody has hired.
    pub free: u32,
}

/// The schema of a node.
pub fn schema(schemas: &mut Schemas) -> RefOr<Schema> {
    let figures = of::<NodeFigures>(schemas);
    item(&NODES, Some(figures))
}

fn figures(node: &Node, pools: &Pools, now: i64) -> NodeFigures {
    let ledger = &node.ledger;
    NodeFigures {
        availability_bps: ledger.availability.at(now),
        available_until: ledger.availability.until(),
        commission_bps: ledger.commission.bps,
        own_stake: ledger.own().to_string(),
        delegated_stake: ledger.delegated().to_string(),
        takes_more: ledger.most_delegated().saturating_sub(ledger.delegated()).to_string(),
        minimum_stake: ledger.minimum().to_string(),
        rewards_a_day: rewards_a_day(node, pools, now).to_string(),
        delegators_apr_bps: delegators_apr(node, pools, now),
        commission_owed: (ledger.commission_owed >> 64).to_string(),
        slash_pending_bps: ledger.slash.share_bps,
        free: ledger.processors.saturating_sub(ledger.hired),
    }
}

async fn pools(context: &Context) -> Result<Option<Pools>, Problem> {
    let found = at(&context.app.pool, &[CONFIG.address]).await?;
    let data = found.get(&CONFIG.address).map(|account| account.data.as_slice());
    let config = data.and_then(|mut data| ConfigAndPools::try_deserialize(&mut data).ok());
    Ok(config.map(|config| config.pools))
}

fn with_figures(context: &Context, row: &AnyRow, pools: Option<&Pools>) -> Result<Value, Problem> {
    let now = context.app.tip().time;
    let node: Option<(_, Node)> = decoded(row)?;
    let figures = node.zip(pools).map(|((_, node), pools)| figures(&node, pools, now));
    let figures = figures.map(serde_json::to_value).transpose()?;
    shown(row, Some(figures.unwrap_or(Value::Null)))
}

pub async fn list(context: Context) -> Result<Reply, Problem> {
    let pool = context.params.text("pool").map(|name| match name {
        "gpu" => PoolKind::Gpu,
        _ => PoolKind::Cpu,
    });
    let retired = context.params.flag("retired");
    let keep = |row: &AnyRow| {
        if pool.is_none() && retired.is_none() {
            return Ok(true);
        }
        let Some((_, node)) = decoded::<Node>(row)? else { return Ok(false) };
        let is_in = pool.is_none_or(|pool| node.pool == pool);
        Ok(is_in && retired.is_none_or(|retired| node.ledger.retired == retired))
    };
    let (rows, next) = page(&context, &NODES, keep).await?;
    let pools = pools(&context).await?;
    let items = rows.iter().map(|row| with_figures(&context, row, pools.as_ref()));
    Reply::json(&Page { items: items.collect::<Result<Vec<_>, _>>()?, next })
}

pub async fn one(context: Context) -> Result<Reply, Problem> {
    let row = find(&context, Some(&NODES)).await?;
    let pools = pools(&context).await?;
    Reply::json(&with_figures(&context, &row, pools.as_ref())?)
}
