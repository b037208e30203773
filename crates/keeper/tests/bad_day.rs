//! A bad day for two keepers as processes. Nobody reads the log of one of them, the key files of
//! both are removed under them, and every quarter of an hour brings another fault: a node that
//! lags, forgets, or lies about what it confirmed; a server that answers 429 with Retry-After; a
//! machine without file descriptors; prices that stop. In the end nothing is left undone.

mod town;

use {
    io_client::{addresses::buyback::IO_VAULT, orders::Currency},
    io_testkit::{
        buyback::PRICES,
        chain::{serve, FaultyChain, WorldChain},
    },
    solana_keypair::{write_keypair_file, Keypair},
    std::{
        fs::{self, File},
        io::{Read, Write},
        net::{TcpListener, TcpStream},
        path::Path,
        process::{Child, Command, Stdio},
        sync::atomic::{AtomicBool, AtomicU32, Ordering},
        thread::sleep,
        time::{Duration, Instant},
    },
    town::{open_orders, town, weather::Weather, HOUR},
};

/// What a quarter of an hour takes here, at least.
const PACE: Duration = Duration::from_millis(150);
/// A day; one in which a fault has struck nobody yet goes on, up to so many.
const QUARTERS: u32 = 4 * 24;
const MOST_DAYS: u32 = 20;
/// A task that was refused for what a garbled account said waits for 64 passes at most, after 32,
/// 16 ..: all of it is done after so many, however long they take here.
const MOST_PASSES: u32 = 300;
/// However busy this machine is, a keeper answers by then.
const DEADLINE: Duration = Duration::from_secs(600);

/// Whether the server takes no calls, and how many it has refused.
static BUSY: AtomicBool = AtomicBool::new(false);
static REFUSED: AtomicU32 = AtomicU32::new(0);

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Looks until something is there, for as long as a busy machine may take.
fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(start.elapsed() < DEADLINE, "{what}");
        sleep(Duration::from_millis(50));
    }
}

/// A keeper as a process.
struct Daemon {
    child: Child,
    port: u16,
}

impl Daemon {
    /// Starts one whose log goes there, and removes the file of its key once it is at work.
    fn start(folder: &Path, name: &str, key: &Keypair, url: &str, log: impl Fn() -> Stdio) -> Self {
        let file = folder.join(name);
        let key_file = file.with_extension("json");
        write_keypair_file(key, &key_file).unwrap();
        let spawn = || {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let config = format!(
                "url = \"{url}\"\nkeypair = \"{}\"\nlisten = \"127.0.0.1:{port}\"\ninterval_seconds = 1\n\
                 jitter_seconds = 0\ntimeout_seconds = 3\nio_price = \"{}\"\nusdc_price = \"{}\"\n\
                 [policy]\nleast_sweep_io = \"0\"\nleast_sweep_usdc = \"0\"\nleast_burn_io = \"0\"\n\
                 least_delivery_io = \"0\"\nleast_delivery_usdc = \"0\"\n\
                 [trading]\nfill_io = \"100\"\nfill_price_usdc = \"0.01\"\n",
                key_file.display(),
                PRICES.io,
                PRICES.usdc,
            );
            fs::write(file.with_extension("toml"), config).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_io-keeper"));
            let child = command.arg("--config").arg(file.with_extension("toml")).stderr(log()).spawn();
            Self { child: child.unwrap(), port }
        };
        let mut daemon = spawn();
        until(&format!("{name} does not begin"), || {
            // Somebody else may have taken its port.
            if daemon.child.try_wait().unwrap().is_some() {
                daemon = spawn();
            }
            daemon.passes("clean").filter(|passes| *passes > 0)
        });
        fs::remove_file(key_file).unwrap();
        daemon
    }

    fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    /// How many passes ended so; none if it does not say.
    fn passes(&self, outcome: &str) -> Option<u32> {
        let name = format!("io_keeper_passes_total{{outcome=\"{outcome}\"}} ");
        let metrics = self.get("/metrics").filter(|metrics| metrics.starts_with("HTTP/1.1 200"))?;
        let passes = metrics.lines().find_map(|line| line.strip_prefix(&name)?.parse().ok());
        Some(passes.unwrap_or_default())
    }

    /// How many passes it has made.
    fn all_passes(&self) -> u32 {
        until("it does not say how many passes it has made", || {
            Some(self.passes("clean")? + self.passes("failed")?)
        })
    }

    /// Limits its file descriptors.
    fn limit_descriptors(&self, most: usize) {
        let limit = format!("--nofile={most}:4096");
        let told = Command::new("prlimit").args(["--pid", &self.child.id().to_string(), &limit]).status();
        assert!(told.unwrap().success());
    }

