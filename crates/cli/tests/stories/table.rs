//! docs/mistakes.md: each of its commands fails with the exit code and the sentence that it shows.

use {
    crate::{ready_node, shell::Shell, town},
    clap::CommandFactory,
    io_cli::{Cli, Exit},
    io_rpc::{Chain, Fault},
    io_testkit::chain::{Call, Effect, FaultyChain},
    std::{
        fs,
        sync::atomic::{AtomicBool, Ordering},
    },
};

/// An example: the exit code, who types, the command, the sentence.
struct Row {
    exit: u8,
    who: String,
    command: String,
    said: String,
}

fn rows() -> Vec<Row> {
    let path = format!("{}/../../docs/mistakes.md", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).unwrap();
    let (_, block) = text.split_once("```text\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let mut rows: Vec<Row> = Vec::new();
    for line in block.lines() {
        // What the tool says is indented.
        if let (Some(said), Some(row)) = (line.strip_prefix("    "), rows.last_mut()) {
            row.said = format!("{} {said}", row.said).trim_start().to_owned();
            continue;
        }
        let (typed, command) = line.split_once(": io ").unwrap();
        let (exit, who) = typed.split_once(", ").unwrap();
        let exit = exit.parse().unwrap();
        rows.push(Row { exit, who: who.to_owned(), command: command.to_owned(), said: String::new() });
    }
    rows
}

/// The key file of whoever the page means, and how the cluster behaves.
fn cast(who: &str) -> &'static str {
    match who {
        "a wallet without IO" => "stranger",
        "a wallet without SOL" => "nobody",
        "a key that is not there" => "ghost",
        "a holder" | "anyone, no answer" | "a holder, the answer is lost" => "holder",
        "the client" => "client",
        "the operator" => "operator",
        other => panic!("docs/mistakes.md names nobody whom the test knows: {other}"),
    }
}

/// What a command says that fails, with its exit code; what differs from run to run by its name.
fn fails(shell: &Shell, chain: &dyn Chain, row: &Row, names: &[(String, &str)]) -> (u8, String) {
    let mut line = row.command.clone();
    for (value, name) in names {
        line = line.replace(name, value);
    }
    let failure = match shell.run_on(chain, cast(&row.who), &line) {
        Err(failure) => failure,
        Ok(output) => panic!("io {line}: done\n{}", output.text()),
    };
    let said = failure.to_string();
    let mut said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for (value, name) in names {
        said = said.replace(value, name);
    }
    if let Some(signature) = &failure.signature {
        said = said.replace(&**signature, "$SIGNATURE");
    }
    (failure.exit as u8, said)
}

/// The first numbers of lines: after `before` in a help, or in the rows of a table.
fn codes(text: &str, before: &str) -> Vec<u8> {
    let number = |line: &str| line.trim_start_matches('|').split_whitespace().next()?.parse().ok();
    text.lines().filter(|line| line.starts_with(before)).filter_map(number).collect()
}

#[test]
fn the_help_and_the_page_list_every_exit_code() {
    let help = Cli::command().render_long_help().to_string();
    let (_, help) = help.split_once("Exit codes:").unwrap();
    let path = format!("{}/../../docs/mistakes.md", env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(path).unwrap();
    let (page, _) = page.split_once("`io-keeper` ends").unwrap();
    let all: Vec<u8> = (0..=Exit::Pending as u8).chain([Exit::Stopped as u8]).collect();
    assert_eq!(codes(help, ""), all, "io --help");
    assert_eq!(codes(page, "| "), all, "docs/mistakes.md");
}

#[test]
fn each_row_of_the_page_is_what_the_tool_says() {
    let rows = rows();
    let codes: std::collections::BTreeSet<u8> = rows.iter().map(|row| row.exit).collect();
    assert!(codes.is_superset(&(2..=9).collect()), "a row for each exit code: {codes:?}");
    for row in &rows {
        let shell = town();
        let node = ready_node(&shell);
        let order = format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --id 1");
        let order = shell.io("client", &order)["order"]["address"].as_str().unwrap().to_owned();
        let no_order = io_client::orders::order_address(&shell.address("client"), 9);
        let me = match cast(&row.who) {
            "ghost" => shell.file("ghost").display().to_string(),
            who => shell.address(who).to_string(),
        };
        let names = [
            (node, "$NODE"),
            (order, "$ORDER"),
            (no_order.to_string(), "$NO_ORDER"),
            (me, "$ME"),
            (shell.address("operator").to_string(), "$OPERATOR"),
            (shell.address("oracle").to_string(), "$ORACLE"),
        ];
        let dead = AtomicBool::new(row.who.ends_with("no answer"));
        let chain = FaultyChain::new(&shell.chain, |call| match call {
            _ if dead.load(Ordering::Relaxed) => Effect::Fail(Fault::Unreachable("no connection".into())),
            Call::Send(_) if row.who.ends_with("is lost") => {
                dead.store(true, Ordering::Relaxed);
                Effect::Lose
            }
            _ => Effect::Answer,
        });
        let (exit, said) = fails(&shell, &chain, row, &names);
        assert_eq!((exit, &said), (row.exit, &row.said), "io {}", row.command);
    }
}
