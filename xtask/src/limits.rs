//! Limits on what one has to read at once: lines of a file, characters of a line.

use {
    crate::{bytecode::tracked, workspace::root},
    anyhow::{bail, Result},
    std::{fs, path::Path},
};

/// Most lines of a file under src/.
const SOURCE_LINES: usize = 300;
/// Most lines of any other file of code: tests, examples, scripts.
const CODE_LINES: usize = 400;
/// Most characters of a line.
pub const WIDTH: usize = 110;
/// Most characters of a line of Rust that is a comment.
const COMMENT_WIDTH: usize = 100;

/// Endings of the files that people write; a script may have none.
const CODE: [&str; 5] = ["rs", "ts", "tsx", "mjs", "py"];
const PROSE: [&str; 6] = ["md", "toml", "yml", "html", "service", ""];

/// Checks every file that git knows of.
///
/// # Errors
/// Names each file and line beyond a limit.
pub fn check() -> Result<()> {
    let mut faults = Vec::new();
    for file in tracked()? {
        let path = Path::new(&file);
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let is_code = CODE.contains(&ending);
        if generated(&file) || !(is_code || PROSE.contains(&ending)) {
            continue;
        }
        // What git still knows of and somebody has just removed is no fault.
        let Ok(text) = fs::read_to_string(root().join(path)) else { continue };
        let most = is_code.then(|| if file.contains("src/") { SOURCE_LINES } else { CODE_LINES });
        let most = most.filter(|_| !is_list_of_errors(&file));
        faults.extend(faults_of(&file, &text, most));
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "beyond {SOURCE_LINES} lines in src/, {CODE_LINES} elsewhere, {WIDTH} characters, \
         {COMMENT_WIDTH} of a comment:\n  {}",
        faults.join("\n  ")
    )
}

/// What no person writes, and the compiler's recipe: whoever has built it builds it anew for a
/// changed byte.
fn generated(file: &str) -> bool {
    const FILES: [&str; 3] = ["crates/features/Cargo.toml", "toolchain/setup", "toolchain/std-solana.py"];
    file.starts_with("sdk/src/generated/") || FILES.contains(&file)
}

/// A program's errors are one enum, which nobody reads as a whole.
fn is_list_of_errors(file: &str) -> bool {
    file.starts_with("programs/") && file.ends_with("/src/error.rs")
}

fn faults_of(file: &str, text: &str, most: Option<usize>) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if most.is_some_and(|most| lines > most) {
        faults.push(format!("{file}: {lines} lines"));
    }
    let is_rust = file.ends_with(".rs");
    let width = |line: &str| {
        let is_comment = is_rust && line.trim_start().starts_with("//");
        if is_comment {
            COMMENT_WIDTH
        } else {
            WIDTH
        }
    };
    let is_long = |line: &str| line.chars().count() > width(line) && !cannot_wrap(line);
    let long = (1..).zip(text.lines()).filter(|(_, line)| is_long(line));
    faults.extend(long.map(|(number, line)| format!("{file}:{number}: {} characters", line.chars().count())));
    faults
}

/// A line with an address or a text of one word.
fn cannot_wrap(line: &str) -> bool {
    line.split(' ').any(|word| word.chars().count() > WIDTH - 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_person_writes_has_no_limits() {
        assert!(generated("sdk/src/generated/io_orders/index.ts") && !generated("sdk/src/orders/flows.ts"));
    }

    #[test]
    fn what_is_too_long_is_named() {
        let long = format!("ok\n{}\n", "a ".repeat(60));
        assert_eq!(faults_of("f", &long, Some(2)), ["f:2: 120 characters"]);
        assert_eq!(faults_of("f", &long, Some(1)), ["f: 2 lines", "f:2: 120 characters"]);
        assert_eq!(faults_of("f", &long, None), ["f:2: 120 characters"]);
        let comment = format!("//{}\n", " a".repeat(50));
        assert_eq!(faults_of("f.rs", &comment, None), ["f.rs:1: 102 characters"]);
        assert!(faults_of("f.ts", &comment, None).is_empty());
        let address = format!("https://{}\n", "a".repeat(110));
        assert!(faults_of("f", &address, None).is_empty());
    }
}
