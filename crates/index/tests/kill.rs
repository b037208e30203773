//! A process that indexes is killed at any moment, 100 times: nothing is lost, nothing counted
//! twice.

mod memory;

use {
    io_index::{dump, Indexer, Limits, Store},
    memory::{chain, index, Folder, Memory},
    std::{
        env,
        process::{Command, Stdio},
        sync::Arc,
        thread::sleep,
        time::Duration,
    },
};

/// Where the process that is killed finds its database, and how far the chain is.
const FILE: &str = "IO_INDEX_KILLED_FILE";
const SLOTS: &str = "IO_INDEX_KILLED_SLOTS";
/// Slots that the chain grows by from one life to the next.
const STEP: u64 = 40;
const KILLS: u64 = 100;

fn source(slots: u64) -> Arc<Memory> {
    let source = Memory::new();
    chain(&source, slots + 1);
    source.state.lock().unwrap().finalized = slots;
    source.page.store(5, std::sync::atomic::Ordering::Relaxed);
    source
}

/// What is killed: it goes on where the one before it was.
#[tokio::test]
#[ignore = "is run by the other test of this file"]
async fn life() {
    let (Ok(file), Ok(slots)) = (env::var(FILE), env::var(SLOTS)) else { return };
    let limits = Limits { batch: 2, ..Limits::default() };
    let store = Store::open(&file).await.unwrap();
    Indexer::new(store, source(slots.parse().unwrap()), limits).catch_up().await.unwrap();
}

#[tokio::test]
async fn killed_100_times_it_ends_with_the_same_tables() {
    let folder = Folder::new();
    let file = folder.file("killed.db");
    let (mut killed, mut lives) = (0, 0);
    while killed < KILLS {
        lives += 1;
        assert!(lives < 5 * KILLS, "only {killed} of {lives} were killed before their end");
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "life", "--ignored"])
            .env(FILE, &file)
            .env(SLOTS, (lives * STEP).to_string())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        sleep(Duration::from_millis(fastrand::u64(10..150)));
        process.kill().unwrap();
        killed += u64::from(!process.wait().unwrap().success());
    }
    let (indexer, store) = index(&folder, "killed.db", &source(lives * STEP), 1_000).await;
    indexer.catch_up().await.unwrap();
    let (whole, expected) = index(&folder, "whole.db", &source(lives * STEP), 1_000).await;
    whole.catch_up().await.unwrap();
    assert_eq!(dump(store.reader()).await.unwrap(), dump(expected.reader()).await.unwrap());
    println!("killed {killed} times, {} came to their end", lives - killed);
}
