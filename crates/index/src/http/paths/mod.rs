//! The handlers of the paths, one file a topic.

pub mod accounts;
pub mod chain;
pub mod claims;
pub mod history;
pub mod hours;
mod listing;
pub mod nodes;
pub mod orders;
pub mod rewards;
pub mod settlements;

use {
    super::{
        sql::{int, text},
        Problem,
    },
    crate::Place,
    serde::Serialize,
    sqlx::any::AnyRow,
    utoipa::ToSchema,
};

/// When and where in the chain something happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct When {
    /// Its id, which is its place in the chain: `slot.index.event`.
    pub id: String,
    /// The slot.
    pub slot: u64,
    /// Unix seconds.
    pub time: i64,
    /// The transaction's signature.
    pub signature: String,
}

/// Of a row with `id`, `time` and `signature`.
pub fn when(row: &AnyRow) -> Result<When, Problem> {
    let place = Place::of(int(row, "id")?);
    Ok(When {
        id: place.to_string(),
        slot: place.slot,
        time: int(row, "time")?,
        signature: text(row, "signature")?,
    })
}

/// An amount as text.
pub fn amount(row: &AnyRow, column: &str) -> Result<String, Problem> {
    Ok(int(row, column)?.to_string())
}

/// A flag.
pub fn flag(row: &AnyRow, column: &str) -> Result<bool, Problem> {
    Ok(int(row, column)? != 0)
}
