//! The pages in docs/ and the READMEs say what is there: constants with their values, functions
//! that check invariants, files, crates, fees. The heads of instructions say what they must.

mod constants;
mod fees;
mod heads;
mod invariants;
mod paths;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file, by its path from the root.
fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The cells of a row of a table, without the backticks around a whole cell; none for other lines.
fn cells(line: &str) -> Option<Vec<String>> {
    let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
    let cells: Vec<_> = row.split(" | ").map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
    (!cells.iter().all(|cell| cell.starts_with("---"))).then_some(cells)
}

/// Every Rust file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found
}

/// Every line of the README's Rust is in the example that Cargo compiles.
#[test]
fn the_readme_shows_lines_that_compile() {
    let example = text("crates/client/examples/readme.rs");
    let lines: Vec<_> = example.lines().map(str::trim).collect();
    let readme = text("README.md");
    let blocks: Vec<_> =
        readme.split("```rust\n").skip(1).filter_map(|block| block.split("```").next()).collect();
    assert!(blocks.len() >= 3, "the README has {} blocks of Rust", blocks.len());
    for line in blocks.iter().flat_map(|block| block.lines()).map(str::trim) {
        assert!(lines.contains(&line), "the README says \"{line}\", the example does not");
    }
}
