//! When a task is worth its fee.

use io_client::{
    economics::{
        time::DAY,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    orders::Currency,
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
    /// Lamports of rent a day, at most, for unclaimed balances of payees whose accounts cannot take
    /// their money: it comes back once they have it.
    pub most_rent: u64,
    /// Lamports of rent a day, at most, for token accounts of payees that have none: it never comes
    /// back, since a payee may close its account and keep it.
    pub most_account_rent: u64,
    /// A token account is created for at least this much, in base units of IO; for less an
    /// unclaimed balance is opened.
    pub least_delivery_io: u64,
    /// A token account is created for at least this much, in base units of USDC.
    pub least_delivery_usdc: u64,
    /// Whether slashes are executed once they can be.
    pub execute_slashes: bool,
    /// Whether what has vested of the locked allocations is released.
    pub release_grants: bool,
    /// Whether orders are extended out of the allowances of their clients.
    pub top_up: bool,
}

impl Default for Policy {
    /// A day of service; one IO, one USDC; a tenth of a SOL that comes back, a fiftieth that does
    /// not, for 400 IO or 20 USDC, of which the fees (0.5% and 2.5%) are worth about that rent; no
    /// slashes, no releases, no extensions.
    fn default() -> Self {
        Self {
            settle_every: DAY as u32,
            least_sweep_io: BASE_UNITS_PER_IO,
            least_sweep_usdc: BASE_UNITS_PER_USDC,
            least_burn: BASE_UNITS_PER_IO,
            most_rent: LAMPORTS_PER_SOL / 10,
            most_account_rent: LAMPORTS_PER_SOL / 50,
            least_delivery_io: 400 * BASE_UNITS_PER_IO,
            least_delivery_usdc: 20 * BASE_UNITS_PER_USDC,
            execute_slashes: false,
            release_grants: false,
            top_up: false,
        }
    }
}

impl Policy {
    /// Whether a payee's token account is created to deliver so many base units.
    pub const fn creates_for(&self, currency: Currency, amount: u64) -> bool {
        let least = match currency {
            Currency::Io => self.least_delivery_io,
            Currency::Usdc => self.least_delivery_usdc,
        };
        amount > 0 && amount >= least
    }
}
