//! Shares as people write them: the programs count in bps, and multipliers in hundredths.

/// The same text with "50%" in the place of "5,000 bps", and "100" in that of "10,000 hundredths".
pub(super) fn in_percent(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let mut i = 0;
    while i < words.len() {
        let unit = words[i].trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let sign = match unit.as_str() {
            "bps" => "%",
            "hundredths" => "",
            _ => {
                i += 1;
                continue;
            }
        };
        let Some(last) = i.checked_sub(1).filter(|last| shown(&words[*last], sign).is_some()) else {
            i += 1;
            continue;
        };
        // "from 1 to 100 bps".
        let from = last.checked_sub(2).filter(|_| words[last - 1] == "to");
        for place in from.into_iter().chain([last]) {
            if let Some(text) = shown(&words[place], sign) {
                words[place] = text;
            }
        }
        let rest = words.remove(i).split_off(unit.len());
        words[last].push_str(&rest);
    }
    words.join(" ")
}

/// A number of hundredths.
fn shown(number: &str, sign: &str) -> Option<String> {
    let hundredths: u64 = number.replace(',', "").parse().ok()?;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let text = if part == 0 { whole.to_string() } else { format!("{whole}.{part:02}") };
    Some(format!("{text}{sign}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_in_percent() {
        for (told, shown) in [
            ("Choose a commission of at most 5,000 bps", "Choose a commission of at most 50%"),
            ("Choose a confidence of 1 to 100 bps", "Choose a confidence of 0.01% to 1%"),
            ("Fees of at most 100 bps, and 500 bps.", "Fees of at most 1%, and 5%."),
            ("Choose a multiplier from 1 to 10,000 hundredths", "Choose a multiplier from 0.01 to 100"),
            ("Nobody counts in bps", "Nobody counts in bps"),
            ("bps", "bps"),
        ] {
            assert_eq!(in_percent(told), shown);
        }
    }
}
