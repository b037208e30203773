//! Withdrawing what has cooled down.

use super::{NodeLedger, Position, StakingError, Verdict, BPS};
use crate::fraction::floor_bps;

/// What a withdrawal has moved, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withdrawn {
    /// To pay to the owner.
    pub paid: u64,
    /// Held back for the pending slash.
    pub held: u64,
    /// Held back earlier and taken by a slash that was executed since.
    pub forfeited: u64,
}

impl Position {
    /// Pays out every unlocked ticket, at `now`. While a slash is pending its share of each is held
    /// back; what was held is paid once that slash was cancelled or has lapsed, and gone once it
    /// was executed. Needs no sync.
    ///
    /// # Errors
    /// `NothingToWithdraw`; `HeldBack` if only what a pending slash holds is left; `Overflow`.
    pub fn withdraw(&mut self, node: &mut NodeLedger, now: i64) -> Result<Withdrawn, StakingError> {
        let now = now.max(node.synced_at);
        node.slash.lapse(now);
        let resolved = self.held > 0 && node.slash.verdict(self.held_for) != Verdict::Pending;
        if !resolved && !self.tickets.iter().any(|ticket| ticket.is_unlocked(now)) {
            return Err(if self.held > 0 { StakingError::HeldBack } else { StakingError::NothingToWithdraw });
        }

        let mut withdrawn = Withdrawn::default();
        if resolved {
            withdrawn = self.settle_held(node)?;
        }
        let mut worth: u64 = 0;
        let mut free: u64 = 0;
        for ticket in self.tickets.iter_mut().filter(|ticket| ticket.is_unlocked(now)) {
            let redeemed = ticket.redeem(&mut node.cooling)?;
            worth = worth.checked_add(redeemed).ok_or(StakingError::Overflow)?;
            free = free
                .checked_add(floor_bps(redeemed, BPS.saturating_sub(node.slash.share_bps)))
                .ok_or(StakingError::Overflow)?;
        }
        withdrawn.paid = withdrawn.paid.checked_add(free).ok_or(StakingError::Overflow)?;
        withdrawn.held = worth.saturating_sub(free);
        self.hold(node, withdrawn.held)?;
        Ok(withdrawn)
    }

    /// Ends the holding back for a slash that is resolved.
    fn settle_held(&mut self, node: &mut NodeLedger) -> Result<Withdrawn, StakingError> {
        let verdict = node.slash.verdict(self.held_for);
        let held = core::mem::take(&mut self.held);
        if verdict == Verdict::Executed {
            return Ok(Withdrawn { forfeited: held, ..Withdrawn::default() });
        }
        node.slash.freed = node.slash.freed.checked_sub(held).ok_or(StakingError::Overflow)?;
        Ok(Withdrawn { paid: held, ..Withdrawn::default() })
    }

    /// Holds `amount` back for the pending slash.
    fn hold(&mut self, node: &mut NodeLedger, amount: u64) -> Result<(), StakingError> {
        if amount > 0 {
            self.held = self.held.checked_add(amount).ok_or(StakingError::Overflow)?;
            self.held_for = node.slash.proposals;
            node.slash.held = node.slash.held.checked_add(amount).ok_or(StakingError::Overflow)?;
        }
        Ok(())
    }
}
