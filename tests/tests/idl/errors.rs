//! idl/errors.txt: the list of errors only grows. `cargo xtask idl` adds what is new.

use {
    io_testkit::idl::{self, list},
    std::{
        collections::BTreeSet,
        fs,
        path::{Path, PathBuf},
    },
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

/// Every refusal has a test on bytecode that names its error, or a row in refusals.txt. An error
/// that is raised no more stays in its enum, and its doc says so.
#[test]
fn every_error_has_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests: Vec<_> = sources(&folder.join("tests")).iter().map(|path| text(path)).collect();
    let tests: Vec<BTreeSet<_>> = tests.iter().map(|test| words(test).collect()).collect();
    let refusals = text(&folder.join("refusals.txt"));
    for idl in idl::all() {
        let program = idl.program.name;
        let short = program.trim_start_matches("io_");
        let code = text(&folder.join(format!("../programs/{short}/src/error.rs")));
        let list_name = format!("{}{}Error", short[..1].to_uppercase(), &short[1..]);
        for error in list(&idl.json, "errors") {
            let name = error["name"].as_str().unwrap();
            let mut rows = refusals.lines().filter(|row| row.starts_with(program));
            let in_rows = rows.any(|row| words(row).any(|word| word == name));
            let in_tests = tests.iter().any(|test| test.contains(&*list_name) && test.contains(name));
            let is_raised = !is_unused(&code, name);
            assert!(in_rows || in_tests || !is_raised, "no test has {program} refuse with {name}");
        }
    }
}

/// Whether the doc of an error says that it is raised no more.
fn is_unused(code: &str, name: &str) -> bool {
    let lines: Vec<_> = code.lines().map(str::trim_start).collect();
    let is_variant = |line: &&str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([',', ' ']));
    let place = lines.iter().position(is_variant).unwrap_or_else(|| panic!("error.rs has no {name}"));
    let docs = lines[..place].iter().rev().take_while(|line| line.starts_with(['/', '#']));
    docs.last().is_some_and(|doc| doc.contains(" any more: "))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric())
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    paths.flat_map(below).filter(|path| path.extension().is_some_and(|kind| kind == "rs")).collect()
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
