//! A task that the programs refuse waits, longer each time, so that one that never succeeds costs
//! little.

use {
    crate::jobs::Key,
    std::{
        collections::HashMap,
        time::{Duration, Instant},
    },
};

/// However often a task fails in a row, it waits for no more passes than this.
const LONGEST: u32 = 64;

/// A transaction whose outcome is unknown can land no more after this time: its blockhash lives for
/// about a minute.
const UNKNOWN: Duration = Duration::from_secs(180);

/// How often a task failed in a row, and the pass in which it is tried again.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    failures: u32,
    next_try: u64,
}

/// The tasks that wait after a refusal.
#[derive(Debug, Default)]
pub struct Backoff {
    pass: u64,
    entries: HashMap<Key, Entry>,
    /// Since when tasks wait whose transaction may still land.
    unknown: HashMap<Key, Instant>,
}

impl Backoff {
    /// A pass begins. A task that has not failed again long after its next try is forgotten: its
    /// account is gone.
    pub fn next_pass(&mut self) {
        self.pass += 1;
        let pass = self.pass;
        self.entries.retain(|_, entry| entry.next_try + u64::from(LONGEST) > pass);
        self.unknown.retain(|_, since| since.elapsed() < UNKNOWN);
    }

    /// Whether a task waits in this pass.
    pub fn is_waiting(&self, key: &Key) -> bool {
        let may_land = self.unknown.get(key).is_some_and(|since| since.elapsed() < UNKNOWN);
        may_land || self.entries.get(key).is_some_and(|entry| entry.next_try > self.pass)
    }

    /// A task was refused. Returns for how many passes it waits.
    pub fn failed(&mut self, key: Key) -> u32 {
        let entry = self.entries.entry(key).or_default();
        let passes = 1u32.checked_shl(entry.failures).unwrap_or(LONGEST).min(LONGEST);
        let next_try = self.pass + u64::from(passes) + 1;
        *entry = Entry { failures: entry.failures.saturating_add(1), next_try };
        passes
    }

    /// A task may still be done by what was sent, and must not be done twice.
    pub fn may_land(&mut self, key: Key) {
        self.unknown.insert(key, Instant::now());
    }

    /// A task is done.
    pub fn succeeded(&mut self, key: &Key) {
        self.entries.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use {super::*, solana_pubkey::Pubkey};

    const KEY: Key = ("end", Pubkey::new_from_array([1; 32]));

    /// Passes until it is tried again.
    fn waited(backoff: &mut Backoff) -> u32 {
        let mut passes = 0;
        loop {
            backoff.next_pass();
            if !backoff.is_waiting(&KEY) {
                return passes;
            }
            passes += 1;
        }
    }

    #[test]
    fn a_task_waits_longer_each_time_until_it_is_done() {
        let mut backoff = Backoff::default();
        backoff.next_pass();
        assert!(!backoff.is_waiting(&KEY));
        for passes in [1, 2, 4, 8, 16, 32, 64, 64, 64] {
            assert_eq!(backoff.failed(KEY), passes);
            assert!(backoff.is_waiting(&KEY));
            assert_eq!(waited(&mut backoff), passes);
        }
        backoff.succeeded(&KEY);
        assert_eq!(backoff.failed(KEY), 1);
    }

    #[test]
    fn a_task_whose_account_is_gone_is_forgotten() {
        let mut backoff = Backoff::default();
        backoff.next_pass();
        backoff.failed(KEY);
        for _ in 0..LONGEST {
            backoff.next_pass();
            assert_eq!(backoff.entries.len(), 1);
        }
        for _ in 0..3 {
            backoff.next_pass();
        }
        assert!(backoff.entries.is_empty());
    }
}
