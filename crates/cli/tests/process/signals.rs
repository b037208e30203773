//! Ctrl-C: what it says of a transaction is true, whenever it comes.

use {
    crate::{command, io, leak, text, Town},
    io_testkit::chain::{serve, Call, Effect, FaultyChain},
    serde_json::Value,
    std::{
        io::{BufRead, BufReader, Read},
        process::{Child, Command, Stdio},
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc,
        },
        thread,
        time::{Duration, Instant},
    },
};

fn interrupt(child: &Child) {
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
}

#[test]
fn ctrl_c_after_a_send_tells_what_was_sent() {
    let town = Town::new("interrupt");
    // It takes the transaction, and confirms nothing.
    let chain = town.chain;
    let unsure = leak(FaultyChain::new(chain, |call| match call {
        Call::Statuses(signatures) => Effect::Unconfirmed(signatures.to_vec()),
        _ => Effect::Answer,
    }));
    let url = serve(unsure, |_| None);
    let mut child = command(&["stake", &town.node, "5", "-k", &town.key, "-u", &url])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    stderr.read_line(&mut line).unwrap();
    let signature = line.trim().strip_prefix("sent ").expect("the signature is printed").to_owned();
    interrupt(&child);
    let start = Instant::now();
    let status = child.wait().unwrap();
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert_eq!(status.code(), Some(9));
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert!(rest.contains(&format!("io confirm {signature}")), "{rest}");
    let confirmed = io(&["confirm", &signature, "-u", &serve(chain, |_| None)]);
    assert_eq!(confirmed.status.code(), Some(0), "it did land: {}", text(&confirmed.stderr));
}

#[test]
fn ctrl_c_before_a_send_says_that_nothing_was_done() {
    let town = Town::new("early");
    let asked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&asked);
    let url = serve(town.chain, move |method| {
        if method == "simulateTransaction" {
            seen.store(true, Ordering::Relaxed);
            thread::sleep(Duration::from_secs(20));
        }
        None
    });
    let child = command(&["stake", &town.node, "5", "-k", &town.key, "-u", &url, "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !asked.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(20));
    }
    interrupt(&child);
    let start = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert_eq!(output.status.code(), Some(130));
    assert!(text(&output.stderr).contains("nothing is on its way"), "{}", text(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["error"]["exit"], 130);
}

/// The call is under way for three seconds: nobody knows yet whether it has reached the cluster.
#[test]
fn ctrl_c_while_it_is_sent_waits_for_its_outcome() {
    let town = Town::new("sending");
    let asked = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&asked);
    let url = serve(town.chain, move |method| {
        if method == "sendTransaction" {
            seen.store(true, Ordering::Relaxed);
            thread::sleep(Duration::from_secs(3));
        }
        None
    });
    let child = command(&["stake", &town.node, "5", "-k", &town.key, "-u", &url])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !asked.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(20));
    }
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    let said = text(&output.stderr);
    assert!(!said.contains("nothing is on its way"), "{said}");
    // It landed, or the answer took longer than the process still waits for it.
    match output.status.code() {
        Some(0) => {
            let sent = said.lines().find_map(|line| line.strip_prefix("sent ")).expect("it is named");
            assert!(text(&output.stdout).contains(sent), "{}", text(&output.stdout));
        }
        code => {
            assert_eq!(code, Some(9), "{said}");
            assert!(said.contains("may still land") && said.contains("`io confirm "), "{said}");
        }
    }
}
