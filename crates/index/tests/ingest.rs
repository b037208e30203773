//! From a source to the tables: live and by backfill, in batches of any size, with a source that
//! fails anywhere.

mod memory;

use {
    io_addresses::{emission, orders},
    io_client::emission::events::{Emitted, MintCreated},
    io_index::{dump, Error},
    memory::{booked, chain, index, key, log, settled, transaction, Folder, Memory},
    sqlx::Row,
    std::sync::atomic::Ordering,
};

/// The dump of a whole chain in one go.
async fn whole(folder: &Folder, slots: u64) -> String {
    let source = Memory::new();
    chain(&source, slots);
    let (indexer, store) = index(folder, "whole.db", &source, 1_000).await;
    let caught = indexer.catch_up().await.unwrap();
    assert!(caught.transactions > slots - 3 && caught.events >= caught.transactions);
    let tables = dump(store.reader()).await.unwrap();
    store.close().await;
    tables
}

#[tokio::test]
async fn batches_pages_and_passes_make_no_difference() {
    let folder = Folder::new();
    let expected = whole(&folder, 200).await;
    for (number, (batch, page, steps)) in
        [(1, 1_000, 1), (7, 3, 1), (50, 20, 9), (1_000, 1, 40)].iter().enumerate()
    {
        let source = Memory::new();
        source.page.store(*page, Ordering::Relaxed);
        let (indexer, store) = index(&folder, &format!("{number}.db"), &source, *batch).await;
        let all = Memory::new();
        chain(&all, 200);
        let (chain, named) = {
            let all = all.state.lock().unwrap();
            (all.chain.clone(), all.named.clone())
        };
        source.state.lock().unwrap().named = named;
        // The chain grows while it is indexed.
        for part in chain.chunks(chain.len() / steps) {
            {
                let mut state = source.state.lock().unwrap();
                state.chain.extend_from_slice(part);
                // A slot that is still under way is not final.
                let last = part.last().unwrap().slot;
                state.finalized = if state.chain.len() == chain.len() { last } else { last - 1 };
                state.indexed = number % 2 == 0;
            }
            indexer.catch_up().await.unwrap();
        }
        assert_eq!(dump(store.reader()).await.unwrap(), expected, "{batch} {page} {steps}");
    }
}

#[tokio::test]
async fn a_source_that_fails_at_any_call_loses_nothing() {
    let folder = Folder::new();
    let expected = whole(&folder, 60).await;
    for n in 1..300 {
        let source = Memory::new();
        chain(&source, 60);
        source.page.store(10, Ordering::Relaxed);
        source.fail_at(n);
        let name = format!("{n}.db");
        let (indexer, store) = index(&folder, &name, &source, 10).await;
        let first = indexer.catch_up().await;
        if let Err(error) = &first {
            assert!(error.is_passing(), "{error}");
        }
        // As after a restart.
        store.close().await;
        let (indexer, store) = index(&folder, &name, &source, 10).await;
        indexer.catch_up().await.unwrap();
        assert_eq!(dump(store.reader()).await.unwrap(), expected, "failed at {n}");
        if first.is_ok() {
            return assert!(n > 20);
        }
    }
    panic!("a catch-up took more calls than expected");
}

#[tokio::test]
async fn what_is_listed_and_not_given_is_waited_for() {
    let folder = Folder::new();
    let expected = whole(&folder, 60).await;
    let source = Memory::new();
    chain(&source, 60);
    let withheld = source.state.lock().unwrap().chain[30].signature.clone();
    source.state.lock().unwrap().withheld.push(withheld);
    let (indexer, store) = index(&folder, "a.db", &source, 10).await;
    for _ in 0..3 {
        assert!(indexer.catch_up().await.unwrap_err().is_passing());
    }
    source.state.lock().unwrap().withheld.clear();
    indexer.catch_up().await.unwrap();
    assert_eq!(dump(store.reader()).await.unwrap(), expected);
}

