//! `io-index` as a process, killed at any time: nothing is lost, nothing is there twice.

use {
    crate::harness::{assert_same, clean, new_file, postgres, recording, Index, PATIENCE},
    io_testkit::cluster::{Cluster, Faults},
    std::{
        env,
        process::{Command, Output, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// How often it is killed unless `IO_INDEX_KILLS` says otherwise; `cargo xtask e2e` kills it 100
/// times.
const KILLS: u32 = 8;

/// How long it lives at most.
const LIFE: Duration = Duration::from_millis(1_500);

fn io_index() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_io-index"));
    command.stdin(Stdio::null());
    command
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

fn kills() -> u32 {
    env::var("IO_INDEX_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number of kills"))
}

/// Kills it at random while the chain goes on, then lets it finish.
async fn kill(database: &str, kills: u32) -> String {
    let cluster = Cluster::serve(recording().tape.clone());
    // It takes its time, so that a kill comes amid something.
    cluster.set(Faults { slow: 2, ..Faults::default() });
    let mut random = fastrand::Rng::with_seed(18);
    let step = cluster.tape().end().div_ceil(u64::from(kills));
    let mut early = 0;
    for _ in 0..kills {
        cluster.advance(step);
        let asked = cluster.asked().values().sum::<u64>();
        let mut process = io_index()
            .args(["--url", &cluster.url(), "--ws-url", &cluster.ws_url(), "--db", database])
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("io-index");
        // After any number of calls, so that it comes amid something on a busy machine too.
        let (calls, start) = (random.u64(..160), Instant::now());
        while cluster.asked().values().sum::<u64>() < asked + calls && start.elapsed() < LIFE {
            sleep(Duration::from_millis(2));
        }
        sleep(Duration::from_millis(random.u64(..20)));
        early += u32::from(process.try_wait().expect("a process").is_some());
        process.kill().expect("a kill");
        process.wait().expect("an end");
    }
    assert_eq!(early, 0, "it ended by itself");
    let before = rows(database).await;
    cluster.finish();
    cluster.set(Faults::default());
    let start = Instant::now();
    let out =
        io_index().args(["--url", &cluster.url(), "--once", "--db", database]).output().expect("io-index");
    assert!(out.status.success(), "{}", said(&out));
    assert!(start.elapsed() < PATIENCE, "it took {:?}", start.elapsed());
    let after = rows(database).await;
    println!("killed {kills} times: {before} transactions by then, {after} at the end");
    assert!(before > 0, "it was killed before it did anything");
    let out = io_index().args(["dump", "--db", database]).output().expect("io-index");
    assert!(out.status.success(), "{}", said(&out));
    String::from_utf8(out.stdout).expect("text")
}

async fn rows(database: &str) -> i128 {
    let nothing = Cluster::serve(io_testkit::record::Tape::default());
    let index = Index::open(database, &nothing).await;
    let rows = index.number("SELECT COUNT(*) FROM transactions").await;
    index.store.close().await;
    rows
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_random_it_loses_nothing_and_doubles_nothing() {
    let clean = clean().await;
    assert_same("SQLite, killed", clean, &kill(&new_file("killed"), kills()).await);
    let postgres = postgres();
    assert_same("PostgreSQL, killed", clean, &kill(&postgres.database(), kills() / 2).await);
}
