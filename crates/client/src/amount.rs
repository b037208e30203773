//! Amounts as people read and write them.

use io_economics::units::{IO_DECIMALS, USDC_DECIMALS};

/// Base units of IO as a decimal number with all 8 decimals and thousands separated:
/// `1,234.50000000`.
pub fn io(base_units: u64) -> String {
    decimal(base_units, IO_DECIMALS)
}

/// Base units of USDC as a decimal number with all 6 decimals and thousands separated: `1,234.500000`.
pub fn usdc(base_units: u64) -> String {
    decimal(base_units, USDC_DECIMALS)
}

fn decimal(base_units: u64, decimals: u8) -> String {
    let unit = 10u64.pow(u32::from(decimals));
    let (whole, rest) = (base_units / unit, base_units % unit);
    format!("{}.{rest:0width$}", thousands(whole), width = usize::from(decimals))
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
}
