//! The binary as a shell sees it: exit codes, one sentence on the standard error, JSON on the standard output.

use {
    serde_json::Value,
    std::{
        net::TcpListener,
        process::{Command, Output},
    },
};

fn io(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_io")).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A URL at which nobody listens.
fn nowhere() -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{free}")
}

#[test]
fn what_needs_no_cluster_is_done() {
    let done = io(&["schedule", "--month", "240", "--offline"]);
    assert_eq!(done.status.code(), Some(0));
    assert!(text(&done.stdout).contains("300,000,000"), "{}", text(&done.stdout));
    assert_eq!(text(&done.stderr), "");
    let done = io(&["schedule", "--month", "240", "--offline", "--json"]);
    let json: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(json["months"][0]["emitted_so_far"], "30000000000000000");
}

#[test]
fn a_cluster_that_does_not_answer_is_5() {
    let url = nowhere();
    let failed = io(&["supply", "--url", &url, "--timeout", "2"]);
    assert_eq!(failed.status.code(), Some(5));
    assert_eq!(text(&failed.stdout), "");
    assert_eq!(text(&failed.stderr), "The cluster does not answer: no connection.\n");
    let failed = io(&["supply", "--url", &url, "--timeout", "2", "--json"]);
    assert_eq!(failed.status.code(), Some(5));
    let json: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(json["error"]["exit"], 5);
    assert_eq!(json["error"]["message"], "The cluster does not answer: no connection.");
}

#[test]
fn a_command_line_that_is_wrong_is_2() {
    for (args, word) in [
        (&["supply", "--colour"] as &[&str], "--colour"),
        (&["stake", "0", "much"], "much"),
        (&["order", "quote", "--processors", "1", "--rate", "1", "--for", "1d"], "currency"),
        (&[], "Usage"),
    ] {
        let failed = io(args);
        assert_eq!(failed.status.code(), Some(2), "{args:?}");
        assert_eq!(text(&failed.stdout), "");
        assert!(text(&failed.stderr).contains(word), "{}", text(&failed.stderr));
    }
    let config = io(&["supply", "--config", "/nowhere.yml"]);
    assert_eq!(config.status.code(), Some(1));
    assert!(
        text(&config.stderr).starts_with("Cannot read the config /nowhere.yml"),
        "{}",
        text(&config.stderr)
    );
}
