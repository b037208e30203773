//! The code under test: one order, and where its money went.

use super::{DAY, HOUR_SECONDS};
use io_economics::orders::*;
use io_reference::orders::{Dispute, Life, Side};

/// A call of one of the order's methods.
#[derive(Clone, Debug)]
pub enum Call {
    Cancel { by_client: bool },
    Accept { longest: u32 },
    Extend { seconds: u32 },
    Settle,
    Outage { from: i64, to: i64 },
    End { by: Ender },
    Notice,
    Dispute,
    Resolve { share_bps: u16 },
}

/// What a call moved: into the escrow, and out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    pub charge: Charge,
    pub bond: u64,
    /// What was booked, in Unix seconds.
    pub outage: Option<(i64, i64)>,
    pub out: Outcome,
}

#[derive(Clone, Debug)]
pub struct Deal {
    pub escrow: Escrow,
    /// What the client paid in, bonds not counted.
    pub put_in: u64,
    pub bond: u64,
    pub provider: u64,
    pub client: u64,
    pub fees: Fees,
    /// Whether an arbiter gave the provider less than all.
    pub lost: bool,
    /// What the last step took out.
    pub last: Outcome,
    pub bond_returned: u64,
    pub bond_forfeited: u64,
    /// Whose the bond is of a bid that has won it, once that is due.
    pub bond_owner: Option<BondOwner>,
    /// What happened, for the exact model.
    pub life: Life,
}

impl Deal {
    pub fn open(terms: &Terms, rules: &Rules, now: i64) -> Result<(Self, Charge), OrderError> {
        let (escrow, charge) = Escrow::open(terms, rules, now)?;
        let put_in = charge.total()?;
        let least = rules.least_cost(terms.currency);
        let deal = Self {
            escrow,
            put_in,
            bond: 0,
            provider: 0,
            client: 0,
            fees: Fees::default(),
            lost: false,
            last: Outcome::default(),
            bond_returned: 0,
            bond_forfeited: 0,
            bond_owner: None,
            life: Life {
                hourly: terms.hire.rate * u64::from(terms.hire.processors),
                booking_bps: escrow.fees.booking_bps,
                payment_bps: escrow.fees.payment_bps,
                provider_payment_bps: escrow.fees.provider_payment_bps,
                least_cost: least,
                holdback: rules.holdback_seconds.into(),
                start: now,
                booked: terms.duration.into(),
                notice: 0,
                noticed_at: None,
                outages: Vec::new(),
                ended: None,
                dispute: None,
            },
        };
        deal.check();
        Ok((deal, charge))
    }

    /// The operator agrees to notice, as its ask or bid says.
    pub fn agree(&mut self, hours: u8) {
        self.escrow.notice_hours = hours;
        self.life.notice = i64::from(hours) * HOUR_SECONDS;
    }

    /// An order accepted at `now`, with extensions.
    pub fn running(terms: &Terms, rules: &Rules, now: i64) -> Self {
        let (mut deal, _) = Self::open(terms, rules, now).unwrap();
        deal.call(&Call::Accept { longest: MAX_SECONDS }, now).unwrap();
        deal
    }

    pub fn call(&mut self, call: &Call, now: i64) -> Result<Moved, OrderError> {
        let before = self.escrow;
        let escrow = &mut self.escrow;
        let moved = match *call {
            Call::Cancel { by_client } => escrow.cancel(now, by_client).map(Moved::out),
            Call::Accept { longest } => escrow.accept(now, longest).map(|()| Moved::default()),
            Call::Extend { seconds } => {
                escrow.extend(now, seconds).map(|charge| Moved { charge, ..Moved::default() })
            }
            Call::Settle => escrow.settle(now).map(Moved::out),
            Call::Outage { from, to } => {
                let at = escrow.at;
                let times = |span: Span| (at + i64::from(span.from), at + i64::from(span.to));
                let booked = escrow.report_outage(now, from, to);
                booked.map(|span| Moved { outage: Some(times(span)), ..Moved::default() })
            }
            Call::End { by } => escrow.end(now, by).map(Moved::out),
            Call::Notice => escrow.give_notice(now).map(Moved::out),
            Call::Dispute => escrow.dispute(now).map(|bond| Moved { bond, ..Moved::default() }),
            Call::Resolve { share_bps } => escrow.resolve(now, share_bps).map(Moved::out),
        };
        match &moved {
            Ok(Moved { charge, bond, outage, out }) => {
                self.note(call, before, *outage);
                self.put_in += charge.total()?;
                self.bond += bond;
                self.bond_returned += out.bond_returned;
                self.bond_forfeited += out.bond_forfeited;
                self.lost |= matches!(*call, Call::Resolve { share_bps } if share_bps < 10_000);
                self.last = *out;
                self.provider += out.provider;
                self.client += out.client;
                self.fees.buyer_booking += out.fees.buyer_booking;
                self.fees.buyer_payment += out.fees.buyer_payment;
                self.fees.provider_booking += out.fees.provider_booking;
                self.fees.provider_payment += out.fees.provider_payment;
                self.check();
                self.ask_for_bond();
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

    /// Writes down what happened; the time is the greatest seen.
    fn note(&mut self, call: &Call, before: Escrow, outage: Option<(i64, i64)>) {
        let now = self.escrow.seen_at();
        self.life.outages.extend(outage);
        match *call {
            Call::Accept { .. } => self.life.start = now,
            Call::Extend { seconds } => self.life.booked += i64::from(seconds),
            Call::End { by: Ender::Client } => self.life.ended = Some((now, Side::Client)),
            Call::End { by: Ender::Operator } => self.life.ended = Some((now, Side::Operator)),
            Call::Notice => self.life.noticed_at = Some(now),
            Call::Dispute => {
                let known = self.life.outages.len();
                self.life.dispute = Some(Dispute { at: now, known, share_bps: None });
            }
            Call::Resolve { share_bps } if before.stage == Stage::Disputed => {
                let dispute = self.life.dispute.as_mut().expect("a dispute");
                dispute.share_bps = Some(share_bps);
            }
            _ => {}
        }
    }

    /// Conservation, to the base unit.
    pub fn check(&self) {
        let held = self.escrow.held().unwrap();
        assert_eq!(self.put_in, self.provider + self.client + self.fees.total() + held, "{self:?}");
        assert_eq!(self.bond, self.bond_returned + self.bond_forfeited + self.escrow.bonded());
        assert_eq!(self.provider + self.provider_fees(), self.escrow.paid);
    }

    /// It does not matter when somebody asks for the bond of a bid: once it is due, whose it is
    /// never changes.
    fn ask_for_bond(&mut self) {
        let owner = self.escrow.bond_owner(self.escrow.seen_at()).ok();
        assert!(self.bond_owner.is_none() || self.bond_owner == owner, "{self:?}");
        self.bond_owner = owner;
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
        self.escrow.close(now).unwrap();
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
}
