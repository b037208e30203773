//! Pages that state a fee state the one in code.

use {crate::text, io_economics::orders::FeeRates};

/// Basis points as percent, without zeros at the end: 25 is "0.25%".
fn percent(bps: u16) -> String {
    let digits = format!("{}.{:02}", bps / 100, bps % 100);
    format!("{}%", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[test]
fn fees_on_pages_are_those_of_genesis() {
    let (booking, payment) = (FeeRates::GENESIS.booking_bps, FeeRates::GENESIS.payment_bps);
    let both = percent(booking + payment);
    let (booking, payment) = (percent(booking), percent(payment));
    for (page, sentence) in [
        ("README.md", format!("{booking} from each side, {payment} more in USDC")),
        ("README.md", format!("72 USDC and {both}")),
        ("docs/client.md", format!("{booking}, and {payment} more if it pays in USDC")),
        (
            "docs/orders.md",
            format!("The buyer's fees are {booking} of the pay, and in USDC another {payment}"),
        ),
        ("docs/architecture.md", format!("the {booking} booking fee, the {payment} payment fee")),
    ] {
        let text = text(page).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&sentence), "{page} does not say \"{sentence}\"");
    }
}
