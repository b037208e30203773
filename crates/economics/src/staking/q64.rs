//! Q64.64: a `u128` that counts 2^-64 base units.

/// `units` base units.
pub(super) const fn from_units(units: u64) -> u128 {
    (units as u128) << 64
}

/// Takes the whole base units out of `figure` and leaves the fraction.
pub(super) const fn take_units(figure: &mut u128) -> u64 {
    let units = (*figure >> 64) as u64;
    *figure &= u64::MAX as u128;
    units
}
