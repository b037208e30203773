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

/// Docs that leave a reader where the name of the field did.
const SAYS_NOTHING: [&str; 9] = [
    "Who.",
    "How much.",
    "Amounts.",
    "Base units.",
    "Unix seconds.",
    "Changed.",
    "Names both.",
    "The wallet.",
    "What it says.",
];

/// IDL docs are for users: what Anchor makes of an account is a comment of the code, a field says
/// whose or what it is, and a sentence is whole (the second line of a `CHECK` would be a part of
/// it).
#[test]
fn docs_are_for_users() {
    for Idl { program, json } in idl::all() {
        each_doc(&json, &mut |doc| {
            let words: Vec<_> = doc.split(|char: char| !char.is_alphanumeric()).collect();
            let is_about_code = words.iter().any(|word| ["dup", "Anchor", "CHECK"].contains(word));
            assert!(!is_about_code, "{}: \"{doc}\" is about the code", program.name);
            let is_cut =
                doc.split(". ").skip(1).any(|part| part.starts_with(|first: char| first.is_lowercase()));
            assert!(!is_cut, "{}: \"{doc}\" has a part of a sentence", program.name);
            assert!(!SAYS_NOTHING.contains(&doc), "{}: \"{doc}\" says nothing", program.name);
        });
    }
}

/// The docs of everything below.
fn each_doc(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| match value {
            Value::Array(lines) if key == "docs" => {
                see(&lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
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
