//! docs/commands.md: every instruction of the IDLs has a command and a keeper's task, or a line
//! that says why not.

use {
    clap::{Command, CommandFactory},
    io_cli::Cli,
    io_client::addresses::{Program, PROGRAMS},
    io_keeper::TASKS,
    serde_json::Value,
    std::{collections::BTreeSet, fs},
};

/// A row of the table: program, instruction, command, task.
fn rows() -> Vec<[String; 4]> {
    let path = format!("{}/../../docs/commands.md", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
    };
    let rows = text.lines().filter(|line| line.starts_with("| io_"));
    rows.map(|line| cells(line).try_into().unwrap_or_else(|_| panic!("four cells: {line}"))).collect()
}

/// Whether a command line names a command to its end: `io order settle`, not `io order`.
fn is_command(line: &str) -> bool {
    let mut words = line.split(' ');
    if words.next() != Some("io") {
        return false;
    }
    let mut command: Command = Cli::command();
    for word in words {
        match command.find_subcommand(word) {
            Some(found) => command = found.clone(),
            None => return false,
        }
    }
    !command.has_subcommands()
}

/// A cell in back quotes; none for words.
fn quoted(cell: &str) -> Option<&str> {
    cell.strip_prefix('`')?.strip_suffix('`')
}

#[test]
fn every_instruction_has_a_command_or_a_reason() {
    let rows = rows();
    let told: BTreeSet<(&str, &str)> = rows.iter().map(|row| (&row[0][..], &row[1][..])).collect();
    assert_eq!(told.len(), rows.len(), "an instruction is listed twice");
    let mut built = BTreeSet::new();
    let idls: Vec<(&str, Value)> = PROGRAMS
        .iter()
        .map(|Program { name, idl, .. }| (*name, serde_json::from_str(idl).unwrap()))
        .collect();
    for (name, idl) in &idls {
        let instructions = idl["instructions"].as_array().unwrap();
        built.extend(instructions.iter().map(|entry| (*name, entry["name"].as_str().unwrap())));
    }
    assert_eq!(told, built, "docs/commands.md and the IDLs differ");
    for [program, instruction, command, task] in &rows {
        match quoted(command) {
            Some(line) => assert!(is_command(line), "{program}.{instruction}: there is no command {line}"),
            None => assert!(command.starts_with("none: ") && command.len() > 12, "{instruction}: {command}"),
        }
        match quoted(task) {
            Some(name) => assert!(TASKS.contains(&name), "{program}.{instruction}: no task {name}"),
            None => assert!(task.len() > 10, "{program}.{instruction}: say why no keeper does it"),
        }
    }
    for task in TASKS {
        let told = rows.iter().any(|row| quoted(&row[3]) == Some(task));
        assert!(told, "docs/commands.md does not say what the keeper's {task} sends");
    }
}
