//! A node's ledger: how rewards pass from the pool through the node to the shares bonded in it.

use super::{
    minimum_stake, node_weight, Availability, Commission, Pool, SharePool, Slash, StakingError,
    MAX_MULTIPLIER,
};
use crate::wide::checked_mul;

/// How often a node can take stake again from nothing, the first time included: after as many
/// slashes that left nothing it takes none any more.
pub const GENERATIONS: u32 = 4;

/// Generations whose end a node keeps. A name, since Anchor's `InitSpace` multiplies the expression
/// unparenthesised.
const ENDS: usize = GENERATIONS as usize - 1;

/// A node's figures. Every change goes: bring rewards up to now, change, weigh again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::CheckedBitPattern,
        bytemuck::NoUninit,
    )
)]
#[repr(C)]
pub struct NodeLedger {
    /// `Pool::acc` at the last sync. A node of weight 0 belongs to no pool.
    pub acc_seen: u128,
    /// The operator's shares of `bonded`.
    pub own_shares: u128,
    /// Rewards so far of one share of a delegator, in Q64.64 base units, over all generations.
    pub reward_acc: u128,
    /// Rewards that did not divide by the delegators' shares, in Q64.64 base units: goes with the
    /// next ones.
    pub remainder: u128,
    /// Commission not claimed yet, in Q64.64 base units.
    pub commission_owed: u128,
    /// Rewards of the operator's stake that its position has not taken over yet, in Q64.64 base
    /// units.
    pub own_owed: u128,
    /// `reward_acc` at the end of each generation of `bonded`. The end of the last one needs no
    /// place: no rewards follow it.
    pub generation_ends: [u128; ENDS],
    /// Stake that counts, of the operator and its delegators.
    pub bonded: SharePool,
    /// Stake that cools down.
    pub cooling: SharePool,
    /// The proposed slash and those before it.
    pub slash: Slash,
    /// The oracle's last report.
    pub availability: Availability,
    /// The operator's part of its delegators' rewards.
    pub commission: Commission,
    /// Its weight as counted in the pool.
    pub weight: u64,
    /// When that weight expires, in Unix seconds: with the report it was given for, at a full hour.
    pub weight_until: i64,
    /// The last sync, in Unix seconds.
    pub synced_at: i64,
    /// Base units that others may fill of its minimum, at most half of that.
    pub offer: u64,
    /// Base units that delegators have taken out since the last report: they go on counting until
    /// the next one.
    pub leaving: u64,
    /// The delegators' part of the rewards, before commission, in units of 2^-64.
    pub delegated_part: u64,
    /// While processors are hired, the greatest minimum since they were, in base units.
    pub locked: u64,
    /// While processors are hired, the time up to which that much of the operator's stake is
    /// locked, in Unix seconds.
    pub hired_until: i64,
    /// Processors it has.
    pub processors: u32,
    /// Processors that orders hire.
    pub hired: u32,
    /// Multiplier of its hardware class as taken over at its last report, in hundredths; 0 if the
    /// class is retired.
    pub multiplier: u16,
    /// Takes no stake, hire or report any more.
    pub retired: bool,
    /// Whether its stake reaches the minimum.
    pub enough: bool,
    /// Fills the layout.
    pub padding: [u8; 4],
}

/// What a sync has booked, in Q64.64 base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// To the operator's stake.
    pub own: u128,
    /// To the operator, as commission.
    pub commission: u128,
    /// To the delegators' shares.
    pub rewards: u128,
    /// Back to the pool: earned by nobody, since nothing is bonded.
    pub returned: u128,
}

impl NodeLedger {
    /// A new node, offline and without stake. `multiplier` is in hundredths.
    ///
    /// # Errors
    /// `ClassRetired` for a multiplier of 0, `InvalidMultiplier`, `InvalidProcessors`,
    /// `CommissionTooHigh`.
    pub fn new(multiplier: u16, processors: u32, commission_bps: u16) -> Result<Self, StakingError> {
        let mut node = Self { commission: Commission::new(commission_bps)?, ..Self::default() };
        node.put_hardware(multiplier, processors)?;
        Ok(node)
    }

    /// The operator's stake, in base units.
    #[must_use]
    pub fn own(&self) -> u64 {
        self.bonded.worth(self.own_shares)
    }

    /// The least counted stake with which the node earns and can be hired, in base units.
    #[must_use]
    pub fn minimum(&self) -> u64 {
        minimum_stake(self.multiplier, self.processors)
    }

    /// Base units of IO that the stake vault holds for this node.
    #[must_use]
    pub const fn held_in_vault(&self) -> u64 {
        self.bonded
            .assets
            .saturating_add(self.cooling.assets)
            .saturating_add(self.slash.held)
            .saturating_add(self.slash.freed)
    }

