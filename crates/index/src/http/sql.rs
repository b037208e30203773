//! Queries put together from fixed texts, with every value bound. The same text runs on SQLite and
//! PostgreSQL.

use {
    super::Problem,
    sqlx::{any::AnyRow, AnyPool, AssertSqlSafe, Row},
    std::ops::Range,
};

/// A bound value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Bind {
    /// A number.
    Int(i64),
    /// A text.
    Text(String),
}

impl From<i64> for Bind {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Bind {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

/// A query.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    binds: Vec<Bind>,
}

impl Sql {
    /// A query that begins so.
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), binds: Vec::new() }
    }

    /// Goes on with a text of the program's own.
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Goes on with a value.
    pub fn bind(mut self, value: impl Into<Bind>) -> Self {
        self.binds.push(value.into());
        self.text.push_str(&format!("${}", self.binds.len()));
        self
    }

    /// Goes on with the bounds of a column.
    pub fn within(self, column: &'static str, bounds: Range<i64>) -> Self {
        let from = self.push(column).push(" >= ").bind(bounds.start);
        from.push(" AND ").push(column).push(" < ").bind(bounds.end)
    }

    /// Goes on with conditions: each a text of the program's own, and the value behind it.
    pub fn conditions(mut self, conditions: &[(&'static str, Bind)]) -> Self {
        for (text, value) in conditions {
            self = self.push(" AND ").push(text).bind(value.clone());
        }
        self
    }

    /// Goes on with conditions that only look at rows: an expression has no index, so that no
    /// database walks along that of a filter, for as long as it likes.
    pub fn filters(mut self, conditions: &[(&'static str, Bind)]) -> Self {
        for (text, value) in conditions {
            self = self.push(" AND ");
            self = match text.strip_suffix(" = ") {
                Some(column) => self.push(column).push(" || '' = "),
                None => self.push(text),
            };
            self = self.bind(value.clone());
        }
        self
    }

    /// Its rows.
    ///
    /// # Errors
    /// If the database refuses or takes too long.
    pub async fn rows(&self, pool: &AnyPool) -> Result<Vec<AnyRow>, Problem> {
        // Every text is of this program; what readers say is bound.
        let mut query = sqlx::query(AssertSqlSafe(self.text.clone()));
        for value in &self.binds {
            query = match value {
                Bind::Int(value) => query.bind(*value),
                Bind::Text(value) => query.bind(value.clone()),
            };
        }
        Ok(query.fetch_all(pool).await?)
    }

    /// Its first row.
    ///
    /// # Errors
    /// If the database refuses or takes too long.
    pub async fn first(&self, pool: &AnyPool) -> Result<Option<AnyRow>, Problem> {
        Ok(self.rows(pool).await?.into_iter().next())
    }
}

/// A column that is a number.
///
/// # Errors
/// If it is none.
pub fn int(row: &AnyRow, column: &str) -> Result<i64, Problem> {
    Ok(row.try_get(column)?)
}

/// A column that is a text.
///
/// # Errors
/// If it is none.
pub fn text(row: &AnyRow, column: &str) -> Result<String, Problem> {
    Ok(row.try_get(column)?)
}

/// A column that is a number or nothing.
///
/// # Errors
/// If it is neither.
pub fn int_or(row: &AnyRow, column: &str) -> Result<Option<i64>, Problem> {
    Ok(row.try_get(column)?)
}

/// A column that is a text or nothing.
///
/// # Errors
/// If it is neither.
pub fn text_or(row: &AnyRow, column: &str) -> Result<Option<String>, Problem> {
    Ok(row.try_get(column)?)
}
