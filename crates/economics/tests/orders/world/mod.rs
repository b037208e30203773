//! Orders for the tests: the code under test with tallies of its money, and beside it the model.

pub mod deal;
pub mod model;
pub mod outages;
pub mod steps;
pub mod vaults;

use io_economics::orders::*;
pub use io_economics::time::{DAY, HOUR as HOUR_SECONDS};
use proptest::prelude::*;

/// When the tests begin.
pub const START: i64 = 1_800_000_000;

/// The rules at genesis, but any cost and an hour to accept.
pub const RULES: Rules = Rules { least_io: 1, least_usdc: 1, accept_seconds: HOUR, ..Rules::GENESIS };

pub fn terms(processors: u32, rate: u64, duration: u32, currency: Currency) -> Terms {
    Terms { hire: Hire { processors, rate }, duration, currency }
}

pub fn currency() -> impl Strategy<Value = Currency> {
    prop_oneof![Just(Currency::Io), Just(Currency::Usdc)]
}

/// Any rates within their bounds, often where roundings meet.
pub fn fee_rates() -> impl Strategy<Value = FeeRates> {
    let bps = |max: u16| prop_oneof![3 => 0..=max, 1 => Just(0), 1 => Just(1), 1 => Just(max), 2 => Just(25)];
    (bps(MAX_BOOKING_BPS), bps(MAX_PAYMENT_BPS), bps(MAX_PAYMENT_BPS)).prop_map(
        |(booking_bps, payment_bps, provider_payment_bps)| FeeRates {
            booking_bps,
            payment_bps,
            provider_payment_bps,
        },
    )
}

pub fn rules() -> impl Strategy<Value = Rules> {
    let accept = prop_oneof![Just(MIN_ACCEPT_SECONDS), Just(MAX_ACCEPT_SECONDS), Just(3_600)];
    let holdback = prop_oneof![
        2 => Just(86_400u32),
        1 => Just(MIN_HOLDBACK_SECONDS),
        1 => Just(MAX_HOLDBACK_SECONDS),
        2 => MIN_HOLDBACK_SECONDS..=MAX_HOLDBACK_SECONDS,
    ];
    (accept, holdback, fee_rates()).prop_map(|(accept_seconds, holdback_seconds, fees)| {
        let rules = Rules { accept_seconds, holdback_seconds, fees, ..RULES };
        rules.check().unwrap();
        rules
    })
}

/// From one base unit an hour on one processor to `most` base units an hour.
pub fn hire(most: u64) -> impl Strategy<Value = Hire> {
    let processors = prop_oneof![2 => 1..16u32, 1 => Just(1u32), 1 => any::<u32>(), 1 => Just(u32::MAX)];
    let hourly = prop_oneof![
        2 => 0..10_000u64,
        1 => Just(3_600u64),
        2 => 0..1_000_000_000u64,
        3 => 0..=most,
        1 => Just(most),
    ];
    (processors, hourly).prop_map(|(processors, hourly)| {
        let processors = processors.max(1);
        Hire { processors, rate: (hourly / u64::from(processors)).max(1) }
    })
}

/// From one hour to 30 days.
pub fn duration() -> impl Strategy<Value = u32> {
    prop_oneof![
        1 => Just(HOUR),
        2 => HOUR..4 * HOUR,
        3 => HOUR..=MAX_SECONDS,
        1 => Just(MAX_SECONDS),
    ]
}

/// Hours of notice, often none.
pub fn notice() -> impl Strategy<Value = u8> {
    prop_oneof![2 => Just(0u8), 1 => Just(1), 1 => Just(24), 1 => Just(72), 1 => 0..=72u8]
}

pub fn share() -> impl Strategy<Value = u16> {
    prop_oneof![3 => 0..=10_000u16, 1 => Just(0), 1 => Just(1), 1 => Just(10_000)]
}
