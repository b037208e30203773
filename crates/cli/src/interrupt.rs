//! Ctrl-C: before the first send nothing was done; after it the outcome is told, or how to find it.

use {
    crate::{print, Exit, Failure},
    io_rpc::{Fault, Reach},
    signal_hook::consts::{SIGINT, SIGTERM},
    solana_signature::Signature,
    std::{
        io::{self, Write},
        process,
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        },
        thread,
        time::Duration,
    },
};

/// Set by the first signal. The second one ends the process at once.
static STOP: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// The transaction that leaves or has left, until its outcome is known.
static OPEN: Mutex<Option<Signature>> = Mutex::new(None);

/// Whether this process listens: then it tells what it sends, too.
static LISTENS: AtomicBool = AtomicBool::new(false);

/// How long the outcome is still waited for.
const GRACE: Duration = Duration::from_secs(5);

/// Listens for signals from now on; what it has to say is an object too, if `json`.
///
/// # Errors
/// If the system does not let it.
pub fn listen(json: bool) -> io::Result<&'static AtomicBool> {
    let stop: &'static Arc<AtomicBool> = &STOP;
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, Exit::Stopped as i32, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    LISTENS.store(true, Ordering::Relaxed);
    thread::spawn(move || {
        while !STOP.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(50));
        }
        end(json, false);
        thread::sleep(GRACE);
        end(json, true);
    });
    Ok(stop)
}

/// Ends the process, unless a transaction is on its way that is still waited for. Whoever is about
/// to send one waits for the lock until the process is gone.
fn end(json: bool, anyway: bool) {
    let open = open();
    let failure = match *open {
        None => Failure::stopped(0),
        Some(_) if !anyway => return,
        Some(signature) => {
            Fault::Sent { signature, why: "it was stopped before it saw it land".into() }.into()
        }
    };
    if json {
        let _ = print(&format!("{:#}\n", failure.json()));
    }
    say(&failure.to_string());
    process::exit(failure.exit as i32);
}

/// A transaction has come so far.
pub fn tell(signature: &Signature, reach: Reach) {
    *open() = (reach != Reach::Kept).then_some(*signature);
    if reach == Reach::Sent && LISTENS.load(Ordering::Relaxed) {
        say(&format!("sent {signature}"));
    }
}

/// The outcome of what was sent is known, or was told.
pub fn settled() {
    *open() = None;
}

fn open() -> MutexGuard<'static, Option<Signature>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// To the standard error, if it is open.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
