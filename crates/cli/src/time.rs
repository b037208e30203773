//! Times and durations as people read them.

use io_client::economics::time::{DAY, HOUR};

/// `2026-01-31 23:59:59 UTC`.
pub fn utc(unix: i64) -> String {
    let (day, second) = (unix.div_euclid(DAY), unix.rem_euclid(DAY));
    // Days since 0000-03-01, in eras of 400 years.
    let days = day + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    let (hours, minutes) = (second / HOUR, second / 60 % 60);
    format!("{year:04}-{month:02}-{date:02} {hours:02}:{minutes:02}:{:02} UTC", second % 60)
}

/// Unix seconds of a time as [`utc`] prints it, with `T` and `Z` or without, with seconds or
/// without.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches("UTC").trim_end_matches('Z').trim_end();
    let (date, clock) = text.split_once([' ', 'T'])?;
    let numbers = |text: &str, by| -> Option<Vec<i64>> {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        text.split(by).map(|part| digits(part).then(|| part.parse().ok())?).collect()
    };
    let (date, clock) = (numbers(date, '-')?, numbers(clock.trim(), ':')?);
    let [year, month @ 1..=12, day @ 1..=31] = *date else { return None };
    let (hour, minute, second) = match *clock {
        [hour @ 0..=23, minute @ 0..=59] => (hour, minute, 0),
        [hour @ 0..=23, minute @ 0..=59, second @ 0..=59] => (hour, minute, second),
        _ => return None,
    };
    if !(1970..=9999).contains(&year) {
        return None;
    }
    // Days since 0000-03-01, as above.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    let unix = days * DAY + hour * HOUR + minute * 60 + second;
    // The 31st of a month that has 30 days is none.
    utc(unix).contains(&format!("-{:02} ", date[2])).then_some(unix)
}

/// `1d 12h`, `3h 20m`, `45s`: the two largest units.
pub fn span(seconds: i64) -> String {
    let units = [(DAY, "d"), (HOUR, "h"), (60, "m"), (1, "s")];
    let mut rest = seconds.max(0);
    let mut parts = Vec::new();
    for (unit, name) in units {
        if rest >= unit {
            parts.push(format!("{}{name}", rest / unit));
            rest %= unit;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() {
        parts.push("0s".into());
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (unix, text) in [
            (0, "1970-01-01 00:00:00 UTC"),
            (951_782_400, "2000-02-29 00:00:00 UTC"),
            (1_767_225_599, "2025-12-31 23:59:59 UTC"),
            (1_767_225_600, "2026-01-01 00:00:00 UTC"),
            (-1, "1969-12-31 23:59:59 UTC"),
            (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] {
            assert_eq!(utc(unix), text);
            if unix >= 0 {
                assert_eq!(parse(text), Some(unix), "{text}");
            }
        }
        assert_eq!(parse("2026-01-01T00:00:00Z"), Some(1_767_225_600));
        assert_eq!(parse("2026-01-01 00:00"), Some(1_767_225_600));
        for text in ["2026-02-30 00:00:00 UTC", "2026-13-01 00:00", "2026-01-01", "soon", "2026-01-01 24:00"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn spans() {
        for (seconds, text) in
            [(-5, "0s"), (0, "0s"), (59, "59s"), (3_600, "1h"), (129_660, "1d 12h"), (61, "1m 1s")]
        {
            assert_eq!(span(seconds), text);
        }
    }
}
