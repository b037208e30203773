//! The same chain in SQLite and in PostgreSQL: the same tables, byte for byte.

mod memory;

use {
    io_index::{dump, Indexer, Limits, Store},
    io_testkit::postgres::Postgres,
    memory::{chain, index, Folder, Memory},
    std::sync::atomic::Ordering,
};

#[tokio::test]
async fn both_databases_hold_the_same() {
    let folder = Folder::new();
    let source = Memory::new();
    chain(&source, 300);
    let (indexer, sqlite) = index(&folder, "a.db", &source, 1_000).await;
    indexer.catch_up().await.unwrap();
    let expected = dump(sqlite.reader()).await.unwrap();

    let server = Postgres::start().unwrap();
    for (batch, page) in [(1_000, 1_000), (7, 3)] {
        source.page.store(page, Ordering::Relaxed);
        let url = server.database();
        let store = Store::open(&url).await.unwrap();
        let limits = Limits { batch, ..Limits::default() };
        Indexer::new(store.clone(), source.clone(), limits).catch_up().await.unwrap();
        assert_eq!(dump(store.reader()).await.unwrap(), expected);
        let written = sqlx::query("DELETE FROM events").execute(store.reader()).await.unwrap_err();
        assert!(written.to_string().contains("read-only"), "{written}");
        store.close().await;
        // It opens again, and nothing is new.
        let store = Store::open(&url).await.unwrap();
        let caught = Indexer::new(store.clone(), source.clone(), limits).catch_up().await.unwrap();
        assert_eq!(caught.transactions, 0);
        store.close().await;
    }
}