#[tokio::test]
async fn another_cluster_and_a_forgotten_past_are_refused() {
    let folder = Folder::new();
    let source = Memory::new();
    chain(&source, 40);
    // The first batch does not begin with the mint.
    source.state.lock().unwrap().first = 20;
    let mint = source.state.lock().unwrap().chain.remove(0);
    let (indexer, store) = index(&folder, "a.db", &source, 10).await;
    let error = indexer.catch_up().await.unwrap_err();
    assert!(matches!(error, Error::HistoryGone { needed: 0, kept: 20 }), "{error}");
    assert!(error.to_string().contains("use a node that keeps all history"));
    // With it, it does.
    source.state.lock().unwrap().chain.insert(0, mint);
    indexer.catch_up().await.unwrap();

    source.add(transaction(90, 9_000, vec![], &[]), &[orders::ID]);
    source.state.lock().unwrap().first = 80;
    let error = indexer.catch_up().await.unwrap_err();
    assert!(matches!(error, Error::HistoryGone { needed: 40, kept: 80 }), "{error}");

    source.state.lock().unwrap().genesis = "other".to_owned();
    let error = indexer.catch_up().await.unwrap_err();
    assert!(matches!(error, Error::OtherCluster { .. }) && !error.is_passing(), "{error}");
    store.close().await;
}

/// A node keeps nothing of before the first transaction: nothing is missing.
#[tokio::test]
async fn an_index_that_was_there_before_the_first_transaction_goes_on() {
    let folder = Folder::new();
    let source = Memory::new();
    source.state.lock().unwrap().finalized = 25;
    let (indexer, store) = index(&folder, "a.db", &source, 10).await;
    indexer.catch_up().await.unwrap();
    assert_eq!(store.meta("slot").await.unwrap().as_deref(), Some("25"));
    source.state.lock().unwrap().first = 31;
    let mint = log(emission::ID, &MintCreated { mint: emission::MINT.address });
    source.add(transaction(33, 33, mint, &[]), &[emission::ID]);
    indexer.catch_up().await.unwrap();
    let count = sqlx::query("SELECT id FROM transactions").fetch_all(store.reader()).await.unwrap().len();
    assert_eq!(count, 1);
    store.close().await;
}

#[tokio::test]
async fn an_order_lives_in_its_row_and_pays_into_settlements() {
    let folder = Folder::new();
    let source = Memory::new();
    chain(&source, 3);
    let (order, node) = (key(70_000), key(5_000));
    let logs = |event| log(orders::ID, &event);
    source.add(transaction(3, 30, log(orders::ID, &booked(order, 4, node)), &[order]), &[orders::ID]);
    source.add(transaction(4, 40, logs(settled(order, 100, false)), &[order]), &[orders::ID]);
    source.add(transaction(5, 50, logs(settled(order, 50, true)), &[order]), &[orders::ID]);
    let (indexer, store) = index(&folder, "a.db", &source, 10).await;
    indexer.catch_up().await.unwrap();

    let sql = "SELECT stage, paid, refunded, fees_paid, class, settled_at FROM orders WHERE address = $1";
    let row = sqlx::query(sql).bind(order.to_string()).fetch_one(store.reader()).await.unwrap();
    assert_eq!(row.get::<String, _>(0), "settled");
    assert_eq!([1, 2, 3].map(|column| row.get::<i64, _>(column)), [150, 10, 20]);
    assert_eq!(row.get::<Option<i64>, _>(5), Some(1_790_000_100));
    let sql = "SELECT COUNT(*) FROM settlements WHERE order_address = $1 AND client = $2 AND provider = $3";
    let row = sqlx::query(sql).bind(order.to_string()).bind(key(4).to_string()).bind(key(900).to_string());
    assert_eq!(row.fetch_one(store.reader()).await.unwrap().get::<i64, _>(0), 2);
    // The price of a booking goes to the node's class.
    let sql = "SELECT key, currency, low, volume FROM prices_hours WHERE kind = 'booking'";
    let row = sqlx::query(sql).fetch_one(store.reader()).await.unwrap();
    assert_eq!(row.get::<String, _>(0), key(800).to_string());
    assert_eq!([1, 2, 3].map(|column| row.get::<String, _>(column)), ["USDC", "2000000", "28800"]);
    // Settlements are in the client's history, though the event does not name it.
    let sql = "SELECT COUNT(*) FROM event_keys WHERE address = $1";
    let count = sqlx::query(sql).bind(key(4).to_string()).fetch_one(store.reader()).await.unwrap();
    assert_eq!(count.get::<i64, _>(0), 3);
}

