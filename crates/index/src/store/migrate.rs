//! Migrations of the tables.

use {
    super::Database,
    crate::Result,
    sqlx::{
        migrate::{Migration, MigrationType, Migrator},
        AnyPool, AssertSqlSafe, SqlSafeStr,
    },
};

/// Every migration, in order. One that was released never changes.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "index", include_str!("../../migrations/0001_index.sql"))];

pub(super) async fn run(writer: &AnyPool, database: Database) -> Result<()> {
    let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
        let sql = AssertSqlSafe(dialect(sql, database)).into_sql_str();
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect()).run(writer).await?;
    Ok(())
}

/// The same tables in the dialect of a database. SQLite keeps a row under its key, not beside it,
/// if that is an INTEGER or if it is told so; PostgreSQL orders texts by their bytes, as SQLite
/// does, only if told so.
fn dialect(sql: &str, database: Database) -> String {
    match database {
        Database::Sqlite => sql
            .replace(" BIGINT PRIMARY KEY", " INTEGER PRIMARY KEY")
            // The last line of a table with a key of several columns.
            .replace(")\n);", ")\n) WITHOUT ROWID;"),
        Database::Postgres => sql.replace(" TEXT", " TEXT COLLATE \"C\""),
    }
}
