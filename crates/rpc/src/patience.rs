//! How long to try.

use {
    crate::Fault,
    std::{
        sync::atomic::{AtomicBool, Ordering},
        thread,
        time::{Duration, Instant},
    },
};

/// A wait is cut into parts of this length, to see in between whether to stop.
const GLANCE: Duration = Duration::from_millis(100);

/// How long to try.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often a transaction that expired is signed anew, and a call that failed is repeated.
    pub tries: u32,
    /// The wait before the second try; doubled from try to try, up to [`Patience::longest`].
    pub first: Duration,
    /// The longest wait between two tries.
    pub longest: Duration,
    /// The wait between two looks at whether a transaction has landed.
    pub poll: Duration,
    /// Looks at a transaction that neither lands nor expires, before it is left to itself.
    pub looks: u32,
    /// The longest that a call is repeated for, from its first try on; without a limit if none.
    pub within: Option<Duration>,
    /// Once it is set, nothing is tried again and nothing waited for.
    pub stop: Option<&'static AtomicBool>,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            tries: 4,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(8),
            poll: Duration::from_millis(400),
            looks: 750,
            within: None,
            stop: None,
        }
    }
}

impl Patience {
    /// For a chain in process: no waiting.
    pub const NONE: Self = Self {
        tries: 4,
        first: Duration::ZERO,
        longest: Duration::ZERO,
        poll: Duration::ZERO,
        looks: 750,
        within: None,
        stop: None,
    };

    /// The wait after `tries` tries, give or take a quarter, so that many that failed together do
    /// not come back together.
    pub fn wait(&self, tries: u32) -> Duration {
        let wait =
            self.first.saturating_mul(1u32.checked_shl(tries.min(16)).unwrap_or(u32::MAX)).min(self.longest);
        wait.mul_f64(0.75 + fastrand::f64() / 2.0)
    }

    /// Calls until it succeeds, fails for good, or all tries or the time are used: a call that
    /// would take longer than the time that is left is not begun. Waits as long as the cluster asks
    /// to, if the time allows it.
    ///
    /// # Errors
    /// The last one.
    pub fn retry<T>(&self, mut call: impl FnMut() -> Result<T, Fault>) -> Result<T, Fault> {
        let start = Instant::now();
        let mut tries = 0;
        loop {
            let began = Instant::now();
            let fault = match call() {
                Err(fault) if fault.is_passing() && tries + 1 < self.tries && !self.stopped() => fault,
                other => return other,
            };
            let wait = self.wait(tries).max(fault.asks_to_wait().unwrap_or_default());
            // The next call may take as long as this one.
            if !self.allows(start, wait.saturating_add(began.elapsed())) {
                return Err(fault);
            }
            self.sleep(wait);
            tries += 1;
        }
    }

    /// Whether there is time for a wait, of what began at `start`.
    pub fn allows(&self, start: Instant, wait: Duration) -> bool {
        self.within.is_none_or(|within| start.elapsed().saturating_add(wait) <= within)
    }

    /// Whether it was told to stop.
    pub fn stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// Waits, and ends at once when it is told to stop.
    pub fn sleep(&self, time: Duration) {
        let start = Instant::now();
        while !self.stopped() {
            let left = time.saturating_sub(start.elapsed());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(GLANCE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let patience = Patience::default();
        for tries in 0..40 {
            let middle = 0.5 * f64::from(1u32 << tries.min(4));
            let wait = patience.wait(tries).as_secs_f64();
            assert!((middle * 0.74..=middle * 1.26).contains(&wait), "{tries}: {wait}");
        }
    }

    #[test]
    fn a_failure_that_passes_is_tried_again_and_another_is_not() {
        let mut calls = 0;
        let result = Patience::NONE.retry(|| {
            calls += 1;
            if calls < 3 {
                Err(Fault::Unreachable(String::new()))
            } else {
                Ok(calls)
            }
        });
        assert_eq!(result.unwrap(), 3);
        let mut calls = 0;
        let result: Result<(), _> = Patience::NONE.retry(|| {
            calls += 1;
            Err(Fault::Unreadable(String::new()))
        });
        assert!(result.is_err());
        assert_eq!(calls, 1);
    }

    #[test]
    fn a_cluster_that_asks_for_more_time_than_there_is_gets_none() {
        let busy = |wait| Fault::Busy { why: "HTTP 429".into(), wait: Some(Duration::from_secs(wait)) };
        let patience = Patience { within: Some(Duration::from_secs(5)), ..Patience::NONE };
        let mut calls = 0;
        let result: Result<(), _> = patience.retry(|| {
            calls += 1;
            Err(busy(60))
        });
        assert!(result.unwrap_err().to_string().contains("asks to wait 60 seconds: HTTP 429"));
        assert_eq!(calls, 1);
        let mut calls = 0;
        let start = Instant::now();
        let result = patience.retry(|| {
            calls += 1;
            if calls < 2 {
                Err(busy(1))
            } else {
                Ok(calls)
            }
        });
        assert_eq!(result.unwrap(), 2);
        assert!(start.elapsed() >= Duration::from_secs(1), "it waits as long as it is asked to");
    }

    #[test]
    fn a_call_that_would_take_longer_than_is_left_is_not_begun() {
        let patience = Patience { within: Some(Duration::from_millis(100)), ..Patience::NONE };
        let mut calls = 0;
        let result: Result<(), _> = patience.retry(|| {
            calls += 1;
            thread::sleep(Duration::from_millis(60));
            Err(Fault::Unreachable(String::new()))
        });
        assert!(result.is_err());
        assert_eq!(calls, 1);
    }

    #[test]
    fn one_that_is_to_stop_waits_for_nothing() {
        static STOP: AtomicBool = AtomicBool::new(true);
        let hour = Duration::from_secs(3_600);
        let patience = Patience { first: hour, longest: hour, stop: Some(&STOP), ..Patience::default() };
        let start = Instant::now();
        let mut calls = 0;
        let result: Result<(), _> = patience.retry(|| {
            calls += 1;
            Err(Fault::Unreachable(String::new()))
        });
        assert!(result.is_err());
        assert_eq!(calls, 1);
        patience.sleep(hour);
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
