//! What holds for notice, and for what a record keeps of an order.

use super::{life, terms, Ending};
use crate::world::{
    deal::{Call, Deal},
    notice, rules, DAY, HOUR_SECONDS, START,
};
use io_economics::orders::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_048))]

    /// A record says what happened: the exact model's seconds, and all fees that were earned.
    #[test]
    fn a_record_keeps_what_happened(
        life in life(), settles in prop::collection::vec(0..2 * DAY, 0..20),
    ) {
        let deal = life.live(&settles);
        let facts = deal.escrow.facts(&deal.last, deal.lost);
        let exact = deal.life.facts();
        let processors = i64::from(life.terms.hire.processors);
        prop_assert_eq!(facts.served as i64, processors * exact.served);
        prop_assert_eq!(facts.out as i64, processors * exact.out);
        prop_assert_eq!(facts.fees, deal.fees.total());
        prop_assert_eq!(facts.left_early, exact.left_early);
        prop_assert_eq!(facts.notice_broken, exact.notice_broken);
        prop_assert_eq!(facts.notice_given, exact.notice_given);
        prop_assert_eq!(facts.dispute_lost, exact.dispute_lost);
    }

    /// An operator that leaves without notice has its pay up to then, but for the last hours: it
    /// never has more than with notice, nor more than one that agreed to none. The client pays less
    /// by just what is forfeited, and the buyer's fees are the same.
    #[test]
    fn a_broken_notice_is_forfeited_to_the_client(
        mut life in life(), settles in prop::collection::vec(0..2 * DAY, 0..20),
    ) {
        life.ending = Ending::By(Ender::Operator);
        let broken = life.live(&settles);
        life.notice = 0;
        life.events.iter_mut().for_each(|(_, event)| {
            if matches!(event, super::Event::Notice) {
                *event = super::Event::Nothing;
            }
        });
        let free = life.live(&settles);
        prop_assert!(broken.provider <= free.provider);
        if broken.escrow.notice == Notice::Broken && broken.life.noticed_at.is_none() {
            let buyers = |deal: &Deal| (deal.fees.buyer_booking, deal.fees.buyer_payment);
            prop_assert_eq!(buyers(&broken), buyers(&free));
            let forfeited = free.escrow.paid - broken.escrow.paid;
            prop_assert_eq!(broken.client, free.client + forfeited);
            let most = i64::from(broken.escrow.notice_hours) * HOUR_SECONDS;
            let most = most.min(life.rules.holdback_seconds.into()) as u32;
            prop_assert!(forfeited <= life.terms.hire.cost(most).unwrap() + 1);
        }
    }

    /// Notice costs the client nothing: what it gets back then is what a booking that ends with the
    /// notice never costs; it may leave at once for the time it was served.
    #[test]
    fn notice_costs_a_client_nothing(
        terms in terms(), rules in rules(), hours in notice(), after in 0..30 * DAY, more in 0..4 * DAY,
    ) {
        let mut deal = Deal::running(&terms, &rules, START);
        deal.agree(hours);
        let given = deal.call(&Call::Notice, START + after).is_ok();
        prop_assert_eq!(given, hours > 0 && after < i64::from(terms.duration));
        if !given {
            return Ok(());
        }
        let over = (after + i64::from(hours) * HOUR_SECONDS).max(HOUR_SECONDS);
        let over = over.min(terms.duration.into()) as u32;
        prop_assert_eq!(deal.escrow.duration, over);
        let short = Deal::running(&Terms { duration: over, ..terms }, &rules, START);
        prop_assert_eq!(deal.escrow.held(), short.escrow.held());
        let extended = deal.call(&Call::Extend { seconds: 1 }, START + after);
        prop_assert_eq!(extended, Err(OrderError::ExtensionRefused));
        let left = deal.call(&Call::End { by: Ender::Client }, START + after + more).is_ok();
        prop_assert!(left);
        deal.finish(START);
        prop_assert_eq!(deal.escrow.kept, 0);
        let buyers = rules.fees.of(terms.currency).buyer(deal.escrow.paid).fees();
        prop_assert_eq!(deal.fees.buyer_booking, buyers.buyer_booking);
        prop_assert_eq!(deal.fees.buyer_payment, buyers.buyer_payment);
    }
}