#[tokio::test]
async fn a_cut_log_marks_its_orders_and_the_supply_stays_exact() {
    let folder = Folder::new();
    let source = Memory::new();
    chain(&source, 3);
    let (order, node) = (key(70_000), key(5_000));
    source.add(transaction(3, 30, log(orders::ID, &booked(order, 4, node)), &[order]), &[orders::ID]);
    let mut logs = log(emission::ID, &Emitted { amount: 70, minted: 70, now: 1 });
    logs.push("Log truncated".to_owned());
    let mut cut = transaction(4, 40, logs, &[order, node]);
    cut.io_change = 100;
    source.add(cut, &[orders::ID, emission::ID]);
    let (indexer, store) = index(&folder, "a.db", &source, 10).await;
    indexer.catch_up().await.unwrap();

    let sql = "SELECT reason, minted FROM supply_hours ORDER BY reason";
    let rows = sqlx::query(sql).fetch_all(store.reader()).await.unwrap();
    let rows: Vec<(String, i64)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rows, [("emission".to_owned(), 70), ("truncated".to_owned(), 30)]);
    // The order's account is gone: what closed it was in the log that was cut.
    let row = sqlx::query("SELECT stage, incomplete, closed_at FROM orders")
        .fetch_one(store.reader())
        .await
        .unwrap();
    assert_eq!((row.get::<String, _>(0), row.get::<i64, _>(1)), ("closed".to_owned(), 1));
    assert_eq!(row.get::<Option<i64>, _>(2), None);
    // What it was paid in it, if anything, is in no event: a row says so.
    let row = sqlx::query("SELECT kind, order_address, to_provider, to_client, id - tx FROM settlements");
    let row = row.fetch_all(store.reader()).await.unwrap().remove(0);
    assert_eq!([0, 1].map(|at| row.get::<String, _>(at)), ["unlogged".to_owned(), order.to_string()]);
    assert_eq!([2, 3, 4].map(|at| row.get::<i64, _>(at)), [0, 0, 1]);
    let row = sqlx::query("SELECT kind, wallet, node, amount, id - tx FROM rewards");
    let row = row.fetch_all(store.reader()).await.unwrap().remove(0);
    let expected = ["unlogged".to_owned(), key(901).to_string(), node.to_string()];
    assert_eq!([0, 1, 2].map(|at| row.get::<String, _>(at)), expected);
    assert_eq!([3, 4].map(|at| row.get::<i64, _>(at)), [0, 1]);
    let truncated = sqlx::query("SELECT COUNT(*) FROM transactions WHERE truncated = 1");
    assert_eq!(truncated.fetch_one(store.reader()).await.unwrap().get::<i64, _>(0), 1);
}

#[tokio::test]
async fn two_that_write_one_database_do_not_count_twice() {
    let folder = Folder::new();
    let expected = whole(&folder, 60).await;
    let source = Memory::new();
    chain(&source, 60);
    let (first, store) = index(&folder, "a.db", &source, 5).await;
    let (second, _) = index(&folder, "a.db", &source, 5).await;
    // One of them may be refused at any moment.
    let _ = tokio::join!(first.catch_up(), second.catch_up());
    first.catch_up().await.unwrap();
    assert_eq!(dump(store.reader()).await.unwrap(), expected);
}
