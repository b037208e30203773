//! The programs' IDLs, read once.

use {
    super::{
        layout::{Field, Layout},
        Decoded,
    },
    io_addresses::PROGRAMS,
    serde_json::Value,
    std::{collections::HashMap, sync::LazyLock},
};

/// The default address, which stands for none.
const NOBODY: &str = "11111111111111111111111111111111";
/// Structs within structs: more are a mistake in the IDL.
const DEEPEST: usize = 16;

/// An event's or account's name and layout.
struct Named {
    name: &'static str,
    layout: Layout,
}

/// What an IDL describes, by its first eight bytes.
#[derive(Default)]
struct Idl {
    events: HashMap<[u8; 8], Named>,
    accounts: HashMap<[u8; 8], Named>,
}

static IDLS: LazyLock<HashMap<&'static str, Idl>> = LazyLock::new(|| {
    let idl = |text: &str| serde_json::from_str(text).map(|idl: Value| Idl::of(&idl)).unwrap_or_default();
    PROGRAMS.iter().map(|program| (program.name, idl(program.idl))).collect()
});

impl Idl {
    fn of(idl: &Value) -> Self {
        let types: HashMap<&str, &Value> =
            list(&idl["types"]).iter().filter_map(|of| Some((of["name"].as_str()?, &of["type"]))).collect();
        let named = |values: &Value| {
            let named = |value: &Value| {
                let name = value["name"].as_str()?;
                let bytes =
                    list(&value["discriminator"]).iter().filter_map(|byte| byte.as_u64()?.try_into().ok());
                let bytes: Vec<u8> = bytes.collect();
                let layout = defined(name, &types, 0)?;
                // Once a process, for as long as it lives.
                let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
                Some((bytes.try_into().ok()?, Named { name, layout }))
            };
            list(values).iter().filter_map(named).collect()
        };
        Self { events: named(&idl["events"]), accounts: named(&idl["accounts"]) }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn defined(name: &str, types: &HashMap<&str, &Value>, depth: usize) -> Option<Layout> {
    let of = types.get(name)?;
    match of["kind"].as_str()? {
        "struct" => {
            let field = |field: &Value| {
                let name = field["name"].as_str()?.to_owned();
                let hidden = matches!(name.as_str(), "padding" | "reserved");
                Some(Field { layout: layout(&field["type"], types, depth + 1)?, name, hidden })
            };
            list(&of["fields"]).iter().map(field).collect::<Option<_>>().map(Layout::Struct)
        }
        "enum" => {
            let name = |variant: &Value| match variant.get("fields") {
                None => Some(variant["name"].as_str()?.to_owned()),
                Some(_) => None,
            };
            list(&of["variants"]).iter().map(name).collect::<Option<_>>().map(Layout::Enum)
        }
        _ => None,
    }
}

fn layout(of: &Value, types: &HashMap<&str, &Value>, depth: usize) -> Option<Layout> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(name) = of.as_str() {
        return Some(match name {
            "u8" => Layout::Unsigned(1),
            "u16" => Layout::Unsigned(2),
            "u32" => Layout::Unsigned(4),
            "u64" => Layout::Unsigned(8),
            "u128" => Layout::Unsigned(16),
            "i8" => Layout::Signed(1),
            "i16" => Layout::Signed(2),
            "i32" => Layout::Signed(4),
            "i64" => Layout::Signed(8),
            "i128" => Layout::Signed(16),
            "bool" => Layout::Bool,
            "pubkey" => Layout::Key,
            "string" => Layout::Text,
            "bytes" => Layout::Bytes(None),
            _ => return None,
        });
    }
    let inner = |of: &Value| layout(of, types, depth + 1);
    if let Some(name) = of["defined"]["name"].as_str() {
        return defined(name, types, depth + 1);
    }
    if let [item, count] = list(&of["array"]) {
        let count = count.as_u64()?.try_into().ok()?;
        return Some(match item.as_str() {
            Some("u8") => Layout::Bytes(Some(count)),
            _ => Layout::Array(Box::new(inner(item)?), count),
        });
    }
    if let Some(item) = of.get("vec") {
        return Some(match item.as_str() {
            Some("u8") => Layout::Bytes(None),
            _ => Layout::Vec(Box::new(inner(item)?)),
        });
    }
    Some(Layout::Option(Box::new(inner(of.get("option")?)?)))
}

/// The event that a program logged as data.
pub(super) fn event(program: &'static str, data: &[u8]) -> Option<Decoded> {
    let (first, mut fields) = data.split_first_chunk::<8>()?;
    let Named { name, layout } = IDLS.get(program)?.events.get(first)?;
    let mut addresses: Vec<String> = vec![];
    let data = layout.read("", &mut fields, &mut |_, address| {
        if address != NOBODY && !addresses.iter().any(|known| known == address) {
            addresses.push(address.to_owned());
        }
    })?;
    Some(Decoded { program, name, data, addresses })
}

/// An account: its kind, its fields, and the addresses among these by the names of the fields.
pub type Fields = (&'static str, Value, Vec<(String, String)>);

/// An account of a program of the suite. One that no IDL knows is none.
#[must_use]
pub fn account_json(program: &str, data: &[u8]) -> Option<Fields> {
    let (first, mut fields) = data.split_first_chunk::<8>()?;
    let Named { name, layout } = IDLS.get(program)?.accounts.get(first)?;
    let mut addresses: Vec<(String, String)> = vec![];
    let json = layout.read("", &mut fields, &mut |field, address| {
        if address != NOBODY && !addresses.iter().any(|(known, _)| known == field) {
            addresses.push((field.to_owned(), address.to_owned()));
        }
    })?;
    Some((name, json, addresses))
}
