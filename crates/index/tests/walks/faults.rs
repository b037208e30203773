//! A cluster that drops, lags, answers 429 and repeats itself: the tables end as from one that does
//! not.

use {
    crate::harness::{assert_same, clean, new_file, recording, Index},
    io_testkit::cluster::{Cluster, Faults, FINAL_AFTER},
    std::time::{Duration, Instant},
};

/// How long it fails at most.
const FAILS: Duration = Duration::from_secs(6);

/// Follows a cluster that fails until the index has everything all the same, or a while has passed.
async fn through(name: &str, faults: Faults) {
    let clean = clean().await;
    let cluster = Cluster::serve(recording().tape.clone());
    cluster.set(faults);
    let index = Index::open(&new_file(name), &cluster).await;
    let running = index.run();
    let slots = cluster.tape().end().div_ceil(200);
    let (start, played) = (Instant::now(), cluster.play(slots, Duration::from_millis(10)));
    while !index.is_at(cluster.tape().end()).await && start.elapsed() < FAILS {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (at, struck) = (index.slot().await, cluster.struck());
    cluster.set(Faults::default());
    played.join().expect("it plays to the end");
    index.wait_for(cluster.tip() - FINAL_AFTER).await;
    running.stop().await;
    println!("{name}: at {at} of {} when it ended; struck {struck:?}", cluster.tape().end());
    assert!(!struck.is_empty(), "nothing failed");
    assert_same(name, clean, &index.dump().await);
    index.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_drop() {
    through("drops", Faults { drops: 20, cuts: 10, socket_cut: 20, ..Faults::default() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_busy_behind_or_behind_a_proxy() {
    through("busy", Faults { busy: 15, garbled: 10, behind: 10, ..Faults::default() }).await;
}

/// Behind one address are nodes of which some are behind: a list may end earlier than the one
/// before.
#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_lag() {
    let faults = Faults { lags: 40, lag: 60, missing: 10, socket_silent: true, ..Faults::default() };
    through("lags", faults).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_twice() {
    through("twice", Faults { repeats: 100, socket_repeats: true, ..Faults::default() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_at_once() {
    let faults = Faults {
        drops: 5,
        cuts: 3,
        busy: 5,
        garbled: 3,
        behind: 5,
        lags: 15,
        lag: 50,
        missing: 3,
        repeats: 30,
        socket_cut: 50,
        socket_repeats: true,
        ignores_commitment: true,
        ..Faults::default()
    };
    through("all", faults).await;
}
