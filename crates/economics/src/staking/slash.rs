//! Slashes: proposed, maybe raised, then executed within a window, cancelled, voided, or lapsed.

use super::{Epochs, NodeLedger, Pool, StakingError, BPS, COOLDOWN_SECONDS};
use crate::{fraction::floor_bps, time::DAY};

/// From this long after its proposal or last raise a slash can be executed, in seconds: 30 days to
/// appeal (io.net).
pub const SLASH_OPENS_SECONDS: i64 = 30 * DAY;

/// Up to this long after its proposal or last raise a slash can be executed, in seconds, inclusive:
/// 37 days; then it lapses.
pub const SLASH_CLOSES_SECONDS: i64 = 37 * DAY;

/// Up to this long after its proposal or last raise a slash can be raised, in seconds, inclusive:
/// 14 days, in which nothing that was staked at the proposal can leave.
pub const SLASH_RAISE_SECONDS: i64 = COOLDOWN_SECONDS;

/// The most raises of one slash.
pub const MAX_RAISES: u8 = 2;

/// How long a slasher waits after a slash of its epoch that was cancelled, lapsed, or executed
/// below [`SMALL_SLASH_BPS`], in seconds: 90 days for each node, so that nobody's stake is frozen
/// by one proposal after another.
pub const SLASH_INTERVAL_SECONDS: i64 = 90 * DAY;

/// After an executed slash of this share or more, in bps, the slasher does not wait: 10%. To freeze
/// a node for good it would have to burn that much each time.
pub const SMALL_SLASH_BPS: u16 = 1_000;

/// The most proposals in the life of a node: 10 years of them.
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
    /// When the last one was proposed or last raised, in Unix seconds.
    pub proposed_at: i64,
    /// Base units held back from withdrawals for the pending one.
    pub held: u64,
    /// Base units held back for slashes that came to nothing: owed to their owners, no later slash
    /// touches them.
    pub freed: u64,
    /// Up to when the slasher of `waiting_epoch` waits before it proposes again, in Unix seconds.
    pub waits_until: i64,
    /// The slasher's epoch of the last proposal or raise.
    pub epoch: u32,
    /// The slasher's epoch of the last slash that was cancelled, lapsed, or executed below 10%.
    pub waiting_epoch: u32,
    /// The share that is proposed, in bps; 0 if no slash is pending.
    pub share_bps: u16,
    /// Proposals so far; the number of the last one, counting from 1.
    pub proposals: u8,
    /// How often the last one was raised.
    pub raises: u8,
    /// Fills the layout.
    pub padding: [u8; 4],
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

    fn check_pending(&self) -> Result<(), StakingError> {
        self.is_pending().then_some(()).ok_or(StakingError::NoSlashPending)
    }

    pub(super) fn check_not_pending(&self) -> Result<(), StakingError> {
        if self.is_pending() {
            return Err(StakingError::SlashPending);
        }
        Ok(())
    }

    /// Drops a slash whose window has passed.
    pub(super) fn lapse(&mut self, now: i64) {
        let closed_at = self.proposed_at.saturating_add(SLASH_CLOSES_SECONDS);
        if self.is_pending() && now > closed_at {
            self.clear(closed_at);
        }
    }

    /// Ends the pending slash without executing it, at `ended_at`.
    fn clear(&mut self, ended_at: i64) {
        self.freed = self.freed.saturating_add(self.held);
        self.held = 0;
        self.share_bps = 0;
        self.wait(ended_at);
    }

    /// The slasher that proposed the slash which ended at `ended_at` waits for the next one.
    fn wait(&mut self, ended_at: i64) {
        self.waiting_epoch = self.epoch;
        self.waits_until = ended_at.saturating_add(SLASH_INTERVAL_SECONDS);
    }

    fn propose(&mut self, share_bps: u16, epoch: u32, now: i64) -> Result<(), StakingError> {
        check_share(share_bps)?;
        self.check_not_pending()?;
        if self.proposals >= MAX_PROPOSALS {
            return Err(StakingError::ProposalsExhausted);
        }
        if epoch == self.waiting_epoch && now < self.waits_until {
            return Err(StakingError::SlashTooSoon);
        }
        self.proposals = self.proposals.saturating_add(1);
        self.raises = 0;
        self.begin(share_bps, epoch, now);
        Ok(())
    }

    fn raise(&mut self, share_bps: u16, epoch: u32, now: i64) -> Result<(), StakingError> {
        check_share(share_bps)?;
        self.check_pending()?;
        if share_bps <= self.share_bps {
            return Err(StakingError::SlashNotHigher);
        }
        if self.raises >= MAX_RAISES {
            return Err(StakingError::RaisesExhausted);
        }
        if now > self.proposed_at.saturating_add(SLASH_RAISE_SECONDS) {
            return Err(StakingError::RaiseTooLate);
        }
        self.raises = self.raises.saturating_add(1);
        self.begin(share_bps, epoch, now);
        Ok(())
    }

    fn begin(&mut self, share_bps: u16, epoch: u32, now: i64) {
        (self.share_bps, self.epoch, self.proposed_at) = (share_bps, epoch, now);
    }

    /// Marks the pending slash as executed and returns its share (bps) and what was held for it.
    fn execute(&mut self, now: i64) -> Result<(u16, u64), StakingError> {
        self.check_pending()?;
        if now < self.proposed_at.saturating_add(SLASH_OPENS_SECONDS) {
            return Err(StakingError::SlashNotOpen);
        }
        self.executed |= bit(self.proposals);
        if self.share_bps < SMALL_SLASH_BPS {
            self.wait(now);
        }
        Ok((core::mem::take(&mut self.share_bps), core::mem::take(&mut self.held)))
    }
}

