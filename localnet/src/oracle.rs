//! Stand-ins for the oracles: every node is there, all the time, and prices are always fresh.

use {
    crate::{prices, Rpc},
    anyhow::Result,
    io_client::{
        economics::staking::{BPS, REPORT_SECONDS},
        staking::{batches, report_availability, Node, NodeReport, Report},
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{
        io::{self, Write},
        sync::{
            atomic::{AtomicBool, Ordering},
            Arc,
        },
        thread::{self, JoinHandle},
        time::Duration,
    },
};

/// A report is renewed when it is this old, in seconds: long before it lapses.
const RENEW_SECONDS: i64 = REPORT_SECONDS / 24;

/// How often they look.
const PERIOD: Duration = Duration::from_millis(500);

/// Looks between two posts of prices: they are at most 5 seconds old, of 60 allowed.
const LOOKS: usize = 10;

/// Reports every node that needs it as fully available.
///
/// # Errors
/// If the chain does not answer or refuses.
pub fn attest(rpc: &Rpc, oracle: &Keypair) -> Result<()> {
    let now = rpc.now()?;
    let due: Vec<NodeReport> = rpc
        .every::<Node>()?
        .into_iter()
        .filter(|(_, node)| is_due(node, now))
        .map(|(address, node)| {
            let report = Report { revision: node.revision, availability_bps: BPS, reported_at: now };
            NodeReport { node: address, class: node.class, report }
        })
        .collect();
    batches(&due)
        .iter()
        .try_for_each(|batch| rpc.send(&[report_availability(&oracle.pubkey(), batch)], oracle, &[]))
}

/// A node that is new, has changed its hardware, or was last reported an hour ago.
fn is_due(node: &Node, now: i64) -> bool {
    let last = &node.ledger.availability;
    let renew = last.bps == 0 || last.reported_at.saturating_add(RENEW_SECONDS) <= now;
    !node.ledger.retired && last.reported_at < now && renew
}

/// The oracles at work.
pub struct Oracle {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Oracle {
    /// Attests and posts until it is stopped.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(rpc: Rpc, oracle: Keypair) -> Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopping = stop.clone();
        let thread = thread::Builder::new().name("oracle".to_owned()).spawn(move || {
            for look in 0.. {
                let mut done = attest(&rpc, &oracle);
                if look % LOOKS == 0 {
                    done = done.and(prices::post(&rpc, &oracle));
                }
                if let Err(error) = done {
                    let _ = writeln!(io::stderr(), "an oracle could not report: {error:#}");
                }
                thread::park_timeout(PERIOD);
                if stopping.load(Ordering::Relaxed) {
                    return;
                }
            }
        })?;
        Ok(Self { stop, thread })
    }

    /// Stops them, between two reports.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.thread().unpark();
        // A panic of the oracle has been printed.
        let _ = self.thread.join();
    }
}
