//! idl/errors.txt: the number of every error, which no later version may change.

use {
    anyhow::{bail, ensure, Context, Result},
    std::{collections::BTreeMap, fmt},
};

/// What the file begins with.
const HEAD: &str = "\
# Every error of every program: program, number, name. Wallets and indexers show errors by their
# numbers, so this list only grows: `cargo xtask idl` adds what is new and refuses to change a line.
# An error that is no longer used stays in its enum.
";

/// One error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The program it belongs to.
    pub program: String,
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.program, self.number, self.name)
    }
}

/// The committed list with the errors that are new in the code.
///
/// # Errors
/// If an error that is committed has another name in the code, or is no longer there.
pub fn merge(committed: &str, found: &[Line]) -> Result<String> {
    let mut all = BTreeMap::new();
    let lines = committed.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let line = parse(line).with_context(|| format!("idl/errors.txt: {line:?}"))?;
        ensure!(
            found.contains(&line),
            "idl/errors.txt has `{line}`, and the code has not: numbers are never changed"
        );
        all.insert((line.program.clone(), line.number), line);
    }
    for line in found {
        if let Some(other) = all.insert((line.program.clone(), line.number), line.clone()) {
            ensure!(other == *line, "two errors have one number: `{other}` and `{line}`");
        }
    }
    let lines: String = all.values().map(|line| format!("{line}\n")).collect();
    Ok(format!("{HEAD}{lines}"))
}

fn parse(line: &str) -> Result<Line> {
    let [program, number, name] = line.split(' ').collect::<Vec<_>>()[..] else {
        bail!("a line is a program, a number and a name");
    };
    Ok(Line { program: program.into(), number: number.parse()?, name: name.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(number: u32, name: &str) -> Line {
        Line { program: "io_orders".into(), number, name: name.into() }
    }

    #[test]
    fn the_list_grows() {
        let first = merge("", &[line(6001, "B"), line(6000, "A")]).unwrap();
        assert_eq!(first, format!("{HEAD}io_orders 6000 A\nio_orders 6001 B\n"));
        let second = merge(&first, &[line(6000, "A"), line(6001, "B"), line(6002, "C")]).unwrap();
        assert_eq!(second, format!("{first}io_orders 6002 C\n"));
    }

    #[test]
    fn no_line_changes() {
        let first = merge("", &[line(6000, "A"), line(6001, "B")]).unwrap();
        for changed in [&[line(6000, "A")][..], &[line(6000, "A"), line(6001, "C")], &[]] {
            let error = merge(&first, changed).unwrap_err().to_string();
            assert!(error.contains("io_orders 6"), "{error}");
        }
        let twice = merge("", &[line(6000, "A"), line(6000, "B")]).unwrap_err().to_string();
        assert!(twice.contains("one number"), "{twice}");
    }
}