/// The bit of slash `number` in `Slash::executed`; none for a number that no slash has.
fn bit(number: u8) -> u128 {
    1u128.checked_shl(u32::from(number).wrapping_sub(1)).unwrap_or(0)
}

/// A share that a slash may take.
fn check_share(share_bps: u16) -> Result<(), StakingError> {
    (1..=BPS).contains(&share_bps).then_some(()).ok_or(StakingError::InvalidSlashShare)
}

impl NodeLedger {
    /// Proposes to slash `share_bps` of the bonded and the cooling stake, by the slasher of
    /// `epoch`. Until it is resolved nobody but the operator can stake, nobody can hire, and that
    /// share of each withdrawal is held back.
    ///
    /// # Errors
    /// `EpochVoided`; `InvalidSlashShare`; `SlashPending`; `ProposalsExhausted`; `SlashTooSoon`
    /// within 90 days of one of that epoch that was cancelled, lapsed, or executed below 10%.
    pub fn propose_slash(
        &mut self,
        epochs: &Epochs,
        epoch: u32,
        share_bps: u16,
        now: i64,
    ) -> Result<(), StakingError> {
        let now = self.look_at_slash(epochs, now);
        epochs.check(epoch)?;
        self.slash.propose(share_bps, epoch, now)
    }

    /// Raises the share of the pending slash, which is of `epoch` from now on. Its 30 days begin
    /// again; what was withdrawn before keeps the share of its time.
    ///
    /// # Errors
    /// `EpochVoided`; `InvalidSlashShare`; `NoSlashPending`; `SlashNotHigher`; `RaisesExhausted`
    /// after two; `RaiseTooLate` more than 14 days after the proposal or the last raise.
    pub fn raise_slash(
        &mut self,
        epochs: &Epochs,
        epoch: u32,
        share_bps: u16,
        now: i64,
    ) -> Result<(), StakingError> {
        let now = self.look_at_slash(epochs, now);
        epochs.check(epoch)?;
        self.slash.raise(share_bps, epoch, now)
    }

    /// Cancels the proposed slash: what was held back is owed to its owners again.
    ///
    /// # Errors
    /// `NoSlashPending`.
    pub fn cancel_slash(&mut self, epochs: &Epochs, now: i64) -> Result<(), StakingError> {
        let now = self.look_at_slash(epochs, now);
        self.slash.check_pending()?;
        self.slash.clear(now);
        Ok(())
    }

    /// Drops the pending slash if its window has passed or its epoch is void, and returns the time
    /// that counts. Whoever asks for a pending slash, to stake, to hire or to withdraw, calls this
    /// before.
    pub fn look_at_slash(&mut self, epochs: &Epochs, now: i64) -> i64 {
        let now = now.max(self.synced_at);
        self.slash.lapse(now);
        if self.slash.is_pending() && epochs.is_void(self.slash.epoch) {
            self.slash.clear(now);
        }
        now
    }

    /// Syncs, then executes the proposed slash, from day 30 to day 37 after its proposal. Returns
    /// what to burn.
    ///
    /// # Errors
    /// `NoSlashPending`, also once it has lapsed; `SlashNotOpen` before day 30; `Overflow`.
    pub fn execute_slash(
        &mut self,
        epochs: &Epochs,
        pool: &mut Pool,
        now: i64,
    ) -> Result<Slashed, StakingError> {
        self.accrue(pool, now)?;
        self.look_at_slash(epochs, now);
        let (share_bps, held) = self.slash.execute(self.synced_at)?;
        let generation = self.bonded.generation;
        let bonded = self.bonded.slash(share_bps);
        self.leaving = floor_bps(self.leaving, BPS.saturating_sub(share_bps));
        if self.bonded.generation != generation {
            self.end_generation(generation, pool)?;
        }
        let cooling = self.cooling.slash(share_bps);
        self.recount();
        self.reweigh(pool)?;
        Ok(Slashed { bonded, cooling, held })
    }
}
