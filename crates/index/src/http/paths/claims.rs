//! Claims of airdrops.

use {
    super::{amount, when, When},
    crate::http::{
        reply::{Page, Reply},
        routes::Context,
        scan::{span, Conditions, Scan},
        sql::{int, text},
        Problem,
    },
    serde::Serialize,
    sqlx::any::AnyRow,
    utoipa::ToSchema,
};

/// A claim.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Claim {
    /// When and where in the chain it happened.
    #[serde(flatten)]
    pub when: When,
    /// The season.
    pub season: String,
    /// The leaf's place in the season's list.
    pub index: i64,
    /// The wallet that the leaf names.
    pub wallet: String,
    /// Its points.
    pub points: String,
    /// Base units of IO that it was paid.
    pub amount: String,
}

const SELECT: &str = "SELECT c.id, c.time, c.season, c.leaf, c.wallet, c.points, c.amount, t.signature \
    FROM claims c JOIN transactions t ON t.id = c.tx";

fn claim(row: &AnyRow) -> Result<Claim, Problem> {
    Ok(Claim {
        when: when(row)?,
        season: text(row, "season")?,
        index: int(row, "leaf")?,
        wallet: text(row, "wallet")?,
        points: text(row, "points")?,
        amount: amount(row, "amount")?,
    })
}

pub async fn list(context: Context) -> Result<Reply, Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let mut named: Conditions = [("wallet", "c.wallet = "), ("season", "c.season = ")]
        .iter()
        .filter_map(|(name, column)| params.text(name).map(|value| (*column, value.into())))
        .collect();
    if named.is_empty() {
        return Err(Problem::query("Name a `wallet` or a `season`."));
    }
    let way = vec![named.remove(0)];
    let (from, to) = span(pool, params).await?;
    let scan =
        Scan { select: SELECT, walked: "claims c", id: "c.id", ways: vec![way], filters: named, from, to };
    let (rows, next) = scan.page(pool, params).await?;
    let items = rows.iter().map(claim).collect::<Result<Vec<_>, _>>()?;
    Reply::json(&Page { items, next })
}
