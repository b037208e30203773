//! What the machine and a node do to an index: a full disk, a locked file, a cluster that is away,
//! times that nobody knows, lists that go round.

mod memory;

use {
    anchor_lang::Discriminator,
    io_addresses::orders,
    io_client::orders::Order,
    io_index::{
        dump,
        source::{Account, Rpc, Source},
        Error, Indexer, Limits, Store,
    },
    memory::{booked, chain, index, key, log, transaction, Folder, Memory},
    serde_json::{json, Value},
    sqlx::{Connection, Row},
    std::{
        collections::HashMap,
        io::{BufRead, BufReader, Read, Write},
        net::{TcpListener, TcpStream},
        sync::Arc,
        thread,
        time::{Duration, Instant},
    },
};

/// Slots of the chains.
const SLOTS: u64 = 200;

/// Does something to the writer's connection alone.
async fn pragma(store: &Store, text: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("PRAGMA {text}"));
    let row = sqlx::query(sql).fetch_optional(store.writer()).await.unwrap();
    row.map_or(0, |row| row.get(0))
}

/// The dump of a whole chain, without trouble.
async fn whole(folder: &Folder, source: &Arc<Memory>) -> String {
    let (indexer, store) = index(folder, "whole.db", source, 1_000).await;
    indexer.catch_up().await.unwrap();
    let tables = dump(store.reader()).await.unwrap();
    store.close().await;
    tables
}

/// A cluster that has some of what another has.
fn part(source: &Arc<Memory>, slot: u64) -> Arc<Memory> {
    let part = Memory::new();
    {
        let (from, mut to) = (source.state.lock().unwrap(), part.state.lock().unwrap());
        to.named.clone_from(&from.named);
        to.chain = from.chain.iter().filter(|one| one.slot <= slot).cloned().collect();
        to.finalized = slot;
    }
    part
}

fn grow(part: &Arc<Memory>, source: &Arc<Memory>) {
    let (from, mut to) = (source.state.lock().unwrap(), part.state.lock().unwrap());
    to.chain.clone_from(&from.chain);
    to.finalized = from.finalized;
}

/// SQLite ends a transaction by itself when the disk is full, of which its driver knows nothing.
/// What is written after that is committed all the same.
#[tokio::test]
async fn a_full_disk_is_waited_for() {
    let (folder, source) = (Folder::new(), Memory::new());
    chain(&source, SLOTS);
    let expected = whole(&folder, &source).await;
    let part = part(&source, 20);
    let (indexer, store) = index(&folder, "full.db", &part, 1_000).await;
    indexer.catch_up().await.unwrap();
    grow(&part, &source);
    for _ in 0..3 {
        let pages = pragma(&store, "page_count").await;
        pragma(&store, &format!("max_page_count = {pages}")).await;
        let error = indexer.catch_up().await.unwrap_err();
        assert!(error.is_passing() && error.to_string().contains("full"), "{error}");
        pragma(&store, "max_page_count = 1073741823").await;
        // Somebody's transaction that comes to nothing.
        let mut connection = store.writer().acquire().await.unwrap();
        drop(connection.begin().await.unwrap());
    }
    indexer.catch_up().await.unwrap();
    assert_eq!(dump(store.reader()).await.unwrap(), expected, "readers see all of it");
}

#[tokio::test]
async fn a_locked_file_is_waited_for() {
    let (folder, source) = (Folder::new(), Memory::new());
    chain(&source, SLOTS);
    let expected = whole(&folder, &source).await;
    let (indexer, store) = index(&folder, "locked.db", &part(&source, SLOTS), 1_000).await;
    let other = Store::open(&folder.file("locked.db")).await.unwrap();
    let mut lock = other.writer().acquire().await.unwrap();
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *lock).await.unwrap();
    pragma(&store, "busy_timeout = 50").await;
    let error = indexer.catch_up().await.unwrap_err();
    assert!(error.is_passing() && error.to_string().contains("locked"), "{error}");
    sqlx::query("ROLLBACK").execute(&mut *lock).await.unwrap();
    drop(lock);
    indexer.catch_up().await.unwrap();
    assert_eq!(dump(store.reader()).await.unwrap(), expected);
}

