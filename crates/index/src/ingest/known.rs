//! An account as the tables have it.

use crate::store::insert::Rows;

/// An account as the table has it.
pub(super) struct Known {
    pub(super) program: &'static str,
    pub(super) kind: &'static str,
    pub(super) json: String,
    pub(super) keys: Vec<(String, String)>,
}

pub(super) const fn accounts_rows() -> Rows {
    Rows::new("accounts", 1, &["address", "program", "kind", "changed_slot", "data", "json"])
}

pub(super) const fn keys_rows() -> Rows {
    Rows::new("account_keys", 2, &["address", "field", "key"])
}
