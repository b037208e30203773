//! Values as people write them.

use {
    io_client::{
        amount::{parse_io, parse_usdc},
        classes,
        economics::{
            fraction::BPS,
            time::{DAY, HOUR},
        },
        hex,
        orders::Currency,
    },
    solana_pubkey::Pubkey,
    std::str::FromStr,
};

/// An amount of IO, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IoAmount {
    /// Whatever there is.
    All,
    /// Base units.
    Exactly(u64),
}

impl FromStr for IoAmount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" | "ALL" => Ok(Self::All),
            text => io(text).map(Self::Exactly),
        }
    }
}

/// An amount with its currency: `1.5 USDC`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// In which currency.
    pub currency: Currency,
    /// How many base units of it.
    pub base_units: u64,
}

impl FromStr for Price {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let lower = text.trim().to_ascii_lowercase();
        let (currency, base_units) = if lower.ends_with("usdc") {
            (Currency::Usdc, parse_usdc(text))
        } else if lower.ends_with("io") {
            (Currency::Io, parse_io(text))
        } else {
            return Err("name the currency too: \"1.5 USDC\" or \"2 IO\"".into());
        };
        let base_units = base_units.map_err(|error| error.to_string())?;
        Ok(Self { currency, base_units })
    }
}

/// Something by its address, or by its owner's number for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Wherever it is.
    Address(Pubkey),
    /// One's own.
    Number(u64),
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        address(text).map(Self::Address)
    }
}

/// An amount of IO, in base units.
///
/// # Errors
/// What is wrong with it.
pub fn io(text: &str) -> Result<u64, String> {
    parse_io(text).map_err(|error| error.to_string())
}

/// An amount of USDC, in base units.
///
/// # Errors
/// What is wrong with it.
pub fn usdc(text: &str) -> Result<u64, String> {
    parse_usdc(text).map_err(|error| error.to_string())
}

/// An address.
///
/// # Errors
/// What is wrong with it.
pub fn address(text: &str) -> Result<Pubkey, String> {
    text.parse().map_err(|_| "this is no address: 32 to 44 letters and digits of base58".into())
}

/// An address, or `nobody`: the default key.
///
/// # Errors
/// What is wrong with it.
pub fn address_or_nobody(text: &str) -> Result<Pubkey, String> {
    match text {
        "nobody" => Ok(Pubkey::default()),
        text => address(text),
    }
}

/// A currency.
///
/// # Errors
/// What is wrong with it.
pub fn currency(text: &str) -> Result<Currency, String> {
    match text.to_ascii_lowercase().as_str() {
        "io" => Ok(Currency::Io),
        "usdc" => Ok(Currency::Usdc),
        _ => Err("orders are paid in io or usdc".into()),
    }
}

/// A feed of Pyth's.
///
/// # Errors
/// What is wrong with it.
pub fn feed(text: &str) -> Result<[u8; 32], String> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode(digits).ok_or_else(|| "a feed has 64 hexadecimal digits".into())
}

/// The number of a hardware class, from its number or name.
///
/// # Errors
/// What is wrong with it.
pub fn class(text: &str) -> Result<u16, String> {
    let known = || classes::CLASSES.map(|(name, ..)| name).join(", ");
    text.parse().ok().or_else(|| classes::number(text)).ok_or_else(|| format!("name a class: {}", known()))
}

/// A time in Unix seconds, or as the tools print it.
///
/// # Errors
/// What is wrong with it.
pub fn time(text: &str) -> Result<i64, String> {
    let unix = text.trim().parse().ok().or_else(|| crate::time::parse(text));
    unix.ok_or_else(|| "write a time such as \"2026-01-31 23:59:59 UTC\", or Unix seconds".into())
}

/// Seconds.
///
/// # Errors
/// What is wrong with it.
pub fn duration(text: &str) -> Result<u32, String> {
    let wrong = || "write a number and its unit, such as 90m, 12h, 3d, 1w or 1d12h".to_owned();
    let mut seconds: u32 = 0;
    let mut number = String::new();
    for c in text.trim().chars() {
        let unit: u32 = match c {
            '0'..='9' => {
                number.push(c);
                continue;
            }
            's' => 1,
            'm' => 60,
            'h' => HOUR as u32,
            'd' => DAY as u32,
            'w' => 7 * DAY as u32,
            _ => return Err(wrong()),
        };
        let count: u32 = number.parse().map_err(|_| wrong())?;
        number.clear();
        let part = count.checked_mul(unit).ok_or_else(wrong)?;
        seconds = seconds.checked_add(part).ok_or_else(wrong)?;
    }
    if !number.is_empty() || seconds == 0 {
        return Err(wrong());
    }
    Ok(seconds)
}

