//! A list of grants: `category,number,beneficiary,amount` line by line.

use {
    super::locked::kind,
    crate::{values, Exit, Failure},
    io_client::vesting::{grant_address, CategoryKind},
    solana_pubkey::Pubkey,
    std::{
        collections::HashMap,
        fs::File,
        io::{BufRead, BufReader},
        path::Path,
    },
};

const HEADER: &str = "category,number,beneficiary,amount";

/// A line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its place in the file, from 1.
    pub line: u32,
    /// The category.
    pub kind: CategoryKind,
    /// The grant's number in it.
    pub index: u32,
    /// Who gets the IO.
    pub beneficiary: Pubkey,
    /// Base units of IO.
    pub amount: u64,
}

impl Row {
    /// The grant's address.
    pub fn address(&self) -> Pubkey {
        grant_address(self.kind, self.index)
    }
}

/// Reads a list.
///
/// # Errors
/// Says which line, and why.
pub fn read(path: &Path) -> Result<Vec<Row>, Failure> {
    let unreadable = |error| Failure::new(Exit::Usage, format!("Cannot read {}: {error}.", path.display()));
    let file = BufReader::new(File::open(path).map_err(unreadable)?);
    let (mut rows, mut seen) = (Vec::new(), HashMap::new());
    for (line, text) in (1u32..).zip(file.lines()) {
        let text = text.map_err(unreadable)?;
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') || (line == 1 && text.eq_ignore_ascii_case(HEADER)) {
            continue;
        }
        let wrong =
            |why: String| Failure::new(Exit::Usage, format!("{}, line {line}: {why}.", path.display()));
        let row = parse(line, text).map_err(wrong)?;
        if let Some(earlier) = seen.insert((row.kind.name(), row.index), line) {
            let name = row.kind.name();
            return Err(wrong(format!("line {earlier} has the number {} of {name} too", row.index)));
        }
        rows.push(row);
    }
    if rows.is_empty() {
        return Err(Failure::new(Exit::Usage, format!("{} has no grants.", path.display()))
            .hint(format!("Write a grant a line: {HEADER}")));
    }
    Ok(rows)
}

fn parse(line: u32, text: &str) -> Result<Row, String> {
    let cells: Vec<&str> = text.split(',').map(|cell| cell.trim().trim_matches('"')).collect();
    let [category, number, beneficiary, amount] = *cells else { return Err(format!("write {HEADER}")) };
    let kind = kind(category).ok_or("the category is seed, series-a or core")?;
    let index = number.parse().map_err(|_| "the number is a whole one below 4,294,967,296".to_owned())?;
    let beneficiary = values::address(beneficiary)?;
    let amount = values::io(amount)?;
    if amount == 0 {
        return Err("the amount is above 0".into());
    }
    Ok(Row { line, kind, index, beneficiary, amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_or_named() {
        let key = Pubkey::new_from_array([7; 32]);
        let row = |text: &str| parse(3, text);
        let read = row(&format!("series-a, 4 ,\"{key}\",1000.5")).unwrap();
        let exact = (read.kind, read.index, read.beneficiary, read.amount);
        assert_eq!(exact, (CategoryKind::SeriesA, 4, key, 100_050_000_000));
        for (text, word) in [
            (format!("seed,4,{key}"), "write category,number"),
            (format!("seed,4,{key},1,000"), "write category,number"),
            (format!("team,4,{key},1"), "seed, series-a or core"),
            (format!("seed,-1,{key},1"), "a whole one"),
            (format!("seed,4294967296,{key},1"), "a whole one"),
            ("seed,4,nobody,1".into(), "no address"),
            (format!("seed,4,{key},0"), "above 0"),
            (format!("seed,4,{key},0.000000001"), "more decimals"),
        ] {
            let why = row(&text).unwrap_err();
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
