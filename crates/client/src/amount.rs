//! Amounts as people read and write them.

use io_economics::units::{IO_DECIMALS, USDC_DECIMALS};

const SOL_DECIMALS: u8 = 9;

/// Base units of IO as a decimal number with all 8 decimals and thousands separated:
/// `1,234.50000000`.
pub fn io(base_units: u64) -> String {
    decimal(base_units, IO_DECIMALS)
}

/// Base units of USDC as a decimal number with all 6 decimals and thousands separated:
/// `1,234.500000`.
pub fn usdc(base_units: u64) -> String {
    decimal(base_units, USDC_DECIMALS)
}

fn decimal(base_units: u64, decimals: u8) -> String {
    let unit = 10u64.pow(u32::from(decimals));
    let (whole, rest) = (base_units / unit, base_units % unit);
    format!("{}.{rest:0width$}", thousands(whole), width = usize::from(decimals))
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAmount {
    /// Write digits, with a point before the decimals: `1234.5` or `1,234.5`.
    Malformed,
    /// It has more decimals than the token.
    TooFine,
    /// It is more than can exist.
    TooLarge,
}

impl core::fmt::Display for NotAnAmount {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Malformed => "write digits, with a point before the decimals: 1234.5 or 1,234.5",
            Self::TooFine => "it has more decimals than the token",
            Self::TooLarge => "it is more than can exist",
        })
    }
}

impl core::error::Error for NotAnAmount {}

/// Base units of IO in an amount as people write it: `1234.5`, `1,234.5`, `1_234.5`, each with or
/// without ` IO`.
///
/// # Errors
/// If it is no amount.
pub fn parse_io(text: &str) -> Result<u64, NotAnAmount> {
    parse(text, "io", IO_DECIMALS)
}

/// Base units of USDC in an amount as people write it, as [`parse_io`].
///
/// # Errors
/// If it is no amount.
pub fn parse_usdc(text: &str) -> Result<u64, NotAnAmount> {
    parse(text, "usdc", USDC_DECIMALS)
}

/// Lamports in an amount of SOL as people write it, as [`parse_io`].
///
/// # Errors
/// If it is no amount.
pub fn parse_sol(text: &str) -> Result<u64, NotAnAmount> {
    parse(text, "sol", SOL_DECIMALS)
}

fn parse(text: &str, unit: &str, decimals: u8) -> Result<u64, NotAnAmount> {
    let text = text.trim();
    let start = text.len().saturating_sub(unit.len());
    let text = match text.get(start..) {
        Some(end) if end.eq_ignore_ascii_case(unit) => text[..start].trim_end(),
        _ => text,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole = ungrouped(whole).ok_or(NotAnAmount::Malformed)?;
    if whole.is_empty() && fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotAnAmount::Malformed);
    }
    let decimals = usize::from(decimals);
    if fraction.trim_end_matches('0').len() > decimals {
        return Err(NotAnAmount::TooFine);
    }
    let digits: String =
        whole.chars().chain(fraction.chars().chain(core::iter::repeat('0')).take(decimals)).collect();
    digits.parse().map_err(|_| NotAnAmount::TooLarge)
}

/// Digits without the separators of thousands, which stand where they belong or nowhere.
fn ungrouped(whole: &str) -> Option<String> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let Some(separator) = separator else { return Some(whole.to_owned()) };
    let mut groups = whole.split(separator);
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let in_place = (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group));
    (matches!(separator, ',' | '_' | '\'') && in_place).then(|| whole.replace(separator, ""))
}

/// A whole number with its thousands separated: `1,234`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len().saturating_mul(2));
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len().wrapping_sub(i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        assert_eq!(io(0), "0.00000000");
        assert_eq!(io(1), "0.00000001");
        assert_eq!(io(80_000_000_000_000_000), "800,000,000.00000000");
        assert_eq!(io(u64::MAX), "184,467,440,737.09551615");
        assert_eq!(usdc(1_234_500_000), "1,234.500000");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, base_units) in [
            ("1", 100_000_000),
            ("1.5", 150_000_000),
            (".5", 50_000_000),
            ("5.", 500_000_000),
            ("0.00000001", 1),
            ("1,234.5", 123_450_000_000),
            ("1_234_567 IO", 123_456_700_000_000),
            (" 800,000,000.00000000io ", 80_000_000_000_000_000),
            ("184467440737.09551615", u64::MAX),
            ("1.10000000000", 110_000_000),
        ] {
            assert_eq!(parse_io(text), Ok(base_units), "{text}");
            assert_eq!(parse_io(&io(base_units)), Ok(base_units), "{text}");
        }
        assert_eq!(parse_usdc("1.5 USDC"), Ok(1_500_000));
        assert_eq!(parse_usdc(&usdc(u64::MAX)), Ok(u64::MAX));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            ".",
            "IO",
            "-1",
            "+1",
            "1e3",
            "1.2.3",
            "1,5",
            "12,34",
            ",123",
            "1,234,5",
            "1,234_567",
            "0x10",
            "1 000",
            "1.5 USDC",
            "\u{661}",
        ] {
            assert_eq!(parse_io(text), Err(NotAnAmount::Malformed), "{text}");
        }
        assert_eq!(parse_io("0.000000001"), Err(NotAnAmount::TooFine));
        assert_eq!(parse_usdc("0.0000001"), Err(NotAnAmount::TooFine));
        for text in ["184467440737.09551616", "99999999999999999999"] {
            assert_eq!(parse_io(text), Err(NotAnAmount::TooLarge), "{text}");
        }
    }
}
