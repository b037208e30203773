//! The tables as text, to compare databases with each other.

use {
    crate::Result,
    futures_util::TryStreamExt,
    sqlx::{AnyPool, AssertSqlSafe, Row, TypeInfo, ValueRef},
    std::fmt::Write as _,
};

/// Bytes of a part.
const PART: usize = 64 << 10;

/// The tables that do not depend on how they were filled, with their columns and keys.
const TABLES: &[(&str, &str, &str)] = &[
    ("transactions", "id, slot, signature, time, payer, events, truncated", "id"),
    ("events", "id, tx, time, program, name, data", "id"),
    ("event_keys", "address, event", "event, address"),
    ("accounts", "address, program, kind, changed_slot, data, json", "address"),
    ("account_keys", "address, field, key", "address, field"),
    ("nodes", "address, id, operator, class, payout, processors, registered_at, retired_at", "address"),
    ("supply_hours", "hour, reason, minted, burned", "hour, reason"),
    (
        "prices_hours",
        "hour, kind, key, currency, open, close, low, high, volume, paid, count",
        "hour, kind, key, currency",
    ),
    ("rewards", "id, tx, time, kind, wallet, node, amount", "id"),
    (
        "orders",
        "id, address, request, stage, incomplete, serial, currency, client, payer, node, provider, class, \
         revision, processors, rate, duration, longest, notice_hours, reference, cost, fees, paid, refunded, \
         fees_paid, bond, left_early, notice, created_at, started_at, disputed_at, ended_at, settled_at, \
         closed_at, changed",
        "id",
    ),
    (
        "settlements",
        "id, tx, time, kind, order_id, order_address, client, provider, node, currency, to_provider, \
         to_client, bond, buyer_booking, buyer_payment, provider_booking, provider_payment, done",
        "id",
    ),
    ("claims", "id, tx, time, season, leaf, wallet, points, amount", "id"),
];

/// Every durable table as text, in the order of its key: two databases that were filled from the
/// same chain give the same bytes. It is as large as the tables.
///
/// # Errors
/// If the database refuses.
pub async fn dump(pool: &AnyPool) -> Result<String> {
    let mut text = String::new();
    dump_to(pool, |part| {
        text.push_str(part);
        true
    })
    .await?;
    Ok(text)
}

/// The same, in parts of 64 KiB. It ends once `write` returns false.
///
/// # Errors
/// If the database refuses.
pub async fn dump_to(pool: &AnyPool, mut write: impl FnMut(&str) -> bool) -> Result<()> {
    let mut text = String::new();
    for (table, columns, key) in TABLES {
        let _ = writeln!(text, "# {table}: {columns}");
        let sql = format!("SELECT {columns} FROM {table} ORDER BY {key}");
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(pool);
        while let Some(row) = rows.try_next().await? {
            for column in 0..row.columns().len() {
                if column > 0 {
                    text.push('\t');
                }
                let value = row.try_get_raw(column)?;
                if value.is_null() {
                    text.push('-');
                } else if value.type_info().name() == "TEXT" {
                    let cell: String = row.try_get(column)?;
                    text.push_str(&cell.replace(['\t', '\n'], " "));
                } else {
                    let _ = write!(text, "{}", row.try_get::<i64, _>(column)?);
                }
            }
            text.push('\n');
            if text.len() >= PART {
                if !write(&text) {
                    return Ok(());
                }
                text.clear();
            }
        }
    }
    write(&text);
    Ok(())
}
