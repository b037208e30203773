//! Ctrl-C: before the first send nothing was done; after it the outcome is told, or how to find it.

use {
    crate::Exit,
    signal_hook::consts::{SIGINT, SIGTERM},
    solana_signature::Signature,
    std::{
        io::{self, Write},
        process,
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc, LazyLock, Mutex, PoisonError,
        },
        thread,
        time::Duration,
    },
};

/// Set by the first signal. The second one ends the process at once.
static STOP: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// The last transaction that was sent, until its outcome is known.
static OPEN: Mutex<Option<Signature>> = Mutex::new(None);

/// Whether this process listens: then it tells what it sends, too.
static LISTENS: AtomicBool = AtomicBool::new(false);

/// How long the outcome is still waited for.
const GRACE: Duration = Duration::from_secs(5);
/// The exit code of a process that SIGINT has ended, by convention.
const INTERRUPTED: i32 = 130;

/// Listens for signals from now on.
///
/// # Errors
/// If the system does not let it.
pub fn listen() -> io::Result<&'static AtomicBool> {
    let stop: &'static Arc<AtomicBool> = &STOP;
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    LISTENS.store(true, Ordering::Relaxed);
    thread::spawn(|| {
        while !STOP.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(50));
        }
        if open().is_none() {
            say("stopped; nothing is on its way");
            process::exit(INTERRUPTED);
        }
        thread::sleep(GRACE);
        if let Some(signature) = open() {
            say(&format!(
                "stopped; {signature} may still land: `io confirm {signature}` says whether it has"
            ));
        }
        process::exit(Exit::Pending as i32);
    });
    Ok(stop)
}

/// A transaction has been sent.
pub fn sent(signature: &Signature) {
    *OPEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(*signature);
    if LISTENS.load(Ordering::Relaxed) {
        say(&format!("sent {signature}"));
    }
}

/// The outcome of what was sent is known, or was told.
pub fn settled() {
    *OPEN.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn open() -> Option<Signature> {
    *OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// To the standard error, if it is open.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
