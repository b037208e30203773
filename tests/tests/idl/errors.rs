//! idl/errors.txt: the numbers of errors only grow in number. `cargo xtask idl` adds what is new.

use {
    io_testkit::idl::{self, list},
    std::{collections::BTreeSet, fs},
};

#[test]
fn every_error_keeps_its_number() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../idl/errors.txt")).unwrap();
    let committed: BTreeSet<_> =
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    for idl in idl::all() {
        for error in list(&idl.json, "errors") {
            let (number, name) = (error["code"].as_u64().unwrap(), error["name"].as_str().unwrap());
            assert!(found.insert(format!("{} {number} {name}", idl.program.name)), "{name} is there twice");
        }
    }
    let gone: Vec<_> = committed.difference(&found).collect();
    assert!(gone.is_empty(), "an error's number or name has changed, which nobody may do: {gone:?}");
    let new: Vec<_> = found.difference(&committed).collect();
    assert!(new.is_empty(), "run `cargo xtask idl` to add {new:?}");
}

/// A message says what to do, in one line that fits on a screen.
#[test]
fn every_message_can_be_read() {
    for idl in idl::all() {
        for error in list(&idl.json, "errors") {
            let message = error["msg"].as_str().unwrap_or_default();
            let is_one_line = !message.contains(['\n', '\\']) && !message.contains("  ");
            let is_short = message.len() <= 160 && !message.ends_with('.');
            assert!(is_one_line && is_short, "{}: \"{message}\"", error["name"]);
        }
    }
}
