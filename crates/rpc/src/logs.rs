//! The logs of a daemon, on the standard error.

use {
    std::{
        env,
        io::{self, IsTerminal, Write},
    },
    tracing_subscriber::EnvFilter,
};

/// The standard error. Whether anybody reads it or not, the daemon goes on.
struct Deaf;

impl Write for Deaf {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = io::stderr().write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = io::stderr().flush();
        Ok(())
    }
}

/// Starts the logs, as JSON or for people: what `RUST_LOG` names, else what `filter` does.
pub fn start_logs(filter: &str, json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(filter));
    // Colours are for people: not for files and pipes, nor where none are asked for (no-color.org).
    let colours = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| Deaf)
        .log_internal_errors(false)
        .with_ansi(colours);
    if json {
        logs.json().init();
    } else {
        logs.init();
    }
}
