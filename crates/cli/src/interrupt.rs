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
/// Whether transactions were sent that nobody waits for.
static SCATTERED: AtomicBool = AtomicBool::new(false);

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
    if open.is_some() && !anyway {
        return;
    }
    let failure = failure(*open, SCATTERED.load(Ordering::Relaxed));
    if json {
        let _ = print(&format!("{:#}\n", failure.json()));
    }
    say(&failure.to_string());
    process::exit(failure.exit as i32);
}

/// What is on its way: a transaction, or many that nobody waits for.
fn failure(open: Option<Signature>, scattered: bool) -> Failure {
    match open {
        Some(signature) => {
            Fault::Sent { signature, why: "it was stopped before it saw it land".into() }.into()
        }
        None if scattered => Failure::new(Exit::Stopped, "Stopped; some of what was sent may still land.")
            .hint("The same command goes on from there, and does nothing twice."),
        None => Failure::stopped(0),
    }
}

/// Transactions are sent that nobody waits for, since they may be sent twice.
pub fn scattered() {
    SCATTERED.store(true, Ordering::Relaxed);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_may_still_land() {
        let signature = Signature::from([7; 64]);
        for (open, scattered, exit, word) in [
            (None, false, Exit::Stopped, "nothing is on its way"),
            (None, true, Exit::Stopped, "may still land"),
            (Some(signature), true, Exit::Pending, "io confirm"),
        ] {
            let failure = failure(open, scattered);
            assert_eq!(failure.exit, exit);
            assert!(failure.to_string().contains(word), "{failure}");
        }
    }
}
