//! What holds for outages.

use super::terms;
use crate::world::{
    deal::{Call, Deal},
    rules, DAY, START,
};
use io_economics::orders::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// An outage is not paid: pay and fees are those of a service shorter by what of it lies within
    /// the holdback.
    #[test]
    fn an_outage_is_time_less(terms in terms(), rules in rules(), cut in 0..MAX_SECONDS) {
        let mut deal = Deal::running(&terms, &rules, START);
        let end = START + i64::from(terms.duration);
        let length = (cut % terms.duration).max(1);
        deal.call(&Call::Outage { from: end - i64::from(length), to: end }, end).unwrap();
        deal.finish(end);
        let served = terms.duration - length.min(rules.holdback_seconds);
        prop_assert_eq!(deal.escrow.paid, terms.hire.cost(served).unwrap());
        let fees = rules.fees.of(terms.currency).buyer(deal.escrow.paid).fees();
        let buyers = |fees: Fees| (fees.buyer_booking, fees.buyer_payment);
        prop_assert_eq!(buyers(deal.fees), buyers(fees));
    }

    /// Up to two outages in a holdback are known to the second. A third one changes nothing that is
    /// final, and counts no second later than it was.
    #[test]
    fn outages_are_known_to_the_second(
        reports in prop::collection::vec((1..30_000u32, 1..20_000u32), 1..30),
        holdback in MIN_HOLDBACK_SECONDS..DAY as u32,
    ) {
        let (mut list, mut exact) = (Outages::default(), Vec::new());
        let (mut now, mut many) = (0u32, false);
        for (gap, length) in reports {
            let from = now + gap;
            now = from + length;
            let line = now.saturating_sub(holdback);
            let span = Span { from: from.max(line), to: now };
            let earlier = list;
            list.add(line, span);
            exact.push(span);
            let part = |span: &Span, line: u32| span.to.min(line) - span.from.min(line);
            let before = |line: u32| exact.iter().map(|span| part(span, line)).sum::<u32>();
            many |= exact.iter().filter(|span| span.to > line).count() > 2;
            prop_assert_eq!(list.before(now), before(now));
            for part in 0..=20 {
                let time = line + (now - line) / 20 * part;
                prop_assert!(list.before(time) >= before(time));
                prop_assert!(many || list.before(time) == before(time));
            }
            prop_assert_eq!(list.before(line), earlier.before(line), "what is final");
        }
    }
}
