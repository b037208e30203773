//! Events and accounts as JSON, by the programs' IDLs: no list of them is written here.

mod idl;
mod layout;

use {
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_client::logs,
    serde_json::Value,
};

pub use idl::{account_json, Fields};
pub use io_client::logs::is_truncated;

/// An event.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The program that emitted it: `io_orders`.
    pub program: &'static str,
    /// The event's name.
    pub name: &'static str,
    /// Its fields. What has 64 bits or more is a decimal text, but for times; keys are base58,
    /// bytes hexadecimal, enums their names.
    pub data: Value,
    /// The addresses in it, each once.
    pub addresses: Vec<String>,
}

impl Decoded {
    /// A field that is a text.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.data.get(field)?.as_str()
    }

    /// A field that is a flag.
    pub(crate) fn flag(&self, field: &str) -> bool {
        self.data.get(field).and_then(Value::as_bool).unwrap_or_default()
    }

    /// A field that is a number, however it is written; none if it is wider than 63 bits.
    pub(crate) fn number(&self, field: &str) -> Option<i64> {
        number(self.data.get(field)?)
    }
}

/// A number, however it is written; none if it is wider than 63 bits.
pub(crate) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// The events that programs of the suite emitted in a transaction, in their order. What no IDL
/// knows is left out: a later version's event.
pub fn events(lines: &[String]) -> impl Iterator<Item = Decoded> + '_ {
    logs::emitted(lines).filter_map(|(program, data)| idl::event(program.name, &STANDARD.decode(data).ok()?))
}