    /// Stops it as a service manager does, right after a clean pass; its exit code.
    fn stop(mut self) -> Option<i32> {
        assert!(self.child.try_wait().unwrap().is_none(), "it has ended by itself");
        until("it is not well", || self.get("/health").filter(|health| health.starts_with("HTTP/1.1 200")));
        let clean = || self.passes("clean");
        let before = until("it counts no passes", clean);
        until("no pass is clean", || clean().filter(|passes| *passes > before));
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The write end of a pipe that nobody reads any more.
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

/// Whether nothing is left to do.
fn is_idle(chain: &WorldChain) -> bool {
    if open_orders(chain) > 0 {
        return false;
    }
    let world = chain.world();
    let empty = |currency| {
        let balances = world.ledger(currency).balances;
        (balances.escrowed, balances.unclaimed, balances.fees) == (0, 0, 0)
    };
    [Currency::Io, Currency::Usdc].into_iter().all(empty) && world.balance(&IO_VAULT) == 0
}

#[test]
fn two_keepers_leave_nothing_undone() {
    let folder = std::env::temp_dir().join(format!("io-keeper-bad-day-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (mut world, _, _, payers) = town();
    world.revenue(500);
    world.post_prices(50_000_000);
    let chain = leak(WorldChain::in_real_time(world));
    let weather = leak(Weather::new(7));
    let bad: &'static FaultyChain<'static> = leak(weather.over(chain));
    let url = serve(bad, |_| {
        let busy = BUSY.load(Ordering::Relaxed);
        REFUSED.fetch_add(busy.into(), Ordering::Relaxed);
        busy.then_some(("429 Too Many Requests\r\nRetry-After: 1", "slow down"))
    });
    let log = folder.join("second.log");
    let append = || Stdio::from(File::options().create(true).append(true).open(&log).unwrap());
    let keepers = [
        Daemon::start(&folder, "first", &payers[0], &url, closed_pipe),
        Daemon::start(&folder, "second", &payers[1], &url, append),
    ];
    // What must have happened before the day is over, however fast this machine is.
    let missing = || {
        let told = fs::read_to_string(&log).unwrap();
        let words = ["takes no more calls", "too many open files", "landed"];
        let mut missing: Vec<&str> = words.into_iter().filter(|words| !told.contains(words)).collect();
        let bought = chain.world().buyback().totals.io_bought;
        let others = [
            (weather.struck() > 40, "faults"),
            (REFUSED.load(Ordering::Relaxed) > 0, "a call that is refused with 429"),
            (bought > 0, "a trade between the showers"),
        ];
        missing.extend(others.into_iter().filter(|(seen, _)| !seen).map(|(_, what)| what));
        missing
    };
    let mut quarter = 0;
    while quarter < QUARTERS || !missing().is_empty() {
        assert!(quarter < MOST_DAYS * QUARTERS, "nobody has met: {:?}", missing());
        chain.world().pass(HOUR / 4);
        // Every other hour the prices are stale.
        if quarter % 8 < 4 {
            chain.world().post_prices(50_000_000);
        }
        weather.turn(chain);
        BUSY.store(quarter % 12 == 5, Ordering::Relaxed);
        let chokes = quarter % 12 == 9;
        if chokes {
            keepers.iter().for_each(|keeper| keeper.limit_descriptors(8));
        }
        sleep(if chokes || BUSY.load(Ordering::Relaxed) { 4 * PACE } else { PACE });
        if chokes {
            keepers.iter().for_each(|keeper| keeper.limit_descriptors(1_024));
        }
        quarter += 1;
    }
    weather.clear();
    BUSY.store(false, Ordering::Relaxed);
    let start = Instant::now();
    let passes = || keepers.iter().map(Daemon::all_passes).max().unwrap_or_default();
    let before = passes();
    while !is_idle(chain) {
        let made = passes() - before;
        assert!(made < MOST_PASSES, "{} orders are open after {made} passes", open_orders(chain));
        chain.world().pass(HOUR / 2);
        sleep(PACE);
    }
    println!(
        "{} faults in {quarter} quarters, {} calls refused with 429, idle {:?} and {} passes after the last",
        weather.struck(),
        REFUSED.load(Ordering::Relaxed),
        start.elapsed(),
        passes() - before
    );
    for keeper in keepers {
        assert_eq!(keeper.stop(), Some(0));
    }
    fs::remove_dir_all(&folder).unwrap();
}
