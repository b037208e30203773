//! How long a random walk is, and from which seed.

use std::{env, time::SystemTime};

/// Transactions of a walk unless `IO_WALK_STEPS` says otherwise.
const STEPS: u64 = 500;

/// Transactions that a walk sends.
///
/// # Panics
/// If `IO_WALK_STEPS` is no number.
pub fn steps() -> u64 {
    variable("IO_WALK_STEPS").unwrap_or(STEPS)
}

/// The seed: `IO_WALK_SEED`, or else one of the moment. A test prints it, so that a failure
/// replays.
///
/// # Panics
/// If `IO_WALK_SEED` is no number.
pub fn seed() -> u64 {
    variable("IO_WALK_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a clock after 1970");
        u64::from(now.subsec_nanos())
    })
}

fn variable(name: &str) -> Option<u64> {
    let value = env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name}={value} is not a number")))
}
