//! What each hour brought: minted and burned, prices.

use {
    super::settlements::currency,
    crate::http::{
        cursor::Place,
        limits::SPAN,
        params::Params,
        reply::{Page, Reply},
        routes::Context,
        scan::Conditions,
        sql::{int, text, Sql},
        App, Problem,
    },
    io_client::economics::{
        time::{DAY, HOUR},
        units::BASE_UNITS_PER_IO,
    },
    serde::Serialize,
    sqlx::any::AnyRow,
    std::collections::BTreeMap,
    utoipa::ToSchema,
};

/// Without a span, so much before now.
const LAST: i64 = 30 * DAY;

/// IO minted and burned in an hour, in base units.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupplyHour {
    /// When the hour began, in Unix seconds.
    pub hour: i64,
    /// Minted in all.
    pub minted: String,
    /// Burned in all.
    pub burned: String,
    /// The amount by reason. Minted: `genesis`, `emission`. Burned: `burn_fees`, `fill`, `swap`,
    /// `slash`, `airdrop`, and `truncated`: by a transaction whose log was cut.
    pub by: BTreeMap<String, String>,
}

/// Prices of IO or compute in an hour.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PriceHour {
    /// When the hour began, in Unix seconds.
    pub hour: i64,
    /// `fill`, `swap`: USDC base units for a whole IO. `booking`: base units per processor-hour.
    pub kind: String,
    /// The hardware class of a booking; empty for others.
    pub key: String,
    /// The currency of the price: `IO` or `USDC`.
    pub currency: String,
    /// The first price.
    pub open: String,
    /// The last price.
    pub close: String,
    /// The lowest price.
    pub low: String,
    /// The highest price.
    pub high: String,
    /// The average by volume, rounded down.
    pub average: String,
    /// The volume: base units of IO, or processor-seconds.
    pub volume: String,
    /// The number of trades or bookings.
    pub count: i64,
}

/// The hours that are asked for.
fn hours(app: &App, params: &Params) -> Result<(i64, i64), Problem> {
    let now = app.tip().time;
    let to = params.time("to").unwrap_or_else(|| now.saturating_add(HOUR));
    let from = params.time("from").unwrap_or_else(|| to.saturating_sub(LAST));
    if from >= to {
        return Err(Problem::range("`from` is not before `to`."));
    }
    if to.saturating_sub(from) > SPAN {
        return Err(Problem::range("From `from` to `to` there are more than 366 days."));
    }
    Ok((from.div_euclid(HOUR) * HOUR, to))
}

/// The rows of some hours from the cursor on, whole hours, and the next cursor.
async fn rows(
    context: &Context,
    select: &'static str,
    conditions: &Conditions,
    order: &'static str,
    an_hour: usize,
) -> Result<(Vec<AnyRow>, Option<String>), Problem> {
    let (app, params) = (&context.app, &context.params);
    let (mut from, to) = hours(app, params)?;
    match params.cursor()? {
        None => {}
        Some(Place::Id(hour)) => from = from.max(hour),
        Some(Place::Key(_)) => return Err(Problem::cursor("This cursor does not belong to this list.")),
    }
    // An hour's rows are never split: a page that is full ends before its last hour.
    let most = params.limit().max(an_hour);
    let query = Sql::new(select)
        .push(" WHERE hour >= ")
        .bind(from)
        .push(" AND hour < ")
        .bind(to)
        .conditions(conditions)
        .push(order)
        .bind(i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1));
    let mut rows = query.rows(&app.pool).await?;
    let mut next = None;
    if rows.len() > most {
        let last = rows.last().map(|row| int(row, "hour")).transpose()?.unwrap_or_default();
        let whole = rows.iter().position(|row| int(row, "hour").is_ok_and(|hour| hour == last)).unwrap_or(0);
        rows.truncate(whole);
        next = Some(params.next(&Place::Id(last)));
    }
    Ok((rows, next))
}

/// Reasons of an hour at most.
const REASONS: usize = 8;
/// Prices of an hour at most on one page: classes, currencies, kinds.
const PRICES: usize = 1_000;

pub async fn supply(context: Context) -> Result<Reply, Problem> {
    let select = "SELECT hour, reason, minted, burned FROM supply_hours";
    let order = " ORDER BY hour, reason LIMIT ";
    let (rows, next) = rows(&context, select, &Conditions::new(), order, REASONS).await?;
    let mut items: Vec<SupplyHour> = Vec::new();
    let mut sums = (0i64, 0i64);
    for row in &rows {
        let hour = int(row, "hour")?;
        if items.last().is_none_or(|last| last.hour != hour) {
            sums = (0, 0);
            items.push(SupplyHour {
                hour,
                minted: String::new(),
                burned: String::new(),
                by: BTreeMap::new(),
            });
        }
        let Some(item) = items.last_mut() else { continue };
        let (minted, burned) = (int(row, "minted")?, int(row, "burned")?);
        sums = (sums.0.saturating_add(minted), sums.1.saturating_add(burned));
        (item.minted, item.burned) = (sums.0.to_string(), sums.1.to_string());
        item.by.insert(text(row, "reason")?, minted.saturating_add(burned).to_string());
    }
    Reply::json(&Page { items, next })
}

fn price(row: &AnyRow) -> Result<PriceHour, Problem> {
    let kind = text(row, "kind")?;
    let number = |column| text(row, column).map(|text| text.parse::<u128>().unwrap_or_default());
    let (volume, paid) = (number("volume")?, number("paid")?);
    let scale = if kind == "booking" { 1 } else { u128::from(BASE_UNITS_PER_IO) };
    let average = paid.saturating_mul(scale).checked_div(volume).unwrap_or_default();
    Ok(PriceHour {
        hour: int(row, "hour")?,
        key: text(row, "key")?,
        currency: currency(&text(row, "currency")?).into(),
        open: text(row, "open")?,
        close: text(row, "close")?,
        low: text(row, "low")?,
        high: text(row, "high")?,
        average: average.to_string(),
        volume: volume.to_string(),
        count: int(row, "count")?,
        kind,
    })
}

pub async fn prices(context: Context) -> Result<Reply, Problem> {
    let select =
        "SELECT hour, kind, key, currency, open, close, low, high, volume, paid, count FROM prices_hours";
    let params = &context.params;
    let columns = [("kind", "kind = "), ("key", "key = "), ("currency", "currency = ")];
    let conditions: Conditions = columns
        .iter()
        .filter_map(|(name, column)| params.text(name).map(|value| (*column, value.into())))
        .collect();
    let order = " ORDER BY hour, kind, key, currency LIMIT ";
    let (rows, next) = rows(&context, select, &conditions, order, PRICES).await?;
    let items = rows.iter().map(price).collect::<Result<Vec<_>, _>>()?;
    Reply::json(&Page { items, next })
}
