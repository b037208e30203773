//! Accounts as they are now: by the IDL, with what tools compute of them.

use {
    super::listing::{page, Kind},
    crate::http::{
        cursor::Place,
        figures::tables::bytes,
        reply::{Page, Reply},
        routes::Context,
        schemas::Schemas,
        sql::{int, text, Sql},
        Problem,
    },
    io_client::{
        vesting::{Category, CategoryKind, Grant},
        AccountDeserialize,
    },
    serde::Serialize,
    serde_json::{json, Value},
    sqlx::any::AnyRow,
    utoipa::{
        openapi::{
            schema::{ObjectBuilder, Schema, Type},
            Ref, RefOr,
        },
        ToSchema,
    },
};

const fn of_orders(name: &'static str, keys: &'static [(&'static str, &'static str)]) -> Kind {
    Kind { program: "io_orders", name, keys }
}

pub static NODES: Kind = Kind {
    program: "io_staking",
    name: "Node",
    keys: &[("operator", "Node.operator"), ("payout", "Node.payout"), ("class", "Node.class")],
};
pub static STAKES: Kind =
    Kind { program: "io_staking", name: "Stake", keys: &[("owner", "Stake.owner"), ("node", "Stake.node")] };
pub static CLASSES: Kind = Kind { program: "io_staking", name: "HardwareClass", keys: &[] };
pub static ASKS: Kind = of_orders("Ask", &[("node", "Ask.node"), ("payout", "Ask.payout")]);
pub static REQUESTS: Kind = of_orders("Request", &[("client", "Request.client"), ("class", "Request.class")]);
pub static BIDS: Kind =
    of_orders("Bid", &[("request", "Bid.request"), ("node", "Bid.node"), ("operator", "Bid.operator")]);
pub static RECORDS: Kind = of_orders("Record", &[("node", "Record.node")]);
pub static ATTESTATIONS: Kind =
    of_orders("Attestation", &[("node", "Attestation.node"), ("auditor", "Attestation.auditor")]);
pub static UNCLAIMED: Kind = of_orders("UnclaimedBalance", &[("payee", "UnclaimedBalance.payee")]);
pub static LEDGERS: Kind = of_orders("Ledger", &[]);
pub static GRANTS: Kind =
    Kind { program: "io_vesting", name: "Grant", keys: &[("beneficiary", "Grant.beneficiary")] };
pub static CATEGORIES: Kind = Kind { program: "io_vesting", name: "Category", keys: &[] };
pub static SEASONS: Kind =
    Kind { program: "io_airdrop", name: "Season", keys: &[("funder", "Season.funder")] };

/// An account of any kind.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnyAccount {
    /// Its address.
    pub address: String,
    /// The program that owns it.
    pub program: String,
    /// Its kind: the schema is `<program>.<kind>`.
    pub kind: String,
    /// The slot of the last transaction that wrote it.
    pub changed_slot: i64,
    /// Its fields.
    #[schema(value_type = Object)]
    pub account: Value,
}

/// The schema of an item of a list.
pub fn schema(_schemas: &mut Schemas, kind: &Kind) -> RefOr<Schema> {
    item(kind, None)
}

/// The schema of an account, with figures if there are any.
pub fn item(kind: &Kind, figures: Option<RefOr<Schema>>) -> RefOr<Schema> {
    let simple =
        |of: Type, words: &str| ObjectBuilder::new().schema_type(of).description(Some(words)).build();
    let account = Ref::from_schema_name(format!("{}.{}", kind.program, kind.name));
    let mut item = ObjectBuilder::new()
        .property("address", simple(Type::String, "Its address."))
        .required("address")
        .property("changed_slot", simple(Type::Integer, "The slot of the last transaction that wrote it."))
        .required("changed_slot")
        .property("account", account)
        .required("account");
    let figures = figures.or_else(|| {
        let words = "Base units that have vested, and that a release would pay now.";
        (kind.name == "Grant").then(|| simple(Type::Object, words).into())
    });
    if let Some(figures) = figures {
        item = item.property("figures", figures).required("figures");
    }
    item.build().into()
}

const COLUMNS: &str = "SELECT a.address, a.program, a.kind, a.changed_slot, a.data, a.json FROM accounts a";

