//! The program itself: what it says, its config, how it starts and stops.

use {
    crate::town::{new_file, story},
    io_testkit::cluster::Cluster,
    std::{
        process::{Child, Command, Output, Stdio},
        time::{Duration, Instant},
    },
};

fn index(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_io-index"));
    command.args(arguments).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    index(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_says_what_is_wrong() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let file = |name: &str, text: &str| {
        let path = format!("{folder}/{name}.toml");
        std::fs::write(&path, text).unwrap();
        path
    };
    let hook = |more: &str| format!("[[webhook]]\nname = \"a\"\nurl = \"https://example.com\"\n{more}\n");
    let secret = "secret = \"0123456789abcdef\"";
    for (arguments, word) in [
        (vec!["--url", "foo"], "there is no cluster \"foo\""),
        (vec!["--url", "rpc.example.com"], "write https://rpc.example.com"),
        (vec![], "name the cluster: --url"),
        (vec!["--config", "/nowhere.toml"], "cannot read /nowhere.toml"),
        (vec!["--url", "l", "--treasury", "/nowhere.json"], "cannot be read"),
        (vec!["--url", "l", "--database", "mysql://x"], "\"mysql://\" is not supported"),
        (vec!["--config", &file("unknown", "colour = 1")], "unknown field `colour`"),
        (
            vec!["--url", "l", "-c", &file("none", &hook(""))],
            "name one of secret_file, secret_env and secret",
        ),
        (vec!["--url", "l", "-c", &file("short", &hook("secret = \"abc\""))], "needs 16 bytes at least"),
        (
            vec!["--url", "l", "-c", &file("kind", &hook(&format!("{secret}\nalerts = [\"all\"]")))],
            "there is no alert",
        ),
        (
            vec!["--url", "l", "-c", &file("who", &hook(&format!("{secret}\naddresses = [\"me\"]")))],
            "is no address",
        ),
        (vec!["--url", "l", "-c", &file("twice", &hook(secret).repeat(2))], "a name of its own"),
        (vec!["--url", "l", "-c", &file("http", &hook(secret).replace("https", "http"))], "must be https://"),
    ] {
        let done = run(&arguments);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(word), "{arguments:?}: {said}");
        assert!(!said.contains("0123456789abcdef"), "a secret is shown: {said}");
    }
}

#[test]
fn the_example_is_a_whole_config() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/index.example.toml");
    let file = new_file("example");
    let done = run(&["--config", example, "--database", &file, "dump"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let help = text(&run(&["--help"]).stdout);
    for flag in ["--url", "--database", "--listen", "--config", "--treasury", "--once", "docs/index.md"] {
        assert!(help.contains(flag), "{flag} is not in {help}");
    }
    assert!(text(&run(&["--man"]).stdout).contains("io-index"));
}

/// A free port of this machine, and the address at it.
fn free() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn get(address: &str, path: &str) -> Option<String> {
    let url = format!("http://{address}{path}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { reqwest::get(url).await.ok()?.text().await.ok() })
}

/// Waits until an index says that it has everything.
fn wait_for(address: &str) {
    let start = Instant::now();
    loop {
        let status = get(address, "/v1/status").unwrap_or_default();
        if status.contains("\"complete\":true") {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{status}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Ends a process that a test left behind.
struct Kept(Child);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_starts_by_one_command_and_stops_at_once() {
    let url = story().cluster.url();
    let file = new_file("once");
    let once = run(&["--url", &url, "--database", &file, "--once"]);
    assert!(once.status.success(), "{}", text(&once.stderr));
    let dump = text(&run(&["dump", "--database", &file]).stdout);
    assert!(dump.contains("OrderSettled"));

    let file = new_file("process");
    let address = free();
    let arguments = ["--url", &url, "--database", &file, "--listen", &address];
    let mut process = Kept(index(&arguments).stderr(Stdio::null()).spawn().unwrap());
    wait_for(&address);
    let get = |path: &str| get(&address, path);
    assert!(get("/metrics").unwrap().contains("io_index_http_seconds"));
    assert!(get("/v1/events?limit=1").unwrap().contains("\"items\""));
    // Figures of the cluster come within seconds; the node's own words are what counts.
    let start = Instant::now();
    while !(get("/v1/supply").unwrap().contains("circulating")
        && get("/v1/solvency").unwrap().contains("owed"))
    {
        assert!(start.elapsed() < Duration::from_secs(60), "no figures: {}", get("/v1/supply").unwrap());
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(get("/v1/solvency").unwrap().contains("\"covered\":true"));
    assert_eq!(get("/health").unwrap(), "ok\n");
    let start = Instant::now();
    let told = Command::new("kill").args(["-INT", &process.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    let status = process.0.wait().unwrap();
    assert!(status.success(), "{status}");
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    let again = text(&run(&["--database", &file, "dump"]).stdout);
    assert_eq!(again, dump, "the same tables as from --once");
}

/// `--once` ends where a node can never give what is missing.
#[test]
fn once_does_not_wait_for_what_is_gone() {
    let cluster = Cluster::at_end(story().cluster.tape().clone());
    let transactions = &cluster.tape().transactions;
    cluster.forget_before(transactions[transactions.len() / 2].slot);
    let done = run(&["--url", &cluster.url(), "--database", &new_file("gone"), "--once"]);
    assert_eq!(done.status.code(), Some(2), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("use a node that keeps all history"), "{}", text(&done.stderr));
}

#[test]
fn others_answer_from_the_same_tables() {
    let url = story().cluster.url();
    let file = new_file("shared");
    let nowhere = new_file("missing");
    let missing = run(&["--read-only", "--database", &nowhere]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing.stderr).contains("no index has filled this database yet"));
    assert!(!std::fs::exists(&nowhere).unwrap(), "a file was made");
    assert!(run(&["--url", &url, "--database", &file, "--once"]).status.success());
    let before = text(&run(&["dump", "--database", &file]).stdout);
    let addresses = [free(), free()];
    let _processes = addresses.each_ref().map(|address| {
        let arguments = ["--read-only", "--database", &file, "--listen", address];
        Kept(index(&arguments).stderr(Stdio::null()).spawn().unwrap())
    });
    for address in &addresses {
        wait_for(address);
    }
    let [one, other] = addresses.each_ref().map(|address| get(address, "/v1/events?limit=1000").unwrap());
    assert!(one.contains("OrderSettled"));
    assert_eq!(one, other);
    assert_eq!(text(&run(&["dump", "--database", &file]).stdout), before);
}
