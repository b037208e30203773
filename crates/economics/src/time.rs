//! Spans of time that the rules count in.

/// Seconds in an hour.
pub const HOUR: i64 = 3_600;

/// Seconds in a day.
pub const DAY: i64 = 24 * HOUR;

/// Notice before a change of a role, a hardware class, an exchange or a commission holds, in seconds: 7 days, so that
/// whoever disagrees can leave first.
pub const NOTICE_SECONDS: i64 = 7 * DAY;
