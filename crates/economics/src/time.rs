//! Spans of time that the rules count in.

/// Seconds in an hour.
pub const HOUR: i64 = 3_600;

/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// Seconds in a week.
pub const WEEK: i64 = 7 * DAY;

/// Notice before a change of a role, a hardware class, a pool's full weight, an exchange or a
/// commission holds, in seconds: 7 days, so that whoever disagrees can leave first.
pub const NOTICE_SECONDS: i64 = WEEK;

/// Full hours from the Unix epoch to `time`, in seconds; 0 before it.
// By a constant, unsigned: sBPF divides nothing else.
#[allow(clippy::arithmetic_side_effects)]
#[must_use]
pub const fn hour(time: i64) -> u64 {
    if time > 0 {
        time.unsigned_abs() / HOUR as u64
    } else {
        0
    }
}
