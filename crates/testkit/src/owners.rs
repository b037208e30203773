//! Whose a genesis allocation is: its place in `io_economics::genesis::NAMES` and in
//! `Cast::owners`.

/// Manages the grants of the seed investors.
pub const SEED_INVESTORS: usize = 0;
/// Manages the grants of the series A investors.
pub const SERIES_A_INVESTORS: usize = 1;
/// Manages the grants of the core contributors.
pub const CORE_CONTRIBUTORS: usize = 2;
/// Has the IO for R&D and the ecosystem.
pub const ECOSYSTEM: usize = 3;
/// Has the community's IO.
pub const COMMUNITY: usize = 4;
