//! `io-index` beside the network: live, killed and started again, and by backfill afterwards, on
//! SQLite and PostgreSQL. The tables are the same, byte for byte.

use {
    crate::{
        network::{free_ports, said, Network},
        tools::tool,
    },
    anyhow::{bail, ensure, Context, Result},
    io_localnet::HOST,
    io_testkit::postgres::Postgres,
    serde_json::Value,
    solana_commitment_config::CommitmentConfig,
    std::{
        fs,
        fs::File,
        io::{Read, Write},
        net::TcpStream,
        path::PathBuf,
        process::{Child, Command, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// How long the index may take for what is final, or for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Tables of which a month leaves rows.
const FILLED: [&str; 7] =
    ["transactions", "events", "accounts", "orders", "settlements", "rewards", "supply_hours"];

/// An index that follows a network.
pub struct Live {
    process: Child,
    port: u16,
    url: String,
    database: PathBuf,
    log: PathBuf,
}

impl Live {
    /// Starts one on an empty database.
    pub fn start(network: &Network) -> Result<Self> {
        let database = network.state.join("live.sqlite");
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{end}", database.display()));
        }
        let log = network.state.join("live.log");
        let _ = fs::remove_file(&log);
        let (port, url) = (free_ports()?, network.url());
        let process = start(&url, port, &database, &log)?;
        Ok(Self { process, port, url, database, log })
    }

    /// Kills it, as a power cut does, and starts it again.
    pub fn restart(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        self.process = start(&self.url, self.port, &self.database, &self.log)?;
        Ok(())
    }

    /// Waits until it knows everything up to a slot.
    fn wait_for(&self, slot: u64) -> Result<()> {
        let start = Instant::now();
        loop {
            let status = get(self.port, "/v1/status");
            let seen = status.as_ref().is_ok_and(|status| {
                status["complete"] == true && status["slot"].as_u64().is_some_and(|seen| seen >= slot)
            });
            if seen {
                return Ok(());
            }
            ensure!(
                start.elapsed() < PATIENCE,
                "io-index is not at slot {slot}: {status:?}; its log is {}",
                self.log.display()
            );
            sleep(Duration::from_millis(200));
        }
    }

    /// Waits until all that happened is final, stops, and compares with what a backfill finds.
    ///
    /// # Errors
    /// If a table differs, or is empty.
    pub fn check(mut self, network: &Network) -> Result<()> {
        let rpc = network.rpc();
        self.wait_for(rpc.client().get_slot_with_commitment(CommitmentConfig::processed())?)?;
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status()?;
        ensure!(told.success() && self.process.wait()?.success(), "io-index does not end well");
        let live = dump(&self.database.display().to_string())?;
        for table in FILLED {
            let head = format!("# {table}:");
            let rows = live.lines().skip_while(|line| !line.starts_with(&head)).skip(1);
            let rows = rows.take_while(|line| !line.starts_with('#')).count();
            ensure!(rows > 0, "nothing is in the table {table}");
            println!("{rows} rows in {table}");
        }
        let file = network.state.join("backfill.sqlite");
        let _ = fs::remove_file(&file);
        let postgres = Postgres::start().map_err(anyhow::Error::msg)?;
        for database in [file.display().to_string(), postgres.database()] {
            let began = Instant::now();
            backfill(&self.url, &database)?;
            println!(
                "backfill to {} in {:.1?}",
                database.split(':').next().unwrap_or_default(),
                began.elapsed()
            );
            same(&live, &dump(&database)?)?;
        }
        Ok(())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // After `check` it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn start(url: &str, port: u16, database: &PathBuf, log: &PathBuf) -> Result<Child> {
    let listen = format!("{HOST}:{port}");
    let log = File::options().create(true).append(true).open(log)?;
    let mut command = tool("io-index")?;
    command.args(["--url", url, "--listen", &listen, "--db"]).arg(database);
    Ok(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?)
}

/// Reads the whole history into an empty database.
fn backfill(url: &str, database: &str) -> Result<()> {
    let out = tool("io-index")?.args(["--url", url, "--once", "--db", database]).output()?;
    ensure!(out.status.success(), "io-index --once: {}", said(&out));
    Ok(())
}

fn dump(database: &str) -> Result<String> {
    let out = tool("io-index")?.args(["dump", "--db", database]).output()?;
    ensure!(out.status.success(), "io-index dump: {}", said(&out));
    Ok(String::from_utf8(out.stdout)?)
}

/// # Errors
/// Says the first line that differs.
fn same(live: &str, other: &str) -> Result<()> {
    if live == other {
        return Ok(());
    }
    let mut table = "";
    for (one, two) in live.lines().zip(other.lines()) {
        if one.starts_with('#') {
            table = one;
        }
        ensure!(one == two, "live and backfill differ in {table}:\n{one}\n{two}");
    }
    bail!("live has {} lines, backfill {}", live.lines().count(), other.lines().count())
}

/// What it answers.
fn get(port: u16, path: &str) -> Result<Value> {
    let mut stream = TcpStream::connect((HOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no HTTP")?;
    ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    // Without a length the body comes in pieces; JSON is from the first brace to the last.
    let from = body.find('{').context("no JSON")?;
    let to = body.rfind('}').context("no JSON")?;
    Ok(serde_json::from_str(&body[from..=to])?)
}

#[test]
fn the_network_starts_it_and_says_where() -> Result<()> {
    let port = free_ports()?;
    let network = Network::start("indexed", &["--index", &port.to_string()])?;
    let start = Instant::now();
    // Genesis and the market's set-up are final after three seconds.
    loop {
        let status = get(port, "/v1/status")?;
        if status["complete"] == true && status["transactions"].as_str().is_some_and(|count| count != "0") {
            break;
        }
        ensure!(start.elapsed() < PATIENCE, "nothing is indexed: {status}");
        sleep(Duration::from_millis(200));
    }
    let nodes = get(port, "/v1/nodes")?;
    ensure!(nodes["items"].as_array().is_some_and(|nodes| !nodes.is_empty()), "{nodes}");
    network.stop()?;
    ensure!(TcpStream::connect((HOST, port)).is_err(), "io-index outlives the network");
    Ok(())
}
