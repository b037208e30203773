//! Cost and fees as figures: exact, rounded the right way, and the same however they are split.

use crate::world::{fee_rates, RULES};
use io_economics::{
    orders::*,
    units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC, HARD_CAP},
};
use num_bigint::BigInt;
use num_traits::ToPrimitive;
use proptest::prelude::*;

fn exact_cost(hire: Hire, seconds: u32) -> BigInt {
    BigInt::from(hire.processors) * hire.rate * seconds / 3_600
}

fn ceil_bps(amount: u64, bps: u16) -> u64 {
    let up: BigInt = (BigInt::from(amount) * bps + 9_999) / 10_000;
    up.to_u64().unwrap()
}

/// Small ones, where each base unit counts, and all others.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![
        2 => 0..1_000u64,
        2 => 0..100_000u64,
        1 => any::<u64>(),
        1 => 0..=HARD_CAP,
        1 => Just(u64::MAX),
    ]
}

fn kinds(fees: Fees) -> [u64; 2] {
    assert_eq!((fees.buyer_booking, fees.buyer_payment), (0, 0));
    [fees.provider_booking, fees.provider_payment]
}

#[test]
fn figures_of_the_network() {
    // 8 H100 at 2.19 USDC for a week, and at 1.50 IO for an hour and a second.
    let week = Hire { processors: 8, rate: 2_190_000 }.cost(7 * 86_400).unwrap();
    assert_eq!(week, 2_943_360_000, "2,943.36 USDC");
    let charge = RULES.fees.of(Currency::Usdc).buyer(week);
    assert_eq!((charge.booking, charge.payment), (7_358_400, 58_867_200), "0.25% and 2%");
    let hour = Hire { processors: 8, rate: 150_000_000 }.cost(3_601).unwrap();
    assert_eq!(hour, 12 * BASE_UNITS_PER_IO + 333_333, "a third of a base unit is left out");
    let charge = RULES.fees.of(Currency::Io).buyer(hour);
    assert_eq!((charge.booking, charge.payment), (3_000_834, 0), "3,000,833.3325 rounded up");
    assert_eq!(kinds(RULES.fees.of(Currency::Usdc).provider(week)), [7_358_400, 0]);
}

#[test]
fn a_base_unit_pays_a_base_unit_of_each_fee() {
    let rates = FeeRates { booking_bps: 1, payment_bps: 1, provider_payment_bps: 1 };
    let charge = rates.buyer(1);
    assert_eq!((charge.booking, charge.payment), (1, 1));
    assert_eq!(
        kinds(rates.provider(1)),
        [1, 0],
        "the provider's together, so that they never exceed its pay"
    );
    assert_eq!(rates.buyer(0), Charge::default());
    assert_eq!(kinds(rates.provider(0)), [0, 0]);
}

/// At 25 and 1 bps the booking fee rises at 401, both together do not.
#[test]
fn no_kind_of_fee_falls_when_pay_rises() {
    let rates = FeeRates { booking_bps: 25, payment_bps: 0, provider_payment_bps: 1 };
    assert_eq!(kinds(rates.provider(400)), kinds(rates.provider(401)));
    assert_eq!(rates.provider(401).total(), 2);
}

