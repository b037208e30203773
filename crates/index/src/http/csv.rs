//! Files for accountants: the whole span, oldest first, written while it is read. A file that
//! cannot be finished breaks off, so that nobody takes a part for the whole.

use {
    super::{
        limits::SPAN,
        params::Params,
        paths::{
            rewards::{self, Reward},
            settlements::{self, Settlement},
        },
        reply::Reply,
        routes::Context,
        scan::{span, Scan},
        server::Deadline,
        sql::int,
        App, Problem,
    },
    axum::{
        body::{Body, Bytes},
        http::{
            header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
            HeaderValue,
        },
        response::{IntoResponse, Response},
    },
    futures_util::stream,
    io_client::{
        amount,
        economics::time::{DAY, HOUR},
    },
    sqlx::any::AnyRow,
    std::{io, sync::Arc, time::Instant},
    tokio::{sync::OwnedSemaphorePermit, time::timeout},
};

/// Rows that are read at once.
const ROWS: i64 = 1_000;

/// A row as a line, for the wallet that asked.
type Line = fn(&AnyRow, &str) -> Result<String, Problem>;

/// A file that is being written.
struct File {
    app: Arc<App>,
    scan: Scan,
    line: Line,
    wallet: String,
    /// What comes first.
    header: Option<&'static str>,
    /// Rows from here on are not written; none once all are.
    from: Option<i64>,
    until: Instant,
    deadline: Option<Deadline>,
    _permit: OwnedSemaphorePermit,
}

impl File {
    /// The next part of it; none at the end.
    async fn part(&mut self) -> Result<Option<Bytes>, Problem> {
        if let Some(deadline) = &self.deadline {
            deadline.more(self.app.limits.slowest);
        }
        if let Some(header) = self.header.take() {
            return Ok(Some(Bytes::from_static(header.as_bytes())));
        }
        let Some(from) = self.from else { return Ok(None) };
        if Instant::now() > self.until {
            return Err(Problem::slow());
        }
        let turn = timeout(self.app.limits.query, self.app.queries.acquire()).await;
        let turn = turn.map_err(|_| Problem::slow())?.map_err(|_| Problem::slow())?;
        let rows = self.scan.up(&self.app.pool, from, ROWS);
        let rows = timeout(self.app.limits.query, rows).await.map_err(|_| Problem::slow())??;
        drop(turn);
        self.from = match rows.last() {
            Some(last) if i64::try_from(rows.len()).unwrap_or(i64::MAX) >= ROWS => {
                Some(int(last, "id")?.saturating_add(1))
            }
            _ => None,
        };
        let mut text = String::new();
        for row in &rows {
            text.push_str(&(self.line)(row, &self.wallet)?);
        }
        Ok(Some(text.into()))
    }
}

