//! The committed IDLs are complete, and agree with what else is written down of the programs. That
//! they are what the code says is checked by `cargo xtask idl --check`.

mod errors;

use {
    io_addresses::PROGRAMS,
    io_testkit::idl::{self, list, Idl},
    serde_json::Value,
    std::fs,
};

fn documented(what: &str, value: &Value) {
    assert!(!list(value, "docs").is_empty(), "{what} {} has no docs", value["name"]);
}

#[test]
fn everything_is_documented() {
    for Idl { program, json } in idl::all() {
        for instruction in list(&json, "instructions") {
            documented("instruction", instruction);
            for account in list(instruction, "accounts") {
                let fixed = account.get("address").is_some();
                let (of, name) = (&instruction["name"], &account["name"]);
                let has_docs = !list(account, "docs").is_empty();
                assert!(fixed || has_docs, "{}.{of}: account {name} has no docs", program.name);
            }
        }
        for definition in list(&json, "types") {
            documented("type", definition);
            list(&definition["type"], "fields").iter().for_each(|field| documented("field", field));
        }
        for error in list(&json, "errors") {
            assert!(error["msg"].as_str().is_some_and(|msg| msg.len() > 10), "{error}");
        }
    }
}

/// IDL docs are for users: why two accounts may be the same is a comment of the code, and a field
/// says whose or what it is.
#[test]
fn docs_are_for_users() {
    for Idl { program, json } in idl::all() {
        each_doc(&json, &mut |doc| {
            let words: Vec<_> = doc.split(|char: char| !char.is_alphanumeric()).collect();
            assert!(!words.contains(&"dup"), "{}: \"{doc}\" is about Anchor's `dup`", program.name);
            assert!(!["Who.", "How much."].contains(&doc), "{}: \"{doc}\" says nothing", program.name);
        });
    }
}

/// Every line of docs anywhere below.
fn each_doc(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| match value {
            Value::Array(lines) if key == "docs" => {
                lines.iter().filter_map(Value::as_str).for_each(&mut *see)
            }
            value => each_doc(value, see),
        }),
        Value::Array(values) => values.iter().for_each(|value| each_doc(value, see)),
        _ => {}
    }
}

/// The id of a program is in its IDL, as its code has it, and in Anchor's own list.
#[test]
fn ids_agree() {
    let anchor = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Anchor.toml")).unwrap();
    let (_, rest) = anchor.split_once("[programs.localnet]\n").unwrap();
    let listed: Vec<_> = rest.lines().take_while(|line| line.contains('=')).collect();
    let wanted = PROGRAMS.iter().map(|program| format!("{} = \"{}\"", program.name, program.id));
    assert_eq!(listed, wanted.collect::<Vec<_>>(), "Anchor.toml");
    for Idl { program, json } in idl::all() {
        assert_eq!(json["address"], program.id.to_string());
        assert_eq!(json["metadata"]["name"], program.name);
    }
}
