//! Every call in every stage: what it answers, and that a refusal moves nothing.

use crate::world::{
    deal::{Call, Deal},
    terms, DAY, HOUR_SECONDS, RULES, START,
};
use io_economics::orders::*;
use std::collections::BTreeMap;
use Call::*;
use OrderError::*;

type Answer = Result<Stage, OrderError>;

/// What is called, each with figures that are right where the call has a place at all.
const CALLS: [(&str, Call); 12] = [
    ("cancel by the client", Cancel { by_client: true }),
    ("cancel by a stranger", Cancel { by_client: false }),
    ("accept", Accept { longest: MAX_SECONDS }),
    ("extend", Extend { seconds: 60 }),
    ("settle", Settle),
    ("report an outage", Outage { from: START, to: START + 60 * DAY }),
    ("end by the client", End { by: Ender::Client }),
    ("end by the operator", End { by: Ender::Operator }),
    ("end by a stranger", End { by: Ender::Stranger }),
    ("give notice", Notice),
    ("dispute", Dispute),
    ("resolve", Resolve { share_bps: 5_000 }),
];

/// The answers to [`CALLS`] in one state, by name.
#[derive(Clone)]
struct Answers(BTreeMap<&'static str, Answer>);

impl Answers {
    fn all(answer: OrderError) -> Self {
        Self(CALLS.iter().map(|(name, _)| (*name, Err(answer))).collect())
    }

    fn to(self, stage: Stage, names: &[&'static str]) -> Self {
        self.with(Ok(stage), names)
    }

    fn no(self, error: OrderError, names: &[&'static str]) -> Self {
        self.with(Err(error), names)
    }

    fn with(mut self, answer: Answer, names: &[&'static str]) -> Self {
        for name in names {
            *self.0.get_mut(name).expect("a call of this name") = answer;
        }
        self
    }
}

const DURATION: u32 = 2 * DAY as u32;
const OVER: i64 = 2 * DAY;

/// An order after some calls, each at so many seconds after the start.
fn after(calls: &[(Call, i64)]) -> Deal {
    let (mut deal, _) = Deal::open(&terms(3, 12_345, DURATION, Currency::Usdc), &RULES, START).unwrap();
    for (call, time) in calls {
        deal.call(call, START + time).unwrap();
    }
    deal
}

/// Compares the answers of an order at a time with those expected.
fn column(name: &str, calls: &[(Call, i64)], time: i64, expected: &Answers) {
    let deal = after(calls);
    for (what, call) in &CALLS {
        let mut deal = deal.clone();
        let before = deal.escrow;
        let answer = deal.call(call, START + time).map(|_| deal.escrow.stage);
        assert_eq!(answer, expected.0[what], "{what}, when {name}");
        if answer.is_err() {
            assert_eq!(deal.escrow, before);
        }
        let closes = if deal.escrow.stage == Stage::Settled { Ok(()) } else { Err(NotSettled) };
        assert_eq!(deal.escrow.close(START + time + HOUR_SECONDS).map(drop), closes);
        assert_eq!(deal.escrow.held() == Ok(0), closes.is_ok());
    }
}

const ACCEPT: (Call, i64) = (Accept { longest: MAX_SECONDS }, 0);

#[test]
fn open() {
    use Stage::{Running, Settled};
    let answers = Answers::all(NotAccepted)
        .to(Settled, &["cancel by the client"])
        .no(AcceptWindowOpen, &["cancel by a stranger"])
        .to(Running, &["accept"])
        .no(NotDisputed, &["resolve"]);
    column("open", &[], 3_600, &answers);
    let answers = answers.to(Settled, &["cancel by a stranger"]).no(AcceptWindowOver, &["accept"]);
    column("open, the window over", &[], 3_601, &answers);
}

/// Answers of an order that was accepted and is not settled.
fn accepted() -> Answers {
    Answers::all(AlreadyEnded)
        .no(AlreadyAccepted, &["cancel by the client", "cancel by a stranger", "accept"])
        .no(NotDisputed, &["resolve"])
}

#[test]
fn running() {
    use Stage::{Disputed, Ended, Running, Settled};
    let answers = accepted()
        .to(Running, &["extend", "report an outage"])
        .no(NoNoticeAgreed, &["give notice"])
        .no(FirstHour, &["settle"])
        .to(Ended, &["end by the client"])
        .to(Settled, &["end by the operator"])
        .no(StillBooked, &["end by a stranger"])
        .to(Disputed, &["dispute"]);
    column("running, within the first hour", &[ACCEPT], HOUR_SECONDS - 1, &answers);
    let answers = answers.to(Running, &["settle"]).to(Ended, &["end by the operator"]);
    column("running", &[ACCEPT], OVER - 1, &answers);
    let answers =
        answers.no(ServiceOver, &["extend"]).no(EndFirst, &["settle"]).to(Ended, &["end by a stranger"]);
    column("running, its time over", &[ACCEPT], OVER, &answers);
    let answers = answers.no(DisputeWindowOver, &["dispute"]).no(OutageDoesNotCount, &["report an outage"]);
    column("running, its holdback over too", &[ACCEPT], OVER + DAY, &answers);
}

#[test]
fn ended() {
    use Stage::{Disputed, Ended, Settled};
    let ended = [ACCEPT, (End { by: Ender::Operator }, OVER - 1)];
    let answers = accepted().to(Ended, &["settle", "report an outage"]).to(Disputed, &["dispute"]);
    column("ended", &ended, OVER + DAY - 2, &answers);
    let answers = answers
        .to(Settled, &["settle"])
        .no(DisputeWindowOver, &["dispute"])
        .no(OutageDoesNotCount, &["report an outage"]);
    column("ended, its holdback over", &ended, OVER + DAY - 1, &answers);
}

#[test]
fn disputed() {
    use Stage::{Disputed as InDispute, Settled};
    let disputed = [ACCEPT, (Dispute, DAY)];
    let answers = accepted()
        .no(Disputed, &["settle", "dispute"])
        .to(InDispute, &["report an outage"])
        .to(Settled, &["resolve"]);
    column("disputed", &disputed, 2 * DAY - 1, &answers);
    let answers = answers.no(OutageDoesNotCount, &["report an outage"]);
    column("disputed, its holdback over", &disputed, 2 * DAY, &answers);
    column("disputed, in the arbiter's last second", &disputed, 8 * DAY - 1, &answers);
    let answers = answers.to(Settled, &["settle"]).no(ArbiterTooLate, &["resolve"]);
    column("disputed, the arbiter silent", &disputed, 8 * DAY, &answers);
}

#[test]
fn settled() {
    let settled: [&[(Call, i64)]; 5] = [
        &[(Cancel { by_client: true }, 0)],
        &[ACCEPT, (End { by: Ender::Operator }, 60)],
        &[ACCEPT, (End { by: Ender::Client }, 60), (Settle, 30 * DAY)],
        &[ACCEPT, (Dispute, 60), (Resolve { share_bps: 0 }, 60)],
        &[ACCEPT, (Dispute, 60), (Settle, 8 * DAY)],
    ];
    for calls in settled {
        for time in [60, 9 * DAY, 400 * DAY] {
            column("settled", calls, time, &Answers::all(AlreadySettled).no(NotDisputed, &["resolve"]));
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
