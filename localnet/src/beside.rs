//! A program that runs beside the chain, and ends with it.

use {
    anyhow::{bail, ensure, Context, Result},
    io_testkit::bytecode::target,
    std::{
        env,
        fs::{self, File},
        net::{SocketAddr, TcpStream},
        path::{Path, PathBuf},
        process::{Child, Command, Stdio},
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running program, which writes to a log.
pub struct Beside {
    process: Child,
    /// Its log.
    pub log: PathBuf,
}

impl Beside {
    /// Starts it, and writes what it says to `log`.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log)?;
        let process = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self { process, log: log.to_owned() })
    }

    /// Waits until it listens.
    ///
    /// # Errors
    /// If it ends or stays silent: then its log says why.
    pub fn wait_for(&mut self, address: SocketAddr) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if let Some(end) = self.process.try_wait()? {
                bail!("it ended with {end}: {}", fs::read_to_string(&self.log)?);
            }
            ensure!(start.elapsed() < PATIENCE, "it does not answer: see {}", self.log.display());
            sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

/// As a service manager ends it.
impl Drop for Beside {
    fn drop(&mut self) {
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status();
        let start = Instant::now();
        while told.is_ok() && start.elapsed() < Duration::from_secs(10) {
            if let Ok(Some(_)) = self.process.try_wait() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        // It did not listen. Nothing more can be done for one that does not end now.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Where a tool of the workspace is.
///
/// # Errors
/// If it was not built.
pub fn tool(name: &str) -> Result<PathBuf> {
    let folder = env::var_os("IO_TOOLS").map_or_else(|| target().join("debug"), PathBuf::from);
    let program = folder.join(name);
    ensure!(
        program.exists(),
        "there is no {}: start the network by `cargo xtask localnet`, which builds it",
        program.display()
    );
    Ok(program)
}
