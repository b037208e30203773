//! The keeper as a process: signals, metrics, health, its exit code.

use {
    crate::{run_passes, serve, tell, Config, Guard, Health, Keeper, Settings},
    anyhow::{Context, Result},
    io_rpc::{start_logs, Chain, Fault, KeySource, Patience},
    metrics_exporter_prometheus::PrometheusBuilder,
    signal_hook::consts::{SIGINT, SIGTERM},
    solana_signer::Signer,
    std::{
        io::{self, Write},
        net::TcpListener,
        panic::{catch_unwind, AssertUnwindSafe},
        process,
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc::sync_channel,
            Arc,
        },
        thread,
        time::Duration,
    },
    tracing::{error, info},
};

/// How long a keeper that was told to stop may still wait for the cluster.
const GRACE: Duration = Duration::from_secs(3);

/// How a keeper ends; docs/mistakes.md lists its exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It was told to stop, or ran once, and its last pass was clean.
    Clean = 0,
    /// Its last pass was not, or it has ended by itself: whoever watches it starts it again.
    Failed = 1,
    /// It did not begin: its command line, config or key is wrong, or its port is taken.
    NotBegun = 2,
}

/// Runs a keeper on the cluster that `connect` makes of its config, until a signal comes, or once.
pub fn run<C: Chain>(settings: &Settings, connect: impl FnOnce(&Config) -> Result<C, Fault>) -> Exit {
    match keep(settings, connect) {
        Ok(true) => Exit::Clean,
        Ok(false) => Exit::Failed,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            Exit::NotBegun
        }
    }
}

/// Whether the last pass was clean, and the keeper has not ended by itself.
fn keep<C: Chain>(settings: &Settings, connect: impl FnOnce(&Config) -> Result<C, Fault>) -> Result<bool> {
    let config = Config::of(settings)?;
    start_logs("info", settings.json);
    let payer = KeySource::parse(&config.keypair).and_then(|source| source.read())?;
    config.crew.check(&payer.pubkey())?;
    let stop: &'static Arc<AtomicBool> = Box::leak(Box::default());
    for signal in [SIGINT, SIGTERM] {
        // The second one ends it at once.
        signal_hook::flag::register_conditional_shutdown(signal, Exit::Failed as i32, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    thread::spawn(|| leave(stop));
    let metrics = PrometheusBuilder::new().install_recorder().context("metrics")?;
    let patience = config.interval.saturating_mul(3).saturating_add(config.timeout);
    let health = Arc::new(Health::new(patience));
    let listener = config.listen.map(|address| {
        let taken = || format!("cannot listen at {address}: name another address with --listen");
        TcpListener::bind(address).with_context(taken)
    });
    let listener = listener.transpose()?;
    info!(payer = %payer.pubkey(), interval = config.interval.as_secs(), "the keeper starts");
    let (wake, woken) = sync_channel(1);
    if let Some(ws_url) = config.ws_url.clone().filter(|_| !settings.once) {
        // Ends with the process.
        thread::spawn(move || {
            if let Err(error) = tell(&ws_url, &wake) {
                error!(%error, "changes are not told; the interval holds");
            }
        });
    }
    let failed: Arc<AtomicBool> = Arc::default();
    if let Some(listener) = listener {
        let (metrics, health, failed) = (metrics.clone(), Arc::clone(&health), Arc::clone(&failed));
        thread::spawn(move || watch(|| serve(listener, metrics, health, stop), stop, &failed));
    }
    let chain = connect(&config)?;
    let patience = Patience { within: Some(config.timeout), ..Patience::default() };
    let fresh = || Keeper::new(&chain, payer.insecure_clone(), config.clone(), patience, stop);
    let mut guard = Guard::new(&fresh, &health, stop);
    let mut pass = || {
        let report = guard.pass();
        metrics.run_upkeep();
        report
    };
    let clean = run_passes(settings.once, &config, stop, &woken, &mut pass);
    stop.store(true, Ordering::Relaxed);
    info!("the keeper stops");
    Ok(clean && !failed.load(Ordering::Relaxed))
}

/// Ends a keeper that was told to stop and still waits for an answer of the cluster: its state is
/// on the chain alone.
fn leave(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(200));
    }
    thread::sleep(GRACE);
    error!("stopped without waiting for the cluster any longer");
    process::exit(Exit::Failed as i32);
}

/// Serves metrics and health. Without them nobody knows whether the keeper is well, so it ends with
/// them, and says by its exit code that nobody has told it to.
fn watch(serve: impl FnOnce() -> io::Result<()>, stop: &AtomicBool, failed: &AtomicBool) {
    match catch_unwind(AssertUnwindSafe(serve)) {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error!(%error, "metrics and health are not served any more: the keeper ends"),
        Err(_) => error!("the server of metrics and health panicked: the keeper ends"),
    }
    failed.store(true, Ordering::Relaxed);
    stop.store(true, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exit_codes_are_those_of_the_page() {
        let page = include_str!("../../../docs/mistakes.md");
        let (_, table) = page.split_once("`io-keeper` ends").unwrap();
        for exit in [Exit::Clean, Exit::Failed, Exit::NotBegun] {
            assert!(table.contains(&format!("\n| {} | it", exit as u8)), "{exit:?}");
        }
    }

    #[test]
    fn a_server_that_ends_by_itself_ends_the_keeper_and_is_a_failure() {
        type Serve = fn() -> io::Result<()>;
        let cases: [(Serve, bool); 3] = [
            (|| Ok(()), false),
            (|| Err(io::Error::other("no runtime")), true),
            (|| panic!("a fault"), true),
        ];
        for (serve, ends) in cases {
            let (stop, failed) = (AtomicBool::default(), AtomicBool::default());
            watch(serve, &stop, &failed);
            assert_eq!((stop.into_inner(), failed.into_inner()), (ends, ends));
        }
    }
}
