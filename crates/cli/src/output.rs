//! What a command says: to people, and to machines.

use {
    comfy_table::{presets::UTF8_FULL_CONDENSED, CellAlignment, Table},
    serde_json::{Map, Value},
    std::io::{self, Write},
};

/// What a command says.
#[derive(Clone, Debug, Default)]
pub struct Output {
    text: String,
    json: Map<String, Value>,
}

impl Output {
    /// A line for people.
    pub fn say(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
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

    /// A table of names and values for people.
    pub fn facts(&mut self, facts: &[(&str, String)]) {
        let width = facts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
        for (name, value) in facts {
            self.say(format!("{name:width$}  {value}").trim_end());
        }
    }

    /// A table for people; all but the first column aligned right where `right` says so.
    pub fn table(&mut self, header: &[&str], right: &[usize], rows: Vec<Vec<String>>) {
        let mut table = Table::new();
        table.load_preset(UTF8_FULL_CONDENSED).set_header(header.to_vec()).add_rows(rows);
        for column in right {
            if let Some(column) = table.column_mut(*column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self.say(table.to_string());
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
