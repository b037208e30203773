//! A keeper whose passes panic: whichever thread of a pass it is, the next pass begins anew,
//! `/health` says so meanwhile, and after three in a row the keeper ends, its process with exit
//! code 1.

mod town;

use {
    io_client::orders::{Order, Stage},
    io_keeper::{run, run_passes, serve, Config, Guard, Health, Keeper, Settings, PANICS},
    io_rpc::{every, Patience},
    io_testkit::chain::{Call, Effect, FaultyChain, WorldChain},
    metrics_exporter_prometheus::PrometheusBuilder,
    solana_keypair::{write_keypair_file, Keypair},
    std::{
        env,
        fs::{self, File},
        io::{Read, Write},
        net::{SocketAddr, TcpListener, TcpStream},
        path::{Path, PathBuf},
        process::{self, Child, Command, Stdio},
        sync::{
            atomic::{AtomicBool, AtomicU32, Ordering},
            mpsc::sync_channel,
            Arc,
        },
        thread,
        time::{Duration, Instant},
    },
    town::{eager, town, DAY},
};

const HEALTHY: Duration = Duration::from_secs(600);

fn leaked_stop() -> &'static AtomicBool {
    Box::leak(Box::default())
}

/// Orders of which some are over, the wallet of a keeper, and whether a call may panic.
fn world() -> (WorldChain, Keypair, AtomicBool) {
    let (world, _, _, payers) = town();
    let chain = WorldChain::new(world);
    chain.world().pass(DAY + 1);
    (chain, payers[0].insecure_clone(), AtomicBool::new(true))
}

/// What `/health` answers, without its head.
fn health_of(address: SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let good = answer.starts_with("HTTP/1.1 200");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    assert_eq!(good, body == "ok\n", "{answer}");
    body.to_owned()
}

