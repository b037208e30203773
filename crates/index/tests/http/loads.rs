//! What two cores answer with a million transactions in a file:
//! `cargo test --workspace --test http -- --ignored --nocapture loads`.

use {
    crate::town::new_file,
    io_index::{
        http::{router, serve, App, Figures, Limits},
        Live, Store, Tip,
    },
    solana_pubkey::Pubkey,
    std::{
        fs,
        sync::Arc,
        time::{Duration, Instant},
    },
    tokio::{net::TcpListener, sync::watch, task::JoinSet},
};

const TRANSACTIONS: i64 = 1_000_000;
/// Of a wallet's rewards, one in so many is of the busiest wallet.
const BUSY: i64 = 5;
const WALLETS: i64 = 50_000;

/// What is measured: its title, the path of a query by its number, readers.
type Case = (&'static str, fn(i64) -> String, i64);

/// The address of a number.
fn wallet(number: i64) -> String {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as i64).to_be_bytes());
    Pubkey::new_from_array(bytes).to_string()
}

async fn write(store: &Store, sql: String) {
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(store.writer()).await.unwrap();
}

async fn fill(store: &Store) {
    write(store, "CREATE TABLE load_wallets (w BIGINT PRIMARY KEY, address TEXT NOT NULL)".into()).await;
    for first in (0..WALLETS).step_by(1_000) {
        let rows = (first..first + 1_000).map(|number| format!("({number}, '{}')", wallet(number)));
        let rows = rows.collect::<Vec<_>>().join(", ");
        write(store, format!("INSERT INTO load_wallets (w, address) VALUES {rows}")).await;
    }
    let numbers = format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1) ",
        TRANSACTIONS
    );
    let id = "((i / 20 + 1) * 1073741824 + (i % 20) * 1024)";
    let at = "(1790000000 + i / 50)";
    let named =
        format!("n JOIN load_wallets l ON l.w = (CASE WHEN i % {BUSY} = 0 THEN 0 ELSE i % {WALLETS} END)");
    for (table, columns, from) in [
        ("transactions", format!("{id}, i / 20 + 1, printf('5%087d', i), {at}, 'p', 1, 0"), "n"),
        (
            "events",
            format!(
                "{id}, {id}, {at}, 'io_staking', 'Claimed', \
                 '{{\"node\":\"n\",\"owner\":\"' || l.address || '\",\"amount\":\"1200\"}}'"
            ),
            named.as_str(),
        ),
        ("event_keys", format!("l.address, {id}"), named.as_str()),
        ("rewards", format!("{id}, {id}, {at}, 'claim', l.address, 'n', 1200"), named.as_str()),
    ] {
        write(store, format!("INSERT INTO {table} {numbers} SELECT {columns} FROM {from}")).await;
    }
}

fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// Asks from so many connections at once, for so long; how often, and the time at the 99th
/// percentile.
async fn load(
    url: &str,
    path: fn(i64) -> String,
    connections: i64,
    time: Duration,
) -> (f64, Duration, usize) {
    let start = Instant::now();
    let mut readers = JoinSet::new();
    for reader in 0..connections {
        let url = url.to_owned();
        readers.spawn(async move {
            let client = reqwest::Client::new();
            let (mut times, mut busy, mut number) = (Vec::new(), 0, reader * 7_919);
            while start.elapsed() < time {
                number += 104_729;
                let asked = Instant::now();
                let answer = client.get(format!("{url}{}", path(number))).send().await.unwrap();
                let status = answer.status().as_u16();
                answer.bytes().await.unwrap();
                match status {
                    200 => times.push(asked.elapsed()),
                    503 => busy += 1,
                    other => panic!("{other}"),
                }
            }
            (times, busy)
        });
    }
    let (mut times, mut refused) = (Vec::new(), 0);
    while let Some(done) = readers.join_next().await {
        let (more, busy) = done.unwrap();
        times.extend(more);
        refused += busy;
    }
    times.sort_unstable();
    let rate = times.len() as f64 / start.elapsed().as_secs_f64();
    let at = times.len().saturating_sub(1) * 99 / 100;
    (rate, times.get(at).copied().unwrap_or_default(), refused)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes a minute"]
async fn loads() {
    let store = Store::open(&new_file("loads")).await.unwrap();
    let start = Instant::now();
    fill(&store).await;
    println!("{TRANSACTIONS} transactions written in {:?}, {} kB", start.elapsed(), memory());
    // The peak from here on is that of answering, beside the pages that the writer keeps.
    let _ = fs::write("/proc/self/clear_refs", "5");
    println!("before the first reader: {} kB", memory());
    let live = Live::default();
    live.tip.send_replace(Tip {
        slot: 50_001,
        time: 1_790_020_000,
        cluster_slot: 50_001,
        complete: true,
        ..Tip::default()
    });
    let limits = Limits::default();
    let app = App::new(store.reader().clone(), live, Arc::new(Figures::default()), limits, None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(serve(listener, router(Arc::new(app)), limits, stopped));
    let span = Duration::from_secs(5);
    let cases: [Case; 7] = [
        ("history of a wallet, one reader", |number| format!("/v1/history/{}", wallet(number % WALLETS)), 1),
        ("history of a wallet, 64 readers", |number| format!("/v1/history/{}", wallet(number % WALLETS)), 64),
        (
            "history of a wallet, 900 readers",
            |number| format!("/v1/history/{}", wallet(number % WALLETS)),
            900,
        ),
        ("the busiest wallet's first page of 1,000", |_| format!("/v1/history/{}?limit=1000", wallet(0)), 8),
        ("the largest page of all events", |_| "/v1/events?limit=1000".into(), 8),
        ("a program without an event, 20,000 rows a page", |_| "/v1/events?program=io_vesting".into(), 8),
        ("the status", |_| "/v1/status".into(), 8),
    ];
    for (name, path, readers) in cases {
        let (rate, p99, busy) = load(&url, path, readers, span).await;
        println!(
            "{name}: {rate:.0} a second, {p99:?} at the 99th percentile, {busy} told to come back, {} kB",
            memory()
        );
    }
    let start = Instant::now();
    let file = reqwest::get(format!("{url}/v1/rewards.csv?wallet={}", wallet(0))).await.unwrap();
    let body = file.text().await.unwrap();
    println!(
        "CSV of {} rows, {} bytes: {:?}, {} kB",
        body.lines().count(),
        body.len(),
        start.elapsed(),
        memory()
    );
    assert_eq!(body.lines().count() as i64, TRANSACTIONS / BUSY + 1);
    stop.send_replace(true);
}
