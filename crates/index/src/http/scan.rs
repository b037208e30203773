//! Lists of what happened, newest first, in pages that cost no more than they may.
//!
//! A list is walked along an index; conditions beyond the index are looked at row by row, and at
//! most [`LOOKED_AT`] rows a page, so that a page may be short although there is a next one.

use {
    super::{
        cursor::Place,
        params::Params,
        sql::{int, Bind, Sql},
        Problem,
    },
    sqlx::{any::AnyRow, AnyPool},
};

/// Rows that a page looks at.
pub const LOOKED_AT: i64 = 20_000;

/// Conditions, each with its value.
pub type Conditions = Vec<(&'static str, Bind)>;

/// A list by `id`.
#[derive(Clone, Debug)]
pub struct Scan {
    /// `SELECT .. FROM ..`, with a column `id`.
    pub select: &'static str,
    /// The table that is walked along its index, without what is joined.
    pub walked: &'static str,
    /// The column of the `id` in it.
    pub id: &'static str,
    /// Ways along an index: rows of any of them, each once.
    pub ways: Vec<Conditions>,
    /// What else the rows must be.
    pub filters: Conditions,
    /// Ids from here on.
    pub from: i64,
    /// Ids before here.
    pub to: i64,
}

impl Scan {
    /// Rows below `to`, newest first.
    async fn down(
        &self,
        pool: &AnyPool,
        way: &Conditions,
        to: i64,
        rows: i64,
    ) -> Result<Vec<AnyRow>, Problem> {
        Sql::new(self.select)
            .push(" WHERE ")
            .within(self.id, self.from..to)
            .conditions(way)
            .filters(&self.filters)
            .push(" ORDER BY ")
            .push(self.id)
            .push(" DESC LIMIT ")
            .bind(rows)
            .rows(pool)
            .await
    }

    /// Rows from `from` on, oldest first.
    ///
    /// # Errors
    /// If the database refuses or takes too long.
    pub async fn up(&self, pool: &AnyPool, from: i64, rows: i64) -> Result<Vec<AnyRow>, Problem> {
        let mut found = Vec::new();
        for way in &self.ways {
            let query = Sql::new(self.select)
                .push(" WHERE ")
                .within(self.id, from..self.to)
                .conditions(way)
                .filters(&self.filters)
                .push(" ORDER BY ")
                .push(self.id)
                .push(" LIMIT ")
                .bind(rows);
            for row in query.rows(pool).await? {
                found.push((int(&row, "id")?, row));
            }
        }
        found.sort_by_key(|(id, _)| *id);
        found.dedup_by_key(|(id, _)| *id);
        found.truncate(usize::try_from(rows).unwrap_or(usize::MAX));
        Ok(found.into_iter().map(|(_, row)| row).collect())
    }

    /// Where a way has been walked far enough; none if it ends before.
    async fn floor(&self, pool: &AnyPool, way: &Conditions, to: i64) -> Result<Option<i64>, Problem> {
        let query = Sql::new("SELECT ")
            .push(self.id)
            .push(" AS id FROM ")
            .push(self.walked)
            .push(" WHERE ")
            .within(self.id, self.from..to)
            .conditions(way)
            .push(" ORDER BY ")
            .push(self.id)
            .push(" DESC LIMIT 1 OFFSET ")
            .bind(LOOKED_AT);
        query.first(pool).await?.map(|row| int(&row, "id")).transpose()
    }

    /// A page, and the cursor of the next one.
    ///
    /// # Errors
    /// If the cursor is wrong, or the database refuses or takes too long.
    pub async fn page(
        mut self,
        pool: &AnyPool,
        params: &Params,
    ) -> Result<(Vec<AnyRow>, Option<String>), Problem> {
        let to = match params.cursor()? {
            Some(Place::Id(id)) => id.min(self.to),
            Some(Place::Key(_)) => return Err(Problem::cursor("This cursor does not belong to this list.")),
            None => self.to,
        };
        let mut floor = None;
        if !self.filters.is_empty() {
            for way in &self.ways {
                floor = floor.max(self.floor(pool, way, to).await?);
            }
            self.from = self.from.max(floor.unwrap_or(i64::MIN));
        }
        let limit = params.limit();
        let rows = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let mut found = Vec::new();
        for way in &self.ways {
            for row in self.down(pool, way, to, rows).await? {
                found.push((int(&row, "id")?, row));
            }
        }
        found.sort_by_key(|(id, _)| core::cmp::Reverse(*id));
        found.dedup_by_key(|(id, _)| *id);
        let next = if found.len() > limit {
            found.truncate(limit);
            found.last().map(|(id, _)| *id)
        } else {
            floor
        };
        let next = next.map(|id| params.next(&Place::Id(id)));
        Ok((found.into_iter().map(|(_, row)| row).collect(), next))
    }
}

/// An `id` before which every transaction is earlier than `time`, and from which on none is. Times
/// rise with ids, so it is found by halves.
///
/// # Errors
/// If the database refuses or takes too long.
pub async fn id_at(pool: &AnyPool, time: i64) -> Result<i64, Problem> {
    let last = Sql::new("SELECT id, time FROM transactions ORDER BY id DESC LIMIT 1").first(pool).await?;
    let Some(last) = last else { return Ok(i64::MAX) };
    if int(&last, "time")? < time {
        return Ok(i64::MAX);
    }
    // From `low` on none is known to be earlier; the one at `high` is at `time` or later.
    let (mut low, mut high) = (0, int(&last, "id")?);
    while low < high {
        let middle = low + (high - low) / 2;
        let query = Sql::new("SELECT id, time FROM transactions WHERE id >= ").bind(middle);
        let Some(row) = query.push(" ORDER BY id LIMIT 1").first(pool).await? else { break };
        if int(&row, "time")? >= time {
            // Nothing lies between `middle` and its id.
            high = middle;
        } else {
            low = int(&row, "id")?.saturating_add(1);
        }
    }
    Ok(high)
}

/// The ids of a span of time: of `from` and `to` of a query.
///
/// # Errors
/// If the span is empty, or the database refuses or takes too long.
pub async fn span(pool: &AnyPool, params: &Params) -> Result<(i64, i64), Problem> {
    let (from, to) = (params.time("from"), params.time("to"));
    if let (Some(from), Some(to)) = (from, to) {
        if from >= to {
            return Err(Problem::range("`from` is not before `to`."));
        }
    }
    let low = match from {
        Some(from) => id_at(pool, from).await?,
        None => 0,
    };
    let high = match to {
        Some(to) => id_at(pool, to).await?,
        None => i64::MAX,
    };
    Ok((low, high))
}
