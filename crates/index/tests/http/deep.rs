//! Histories that are long where a query looks, and short where it finds.

use {
    crate::town::{story, Town},
    std::time::{Duration, Instant},
};

/// Orders of others, all closed.
const OTHERS: u32 = 150_000;
/// What a page takes that walks along the client's own orders, on the slowest of machines.
const LONGEST: Duration = Duration::from_millis(60);

async fn write(town: &Town, sql: String) {
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(town.store.writer()).await.unwrap();
}

/// A filter is looked at row by row: no database walks along its index instead, past all the rows
/// of others.
#[tokio::test(flavor = "multi_thread")]
async fn a_filter_never_chooses_the_way() {
    let town = Town::new().await;
    let columns = "id, address, stage, incomplete, serial, currency, client, payer, revision, processors, \
        rate, duration, longest, notice_hours, reference, cost, fees, paid, refunded, fees_paid, bond, \
        left_early, notice, created_at, changed";
    let others = format!(
        "INSERT INTO orders ({columns}) WITH RECURSIVE n(i) AS \
         (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {OTHERS} - 1) \
         SELECT 1125899906842624 + i * 1024, 'a' || i, 'closed', 0, i, 'IO', 'other', 'other', 0, 1, '1', \
         1, 1, 0, '', 1, 0, 0, 0, 0, 0, 0, 'None', 1, 0 FROM n"
    );
    write(&town, others).await;
    let path = format!("/v1/orders?client={}&stage=closed", story().client);
    let mut best = Duration::MAX;
    for _ in 0..20 {
        let start = Instant::now();
        let page = town.get(&path).await;
        best = best.min(start.elapsed());
        assert_eq!((page["items"].as_array().map(Vec::len), &page["next"]), (Some(0), &().into()), "{page}");
    }
    println!("{best:?} at best, beside {OTHERS} orders of others");
    assert!(best < LONGEST, "{best:?}");
}

/// What is counted once stays counted, and is counted anew once the tables are filled anew.
#[tokio::test(flavor = "multi_thread")]
async fn counts_follow_the_tables() {
    let town = Town::new().await;
    let count =
        |status: &serde_json::Value| -> i64 { status["transactions"].as_str().unwrap().parse().unwrap() };
    let before = count(&town.get("/v1/status").await);
    // More than are counted at once.
    let rows = "INSERT INTO transactions (id, slot, signature, time, payer, events, truncated) \
        WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 119999) \
        SELECT 1125899906842624 + i * 1024, 1048576, 's' || i, 1900000000, 'p', 1, 0 FROM n";
    write(&town, rows.to_owned()).await;
    assert_eq!(count(&town.get("/v1/status").await), before + 120_000);
    write(&town, "DELETE FROM transactions WHERE id >= 1125899906842624".to_owned()).await;
    town.live.tip.send_modify(|tip| tip.history += 1);
    assert_eq!(count(&town.get("/v1/status").await), before);
}
