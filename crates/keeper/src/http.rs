//! `/metrics` for Prometheus and `/health` for whoever restarts the keeper.

use {
    metrics_exporter_prometheus::PrometheusHandle,
    std::{
        io::{self, BufRead, BufReader, Read, Write},
        net::{TcpListener, TcpStream},
        sync::{
            atomic::{AtomicBool, Ordering},
            Mutex, PoisonError,
        },
        thread,
        time::{Duration, Instant},
    },
    tracing::debug,
};

/// A request line, with its headers, is no longer.
const LONGEST_REQUEST: u64 = 8_192;

/// When the cluster has last answered a pass that saw all of it.
#[derive(Debug)]
pub struct Health {
    last: Mutex<Option<Instant>>,
    /// How old that may be.
    patience: Duration,
}

impl Health {
    /// Not healthy until the first beat; then for `patience` after each.
    pub fn new(patience: Duration) -> Self {
        Self { last: Mutex::default(), patience }
    }

    /// The cluster has answered.
    pub fn beat(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// Whether the cluster has answered lately.
    pub fn is_good(&self) -> bool {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|last| last.elapsed() <= self.patience)
    }
}

/// Answers requests until `stop`.
///
/// # Errors
/// If the listener fails.
pub fn serve(
    listener: &TcpListener,
    metrics: &PrometheusHandle,
    health: &Health,
    stop: &AtomicBool,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    while !stop.load(Ordering::Relaxed) {
        match listener.accept() {
            Ok((stream, _)) => {
                // A client that goes away is its own affair.
                if let Err(error) = answer(stream, metrics, health) {
                    debug!(%error, "a request failed");
                }
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                thread::sleep(Duration::from_millis(100));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn answer(mut stream: TcpStream, metrics: &PrometheusHandle, health: &Health) -> io::Result<()> {
    stream.set_nonblocking(false)?;
    let patience = Some(Duration::from_secs(2));
    stream.set_read_timeout(patience)?;
    stream.set_write_timeout(patience)?;
    let mut request = BufReader::new(stream.try_clone()?.take(LONGEST_REQUEST));
    let mut line = String::new();
    request.read_line(&mut line)?;
    let mut header = String::new();
    while request.read_line(&mut header)? > 2 {
        header.clear();
    }
    let (status, body) = match line.split_whitespace().nth(1) {
        Some("/metrics") => ("200 OK", metrics.render()),
        Some("/health") if health.is_good() => ("200 OK", "ok\n".to_owned()),
        Some("/health") => ("503 Service Unavailable", "no pass has seen the cluster lately\n".to_owned()),
        _ => ("404 Not Found", "/metrics or /health\n".to_owned()),
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use {super::*, metrics_exporter_prometheus::PrometheusBuilder};

    #[test]
    fn metrics_and_health_are_served() {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || metrics::counter!("io_keeper_passes_total").increment(3));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (health, stop) = (Health::new(Duration::from_secs(60)), AtomicBool::new(false));
        thread::scope(|scope| {
            let server = scope.spawn(|| serve(&listener, &handle, &health, &stop));
            let get = |path: &str| {
                let mut stream = TcpStream::connect(address).unwrap();
                write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer
            };
            assert!(get("/health").starts_with("HTTP/1.1 503"));
            health.beat();
            assert!(get("/health").starts_with("HTTP/1.1 200"));
            assert!(get("/metrics").contains("io_keeper_passes_total 3"));
            assert!(get("/").starts_with("HTTP/1.1 404"));
            stop.store(true, Ordering::Relaxed);
            server.join().unwrap().unwrap();
        });
    }
}
