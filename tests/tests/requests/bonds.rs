//! The bond of who wins an automatic request and serves nothing, and of who serves: whoever stops
//! the order, the bond follows what is paid for its first hour.

use {
    crate::scene::{both, Scene},
    anchor_lang::prelude::Pubkey,
    io_client::orders::{self, Choice, Currency, Order, OrdersError::*, Stage, ARBITER_SECONDS},
    io_economics::time::{DAY, HOUR},
    io_testkit::calls::with_account,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

const MINUTE: i64 = 60;

/// An order that the first operator has won at three quarters of the most rate.
#[derive(Clone)]
struct Won {
    scene: Scene,
    bid: Pubkey,
    order: Pubkey,
    start: i64,
    /// What its operator and its client had before it all.
    before: [u64; 2],
}

/// In both currencies, so many seconds after the start.
fn won(seconds: i64) -> Vec<Won> {
    let scenes = both(|currency| Scene::open(currency, Choice::Lowest));
    scenes.into_iter().map(|scene| Won::new(scene, seconds)).collect()
}

impl Won {
    fn new(scene: Scene, seconds: i64) -> Self {
        Self::awarded(scene, 1, seconds)
    }

    /// Awarded `after` the end of the request.
    fn awarded(mut scene: Scene, after: i64, seconds: i64) -> Self {
        let paid = scene.request().tender.escrow.held().unwrap();
        let before = [scene.has(&scene.operator(0)), scene.has(&scene.client.pubkey()) + paid];
        let bid = scene.bid(0, 75);
        scene.after_the_end(after);
        let order = scene.world.award_auto(&scene.address);
        let start = scene.world.now();
        scene.world.pass(seconds);
        Self { scene, bid, order, start, before }
    }

    fn state(&self) -> Order {
        self.scene.world.order(&self.order)
    }

    fn end(&mut self) {
        let (client, order) = (self.scene.client.clone(), self.state());
        self.scene.world.accepted(&[orders::end(&client.pubkey(), &self.order, &order, None)], &[&client]);
    }

    /// Returns what the client deposits.
    fn dispute(&mut self) -> u64 {
        let (client, order) = (self.scene.client.clone(), self.state());
        self.scene.world.accepted(&[orders::dispute(&client.pubkey(), &self.order, &order)], &[&client]);
        self.state().escrow.bonded()
    }

    /// The arbiter gives the provider so many bps.
    fn resolve(&mut self, share_bps: u16) {
        let (roles, order) = (self.scene.roles.clone(), self.state());
        let key = roles.arbiter.pubkey();
        let call = orders::resolve(&key, &self.order, &order, share_bps, [None; 2]);
        self.scene.world.accepted(&[call], &[&roles.arbiter]);
    }

    /// The oracle reports that the node was out from so many seconds after the start until now.
    fn out_from(&mut self, seconds: i64) {
        let (roles, now) = (self.scene.roles.clone(), self.scene.world.now());
        let (key, serial) = (roles.oracle.pubkey(), self.state().serial);
        let call = orders::report_outage(&key, &self.order, serial, self.start + seconds, now);
        self.scene.world.accepted(&[call], &[&roles.oracle]);
    }

    fn settle(&mut self, after: i64) {
        self.scene.world.pass(after);
        let call = orders::settle(&self.order, &self.state(), [None; 2]);
        self.scene.world.accepted(&[call], &[]);
        assert_eq!(self.state().escrow.stage, Stage::Settled);
    }

    /// The call that returns the bond to whom it belongs as things stand.
    fn returning(&self) -> Instruction {
        let bid = self.scene.world.bid_at(&self.bid);
        orders::return_bond(&self.bid, &bid, Some((&self.order, &self.state())), None)
    }

    fn is_not_due(&mut self) {
        let call = self.returning();
        self.scene.world.refused(&[call], &[], BondNotDue);
    }

    /// The bond returns, once; then all closes. What operator and client have won or lost in all.
    fn finish(mut self) -> [i64; 2] {
        let Self { order, .. } = self;
        let close = orders::close(&order, &self.state());
        self.scene.world.refused(std::slice::from_ref(&close), &[], BondNotReturned);
        let call = self.returning();
        // Neither of the two gets what is the other's.
        let wallets =
            [self.scene.operator(0), self.scene.client.pubkey()].map(|key| self.scene.account(&key));
        let payee = call.accounts.iter().position(|meta| wallets.contains(&meta.pubkey)).unwrap();
        let payee = call.accounts[payee].pubkey;
        let other = wallets[usize::from(payee == wallets[0])];
        self.scene.world.refused(&[with_account(call.clone(), payee, other)], &[], WrongTokenAccount);
        self.scene.world.accepted(std::slice::from_ref(&call), &[]);
        self.scene.world.refused(&[call], &[], NoBond);
        self.scene.close_bid(0);
        self.scene.world.accepted(&[close], &[]);
        let after = [self.scene.has(&self.scene.operator(0)), self.scene.has(&self.scene.client.pubkey())];
        [0, 1].map(|who| after[who] as i64 - self.before[who] as i64)
    }
}

/// Of an order that [`Won`] is: its bond, the pay of an hour less the provider's fee, and what an
/// hour costs its client that leaves 24 more behind.
fn figures(currency: Currency) -> [i64; 3] {
    let unit = match currency {
        Currency::Io => 100_000_000,
        Currency::Usdc => 1_000_000,
    };
    // Two processors at 2 at most and at 1.5: 4 and 3 an hour. Fees of 0.25% of 3, and on 25 hours.
    let buyers = if currency == Currency::Io { 25 } else { 225 };
    [4 * unit, 3 * unit - 3 * unit * 25 / 10_000, 3 * unit + 25 * 3 * unit * buyers / 10_000]
}

#[test]
fn a_dispute_in_the_first_hour_holds_the_bond_until_it_is_decided() {
    for seconds in [5 * MINUTE, HOUR - 1] {
        for mut won in won(seconds) {
            won.is_not_due();
            won.dispute();
            won.is_not_due();
            // Not for an hour that passes, nor for days.
            won.scene.world.pass(6 * DAY);
            won.is_not_due();
            let [bond, pay, cost] = figures(won.scene.currency);
            // The client's if the arbiter gives the provider nothing.
            let mut nothing = won.clone();
            nothing.resolve(0);
            assert_eq!(nothing.finish(), [-bond, bond]);
            // The operator's if it gets anything.
            let (mut all, deposit) = (won.clone(), won.state().escrow.bonded() as i64);
            all.resolve(10_000);
            assert_eq!(all.finish(), [pay, -cost - deposit]);
            let mut tenth = won.clone();
            tenth.resolve(1_000);
            let [operator, client] = tenth.finish();
            assert!(0 < operator && operator < pay && -cost < client && client < 0);
            // The operator's if the arbiter is silent: it settles as if the client had ended the
            // order, which pays an hour. Else a client would win the bond by a dispute that nobody
            // answers.
            won.settle(DAY);
            assert_eq!(won.finish(), [pay, -cost]);
        }
    }
}

#[test]
fn a_dispute_after_the_first_hour_does_not_touch_the_bond() {
    for mut won in won(HOUR) {
        won.dispute();
        let bond = won.scene.world.bid_at(&won.bid).bond;
        let had = won.scene.has(&won.scene.operator(0));
        let call = won.returning();
        won.scene.world.accepted(&[call], &[]);
        assert_eq!(won.scene.has(&won.scene.operator(0)), had + bond);
    }
}

#[test]
fn the_bond_of_a_node_that_was_out_from_the_first_second_is_the_clients() {
    for ends in [false, true] {
        for mut won in won(5 * MINUTE) {
            let [bond, ..] = figures(won.scene.currency);
            let settles_after = if ends { DAY } else { i64::from(ARBITER_SECONDS) };
            if ends {
                won.end();
            } else {
                won.dispute();
            }
            won.is_not_due();
            // A report of all but a second: that second is paid, and the bond is the operator's.
            let mut nearly = won.clone();
            nearly.out_from(1);
            nearly.settle(settles_after);
            let [operator, client] = nearly.finish();
            assert!(0 < operator && operator < bond / 1_000 && -bond / 1_000 < client && client < 0);
            won.out_from(0);
            won.is_not_due();
            won.settle(settles_after);
            assert_eq!(won.finish(), [-bond, bond]);
        }
    }
}

#[test]
fn a_client_that_ends_has_the_bond_wait_for_the_last_report() {
    for mut won in won(5 * MINUTE) {
        won.end();
        won.is_not_due();
        won.scene.world.pass(DAY - 1);
        won.is_not_due();
        // Nobody has reported anything, serving or not: an hour is paid.
        won.settle(HOUR + 1);
        let [_, pay, cost] = figures(won.scene.currency);
        assert_eq!(won.finish(), [pay, -cost]);
    }
}

/// What an operator wins or loses that has won and never serves, by what its client does.
#[test]
fn a_winner_that_stays_dark() {
    for mut won in won(0) {
        let [bond, pay, cost] = figures(won.scene.currency);
        let mut disputed = won.clone();
        disputed.scene.world.pass(5 * MINUTE);
        disputed.dispute();
        disputed.resolve(0);
        assert_eq!(disputed.finish(), [-bond, bond], "disputed in the first hour");
        let mut reported = won.clone();
        reported.scene.world.pass(5 * MINUTE);
        reported.end();
        reported.out_from(0);
        reported.settle(DAY);
        assert_eq!(reported.finish(), [-bond, bond], "ended in the first hour, and reported");
        let mut ended = won.clone();
        ended.scene.world.pass(5 * MINUTE);
        ended.end();
        ended.settle(DAY + HOUR);
        assert_eq!(ended.finish(), [pay, -cost], "ended, and nobody has seen it");
        won.scene.world.pass(HOUR);
        won.dispute();
        won.resolve(0);
        assert_eq!(won.finish(), [0, 0], "disputed when its first hour had passed");
    }
}

/// A winner that serves a second and then stays dark is paid that second, and has its bond back,
/// where its client ends the order. A client that disputes it gets the bond, if the arbiter gives
/// the provider nothing: its own deposit is that second's cost, and returns.
#[test]
fn a_winner_that_serves_a_second_loses_its_bond_to_a_client_that_disputes() {
    for won in won(5 * MINUTE) {
        let [bond, ..] = figures(won.scene.currency);
        let escrow = won.state().escrow;
        let second = escrow.hire().cost(1).unwrap();
        let mut ended = won.clone();
        ended.end();
        ended.out_from(1);
        ended.settle(DAY);
        let [operator, client] = ended.finish();
        assert_eq!(operator, (second - escrow.fees.provider(second).provider()) as i64);
        assert_eq!(client, -((second + escrow.fees.buyer(second).fees().total()) as i64));
        if won.scene.currency == Currency::Usdc {
            assert_eq!([operator, client], [830, -853]);
        }
        let mut disputed = won;
        disputed.out_from(1);
        assert_eq!(disputed.dispute(), second);
        disputed.resolve(0);
        assert_eq!(disputed.finish(), [-bond, bond]);
    }
}

/// A client has an hour to pick the second of the award: one in which the winner's node is out, and
/// ends seconds later. The bond is its own then. Where the winner or a keeper has awarded as soon
/// as the time was over, the same outage costs the operator the seconds of it.
#[test]
fn a_client_that_awards_while_the_node_is_out_wins_the_bond() {
    const OUT_AT: i64 = 30 * MINUTE;
    for scene in both(|currency| Scene::open(currency, Choice::Lowest)) {
        let [bond, pay, cost] = figures(scene.currency);
        let mut late = Won::awarded(scene.clone(), OUT_AT, 5);
        late.end();
        late.out_from(0);
        late.settle(DAY);
        assert_eq!(late.finish(), [-bond, bond]);

        let mut at_once = Won::awarded(scene, 1, OUT_AT + 4);
        at_once.end();
        at_once.out_from(OUT_AT - 1);
        at_once.settle(DAY);
        let [operator, client] = at_once.finish();
        // 1,799 seconds of 3,600, and no fees on what was not served.
        assert!(pay * 1_799 / 3_600 - operator <= 1 && operator < pay / 2, "{operator} of {pay}");
        assert!(-cost / 2 < client && client < 0, "{client} of {cost}");
    }
}

/// A client that disputes an order that was served wins nothing, whatever it does first: the bond
/// of the bid is out of its reach while a base unit is paid, and the arbiter gives all to the
/// provider.
#[test]
fn a_client_gains_nothing_by_a_false_dispute() {
    for seconds in [0, 1, 5 * MINUTE, HOUR - 1] {
        for won in won(seconds) {
            let [_, pay, cost] = figures(won.scene.currency);
            for ends in [false, true] {
                let mut won = won.clone();
                if ends {
                    won.end();
                }
                let deposit = won.dispute() as i64;
                assert!(deposit > 0);
                let mut decided = won.clone();
                decided.resolve(10_000);
                assert_eq!(decided.finish(), [pay, -cost - deposit]);
                won.settle(ARBITER_SECONDS.into());
                assert_eq!(won.finish(), [pay, -cost], "no more than if it had ended");
            }
        }
    }
}

#[test]
fn a_bond_that_was_returned_stays_returned_if_the_clock_goes_back() {
    for mut won in won(HOUR) {
        let call = won.returning();
        won.scene.world.accepted(&[call], &[]);
        won.scene.world.set_clock(won.start + MINUTE);
        let (bidders, order) = (won.scene.bidders.clone(), won.state());
        let end = orders::end(&won.scene.operator(0), &won.order, &order, None);
        won.scene.world.accepted(&[end], &[&bidders[0].operator]);
        // It has ended after an hour, which is paid: not within the first one, for nothing.
        let escrow = won.state().escrow;
        assert_eq!((escrow.stage, escrow.duration, escrow.keeps_hired), (Stage::Ended, 3_600, false));
    }
}
