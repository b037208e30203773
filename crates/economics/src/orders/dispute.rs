//! A client that disputes, and an arbiter that decides.

use super::{Escrow, OrderError, Outcome, Stage, DAY};
use crate::fraction::{ceil_bps, floor_bps, BPS};

/// How long an arbiter has from the dispute on, in seconds: 7 days. After that the order settles by
/// time.
pub const ARBITER_SECONDS: u32 = 7 * DAY;
/// Bond of a dispute as a share of what is disputed, in bps: 2%.
pub const BOND_BPS: u16 = 200;
/// From this share on an arbiter finds for the provider, in bps: a half.
const HALF_BPS: u16 = BPS / 2;

impl Escrow {
    /// Stops the service at `now`, if it runs, and freezes the pay that is held back, until the
    /// holdback is over. Returns the bond that the client deposits: at least the least cost of an
    /// order when this one was created.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadySettled`, `Disputed` for a second one, `DisputeWindowOver`,
    /// `NothingDisputed`.
    pub fn dispute(&mut self, now: i64) -> Result<u64, OrderError> {
        let elapsed = self.elapsed(now);
        match self.stage {
            Stage::Open => return Err(OrderError::NotAccepted),
            Stage::Settled => return Err(OrderError::AlreadySettled),
            Stage::Disputed => return Err(OrderError::Disputed),
            Stage::Running | Stage::Ended => {}
        }
        if elapsed >= self.billed().saturating_add(self.holdback_seconds) {
            return Err(OrderError::DisputeWindowOver);
        }
        let disputing = Self { disputed_at: elapsed, stage: Stage::Disputed, ..*self };
        let (sure, full) = (disputing.sure()?, disputing.served(disputing.payable())?);
        let disputed = full.saturating_sub(sure);
        if disputed == 0 {
            return Err(OrderError::NothingDisputed);
        }
        let bond = ceil_bps(disputed, BOND_BPS).max(self.bond).min(disputed);
        *self = Self { bond, ..disputing };
        Ok(bond)
    }

    /// Divides what is disputed: `share_bps` of the pay that was held back when the client disputed
    /// goes to the provider, the rest of it and the time not served to the client. Earlier pay is
    /// the provider's, settled or not. With less than a half for the provider the buyer's fees are
    /// those on what it is paid; else it is as if the client had ended the service. What an
    /// operator forfeits that left without notice is not disputed: it is the client's. The client
    /// gets its bond back, unless all of it is the provider's.
    ///
    /// # Errors
    /// `NotDisputed`, `InvalidShare`, `ArbiterTooLate`.
    pub fn resolve(&mut self, now: i64, share_bps: u16) -> Result<Outcome, OrderError> {
        if self.stage != Stage::Disputed {
            return Err(OrderError::NotDisputed);
        }
        if share_bps > BPS {
            return Err(OrderError::InvalidShare);
        }
        if self.elapsed(now) >= self.arbiter_until() {
            return Err(OrderError::ArbiterTooLate);
        }
        let bond = self.bond;
        let outcome = self.divide(share_bps)?;
        Ok(match share_bps {
            BPS => Outcome { bond_forfeited: bond, ..outcome },
            _ => Outcome { bond_returned: bond, ..outcome },
        })
    }

    /// Settles by time, once the arbiter's time is over.
    pub(super) fn settle_disputed(&mut self) -> Result<Outcome, OrderError> {
        let bond = self.bond;
        let outcome = self.divide(BPS)?;
        Ok(Outcome { bond_returned: bond, ..outcome })
    }

    /// Up to when a disputed service is not in dispute.
    pub(super) fn undisputed(&self) -> u32 {
        self.disputed_at.saturating_sub(self.holdback_seconds).min(self.billed())
    }

    pub(super) fn arbiter_until(&self) -> u32 {
        self.disputed_at.saturating_add(ARBITER_SECONDS)
    }

    fn sure(&self) -> Result<u64, OrderError> {
        self.served(self.undisputed().min(self.payable()))
    }

    fn divide(&mut self, share_bps: u16) -> Result<Outcome, OrderError> {
        let (sure, full) = (self.sure()?, self.served(self.payable())?);
        let target = sure.saturating_add(floor_bps(full.saturating_sub(sure), share_bps));
        if share_bps < HALF_BPS {
            return self.conclude(target, 0);
        }
        let kept = self.left_behind(self.kept_from(self.billed()))?;
        self.conclude(target, kept.saturating_add(self.forfeited()?))
    }
}
