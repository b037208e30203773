//! Alerts that follow from the state: orders that end soon, lapsed reports, stale prices, vaults.

use {
    super::{Alert, Kind, Thresholds},
    crate::{
        error::{Error, Result},
        http::{every, Figures},
        live::Tip,
        Place,
    },
    io_client::{
        economics::time::DAY,
        orders::{Order, Stage},
        staking::Node,
    },
    serde_json::json,
    solana_pubkey::Pubkey,
    sqlx::{AnyPool, Row},
};

/// Orders without an event of their end that are read at once.
const MOST: i64 = 1_000;

/// The alerts at the time of the tables.
///
/// # Errors
/// If the database refuses.
pub async fn alerts(
    pool: &AnyPool,
    figures: &Figures,
    tip: Tip,
    thresholds: Thresholds,
) -> Result<Vec<Alert>> {
    let refused = |problem: crate::http::Problem| Error::Data(format!("accounts: {}", problem.code()));
    let mut alerts = Vec::new();
    every(pool, "Order", |address, order: Order| {
        alerts.extend(low(address, &order, tip.time, thresholds.order_low));
    })
    .await
    .map_err(refused)?;
    every(pool, "Node", |address, node: Node| alerts.extend(lapsed(address, &node, tip.time)))
        .await
        .map_err(refused)?;
    unlogged(pool, tip.time, &mut alerts).await?;
    stale(figures, thresholds.price_stale, &mut alerts);
    short(figures, &mut alerts);
    Ok(alerts)
}

/// Orders that have ended, or are disputed, by their accounts alone: whoever sends the transaction
/// can fill its log, so that the event is cut.
async fn unlogged(pool: &AnyPool, now: i64, alerts: &mut Vec<Alert>) -> Result<()> {
    let ended = "SELECT id, address, client, provider, node FROM orders \
                 WHERE stage = 'ended' AND incomplete = 1 AND ended_at IS NULL ORDER BY id LIMIT $1";
    let disputed = "SELECT id, address, client, provider, node FROM orders \
                    WHERE stage = 'disputed' AND incomplete = 1 AND disputed_at IS NULL ORDER BY id LIMIT $1";
    for (kind, sql) in [(Kind::OrderEnded, ended), (Kind::OrderDisputed, disputed)] {
        for row in sqlx::query(sql).bind(MOST).fetch_all(pool).await? {
            let order = Place::of(row.try_get(0)?).to_string();
            let (address, client): (String, String) = (row.try_get(1)?, row.try_get(2)?);
            let (provider, node): (Option<String>, Option<String>) = (row.try_get(3)?, row.try_get(4)?);
            let about = json!({"order": address, "client": client, "provider": provider, "node": node});
            alerts.push(Alert {
                kind,
                subject: format!("{}:unlogged:{order}", kind.name()),
                time: now,
                since: None,
                addresses: [Some(address), Some(client), provider, node].into_iter().flatten().collect(),
                data: json!({"event": null, "about": about}),
            });
        }
    }
    Ok(())
}

fn low(address: Pubkey, order: &Order, now: i64, within: i64) -> Option<Alert> {
    let escrow = &order.escrow;
    let ends_at = escrow.at.saturating_add(escrow.duration.into());
    if escrow.stage != Stage::Running || now >= ends_at || ends_at.saturating_sub(now) > within {
        return None;
    }
    let named = [address, order.client, order.provider, order.node].map(|key| key.to_string());
    Some(Alert {
        kind: Kind::OrderLow,
        // An extension moves the end, and is low again by itself.
        subject: format!("order_low:{address}:{}:{ends_at}", order.serial),
        time: now,
        since: None,
        data: json!({
            "order": named[0],
            "client": named[1],
            "provider": named[2],
            "node": named[3],
            "ends_at": ends_at,
            "extendable": escrow.longest > escrow.duration,
        }),
        addresses: named.into(),
    })
}

fn lapsed(address: Pubkey, node: &Node, now: i64) -> Option<Alert> {
    let report = &node.ledger.availability;
    let until = report.until();
    if node.ledger.retired || report.reported_at <= 0 || now < until {
        return None;
    }
    let named = [address, node.operator, node.payout].map(|key| key.to_string());
    Some(Alert {
        kind: Kind::ReportLapsed,
        subject: format!("report_lapsed:{address}:{until}"),
        time: now,
        since: Some(until),
        data: json!({
            "node": named[0],
            "operator": named[1],
            "payout": named[2],
            "reported_at": report.reported_at,
            "lapsed_at": until,
            "hired": node.ledger.hired,
        }),
        addresses: named.into(),
    })
}

fn stale(figures: &Figures, after: i64, alerts: &mut Vec<Alert>) {
    let Some(watched) = figures.watched() else { return };
    for price in &watched.prices {
        let age = price.published.map(|published| watched.now.saturating_sub(published));
        if age.is_some_and(|age| age <= after.max(price.max_age.into())) {
            continue;
        }
        let account = price.account.to_string();
        let published = price.published.map_or_else(|| "none".to_owned(), |at| at.to_string());
        alerts.push(Alert {
            kind: Kind::PriceStale,
            subject: format!("price_stale:{}:{account}:{published}", price.name.replace(": ", "-")),
            time: watched.now,
            since: None,
            data: json!({
                "price": price.name,
                "account": account,
                "published_at": price.published,
                "age": age,
                "max_age": price.max_age,
            }),
            addresses: vec![account],
        });
    }
}

fn short(figures: &Figures, alerts: &mut Vec<Alert>) {
    let Some(solvency) = figures.solvency() else { return };
    for vault in solvency.vaults.iter().filter(|vault| !vault.covered) {
        // Once a day as long as it lasts.
        let day = solvency.time.div_euclid(DAY);
        alerts.push(Alert {
            kind: Kind::VaultNotCovered,
            subject: format!("vault_not_covered:{}:{day}", vault.account),
            time: solvency.time,
            since: None,
            addresses: vec![vault.account.clone()],
            data: json!(vault),
        });
    }
}
