//! Keepers of one operator that share the work, so that none does what another has in hand.
//!
//! Every one of them knows the addresses of all. For each account they stand in a line of their
//! own, computed from the addresses alone: the first does its tasks. The next one does them only if
//! they are still there after a while, so that a keeper that is gone is covered for.

use {
    crate::jobs::Key,
    anyhow::{bail, Result},
    solana_pubkey::Pubkey,
    std::{
        collections::HashMap,
        time::{Duration, Instant},
    },
};

/// The keepers that share the work, by what pays their fees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crew {
    /// Addresses of all of them; none if a keeper works alone.
    pub keepers: Vec<Pubkey>,
    /// How long a keeper waits for each one that stands before it.
    pub cover_after: Duration,
}

impl Default for Crew {
    /// Alone.
    fn default() -> Self {
        Self { keepers: Vec::new(), cover_after: Duration::from_secs(300) }
    }
}

impl Crew {
    /// # Errors
    /// If a keeper is not of its own crew: it would do everything a second time.
    pub fn check(&self, me: &Pubkey) -> Result<()> {
        if self.keepers.is_empty() || self.keepers.contains(me) {
            return Ok(());
        }
        bail!("crew.keepers does not name {me}, whose key pays here: name the payers of all keepers")
    }

    /// The keepers that stand before `me` in the line of an account, the first one first.
    fn before(&self, me: &Pubkey, account: &Pubkey) -> Vec<Pubkey> {
        let own = (weight(me, account), *me);
        let places = self.keepers.iter().map(|keeper| (weight(keeper, account), *keeper));
        let mut before: Vec<_> = places.filter(|place| *place > own).collect();
        before.sort_unstable_by(|one, other| other.cmp(one));
        before.into_iter().map(|(_, keeper)| keeper).collect()
    }
}

/// What a keeper knows of the tasks that others do.
#[derive(Debug, Default)]
pub struct Watch(HashMap<Key, Instant>);

/// Whose task it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// This keeper's own.
    Own,
    /// Another's that has left it undone.
    Covers(Pubkey),
    /// Another's.
    Others,
}

impl Watch {
    /// Whose each of the tasks of a pass at `now` is. A pass that has not seen `all` of the cluster
    /// forgets nothing.
    pub fn share(&mut self, crew: &Crew, me: &Pubkey, now: Instant, tasks: &[Key], all: bool) -> Vec<Share> {
        let mut still = HashMap::new();
        let shares = tasks.iter().map(|key| {
            let before = crew.before(me, &key.1);
            let Some(first) = before.first() else { return Share::Own };
            let since = *still.entry(*key).or_insert(self.0.get(key).copied().unwrap_or(now));
            let waits = crew.cover_after.saturating_mul(u32::try_from(before.len()).unwrap_or(u32::MAX));
            match now.saturating_duration_since(since) >= waits {
                true => Share::Covers(*first),
                false => Share::Others,
            }
        });
        let shares = shares.collect();
        if all {
            self.0 = still;
        } else {
            self.0.extend(still);
        }
        shares
    }
}

/// A keeper's weight for an account: the heaviest one is the first in its line.
fn weight(keeper: &Pubkey, account: &Pubkey) -> u64 {
    let words = keeper.as_array().as_chunks().0.iter().chain(account.as_array().as_chunks().0);
    words.fold(0, |sum, word| mix(sum ^ u64::from_le_bytes(*word)))
}

/// The last steps of the generator splitmix64: each bit depends on all others.
const fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_secs(300);

    fn key(n: u32) -> Key {
        let mut address = [7; 32];
        address[..4].copy_from_slice(&n.to_le_bytes());
        ("settle", Pubkey::new_from_array(address))
    }

    fn crew() -> Crew {
        Crew { keepers: (1..4).map(|n| Pubkey::new_from_array([n; 32])).collect(), cover_after: WAIT }
    }

    fn shares(watches: &mut [Watch], now: Instant, tasks: &[Key]) -> Vec<Vec<Share>> {
        let crew = crew();
        let each = watches.iter_mut().zip(&crew.keepers);
        each.map(|(watch, me)| watch.share(&crew, me, now, tasks, true)).collect()
    }

    #[test]
    fn each_task_is_one_keepers_and_each_has_a_third() {
        const TASKS: u32 = 30_000;
        let tasks: Vec<Key> = (0..TASKS).map(key).collect();
        let mut watches = [(); 3].map(|()| Watch::default());
        let all = shares(&mut watches, Instant::now(), &tasks);
        let own = |shares: &[Share]| shares.iter().filter(|share| **share == Share::Own).count();
        assert_eq!(all.iter().map(|shares| own(shares)).sum::<usize>(), TASKS as usize);
        for i in 0..tasks.len() {
            let owners = all.iter().filter(|shares| shares[i] == Share::Own).count();
            assert_eq!(owners, 1, "task {i}");
        }
        for shares in &all {
            assert!((9_500..10_500).contains(&own(shares)), "{}", own(shares));
        }
        let alone =
            Watch::default().share(&Crew::default(), &crew().keepers[0], Instant::now(), &tasks, true);
        assert_eq!(own(&alone), tasks.len(), "without a crew everything is its own");
    }

    #[test]
    fn one_that_is_gone_is_covered_for_by_the_next_and_then_by_the_last() {
        let tasks: Vec<Key> = (0..3_000).map(key).collect();
        let mut watches = [(); 3].map(|()| Watch::default());
        let start = Instant::now();
        let first = shares(&mut watches, start, &tasks);
        // The first keeper is gone, and what was its is still there.
        let left: Vec<Key> = tasks
            .iter()
            .zip(&first[0])
            .filter(|(_, share)| **share == Share::Own)
            .map(|(key, _)| *key)
            .collect();
        let mut at = |after: Duration| {
            let all = shares(&mut watches, start + after, &left);
            [1, 2].map(|i| all[i].iter().filter(|share| **share != Share::Others).count())
        };
        assert_eq!(at(WAIT - Duration::from_secs(1)), [0, 0], "it may be slow");
        let [second, third] = at(WAIT);
        assert_eq!(second + third, left.len(), "each has one that covers for it");
        assert!(second.abs_diff(third) < left.len() / 5, "{second} and {third}");
        assert_eq!(at(2 * WAIT), [left.len(); 2], "and everybody does what two have left undone");
    }

    #[test]
    fn what_was_done_between_is_waited_for_anew() {
        let crew = crew();
        let (me, start) = (crew.keepers[0], Instant::now());
        let task = (0..).map(key).find(|task| crew.before(&me, &task.1).len() == 1).unwrap();
        let mut watch = Watch::default();
        let mut at = |after: Duration, tasks: &[Key], all| watch.share(&crew, &me, start + after, tasks, all);
        assert_eq!(at(Duration::ZERO, &[task], true), [Share::Others]);
        // Not seen, since the cluster did not answer.
        assert_eq!(at(WAIT / 2, &[], false), []);
        assert!(matches!(at(WAIT, &[task], true)[..], [Share::Covers(_)]));
        assert_eq!(at(WAIT, &[], true), [], "done");
        assert_eq!(at(WAIT * 2, &[task], true), [Share::Others], "due again");
    }

    #[test]
    fn a_keeper_of_another_crew_is_refused() {
        let stranger = Pubkey::new_from_array([9; 32]);
        assert!(crew().check(&stranger).unwrap_err().to_string().contains(&stranger.to_string()));
        crew().check(&crew().keepers[2]).unwrap();
        Crew::default().check(&stranger).unwrap();
    }
}
