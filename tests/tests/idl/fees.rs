//! The fees that pages for people name are those that the code charges.

use {
    io_economics::orders::FeeRates,
    std::{collections::BTreeSet, fs, path::Path},
};

/// Basis points as a page writes them: 0.25%, 2%.
fn percent(bps: u16) -> String {
    let text = format!("{}.{:02}", bps / 100, bps % 100);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// The shares that a line names.
fn shares(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(|char: char| !(char.is_ascii_digit() || char == '.' || char == '%'));
    words.map(|word| word.trim_matches('.')).filter(|word| word.len() > 1 && word.ends_with('%'))
}

#[test]
fn pages_name_the_fees_of_the_code() {
    let FeeRates { booking_bps, payment_bps, provider_payment_bps } = FeeRates::GENESIS;
    let of_code: BTreeSet<_> =
        [booking_bps, payment_bps, provider_payment_bps, booking_bps + payment_bps].map(percent).into();
    // What the code allows at most, and what an exchange or a reward takes, is told in other lines.
    let is_of_fees = |line: &&str| {
        let line = line.to_lowercase();
        let elsewhere =
            ["most", "max", "up to", "pool", "gpu", "cpu", "slash", "commission", "offer", "price"];
        (line.contains("fee") || line.contains("each side"))
            && !elsewhere.iter().any(|word| line.contains(word))
    };
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let pages = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = pages.chain([root.join("README.md"), root.join("sdk/README.md")]);
    let mut named = BTreeSet::new();
    for page in pages.filter(|page| page.extension().is_some_and(|ending| ending == "md")) {
        let text = fs::read_to_string(&page).unwrap();
        for line in text.lines().filter(is_of_fees) {
            for share in shares(line) {
                assert!(of_code.contains(share), "{}: {share} is no fee of the code: {line}", page.display());
                named.insert(share.to_owned());
            }
        }
    }
    for share in [percent(booking_bps), percent(payment_bps)] {
        assert!(named.contains(&share), "no page names the fee of {share}");
    }
}

#[test]
fn shares_are_read_as_written() {
    assert_eq!([25, 200, 0, 225, 10].map(percent), ["0.25%", "2%", "0%", "2.25%", "0.1%"]);
    assert_eq!(shares("fees: 0.25%, and 2% more.").collect::<Vec<_>>(), ["0.25%", "2%"]);
}
