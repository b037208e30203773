//! Amounts as people read them.

use io_client::{amount, orders::Currency};

/// An amount with its currency.
pub fn show(base_units: u64, currency: Currency) -> String {
    match currency {
        Currency::Io => format!("{} IO", amount::io(base_units)),
        Currency::Usdc => format!("{} USDC", amount::usdc(base_units)),
    }
}

/// The name of a currency for machines.
pub fn name(currency: Currency) -> &'static str {
    match currency {
        Currency::Io => "IO",
        Currency::Usdc => "USDC",
    }
}
