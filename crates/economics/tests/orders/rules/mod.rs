//! The rules one by one, at their edges: who gets what, and every refusal.

mod balances;
mod cancel;
mod disputes;
mod ends;
mod extensions;
mod life;
mod notice;
mod outages;
mod record;

use crate::world::{
    deal::{Call, Deal, Moved},
    terms, DAY, HOUR_SECONDS, RULES, START,
};
use io_economics::orders::*;
use Call::*;
use OrderError::*;

/// 3,600 base units an hour: one a second.
pub const SECONDLY: u64 = 3_600;
pub const TEN_DAYS: u32 = 10 * 86_400;

/// One order in USDC for one base unit a second.
pub struct Scene {
    pub now: i64,
    pub deal: Deal,
}

impl Scene {
    pub fn open(duration: u32) -> Self {
        let terms = terms(1, SECONDLY, duration, Currency::Usdc);
        Self { now: START, deal: Deal::open(&terms, &RULES, START).unwrap().0 }
    }

    pub fn running(duration: u32) -> Self {
        let mut scene = Self::open(duration);
        scene.call(Accept { longest: MAX_SECONDS }).unwrap();
        scene
    }

    /// At so many seconds after the start.
    pub fn at(&mut self, seconds: i64) -> &mut Self {
        self.now = self.deal.escrow.at + seconds;
        self
    }

    pub fn call(&mut self, call: Call) -> Result<Moved, OrderError> {
        self.deal.call(&call, self.now)
    }

    /// From and to in seconds after the start.
    pub fn outage(&mut self, from: i64, to: i64) -> Result<Moved, OrderError> {
        let at = self.deal.escrow.at;
        self.call(Outage { from: at + from, to: at + to })
    }

    pub fn settle(&mut self) -> u64 {
        let out = self.call(Settle).unwrap().out;
        out.provider + out.fees.provider_booking
    }

    pub fn finish(&mut self) -> &mut Self {
        self.deal.finish(self.now);
        self
    }

    /// The provider was paid so many seconds, less its 0.25%; the buyer's fees of 0.25% and 2% are
    /// those on this cost; and all else is the client's.
    #[track_caller]
    pub fn has_paid(&self, paid: u64, fees_on: u64) {
        let Deal { escrow, fees, client, put_in, .. } = &self.deal;
        assert_eq!((escrow.paid, self.deal.provider_fees()), (paid, paid.div_ceil(400)));
        let buyers = (fees_on.div_ceil(400), fees_on.div_ceil(50));
        assert_eq!((fees.buyer_booking, fees.buyer_payment), buyers);
        assert_eq!(*client, put_in - paid - buyers.0 - buyers.1);
    }

    #[track_caller]
    pub fn everything_is_back(&self) {
        assert_eq!(self.deal.totals(), (0, self.deal.put_in, Fees::default()));
    }
}

pub fn stage(scene: &Scene) -> Stage {
    scene.deal.escrow.stage
}
