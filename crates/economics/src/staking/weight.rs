//! What a node weighs in its pool, and the stake it needs.

use super::StakingError;
use crate::units::BASE_UNITS_PER_IO;

/// The multiplier 1, in hundredths.
pub const MULTIPLIER_ONE: u16 = 100;

/// Greatest multiplier, in hundredths: 100.
pub const MAX_MULTIPLIER: u16 = 10_000;

/// Stake that a processor of multiplier 1 or less needs, in base units: 200 IO (io.net).
pub const MIN_STAKE_PER_PROCESSOR: u64 = 200 * BASE_UNITS_PER_IO;

/// Base units that a node needs as counted stake: 200 IO * max(1, multiplier) * processors
/// (io.net).
///
/// `multiplier` is in hundredths. What does not fit (more than can ever exist) is `u64::MAX`.
#[must_use]
pub fn minimum_stake(multiplier: u16, processors: u32) -> u64 {
    const PER_HUNDREDTH: u64 = MIN_STAKE_PER_PROCESSOR / MULTIPLIER_ONE as u64;
    // Below 2^48.
    let hundredths = u64::from(multiplier.max(MULTIPLIER_ONE)).wrapping_mul(u64::from(processors));
    if hundredths > u64::MAX / PER_HUNDREDTH {
        return u64::MAX;
    }
    PER_HUNDREDTH.wrapping_mul(hundredths)
}

/// multiplier (hundredths) * processors * availability (bps): one fully available processor of
/// multiplier 1 weighs 1,000,000 (io.net).
#[must_use]
// (2^16 - 1)^2 * (2^32 - 1) < 2^64.
#[allow(clippy::arithmetic_side_effects)]
pub fn node_weight(multiplier: u16, processors: u32, availability_bps: u16) -> u64 {
    u64::from(multiplier) * u64::from(availability_bps) * u64::from(processors)
}

/// Whether a class of multiplier `in_force` may announce `next` (both in hundredths): at most twice
/// or half of it. 0 retires the class for good: its nodes earn nothing. It may follow a multiplier
/// of at most 1, for which the stake that a node needs does not change with it.
///
/// # Errors
/// `ClassRetired`; `InvalidMultiplier` above 100; `MultiplierTooHighToRetire`; `MultiplierStep`.
pub fn check_multiplier(in_force: u16, next: u16) -> Result<(), StakingError> {
    let (now, then) = (u32::from(in_force), u32::from(next));
    if in_force == 0 {
        Err(StakingError::ClassRetired)
    } else if next > MAX_MULTIPLIER {
        Err(StakingError::InvalidMultiplier)
    } else if next == 0 && in_force > MULTIPLIER_ONE {
        Err(StakingError::MultiplierTooHighToRetire)
    } else if next > 0 && (then > now.saturating_mul(2) || then.saturating_mul(2) < now) {
        Err(StakingError::MultiplierStep)
    } else {
        Ok(())
    }
}
