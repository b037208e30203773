//! The 500,000,000 IO that exist at genesis, and to whom they go.

use crate::units::BASE_UNITS_PER_IO;

/// Categories of the genesis allocation.
pub const CATEGORIES: usize = 5;

/// Names of the categories, in the order of [`ALLOCATIONS`].
pub const NAMES: [&str; CATEGORIES] =
    ["seed investors", "series A investors", "core contributors", "R&D and ecosystem", "community"];

/// Base units of IO that each category gets at genesis, in the order of [`NAMES`].
pub const ALLOCATIONS: [u64; CATEGORIES] = [
    100_000_000 * BASE_UNITS_PER_IO,
    81_600_000 * BASE_UNITS_PER_IO,
    90_400_000 * BASE_UNITS_PER_IO,
    128_000_000 * BASE_UNITS_PER_IO,
    100_000_000 * BASE_UNITS_PER_IO,
];

/// What exists at genesis, in base units: the sum of [`ALLOCATIONS`], 500,000,000 IO.
pub const TOTAL: u64 = ALLOCATIONS[0] + ALLOCATIONS[1] + ALLOCATIONS[2] + ALLOCATIONS[3] + ALLOCATIONS[4];

const _: () = assert!(TOTAL == 500_000_000 * BASE_UNITS_PER_IO);
const _: () = assert!(TOTAL + crate::emission::TOTAL == crate::units::HARD_CAP);
