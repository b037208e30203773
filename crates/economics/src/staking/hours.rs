//! The hours in which reports lapse: what weight a pool loses in each, and what it had paid by
//! then.
//!
//! A report lapses at a full hour, at most 24 hours after it was made
//! ([`super::Availability::until`]), so a pool has at most 24 hours ahead in which weight expires.
//! It drops the weight there, whoever looks at it next and whenever, and keeps what it had paid per
//! weight for a week, which is the time that a node has to take it.

use super::{Pool, StakingError};
use crate::time::{hour, HOUR, WEEK};

/// Hours ahead in which weight can expire.
pub const HOURS_AHEAD: usize = 24;

/// Hours for which a pool keeps what it had paid by them: a week.
pub const HOURS_KEPT: usize = 168;

/// A node that nobody has synced so long after its report lapsed gets nothing for the time since
/// its last sync, in seconds: 7 days.
pub const UNSYNCED_SECONDS: i64 = WEEK;

/// Where the pool keeps the weight that expires in `hour`.
// By a constant above 0.
#[allow(clippy::arithmetic_side_effects)]
const fn ahead(hour: u64) -> usize {
    (hour % HOURS_AHEAD as u64) as usize
}

/// Where it keeps what it had paid by `hour`.
// By a constant above 0.
#[allow(clippy::arithmetic_side_effects)]
const fn kept(hour: u64) -> usize {
    (hour % HOURS_KEPT as u64) as usize
}

impl Pool {
    /// The weight that expires at `until`, one of the next 24 full hours.
    #[must_use]
    pub const fn expires(&self, until: i64) -> u64 {
        self.expiring[ahead(hour(until))]
    }

    /// Drops the weight of each full hour after the last step up to `now`, once it is paid up to
    /// that hour.
    pub(super) fn expire(&mut self, now: i64) -> Result<(), StakingError> {
        let (last, next) = (hour(self.synced_at), hour(now));
        let end = last.saturating_add(HOURS_AHEAD as u64).min(next);
        // Nothing expires further ahead than 24 hours after the last step. Hours are below 2^63.
        let mut at = last;
        while at < end {
            at = at.wrapping_add(1);
            let weight = self.expiring[ahead(at)];
            if weight > 0 {
                // at * HOUR <= now.
                self.pay((at as i64).wrapping_mul(HOUR))?;
                self.expiring[ahead(at)] = 0;
                self.paid[kept(at)] = self.acc;
                self.weight = self.weight.checked_sub(weight).ok_or(StakingError::Overflow)?;
            }
        }
        Ok(())
    }

    /// What the pool has paid to one unit of weight that counts until `until`, in Q64.64 base
    /// units: up to then, or up to the last step if that was before. None if it expired a week ago
    /// or longer.
    #[must_use]
    pub fn paid_until(&self, until: i64) -> Option<u128> {
        if self.synced_at < until {
            return Some(self.acc.get());
        }
        let in_time = self.synced_at < until.saturating_add(UNSYNCED_SECONDS);
        in_time.then(|| self.paid[kept(hour(until))].get())
    }

    /// Counts `weight` until `until`, one of the next 24 full hours.
    pub(super) fn add(&mut self, weight: u64, until: i64) -> Result<(), StakingError> {
        self.weight = self.weight.checked_add(weight).ok_or(StakingError::Overflow)?;
        // At most the sum.
        let expiring = &mut self.expiring[ahead(hour(until))];
        *expiring = expiring.wrapping_add(weight);
        Ok(())
    }

    /// Counts `weight` no more, which counted until `until`.
    pub(super) fn remove(&mut self, weight: u64, until: i64) -> Result<(), StakingError> {
        self.weight = self.weight.checked_sub(weight).ok_or(StakingError::Overflow)?;
        let expiring = &mut self.expiring[ahead(hour(until))];
        *expiring = expiring.checked_sub(weight).ok_or(StakingError::Overflow)?;
        Ok(())
    }
}
