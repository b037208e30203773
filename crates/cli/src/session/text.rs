//! Amounts and addresses as people read them.

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

/// Lamports as SOL.
pub fn sol(lamports: u64) -> String {
    format!("{}.{:09}", lamports / 1_000_000_000, lamports % 1_000_000_000)
}

/// A URL without what may be a key.
pub fn host(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    if scheme.is_empty() {
        host.to_owned()
    } else {
        format!("{scheme}://{host}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_a_url_are_not_shown() {
        assert_eq!(host("https://user:secret@rpc.example.com/v1/key?api=1"), "https://rpc.example.com");
        assert_eq!(host("http://localhost:8899"), "http://localhost:8899");
    }

    #[test]
    fn lamports_read_as_sol() {
        assert_eq!(sol(5_000), "0.000005000");
        assert_eq!(sol(12_000_000_000), "12.000000000");
    }
}
