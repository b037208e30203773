//! The units that every figure is in.

/// Decimals of the IO mint (classic SPL Token).
pub const IO_DECIMALS: u8 = 8;

/// Base units in one IO: 10^8.
pub const BASE_UNITS_PER_IO: u64 = 100_000_000;

/// Decimals of USDC.
pub const USDC_DECIMALS: u8 = 6;

/// Base units in one USDC: 10^6.
pub const BASE_UNITS_PER_USDC: u64 = 1_000_000;

/// No more IO than this can ever exist, in base units: 800,000,000 IO.
pub const HARD_CAP: u64 = 800_000_000 * BASE_UNITS_PER_IO;
