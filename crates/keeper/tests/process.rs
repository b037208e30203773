//! The daemon as a process: it reads its config, serves its health, lives without a cluster, and
//! stops when told to.

use {
    solana_keypair::{write_keypair_file, Keypair},
    std::{
        fs::{self, File},
        io::{Read, Write},
        net::{TcpListener, TcpStream},
        path::PathBuf,
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

/// A folder with a key, of this test alone.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("io-keeper-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    write_keypair_file(&Keypair::new(), folder.join("keeper.json")).unwrap();
    folder
}

fn terminate(keeper: &Child) {
    let told = Command::new("kill").args(["-TERM", &keeper.id().to_string()]).status().unwrap();
    assert!(told.success());
}

#[test]
fn it_lives_without_a_cluster_and_stops_when_told_to() {
    let folder = folder("lives");
    let (key, log) = (folder.join("keeper.json"), folder.join("keeper.log"));
    let (port, nobody) = (free_port(), free_port());
    let mut keeper: Child = Command::new(env!("CARGO_BIN_EXE_io-keeper"))
        .args(["--url", &format!("http://127.0.0.1:{nobody}")])
        .args(["--keypair", &key.display().to_string()])
        .args(["--listen", &format!("127.0.0.1:{port}"), "--interval", "1"])
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let health = until("no health", || get(port, "/health"));
    assert!(health.starts_with("HTTP/1.1 503"), "{health}");
    until("no failed pass", || get(port, "/metrics").filter(|text| text.contains("outcome=\"failed\"")));
    terminate(&keeper);
    let exit = until("it does not stop", || keeper.try_wait().unwrap());
    // The last pass was not clean.
    assert_eq!(exit.code(), Some(1));
    let told = fs::read_to_string(&log).unwrap();
    assert!(told.contains("INFO") && told.contains("the keeper stops"), "{told}");
    assert!(!told.contains('\x1b'), "colours in a file: {told}");
    fs::remove_dir_all(&folder).unwrap();
}

/// By its config file, and while the cluster takes every call and answers none.
#[test]
fn it_stops_while_the_cluster_hangs() {
    let folder = folder("hangs");
    // Connections are taken in, and stay without an answer.
    let cluster = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free_port();
    let config = format!(
        "url = \"http://{}\"\nkeypair = \"{}\"\nlisten = \"127.0.0.1:{port}\"\ntimeout_seconds = 600\n",
        cluster.local_addr().unwrap(),
        folder.join("keeper.json").display()
    );
    let file = folder.join("keeper.toml");
    fs::write(&file, config).unwrap();
    let mut keeper: Child = Command::new(env!("CARGO_BIN_EXE_io-keeper"))
        .args(["--config", &file.display().to_string()])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("it listens where the file says", || get(port, "/health"));
    cluster.set_nonblocking(true).unwrap();
    let _asked = until("it asks the cluster of the file", || cluster.accept().ok());
    terminate(&keeper);
    let told = Instant::now();
    let exit = until("it does not stop", || keeper.try_wait().unwrap());
    assert!(told.elapsed() < Duration::from_secs(5), "{:?}", told.elapsed());
    assert_eq!(exit.code(), Some(1));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_config_file_that_is_wrong_is_named() {
    let folder = folder("wrong");
    let file = folder.join("keeper.toml");
    for (text, word) in [(None, "cannot read"), (Some("colour = 'red'"), "colour")] {
        if let Some(text) = text {
            fs::write(&file, text).unwrap();
        }
        let keeper =
            Command::new(env!("CARGO_BIN_EXE_io-keeper")).arg("--config").arg(&file).output().unwrap();
        assert_eq!(keeper.status.code(), Some(2));
        let said = String::from_utf8_lossy(&keeper.stderr).into_owned();
        assert!(said.contains(word) && said.contains("keeper.toml"), "{said}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn without_a_key_it_says_so() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_io-keeper")).args(["--keypair", "/nowhere.json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("solana-keygen new"));
}
