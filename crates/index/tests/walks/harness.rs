//! What the tests share: the recorded walk, databases, and what is read from them.

use {
    crate::step::{anything, Walk, OF_ORDERS},
    io_index::{
        dump,
        source::{Rpc, Source},
        Indexer, Limits, Store,
    },
    io_testkit::{
        cluster::Cluster,
        invariants::Known,
        postgres::Postgres,
        record::{recorded, Tape},
        walk,
    },
    sqlx::{AssertSqlSafe, Row, TypeInfo, ValueRef},
    std::{
        fs,
        path::{Path, PathBuf},
        sync::{
            atomic::{AtomicU32, Ordering},
            Arc, OnceLock,
        },
        time::{Duration, Instant},
    },
    tokio::{sync::watch, task::JoinHandle},
};

/// How long an index may take for what takes a second.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// It looks more often than it needs to, and takes several batches for a walk.
const LIMITS: Limits = Limits { batch: 150, poll: Duration::from_millis(100) };

/// A walk and what testkit knows at its end.
pub struct Recording {
    pub tape: Tape,
    pub known: Known,
}

/// The walk of this run, walked once.
pub fn recording() -> &'static Recording {
    static RECORDING: OnceLock<Recording> = OnceLock::new();
    RECORDING.get_or_init(|| {
        let (seed, steps) = (walk::seed(), walk::steps());
        println!("IO_WALK_SEED={seed} IO_WALK_STEPS={steps}");
        let mut walk = recorded(|| Walk::new(seed, OF_ORDERS));
        for _ in 0..steps {
            walk.step(anything);
        }
        let tape = walk.world.tape().expect("a world that records");
        let failed = tape.transactions.iter().filter(|one| one.error.is_some()).count();
        println!(
            "{} transactions, {failed} of them failed, up to slot {}",
            tape.transactions.len(),
            tape.end()
        );
        Recording { tape, known: walk.world.known() }
    })
}

/// What a backfill of the whole walk leaves, from a cluster without a fault.
pub async fn clean() -> &'static str {
    static CLEAN: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    CLEAN
        .get_or_init(|| async {
            let cluster = Cluster::at_end(recording().tape.clone());
            let index = Index::open(&new_file("clean"), &cluster).await;
            index.catch_up().await;
            index.dump().await
        })
        .await
}

/// The path of an SQLite database that is not there yet.
pub fn new_file(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let file = folder.join(format!("{name}-{}-{count}.sqlite", std::process::id()));
    remove(&file);
    file.display().to_string()
}

/// Removes an SQLite database.
pub fn remove(file: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", file.display()));
    }
}

/// A server of the test's own.
pub fn postgres() -> Postgres {
    Postgres::start().unwrap_or_else(|why| panic!("{why}"))
}

/// An index of a cluster in a database.
pub struct Index {
    pub store: Store,
    indexer: Arc<Indexer>,
    file: String,
}

impl Index {
    /// Opens a database, which may have been filled before.
    pub async fn open(url: &str, cluster: &Cluster) -> Self {
        let source = Rpc::new(&cluster.url(), Some(cluster.ws_url())).expect("a source");
        Self::of(url, Arc::new(source)).await
    }

    /// The same, of any source.
    pub async fn of(url: &str, source: Arc<dyn Source>) -> Self {
        let store = Store::open(url).await.expect("a database");
        let indexer = Indexer::new(store.clone(), source, LIMITS);
        Self { store, indexer: Arc::new(indexer), file: url.to_owned() }
    }

    /// Everything that is final, tried until it works.
    pub async fn catch_up(&self) {
        let start = Instant::now();
        while let Err(error) = self.indexer.catch_up().await {
            assert!(error.is_passing(), "{error}");
            assert!(start.elapsed() < PATIENCE, "{error}");
        }
    }

    /// The indexer itself.
    pub fn indexer(&self) -> &Arc<Indexer> {
        &self.indexer
    }

    /// Follows the cluster until told to stop.
    pub fn run(&self) -> Running {
        let (stop, stopped) = watch::channel(false);
        let indexer = Arc::clone(&self.indexer);
        Running {
            stop,
            task: tokio::spawn(async move { indexer.run(stopped).await.expect("no end but by us") }),
        }
    }

    /// Every table as text.
    pub async fn dump(&self) -> String {
        dump(self.store.reader()).await.expect("a dump")
    }

    /// Waits until the tables have everything up to a slot, and the accounts.
    pub async fn wait_for(&self, slot: u64) {
        let start = Instant::now();
        while !self.is_at(slot).await {
            assert!(start.elapsed() < PATIENCE, "the index is at {}, and not at {slot}", self.slot().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether the tables have everything up to a slot, and the accounts.
    pub async fn is_at(&self, slot: u64) -> bool {
        let complete = self.store.meta("complete").await.expect("a database");
        self.slot().await >= slot && complete.as_deref() == Some("1")
    }

    /// Up to where the tables have everything.
    pub async fn slot(&self) -> u64 {
        let slot = self.store.meta("slot").await.expect("a database");
        slot.map_or(0, |slot| slot.parse().expect("a slot"))
    }

    /// What a query finds, as text; `-` is nothing.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(self.store.reader()).await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let cell = |row: &sqlx::any::AnyRow, column: usize| {
            let value = row.try_get_raw(column).expect("a column");
            match () {
                () if value.is_null() => "-".to_owned(),
                () if value.type_info().name() == "TEXT" => row.get::<String, _>(column),
                () => row.get::<i64, _>(column).to_string(),
            }
        };
        rows.iter().map(|row| (0..row.columns().len()).map(|column| cell(row, column)).collect()).collect()
    }

    /// The one number that a query finds.
    pub async fn number(&self, sql: &str) -> i128 {
        self.rows(sql).await[0][0].parse().unwrap_or_else(|_| panic!("{sql} finds no number"))
    }

    /// Closes it and removes its file.
    pub async fn end(self) {
        self.store.close().await;
        remove(Path::new(&self.file));
    }
}

/// An index that follows its cluster.
pub struct Running {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    pub async fn stop(self) {
        self.stop.send(true).expect("it runs");
        self.task.await.expect("it ends well");
    }
}

/// # Panics
/// At the first line that differs.
pub fn assert_same(what: &str, one: &str, two: &str) {
    let mut table = "";
    for (a, b) in one.lines().zip(two.lines()) {
        if a.starts_with('#') {
            table = a;
        }
        assert!(a == b, "{what}, {table}:\n{a}\n{b}");
    }
    assert_eq!(one.lines().count(), two.lines().count(), "{what}: lines");
}
