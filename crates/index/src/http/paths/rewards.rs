//! Rewards and commission that were paid.

use {
    super::{amount, when, When},
    crate::http::{
        reply::{Page, Reply},
        routes::Context,
        scan::{span, Conditions, Scan},
        sql::text,
        Problem,
    },
    serde::Serialize,
    sqlx::any::AnyRow,
    utoipa::ToSchema,
};

/// Rewards paid.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reward {
    /// When and where in the chain it happened.
    #[serde(flatten)]
    pub when: When,
    /// `claim`: paid to the owner of a stake. `restake`: added to the stake. `commission`: paid to
    /// the node's payout wallet. `unlogged`: the transaction's log was cut, and it may have paid
    /// commission that no row has.
    pub kind: String,
    /// The wallet that was paid, or the owner of the stake that it was added to.
    pub wallet: String,
    /// The node that earned them.
    pub node: String,
    /// Base units of IO.
    pub amount: String,
}

const SELECT: &str = "SELECT r.id, r.time, r.kind, r.wallet, r.node, r.amount, t.signature \
    FROM rewards r JOIN transactions t ON t.id = r.tx";

/// The rewards of a wallet or a node.
pub fn scan(way: (&'static str, &str), from: i64, to: i64) -> Scan {
    let (column, value) = way;
    Scan {
        select: SELECT,
        walked: "rewards r",
        id: "r.id",
        ways: vec![vec![(column, value.into())]],
        filters: Conditions::new(),
        from,
        to,
    }
}

/// Of a row.
pub fn reward(row: &AnyRow) -> Result<Reward, Problem> {
    Ok(Reward {
        when: when(row)?,
        kind: text(row, "kind")?,
        wallet: text(row, "wallet")?,
        node: text(row, "node")?,
        amount: amount(row, "amount")?,
    })
}

pub async fn list(context: Context) -> Result<Reply, Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let (wallet, node) = (params.text("wallet"), params.text("node"));
    let way = match (wallet, node) {
        (Some(wallet), _) => ("r.wallet = ", wallet),
        (None, Some(node)) => ("r.node = ", node),
        (None, None) => return Err(Problem::query("Name a `wallet` or a `node`.")),
    };
    let (from, to) = span(pool, params).await?;
    let mut scan = scan(way, from, to);
    if let (Some(_), Some(node)) = (wallet, node) {
        scan.filters.push(("r.node = ", node.into()));
    }
    let (rows, next) = scan.page(pool, params).await?;
    let items = rows.iter().map(reward).collect::<Result<Vec<_>, _>>()?;
    Reply::json(&Page { items, next })
}
