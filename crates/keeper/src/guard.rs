//! Passes of a keeper that outlives its own faults.

use {
    crate::{Health, Keeper, Report},
    std::{
        panic::{catch_unwind, AssertUnwindSafe},
        sync::atomic::{AtomicBool, Ordering},
    },
    tracing::error,
};

/// After so many passes in a row that panicked the keeper ends, for whoever starts it again.
pub const PANICS: u32 = 3;

/// A keeper, and another one in its place whenever a pass has panicked.
pub struct Guard<'k> {
    fresh: &'k dyn Fn() -> Keeper<'k>,
    health: &'k Health,
    stop: &'k AtomicBool,
    keeper: Keeper<'k>,
    panics: u32,
}

impl<'k> Guard<'k> {
    /// Keepers as `fresh` makes them. `health` is bad from a panic to the end of the next pass;
    /// after [`PANICS`] in a row `stop` is set.
    pub fn new(fresh: &'k dyn Fn() -> Keeper<'k>, health: &'k Health, stop: &'k AtomicBool) -> Self {
        Self { fresh, health, stop, keeper: fresh().heard_by(health), panics: 0 }
    }

    /// One pass. A pass holds no state that matters: after one that panicked the next begins anew.
    pub fn pass(&mut self) -> Report {
        let outcome = catch_unwind(AssertUnwindSafe(|| self.keeper.pass()));
        self.health.ended(outcome.is_err());
        if let Ok(report) = outcome {
            self.panics = 0;
            return report;
        }
        self.panics += 1;
        error!(panics = self.panics, "a pass panicked: this is a fault of the keeper's own");
        self.keeper = (self.fresh)().heard_by(self.health);
        if self.panics >= PANICS {
            self.stop.store(true, Ordering::Relaxed);
        }
        Report { failed: 1, ..Report::default() }
    }
}
