//! Accepts connections, each with its own deadline.

use {
    super::{
        limits::HEAD,
        peers::{Peer, Peers},
        Limits,
    },
    axum::Router,
    hyper::{body::Incoming, service::Service, Request},
    hyper_util::{
        rt::{TokioIo, TokioTimer},
        service::TowerToHyperService,
    },
    std::{
        sync::{
            atomic::{AtomicU64, Ordering},
            Arc,
        },
        time::Duration,
    },
    tokio::{
        net::{TcpListener, TcpStream},
        sync::{watch, OwnedSemaphorePermit, Semaphore},
        time::{sleep, sleep_until, Instant},
    },
    tracing::{debug, warn},
};

/// The pause after a failure to accept a connection.
const REST: Duration = Duration::from_millis(200);
/// How long connections may still take once the server stops.
const GRACE: Duration = Duration::from_secs(3);

/// Until when a connection may go on. Each part of an answer that is read extends it.
#[derive(Clone, Debug)]
pub struct Deadline {
    start: Instant,
    /// Milliseconds after the start.
    until: Arc<AtomicU64>,
}

impl Deadline {
    fn new(time: Duration) -> Self {
        let deadline = Self { start: Instant::now(), until: Arc::default() };
        deadline.more(time);
        deadline
    }

    /// From now on, so long.
    pub fn more(&self, time: Duration) {
        let until = self.start.elapsed().saturating_add(time).as_millis();
        self.until.store(u64::try_from(until).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn until(&self) -> Instant {
        self.start + Duration::from_millis(self.until.load(Ordering::Relaxed))
    }
}

/// Answers requests until `stop` says so.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, mut stop: watch::Receiver<bool>) {
    let room = Arc::new(Semaphore::new(limits.connections));
    let peers = Peers::default();
    let most = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    loop {
        let seat = tokio::select! {
            seat = Arc::clone(&room).acquire_owned() => seat,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let Ok(seat) = seat else { break };
        let taken = tokio::select! {
            taken = listener.accept() => taken,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        match taken {
            Ok((stream, address)) => {
                // It has enough: this one ends at once.
                let Some(peer) = peers.take(address.ip(), &limits) else {
                    metrics::counter!("io_index_http_refused_total").increment(1);
                    continue;
                };
                let _ = stream.set_nodelay(true);
                tokio::spawn(connection(stream, router.clone(), limits, (seat, peer), stop.clone()));
            }
            Err(error) => {
                // Out of file descriptors, for one: that passes.
                warn!(%error, "no connection is taken in");
                sleep(REST).await;
            }
        }
    }
    let _ = tokio::time::timeout(GRACE, room.acquire_many(most)).await;
}

/// Counts a connection as long as it is there.
struct Counted;

impl Counted {
    fn new() -> Self {
        metrics::gauge!("io_index_http_connections").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("io_index_http_connections").decrement(1.0);
    }
}

/// One connection, from its first byte to its last.
async fn connection(
    stream: TcpStream,
    router: Router,
    limits: Limits,
    seat: (OwnedSemaphorePermit, Peer),
    mut stop: watch::Receiver<bool>,
) {
    let _counted = Counted::new();
    let deadline = Deadline::new(limits.slowest);
    let inner = TowerToHyperService::new(router);
    let own = deadline.clone();
    let service = hyper::service::service_fn(move |mut request: Request<Incoming>| {
        own.more(limits.slowest + limits.patience + limits.query);
        request.extensions_mut().insert(own.clone());
        inner.call(request)
    });
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.slowest).max_buf_size(HEAD);
    let mut connection = std::pin::pin!(server.serve_connection(TokioIo::new(stream), service));
    let mut stops = false;
    loop {
        tokio::select! {
            ended = &mut connection => {
                // A client that goes away or sends nothing is no fault of the server.
                if let Err(error) = ended {
                    debug!(%error, "a request failed");
                }
                break;
            }
            () = sleep_until(deadline.until()) => {
                if deadline.until() <= Instant::now() {
                    debug!("a client took too long");
                    metrics::counter!("io_index_http_slow_total").increment(1);
                    break;
                }
            }
            _ = stop.wait_for(|stop| *stop), if !stops => {
                stops = true;
                connection.as_mut().graceful_shutdown();
                deadline.more(GRACE);
            }
        }
    }
    drop(seat);
}
