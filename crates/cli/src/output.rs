//! What a command says: to people, and to machines.

use {
    comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table},
    serde_json::{Map, Value},
    std::io::{self, IsTerminal, Write},
};

/// What a command says.
#[derive(Clone, Debug, Default)]
pub struct Output {
    text: String,
    json: Map<String, Value>,
    /// Columns of the terminal, if one is known; else what a terminal says, if it is one.
    columns: Option<u16>,
}

impl Output {
    /// A line for people.
    pub fn say(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Shows at once what was said to people so far, if they read it on a terminal.
    ///
    /// # Errors
    /// If the standard output cannot be written.
    pub fn show_now(&mut self) -> io::Result<()> {
        if io::stdout().is_terminal() {
            print(&std::mem::take(&mut self.text))?;
        }
        Ok(())
    }

    /// A figure for machines.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.json.insert(key.to_owned(), value.into());
    }

    /// Adds to a list for machines.
    pub fn push(&mut self, key: &str, value: impl Into<Value>) {
        let list = self.json.entry(key.to_owned()).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(value.into());
        }
    }

    /// How many transactions have landed so far.
    pub fn landed(&self) -> usize {
        let sent = self.json.get("transactions").and_then(Value::as_array);
        sent.map_or(0, |sent| sent.iter().filter(|sent| sent["signature"].is_string()).count())
    }

    /// A table of names and values for people.
    pub fn facts(&mut self, facts: &[(&str, String)]) {
        let width = facts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        for (name, value) in facts {
            self.say(format!("{name:width$}  {value}").trim_end());
        }
    }

    /// A table for people; all but the first column aligned right where `right` says so. Where the
    /// terminal is narrower than the table, each row is a block of names and values.
    pub fn table(&mut self, header: &[&str], right: &[usize], rows: Vec<Vec<String>>) {
        let mut table = Table::new();
        table.load_preset(UTF8_FULL_CONDENSED).set_header(header.to_vec()).add_rows(rows.clone());
        for column in right {
            if let Some(column) = table.column_mut(*column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let (text, columns) = (table.to_string(), self.columns.or_else(|| table.width()));
        let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or_default();
        if columns.is_none_or(|columns| widest <= columns.into()) {
            return self.say(text);
        }
        for row in rows {
            let named: Vec<(&str, String)> = header.iter().copied().zip(row).collect();
            self.facts(&named);
            self.say("");
        }
    }

    /// For machines.
    pub fn json(&self) -> Value {
        Value::Object(self.json.clone())
    }

    /// For people.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// To the standard output. That a reader has seen enough and closed it is no error.
    ///
    /// # Errors
    /// If it cannot be written: a full disk, for instance.
    pub fn print(&self, json: bool) -> io::Result<()> {
        print(&if json { format!("{:#}\n", self.json()) } else { self.text.clone() })
    }
}

/// Prints to the standard output.
///
/// # Errors
/// As [`Output::print`].
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(columns: Option<u16>) -> String {
        let mut output = Output { columns, ..Output::default() };
        let row = |n: u8| vec![n.to_string().repeat(44), "running".into(), format!("{n}.50 USDC")];
        output.table(&["order", "stage", "in escrow"], &[2], vec![row(1), row(2)]);
        output.text().to_owned()
    }

    #[test]
    fn a_table_fits_the_terminal() {
        let wide = shown(Some(80));
        assert!(wide.contains('┆') && wide.lines().all(|line| line.chars().count() <= 80), "{wide}");
        assert_eq!(shown(None), wide, "a pipe has no width");
        let narrow = shown(Some(60));
        assert!(narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
        assert!(!narrow.contains('┆') && narrow.contains("in escrow  2.50 USDC"), "{narrow}");
        assert!(narrow.contains(&"1".repeat(44)), "an address stays whole: {narrow}");
    }
}
