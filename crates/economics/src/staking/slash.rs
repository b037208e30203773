//! Slashes: proposed, then executed within a window, cancelled, or lapsed.

use super::{NodeLedger, Pool, StakingError, BPS};
use crate::time::DAY;

/// From this long after its proposal a slash can be executed, in seconds: 30 days to appeal (io.net).
pub const SLASH_OPENS_SECONDS: i64 = 30 * DAY;

/// Up to this long after its proposal a slash can be executed, in seconds, inclusive: 37 days; then it lapses.
pub const SLASH_CLOSES_SECONDS: i64 = 37 * DAY;

/// Least time between two proposals for one node, in seconds: 90 days. A cancelled one counts, so that nobody's
/// stake is frozen by one proposal after another.
pub const SLASH_INTERVAL_SECONDS: i64 = 90 * DAY;

/// The most proposals in the life of a node: 31 years of them.
pub const MAX_PROPOSALS: u8 = 128;

/// The slashes of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Slash {
    /// Which of them were executed: number `n` is bit `n - 1`.
    pub executed: u128,
    /// When the last one was proposed, in Unix seconds.
    pub proposed_at: i64,
    /// Base units held back from withdrawals for the pending one.
    pub held: u64,
    /// Base units held back for slashes that came to nothing: owed to their owners, no later slash touches them.
    pub freed: u64,
    /// The share that is proposed, in bps; 0 if no slash is pending.
    pub share_bps: u16,
    /// Proposals so far; the number of the last one, counting from 1.
    pub proposals: u8,
    /// Fills the layout.
    pub padding: [u8; 5],
}

/// What became of a slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Not decided yet.
    Pending,
    /// Executed.
    Executed,
    /// Cancelled or lapsed.
    Dropped,
}

/// What an executed slash has taken, in base units. All of it is to be burned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slashed {
    /// Of the bonded stake.
    pub bonded: u64,
    /// Of the stake that cools down.
    pub cooling: u64,
    /// Of what was held back from withdrawals.
    pub held: u64,
}

impl Slashed {
    /// Base units to burn.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.bonded.saturating_add(self.cooling).saturating_add(self.held)
    }
}

impl Slash {
    /// Whether a slash is proposed and neither executed, cancelled nor lapsed when last looked at.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.share_bps > 0
    }

    /// What became of slash `number` (counting from 1).
    #[must_use]
    pub fn verdict(&self, number: u8) -> Verdict {
        if self.is_pending() && number == self.proposals {
            Verdict::Pending
        } else if self.executed & bit(number) != 0 {
            Verdict::Executed
        } else {
            Verdict::Dropped
        }
    }

    pub(super) fn check_not_pending(&self) -> Result<(), StakingError> {
        if self.is_pending() {
            return Err(StakingError::SlashPending);
        }
        Ok(())
    }

    /// Drops a slash whose window has passed.
    pub(super) fn lapse(&mut self, now: i64) {
        if self.is_pending() && now > self.proposed_at.saturating_add(SLASH_CLOSES_SECONDS) {
            self.clear();
        }
    }

    fn clear(&mut self) {
        self.freed = self.freed.saturating_add(self.held);
        self.held = 0;
        self.share_bps = 0;
    }

    fn propose(&mut self, share_bps: u16, now: i64) -> Result<(), StakingError> {
        if share_bps == 0 || share_bps > BPS {
            return Err(StakingError::InvalidSlashShare);
        }
        self.check_not_pending()?;
        if self.proposals >= MAX_PROPOSALS {
            return Err(StakingError::ProposalsExhausted);
        }
        if self.proposals > 0 && now < self.proposed_at.saturating_add(SLASH_INTERVAL_SECONDS) {
            return Err(StakingError::SlashTooSoon);
        }
        self.proposals = self.proposals.saturating_add(1);
        self.share_bps = share_bps;
        self.proposed_at = now;
        Ok(())
    }

    /// Marks the pending slash as executed and returns its share (bps) and what was held for it.
    fn execute(&mut self, now: i64) -> Result<(u16, u64), StakingError> {
        if !self.is_pending() {
            return Err(StakingError::NoSlashPending);
        }
        if now < self.proposed_at.saturating_add(SLASH_OPENS_SECONDS) {
            return Err(StakingError::SlashNotOpen);
        }
        self.executed |= bit(self.proposals);
        Ok((core::mem::take(&mut self.share_bps), core::mem::take(&mut self.held)))
    }
}

/// The bit of slash `number` in `Slash::executed`; none for a number that no slash has.
fn bit(number: u8) -> u128 {
    1u128.checked_shl(u32::from(number).wrapping_sub(1)).unwrap_or(0)
}

impl NodeLedger {
    /// Proposes to slash `share_bps` of the bonded and the cooling stake. Until it is resolved nobody can stake or
    /// hire, and that share of each withdrawal is held back.
    ///
    /// # Errors
    /// `InvalidSlashShare`; `SlashPending`; `ProposalsExhausted`; `SlashTooSoon` within 90 days of the last one.
    pub fn propose_slash(&mut self, share_bps: u16, now: i64) -> Result<(), StakingError> {
        let now = now.max(self.synced_at);
        self.slash.lapse(now);
        self.slash.propose(share_bps, now)
    }

    /// Cancels the proposed slash: what was held back is owed to its owners again.
    ///
    /// # Errors
    /// `NoSlashPending`.
    pub fn cancel_slash(&mut self, now: i64) -> Result<(), StakingError> {
        self.slash.lapse(now.max(self.synced_at));
        if !self.slash.is_pending() {
            return Err(StakingError::NoSlashPending);
        }
        self.slash.clear();
        Ok(())
    }

    /// Syncs, then executes the proposed slash, from day 30 to day 37 after its proposal. Returns what to burn.
    ///
    /// # Errors
    /// `NoSlashPending`, also once it has lapsed; `SlashNotOpen` before day 30; `Overflow`.
    pub fn execute_slash(&mut self, pool: &mut Pool, now: i64) -> Result<Slashed, StakingError> {
        self.accrue(pool, now)?;
        let (share_bps, held) = self.slash.execute(self.synced_at)?;
        let generation = self.bonded.generation;
        let bonded = self.bonded.slash(share_bps);
        if self.bonded.generation != generation {
            self.end_generation(generation, pool)?;
        }
        let cooling = self.cooling.slash(share_bps);
        self.reweigh(pool)?;
        Ok(Slashed { bonded, cooling, held })
    }
}
