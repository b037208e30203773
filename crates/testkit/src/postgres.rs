//! A PostgreSQL of a test's own: on loopback, in a folder that goes with it.

use std::{
    env, fs, io,
    io::{BufRead, BufReader},
    net::{TcpListener, TcpStream},
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::{Duration, Instant, SystemTime},
};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What to do where there is none.
const INSTALL: &str = "install PostgreSQL 15 or newer: apt-get install postgresql (CI does so by itself); \
    if it is not below /usr/lib/postgresql, set IO_POSTGRES to the folder of `initdb` and `postgres`";

/// A running server. It ends, and its folder goes, when this is dropped.
pub struct Postgres {
    process: Child,
    folder: PathBuf,
    port: u16,
    databases: AtomicU32,
    tools: Tools,
}

/// Where the programs are, and as whom they run: the server refuses root.
struct Tools {
    folder: PathBuf,
    user: Option<(u32, u32)>,
}

impl Postgres {
    /// Starts one.
    ///
    /// # Errors
    /// If there is none on this machine, with what to install; or if it does not start.
    pub fn start() -> Result<Self, String> {
        let tools = Tools::find()?;
        let folder = tools.new_folder().map_err(|error| format!("no folder for PostgreSQL: {error}"))?;
        let data = folder.join("data");
        let init = tools
            .command("initdb", &folder)
            .args(["--auth=trust", "--username=postgres"])
            .args(["--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"])
            .arg(&data)
            .output();
        let init = init.map_err(|error| format!("initdb does not start: {error}"))?;
        if !init.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&init.stderr)));
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
        let port = port.map_err(|error| format!("no port: {error}"))?.port();
        let mut server = tools.command("postgres", &folder);
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        // What is tested is what commits, not what a power cut leaves.
        server.args(["-c", "fsync=off", "-c", "max_connections=100", "-c"]);
        server.arg(format!("unix_socket_directories={}", folder.display()));
        let process = server.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let process = process.map_err(|error| format!("PostgreSQL does not start: {error}"))?;
        let mut started = Self { process, folder, port, databases: AtomicU32::new(0), tools };
        started.wait()?;
        Ok(started)
    }

    /// The URL of a database that is new and empty.
    ///
    /// # Panics
    /// If the server has ended.
    pub fn database(&self) -> String {
        let name = format!("io_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut create = self.tools.command("createdb", &self.folder);
        let port = self.port.to_string();
        let made = create.args(["-h", "127.0.0.1", "-U", "postgres", "-p", &port, &name]).output();
        let made = made.expect("createdb is beside initdb");
        assert!(made.status.success(), "createdb: {}", String::from_utf8_lossy(&made.stderr));
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    fn wait(&mut self) -> Result<(), String> {
        let log = self.process.stderr.take().ok_or("no log")?;
        let mut lines = BufReader::new(log).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let start = Instant::now();
        loop {
            let Some(line) = lines.next() else {
                return Err(format!("PostgreSQL ended: {}", said.join("\n")));
            };
            let ready = line.contains("ready to accept connections");
            said.push(line);
            if ready && TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                break;
            }
            if start.elapsed() > PATIENCE {
                return Err(format!("PostgreSQL does not get ready: {}", said.join("\n")));
            }
        }
        // Its log goes on, and must go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // At once, without a word to who is connected.
        let told = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        let start = Instant::now();
        while told.is_ok() && start.elapsed() < Duration::from_secs(10) {
            if let Ok(Some(_)) = self.process.try_wait() {
                break;
            }
            sleep(Duration::from_millis(20));
        }
        // It has ended, or never will.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Tools {
    fn find() -> Result<Self, String> {
        let folder = match env::var_os("IO_POSTGRES") {
            Some(folder) => PathBuf::from(folder),
            None => newest().ok_or(INSTALL)?,
        };
        if !folder.join("initdb").exists() {
            return Err(format!("no initdb in {}: {INSTALL}", folder.display()));
        }
        let user = if is_root() { Some(nobody().ok_or("no user `postgres` or `nobody`")?) } else { None };
        Ok(Self { folder, user })
    }

    fn command(&self, name: &str, folder: &Path) -> Command {
        let mut command = Command::new(self.folder.join(name));
        command.current_dir(folder).env("LC_ALL", "C").stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    fn new_folder(&self) -> io::Result<PathBuf> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |now| now.as_nanos());
        let folder = env::temp_dir().join(format!("io-postgres-{}-{now}", std::process::id()));
        fs::create_dir(&folder)?;
        if let Some((user, group)) = self.user {
            chown(&folder, Some(user), Some(group))?;
        }
        Ok(folder)
    }
}

/// Where Debian has the newest one.
fn newest() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest =
        versions.map(|entry| entry.path()).filter(|path| number(path).is_some()).max_by_key(number)?;
    Some(newest.join("bin"))
}

fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let user = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    user.is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0"))
}

/// User and group of somebody who may do nothing else.
fn nobody() -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    let find = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    find("postgres").or_else(|| find("nobody"))
}
