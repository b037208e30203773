//! Live or by backfill, on SQLite or on PostgreSQL: the same bytes.

use {
    crate::harness::{assert_same, clean, new_file, postgres, recording, Index},
    io_testkit::cluster::{Cluster, Faults, FINAL_AFTER},
    std::time::Duration,
};

/// Follows a cluster from before its first transaction to its last.
async fn live(url: &str, faults: Faults) -> String {
    let cluster = Cluster::serve(recording().tape.clone());
    cluster.set(faults);
    let index = Index::open(url, &cluster).await;
    let running = index.run();
    // About three seconds for the whole walk.
    let slots = cluster.tape().end().div_ceil(300);
    let played = cluster.play(slots, Duration::from_millis(10));
    index.wait_for(cluster.tape().end()).await;
    played.join().expect("it plays to the end");
    index.wait_for(cluster.tip() - FINAL_AFTER).await;
    running.stop().await;
    let dump = index.dump().await;
    index.end().await;
    dump
}

#[tokio::test(flavor = "multi_thread")]
async fn live_is_as_backfill_and_postgresql_as_sqlite() {
    let clean = clean().await;
    assert!(clean.lines().count() > 1_000, "hardly anything is indexed");
    let postgres = postgres();
    let cluster = Cluster::at_end(recording().tape.clone());
    let index = Index::open(&postgres.database(), &cluster).await;
    index.catch_up().await;
    assert_same("PostgreSQL", clean, &index.dump().await);
    index.store.close().await;

    assert_same("live", clean, &live(&new_file("live"), Faults::default()).await);
    assert_same("live on PostgreSQL", clean, &live(&postgres.database(), Faults::default()).await);
}

/// Nodes say where in its slot a transaction is, or do not; some list what is not final.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_node_does_not_say_changes_nothing() {
    let clean = clean().await;
    let tells = Faults { tells_places: true, ..Faults::default() };
    assert_same("a node that tells places", clean, &live(&new_file("places"), tells).await);
    let ignores = Faults { ignores_commitment: true, ..Faults::default() };
    assert_same("a node like Surfpool", clean, &live(&new_file("ignores"), ignores).await);
}

/// Twice over the same is as once.
#[tokio::test(flavor = "multi_thread")]
async fn catching_up_again_changes_nothing() {
    let cluster = Cluster::at_end(recording().tape.clone());
    let file = new_file("again");
    for _ in 0..3 {
        let index = Index::open(&file, &cluster).await;
        index.catch_up().await;
        assert_same("again", clean().await, &index.dump().await);
        index.store.close().await;
    }
}

/// What a log lacks is read from the accounts, live in many steps and by backfill in one: the
/// tables are the same.
#[tokio::test(flavor = "multi_thread")]
async fn cut_logs_leave_the_same_live_and_by_backfill() {
    let cut = Faults { cut_logs: 9, ..Faults::default() };
    let cluster = Cluster::at_end(recording().tape.clone());
    cluster.set(cut);
    let index = Index::open(&new_file("cut-backfill"), &cluster).await;
    index.catch_up().await;
    let unlogged = index.number("SELECT COUNT(*) FROM settlements WHERE kind = 'unlogged'").await;
    println!("{unlogged} orders were written by transactions whose log was cut");
    let backfill = index.dump().await;
    index.end().await;
    assert_same("cut logs, live", &backfill, &live(&new_file("cut-live"), cut).await);
}
