//! What is left to do, and how much of it may be out at once.

use {
    super::Batch,
    crate::jobs::{Job, Work},
    solana_pubkey::Pubkey,
    std::{
        collections::{HashMap, VecDeque},
        sync::{Condvar, Mutex, MutexGuard, PoisonError},
    },
};

/// How much a keeper does at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Threads that simulate and send.
    pub workers: usize,
    /// Transactions that are out, at most.
    pub in_flight: usize,
    /// Compute units that are out on one account, at most: a block takes no more than 12 million of
    /// them.
    pub locked_units: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { workers: 8, in_flight: 64, locked_units: 12_000_000 }
    }
}

/// What a worker takes.
pub enum Item {
    /// Tasks of one kind, of which some may be done by now.
    Jobs(Vec<Job>),
    /// Works of a transaction that was refused as a whole.
    Works(Vec<Work>),
}

/// The queue of a pass.
pub struct Queue {
    limits: Limits,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    items: VecDeque<Item>,
    /// Workers that hold an item.
    busy: usize,
    /// Transactions that are out, and their compute units by account.
    out: usize,
    locked: HashMap<Pubkey, u64>,
    closed: bool,
}

impl Queue {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        Self { limits, state: Mutex::default(), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds tasks of one kind, by transactions: their accounts are read in one call, so that they
    /// are fresh when it is sent, and another keeper does few of them meanwhile.
    pub fn add(&self, jobs: Vec<Job>) {
        let mut jobs = jobs.into_iter().peekable();
        while let Some(batch) = jobs.peek().map(Job::batch) {
            let chunk = jobs.by_ref().take(batch).collect();
            self.state().items.push_back(Item::Jobs(chunk));
        }
    }

    /// Halves of a transaction that was refused, before anything else.
    pub fn put_back(&self, mut works: Vec<Work>) {
        let other = works.split_off(works.len() / 2);
        let mut state = self.state();
        for half in [other, works] {
            if !half.is_empty() {
                state.items.push_front(Item::Works(half));
            }
        }
        self.changed.notify_all();
    }

    /// Waits for something to do; none once there is nothing more.
    pub fn next(&self) -> Option<Item> {
        let mut state = self.state();
        loop {
            if state.closed {
                return None;
            }
            if let Some(item) = state.items.pop_front() {
                state.busy += 1;
                return Some(item);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A worker is through with what it took.
    pub fn taken(&self) {
        let mut state = self.state();
        state.busy = state.busy.saturating_sub(1);
    }

    /// Others are ahead in these tasks: goes on somewhere else among those of the same kind.
    pub fn skip(&self) {
        let mut state = self.state();
        let name = |item: &Item| match item {
            Item::Jobs(jobs) => jobs.first().map(|job| job.key.0),
            Item::Works(_) => None,
        };
        let Some(kind) = state.items.front().and_then(name) else { return };
        let same = state.items.iter().take_while(|item| name(item) == Some(kind)).count();
        let places = fastrand::usize(0..same);
        state.items.make_contiguous()[..same].rotate_left(places);
    }

    /// Waits until a transaction may be sent, and counts it as out; false once the pass is over.
    pub fn take_off(&self, batch: &Batch) -> bool {
        let mut state = self.state();
        let fits = |state: &State| {
            let room = |account: &Pubkey| {
                let locked = state.locked.get(account).copied().unwrap_or_default();
                locked == 0 || locked.saturating_add(batch.compute_limit) <= self.limits.locked_units
            };
            state.out < self.limits.in_flight.max(1) && batch.writes.iter().all(room)
        };
        while !state.closed && !fits(&state) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed {
            return false;
        }
        state.out += 1;
        for account in &batch.writes {
            *state.locked.entry(*account).or_default() += batch.compute_limit;
        }
        true
    }

    /// A transaction is not out any more.
    pub fn landed(&self, batch: &Batch) {
        let mut state = self.state();
        state.out = state.out.saturating_sub(1);
        for account in &batch.writes {
            let left = state.locked.get(account).copied().unwrap_or_default();
            match left.saturating_sub(batch.compute_limit) {
                0 => state.locked.remove(account),
                left => state.locked.insert(*account, left),
            };
        }
        self.changed.notify_all();
    }

    /// Nothing more is begun.
    pub fn clear(&self) {
        self.state().items.clear();
    }

    /// Whether nothing is left, and no worker holds anything.
    pub fn is_done(&self) -> bool {
        let state = self.state();
        state.items.is_empty() && state.busy == 0
    }

    /// Every worker ends.
    pub fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }
}