#[test]
fn rules_are_kept_within_their_bounds() {
    assert_eq!(RULES.check(), Ok(()));
    let fees = |booking_bps, payment_bps, provider_payment_bps| Rules {
        fees: FeeRates { booking_bps, payment_bps, provider_payment_bps },
        ..RULES
    };
    assert_eq!(fees(MAX_BOOKING_BPS, MAX_PAYMENT_BPS, MAX_PAYMENT_BPS).check(), Ok(()));
    assert_eq!(fees(0, 0, 0).check(), Ok(()));
    assert_eq!(fees(MAX_BOOKING_BPS + 1, 0, 0).check(), Err(OrderError::FeeTooHigh));
    assert_eq!(fees(0, MAX_PAYMENT_BPS + 1, 0).check(), Err(OrderError::FeeTooHigh));
    assert_eq!(fees(0, 0, MAX_PAYMENT_BPS + 1).check(), Err(OrderError::FeeTooHigh));

    let windows =
        |accept_seconds, holdback_seconds| Rules { accept_seconds, holdback_seconds, ..RULES }.check();
    for accept in [MIN_ACCEPT_SECONDS, MAX_ACCEPT_SECONDS] {
        for holdback in [MIN_HOLDBACK_SECONDS, MAX_HOLDBACK_SECONDS] {
            assert_eq!(windows(accept, holdback), Ok(()));
        }
    }
    for (accept, holdback) in [
        (MIN_ACCEPT_SECONDS - 1, MIN_HOLDBACK_SECONDS),
        (MAX_ACCEPT_SECONDS + 1, MIN_HOLDBACK_SECONDS),
        (MIN_ACCEPT_SECONDS, MIN_HOLDBACK_SECONDS - 1),
        (MIN_ACCEPT_SECONDS, MAX_HOLDBACK_SECONDS + 1),
    ] {
        assert_eq!(windows(accept, holdback), Err(OrderError::InvalidWindow));
    }

    let least = |least_io, least_usdc| Rules { least_io, least_usdc, ..RULES }.check();
    let (most_io, most_usdc) =
        (MAX_LEAST_COST_TOKENS * BASE_UNITS_PER_IO, MAX_LEAST_COST_TOKENS * BASE_UNITS_PER_USDC);
    assert_eq!(least(most_io, most_usdc), Ok(()));
    for (io, usdc) in [(0, 1), (1, 0), (most_io + 1, 1), (1, most_usdc + 1)] {
        assert_eq!(least(io, usdc), Err(OrderError::InvalidLeastCost));
    }
    let rules = Rules { least_io: 7, least_usdc: 9, ..RULES };
    assert_eq!((rules.least_cost(Currency::Io), rules.least_cost(Currency::Usdc)), (7, 9));
}

