//! The binary as a shell sees it: exit codes, one sentence on the standard error, JSON on the
//! standard output.

mod signals;

use {
    io_client::addresses::{Program, PROGRAMS},
    io_testkit::{
        chain::{serve, Instead, WorldChain},
        staking::H100,
        World,
    },
    serde_json::Value,
    solana_keypair::{write_keypair_file, Keypair},
    std::{
        ffi::OsStr,
        fs::{self, File, OpenOptions},
        net::TcpListener,
        os::unix::{ffi::OsStrExt, fs::PermissionsExt},
        path::PathBuf,
        process::{Command, Output, Stdio},
        time::{Duration, Instant},
    },
};

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_io"));
    // Nobody's own config is read.
    command.args(args).env("HOME", "/nowhere");
    command
}

fn io(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A URL at which nobody listens.
fn nowhere() -> String {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{free}")
}

/// A chain that is served until the process ends.
fn leak<T>(chain: T) -> &'static T {
    Box::leak(Box::new(chain))
}

/// A folder of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("io-process-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A cluster behind HTTP, with a node that is ready and a holder of 1,000 IO; the holder's key
/// file, too.
struct Town {
    chain: &'static WorldChain,
    key: String,
    node: String,
}

impl Town {
    fn new(name: &str) -> Self {
        let (mut world, cast, _) = World::with_orders();
        world.start_buyback();
        let (_, node) = world.ready_node(&cast, H100, 8);
        let holder = world.holder(&cast, 1_000);
        let key = folder(name).join("holder.json");
        write_keypair_file(&holder, &key).unwrap();
        let key = key.display().to_string();
        Self { chain: leak(WorldChain::new(world)), key, node: node.to_string() }
    }

    fn url(&self) -> String {
        serve(self.chain, |_| None)
    }
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

#[test]
fn a_cluster_that_is_none_is_2() {
    for url in ["foo", "rpc.example.com", "ws://localhost:8900", "http://"] {
        let failed = io(&["supply", "--url", url]);
        assert_eq!(failed.status.code(), Some(2), "{url}");
        assert!(text(&failed.stderr).starts_with("--url: "), "{}", text(&failed.stderr));
    }
    let failed = io(&["supply", "--url", "localhost:1", "--timeout", "2"]);
    assert_eq!(failed.status.code(), Some(5), "the scheme of this machine's own is http");
}

/// A server that serves nothing but this.
fn refusing(head: &'static str, body: &'static str) -> String {
    serve(leak(WorldChain::new(World::new())), move |_| Some((head, body)) as Instead)
}

#[test]
fn a_time_out_is_the_whole_calls_and_the_reason_is_told() {
    for (head, body, word) in [
        (
            "429 Too Many Requests\r\nRetry-After: 60",
            "Too many requests from your IP",
            "asks to wait 60 seconds: HTTP 429 Too Many Requests, Too many requests from your IP",
        ),
        ("403 Forbidden", r#"{"error":{"message":"no such key"}}"#, "HTTP 403 Forbidden, no such key"),
        ("410 Gone", "this plan has ended", "HTTP 410 Gone, this plan has ended"),
    ] {
        let url = refusing(head, body);
        let start = Instant::now();
        let failed = io(&["supply", "--url", &url, "--timeout", "5"]);
        assert_eq!(failed.status.code(), Some(5), "{head}");
        assert!(text(&failed.stderr).contains(word), "{}", text(&failed.stderr));
        assert!(start.elapsed() < Duration::from_secs(40), "{head}: {:?}", start.elapsed());
    }
}

#[test]
fn a_send_that_no_node_has_seen_is_told_as_that() {
    let town = Town::new("busy");
    let url = serve(town.chain, |method| {
        (method == "sendTransaction").then_some(("429 Too Many Requests\r\nRetry-After: 60", "slow down"))
    });
    let start = Instant::now();
    let args = ["stake", &town.node, "5", "-k", &town.key, "-u", &url, "--timeout", "5"];
    let failed = io(&args);
    let said = text(&failed.stderr);
    assert_eq!(failed.status.code(), Some(5), "{said}");
    assert!(said.contains("takes no more calls") && said.contains("slow down"), "{said}");
    assert!(!said.contains("sent "), "{said}");
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
}

#[test]
fn what_was_said_before_a_failure_is_printed() {
    let folder = folder("verify");
    for Program { name, .. } in PROGRAMS {
        fs::write(folder.join(name).with_extension("so"), name).unwrap();
    }
    let mut bare = World::new();
    bare.svm = Default::default();
    let url = serve(leak(WorldChain::new(bare)), |_| None);
    let programs = folder.display().to_string();
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
    let said = text(&config.stderr);
    assert!(said.starts_with("Cannot read the config /nowhere.yml"), "{said}");
}

#[test]
fn a_config_that_cannot_be_read_is_not_taken_for_none() {
    let home = folder("home");
    // A folder in the place of the file.
    fs::create_dir_all(home.join(".config/solana/cli/config.yml")).unwrap();
    let failed = Command::new(env!("CARGO_BIN_EXE_io")).arg("supply").env("HOME", &home).output().unwrap();
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stderr).starts_with("Cannot read the config"), "{}", text(&failed.stderr));
    fs::remove_dir_all(&home).unwrap();
}

