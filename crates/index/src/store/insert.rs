//! Many rows at once.

use {
    super::Database,
    crate::Result,
    sqlx::{any::AnyArguments, query::Query, Any, AnyConnection, AssertSqlSafe},
    std::fmt::Write as _,
};

/// Most rows of a statement. It is a power of two, and what is left over goes by smaller ones, so
/// that a table has ten statements, which stay prepared. The widest row has 34 cells: within the
/// 32,766 values of SQLite and the 65,535 of PostgreSQL.
const MOST: usize = 512;

/// A value of a row.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    Int(i64),
    MaybeText(Option<String>),
    MaybeInt(Option<i64>),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Cell {
    fn from(flag: bool) -> Self {
        Self::Int(flag.into())
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        Self::MaybeText(text)
    }
}

impl From<Option<i64>> for Cell {
    fn from(number: Option<i64>) -> Self {
        Self::MaybeInt(number)
    }
}

/// Rows on their way to a table.
#[derive(Debug)]
pub(crate) struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    /// How many columns, from the first on, are the key.
    key: usize,
    cells: Vec<Cell>,
}

impl Rows {
    /// No rows yet. The first `key` columns are the table's key.
    pub(crate) const fn new(table: &'static str, key: usize, columns: &'static [&'static str]) -> Self {
        Self { table, columns, key, cells: vec![] }
    }

    /// One more row: a cell for each column.
    pub(crate) fn push<const N: usize>(&mut self, row: [Cell; N]) {
        debug_assert_eq!(row.len(), self.columns.len(), "a cell for each column of {}", self.table);
        self.cells.extend(row);
    }

    /// Writes them; a row whose key is there replaces that row if `replace`, and is left out if
    /// not.
    pub(crate) async fn write(
        self,
        connection: &mut AnyConnection,
        database: Database,
        replace: bool,
    ) -> Result<()> {
        let mut cells = self.cells.into_iter();
        let mut left = cells.len() / self.columns.len();
        let mut size = MOST;
        while left > 0 {
            while size > left {
                size /= 2;
            }
            let sql = statement(self.table, self.columns, self.key, size, database, replace);
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for cell in cells.by_ref().take(size * self.columns.len()) {
                query = bind(query, cell);
            }
            query.execute(&mut *connection).await?;
            left -= size;
        }
        Ok(())
    }
}

fn bind(query: Query<'_, Any, AnyArguments>, cell: Cell) -> Query<'_, Any, AnyArguments> {
    match cell {
        Cell::Text(text) => query.bind(text),
        Cell::Int(number) => query.bind(number),
        Cell::MaybeText(text) => query.bind(text),
        Cell::MaybeInt(number) => query.bind(number),
    }
}

fn statement(
    table: &str,
    columns: &[&str],
    key: usize,
    rows: usize,
    database: Database,
    replace: bool,
) -> String {
    let mut sql = format!("INSERT INTO {table} ({}) VALUES ", columns.join(", "));
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns.len() {
            if column > 0 {
                sql.push_str(", ");
            }
            place(&mut sql, row * columns.len() + column + 1, database);
        }
        sql.push(')');
    }
    let _ = write!(sql, " ON CONFLICT ({}) DO ", columns[..key].join(", "));
    if !replace || key == columns.len() {
        sql.push_str("NOTHING");
        return sql;
    }
    sql.push_str("UPDATE SET ");
    for (i, column) in columns[key..].iter().enumerate() {
        let _ = write!(sql, "{}{column} = excluded.{column}", if i == 0 { "" } else { ", " });
    }
    sql
}

/// A place for a value. SQLite finds numbered ones by their names, one after another, which takes
/// longer than the row itself.
fn place(sql: &mut String, number: usize, database: Database) {
    match database {
        Database::Sqlite => sql.push('?'),
        Database::Postgres => {
            let _ = write!(sql, "${number}");
        }
    }
}

/// `before (?, ?, ..) after` with a place for each of `values`, and the values bound to it.
pub(crate) fn among<'q>(
    before: &str,
    values: &[String],
    after: &str,
    database: Database,
) -> Query<'q, Any, AnyArguments> {
    let mut sql = format!("{before} (");
    for i in 0..values.len() {
        if i > 0 {
            sql.push_str(", ");
        }
        place(&mut sql, i + 1, database);
    }
    sql.push_str(") ");
    sql.push_str(after);
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for value in values {
        query = query.bind(value.clone());
    }
    query
}

/// The most values that [`among`] is given at once.
pub(crate) const AMONG: usize = 1_000;
