//! `io-keeper`: see `io-keeper --help`.

use {
    anyhow::{anyhow, Context, Result},
    clap::Parser,
    io_keeper::{run_passes, serve, tell, Config, Health, Keeper, Settings},
    io_rpc::{Patience, RpcChain},
    metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle},
    signal_hook::consts::{SIGINT, SIGTERM},
    solana_keypair::read_keypair_file,
    solana_signer::Signer,
    std::{
        env,
        io::{self, IsTerminal},
        net::TcpListener,
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
    tracing_subscriber::EnvFilter,
};

/// How long a keeper that was told to stop may still wait for the cluster.
const GRACE: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    let settings = Settings::parse();
    match run(&settings) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs until a signal comes, or once; whether the last pass was clean.
fn run(settings: &Settings) -> Result<bool> {
    let config = Config::of(settings)?;
    start_logs(settings.json);
    let payer = read_keypair_file(&config.keypair).map_err(|_| {
        anyhow!("cannot read a key from {}; create one with `solana-keygen new`", config.keypair.display())
    })?;
    let stop: &'static Arc<AtomicBool> = Box::leak(Box::default());
    for signal in [SIGINT, SIGTERM] {
        // The second one ends it at once.
        signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    thread::spawn(|| leave(stop));
    let metrics = PrometheusBuilder::new().install_recorder().context("metrics")?;
    let health = Health::new(config.interval * 3 + config.timeout);
    let listener = config.listen.map(TcpListener::bind).transpose().context("cannot listen")?;
    info!(payer = %payer.pubkey(), interval = config.interval.as_secs(), "the keeper starts");
    let (wake, woken) = sync_channel(1);
    if let Some(ws_url) = config.ws_url.clone().filter(|_| !settings.once) {
        // Ends with the process.
        thread::spawn(move || tell(&ws_url, &wake));
    }
    thread::scope(|scope| {
        if let Some(listener) = &listener {
            scope.spawn(|| watch(listener, &metrics, &health, stop));
        }
        let chain = RpcChain::new(&config.url, config.timeout);
        let keeper = Keeper::new(&chain, payer, config.clone(), Patience::default(), stop);
        let mut keeper = keeper.heard_by(&health);
        let mut pass = || {
            let report = keeper.pass();
            metrics.run_upkeep();
            report
        };
        let clean = run_passes(settings.once, &config, stop, &woken, &mut pass);
        stop.store(true, Ordering::Relaxed);
        info!("the keeper stops");
        Ok(clean)
    })
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

fn watch(listener: &TcpListener, metrics: &PrometheusHandle, health: &Health, stop: &AtomicBool) {
    if let Err(error) = serve(listener, metrics, health, stop) {
        error!(%error, "metrics and health are not served any more");
    }
}

fn start_logs(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // Colours are for people: not for files and pipes, nor for who asks for none (no-color.org).
    let colours = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours);
    if json {
        logs.json().init();
    } else {
        logs.init();
    }
}
