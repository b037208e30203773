//! `/metrics` for Prometheus and `/health` for whoever restarts the keeper.

use {
    axum::{
        extract::State,
        http::{header::CONTENT_TYPE, StatusCode},
        response::IntoResponse,
        routing::get,
        Router,
    },
    hyper_util::{
        rt::{TokioIo, TokioTimer},
        service::TowerToHyperService,
    },
    metrics_exporter_prometheus::PrometheusHandle,
    std::{
        io,
        net::TcpListener,
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc, Mutex, PoisonError,
        },
        time::{Duration, Instant},
    },
    tokio::{
        runtime,
        sync::Semaphore,
        time::{sleep, timeout},
    },
    tracing::{debug, warn},
};

/// Connections at once; others wait until one of these ends.
const CONNECTIONS: usize = 32;
/// After which a client must have sent its request, and taken its answer.
const SLOWEST: Duration = Duration::from_secs(5);
/// How often it looks whether to stop.
const GLANCE: Duration = Duration::from_millis(200);

/// When the cluster has last answered a pass that saw all of it, and whether the last pass came to
/// its end.
#[derive(Debug)]
pub struct Health {
    last: Mutex<Option<Instant>>,
    /// How old that may be.
    patience: Duration,
    panicked: AtomicBool,
}

impl Health {
    /// Not healthy until the first beat; then for `patience` after each.
    pub fn new(patience: Duration) -> Self {
        Self { last: Mutex::default(), patience, panicked: AtomicBool::new(false) }
    }

    /// The cluster has answered.
    pub fn beat(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// A pass ended, by a panic or as it should.
    pub fn ended(&self, panicked: bool) {
        self.panicked.store(panicked, Ordering::Relaxed);
    }

    /// Whether the last pass panicked.
    pub fn has_panicked(&self) -> bool {
        self.panicked.load(Ordering::Relaxed)
    }

    /// Whether the cluster has answered lately, and the last pass came to its end.
    pub fn is_good(&self) -> bool {
        if self.has_panicked() {
            return false;
        }
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() <= self.patience)
    }
}

/// What is served.
#[derive(Clone)]
struct Served {
    metrics: PrometheusHandle,
    health: Arc<Health>,
}

async fn metrics(State(served): State<Served>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], served.metrics.render())
}

async fn health(State(served): State<Served>) -> impl IntoResponse {
    if served.health.is_good() {
        (StatusCode::OK, "ok\n")
    } else if served.health.has_panicked() {
        (StatusCode::SERVICE_UNAVAILABLE, "the last pass panicked\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "no pass has seen the cluster lately\n")
    }
}

async fn elsewhere() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, "/metrics or /health\n")
}

/// Answers requests until `stop`.
///
/// # Errors
/// If the system gives no runtime, or the listener fails for good.
pub fn serve(
    listener: TcpListener,
    metrics: PrometheusHandle,
    health: Arc<Health>,
    stop: &AtomicBool,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        accept(&listener, router(Served { metrics, health }), stop).await;
        Ok(())
    })
}

fn router(served: Served) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health", get(self::health))
        .fallback(elsewhere)
        .with_state(served)
}

/// Takes connections in, each with its own time.
async fn accept(listener: &tokio::net::TcpListener, router: Router, stop: &AtomicBool) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    while !stop.load(Ordering::Relaxed) {
        let Ok(Ok(seat)) = timeout(GLANCE, Arc::clone(&room).acquire_owned()).await else { continue };
        let stream = match timeout(GLANCE, listener.accept()).await {
            Ok(Ok((stream, _))) => stream,
            Ok(Err(error)) => {
                // Out of file descriptors, for one: that passes.
                warn!(%error, "no connection for metrics and health is taken in");
                sleep(GLANCE).await;
                continue;
            }
            Err(_) => continue,
        };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let mut server = hyper::server::conn::http1::Builder::new();
            server.timer(TokioTimer::new()).header_read_timeout(SLOWEST).keep_alive(false);
            let connection = server.serve_connection(TokioIo::new(stream), service);
            // A client that goes away, or never comes to the point, is its own affair.
            match timeout(2 * SLOWEST, connection).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => debug!(%error, "a request failed"),
                Err(_) => debug!("a client took too long"),
            }
            drop(seat);
        });
    }
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        metrics_exporter_prometheus::PrometheusBuilder,
        std::{
            io::{Read, Write},
            net::{SocketAddr, TcpStream},
            thread,
        },
    };

    fn ask(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Serves while `work` is done.
    fn serving(work: impl FnOnce(SocketAddr, &Health)) {
        static STOPS: Mutex<()> = Mutex::new(());
        let _one = STOPS.lock();
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || metrics::counter!("io_keeper_passes_total").increment(3));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let health = Arc::new(Health::new(Duration::from_secs(60)));
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            let server = scope.spawn(|| serve(listener, handle, Arc::clone(&health), &stop));
            work(address, &health);
            stop.store(true, Ordering::Relaxed);
            server.join().unwrap().unwrap();
        });
    }

    #[test]
    fn metrics_and_health_are_served() {
        serving(|address, health| {
            assert!(ask(address, "/health").starts_with("HTTP/1.1 503"));
            health.beat();
            assert!(ask(address, "/health").starts_with("HTTP/1.1 200"));
            assert!(ask(address, "/metrics").contains("io_keeper_passes_total 3"));
            assert!(ask(address, "/").starts_with("HTTP/1.1 404"));
        });
    }

    #[test]
    fn slow_and_silent_clients_hold_nobody_up() {
        serving(|address, health| {
            health.beat();
            let silent: Vec<TcpStream> = (0..5).map(|_| TcpStream::connect(address).unwrap()).collect();
            let mut slow = TcpStream::connect(address).unwrap();
            slow.write_all(b"GET /hea").unwrap();
            assert!(ask(address, "/health").starts_with("HTTP/1.1 200"));
            // The slow one was still there: nobody has waited for its end.
            slow.set_nonblocking(true).unwrap();
            let still = slow.read(&mut [0]).unwrap_err();
            assert_eq!(still.kind(), io::ErrorKind::WouldBlock);
            // And it is not kept for ever, however busy this machine is.
            slow.set_nonblocking(false).unwrap();
            slow.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
            if let Err(error) = slow.read_to_end(&mut Vec::new()) {
                assert_eq!(error.kind(), io::ErrorKind::ConnectionReset, "{error}");
            }
            drop(silent);
        });
    }
}