    /// Brings the node to `now`: rewards at the weight and commission so far, then an announced
    /// commission that is due, then the weight of `now`.
    ///
    /// A report that lapsed since the last sync has earned up to the hour in which it did, whoever
    /// syncs whom and when: what the pool had paid by then is kept for a week. A node that is
    /// synced later gets nothing for the time since its last sync, which is a day at most, and
    /// nobody else gets it.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn sync(&mut self, pool: &mut Pool, now: i64) -> Result<Synced, StakingError> {
        let synced = self.accrue(pool, now)?;
        self.reweigh(pool)?;
        Ok(synced)
    }

    /// Moves what the node has earned up to `now` from the pool to commission and shares.
    pub(super) fn accrue(&mut self, pool: &mut Pool, now: i64) -> Result<Synced, StakingError> {
        self.book(pool, now)
    }

    /// Like `accrue`, without the returned figures: saves 40 CU.
    pub(super) fn catch_up(&mut self, pool: &mut Pool, now: i64) -> Result<(), StakingError> {
        self.book(pool, now).map(|_| ())
    }

    #[inline(always)]
    fn book(&mut self, pool: &mut Pool, now: i64) -> Result<Synced, StakingError> {
        pool.advance(now.max(self.synced_at))?;
        let gross = self.gross(pool)?;
        let synced = self.split(pool, gross)?;

        self.acc_seen = pool.acc.get();
        self.synced_at = pool.synced_at;
        if self.synced_at >= self.weight_until {
            // The pool has dropped it at its hour.
            self.weight = 0;
        }
        self.slash.lapse(self.synced_at);
        self.commission.settle(self.synced_at);
        Ok(synced)
    }

    /// What the pool has paid for the node's weight since the last sync, up to the hour in which it
    /// expired.
    fn gross(&self, pool: &Pool) -> Result<u128, StakingError> {
        if self.weight == 0 {
            return Ok(0);
        }
        let Some(paid) = pool.paid_until(self.weight_until) else {
            return Ok(0);
        };
        let per_weight = paid.checked_sub(self.acc_seen).ok_or(StakingError::Overflow)?;
        checked_mul(per_weight, u128::from(self.weight)).ok_or(StakingError::Overflow)
    }

    /// Gives the node the weight it has now, in the pool it was just synced with.
    pub(super) fn reweigh(&mut self, pool: &mut Pool) -> Result<(), StakingError> {
        let (weight, until) = (self.current_weight(), self.availability.until());
        if (weight, until) != (self.weight, self.weight_until) {
            pool.remove(self.weight, self.weight_until)?;
            pool.add(weight, until)?;
            (self.weight, self.weight_until) = (weight, until);
        }
        Ok(())
    }

    fn current_weight(&self) -> u64 {
        let availability = self.availability.at(self.synced_at);
        if self.retired || availability == 0 || !self.enough {
            return 0;
        }
        node_weight(self.multiplier, self.processors, availability)
    }

    /// `reward_acc` at the end of `generation`, or now if it has not ended.
    pub(super) fn generation_end(&self, generation: u32) -> u128 {
        let ended =
            (generation < self.bonded.generation).then(|| self.generation_ends.get(generation as usize));
        ended.flatten().copied().unwrap_or(self.reward_acc)
    }

    /// Closes `generation`, whose stake a slash has just taken whole.
    pub(super) fn end_generation(&mut self, generation: u32, pool: &mut Pool) -> Result<(), StakingError> {
        if let Some(end) = self.generation_ends.get_mut(generation as usize) {
            *end = self.reward_acc;
        }
        (self.own_shares, self.leaving) = (0, 0);
        pool.carry(core::mem::take(&mut self.remainder))
    }

    pub(super) fn check_active(&self) -> Result<(), StakingError> {
        if self.retired {
            return Err(StakingError::Retired);
        }
        Ok(())
    }

    pub(super) fn put_hardware(&mut self, multiplier: u16, processors: u32) -> Result<(), StakingError> {
        if multiplier == 0 {
            return Err(StakingError::ClassRetired);
        }
        if multiplier > MAX_MULTIPLIER {
            return Err(StakingError::InvalidMultiplier);
        }
        if processors == 0 {
            return Err(StakingError::InvalidProcessors);
        }
        self.multiplier = multiplier;
        self.processors = processors;
        self.recount();
        Ok(())
    }

    /// Takes over what the hardware class has by now, but no rise while the stake that counts does
    /// not reach the minimum that goes with it. A fall needs no stake: else it could be put off by
    /// stake that comes after each report.
    pub(super) fn take_multiplier(&mut self, multiplier: u16) {
        if multiplier == self.multiplier {
            return;
        }
        let minimum = minimum_stake(multiplier, self.processors);
        if multiplier < self.multiplier || self.counted_of(minimum, self.leaving) >= minimum {
            self.multiplier = multiplier;
            self.recount();
        }
    }
}
