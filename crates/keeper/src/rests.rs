//! A task that the programs refuse rests, longer each time, so that one that never goes costs little.

use {crate::work::Key, std::collections::HashMap};

/// After so many failures in a row a task rests for this many passes at most.
const LONGEST: u32 = 64;

/// How often a task failed in a row, and the pass at which it is tried again.
#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    failures: u32,
    until: u64,
}

/// The tasks that rest.
#[derive(Debug, Default)]
pub struct Rests {
    pass: u64,
    of: HashMap<Key, Rest>,
}

impl Rests {
    /// A pass begins. A task that was not refused again long after its rest is forgotten: what it was about is gone.
    pub fn turn(&mut self) {
        self.pass += 1;
        let pass = self.pass;
        self.of.retain(|_, rest| rest.until + u64::from(LONGEST) > pass);
    }

    /// Whether a task rests in this pass.
    pub fn hold(&self, key: &Key) -> bool {
        self.of.get(key).is_some_and(|rest| rest.until > self.pass)
    }

    /// A task was refused; for how many passes it rests.
    pub fn begin(&mut self, key: Key) -> u32 {
        let rest = self.of.entry(key).or_default();
        let passes = 1u32.checked_shl(rest.failures).unwrap_or(LONGEST).min(LONGEST);
        let until = self.pass + u64::from(passes) + 1;
        *rest = Rest { failures: rest.failures.saturating_add(1), until };
        passes
    }

    /// A task is done.
    pub fn end(&mut self, key: &Key) {
        self.of.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use {super::*, solana_pubkey::Pubkey};

    const KEY: Key = ("end", Pubkey::new_from_array([1; 32]));

    /// Passes until it is tried again.
    fn slept(rests: &mut Rests) -> u32 {
        let mut passes = 0;
        loop {
            rests.turn();
            if !rests.hold(&KEY) {
                return passes;
            }
            passes += 1;
        }
    }

    #[test]
    fn it_rests_longer_from_time_to_time_until_it_is_done() {
        let mut rests = Rests::default();
        rests.turn();
        assert!(!rests.hold(&KEY));
        for passes in [1, 2, 4, 8, 16, 32, 64, 64, 64] {
            assert_eq!(rests.begin(KEY), passes);
            assert!(rests.hold(&KEY));
            assert_eq!(slept(&mut rests), passes);
        }
        rests.end(&KEY);
        assert_eq!(rests.begin(KEY), 1);
    }

    #[test]
    fn what_is_gone_is_forgotten() {
        let mut rests = Rests::default();
        rests.turn();
        rests.begin(KEY);
        for _ in 0..LONGEST {
            rests.turn();
            assert_eq!(rests.of.len(), 1);
        }
        for _ in 0..3 {
            rests.turn();
        }
        assert!(rests.of.is_empty());
    }
}