/// Asks for the health until it is good again after it was bad for a panic; what it said on the
/// way.
fn watch(address: SocketAddr, stop: &AtomicBool) -> Vec<String> {
    let (start, mut said) = (Instant::now(), Vec::<String>::new());
    while start.elapsed() < Duration::from_secs(60) {
        let now = health_of(address);
        if said.last() != Some(&now) {
            said.push(now);
        }
        if said.ends_with(&["the last pass panicked\n".to_owned(), "ok\n".to_owned()]) {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    stop.store(true, Ordering::Relaxed);
    said
}

/// In a worker, where the chain is read, and where outcomes are asked for.
#[test]
fn after_a_panic_in_any_thread_the_next_pass_does_the_work() {
    for broken in ["simulate", "accounts", "statuses"] {
        let (chain, payer, panics) = world();
        let bad = FaultyChain::new(&chain, |call| {
            let panics = call.name() == broken && panics.swap(false, Ordering::Relaxed);
            assert!(!panics, "a fault of the keeper's own: {broken}");
            Effect::Answer
        });
        let (stop, health) = (leaked_stop(), Arc::new(Health::new(HEALTHY)));
        let config = Config { interval: Duration::from_secs(2), ..eager() };
        let fresh = || Keeper::new(&bad, payer.insecure_clone(), config.clone(), Patience::NONE, stop);
        let mut guard = Guard::new(&fresh, &health, stop);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let metrics = PrometheusBuilder::new().build_recorder().handle();
        let (_wake, woken) = sync_channel(1);
        thread::scope(|scope| {
            let served = Arc::clone(&health);
            let server = scope.spawn(move || serve(listener, metrics, served, stop));
            let watcher = scope.spawn(move || watch(address, stop));
            assert!(run_passes(false, &config, stop, &woken, &mut || guard.pass()), "{broken}");
            let said = watcher.join().unwrap();
            assert!(said.len() > 1 && said[said.len() - 1] == "ok\n", "{broken}: {said:?}");
            assert_eq!(said[said.len() - 2], "the last pass panicked\n", "{broken}: {said:?}");
            server.join().unwrap().unwrap();
        });
        assert!(chain.world().emission().minted > 0, "{broken}: the crank was turned");
        let waits = |order: &Order| order.escrow.stage == Stage::Open;
        let waiting = every::<Order>(&chain, &[]).unwrap().iter().filter(|(_, order)| waits(order)).count();
        assert_eq!(waiting, 0, "{broken}: what nobody accepted is cancelled");
    }
}

/// Runs passes of which those of `plan` panic; how many there were, whether the last was clean and
/// whether the keeper has ended by itself.
fn passes_of(plan: &[bool]) -> (usize, bool, bool) {
    let (chain, payer, panics) = world();
    let bad = FaultyChain::new(&chain, |_| {
        assert!(!panics.load(Ordering::Relaxed), "a fault of the keeper's own");
        Effect::Answer
    });
    let (stop, health) = (leaked_stop(), Health::new(HEALTHY));
    let config = Config { interval: Duration::from_millis(10), ..eager() };
    let fresh = || Keeper::new(&bad, payer.insecure_clone(), config.clone(), Patience::NONE, stop);
    let mut guard = Guard::new(&fresh, &health, stop);
    let (_wake, woken) = sync_channel(1);
    let (mut passes, mut gave_up) = (0, false);
    let clean = run_passes(false, &config, stop, &woken, &mut || {
        panics.store(plan[passes], Ordering::Relaxed);
        passes += 1;
        let report = guard.pass();
        assert_eq!(health.is_good(), !plan[passes - 1]);
        gave_up = stop.load(Ordering::Relaxed);
        stop.store(gave_up || passes == plan.len(), Ordering::Relaxed);
        report
    });
    (passes, clean, gave_up)
}

#[test]
fn three_panics_in_a_row_end_it() {
    assert_eq!(PANICS, 3);
    assert_eq!(passes_of(&[true; 9]), (3, false, true));
    let now_and_then = [true, true, false, true, true, false];
    assert_eq!(passes_of(&now_and_then), (6, true, false));
}

/// Names the passes that panic in the process that the test below starts: its own second self.
const CHILD: &str = "IO_KEEPER_TEST_PANICS";

/// What that process is: the keeper as `main` runs it, on a chain whose calls panic in the first so
/// many passes. Nothing in the keeper itself makes a pass panic, so it cannot be asked to.
#[test]
fn as_a_process() {
    let Some(panics) = env::var_os(CHILD) else { return };
    let (folder, panics) = panics.to_str().unwrap().split_once(' ').unwrap();
    let left = AtomicU32::new(panics.parse().unwrap());
    let (world, _, _, payers) = town();
    let chain = WorldChain::in_real_time(world);
    chain.world().pass(DAY + 1);
    let key = Path::new(folder).join("keeper.json");
    write_keypair_file(&payers[0], &key).unwrap();
    let bad = FaultyChain::new(&chain, |call| {
        // The clock is asked once in each pass.
        let due = matches!(call, Call::Now) && left.load(Ordering::Relaxed) > 0;
        if due {
            left.fetch_sub(1, Ordering::Relaxed);
        }
        assert!(!due, "a fault of the keeper's own");
        Effect::Answer
    });
    let config = Path::new(folder).join("keeper.toml");
    fs::write(&config, "interval_seconds = 1\njitter_seconds = 0\nurl = 'http://127.0.0.1:1'\n").unwrap();
    let keypair = Some(key.display().to_string());
    let settings = Settings { config: Some(config), keypair, ..Settings::default() };
    process::exit(run(&settings, |_| Ok(bad)) as i32);
}

/// Starts it with so many passes that panic; where its log goes.
fn start(panics: u32) -> (Child, PathBuf) {
    let folder = env::temp_dir().join(format!("io-keeper-panics-{panics}-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    let log = folder.join("log");
    let child = Command::new(env::current_exe().unwrap())
        .args(["as_a_process", "--exact", "--nocapture"])
        .env(CHILD, format!("{} {panics}", folder.display()))
        .stdout(Stdio::null())
        .stderr(File::create(&log).unwrap())
        .spawn()
        .unwrap();
    (child, log)
}

/// Its exit code, once it has ended.
fn exit_of(mut child: Child, log: &Path) -> (Option<i32>, String) {
    let begun = Instant::now();
    let exit = loop {
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        if begun.elapsed() > Duration::from_secs(240) {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(50));
    };
    (exit.code(), fs::read_to_string(log).unwrap())
}

#[test]
fn three_panics_in_a_row_end_the_process_with_1() {
    let (child, log) = start(9);
    let (code, told) = exit_of(child, &log);
    assert_eq!(code, Some(1), "{told}");
    assert_eq!(told.matches("a pass panicked").count(), 3, "{told}");
    assert!(told.contains("the keeper stops"), "{told}");
    fs::remove_dir_all(log.parent().unwrap()).unwrap();
}

#[test]
fn after_two_the_process_goes_on_and_ends_with_0_when_told_to() {
    let (child, log) = start(2);
    let begun = Instant::now();
    // The line of a pass that came to its end.
    while !fs::read_to_string(&log).unwrap().contains("unpaid=0") {
        assert!(begun.elapsed() < Duration::from_secs(240), "{}", fs::read_to_string(&log).unwrap());
        thread::sleep(Duration::from_millis(50));
    }
    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    let (code, told) = exit_of(child, &log);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told.matches("a pass panicked").count(), 2, "{told}");
    fs::remove_dir_all(log.parent().unwrap()).unwrap();
}
