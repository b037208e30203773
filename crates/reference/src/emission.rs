//! 300,000,000 IO over 240 months, each 0.9898 of the one before, linear inside a month.

use {
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{One, ToPrimitive, Zero},
    std::sync::LazyLock,
};

const MONTHS: i64 = 240;
const MONTH_SECONDS: i64 = 36_525 * 864 / 12;
const TOTAL_BASE_UNITS: i64 = 300_000_000 * 100_000_000;

fn integer(value: i64) -> BigRational {
    BigRational::from_integer(value.into())
}

/// Base units emitted after `month` months, before rounding: total * (1 - r^k) / (1 - r^240).
pub fn exact_cumulative(month: i64) -> BigRational {
    let r = integer(9_898) / integer(10_000);
    let one = BigRational::one();
    let power = |k: i64| r.pow(i32::try_from(k).expect("at most 240"));
    integer(TOTAL_BASE_UNITS) * (&one - power(month)) / (&one - power(MONTHS))
}

/// [`exact_cumulative`] rounded down, for every month.
static MONTH_ENDS: LazyLock<Vec<BigInt>> =
    LazyLock::new(|| (0..=MONTHS).map(|month| exact_cumulative(month).floor().to_integer()).collect());

/// Base units emitted after 0, 1, .. 240 months.
pub fn month_ends() -> &'static [BigInt] {
    &MONTH_ENDS
}

/// Base units that the schedule has reached by the second, `elapsed` seconds after genesis.
pub fn accrued(elapsed: i64) -> u64 {
    let month = elapsed.div_euclid(MONTH_SECONDS);
    let value = if elapsed <= 0 {
        BigRational::zero()
    } else if month >= MONTHS {
        integer(TOTAL_BASE_UNITS)
    } else {
        let end = |k: i64| BigRational::from_integer(MONTH_ENDS[k as usize].clone());
        let share = integer(elapsed.rem_euclid(MONTH_SECONDS)) / integer(MONTH_SECONDS);
        end(month) + (end(month + 1) - end(month)) * share
    };
    value.floor().to_integer().to_u64().expect("at most the total")
}

/// Base units due at the last full hour, `elapsed` seconds after genesis.
pub fn cumulative(elapsed: i64) -> u64 {
    accrued(elapsed.saturating_sub(elapsed.rem_euclid(3_600)))
}
