//! A node's ledger: how rewards pass from the pool through the node to the shares bonded in it.

use super::{
    minimum_stake, node_weight, Availability, Commission, Pool, SharePool, Slash, StakingError,
    MAX_MULTIPLIER,
};
use crate::{
    fraction::{floor_wide, WIDE_DENOMINATORS},
    wide::{checked_mul, div_rem, mul_div_floor},
};

/// How often a node can take stake again from nothing, the first time included: after as many slashes that left
/// nothing it takes none any more.
pub const GENERATIONS: u32 = 4;

/// Generations whose end a node keeps. A name, since Anchor's `InitSpace` multiplies the expression unparenthesised.
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
    /// Rewards so far of one bonded share, in Q64.64 base units, over all generations.
    pub reward_acc: u128,
    /// Rewards that did not divide by the shares, in Q64.64 base units: goes with the next ones.
    pub remainder: u128,
    /// Commission not claimed yet, in Q64.64 base units.
    pub commission_owed: u128,
    /// `reward_acc` at the end of each generation of `bonded`. The end of the last one needs no place: no rewards
    /// follow it.
    pub generation_ends: [u128; ENDS],
    /// Stake that counts, of the operator and its delegators.
    pub bonded: SharePool,
    /// Stake that cools down.
    pub cooling: SharePool,
    /// The proposed slash and those before it.
    pub slash: Slash,
    /// The oracle's last report.
    pub availability: Availability,
    /// The operator's part of the rewards.
    pub commission: Commission,
    /// Its weight as counted in the pool.
    pub weight: u64,
    /// The weight of its pool, its own included, when it was last weighed.
    pub pool_weight: u64,
    /// The last sync, in Unix seconds.
    pub synced_at: i64,
    /// Processors it has.
    pub processors: u32,
    /// Processors that orders hire.
    pub hired: u32,
    /// Multiplier of its hardware class as last synced, in hundredths.
    pub multiplier: u16,
    /// Takes no stake, hire or report any more.
    pub retired: bool,
    /// Fills the layout.
    pub padding: [u8; 13],
}

/// What a sync has booked, in Q64.64 base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// To the operator, as commission.
    pub commission: u128,
    /// To the bonded shares.
    pub rewards: u128,
    /// Back to the pool: earned by nobody, since the report had lapsed or nothing is bonded.
    pub returned: u128,
}

impl NodeLedger {
    /// A new node, offline and without stake. `multiplier` is in hundredths.
    ///
    /// # Errors
    /// `InvalidMultiplier`, `InvalidProcessors`, `CommissionTooHigh`.
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

    /// Stake that counts toward the minimum, in base units: own + min(delegated, own) (io.net).
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.bonded.assets.min(self.own().saturating_mul(2))
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

    /// Brings the node to `now`: rewards at the weight and commission so far, then an announced commission that is
    /// due, then the weight of `now`.
    ///
    /// A report that lapsed since the last sync earns pro rata up to its expiry, and no more than its weight had earned by
    /// then in the pool as it was at that sync: when others leave a pool, it pays more for each weight that stays.
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
        let kept = self.kept(gross, pool)?;
        let commission = self.commission.of(kept);
        // commission <= kept <= gross.
        let (rewards, returned) = (kept.wrapping_sub(commission), gross.wrapping_sub(kept));

        self.commission_owed = self.commission_owed.checked_add(commission).ok_or(StakingError::Overflow)?;
        pool.carry(returned)?;
        let undivided = self.distribute(pool, rewards)?;

        self.acc_seen = pool.acc;
        self.synced_at = pool.synced_at;
        self.slash.lapse(self.synced_at);
        self.commission.settle(self.synced_at);
        Ok(match undivided {
            0 => Synced { commission, rewards, returned },
            _ => Synced { commission, rewards: 0, returned: returned.saturating_add(undivided) },
        })
    }

    /// What the pool has paid for the node's weight since the last sync.
    fn gross(&self, pool: &Pool) -> Result<u128, StakingError> {
        if self.weight == 0 {
            return Ok(0);
        }
        let per_weight = pool.acc.checked_sub(self.acc_seen).ok_or(StakingError::Overflow)?;
        checked_mul(per_weight, u128::from(self.weight)).ok_or(StakingError::Overflow)
    }

    /// The part of `gross` earned before the report lapsed.
    fn kept(&self, gross: u128, pool: &Pool) -> Result<u128, StakingError> {
        if gross == 0 || pool.synced_at <= self.availability.until() {
            return Ok(gross);
        }
        self.kept_of_lapsed(gross, pool)
    }

    /// The same, once it has: pro rata of the time since the last sync, and no more than the pool of that sync had paid.
    #[cold]
    #[inline(never)]
    fn kept_of_lapsed(&self, gross: u128, pool: &Pool) -> Result<u128, StakingError> {
        let (now, until) = (pool.synced_at, self.availability.until().max(self.synced_at));
        let (earning, all) = (until.abs_diff(self.synced_at), now.abs_diff(self.synced_at));
        let part = if (1..WIDE_DENOMINATORS).contains(&all) {
            // Within 68 years.
            floor_wide(gross, earning, all)
        } else {
            mul_div_floor(gross, u128::from(earning), u128::from(all)).ok_or(StakingError::Overflow)?
        };
        Ok(part.min(pool.would_pay(self.weight, self.pool_weight, self.synced_at, until)))
    }

    /// Divides the rewards by the bonded shares and keeps the remainder. If there are no shares, gives all back to
    /// the pool and returns it.
    fn distribute(&mut self, pool: &mut Pool, rewards: u128) -> Result<u128, StakingError> {
        let total = rewards.checked_add(self.remainder).ok_or(StakingError::Overflow)?;
        if total == 0 {
            return Ok(0);
        }
        let Some((per_share, remainder)) = div_rem(total, self.bonded.shares) else {
            self.remainder = 0;
            pool.carry(total)?;
            return Ok(total);
        };
        self.reward_acc = self.reward_acc.checked_add(per_share).ok_or(StakingError::Overflow)?;
        self.remainder = remainder;
        Ok(0)
    }

    /// Gives the node the weight it has now, in the pool it was just synced with.
    pub(super) fn reweigh(&mut self, pool: &mut Pool) -> Result<(), StakingError> {
        let weight = self.current_weight();
        pool.replace_weight(self.weight, weight)?;
        self.weight = weight;
        self.pool_weight = pool.weight;
        Ok(())
    }

    fn current_weight(&self) -> u64 {
        let availability = self.availability.at(self.synced_at);
        if self.retired || availability == 0 || self.counted() < self.minimum() {
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
        self.own_shares = 0;
        pool.carry(core::mem::take(&mut self.remainder))
    }

    pub(super) fn check_active(&self) -> Result<(), StakingError> {
        if self.retired {
            return Err(StakingError::Retired);
        }
        Ok(())
    }

    pub(super) fn put_hardware(&mut self, multiplier: u16, processors: u32) -> Result<(), StakingError> {
        if multiplier == 0 || multiplier > MAX_MULTIPLIER {
            return Err(StakingError::InvalidMultiplier);
        }
        if processors == 0 {
            return Err(StakingError::InvalidProcessors);
        }
        self.multiplier = multiplier;
        self.processors = processors;
        Ok(())
    }
}
