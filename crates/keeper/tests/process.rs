//! The daemon as a process: it reads its config, serves its health, lives without a cluster, and
//! stops when told to.

use {
    io_testkit::{
        chain::{serve, WorldChain},
        World,
    },
    solana_keypair::{write_keypair_file, Keypair},
    std::{
        fs::{self, File},
        io::{Read, Write},
        net::{TcpListener, TcpStream},
        os::unix::fs::PermissionsExt,
        path::PathBuf,
        process::{Child, Command, Stdio},
        sync::atomic::{AtomicBool, Ordering},
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
    // Long before the call's own time-out, however busy this machine is.
    assert!(told.elapsed() < Duration::from_secs(60), "{:?}", told.elapsed());
    assert_eq!(exit.code(), Some(1));
    fs::remove_dir_all(&folder).unwrap();
}

/// What packaging/Dockerfile asks a running keeper, and what it makes of the answers.
#[test]
fn the_images_health_check_says_whether_it_is_well() {
    let image = include_str!("../../../packaging/Dockerfile");
    // A line that ends in a backslash goes on.
    let image = image.replace("\\\n", "");
    let line = image.lines().find(|line| line.starts_with("HEALTHCHECK ")).unwrap();
    let check = line.split_once("CMD bash -c").unwrap().1.trim().trim_matches('\'');
    let folder = folder("image");
    let (world, ..) = World::with_orders();
    let chain: &'static WorldChain = Box::leak(Box::new(WorldChain::new(world)));
    let payer = Keypair::new();
    chain.world().svm.airdrop(&solana_signer::Signer::pubkey(&payer), 1_000_000_000).unwrap();
    write_keypair_file(&payer, folder.join("keeper.json")).unwrap();
    let nobody = format!("http://127.0.0.1:{}", free_port());
    for (url, outcome, is_well) in [(serve(chain, |_| None), "clean", true), (nobody, "failed", false)] {
        let port = free_port();
        let mut keeper = keeper(&folder, &url, port, Stdio::null());
        until("no pass", || (passes(port, outcome) > 0).then_some(()));
        let asked = check.replace("9464", &port.to_string());
        let status = Command::new("bash").args(["-c", &asked]).status().unwrap();
        assert_eq!(status.success(), is_well, "{asked}");
        terminate(&keeper);
        until("it does not stop", || keeper.try_wait().unwrap());
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn it_prints_its_manual_page() {
    let output = Command::new(env!("CARGO_BIN_EXE_io-keeper")).arg("--man").output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(page.contains(".TH io-keeper 1") && page.contains("price\\-shard"), "{page}");
}

#[test]
fn a_full_disk_is_no_success() {
    for args in [["--help"], ["--version"], ["--man"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut keeper = Command::new(env!("CARGO_BIN_EXE_io-keeper"));
        let done = keeper.args(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{args:?}");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(said.contains("the standard output takes nothing"), "{said}");
    }
}

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = folder("taken");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut keeper = keeper(&folder, "l", taken.local_addr().unwrap().port(), Stdio::piped());
    let exit = until("it does not end", || keeper.try_wait().unwrap());
    assert_eq!(exit.code(), Some(2));
    let mut said = String::new();
    keeper.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(said.contains("cannot listen at 127.0.0.1:") && said.contains("--listen"), "{said}");
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
fn each_thing_that_is_no_key_is_told() {
    let folder = folder("keys");
    for (key, word) in [
        ("/nowhere.json".to_owned(), "solana-keygen new"),
        (folder.display().to_string(), "is a folder"),
        ("/dev/zero".into(), "no regular file"),
        ("usb://ledger".into(), "hardware wallet"),
    ] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_io-keeper")).args(["--keypair", &key]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(word), "{said}");
    }
    // A file that nobody may read, and one in a folder that nobody may enter.
    let shut = folder.join("shut");
    fs::create_dir(&shut).unwrap();
    let [file, inside] = [folder.join("keeper.json"), shut.join("keeper.json")];
    fs::copy(&file, &inside).unwrap();
    [&file, &shut].into_iter().for_each(|path| set_mode(path, 0));
    for key in [&file, &inside] {
        let output = without_rights(&file).arg("--keypair").arg(key).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let cause = format!("no permission to read {}: run as the user that owns it", key.display());
        assert!(said.contains(&cause), "{said}");
    }
    set_mode(&shut, 0o700);
    fs::remove_dir_all(&folder).unwrap();
}

fn set_mode(path: &std::path::Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The keeper without root's right to read what is `shut`, if these tests have it.
fn without_rights(shut: &std::path::Path) -> Command {
    let keeper = env!("CARGO_BIN_EXE_io-keeper");
    if File::open(shut).is_err() {
        return Command::new(keeper);
    }
    let mut command = Command::new("setpriv");
    command.args(["--inh-caps=-all", "--bounding-set=-all", keeper]);
    command
}

#[test]
fn a_cluster_that_is_none_is_told_at_once() {
    for url in ["foo", "rpc.example.com"] {
        let output = Command::new(env!("CARGO_BIN_EXE_io-keeper")).args(["-u", url]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{url}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("url: "), "{output:?}");
    }
}

/// Passes so far, by their outcome.
fn passes(port: u16, outcome: &str) -> u32 {
    let text = get(port, "/metrics").unwrap_or_default();
    let name = format!("io_keeper_passes_total{{outcome=\"{outcome}\"}} ");
    text.lines().find_map(|line| line.strip_prefix(&name)?.parse().ok()).unwrap_or_default()
}

/// The write end of a pipe that nobody reads any more.
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

/// A keeper of this URL that writes its log there.
fn keeper(folder: &std::path::Path, url: &str, port: u16, log: Stdio) -> Child {
    Command::new(env!("CARGO_BIN_EXE_io-keeper"))
        .args(["--url", url, "--interval", "1", "--listen", &format!("127.0.0.1:{port}")])
        .args(["--keypair", &folder.join("keeper.json").display().to_string()])
        .stderr(log)
        .spawn()
        .unwrap()
}

#[test]
fn whoever_reads_its_log_it_goes_on() {
    let folder = folder("deaf");
    let (port, nobody) = (free_port(), free_port());
    let mut keeper = keeper(&folder, &format!("http://127.0.0.1:{nobody}"), port, closed_pipe());
    until("no passes", || (passes(port, "failed") > 1).then_some(()));
    // Nor does it matter that its key's file is gone.
    fs::remove_file(folder.join("keeper.json")).unwrap();
    let before = passes(port, "failed");
    until("no more passes", || (passes(port, "failed") > before).then_some(()));
    terminate(&keeper);
    let exit = until("it does not stop", || keeper.try_wait().unwrap());
    assert_eq!(exit.code(), Some(1));
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn it_outlives_a_server_that_serves_nobody_for_a_while() {
    let folder = folder("busy");
    static BUSY: AtomicBool = AtomicBool::new(true);
    let (mut world, ..) = World::with_orders();
    world.start_buyback();
    world.pass(7_200);
    let chain: &'static WorldChain = Box::leak(Box::new(WorldChain::new(world)));
    let payer = Keypair::new();
    chain.world().svm.airdrop(&solana_signer::Signer::pubkey(&payer), 1_000_000_000).unwrap();
    write_keypair_file(&payer, folder.join("keeper.json")).unwrap();
    let url = serve(chain, |_| {
        BUSY.load(Ordering::Relaxed).then_some(("429 Too Many Requests\r\nRetry-After: 1", "slow down"))
    });
    let (port, log) = (free_port(), folder.join("keeper.log"));
    let mut keeper = keeper(&folder, &url, port, File::create(&log).unwrap().into());
    until("no failed pass", || (passes(port, "failed") > 0).then_some(()));
    assert!(get(port, "/health").unwrap().starts_with("HTTP/1.1 503"));
    BUSY.store(false, Ordering::Relaxed);
    until("no clean pass", || (passes(port, "clean") > 0).then_some(()));
    assert!(get(port, "/health").unwrap().starts_with("HTTP/1.1 200"));
    assert!(chain.world().emission().minted > 0, "the crank was turned");
    terminate(&keeper);
    let exit = until("it does not stop", || keeper.try_wait().unwrap());
    assert_eq!(exit.code(), Some(0));
    let told = fs::read_to_string(&log).unwrap();
    assert!(told.contains("takes no more calls"), "{told}");
    fs::remove_dir_all(&folder).unwrap();
}

/// Limits the file descriptors of a running process.
fn limit_descriptors(keeper: &Child, most: usize) {
    let limit = format!("--nofile={most}:4096");
    let told = Command::new("prlimit").args(["--pid", &keeper.id().to_string(), &limit]).status().unwrap();
    assert!(told.success());
}

#[test]
fn without_file_descriptors_it_names_this_machine() {
    let folder = folder("descriptors");
    let (port, log) = (free_port(), folder.join("keeper.log"));
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let mut keeper = keeper(&folder, &nobody, port, File::create(&log).unwrap().into());
    until("no pass", || (passes(port, "failed") > 0).then_some(()));
    let said = || fs::read_to_string(&log).unwrap();
    assert!(said().contains("no connection") && !said().contains("too many open files"), "{}", said());
    // It can open no more than it has.
    let open = fs::read_dir(format!("/proc/{}/fd", keeper.id())).unwrap().count();
    limit_descriptors(&keeper, open.min(8));
    until("it does not say why", || said().contains("too many open files").then_some(()));
    limit_descriptors(&keeper, 1_024);
    let before = passes(port, "failed");
    until("it does not go on", || (passes(port, "failed") > before).then_some(()));
    // Silent clients hold nobody up.
    let silent: Vec<TcpStream> =
        (0..64).filter_map(|_| TcpStream::connect(("127.0.0.1", port)).ok()).collect();
    let before = passes(port, "failed");
    drop(silent);
    until("it does not go on", || (passes(port, "failed") > before).then_some(()));
    terminate(&keeper);
    until("it does not stop", || keeper.try_wait().unwrap());
    fs::remove_dir_all(&folder).unwrap();
}
