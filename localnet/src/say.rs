//! The standard output, which nobody may read any more: `cargo xtask localnet | head`.

use std::{
    fmt::Display,
    io::{self, Write},
};

/// Prints a line, if anybody reads it.
pub fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}
