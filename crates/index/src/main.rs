//! `io-index`: see `io-index --help`.

mod args;

use {
    anyhow::{bail, Context, Result},
    args::{Command, Config, Settings},
    clap::{CommandFactory, Parser},
    clap_mangen::Man,
    io_index::{
        dump_to,
        hooks::{Hooks, Patience},
        http::{follow, router, serve, App, Figures, Limits, SharedChain},
        source::Rpc,
        Error, Indexer, Live, Store,
    },
    io_rpc::{host, start_logs, ws_url, RpcChain},
    metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle},
    signal_hook::consts::{SIGINT, SIGTERM},
    sqlx::AnyPool,
    std::{
        io::{self, Write},
        process::{self, ExitCode},
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc,
        },
        thread,
        time::Duration,
    },
    tokio::{
        net::TcpListener,
        sync::watch,
        task::JoinHandle,
        time::{sleep, timeout},
    },
    tracing::{error, info, warn},
};

/// How long an index may still take after a signal to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How often it looks whether to stop.
const GLANCE: Duration = Duration::from_millis(100);
/// How often metrics are summed.
const UPKEEP: Duration = Duration::from_secs(10);
/// The pause after a failure that may pass; each later one is twice as long, up to 32 seconds.
const PAUSE: Duration = Duration::from_millis(500);
/// So often in a row `--once` is told that the history is gone before it believes it.
const FORGOTTEN: u32 = 3;
/// The longest call of the cluster; after it the call has failed.
const CALL: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    let settings = Settings::parse();
    if settings.man {
        return match Man::new(Settings::command()).render(&mut io::stdout()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        };
    }
    match start(&settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error:#}");
            ExitCode::from(2)
        }
    }
}

fn start(settings: &Settings) -> Result<()> {
    let config = Config::of(settings)?;
    start_logs("info,sqlx=warn,solana_pubsub_client=warn", settings.json);
    let stop = stopped_by_signals()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        match settings.command {
            Some(Command::Dump) => print(&config).await,
            None if settings.read_only => read(config, stop).await,
            None => run(settings, config, stop).await,
        }
    });
    // Calls of the cluster that hang do not keep the process alive.
    runtime.shutdown_timeout(Duration::from_millis(500));
    done
}

/// Becomes true at the first signal to stop; at the second one the process ends at once.
fn stopped_by_signals() -> Result<watch::Receiver<bool>> {
    let told: Arc<AtomicBool> = Arc::default();
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(&told))?;
        signal_hook::flag::register(signal, Arc::clone(&told))?;
    }
    let (stop, stopped) = watch::channel(false);
    thread::spawn(move || {
        while !told.load(Ordering::Relaxed) {
            thread::sleep(GLANCE);
        }
        stop.send_replace(true);
        thread::sleep(GRACE);
        error!("stopped without waiting any longer");
        process::exit(1);
    });
    Ok(stopped)
}

