//! The binary as a shell sees it: exit codes, one sentence on the standard error, JSON on the
//! standard output.

use {
    io_client::addresses::{Program, PROGRAMS},
    serde_json::{json, Value},
    std::{
        fs,
        io::{BufRead, BufReader, Read, Write},
        net::TcpListener,
        process::{Command, Output},
        thread,
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
    let said =
        format!("The cluster does not answer: no connection.\nThe cluster is {url}; --url names another.\n");
    assert_eq!(text(&failed.stderr), said);
    let failed = io(&["supply", "--url", &url, "--timeout", "2", "--json"]);
    assert_eq!(failed.status.code(), Some(5));
    let json: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(json["error"]["exit"], 5);
    assert_eq!(json["error"]["message"], "The cluster does not answer: no connection.");
}

/// A cluster without a single account, until the test ends; its URL.
fn desert() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut line, mut length) = (String::new(), 0);
            while stream.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            stream.read_exact(&mut body).unwrap();
            let call: Value = serde_json::from_slice(&body).unwrap();
            let none = vec![Value::Null; call["params"][0].as_array().unwrap().len()];
            let answer = json!({
                "jsonrpc": "2.0",
                "id": call["id"],
                "result": { "context": { "slot": 1 }, "value": none },
            });
            let answer = answer.to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\
                 content-length: {}",
                answer.len()
            );
            write!(stream.get_mut(), "{head}\r\n\r\n{answer}").unwrap();
        }
    });
    url
}

#[test]
fn what_was_said_before_a_failure_is_printed() {
    let folder = std::env::temp_dir().join(format!("io-verify-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for Program { name, .. } in PROGRAMS {
        fs::write(folder.join(name).with_extension("so"), name).unwrap();
    }
    let (url, programs) = (desert(), folder.display().to_string());
    let args = ["verify", "--programs", &programs, "--url", &url];
    let failed = io(&args);
    assert_eq!(failed.status.code(), Some(3), "{}", text(&failed.stderr));
    assert_eq!(text(&failed.stdout).matches("not there").count(), PROGRAMS.len(), "{}", text(&failed.stdout));
    assert!(text(&failed.stderr).starts_with("Not the code that was built here"), "{}", text(&failed.stderr));
    let failed = io(&[&args[..], &["--json"]].concat());
    let json: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(json["programs"].as_array().unwrap().len(), PROGRAMS.len());
    assert_eq!(json["error"]["exit"], 3);
    fs::remove_dir_all(&folder).unwrap();
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
    let failed = io(&["stake", "0", "much", "--json"]);
    assert_eq!(failed.status.code(), Some(2));
    let json: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!(json["error"]["exit"], 2);
    assert!(json["error"]["message"].as_str().unwrap().contains("much"), "{json}");
    let help = io(&["--help", "--json"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).contains("Exit codes"), "{}", text(&help.stdout));
    let config = io(&["supply", "--config", "/nowhere.yml"]);
    assert_eq!(config.status.code(), Some(1));
    assert!(
        text(&config.stderr).starts_with("Cannot read the config /nowhere.yml"),
        "{}",
        text(&config.stderr)
    );
}
