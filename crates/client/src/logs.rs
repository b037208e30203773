//! What the programs of the suite logged in a transaction.

use {
    io_addresses::{Program, PROGRAMS},
    std::{collections::HashMap, sync::LazyLock},
};

/// The suite's programs by their ids, as the runtime logs them.
static IDS: LazyLock<HashMap<String, &'static Program>> =
    LazyLock::new(|| PROGRAMS.iter().map(|program| (program.id.to_string(), program)).collect());

/// What the runtime logs once the log has no room for more.
const TRUNCATED: &str = "Log truncated";

/// What programs of the suite logged as data, in base64. A line counts for the program that was
/// running when it was logged, so that no other program can forge one.
pub fn emitted(logs: &[String]) -> impl Iterator<Item = (&'static Program, &str)> {
    let mut running = Vec::new();
    logs.iter().filter_map(move |line| {
        let (subject, rest) = line.strip_prefix("Program ")?.split_once(' ')?;
        if subject == "data:" {
            let program = running.last().copied().flatten()?;
            return Some((program, rest));
        }
        // A colon is before words of the program's own.
        if !subject.ends_with(':') {
            if rest.starts_with("invoke [") {
                running.push(IDS.get(subject).copied());
            } else if rest == "success" || rest.starts_with("failed") {
                running.pop();
            }
        }
        None
    })
}

/// Whether the log was cut, so that events may be missing in it.
#[must_use]
pub fn is_truncated(logs: &[String]) -> bool {
    logs.iter().any(|line| line == TRUNCATED)
}
