//! Hardware classes as io.net has them. The number of a class is its place here.

use io_economics::staking::PoolKind;

/// Name, pool, multiplier in hundredths.
pub const CLASSES: [(&str, PoolKind, u16); 9] = [
    ("B200", PoolKind::Gpu, 3_000),
    ("H200", PoolKind::Gpu, 1_200),
    ("H100", PoolKind::Gpu, 1_000),
    ("A100-80GB", PoolKind::Gpu, 500),
    ("L40S", PoolKind::Gpu, 300),
    ("A100-40GB", PoolKind::Gpu, 200),
    ("RTX 3090", PoolKind::Gpu, 175),
    ("RTX 4090", PoolKind::Gpu, 125),
    ("Apple M4", PoolKind::Cpu, 100),
];

/// The number of a class by its name, however it is spelt: `rtx-4090`, `RTX 4090`, `rtx4090`.
pub fn number(name: &str) -> Option<u16> {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let place = CLASSES.iter().position(|(class, ..)| plain(class) == plain(name))?;
    u16::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_spelt() {
        for (place, (name, ..)) in CLASSES.iter().enumerate() {
            assert_eq!(number(name), Some(place as u16));
            assert_eq!(number(&name.to_lowercase().replace(' ', "-")), Some(place as u16));
        }
        assert_eq!(number("H1000"), None);
    }
}