/// A share in bps, of at most 100%.
///
/// # Errors
/// What is wrong with it.
pub fn bps(text: &str) -> Result<u16, String> {
    let wrong = || "write a share such as 5%, 0.25% or 25bps, of at most 100%".to_owned();
    let text = text.trim();
    let bps = if let Some(percent) = text.strip_suffix('%') {
        let (whole, fraction) = percent.trim_end().split_once('.').unwrap_or((percent.trim_end(), ""));
        if fraction.len() > 2 || whole.is_empty() {
            return Err(wrong());
        }
        format!("{whole}{fraction:0<2}").parse::<u16>()
    } else if let Some(bps) = text.strip_suffix("bps") {
        bps.trim_end().parse::<u16>()
    } else {
        return Err(wrong());
    };
    bps.ok().filter(|bps| *bps <= BPS).ok_or_else(wrong)
}

/// A share as people read it: `0.25%`.
pub fn percent(bps: u16) -> String {
    format!("{}.{:02}%", bps / 100, bps % 100)
}

/// A multiplier of at most 100, in hundredths.
///
/// # Errors
/// What is wrong with it.
pub fn hundredths(text: &str) -> Result<u16, String> {
    let wrong = |_| "write a multiplier such as 10 or 12.5, of at most 100".to_owned();
    bps(&format!("{}%", text.trim())).map_err(wrong)
}

/// 32 bytes that a client notes: 64 hexadecimal digits, or a text of at most 32 bytes.
///
/// # Errors
/// What is wrong with it.
pub fn note(text: &str) -> Result<[u8; 32], String> {
    if let Some(note) = hex::decode(text) {
        return Ok(note);
    }
    let mut note = [0; 32];
    let place = note.get_mut(..text.len()).ok_or("a note has at most 32 bytes, or 64 hexadecimal digits")?;
    place.copy_from_slice(text.as_bytes());
    Ok(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, seconds) in
            [("90m", 5_400), ("12h", 43_200), ("1d12h", 129_600), ("3600s", 3_600), ("2w", 1_209_600)]
        {
            assert_eq!(duration(text), Ok(seconds), "{text}");
        }
        for text in ["", "5", "h", "1.5h", "-1h", "1d12", "0h", "99999999d", "1y"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shares() {
        for (text, share) in [("5%", 500), ("0.25%", 25), ("100%", 10_000), ("25bps", 25), ("1.5 %", 150)] {
            assert_eq!(bps(text), Ok(share), "{text}");
        }
        for text in ["", "5", "100.01%", "0.001%", "-1%", ".%", "10001bps", "%"] {
            assert!(bps(text).is_err(), "{text}");
        }
    }

    #[test]
    fn multipliers() {
        for (text, multiplier) in [("10", 1_000), ("12.5", 1_250), ("0.01", 1), ("100", 10_000)] {
            assert_eq!(hundredths(text), Ok(multiplier), "{text}");
        }
        for text in ["", "5%", "100.01", "-1", "1.005"] {
            assert!(hundredths(text).is_err(), "{text}");
        }
    }

    #[test]
    fn prices_name_their_currency() {
        let usdc = Price { currency: Currency::Usdc, base_units: 1_500_000 };
        assert_eq!(["1.5 USDC", "1.5usdc"].map(str::parse), [Ok(usdc), Ok(usdc)]);
        assert_eq!("2io".parse(), Ok(Price { currency: Currency::Io, base_units: 200_000_000 }));
        assert!("1.5".parse::<Price>().is_err());
        assert!("1.5 EUR".parse::<Price>().is_err());
    }

    #[test]
    fn notes() {
        assert_eq!(note("job 7").unwrap()[..6], *b"job 7\0");
        assert_eq!(note(&"ff".repeat(32)).unwrap(), [255; 32]);
        assert!(note(&"x".repeat(33)).is_err());
    }

    #[test]
    fn references_and_classes() {
        assert_eq!("7".parse(), Ok(Reference::Number(7)));
        assert!("nonsense!".parse::<Reference>().is_err());
        assert_eq!(class("h100"), Ok(2));
        assert_eq!(class("12"), Ok(12));
        assert!(class("toaster").unwrap_err().contains("H100"));
        assert_eq!("all".parse(), Ok(IoAmount::All));
    }
}
