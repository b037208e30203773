//! Every call in every stage: what it answers, and that a refusal moves nothing.
#![allow(clippy::arithmetic_side_effects)]

mod orders_world;

use io_economics::orders::*;
use orders_world::{
    deal::{Call, Deal},
    terms, DAY, HOUR_SECONDS, RULES, START,
};
use Call::*;
use OrderError::*;

type Answer = Result<Stage, OrderError>;

/// What is called, each with figures that are right where the call has a place at all.
const CALLS: [(&str, Call); 11] = [
    ("cancel by the client", Cancel { by_client: true }),
    ("cancel by a stranger", Cancel { by_client: false }),
    ("accept", Accept { extendable: true }),
    ("extend", Extend { seconds: 60 }),
    ("settle", Settle),
    ("report an outage", Outage { from: START + 60, to: START + 120 }),
    ("end by the client", End { by: Ender::Client }),
    ("end by the operator", End { by: Ender::Operator }),
    ("end by a stranger", End { by: Ender::Stranger }),
    ("dispute", Dispute),
    ("resolve", Resolve { share_bps: 5_000 }),
];

const DURATION: u32 = 2 * 86_400;
const OVER: i64 = 2 * DAY;

/// An order after some calls, each at so many seconds after the start.
fn after(calls: &[(Call, i64)]) -> Deal {
    let (mut deal, _) = Deal::open(&terms(3, 12_345, DURATION, Currency::Usdc), &RULES, START).unwrap();
    for (call, time) in calls {
        deal.call(call, START + time).unwrap();
    }
    deal
}

/// Holds an order at a time against a column of the table.
fn column(name: &str, calls: &[(Call, i64)], time: i64, expected: [Answer; CALLS.len()]) {
    let deal = after(calls);
    for ((what, call), expected) in CALLS.iter().zip(expected) {
        let mut deal = deal.clone();
        let before = deal.escrow;
        let answer = deal.call(call, START + time).map(|_| deal.escrow.stage);
        assert_eq!(answer, expected, "{what}, when {name}");
        if expected.is_err() {
            assert_eq!(deal.escrow, before);
        }
        let closes = if deal.escrow.stage == Stage::Settled { Ok(()) } else { Err(NotSettled) };
        assert_eq!(deal.escrow.must_be_settled(), closes);
        assert_eq!(deal.escrow.held() == Ok(0), closes.is_ok());
    }
}

const ACCEPT: (Call, i64) = (Accept { extendable: true }, 0);

#[test]
#[rustfmt::skip]
fn every_call_in_every_stage() {
    use Stage::{Disputed as InDispute, Ended, Running, Settled};
    let no = Err::<Stage, _>;

    column("open", &[], 3_600, [
        Ok(Settled), no(AcceptWindowOpen), Ok(Running), no(NotAccepted), no(NotAccepted), no(NotAccepted),
        no(NotAccepted), no(NotAccepted), no(NotAccepted), no(NotAccepted), no(NotDisputed),
    ]);
    column("open, the window over", &[], 3_601, [
        Ok(Settled), Ok(Settled), no(AcceptWindowOver), no(NotAccepted), no(NotAccepted), no(NotAccepted),
        no(NotAccepted), no(NotAccepted), no(NotAccepted), no(NotAccepted), no(NotDisputed),
    ]);
    column("running, within the first hour", &[ACCEPT], HOUR_SECONDS - 1, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), Ok(Running), no(FirstHour), Ok(Running),
        Ok(Ended), Ok(Settled), no(StillBooked), Ok(InDispute), no(NotDisputed),
    ]);
    column("running", &[ACCEPT], OVER - 1, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), Ok(Running), Ok(Running), Ok(Running),
        Ok(Ended), Ok(Ended), no(StillBooked), Ok(InDispute), no(NotDisputed),
    ]);
    column("running, its time over", &[ACCEPT], OVER, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(ServiceOver), no(EndFirst), Ok(Running),
        Ok(Ended), Ok(Ended), Ok(Ended), Ok(InDispute), no(NotDisputed),
    ]);
    column("running, its holdback over too", &[ACCEPT], OVER + DAY, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(ServiceOver), no(EndFirst), Ok(Running),
        Ok(Ended), Ok(Ended), Ok(Ended), no(DisputeWindowOver), no(NotDisputed),
    ]);
    let ended = [ACCEPT, (End { by: Ender::Operator }, OVER - 1)];
    column("ended", &ended, OVER + DAY - 2, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyEnded), Ok(Ended), Ok(Ended),
        no(AlreadyEnded), no(AlreadyEnded), no(AlreadyEnded), Ok(InDispute), no(NotDisputed),
    ]);
    column("ended, its holdback over", &ended, OVER + DAY - 1, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyEnded), Ok(Settled), Ok(Ended),
        no(AlreadyEnded), no(AlreadyEnded), no(AlreadyEnded), no(DisputeWindowOver), no(NotDisputed),
    ]);
    let disputed = [ACCEPT, (Dispute, DAY)];
    column("disputed", &disputed, 8 * DAY - 1, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyEnded), no(Disputed), Ok(InDispute),
        no(AlreadyEnded), no(AlreadyEnded), no(AlreadyEnded), no(Disputed), Ok(Settled),
    ]);
    column("disputed, the arbiter silent", &disputed, 8 * DAY, [
        no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyAccepted), no(AlreadyEnded), Ok(Settled), Ok(InDispute),
        no(AlreadyEnded), no(AlreadyEnded), no(AlreadyEnded), no(Disputed), no(ArbiterTooLate),
    ]);
    let settled: [&[(Call, i64)]; 5] = [
        &[(Cancel { by_client: true }, 0)],
        &[ACCEPT, (End { by: Ender::Operator }, 60)],
        &[ACCEPT, (End { by: Ender::Client }, 60), (Settle, 30 * DAY)],
        &[ACCEPT, (Dispute, 60), (Resolve { share_bps: 0 }, 60)],
        &[ACCEPT, (Dispute, 60), (Settle, 8 * DAY)],
    ];
    for calls in settled {
        for time in [60, 9 * DAY, 400 * DAY] {
            column("settled", calls, time, [
                no(AlreadySettled), no(AlreadySettled), no(AlreadySettled), no(AlreadySettled), no(AlreadySettled),
                no(AlreadySettled), no(AlreadySettled), no(AlreadySettled), no(AlreadySettled), no(AlreadySettled),
                no(NotDisputed),
            ]);
        }
    }
}

/// From every stage a stranger alone gets everybody out.
#[test]
fn anyone_gets_everybody_out() {
    let stages: [&[(Call, i64)]; 5] = [
        &[],
        &[ACCEPT],
        &[ACCEPT, (End { by: Ender::Client }, 60)],
        &[ACCEPT, (Dispute, 60)],
        &[ACCEPT, (Dispute, DAY)],
    ];
    for calls in stages {
        let mut deal = after(calls);
        deal.finish(START);
        assert_eq!(deal.escrow.held(), Ok(0));
        assert_eq!(deal.put_in, deal.provider + deal.client + deal.fees.total());
    }
}
