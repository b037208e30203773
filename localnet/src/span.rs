//! Spans of time as people write them.

use {
    anyhow::{Context, Error, Result},
    io_client::economics::{
        emission::MONTH_SECONDS,
        time::{DAY, HOUR, WEEK},
    },
    std::{fmt, str::FromStr},
};

/// Units and their seconds; a month and a year are those of the emission.
const UNITS: [(&str, i64); 7] = [
    ("s", 1),
    ("m", 60),
    ("h", HOUR),
    ("d", DAY),
    ("w", WEEK),
    ("mo", MONTH_SECONDS as i64),
    ("y", 12 * MONTH_SECONDS as i64),
];

/// Seconds, at least one: `90s`, `30m`, `12h`, `30d`, `2w`, `1mo`, `20y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub i64);

impl FromStr for Span {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fault =
            || format!("{text:?} is no time: write a whole number and s, m, h, d, w, mo or y, like 30d");
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit).with_context(fault)?;
        let number: i64 = number.parse().ok().filter(|number| *number > 0).with_context(fault)?;
        let span = number.checked_mul(*seconds).filter(|span| *span <= 100 * UNITS[6].1);
        span.map(Self).context("that is more than 100 years")
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 % DAY / HOUR, self.0 % HOUR / 60, self.0 % 60);
        write!(f, "{} d {hours:02}:{minutes:02}:{seconds:02}", self.0 / DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_people_write_them() {
        for (text, seconds) in [("90s", 90), ("30m", 1_800), ("30d", 2_592_000), ("1mo", 2_629_800)] {
            assert_eq!(text.parse::<Span>().expect("a span"), Span(seconds), "{text}");
        }
        assert_eq!("20y".parse::<Span>().expect("a span"), Span(240 * 2_629_800));
        for text in ["", "30", "d", "-1d", "0s", "1.5h", "30 d", "101y", "99999999999999999999s"] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
        assert_eq!(Span(90_061).to_string(), "1 d 01:01:01");
    }
}
