//! The locks: equal tranches at the end of each month from the 13th on, and what a grant gets of
//! them.

use {
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{One, ToPrimitive, Zero},
};

/// A month is a twelfth of 365.25 days.
const MONTH_SECONDS: i64 = 36_525 * 864 / 12;
/// The last month in which nothing unlocks.
const CLIFF: i64 = 12;

/// Tranches whose month has ended, `elapsed` seconds after genesis, of `all`.
pub fn tranches(elapsed: i64, all: u8) -> u8 {
    let ended = |tranche: i64| i128::from(elapsed) >= i128::from(MONTH_SECONDS) * i128::from(CLIFF + tranche);
    let count = (1..=i64::from(all)).take_while(|tranche| ended(*tranche)).count();
    u8::try_from(count).expect("at most all")
}

/// The share of a category that is unlocked after `tranches` of `all`.
pub fn share(tranches: u8, all: u8) -> BigRational {
    BigRational::new(tranches.into(), all.into())
}

/// The share of a grant that has vested, if `first` tranches were unlocked before they counted for
/// it.
pub fn vested_share(tranches: u8, first: u8, all: u8) -> BigRational {
    if tranches >= all {
        return BigRational::one();
    }
    if tranches <= first {
        return BigRational::zero();
    }
    BigRational::new((tranches - first).into(), (all - first).into())
}

/// `floor(amount * share)`.
pub fn part(amount: u64, share: &BigRational) -> u64 {
    let part = BigRational::from_integer(BigInt::from(amount)) * share;
    part.floor().to_integer().to_u64().expect("a share of at most 1")
}
