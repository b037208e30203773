//! Q64.64: a `u128` that counts 2^-64 base units.

/// A Q64.64 figure as an account stores it.
// It is aligned for a word, as account data is, so that it can be read and written in place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Q64 {
    /// Fraction, in units of 2^-64.
    pub fraction: u64,
    /// Whole units.
    pub units: u64,
}

impl Q64 {
    /// Nothing.
    pub const ZERO: Self = Self { fraction: 0, units: 0 };

    /// Of a figure in units of 2^-64.
    #[must_use]
    pub const fn new(figure: u128) -> Self {
        Self { fraction: figure as u64, units: (figure >> 64) as u64 }
    }

    /// The figure in units of 2^-64.
    #[must_use]
    pub const fn get(self) -> u128 {
        (self.units as u128) << 64 | self.fraction as u128
    }
}

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
