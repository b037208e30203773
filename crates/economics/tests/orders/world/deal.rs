//! The code under test: one order, and where its money went.

use super::DAY;
use io_economics::orders::*;

/// A call of one of the order's methods.
#[derive(Clone, Debug)]
pub enum Call {
    Cancel { by_client: bool },
    Accept { extendable: bool },
    Extend { seconds: u32 },
    Settle,
    Outage { from: i64, to: i64 },
    End { by: Ender },
    Dispute,
    Resolve { share_bps: u16 },
}

/// What a call moved: into the escrow, and out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    pub charge: Charge,
    pub out: Outcome,
}

#[derive(Clone, Debug)]
pub struct Deal {
    pub escrow: Escrow,
    pub put_in: u64,
    pub provider: u64,
    pub client: u64,
    pub fees: Fees,
}

impl Deal {
    pub fn open(terms: &Terms, rules: &Rules, now: i64) -> Result<(Self, Charge), OrderError> {
        let (escrow, charge) = Escrow::open(terms, rules, now)?;
        let put_in = charge.total()?;
        let deal = Self { escrow, put_in, provider: 0, client: 0, fees: Fees::default() };
        deal.check();
        Ok((deal, charge))
    }

    /// An order accepted at `now`, with extensions.
    pub fn running(terms: &Terms, rules: &Rules, now: i64) -> Self {
        let (mut deal, _) = Self::open(terms, rules, now).unwrap();
        deal.call(&Call::Accept { extendable: true }, now).unwrap();
        deal
    }

    pub fn call(&mut self, call: &Call, now: i64) -> Result<Moved, OrderError> {
        let before = self.escrow;
        let escrow = &mut self.escrow;
        let moved = match *call {
            Call::Cancel { by_client } => escrow.cancel(now, by_client).map(Moved::out),
            Call::Accept { extendable } => escrow.accept(now, extendable).map(|()| Moved::default()),
            Call::Extend { seconds } => escrow.extend(now, seconds).map(Moved::charge),
            Call::Settle => escrow.settle(now).map(Moved::out),
            Call::Outage { from, to } => escrow.report_outage(now, from, to).map(|()| Moved::default()),
            Call::End { by } => escrow.end(now, by).map(Moved::out),
            Call::Dispute => escrow.dispute(now).map(Moved::out),
            Call::Resolve { share_bps } => escrow.resolve(now, share_bps).map(Moved::out),
        };
        match &moved {
            Ok(Moved { charge, out }) => {
                self.put_in += charge.total()?;
                self.provider += out.provider;
                self.client += out.client;
                self.fees.buyer_booking += out.fees.buyer_booking;
                self.fees.buyer_payment += out.fees.buyer_payment;
                self.fees.provider_booking += out.fees.provider_booking;
                self.fees.provider_payment += out.fees.provider_payment;
                self.check();
            }
            Err(_) => {
                assert!(self.escrow.seen >= before.seen);
                assert_eq!(Escrow { seen: before.seen, ..self.escrow }, before, "{call:?} failed");
                // A failed transaction leaves nothing behind.
                self.escrow = before;
            }
        }
        moved
    }

    /// Conservation, to the base unit.
    pub fn check(&self) {
        let held = self.escrow.held().unwrap();
        assert_eq!(self.put_in, self.provider + self.client + self.fees.total() + held, "{self:?}");
        assert_eq!(self.provider + self.provider_fees(), self.escrow.paid);
    }

    pub fn provider_fees(&self) -> u64 {
        self.fees.provider_booking + self.fees.provider_payment
    }

    /// Anyone gets everybody out; returns when that was.
    pub fn finish(&mut self, mut now: i64) -> i64 {
        for _ in 0..3 {
            now += 31 * DAY;
            let call = match self.escrow.stage {
                Stage::Open => Call::Cancel { by_client: false },
                Stage::Running => Call::End { by: Ender::Stranger },
                Stage::Ended | Stage::Disputed => Call::Settle,
                Stage::Settled => break,
            };
            self.call(&call, now).unwrap();
        }
        self.escrow.check_settled().unwrap();
        now
    }

    /// What each got: provider, client, fees by kind.
    pub fn totals(&self) -> (u64, u64, Fees) {
        (self.provider, self.client, self.fees)
    }
}

impl Moved {
    fn out(out: Outcome) -> Self {
        Self { out, ..Self::default() }
    }

    fn charge((charge, fees): (Charge, Fees)) -> Self {
        Self { charge, out: Outcome { fees, ..Outcome::default() } }
    }
}
