//! docs/invariants.md names functions that are there.

use crate::{cells, text};

#[test]
fn every_function_is_there() {
    let mut folder = String::new();
    let mut rows = 0;
    for line in text("docs/invariants.md").lines() {
        if let Some(rest) = line.split("Files are in").nth(1) {
            folder = rest.trim().trim_matches(['`', '.']).to_owned();
        } else if line.starts_with("`crates/") {
            folder = line.trim_matches(['`', '.']).to_owned();
        }
        let Some(row) = cells(line).filter(|row| row.last().is_some_and(|file| file.ends_with(".rs"))) else {
            continue;
        };
        let [.., function, file] = &row[..] else { panic!("{line}") };
        let source = text(&format!("{folder}/{file}"));
        assert!(source.contains(&format!("fn {function}(")), "{folder}/{file} has no function {function}");
        rows += 1;
    }
    assert!(rows > 20, "only {rows} rows");
}