async fn file(
    context: Context,
    name: &'static str,
    header: &'static str,
    scan: impl FnOnce(&str, i64, i64) -> Scan,
    line: Line,
) -> Result<Reply, Problem> {
    let Context { app, params, deadline, .. } = context;
    let wallet = params.text("wallet").ok_or_else(|| Problem::query("Name a `wallet`."))?.to_owned();
    let (from, to) = within(&app, &params).await?;
    let permit = Arc::clone(&app.files).try_acquire_owned().map_err(|_| Problem::busy("CSV files"))?;
    let until = Instant::now() + app.limits.file;
    let scan = scan(&wallet, from, to);
    let (header, from) = (Some(header), Some(from));
    let file = File { app, scan, line, wallet, header, from, until, deadline, _permit: permit };
    let parts = stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        match file.part().await {
            Ok(Some(part)) => Some((Ok(part), Some(file))),
            Ok(None) => None,
            Err(problem) => Some((Err(io::Error::other(problem.code())), None)),
        }
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (CONTENT_DISPOSITION, HeaderValue::from_static(name)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let response: Response = (headers, Body::from_stream(parts)).into_response();
    Ok(Reply::Stream(response))
}

/// The ids of the span that is asked for: the last 366 days if none is named.
async fn within(app: &App, params: &Params) -> Result<(i64, i64), Problem> {
    let to = params.time("to").unwrap_or_else(|| app.tip().time.saturating_add(1));
    let from = params.time("from").unwrap_or_else(|| to.saturating_sub(SPAN));
    if to.saturating_sub(from) > SPAN {
        return Err(Problem::range("From `from` to `to` there are more than 366 days."));
    }
    let (first, last) = span(&app.pool, params).await?;
    let first = match params.time("from") {
        Some(_) => first,
        None => super::scan::id_at(&app.pool, from).await?,
    };
    Ok((first, last))
}

/// `2027-01-31T23:59:59Z`, of Unix seconds.
fn date(time: i64) -> String {
    // Days from 1 March of year 0; an era is 400 years.
    let (days, seconds) = (time.div_euclid(DAY) + 719_468, time.rem_euclid(DAY));
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / HOUR, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A decimal number without separators, as spreadsheets read it.
fn plain(base_units: u64, currency: &str) -> String {
    let shown = if currency == "IO" { amount::io(base_units) } else { amount::usdc(base_units) };
    shown.replace(',', "")
}

fn reward(row: &AnyRow, _wallet: &str) -> Result<String, Problem> {
    let Reward { when, kind, node, amount, .. } = rewards::reward(row)?;
    let amounts = match kind.as_str() {
        // It is not known, and not zero.
        "unlogged" => ",".to_owned(),
        _ => format!("{amount},{}", plain(amount.parse().unwrap_or_default(), "IO")),
    };
    Ok(format!("{},{},{},{kind},{node},{amounts}\r\n", when.time, date(when.time), when.signature))
}

/// Rewards of a wallet.
pub async fn rewards(context: Context) -> Result<Reply, Problem> {
    let header = "time,date,signature,kind,node,amount_base_units,amount_io\r\n";
    let scan = |wallet: &str, from, to| rewards::scan(("r.wallet = ", wallet), from, to);
    file(context, "attachment; filename=\"rewards.csv\"", header, scan, reward).await
}

fn settlement(row: &AnyRow, wallet: &str) -> Result<String, Problem> {
    let paid = settlements::settlement(row)?;
    let Settlement { when, kind, order, client, provider, currency, to_provider, to_client, bond, .. } = paid;
    let number = |text: &str| text.parse::<u64>().unwrap_or_default();
    let (is_client, is_provider) = (client == wallet, provider.as_deref() == Some(wallet));
    let role = match (is_client, is_provider) {
        (true, true) => "both",
        (true, false) => "client",
        _ => "provider",
    };
    let as_client = if is_client { number(&to_client).saturating_add(number(&bond)) } else { 0 };
    let as_provider = if is_provider { number(&to_provider) } else { 0 };
    let own = as_client.saturating_add(as_provider);
    let fees = paid.fees_total;
    let amounts = match kind.as_str() {
        // It is not known, and not zero.
        "unlogged" => ",,,,,".to_owned(),
        _ => format!("{to_provider},{to_client},{bond},{fees},{own},{}", plain(own, &currency)),
    };
    Ok(format!(
        "{},{},{},{kind},{order},{role},{client},{},{currency},{amounts}\r\n",
        when.time,
        date(when.time),
        when.signature,
        provider.unwrap_or_default(),
    ))
}

/// Payments of a wallet, as the client or as the provider.
pub async fn settlements(context: Context) -> Result<Reply, Problem> {
    let header =
        "time,date,signature,kind,order,role,client,provider,currency,to_provider,to_client,bond,fees,\
                  amount_base_units,amount\r\n";
    let scan = |wallet: &str, from, to| settlements::scan(settlements::of_wallet(wallet), from, to);
    file(context, "attachment; filename=\"settlements.csv\"", header, scan, settlement).await
}
