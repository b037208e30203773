//! The loop of passes, and the waits between them.

use {
    crate::{Config, Report},
    std::{
        sync::{
            atomic::{AtomicBool, Ordering},
            mpsc::Receiver,
        },
        thread,
        time::{Duration, Instant},
    },
};

/// Runs passes until it is told to stop: at once after one that left something, else after the
/// interval. If `once`, it does what is due now and returns. Returns whether the last pass was
/// clean.
pub fn run_passes(
    once: bool,
    config: &Config,
    stop: &AtomicBool,
    woken: &Receiver<()>,
    pass: &mut dyn FnMut() -> Report,
) -> bool {
    loop {
        let start = Instant::now();
        let report = pass();
        let over = report.left == 0 || !report.is_clean();
        if over && !once {
            let time = config.interval + config.jitter.mul_f64(fastrand::f64());
            wait(time, start.elapsed(), stop, woken);
        }
        if (over && once) || stop.load(Ordering::Relaxed) {
            return report.is_clean();
        }
    }
}

/// Waits for a change, at most for `time`, and at least for a tenth of `time` or ten times what the
/// last pass took, since each pass fetches everything again. Ends at once when the keeper is told
/// to stop.
fn wait(time: Duration, took: Duration, stop: &AtomicBool, woken: &Receiver<()>) {
    let start = Instant::now();
    let least = (time / 10).max(took.saturating_mul(10)).min(time);
    while !stop.load(Ordering::Relaxed) {
        let waited = start.elapsed();
        if waited >= time || (waited >= least && woken.try_recv().is_ok()) {
            return;
        }
        let next = if waited < least { least } else { time };
        thread::sleep((next - waited).min(Duration::from_millis(200)));
    }
}

#[cfg(test)]
mod tests {
    use {super::*, std::sync::mpsc::sync_channel};

    /// Milliseconds of a wait.
    fn waited(time: u64, took: u64, changed: bool) -> u128 {
        let (wake, woken) = sync_channel(1);
        if changed {
            wake.send(()).unwrap();
        }
        let start = Instant::now();
        let [time, took] = [time, took].map(Duration::from_millis);
        wait(time, took, &AtomicBool::new(false), &woken);
        start.elapsed().as_millis()
    }

    #[test]
    fn a_change_shortens_a_wait_but_not_after_a_long_pass() {
        let soon = waited(5_000, 0, true);
        assert!((500..4_900).contains(&soon), "a tenth: {soon}");
        let later = waited(5_000, 100, true);
        assert!((1_000..4_900).contains(&later), "ten times the pass: {later}");
        for (took, changed) in [(0, false), (5, false), (1_000, true)] {
            assert!(waited(200, took, changed) >= 200);
        }
    }

    #[test]
    fn what_a_pass_left_is_done_at_once() {
        let config = Config { interval: Duration::from_secs(3_600), ..Config::default() };
        let (_wake, woken) = sync_channel(1);
        let run = |once, failed, lefts: &[u32]| {
            let (stop, mut passes) = (AtomicBool::new(false), 0);
            let clean = run_passes(once, &config, &stop, &woken, &mut || {
                let left = lefts[passes];
                passes += 1;
                stop.store(!once && passes == lefts.len(), Ordering::Relaxed);
                Report { left, failed, ..Report::default() }
            });
            (clean, passes)
        };
        assert_eq!(run(true, 0, &[5, 3, 0, 0]), (true, 3));
        assert_eq!(run(true, 1, &[5, 3, 0]), (false, 1), "a failure waits for the interval");
        let start = Instant::now();
        assert_eq!(run(false, 0, &[5, 3, 0]), (true, 3));
        assert!(start.elapsed().as_secs() < 60, "a keeper that is to stop does not wait");
    }
}