/// Readers have the time of the tables while the cluster is away, and not the year 1970.
#[tokio::test]
async fn an_index_without_a_cluster_knows_where_it_was() {
    let (folder, source) = (Folder::new(), Memory::new());
    chain(&source, 20);
    let (indexer, store) = index(&folder, "away.db", &source, 1_000).await;
    indexer.catch_up().await.unwrap();
    let before = *indexer.live().tip.borrow();
    let nobody = Arc::new(Rpc::new("http://127.0.0.1:9", None).unwrap());
    let indexer = Indexer::new(store, nobody, Limits::default());
    let live = indexer.live();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(async move { indexer.run(stopped).await });
    let start = Instant::now();
    while live.tip.borrow().slot == 0 {
        assert!(start.elapsed() < Duration::from_secs(20), "it says nothing");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let tip = *live.tip.borrow();
    assert_eq!((tip.slot, tip.time, tip.complete), (before.slot, before.time, false));
    stop.send_replace(true);
    running.await.unwrap().unwrap();
}

/// A block whose time nobody knows has that of the transaction before, however far the cursor was
/// when it came.
#[tokio::test]
async fn an_unknown_time_does_not_depend_on_when_it_was_asked_for() {
    let (folder, source) = (Folder::new(), Memory::new());
    chain(&source, 10);
    let mut failed = transaction(30, 30_000, vec![], &[]);
    failed.failed = true;
    source.add(failed, &[orders::ID]);
    let mut timeless = transaction(31, 31_000, log(orders::ID, &booked(key(1), 3, key(5_000))), &[key(1)]);
    timeless.time = None;
    source.add(timeless, &[orders::ID]);
    let expected = whole(&folder, &source).await;
    // Live, the cursor was moved by what failed, whose time is known.
    let part = part(&source, 30);
    let (indexer, store) = index(&folder, "timeless.db", &part, 1_000).await;
    indexer.catch_up().await.unwrap();
    grow(&part, &source);
    indexer.catch_up().await.unwrap();
    assert_eq!(dump(store.reader()).await.unwrap(), expected);
}

/// An order was closed in a transaction whose log was cut, and its address serves again: the
/// account that is there now says nothing of the order that is over.
#[tokio::test]
async fn an_account_speaks_for_the_latest_order_at_its_address() {
    let (folder, source) = (Folder::new(), Memory::new());
    chain(&source, 3);
    let (order, node) = (key(70_000), key(5_000));
    let opened = |client| log(orders::ID, &booked(order, client, node));
    source.add(transaction(3, 30, opened(4), &[order]), &[orders::ID]);
    let cut = vec!["Log truncated".to_owned()];
    source.add(transaction(4, 40, cut, &[order]), &[orders::ID]);
    source.add(transaction(5, 50, opened(6), &[order]), &[orders::ID]);
    let data = [Order::DISCRIMINATOR, &[0; 2_000]].concat();
    let account = Account { owner: orders::ID.to_string(), data };
    source.state.lock().unwrap().accounts.insert(order.to_string(), account);
    let (indexer, store) = index(&folder, "again.db", &source, 1).await;
    indexer.catch_up().await.unwrap();
    let sql = "SELECT client, stage, incomplete FROM orders ORDER BY id";
    let rows = sqlx::query(sql).fetch_all(store.reader()).await.unwrap();
    let rows: Vec<(String, String, i64)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    let expected = [(key(4).to_string(), "closed", 1), (key(6).to_string(), "running", 0)];
    assert_eq!(rows, expected.map(|(client, stage, cut)| (client, stage.to_owned(), cut)));
}

/// A node whose answers are these, by the method and how often it was asked: a status and a result.
fn node(answer: impl Fn(&str, u32) -> (u16, Value) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let mut asked = HashMap::new();
        for stream in listener.incoming().flatten() {
            let call = call(&stream);
            let method = call["method"].as_str().unwrap_or_default().to_owned();
            let count: &mut u32 = asked.entry(method.clone()).or_default();
            *count += 1;
            let (status, result) = answer(&method, *count);
            let body = json!({"jsonrpc": "2.0", "id": 1, "result": result}).to_string();
            let length = body.len();
            let head =
                format!("HTTP/1.1 {status} So\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            let _ = (&stream).write_all(format!("{head}{body}").as_bytes());
        }
    });
    url
}

/// The call that somebody sends.
fn call(stream: &TcpStream) -> Value {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(text) = line.to_lowercase().strip_prefix("content-length:") {
            length = text.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

/// A node that is busy, or behind and so without a time, is asked again: a wrong time would stay in
/// the tables for good.
#[tokio::test]
async fn the_time_of_a_block_is_asked_for_until_it_is_there() {
    let url = node(|_, count| match count {
        1 => (503, Value::Null),
        2 => (200, Value::Null),
        _ => (200, json!(1_790_000_000)),
    });
    let time = Rpc::new(&url, None).unwrap().block_time(5).await.unwrap();
    assert_eq!(time, Some(1_790_000_000));
    let url = node(|_, _| (403, Value::Null));
    let error = Rpc::new(&url, None).unwrap().block_time(5).await.unwrap_err();
    assert!(error.is_passing(), "{error}");
}

/// A node that gives the same page for ever does not hold the index for ever.
#[tokio::test]
async fn a_list_that_goes_round_is_left() {
    let url = node(|method, _| {
        let result = match method {
            "getGenesisHash" => json!("genesis"),
            "getSlot" => json!(100),
            "getSignaturesForAddress" => json!([{"signature": "same", "slot": 50, "err": null}]),
            _ => json!(0),
        };
        (200, result)
    });
    let folder = Folder::new();
    let store = Store::open(&folder.file("round.db")).await.unwrap();
    let indexer = Indexer::new(store, Arc::new(Rpc::new(&url, None).unwrap()), Limits::default());
    let error = indexer.catch_up().await.unwrap_err();
    assert!(matches!(error, Error::Source { .. }) && error.to_string().contains("does not go on"), "{error}");
}
