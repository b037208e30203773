//! A cluster that plays a [`Tape`] over JSON-RPC and WebSocket, and fails in chosen ways: for what
//! reads the chain's history.

mod http;
mod methods;
mod socket;
mod wire;

use {
    crate::record::{Recorded, Tape},
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    std::{
        collections::{BTreeMap, HashMap},
        net::TcpListener,
        sync::{Arc, Mutex, MutexGuard, PoisonError},
        thread,
        time::Duration,
    },
};

/// Slots between one that is processed and one that is final.
pub const FINAL_AFTER: u64 = 31;

/// In which ways it fails. Shares are percent of the calls, chosen at random; 0 is never.
#[derive(Debug, Clone, Copy, Default)]
pub struct Faults {
    /// The connection is cut without an answer.
    pub drops: u8,
    /// The connection is cut within the answer.
    pub cuts: u8,
    /// HTTP 429 with `Retry-After: 0`, or with a second for every fourth of them.
    pub busy: u8,
    /// HTTP 503, or a page of some proxy.
    pub garbled: u8,
    /// The node says that it is behind.
    pub behind: u8,
    /// A node answers that is so many slots behind and does not say so, unless a least slot was
    /// asked for.
    pub lags: u8,
    /// How far behind that node is.
    pub lag: u64,
    /// Nodes take no notice of a least slot that is asked for.
    pub ignores_least: bool,
    /// A node lists that keeps nothing before `keeps_from`, though the address answers that it
    /// keeps all.
    pub keeps_less: u8,
    /// See above.
    pub keeps_from: u64,
    /// A transaction that is listed is not to be had yet.
    pub missing: u8,
    /// Milliseconds that every answer takes.
    pub slow: u8,
    /// Lists of signatures have every entry twice.
    pub repeats: u8,
    /// The logs of one transaction in so many are cut, always of the same ones.
    pub cut_logs: u8,
    /// WebSockets are cut after so many messages.
    pub socket_cut: u8,
    /// WebSockets open and never say anything.
    pub socket_silent: bool,
    /// WebSockets say everything twice.
    pub socket_repeats: bool,
    /// Lists of signatures are of what is processed, whatever was asked for, as with Surfpool.
    pub ignores_commitment: bool,
    /// Lists say at which place of its slot a transaction is, as nodes since 2026 do.
    pub tells_places: bool,
}

/// A running cluster. It serves until the process ends.
#[derive(Clone)]
pub struct Cluster(Arc<Shared>);

struct Shared {
    port: u16,
    tape: Tape,
    places: HashMap<Signature, usize>,
    versions: HashMap<Pubkey, BTreeMap<u64, Option<Account>>>,
    state: Mutex<State>,
}

struct State {
    tip: u64,
    first: u64,
    faults: Faults,
    random: fastrand::Rng,
    asked: HashMap<String, u64>,
    struck: HashMap<&'static str, u64>,
    fork: Vec<Recorded>,
}

/// What one call sees.
#[derive(Clone)]
struct View {
    tip: u64,
    first: u64,
    faults: Faults,
    fork: Vec<Recorded>,
    lists_from: u64,
    missing: bool,
    repeats: bool,
}

impl Cluster {
    /// Starts one whose tip is before the tape's first transaction.
    ///
    /// # Panics
    /// If there is no port.
    pub fn serve(tape: Tape) -> Self {
        let (rpc, socket, port) = listeners();
        let (places, versions) = (tape.places(), tape.versions());
        let state = State {
            tip: FINAL_AFTER + 1,
            first: 0,
            faults: Faults::default(),
            random: fastrand::Rng::with_seed(7),
            asked: HashMap::new(),
            struck: HashMap::new(),
            fork: Vec::new(),
        };
        let shared = Arc::new(Shared { port, tape, places, versions, state: Mutex::new(state) });
        let cluster = Self(shared);
        let of_socket = cluster.clone();
        let of_rpc = cluster.clone();
        thread::spawn(move || http::serve(&rpc, &of_rpc));
        thread::spawn(move || socket::serve(&socket, &of_socket));
        cluster
    }

