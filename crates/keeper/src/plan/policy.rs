//! When a task is worth its fee.

use io_client::economics::{
    time::DAY,
    units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
};

const LAMPORTS_PER_SOL: u64 = 1_000_000_000;

/// When a task is worth its fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// A running order is settled when so many seconds of service are due; at its end in any case.
    pub settle_every: u32,
    /// Fees are swept when they are at least this much, in base units of IO.
    pub least_sweep_io: u64,
    /// Fees are swept when they are at least this much, in base units of USDC.
    pub least_sweep_usdc: u64,
    /// IO is burned when it is at least this much, in base units.
    pub least_burn: u64,
    /// Lamports of rent a day, at most, for payees whose accounts cannot take their money.
    pub most_rent: u64,
    /// Whether slashes are executed once they can be.
    pub execute_slashes: bool,
    /// Whether what has vested of the locked allocations is released.
    pub release_grants: bool,
}

impl Default for Policy {
    /// A day of service; one IO, one USDC; a tenth of a SOL; no slashes, no releases.
    fn default() -> Self {
        Self {
            settle_every: DAY as u32,
            least_sweep_io: BASE_UNITS_PER_IO,
            least_sweep_usdc: BASE_UNITS_PER_USDC,
            least_burn: BASE_UNITS_PER_IO,
            most_rent: LAMPORTS_PER_SOL / 10,
            execute_slashes: false,
            release_grants: false,
        }
    }
}
