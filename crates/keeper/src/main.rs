//! `io-keeper`: see `io-keeper --help`.

use {
    anyhow::{Context, Result},
    clap::{CommandFactory, Parser},
    clap_mangen::Man,
    io_keeper::{run_passes, serve, tell, Config, Guard, Health, Keeper, Settings},
    io_rpc::{start_logs, KeySource, Patience, RpcChain},
    metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle},
    signal_hook::consts::{SIGINT, SIGTERM},
    solana_signer::Signer,
    std::{
        io::{self, Write},
        net::TcpListener,
        panic::{catch_unwind, AssertUnwindSafe},
        process::{self, ExitCode},
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

fn main() -> ExitCode {
    let settings = Settings::parse();
    if settings.man {
        return match Man::new(Settings::command()).render(&mut io::stdout()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        };
    }
    match run(&settings) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs until a signal comes, or once; whether the last pass was clean.
fn run(settings: &Settings) -> Result<bool> {
    let config = Config::of(settings)?;
    start_logs("info", settings.json);
    let payer = KeySource::parse(&config.keypair).and_then(|source| source.read())?;
    config.crew.check(&payer.pubkey())?;
    let stop: &'static Arc<AtomicBool> = Box::leak(Box::default());
    for signal in [SIGINT, SIGTERM] {
        // The second one ends it at once.
        signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    thread::spawn(|| leave(stop));
    let metrics = PrometheusBuilder::new().install_recorder().context("metrics")?;
    let health = Arc::new(Health::new(config.interval * 3 + config.timeout));
    let listener = config.listen.map(TcpListener::bind).transpose().context("cannot listen")?;
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
    if let Some(listener) = listener {
        let (metrics, health) = (metrics.clone(), Arc::clone(&health));
        thread::spawn(move || watch(listener, metrics, health, stop));
    }
    let chain = RpcChain::new(&config.url, config.timeout)?;
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
    Ok(clean)
}

/// Ends a keeper that was told to stop and still waits for an answer of the cluster: its state is
/// on the chain alone.
fn leave(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        thread::sleep(Duration::from_millis(200));
    }
    thread::sleep(GRACE);
    error!("stopped without waiting for the cluster any longer");
    process::exit(1);
}

/// Serves metrics and health. Without them nobody knows whether the keeper is well, so it ends with
/// them.
fn watch(listener: TcpListener, metrics: PrometheusHandle, health: Arc<Health>, stop: &AtomicBool) {
    let served = catch_unwind(AssertUnwindSafe(|| serve(listener, metrics, health, stop)));
    match served {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error!(%error, "metrics and health are not served any more: the keeper ends"),
        Err(_) => error!("the server of metrics and health panicked: the keeper ends"),
    }
    stop.store(true, Ordering::Relaxed);
}
