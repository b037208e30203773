//! Confirmed events, sent to live readers at once; and the wake-up for the next pass.

use {
    crate::{
        decode::events,
        live::{Commitment, Live, LiveEvent},
        source::{Notification, Source},
    },
    std::{
        collections::{HashSet, VecDeque},
        sync::Arc,
        time::Duration,
    },
    tokio::{
        sync::{mpsc, Notify},
        time::sleep,
    },
    tracing::debug,
};

/// Between two connections.
const PAUSE: Duration = Duration::from_secs(3);
/// Notifications that wait to be sent on.
const WAITING: usize = 256;
/// Transactions that are remembered: one that names several programs arrives once for each.
const REMEMBERED: usize = 4_096;

/// Listens as long as the process lives. The tables do not depend on it: they only fill later.
pub(super) async fn listen(source: Arc<dyn Source>, live: Live, wake: Arc<Notify>) {
    let (heard, mut told) = mpsc::channel(WAITING);
    tokio::join!(
        async {
            loop {
                match source.listen(heard.clone()).await {
                    Ok(()) => debug!("the cluster ended the subscription"),
                    Err(error) => debug!(%error, "no subscription"),
                }
                metrics::counter!("io_index_subscriptions_lost_total").increment(1);
                sleep(PAUSE).await;
            }
        },
        async {
            let mut known = Known::default();
            while let Some(heard) = told.recv().await {
                tell(&heard, &live, &mut known);
                wake.notify_one();
            }
        }
    );
}

fn tell(heard: &Notification, live: &Live, known: &mut Known) {
    if heard.finalized || !known.is_new(&heard.signature) {
        return;
    }
    let signature: Arc<str> = heard.signature.as_str().into();
    for event in events(&heard.logs) {
        // Nobody may be listening.
        let _ = live.events.send(LiveEvent {
            commitment: Commitment::Confirmed,
            id: None,
            slot: heard.slot,
            time: None,
            signature: signature.clone(),
            addresses: event.addresses.clone().into(),
            event: Arc::new(event),
        });
    }
}

/// The latest signatures.
#[derive(Default)]
struct Known {
    set: HashSet<String>,
    order: VecDeque<String>,
}

impl Known {
    fn is_new(&mut self, signature: &str) -> bool {
        if !self.set.insert(signature.to_owned()) {
            return false;
        }
        self.order.push_back(signature.to_owned());
        if self.order.len() > REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.set.remove(&oldest);
            }
        }
        true
    }
}