/// Prints the tables.
async fn print(config: &Config) -> Result<()> {
    let store = Store::open(&config.database).await?;
    let mut failed = None;
    let write = |part: &str| {
        failed = io::stdout().write_all(part.as_bytes()).err();
        failed.is_none()
    };
    dump_to(store.reader(), write).await?;
    match failed {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Runs until a signal to stop, or once.
async fn run(settings: &Settings, config: Config, mut stop: watch::Receiver<bool>) -> Result<()> {
    let url = config.url.clone().context("name the cluster with --url")?;
    let metrics = PrometheusBuilder::new().install_recorder().context("metrics")?;
    let store = Store::open(&config.database).await?;
    let source = Rpc::new(&url, config.ws_url.clone().or_else(|| ws_url(&url)))?;
    let source = streamed(settings, source);
    let indexer = Indexer::new(store.clone(), source, io_index::Limits::default());
    if settings.once {
        let done = tokio::select! {
            done = catch_up(&indexer) => done,
            _ = stop.wait_for(|stop| *stop) => {
                info!("stopped before it was done: the next start continues there");
                Ok(())
            }
        };
        store.close().await;
        return done;
    }
    let figures: Arc<Figures> = Arc::default();
    let live = indexer.live();
    let served = answer(&config, store.reader(), &live, &figures, metrics, &stop).await?;
    let hooks = Hooks::new(store.clone(), config.webhooks, config.thresholds, Patience::default());
    let told = tokio::spawn(hooks.run(indexer.live(), Arc::clone(&figures), stop.clone()));
    let chain = shared(&url)?;
    let (pool, shard, until) = (store.reader().clone(), config.price_shard, stop.clone());
    let treasury = config.treasury;
    let summed =
        tokio::spawn(async move { figures.run(pool, live, Some(chain), treasury, shard, until).await });
    let done = tokio::select! {
        done = indexer.run(stop.clone()) => done.map_err(Into::into),
        // Monitoring relies on /health, so the process ends if it cannot answer any more.
        _ = served => ended(&stop),
    };
    for task in [told, summed] {
        task.abort();
        let _ = timeout(GRACE, task).await;
    }
    store.close().await;
    info!("the index stops");
    done
}

/// The cluster, with the stream of its Geyser plugin if there is one.
#[cfg(feature = "geyser")]
fn streamed(settings: &Settings, rpc: Rpc) -> Arc<dyn io_index::Source> {
    match settings.geyser.clone() {
        Some(endpoint) => {
            let token = std::env::var("IO_INDEX_GEYSER_TOKEN").ok();
            Arc::new(io_index::source::Geyser::new(rpc, endpoint, token))
        }
        None => Arc::new(rpc),
    }
}

/// The cluster.
#[cfg(not(feature = "geyser"))]
fn streamed(_: &Settings, rpc: Rpc) -> Arc<dyn io_index::Source> {
    Arc::new(rpc)
}

/// Answers over HTTP, in the background.
async fn answer(
    config: &Config,
    pool: &AnyPool,
    live: &Live,
    figures: &Arc<Figures>,
    metrics: PrometheusHandle,
    stop: &watch::Receiver<bool>,
) -> Result<JoinHandle<()>> {
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen at {}: name another --listen", config.listen))?;
    let address = listener.local_addr()?;
    let limits = Limits::default();
    let cluster = config.url.as_deref().map_or_else(String::new, host);
    info!(cluster, address = %format!("http://{address}"), "the index starts");
    let upkeep = metrics.clone();
    tokio::spawn(async move {
        // Without it, measured times pile up while nobody reads them.
        loop {
            sleep(UPKEEP).await;
            upkeep.run_upkeep();
        }
    });
    let app = App::new(pool.clone(), live.clone(), Arc::clone(figures), limits, Some(metrics));
    Ok(tokio::spawn(serve(listener, router(Arc::new(app)), limits, stop.clone())))
}

/// A cluster that threads share.
fn shared(url: &str) -> Result<SharedChain> {
    Ok(Arc::new(RpcChain::new(url, CALL)?))
}

/// The end of the HTTP server: a failure, unless the process was told to stop.
fn ended(stop: &watch::Receiver<bool>) -> Result<()> {
    if *stop.borrow() {
        return Ok(());
    }
    bail!("the HTTP server ended by itself")
}

/// Serves tables that another index fills, until a signal to stop.
async fn read(config: Config, stop: watch::Receiver<bool>) -> Result<()> {
    let metrics = PrometheusBuilder::new().install_recorder().context("metrics")?;
    let pool = Store::read_only(&config.database).await?;
    let (live, figures): (Live, Arc<Figures>) = Default::default();
    let served = answer(&config, &pool, &live, &figures, metrics, &stop).await?;
    let followed = tokio::spawn(follow(pool.clone(), live.clone(), stop.clone()));
    let chain = config.url.as_deref().map(shared).transpose()?;
    let (own, shard, treasury, until) = (pool.clone(), config.price_shard, config.treasury, stop.clone());
    let summed = tokio::spawn(async move { figures.run(own, live, chain, treasury, shard, until).await });
    let _ = served.await;
    for task in [followed, summed] {
        task.abort();
        let _ = timeout(GRACE, task).await;
    }
    pool.close().await;
    info!("the index stops");
    ended(&stop)
}

/// Brings the tables up to what is finalized; tries again when the cluster fails.
async fn catch_up(indexer: &Indexer) -> Result<()> {
    let (mut failures, mut gone) = (0_u32, 0);
    loop {
        match indexer.catch_up().await {
            Ok(caught) => {
                info!(transactions = caught.transactions, events = caught.events, "caught up");
                return Ok(());
            }
            Err(error) if error.is_passing() => {
                // Another node behind the same address may still have it.
                gone = if matches!(error, Error::HistoryGone { .. }) { gone + 1 } else { 0 };
                if gone == FORGOTTEN {
                    return Err(error.into());
                }
                warn!(%error, "the index waits");
                let pause = PAUSE * 2_u32.pow(failures.min(6));
                failures = failures.saturating_add(1);
                sleep(error.wait().unwrap_or(pause)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}
