//! A pause stops entry for at most 14 of any 28 days, whatever the admin sends.
#![allow(clippy::arithmetic_side_effects)]

use {
    io_economics::{
        pause::{Pause, PauseTooSoon, PAUSE_INTERVAL_SECONDS, PAUSE_SECONDS},
        time::DAY,
    },
    proptest::prelude::*,
};

const START: i64 = 20_454 * DAY;

/// Spans of time in which entry was refused, each as its first second and the one after its last.
#[derive(Default)]
struct Refused(Vec<(i64, i64)>);

impl Refused {
    /// Notes what the pause refuses from `from` to before `to`, in which nobody changes it.
    fn note(&mut self, pause: &Pause, from: i64, to: i64) {
        if from == to {
            return;
        }
        let end = to.min(pause.until);
        assert_eq!(pause.is_on(from), from < end);
        assert!(!pause.is_on(to.max(pause.until)));
        if from < end {
            self.0.push((from, end));
        }
    }

    /// Seconds that were refused within a span.
    fn within(&self, from: i64, to: i64) -> i64 {
        self.0.iter().map(|(start, end)| (to.min(*end) - from.max(*start)).max(0)).sum()
    }

    /// The most seconds that were refused within any 28 days: where that is greatest, such a span
    /// begins as one of the refused ones does, or ends with one.
    fn worst(&self) -> i64 {
        let spans = self.0.iter().flat_map(|(start, end)| [*start, end - PAUSE_INTERVAL_SECONDS]);
        spans.map(|from| self.within(from, from + PAUSE_INTERVAL_SECONDS)).max().unwrap_or(0)
    }
}

fn passes() -> impl Strategy<Value = i64> {
    prop_oneof![
        0..DAY,
        0..15 * DAY,
        0..60 * DAY,
        Just(PAUSE_SECONDS),
        Just(PAUSE_SECONDS - 1),
        Just(PAUSE_INTERVAL_SECONDS),
    ]
}

/// Any time, often one at an end of the range.
fn time() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), i64::MAX - 3..=i64::MAX, i64::MIN..i64::MIN + 3, -3..3i64]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nobody_is_kept_out_longer_than_14_of_any_28_days(
        steps in prop::collection::vec((passes(), prop::bool::weighted(0.7)), 1..60),
    ) {
        let (mut pause, mut now, mut refused) = (Pause::default(), START, Refused::default());
        for (seconds, paused) in steps {
            let before = pause;
            match pause.set(paused, now) {
                Ok(()) => prop_assert_eq!(pause.is_on(now), paused),
                Err(PauseTooSoon { next }) => {
                    prop_assert!(paused && !pause.is_on(now), "refused only where entry is open");
                    prop_assert_eq!(pause, before);
                    prop_assert!(now < next && next - now <= PAUSE_INTERVAL_SECONDS - PAUSE_SECONDS);
                    let mut later = pause;
                    prop_assert!(later.begin(next - 1).is_err());
                    prop_assert_eq!(later.begin(next), Ok(()));
                }
            }
            refused.note(&pause, now, now + seconds);
            now += seconds;
        }
        refused.note(&pause, now, i64::MAX);
        prop_assert!(refused.worst() <= PAUSE_SECONDS, "{:?}", refused.0);
    }

    /// An admin that pauses whenever it can: the bound is reached, and not passed.
    #[test]
    fn an_admin_that_always_pauses_reaches_the_bound(every in 3_600..2 * DAY) {
        let (mut pause, mut refused) = (Pause::default(), Refused::default());
        let mut now = START;
        while now < START + 4 * PAUSE_INTERVAL_SECONDS {
            let _ = pause.begin(now);
            refused.note(&pause, now, now + every);
            now += every;
        }
        prop_assert_eq!(refused.worst(), PAUSE_SECONDS);
    }

    /// Any state and any time give an answer, and what is refused has changed nothing.
    #[test]
    fn nothing_panics(began in time(), until in time(), now in time(), paused in any::<bool>()) {
        let mut pause = Pause { began, until };
        let before = pause;
        if pause.set(paused, now).is_err() {
            prop_assert_eq!(pause, before);
        }
        let _ = pause.is_on(now);
    }
}

#[test]
fn a_pause_in_figures() {
    let mut pause = Pause::default();
    let at = |day: i64| START + day * DAY;
    assert!(!pause.is_on(START));
    pause.lift();
    assert_eq!(pause, Pause::default(), "nothing to lift");

    assert_eq!(pause.begin(at(0)), Ok(()));
    assert!(pause.is_on(at(0)) && pause.is_on(at(14) - 1) && !pause.is_on(at(14)));
    let first = pause;
    assert_eq!(pause.begin(at(9)), Ok(()));
    assert_eq!(pause, first, "a pause that is on gets no longer");

    pause.lift();
    assert!(!pause.is_on(at(3)));
    assert_eq!(pause.begin(at(14) - 1), Ok(()));
    assert_eq!(pause, first, "resumed, to the same end");

    let refused = Err(PauseTooSoon { next: at(28) });
    assert_eq!([14, 20, 27].map(|day| pause.begin(at(day))), [refused; 3]);
    assert_eq!(pause.begin(at(28) - 1), refused);
    assert_eq!(pause.begin(at(28)), Ok(()));
    assert!(pause.is_on(at(42) - 1) && !pause.is_on(at(42)));
}

#[test]
fn a_clock_of_1970_counts() {
    let mut pause = Pause::default();
    assert_eq!(pause.begin(-5), Ok(()));
    assert_eq!(pause.began, 1);
    assert!(pause.is_on(-5) && pause.is_on(PAUSE_SECONDS) && !pause.is_on(PAUSE_SECONDS + 1));
    assert_eq!(pause.begin(PAUSE_SECONDS + 1), Err(PauseTooSoon { next: 1 + PAUSE_INTERVAL_SECONDS }));
}
