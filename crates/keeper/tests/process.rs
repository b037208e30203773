//! The daemon as a process: it serves its health, lives without a cluster, and stops when told to.

use {
    solana_keypair::{write_keypair_file, Keypair},
    std::{
        fs,
        io::{Read, Write},
        net::{TcpListener, TcpStream},
        process::{Child, Command, Stdio},
        thread,
        time::{Duration, Instant},
    },
};

/// A port that is free, for a moment at least.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn get(port: u16, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

#[test]
fn it_lives_without_a_cluster_and_stops_when_told_to() {
    let folder = std::env::temp_dir().join(format!("io-keeper-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let key = folder.join("keeper.json");
    write_keypair_file(&Keypair::new(), &key).unwrap();
    let (port, nobody) = (free_port(), free_port());
    let mut keeper: Child = Command::new(env!("CARGO_BIN_EXE_io-keeper"))
        .args(["--url", &format!("http://127.0.0.1:{nobody}")])
        .args(["--keypair", &key.display().to_string()])
        .args(["--listen", &format!("127.0.0.1:{port}"), "--interval", "1"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let health = until("no health", || get(port, "/health"));
    assert!(health.starts_with("HTTP/1.1 503"), "{health}");
    until("no failed pass", || get(port, "/metrics").filter(|text| text.contains("outcome=\"failed\"")));
    let told = Command::new("kill").args(["-TERM", &keeper.id().to_string()]).status().unwrap();
    assert!(told.success());
    let exit = until("it does not stop", || keeper.try_wait().unwrap());
    // The last pass was not clean.
    assert_eq!(exit.code(), Some(1));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn without_a_key_it_says_so() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_io-keeper")).args(["--keypair", "/nowhere.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("solana-keygen new"));
}