/// An item of a list.
pub fn shown(row: &AnyRow, figures: Option<Value>) -> Result<Value, Problem> {
    let mut item = json!({
        "address": text(row, "address")?,
        "changed_slot": int(row, "changed_slot")?,
        "account": serde_json::from_str::<Value>(&text(row, "json")?)?,
    });
    if let Some(figures) = figures {
        item["figures"] = figures;
    }
    Ok(item)
}

/// What of a grant has vested, and could be released now.
fn vested(row: &AnyRow, categories: &[Category], now: i64) -> Result<Option<Value>, Problem> {
    let bytes = bytes(row)?;
    let Ok(grant) = Grant::try_deserialize(&mut &bytes[..]) else { return Ok(None) };
    let of_kind = |kind: CategoryKind| categories.iter().find(|category| category.ledger.kind == kind);
    let tranches = of_kind(grant.ledger.kind).map_or(0, |category| category.ledger.tranches_at(now));
    Ok(Some(json!({
        "vested": grant.ledger.vested(tranches).to_string(),
        "releasable": grant.ledger.releasable(tranches).to_string(),
    })))
}

async fn figures(context: &Context, kind: &Kind, rows: &[AnyRow]) -> Result<Vec<Option<Value>>, Problem> {
    if kind.name != "Grant" {
        return Ok(rows.iter().map(|_| None).collect());
    }
    let mut categories = Vec::new();
    crate::http::figures::tables::every(&context.app.pool, "Category", |_, category: Category| {
        categories.push(category);
    })
    .await?;
    let now = context.app.tip().time;
    rows.iter().map(|row| vested(row, &categories, now)).collect()
}

pub async fn list(context: Context, kind: &'static Kind) -> Result<Reply, Problem> {
    let (rows, next) = page(&context, kind, |_| Ok(true)).await?;
    let figures = figures(&context, kind, &rows).await?;
    let items = rows.iter().zip(figures).map(|(row, figures)| shown(row, figures));
    Reply::json(&Page { items: items.collect::<Result<Vec<_>, _>>()?, next })
}

/// The row of one account of a kind, or of any.
pub async fn find(context: &Context, kind: Option<&Kind>) -> Result<AnyRow, Problem> {
    let address = context.params.text("address").unwrap_or_default();
    let mut query = Sql::new(COLUMNS).push(" WHERE a.address = ").bind(address);
    if let Some(kind) = kind {
        query = query.push(" AND a.kind = ").bind(kind.name).push(" AND a.program = ").bind(kind.program);
    }
    let row = query.first(&context.app.pool).await?;
    row.ok_or_else(|| Problem::not_found("such account now; its past is in /v1/history"))
}

pub async fn one(context: Context, kind: &'static Kind) -> Result<Reply, Problem> {
    let row = find(&context, Some(kind)).await?;
    let figures = figures(&context, kind, std::slice::from_ref(&row)).await?.pop().flatten();
    Reply::json(&shown(&row, figures)?)
}

fn any_shown(row: &AnyRow) -> Result<AnyAccount, Problem> {
    Ok(AnyAccount {
        address: text(row, "address")?,
        program: text(row, "program")?,
        kind: text(row, "kind")?,
        changed_slot: int(row, "changed_slot")?,
        account: serde_json::from_str(&text(row, "json")?)?,
    })
}

pub async fn any(context: Context) -> Result<Reply, Problem> {
    Reply::json(&any_shown(&find(&context, None).await?)?)
}

pub async fn configs(context: Context) -> Result<Reply, Problem> {
    let params = &context.params;
    let after = match params.cursor()? {
        None => String::new(),
        Some(Place::Key(key)) => key,
        Some(Place::Id(_)) => return Err(Problem::cursor("This cursor does not belong to this list.")),
    };
    let mut items = Vec::new();
    for kind in ["Config", "Emission"] {
        // There are a handful.
        let query = Sql::new(COLUMNS).push(" WHERE a.kind = ").bind(kind).push(" AND a.address > ");
        let query = query.bind(after.as_str()).push(" ORDER BY a.address LIMIT 100");
        for row in query.rows(&context.app.pool).await? {
            items.push(any_shown(&row)?);
        }
    }
    items.sort_by(|one, other| one.address.cmp(&other.address));
    let is_more = items.len() > params.limit();
    items.truncate(params.limit());
    let last = items.last().filter(|_| is_more).map(|item| item.address.clone());
    Reply::json(&Page { items, next: last.map(|last| params.next(&Place::Key(last))) })
}
