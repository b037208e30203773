//! The time on chain, from readings of which some lag and one may lie.

/// A lower time holds once so many readings in a row were below the one that holds.
const AGREEING: usize = 3;

/// The time on chain. A node that lags shows an older clock than one that was asked before, so the
/// latest reading holds; one that was too late holds until three readings agree that it was.
#[derive(Debug, Default)]
pub struct Clock {
    latest: Option<i64>,
    below: Vec<i64>,
}

impl Clock {
    /// Takes a reading in.
    pub fn read(&mut self, now: i64) {
        if self.latest.is_none_or(|latest| now >= latest) {
            (self.latest, self.below) = (Some(now), Vec::new());
            return;
        }
        self.below.push(now);
        if self.below.len() >= AGREEING {
            self.latest = std::mem::take(&mut self.below).into_iter().max();
        }
    }

    /// The time that holds; none before the first reading.
    pub fn now(&self) -> Option<i64> {
        self.latest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(readings: &[i64]) -> i64 {
        let mut clock = Clock::default();
        readings.iter().for_each(|now| clock.read(*now));
        clock.now().unwrap()
    }

    #[test]
    fn a_node_that_lags_turns_nothing_back() {
        assert_eq!(Clock::default().now(), None);
        assert_eq!(after(&[100]), 100);
        assert_eq!(after(&[100, 70, 80]), 100);
        assert_eq!(after(&[100, 70, 101, 80, 90]), 101);
    }

    #[test]
    fn a_clock_that_lied_is_forgotten_after_three_others() {
        assert_eq!(after(&[100, 4_102_444_800, 160]), 4_102_444_800);
        assert_eq!(after(&[100, 4_102_444_800, 160, 220]), 4_102_444_800);
        assert_eq!(after(&[100, 4_102_444_800, 160, 220, 200]), 220);
        assert_eq!(after(&[i64::MAX, i64::MIN, 0, 5]), 5);
    }
}
