//! A cluster that forgets what the index needs, or cuts logs: the index says so.

use {
    crate::harness::{assert_same, clean, new_file, recording, Index},
    anchor_lang::prelude::Pubkey,
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_index::Error,
    io_testkit::cluster::{Cluster, Faults},
    std::collections::BTreeSet,
};

/// From a node that has lost the beginning no history is made up: nothing is in the tables, until a
/// node has it all.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_without_the_beginning_is_refused() {
    let clean = clean().await;
    let cluster = Cluster::at_end(recording().tape.clone());
    let index = Index::open(&new_file("beginning"), &cluster).await;
    cluster.forget_before(cluster.tape().end() / 2);
    let error = index.indexer().catch_up().await.expect_err("half a history");
    assert!(matches!(error, Error::HistoryGone { needed: 0, .. }), "{error}");
    assert_eq!(index.number("SELECT COUNT(*) FROM transactions").await, 0);
    cluster.forget_before(0);
    index.catch_up().await;
    assert_same("a node that has it all", clean, &index.dump().await);
    index.end().await;
}

/// An index that was away for longer than the node remembers does not skip what was in between.
#[tokio::test(flavor = "multi_thread")]
async fn a_gap_is_not_skipped() {
    let clean = clean().await;
    let cluster = Cluster::serve(recording().tape.clone());
    let end = cluster.tape().end();
    cluster.advance(end / 3);
    let file = new_file("gap");
    let index = Index::open(&file, &cluster).await;
    index.catch_up().await;
    let before = index.dump().await;
    assert!(index.number("SELECT COUNT(*) FROM transactions").await > 0, "nothing before the gap");
    index.store.close().await;

    cluster.finish();
    cluster.forget_before(end / 2);
    let index = Index::open(&file, &cluster).await;
    let error = index.indexer().catch_up().await.expect_err("a gap");
    let Error::HistoryGone { needed, kept } = error else { panic!("{error}") };
    assert!(needed < kept && kept == end / 2, "{needed}, {kept}");
    assert_same("after the gap was seen", &before, &index.dump().await);

    cluster.forget_before(0);
    index.catch_up().await;
    assert_same("a node that remembers", clean, &index.dump().await);
    index.end().await;
}

/// Nor is it if the node that lists keeps less than the one that was asked what it keeps.
#[tokio::test(flavor = "multi_thread")]
async fn a_gap_that_nobody_tells_of_is_not_skipped() {
    let clean = clean().await;
    let cluster = Cluster::serve(recording().tape.clone());
    let end = cluster.tape().end();
    cluster.advance(end / 3);
    let index = Index::open(&new_file("untold"), &cluster).await;
    index.catch_up().await;
    let before = index.dump().await;

    cluster.finish();
    cluster.set(Faults { keeps_less: 100, keeps_from: end / 2, ..Faults::default() });
    for _ in 0..3 {
        index.indexer().catch_up().await.expect_err("a gap");
        assert_same("after a gap that nobody told of", &before, &index.dump().await);
    }
    cluster.set(Faults::default());
    index.catch_up().await;
    assert_same("after the node has gone", clean, &index.dump().await);
    index.end().await;
}

/// A node that is far behind and says nothing of it is no other history: what is there stays there.
#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_is_behind_is_waited_for() {
    let clean = clean().await;
    let cluster = Cluster::serve(recording().tape.clone());
    let end = cluster.tape().end();
    cluster.advance(end / 2);
    let index = Index::open(&new_file("behind"), &cluster).await;
    index.catch_up().await;
    let before = index.dump().await;

    for _ in 0..6 {
        cluster.advance(10);
        let slot = index.indexer().live().tip.borrow().slot;
        let lag = cluster.tip() - slot / 2;
        cluster.set(Faults { lags: 100, lag, ignores_least: true, ..Faults::default() });
        // The slot that it asks for comes from the same node, so it may find nothing to do.
        let _ = index.indexer().catch_up().await;
        assert_same("while the node was behind", &before, &index.dump().await);
    }
    // Some of the nodes behind the address are behind: what they do not list is missed, and found
    // out at the next look.
    for _ in 0..6 {
        cluster.set(Faults { lags: 50, lag: end / 4, ignores_least: true, ..Faults::default() });
        cluster.advance(10);
        let _ = index.indexer().catch_up().await;
    }
    cluster.set(Faults::default());
    cluster.finish();
    index.catch_up().await;
    assert_same("when no node was behind", clean, &index.dump().await);
    index.end().await;
}

/// Of a transaction whose log is cut the accounts are read, and the tables say which ones these
/// are.
#[tokio::test(flavor = "multi_thread")]
async fn cut_logs_are_told_and_the_accounts_are_right() {
    const ONE_IN: u8 = 9;
    let recording = recording();
    let cluster = Cluster::at_end(recording.tape.clone());
    cluster.set(Faults { cut_logs: ONE_IN, ..Faults::default() });
    let index = Index::open(&new_file("cut"), &cluster).await;
    index.catch_up().await;

    let cut = recording.tape.transactions.iter().filter(|one| one.error.is_none() && cluster.is_cut(one));
    let cut: BTreeSet<_> = cut.map(|one| one.signature().to_string()).collect();
    let told = index.rows("SELECT signature FROM transactions WHERE truncated = 1").await;
    let told: BTreeSet<_> = told.into_iter().map(|mut row| row.remove(0)).collect();
    assert!(!told.is_empty() && told.is_subset(&cut), "the logs of {told:?} were cut");
    let untold = index.rows("SELECT signature FROM transactions WHERE truncated = 0").await;
    let wrong = untold.iter().find(|row| cut.contains(&row[0]));
    assert!(wrong.is_none(), "the log of {wrong:?} was cut");

    // Accounts are those of the chain, whatever the logs lack.
    let accounts = |dump: &str| -> Vec<String> {
        let lines = dump.lines().skip_while(|line| !line.starts_with("# accounts:"));
        lines.take_while(|line| !line.starts_with("# nodes:")).map(ToOwned::to_owned).collect()
    };
    assert_eq!(accounts(&index.dump().await), accounts(clean().await), "the accounts");
    for row in index.rows("SELECT address, data FROM accounts").await {
        let key: Pubkey = row[0].parse().expect("an address");
        assert_eq!(row[1], STANDARD.encode(&recording.tape.last[&key].data), "the bytes of {}", row[0]);
    }
    // So are the stages of orders, and the supply.
    for (address, order) in &recording.known.orders {
        let sql = format!("SELECT stage FROM orders WHERE address = '{address}' AND stage <> 'closed'");
        let stage = index.rows(&sql).await;
        let known = format!("{:?}", order.stage).to_lowercase();
        // The event that made it may have been cut.
        let fits = stage.iter().all(|row| row[0] == known || row[0] == "cancelled");
        assert!(fits, "{address} is {known}, and {stage:?} in the table");
    }
    let supply = "SELECT CAST(SUM(minted) - SUM(burned) AS BIGINT) FROM supply_hours";
    let known = i128::from(recording.known.supply) + i128::from(recording.known.burned_by_holders);
    assert_eq!(index.number(supply).await, known, "the supply");
    index.end().await;
}