/// The write end of a pipe that nobody reads any more.
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_reader_that_has_seen_enough_changes_no_exit_code() {
    let url = nowhere();
    for args in [
        &["supply", "-u", &url, "--timeout", "1"] as &[&str],
        &["supply", "-u", &url, "--timeout", "1", "--json"],
    ] {
        let status = command(args).stdout(closed_pipe()).stderr(closed_pipe()).status().unwrap();
        assert_eq!(status.code(), Some(5), "{args:?}");
    }
    let done = ["schedule", "--offline", "--monthly"];
    assert_eq!(command(&done).stdout(closed_pipe()).status().unwrap().code(), Some(0));
    let wrong = command(&["supply", "--colour", "--json"]);
    let mut wrong = wrong;
    assert_eq!(wrong.stdout(closed_pipe()).stderr(closed_pipe()).status().unwrap().code(), Some(2));
}

#[test]
fn a_full_disk_is_no_success() {
    for args in [&["schedule", "--offline"] as &[&str], &["--help"], &["--version"], &["completions", "bash"]]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let done = command(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{args:?}");
        assert!(text(&done.stderr).contains("the standard output takes nothing"), "{}", text(&done.stderr));
    }
}

#[test]
fn an_argument_that_is_no_text_is_2() {
    let lines: [&[&[u8]]; 2] = [&[b"\xff"], &[b"supply", b"--json", b"--url", b"\xfe"]];
    for args in lines {
        let failed = command(&[]).args(args.iter().map(|arg| OsStr::from_bytes(arg))).output().unwrap();
        assert_eq!(failed.status.code(), Some(2), "{}", text(&failed.stderr));
        if args.contains(&(b"--json" as &[u8])) {
            let json: Value = serde_json::from_slice(&failed.stdout).unwrap();
            assert_eq!(json["error"]["exit"], 2);
        }
    }
}

#[test]
fn a_time_out_is_a_second_to_a_day() {
    for seconds in ["0", "86401", "18446744073709551615"] {
        let failed = io(&["supply", "--timeout", seconds]);
        assert_eq!(failed.status.code(), Some(2), "{seconds}");
        assert!(text(&failed.stderr).contains("1..=86400"), "{}", text(&failed.stderr));
    }
}

#[test]
fn without_a_home_the_current_folder_names_no_cluster() {
    let folder = folder("no-home");
    let config = folder.join(".config/solana/cli");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("config.yml"), "json_rpc_url: foo\n").unwrap();
    let run = |home: Option<&OsStr>| {
        let mut command = command(&["schedule", "--offline"]);
        match home {
            None => command.env_remove("HOME"),
            Some(home) => command.env("HOME", home),
        };
        command.current_dir(&folder).output().unwrap().status.code()
    };
    assert_eq!(run(None), Some(0));
    assert_eq!(run(Some(OsStr::new(""))), Some(0));
    assert_eq!(run(Some(folder.as_os_str())), Some(2), "that is a home");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn each_thing_that_is_no_key_is_7() {
    let folder = folder("keys");
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let town = Town::new("keys-town");
    let url = town.url();
    let numbers = format!("{:?}", Keypair::new().to_bytes());
    for (key, word) in [
        ("/nowhere.json".to_owned(), "solana-keygen new"),
        (folder.display().to_string(), "is a folder"),
        ("/dev/zero".into(), "no regular file"),
        (file("short.json", "[1,2,3]"), "3 bytes"),
        (file("words.txt", &["abandon"; 12].join(" ")), "seed phrase"),
        ("usb://ledger".into(), "hardware wallet"),
        ("prompt://".into(), "seed phrase"),
    ] {
        let failed = io(&["balance", "-k", &key, "-u", &url]);
        assert_eq!(failed.status.code(), Some(7), "{key}: {}", text(&failed.stderr));
        assert!(text(&failed.stderr).contains(word), "{}", text(&failed.stderr));
    }
    // One that nobody may read.
    let shut = file("shut.json", &numbers);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o0)).unwrap();
    let failed = without_rights(&shut, &["balance", "-k", &shut, "-u", &url]).output().unwrap();
    assert_eq!(failed.status.code(), Some(7), "{}", text(&failed.stderr));
    let cause = format!("No permission to read {shut}: run as the user that owns it");
    assert!(text(&failed.stderr).contains(&cause), "{}", text(&failed.stderr));
    // A key on the standard input.
    let path = file("key.json", &numbers);
    let done =
        command(&["balance", "-k", "-", "-u", &url]).stdin(File::open(path).unwrap()).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    fs::remove_dir_all(&folder).unwrap();
}

/// The tool without root's right to read what is `shut`, if these tests have it.
fn without_rights(shut: &str, args: &[&str]) -> Command {
    if File::open(shut).is_err() {
        return command(args);
    }
    let mut command = Command::new("setpriv");
    command.args(["--inh-caps=-all", "--bounding-set=-all", env!("CARGO_BIN_EXE_io")]);
    command.args(args).env("HOME", "/nowhere");
    command
}
