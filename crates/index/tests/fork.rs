//! A cluster that calls another fork final for a while: the tables end with the one that stays.

mod memory;

use {
    io_addresses::{orders, staking},
    io_index::{dump, Place},
    memory::{booked, chain, index, key, log, transaction, Folder, Memory},
    sqlx::Row,
};

#[tokio::test]
async fn a_fork_that_was_called_final_leaves_nothing() {
    let folder = Folder::new();
    let right = Memory::new();
    chain(&right, 80);
    let (indexer, store) = index(&folder, "right.db", &right, 10).await;
    indexer.catch_up().await.unwrap();
    let expected = dump(store.reader()).await.unwrap();

    for from in [20, 79] {
        let source = Memory::new();
        chain(&source, 80);
        let kept = source.state.lock().unwrap().chain.clone();
        // The other fork: what comes after a slot is other things.
        source.state.lock().unwrap().chain.retain(|one| one.slot < from);
        for slot in from..90 {
            let order = key(slot * 77);
            let logs = log(orders::ID, &booked(order, 3, key(5_000)));
            source.add(transaction(slot, 100_000 + slot, logs, &[order]), &[orders::ID, staking::ID]);
        }
        let (indexer, store) = index(&folder, &format!("{from}.db"), &source, 10).await;
        indexer.catch_up().await.unwrap();
        assert_ne!(dump(store.reader()).await.unwrap(), expected);

        {
            let mut state = source.state.lock().unwrap();
            state.chain = kept;
            let order = key(1_000_000);
            let logs = log(orders::ID, &booked(order, 3, key(5_000)));
            let last = transaction(95, 200_000, logs, &[order]);
            state.named.insert(last.signature.clone(), vec![orders::ID.to_string()]);
            state.chain.push(last);
            state.finalized = 95;
        }
        let webhook = "INSERT INTO webhooks (name, url, seen, since) VALUES ('one', '', $1, 0)";
        sqlx::query(webhook).bind(Place::first_id(89)).execute(store.writer()).await.unwrap();
        // It is seen three times before the tables are believed to be wrong.
        let mut refused = 0;
        while let Err(error) = indexer.catch_up().await {
            assert!(error.is_passing(), "{error}");
            refused += 1;
        }
        assert_eq!(refused, 3);
        // Readers are told, and webhooks look again at what is different.
        assert_eq!(indexer.live().tip.borrow().history, 1);
        let seen = sqlx::query("SELECT seen FROM webhooks").fetch_one(store.reader()).await.unwrap();
        let seen: i64 = seen.get(0);
        assert!(seen < Place::first_id(from) && seen >= Place::first_id(from - 1), "{}", Place::of(seen));
        let tables = dump(store.reader()).await.unwrap();
        let (indexer, store) = index(&folder, &format!("{from} again.db"), &source, 1_000).await;
        indexer.catch_up().await.unwrap();
        assert_eq!(tables, dump(store.reader()).await.unwrap(), "as if the fork had never been");
    }
}