    /// The same, with everything on the tape final.
    ///
    /// # Panics
    /// If there is no port.
    pub fn at_end(tape: Tape) -> Self {
        let cluster = Self::serve(tape);
        cluster.finish();
        cluster
    }

    /// Where it answers JSON-RPC; WebSocket is at the next port.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }

    /// Where it answers WebSocket.
    pub fn ws_url(&self) -> String {
        format!("ws://127.0.0.1:{}", self.0.port + 1)
    }

    /// What it plays.
    pub fn tape(&self) -> &Tape {
        &self.0.tape
    }

    /// Moves the tip ahead by so many slots.
    pub fn advance(&self, slots: u64) {
        self.state().tip += slots;
    }

    /// The slot that it is at.
    pub fn tip(&self) -> u64 {
        self.state().tip
    }

    /// Everything on the tape is final.
    pub fn finish(&self) {
        let end = self.0.tape.end() + FINAL_AFTER + 2;
        let mut state = self.state();
        state.tip = state.tip.max(end);
    }

    /// Plays what is left, so many slots every `pause`, in the background.
    pub fn play(&self, slots: u64, pause: Duration) -> thread::JoinHandle<()> {
        let cluster = self.clone();
        thread::spawn(move || {
            while cluster.tip() < cluster.0.tape.end() + FINAL_AFTER + 2 {
                cluster.advance(slots);
                thread::sleep(pause);
            }
        })
    }

    /// Fails like this from now on.
    pub fn set(&self, faults: Faults) {
        self.state().faults = faults;
    }

    /// Forgets the transactions and blocks before a slot.
    pub fn forget_before(&self, slot: u64) {
        self.state().first = slot;
    }

    /// Another fork than the tape's: these transactions are shown in their slots until they would
    /// be final, and then there never were any.
    pub fn fork(&self, transactions: Vec<Recorded>) {
        self.state().fork = transactions;
    }

    /// Whether the log of a transaction is cut, by the faults of now.
    pub fn is_cut(&self, recorded: &Recorded) -> bool {
        wire::is_cut(recorded, &self.state().faults)
    }

    /// How often each method was asked for.
    pub fn asked(&self) -> HashMap<String, u64> {
        self.state().asked.clone()
    }

    /// How often each fault struck.
    pub fn struck(&self) -> HashMap<&'static str, u64> {
        self.state().struck.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a call of this moment sees, of a node that may lag.
    fn view(&self) -> View {
        let mut state = self.state();
        let faults = state.faults;
        let lags = state.strikes("lags", faults.lags);
        let missing = state.strikes("missing", faults.missing);
        let repeats = state.strikes("repeats", faults.repeats);
        let lag = if lags { faults.lag } else { 0 };
        let less = state.strikes("keeps_less", faults.keeps_less);
        View {
            tip: state.tip.saturating_sub(lag),
            first: state.first,
            fork: state.fork.clone(),
            faults,
            lists_from: if less { faults.keeps_from } else { 0 },
            missing,
            repeats,
        }
    }
}

impl State {
    /// Whether a fault of this share strikes now.
    fn strikes(&mut self, name: &'static str, share: u8) -> bool {
        let strikes = share > 0 && self.random.u8(..100) < share;
        if strikes {
            *self.struck.entry(name).or_default() += 1;
        }
        strikes
    }
}

impl View {
    /// The last slot that is visible at a commitment.
    fn slot(&self, commitment: &str) -> u64 {
        match commitment {
            "processed" => self.tip,
            "confirmed" => self.tip.saturating_sub(1),
            _ => self.tip.saturating_sub(FINAL_AFTER),
        }
    }
}

/// A port for RPC, and the next one for WebSocket.
fn listeners() -> (TcpListener, TcpListener, u16) {
    for _ in 0..100 {
        let rpc = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = rpc.local_addr().expect("an address").port();
        if let Some(socket) = port.checked_add(1).and_then(|next| TcpListener::bind(("127.0.0.1", next)).ok())
        {
            return (rpc, socket, port);
        }
    }
    panic!("no two ports in a row");
}
