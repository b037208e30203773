//! Payments out of orders.

use {
    super::{amount, flag, when, When},
    crate::http::{
        reply::{Page, Reply},
        routes::Context,
        scan::{span, Conditions, Scan},
        sql::{int, text, text_or},
        Problem,
    },
    serde::Serialize,
    sqlx::any::AnyRow,
    utoipa::ToSchema,
};

/// A payment out of an order. Amounts are base units of its currency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Settlement {
    /// When and where in the chain it happened.
    #[serde(flatten)]
    pub when: When,
    /// `settled`, `resolved`, `ended`, `cancelled`, `notice`, `awarded`: a request's change; or
    /// `unlogged`: the transaction's log was cut, and it may have paid amounts that no row has.
    pub kind: String,
    /// The order.
    pub order: String,
    /// Its client.
    pub client: String,
    /// Who is paid; null before an operator accepted.
    pub provider: Option<String>,
    /// Its node; null before one was chosen.
    pub node: Option<String>,
    /// `IO` or `USDC`.
    pub currency: String,
    /// Paid to the provider.
    pub to_provider: String,
    /// Returned to the client, its bond not counted.
    pub to_client: String,
    /// Of the client's bond: returned to it.
    pub bond: String,
    /// Fees, by who pays them and for what.
    pub fees: OrderFees,
    /// Their sum.
    pub fees_total: String,
    /// Whether the order was over with it.
    pub done: bool,
}

/// Fees of a payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OrderFees {
    /// The buyer's for booking.
    pub buyer_booking: String,
    /// The buyer's for payment.
    pub buyer_payment: String,
    /// The provider's for booking.
    pub provider_booking: String,
    /// The provider's for payment.
    pub provider_payment: String,
}

const SELECT: &str =
    "SELECT s.id, s.time, s.kind, s.order_address, s.client, s.provider, s.node, s.currency, \
    s.to_provider, s.to_client, s.bond, s.buyer_booking, s.buyer_payment, s.provider_booking, \
    s.provider_payment, s.done, t.signature FROM settlements s JOIN transactions t ON t.id = s.tx";

/// Payments along these ways.
pub fn scan(ways: Vec<Conditions>, from: i64, to: i64) -> Scan {
    Scan { select: SELECT, walked: "settlements s", id: "s.id", ways, filters: Conditions::new(), from, to }
}

/// Payments of a wallet, as the client or as the provider.
pub fn of_wallet(wallet: &str) -> Vec<Conditions> {
    vec![vec![("s.client = ", wallet.into())], vec![("s.provider = ", wallet.into())]]
}

/// `IO` or `USDC`, of a name of the IDL or of itself.
pub fn currency(name: &str) -> &'static str {
    if name.eq_ignore_ascii_case("usdc") {
        "USDC"
    } else {
        "IO"
    }
}

/// Of a row.
pub fn settlement(row: &AnyRow) -> Result<Settlement, Problem> {
    let mut total = 0i64;
    for fee in ["buyer_booking", "buyer_payment", "provider_booking", "provider_payment"] {
        total = total.saturating_add(int(row, fee)?);
    }
    Ok(Settlement {
        when: when(row)?,
        kind: text(row, "kind")?,
        order: text(row, "order_address")?,
        client: text(row, "client")?,
        provider: text_or(row, "provider")?,
        node: text_or(row, "node")?,
        currency: currency(&text(row, "currency")?).into(),
        to_provider: amount(row, "to_provider")?,
        to_client: amount(row, "to_client")?,
        bond: amount(row, "bond")?,
        fees: OrderFees {
            buyer_booking: amount(row, "buyer_booking")?,
            buyer_payment: amount(row, "buyer_payment")?,
            provider_booking: amount(row, "provider_booking")?,
            provider_payment: amount(row, "provider_payment")?,
        },
        fees_total: total.to_string(),
        done: flag(row, "done")?,
    })
}

pub async fn list(context: Context) -> Result<Reply, Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let columns = [("order", "s.order_address = "), ("client", "s.client = "), ("provider", "s.provider = ")];
    let mut named: Conditions = columns
        .iter()
        .filter_map(|(name, column)| params.text(name).map(|value| (*column, value.into())))
        .collect();
    let ways = match params.text("wallet") {
        Some(wallet) => of_wallet(wallet),
        None if named.is_empty() => {
            return Err(Problem::query("Name a `wallet`, a `client`, a `provider` or an `order`."));
        }
        None => vec![vec![named.remove(0)]],
    };
    let (from, to) = span(pool, params).await?;
    let mut scan = scan(ways, from, to);
    scan.filters = named;
    scan.filters.extend(params.text("currency").map(|name| ("s.currency = ", name.into())));
    let (rows, next) = scan.page(pool, params).await?;
    let items = rows.iter().map(settlement).collect::<Result<Vec<_>, _>>()?;
    Reply::json(&Page { items, next })
}
