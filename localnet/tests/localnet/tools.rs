//! `io` and `io-keeper` as processes.

use {
    crate::network::{said, Network},
    anyhow::{bail, ensure, Context, Result},
    humantime::{format_rfc3339_millis, parse_rfc3339},
    io_testkit::bytecode::target,
    serde_json::Value,
    std::{
        env, fmt, fs,
        fs::File,
        path::{Path, PathBuf},
        process::{Child, Command, Stdio},
        thread::sleep,
        time::{Duration, Instant, SystemTime},
    },
};

/// Where the tools are.
pub fn folder() -> PathBuf {
    env::var_os("IO_TOOLS").map_or_else(|| target().join("debug"), PathBuf::from)
}

/// A tool as a command.
pub fn tool(name: &str) -> Result<Command> {
    let path = folder().join(name);
    ensure!(path.exists(), "there is no {}: run `cargo xtask e2e`, which builds it", path.display());
    Ok(Command::new(path))
}

/// Runs `io` as somebody, and reads the JSON that it prints.
pub fn io(network: &Network, who: &str, args: &[&str]) -> Result<Value> {
    let key = network.keys()?.path(who);
    let out =
        tool("io")?.args(["--json", "--url", &network.url(), "--keypair"]).arg(key).args(args).output()?;
    ensure!(out.status.success(), "{who}: io {}: {}{}", args.join(" "), said(&out), printed(&out.stdout));
    Ok(serde_json::from_slice(&out.stdout)?)
}

fn printed(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A keeper.
pub struct Keeper {
    process: Child,
    log: PathBuf,
}

impl Keeper {
    /// Starts one with the key of that name, on the cluster at `url`, that gives up a call after
    /// `timeout` seconds. It looks every second, does what is due however little it is, and trades
    /// as `trading` says. Its log goes on where an earlier one's of that name ended.
    pub fn start(network: &Network, name: &str, url: &str, timeout: u32, trading: &str) -> Result<Self> {
        let file = network.state.join(name).with_extension("toml");
        let config = format!(
            "url = \"{url}\"\nkeypair = \"{}\"\ninterval_seconds = 1\njitter_seconds = 0\n\
            timeout_seconds = {timeout}\n[policy]\nleast_sweep_io = \"0\"\nleast_sweep_usdc = \"0\"\n\
            least_burn_io = \"0\"\n[trading]\n{trading}\n",
            file.with_extension("json").display(),
        );
        fs::write(&file, config)?;
        let log = log_of(&network.state, name);
        let process = tool("io-keeper")?
            .arg("--config")
            .arg(&file)
            .arg("--json")
            .env("RUST_LOG", "info,io_keeper=debug")
            .stderr(File::options().create(true).append(true).open(&log)?)
            .stdout(Stdio::null())
            .spawn()?;
        Ok(Self { process, log })
    }

    /// Stops it as a service manager does.
    pub fn stop(mut self) -> Result<()> {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status()?;
        ensure!(told.success(), "the keeper has ended by itself: {}", self.log.display());
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if self.process.try_wait()?.is_some() {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("the keeper does not stop: {}", self.log.display());
    }
}

/// Killed, as by a power cut.
impl Drop for Keeper {
    fn drop(&mut self) {
        // After `stop` it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where a keeper's log is.
pub fn log_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.log"))
}

/// A line of a keeper's log.
pub struct Line {
    /// When.
    pub at: SystemTime,
    /// From `DEBUG` to `ERROR`.
    pub level: String,
    /// What it says.
    pub message: String,
    /// The fault or the refusal that it names; empty if it names none.
    pub why: String,
}

impl Line {
    /// Whether it is a warning or an error.
    pub fn is_complaint(&self) -> bool {
        ["WARN", "ERROR"].contains(&self.level.as_str())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, level, message, why } = self;
        write!(f, "{} {level} {message}: {why}", format_rfc3339_millis(*at))
    }
}

/// A keeper's log.
pub fn lines(log: &Path) -> Result<Vec<Line>> {
    let text = fs::read_to_string(log).with_context(|| log.display().to_string())?;
    let read = |line: &str| -> Result<Line> {
        let entry: Value = serde_json::from_str(line)?;
        let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let fields = &entry["fields"];
        Ok(Line {
            at: parse_rfc3339(&of(&entry["timestamp"]))?,
            level: of(&entry["level"]),
            message: of(&fields["message"]),
            why: of(&fields["fault"]) + &of(&fields["refusal"]),
        })
    };
    text.lines().map(|line| read(line).with_context(|| format!("no log line: {line}"))).collect()
}

/// What a keeper complains of while hours pass at once: the oracles post only after them.
pub const OLD_PRICE: &str = "nobody pushes this price";

/// Every warning and error in a keeper's log.
pub fn complaints(log: &Path) -> Result<Vec<Line>> {
    Ok(lines(log)?.into_iter().filter(Line::is_complaint).collect())
}
