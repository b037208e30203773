//! `io` and `io-keeper` as processes.

use {
    crate::network::{said, Network},
    anyhow::{bail, ensure, Context, Result},
    io_testkit::bytecode::target,
    serde_json::Value,
    std::{
        env, fs,
        fs::File,
        path::{Path, PathBuf},
        process::{Child, Command, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// Where the tools are.
pub fn folder() -> PathBuf {
    env::var_os("IO_TOOLS").map_or_else(|| target().join("debug"), PathBuf::from)
}

fn tool(name: &str) -> Result<Command> {
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
    /// Starts one whose config is `config`; its log goes on where an earlier one's of that name ended.
    pub fn start(folder: &Path, name: &str, config: &str) -> Result<Self> {
        let file = folder.join(format!("{name}.toml"));
        fs::write(&file, config)?;
        let log = log_of(folder, name);
        let process = tool("io-keeper")?
            .arg("--config")
            .arg(&file)
            .arg("--json")
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

/// A warning or an error in a keeper's log.
pub struct Complaint {
    /// When, as the log writes it.
    pub at: String,
    /// `WARN` or `ERROR`.
    pub level: String,
    /// What it says, and why.
    pub text: String,
}

/// Every warning and error in a keeper's log.
pub fn complaints(log: &Path) -> Result<Vec<Complaint>> {
    let text = fs::read_to_string(log).with_context(|| log.display().to_string())?;
    let mut complaints = Vec::new();
    for line in text.lines() {
        let entry: Value = serde_json::from_str(line).with_context(|| format!("no log line: {line}"))?;
        let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let level = of(&entry["level"]);
        if ["WARN", "ERROR"].contains(&level.as_str()) {
            let fields = &entry["fields"];
            let text = format!("{}: {}", of(&fields["message"]), of(&fields["fault"]));
            complaints.push(Complaint { at: of(&entry["timestamp"]), level, text });
        }
    }
    Ok(complaints)
}
