//! A fork that is dropped: its events are told as confirmed, and never come into the tables.

use {
    crate::harness::{assert_same, clean, new_file, recording, Index},
    io_index::Commitment,
    io_testkit::{
        cluster::{Cluster, Faults, FINAL_AFTER},
        record::{Recorded, Tape},
    },
    solana_signature::Signature,
    std::{collections::HashSet, time::Duration},
    tokio::sync::broadcast::error::RecvError,
};

/// Slots of the fork.
const SPAN: u64 = 25;

/// What might have happened instead: some of the transactions, later and signed otherwise.
fn fork(tape: &Tape, from: u64) -> Vec<Recorded> {
    let within = tape.transactions.iter().filter(|one| (from..from + SPAN).contains(&one.slot));
    let other = |one: &Recorded| {
        let mut other = one.clone();
        let mut signature: [u8; 64] = one.signature().into();
        signature[5] ^= 0xff;
        other.transaction.signatures[0] = Signature::from(signature);
        other
    };
    within.map(other).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_fork_leaves_nothing() {
    let clean = clean().await;
    let cluster = Cluster::serve(recording().tape.clone());
    cluster.set(Faults { ignores_commitment: true, ..Faults::default() });
    let index = Index::open(&new_file("fork"), &cluster).await;
    let mut events = index.indexer().live().events.subscribe();
    let heard = tokio::spawn(async move {
        let (mut confirmed, mut finalized) = (HashSet::new(), HashSet::new());
        loop {
            match events.recv().await {
                Ok(event) if event.commitment == Commitment::Confirmed => confirmed.insert(event.signature),
                Ok(event) => finalized.insert(event.signature),
                Err(RecvError::Lagged(_)) => continue,
                Err(RecvError::Closed) => return (confirmed, finalized),
            };
        }
    });
    let running = index.run();
    let mut dropped = HashSet::new();
    let end = cluster.tape().end();
    while cluster.tip() < end + FINAL_AFTER + 2 {
        // Another fork now and then, which is shown until it would be final.
        if cluster.tip() % 400 < 10 {
            let forked = fork(cluster.tape(), cluster.tip() + 1);
            dropped.extend(forked.iter().map(|one| one.signature().to_string()));
            cluster.fork(forked);
            for _ in 0..SPAN + FINAL_AFTER {
                cluster.advance(1);
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        }
        cluster.advance(10);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    index.wait_for(end).await;
    running.stop().await;
    let dump = index.dump().await;
    index.end().await;
    let (confirmed, finalized) = heard.await.expect("a list");
    assert_same("after forks", clean, &dump);
    let told = confirmed.iter().filter(|signature| dropped.contains(&***signature)).count();
    println!("{} transactions of forks, {told} of them told as confirmed", dropped.len());
    assert!(told > 0, "nothing of a fork was heard of");
    assert!(finalized.iter().all(|signature| !dropped.contains(&**signature)), "a fork was called final");
}