/// What a program stores as it lies in memory has no gaps.
#[test]
fn stored_structs_have_their_sizes() {
    use core::mem::{offset_of, size_of};
    assert_eq!((size_of::<Escrow>(), size_of::<Rules>(), size_of::<Balances>()), (96, 32, 40));
    assert_eq!((size_of::<Outages>(), size_of::<Span>()), (20, 8));
    assert_eq!((size_of::<FeeRates>(), size_of::<Stage>(), size_of::<Currency>()), (6, 1, 1));
    assert_eq!((offset_of!(Escrow, processors), offset_of!(Escrow, outages)), (32, 64));
    assert_eq!((offset_of!(Escrow, fees), offset_of!(Escrow, reserved)), (84, 95));
    assert_eq!((size_of::<Window>(), size_of::<History>(), size_of::<Attributes>()), (56, 136, 12));
    assert_eq!((offset_of!(Rules, fees), offset_of!(Rules, padding)), (24, 30));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_096))]

    #[test]
    fn cost_is_exact(
        processors in prop_oneof![1..100u32, any::<u32>(), Just(u32::MAX)],
        rate in prop_oneof![1..10_000u64, any::<u64>(), Just(u64::MAX), Just(HARD_CAP)],
        seconds in prop_oneof![HOUR..=MAX_SECONDS, Just(MAX_SECONDS), any::<u32>()],
    ) {
        let hire = Hire { processors, rate };
        let fits = u64::try_from(exact_cost(hire, seconds.max(HOUR)));
        match (hire.cost(seconds), fits) {
            (Ok(cost), _) => prop_assert_eq!(BigInt::from(cost), exact_cost(hire, seconds)),
            (Err(error), fits) => {
                prop_assert_eq!(error, OrderError::CostTooHigh);
                prop_assert!(fits.is_err(), "an hour or more of it fits");
            }
        }
    }

    /// Time in parts costs the same or less, by less than a base unit a part.
    #[test]
    fn time_in_parts_never_costs_more(
        rate in 1..10_000_000_000u64, processors in 1..1_000u32,
        parts in prop::collection::vec(0..100_000u32, 1..20),
    ) {
        let hire = Hire { processors, rate };
        let whole = hire.cost(parts.iter().sum()).unwrap();
        let sum: u64 = parts.iter().map(|part| hire.cost(*part).unwrap()).sum();
        prop_assert!(sum <= whole && whole - sum < parts.len() as u64);
    }

    #[test]
    fn each_fee_of_the_buyer_is_rounded_up_and_at_most_the_cost(rates in fee_rates(), cost in amount()) {
        let charge = rates.buyer(cost);
        prop_assert_eq!(charge.cost, cost);
        prop_assert_eq!(charge.booking, ceil_bps(cost, rates.booking_bps));
        prop_assert_eq!(charge.payment, ceil_bps(cost, rates.payment_bps));
        prop_assert!(charge.booking <= cost && charge.payment <= cost);
        let fits = cost.checked_add(charge.booking).and_then(|sum| sum.checked_add(charge.payment));
        prop_assert_eq!(charge.total().ok(), fits);
    }

    #[test]
    fn the_providers_fees_are_rounded_up_together(rates in fee_rates(), paid in amount()) {
        let fees = rates.provider(paid);
        let [booking, payment] = kinds(fees);
        prop_assert_eq!(fees.total(), ceil_bps(paid, rates.booking_bps + rates.provider_payment_bps));
        prop_assert!(fees.total() <= paid);
        let exact = ceil_bps(paid, rates.booking_bps);
        prop_assert!(booking == exact || (rates.provider_payment_bps > 0 && booking == exact + 1));
        prop_assert!(payment <= ceil_bps(paid, rates.provider_payment_bps));
        if rates.provider_payment_bps == 0 {
            prop_assert_eq!(payment, 0);
        }
    }

    /// However pay is split, no step takes more in fees than it pays, none gives one back, and the
    /// sum is the same.
    #[test]
    fn the_providers_fees_do_not_depend_on_steps(
        rates in fee_rates(), start in amount(),
        steps in prop::collection::vec(prop_oneof![0..4u64, 0..1_000u64], 1..50),
    ) {
        let (mut paid, mut before) = (start, rates.provider(start));
        for step in steps {
            let Some(next) = paid.checked_add(step) else { break };
            let after = rates.provider(next);
            for (old, new) in kinds(before).into_iter().zip(kinds(after)) {
                prop_assert!(old <= new);
            }
            prop_assert!(after.total() - before.total() <= step);
            (paid, before) = (next, after);
        }
    }

    #[test]
    fn a_quote_is_what_the_terms_say(
        processors in prop_oneof![Just(0), 1..9u32, any::<u32>()],
        rate in prop_oneof![Just(0), 1..9u64, 1..1_000_000_000u64, any::<u64>()],
        duration in prop_oneof![0..2 * HOUR, HOUR..=MAX_SECONDS, any::<u32>()],
        rates in fee_rates(),
        least in prop_oneof![Just(1), 1..100_000_000u64],
        currency in crate::world::currency(),
    ) {
        let rules = Rules { least_io: least, least_usdc: least, fees: rates, ..RULES };
        let hire = Hire { processors, rate };
        let cost = exact_cost(hire, duration);
        let payment_bps = if currency == Currency::Usdc { rates.payment_bps } else { 0 };
        let up = |bps: u16| -> BigInt { (&cost * bps + 9_999) / 10_000 };
        let (booking, payment) = (up(rates.booking_bps), up(payment_bps));
        let expected = if processors == 0 {
            Err(OrderError::InvalidProcessors)
        } else if rate == 0 {
            Err(OrderError::InvalidRate)
        } else if !(3_600..=30 * 86_400).contains(&duration) {
            Err(OrderError::InvalidDuration)
        } else if &cost + &booking + &payment > BigInt::from(u64::MAX) {
            Err(OrderError::CostTooHigh)
        } else if cost < BigInt::from(least) {
            Err(OrderError::BelowLeastCost)
        } else {
            let [cost, booking, payment] = [cost, booking, payment].map(|part| part.to_u64().unwrap());
            Ok(Charge { cost, booking, payment })
        };
        let terms = Terms { hire, duration, currency };
        prop_assert_eq!(terms.quote(&rules), expected);
        prop_assert_eq!(Escrow::open(&terms, &rules, 0).map(|(_, charge)| charge), expected);
    }
}
