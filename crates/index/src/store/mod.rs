//! The database: SQLite or PostgreSQL, by the same SQL.

mod dump;
pub(crate) mod insert;
mod migrate;

use {
    crate::{Error, Result},
    sqlx::{
        any::{AnyConnectOptions, AnyPoolOptions},
        AnyConnection, AnyPool, Executor, Row,
    },
    std::{path::Path, str::FromStr, time::Duration},
};

pub use dump::{dump, dump_to};

/// Readers of SQLite at the same time; a PostgreSQL takes more, from other processes too.
const READERS: u32 = 4;
/// How long a reader waits for a connection before it is told that there is none.
const PATIENCE: Duration = Duration::from_secs(5);
/// SQLite's writer: a write-ahead log so that readers never wait for it; 256 MB of pages in
/// memory.
const WRITES: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 10000; \
    PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 32000; PRAGMA temp_store = MEMORY";
/// SQLite's readers cannot write.
const READS: &str = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -8192";
/// Nor can those of PostgreSQL, which also gives a query up after a while.
const PG_READS: &str = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY; SET statement_timeout = '10s'";

/// The kind of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// The database, its tables up to date.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    writer: AnyPool,
    reader: AnyPool,
}

impl Store {
    /// Opens a database and brings its tables up to date: the path of a file, which is made if
    /// there is none, or `postgres://..`.
    ///
    /// # Errors
    /// If it cannot be opened, or has tables of a later version.
    pub async fn open(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let database = database(url);
        let options = AnyConnectOptions::from_str(&address(url, database))?;
        let writer = AnyPoolOptions::new().max_connections(1).after_connect(move |connection, _| {
            Box::pin(async move {
                match database {
                    Database::Sqlite => connection.execute(WRITES).await.map(drop),
                    Database::Postgres => Ok(()),
                }
            })
        });
        let writer = writer.connect_with(options.clone()).await?;
        migrate::run(&writer, database).await?;
        let reader = readers(options, database).await?;
        Ok(Self { database, writer, reader })
    }

    /// Connections that cannot write, to tables that another process fills: it may be a replica.
    ///
    /// # Errors
    /// If it cannot be opened, or has no tables.
    pub async fn read_only(url: &str) -> Result<AnyPool> {
        sqlx::any::install_default_drivers();
        let database = database(url);
        let is_path = database == Database::Sqlite && !url.starts_with("sqlite:");
        if is_path && !Path::new(url).exists() {
            // Opening it would make an empty one.
            return Err(Error::Data(format!(
                "no index has filled this database yet: there is no file {url}"
            )));
        }
        let reader = readers(AnyConnectOptions::from_str(&address(url, database))?, database).await?;
        let mut connection = reader.acquire().await?;
        if let Err(error) = meta(&mut connection, "slot").await {
            let message = format!("no index has filled this database yet: {error}");
            return Err(Error::Data(message));
        }
        drop(connection);
        Ok(reader)
    }

    /// The kind of a database.
    #[must_use]
    pub const fn database(&self) -> Database {
        self.database
    }

    /// The one connection that writes.
    #[must_use]
    pub const fn writer(&self) -> &AnyPool {
        &self.writer
    }

    /// Connections that cannot write.
    #[must_use]
    pub const fn reader(&self) -> &AnyPool {
        &self.reader
    }

    /// What is stored under a key of `meta`.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn meta(&self, key: &str) -> Result<Option<String>> {
        let mut connection = self.reader.acquire().await?;
        meta(&mut connection, key).await
    }

    /// Closes the writer's connection; the next use opens another. When the disk is full SQLite
    /// ends a transaction by itself and the driver does not notice: what it writes after that may
    /// never be committed.
    pub(crate) async fn renew(&self) {
        if let Ok(connection) = self.writer.acquire().await {
            let _ = connection.close().await;
        }
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// Connections that cannot write.
async fn readers(options: AnyConnectOptions, database: Database) -> Result<AnyPool> {
    let reads = match database {
        Database::Sqlite => READS,
        Database::Postgres => PG_READS,
    };
    let reader = AnyPoolOptions::new().max_connections(READERS).acquire_timeout(PATIENCE);
    let reader = reader.after_connect(move |connection, _| {
        Box::pin(async move { connection.execute(reads).await.map(drop) })
    });
    Ok(reader.connect_with(options).await?)
}

/// What is stored under a key of `meta`.
pub(crate) async fn meta(connection: &mut AnyConnection, key: &str) -> Result<Option<String>> {
    let row = sqlx::query("SELECT value FROM meta WHERE key = $1").bind(key.to_owned());
    let row = row.fetch_optional(connection).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// A number that is stored under a key of `meta`.
pub(crate) async fn meta_number(connection: &mut AnyConnection, key: &str) -> Result<Option<u64>> {
    let wrong = |text: String| Error::Data(format!("{key} in the table meta is {text}, not a number"));
    let text = meta(connection, key).await?;
    text.map(|text| text.parse().map_err(|_| wrong(text))).transpose()
}

/// Whether a transaction has been applied at all: a cursor alone may be past slots in which nothing
/// had happened yet.
pub(crate) async fn has_history(connection: &mut AnyConnection) -> Result<bool> {
    Ok(sqlx::query("SELECT id FROM transactions LIMIT 1").fetch_optional(connection).await?.is_some())
}

/// Stores something under a key of `meta`.
pub(crate) async fn set_meta(connection: &mut AnyConnection, key: &str, value: &str) -> Result<()> {
    let set = "INSERT INTO meta (key, value) VALUES ($1, $2) \
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    sqlx::query(set).bind(key.to_owned()).bind(value.to_owned()).execute(connection).await?;
    Ok(())
}

/// Forgets a key of `meta`.
pub(crate) async fn drop_meta(connection: &mut AnyConnection, key: &str) -> Result<()> {
    sqlx::query("DELETE FROM meta WHERE key = $1").bind(key.to_owned()).execute(connection).await?;
    Ok(())
}

/// The time of the last transaction; 0 before the first.
pub(crate) async fn last_time(connection: &mut AnyConnection) -> Result<i64> {
    let row = sqlx::query("SELECT time FROM transactions ORDER BY id DESC LIMIT 1");
    let row = row.fetch_optional(connection).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.unwrap_or_default())
}

fn database(url: &str) -> Database {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Database::Postgres
    } else {
        Database::Sqlite
    }
}

/// The URL that the driver takes: of a path, that of a file which is made if there is none.
fn address(url: &str, database: Database) -> String {
    if url.starts_with("sqlite:") && !url.contains('?') {
        return format!("{url}?mode=rwc");
    }
    if database == Database::Postgres || url.starts_with("sqlite:") {
        return url.to_owned();
    }
    // A relative path would be taken for the name of a host.
    let path = std::path::absolute(url).unwrap_or_else(|_| Path::new(url).to_owned());
    let mut address = String::from("sqlite://");
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => address.push(byte.into()),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address.push_str("?mode=rwc");
    address
}
