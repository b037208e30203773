//! What an indexer needs to rebuild the state. Amounts are in base units of IO, times in Unix seconds.

use {
    crate::instructions::{Report, Role},
    anchor_lang::prelude::*,
    io_economics::staking::PoolKind,
};

/// What became of one report.
#[derive(Clone, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct Reported {
    /// The node.
    pub node: Pubkey,
    /// The number of the error for which it was skipped; none if it counts.
    pub skipped: Option<u32>,
}

/// The config and the stake vault exist.
#[event]
pub struct Initialized {
    /// The admin.
    pub admin: Pubkey,
    /// The oracle.
    pub oracle: Pubkey,
    /// The slasher.
    pub slasher: Pubkey,
    /// Floor weight of the GPU pool.
    pub gpu_floor_weight: u64,
    /// Floor weight of the CPU pool.
    pub cpu_floor_weight: u64,
    /// When the emission started.
    pub genesis_ts: i64,
}

/// Somebody may take over as admin.
#[event]
pub struct AdminProposed {
    /// Who.
    pub next_admin: Pubkey,
}

/// There is a new admin.
#[event]
pub struct AdminAccepted {
    /// Who.
    pub admin: Pubkey,
}

/// Entries are paused, or resumed.
#[event]
pub struct PauseSet {
    /// Whether they are paused.
    pub paused: bool,
}

/// A pool has a new floor weight.
#[event]
pub struct FloorWeightSet {
    /// Which pool.
    pub pool: PoolKind,
    /// The weight below which it does not pay in full.
    pub floor_weight: u64,
}

/// A role passes to another key.
#[event]
pub struct RoleAnnounced {
    /// Which role.
    pub role: Role,
    /// To whom.
    pub key: Pubkey,
    /// From when on.
    pub effective_at: i64,
}

/// There is a new hardware class.
#[event]
pub struct ClassCreated {
    /// Its account.
    pub class: Pubkey,
    /// Its number.
    pub id: u16,
    /// Its pool.
    pub pool: PoolKind,
    /// Its multiplier, in hundredths.
    pub multiplier: u16,
}

/// A hardware class gets another multiplier.
#[event]
pub struct ClassAnnounced {
    /// The class.
    pub class: Pubkey,
    /// The multiplier, in hundredths.
    pub multiplier: u16,
    /// From when on.
    pub effective_at: i64,
}

/// There is a new node.
#[event]
pub struct NodeRegistered {
    /// Its account.
    pub node: Pubkey,
    /// Who runs it.
    pub operator: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// Where its commission and pay go.
    pub payout: Pubkey,
    /// How many processors it has.
    pub processors: u32,
    /// The operator's part of the rewards, in bps.
    pub commission_bps: u16,
}

/// A node has other hardware, and is offline until it is attested.
#[event]
pub struct HardwareUpdated {
    /// The node.
    pub node: Pubkey,
    /// Its class now.
    pub class: Pubkey,
    /// Its processors now.
    pub processors: u32,
    /// What reports must name from now on.
    pub revision: u32,
}

/// A node's commission changes.
#[event]
pub struct CommissionAnnounced {
    /// The node.
    pub node: Pubkey,
    /// The commission, in bps.
    pub bps: u16,
    /// From when on; 0 if it holds already.
    pub effective_at: i64,
}

/// A node's commission and pay go to another wallet.
#[event]
pub struct PayoutSet {
    /// The node.
    pub node: Pubkey,
    /// The wallet.
    pub payout: Pubkey,
}

/// A node has ended its work.
#[event]
pub struct NodeRetired {
    /// The node.
    pub node: Pubkey,
}

/// A node's commission was paid.
#[event]
pub struct CommissionClaimed {
    /// The node.
    pub node: Pubkey,
    /// The wallet it went to.
    pub payout: Pubkey,
    /// How much.
    pub amount: u64,
}

/// The oracle reported on nodes.
#[event]
pub struct AvailabilityReported {
    /// When.
    pub now: i64,
    /// What it reported.
    pub reports: Vec<Report>,
    /// What became of each report, in the same order.
    pub outcomes: Vec<Reported>,
}

/// A node was brought to now.
#[event]
pub struct NodeSynced {
    /// The node.
    pub node: Pubkey,
    /// What it weighs now.
    pub weight: u64,
    /// Its multiplier now, in hundredths.
    pub multiplier: u16,
}

/// There is a new, empty stake.
#[event]
pub struct StakeOpened {
    /// In which node.
    pub node: Pubkey,
    /// Whose.
    pub owner: Pubkey,
}

/// IO was staked.
#[event]
pub struct Staked {
    /// To which node.
    pub node: Pubkey,
    /// Whose.
    pub owner: Pubkey,
    /// How much.
    pub amount: u64,
    /// Shares it bought.
    pub shares: u128,
}

/// Stake cools down.
#[event]
pub struct Unstaked {
    /// In which node.
    pub node: Pubkey,
    /// Whose.
    pub owner: Pubkey,
    /// How much.
    pub amount: u64,
    /// Shares it took.
    pub shares: u128,
    /// From when on it can be withdrawn.
    pub unlocks_at: i64,
}

/// Cooled stake was paid out.
#[event]
pub struct Withdrawn {
    /// Of which node.
    pub node: Pubkey,
    /// To whom.
    pub owner: Pubkey,
    /// How much.
    pub paid: u64,
    /// Held back for a pending slash.
    pub held: u64,
    /// Held back earlier, and taken by a slash since.
    pub forfeited: u64,
}

/// Rewards were paid out.
#[event]
pub struct Claimed {
    /// Of which node.
    pub node: Pubkey,
    /// To whom.
    pub owner: Pubkey,
    /// How much.
    pub amount: u64,
}

/// Rewards were staked.
#[event]
pub struct Restaked {
    /// To which node.
    pub node: Pubkey,
    /// Whose.
    pub owner: Pubkey,
    /// How much.
    pub amount: u64,
    /// Shares it bought.
    pub shares: u128,
}

/// An empty stake was closed.
#[event]
pub struct StakeClosed {
    /// In which node.
    pub node: Pubkey,
    /// Whose.
    pub owner: Pubkey,
}

/// A slash is pending.
#[event]
pub struct SlashProposed {
    /// Of which node.
    pub node: Pubkey,
    /// Its share, in bps.
    pub share_bps: u16,
    /// When it was proposed; executable 30 to 37 days later.
    pub proposed_at: i64,
}

/// A pending slash was cancelled.
#[event]
pub struct SlashCancelled {
    /// Of which node.
    pub node: Pubkey,
}

/// A slash was burned.
#[event]
pub struct SlashExecuted {
    /// Of which node.
    pub node: Pubkey,
    /// Of the bonded stake.
    pub bonded: u64,
    /// Of the cooling stake.
    pub cooling: u64,
    /// Of what was held back from withdrawals.
    pub held: u64,
}

/// An order hired processors.
#[event]
pub struct Hired {
    /// Of which node.
    pub node: Pubkey,
    /// How many.
    pub processors: u32,
    /// How many are hired now.
    pub hired: u32,
}

/// An order gave processors back.
#[event]
pub struct Released {
    /// To which node.
    pub node: Pubkey,
    /// How many.
    pub processors: u32,
    /// How many are hired now.
    pub hired: u32,
}
