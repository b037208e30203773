//! Nodes, stake, rewards, cooldown and slashing.
//!
//! Operators register nodes; operators and holders stake IO to them. The emission accrues to the
//! nodes that stand ready, by weight, along the schedule; stake passes it on to its holders by
//! shares. The rules are `io_economics::staking`; this program holds the accounts, checks who may
//! call, and moves the IO.

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {anchor_lang::prelude::*, io_economics::staking::PoolKind};

pub mod emission_view;
pub mod error;
pub mod events;
pub mod instructions;
mod reward;
pub mod state;

use reward::payable;
pub use {error::StakingError, instructions::*, state::*};

declare_id!("Fn9YJyRWVkQGnvoH7DHY6XPDwUpSDs2z1Cbg28mjsC65");

#[cfg(not(feature = "no-entrypoint"))]
io_onchain::security_txt!("io_staking");

/// Nodes, stake, rewards, cooldown and slashing.
// Instructions are listed by frequency: Anchor compares discriminators in this order, 6 CU each.
#[program]
pub mod io_staking {
    use super::*;

    /// Stakes IO to a node. The owner.
    pub fn stake(ctx: Context<StakeIo>, amount: u64) -> Result<()> {
        StakeIo::handle(ctx, amount)
    }

    /// Moves stake to a ticket that is unlocked in 14 days. The owner.
    pub fn unstake(ctx: Context<Unstake>, amount: u64) -> Result<()> {
        Unstake::handle(ctx, amount)
    }

    /// Pays out the rewards of a stake. The owner.
    pub fn claim(ctx: Context<Claim>) -> Result<()> {
        Claim::handle(ctx)
    }

    /// Pays out every unlocked ticket. The owner.
    pub fn withdraw(ctx: Context<Withdraw>) -> Result<()> {
        Withdraw::handle(ctx)
    }

    /// Brings a node to now. Anyone.
    pub fn sync_node(ctx: Context<SyncNode>) -> Result<()> {
        SyncNode::handle(ctx)
    }

    /// Stakes the rewards of a stake. The owner.
    pub fn restake(ctx: Context<Restake>) -> Result<()> {
        Restake::handle(ctx)
    }

    /// Creates an owner's empty stake in a node. The owner.
    pub fn open_stake(ctx: Context<OpenStake>) -> Result<()> {
        OpenStake::handle(ctx)
    }

    /// Reports how available nodes are. The oracle.
    pub fn report_availability<'info>(
        ctx: Context<'info, ReportAvailability<'info>>,
        reports: Vec<Report>,
    ) -> Result<()> {
        ReportAvailability::handle(ctx, reports)
    }

    /// Hires processors for an order, up to 44 days ahead. The orders program.
    pub fn hire(ctx: Context<Hire>, processors: u32, until: i64) -> Result<()> {
        Hire::handle(ctx, processors, until)
    }

    /// Gives hired processors back. The orders program.
    pub fn release(ctx: Context<Release>, processors: u32) -> Result<()> {
        Release::handle(ctx, processors)
    }

    /// Hires processors in place of another node's, which are given back. The orders program.
    pub fn move_hire(ctx: Context<MoveHire>, processors: u32, until: i64) -> Result<()> {
        MoveHire::handle(ctx, processors, until)
    }

    /// Pays a node's commission to its payout wallet. Anyone.
    pub fn claim_commission(ctx: Context<ClaimCommission>) -> Result<()> {
        ClaimCommission::handle(ctx)
    }

    /// Creates the config and the stake vault. The deployer, once.
    pub fn initialize(ctx: Context<Initialize>, params: InitializeParams) -> Result<()> {
        Initialize::handle(ctx, params)
    }

    /// Proposes the next admin. The admin.
    pub fn propose_admin(ctx: Context<ProposeAdmin>, next_admin: Pubkey) -> Result<()> {
        ProposeAdmin::handle(ctx, next_admin)
    }

    /// Takes over as admin. The proposed admin.
    pub fn accept_admin(ctx: Context<AcceptAdmin>) -> Result<()> {
        AcceptAdmin::handle(ctx)
    }

    /// Pauses or resumes entries. The admin.
    pub fn set_paused(ctx: Context<SetPaused>, paused: bool) -> Result<()> {
        SetPaused::handle(ctx, paused)
    }

    /// Announces the weight below which a pool does not pay in full, 7 days ahead. The admin.
    pub fn announce_full_weight(
        ctx: Context<AnnounceFullWeight>,
        pool: PoolKind,
        full_weight: u64,
    ) -> Result<()> {
        AnnounceFullWeight::handle(ctx, pool, full_weight)
    }

    /// Announces who holds a role: an oracle in 7 days, a slasher in 21. The admin.
    pub fn announce_role(ctx: Context<AnnounceRole>, role: Role, key: Pubkey) -> Result<()> {
        AnnounceRole::handle(ctx, role, key)
    }

    /// Voids all that the slasher of an epoch has proposed. The admin.
    pub fn void_epoch(ctx: Context<VoidEpoch>, epoch: u32) -> Result<()> {
        VoidEpoch::handle(ctx, epoch)
    }

    /// Creates a hardware class. The admin.
    pub fn create_class(ctx: Context<CreateClass>, id: u16, pool: PoolKind, multiplier: u16) -> Result<()> {
        CreateClass::handle(ctx, id, pool, multiplier)
    }

    /// Announces a class's multiplier, 7 days ahead. The admin.
    pub fn update_class(ctx: Context<UpdateClass>, multiplier: u16) -> Result<()> {
        UpdateClass::handle(ctx, multiplier)
    }

    /// Registers a node. Anyone, as its operator.
    pub fn register_node(
        ctx: Context<RegisterNode>,
        id: u32,
        processors: u32,
        commission_bps: u16,
    ) -> Result<()> {
        RegisterNode::handle(ctx, id, processors, commission_bps)
    }

    /// Changes a node's class or processors. Its operator.
    pub fn update_hardware(ctx: Context<UpdateHardware>, processors: u32) -> Result<()> {
        UpdateHardware::handle(ctx, processors)
    }

    /// Announces a node's commission. Its operator.
    pub fn announce_commission(ctx: Context<AnnounceCommission>, bps: u16) -> Result<()> {
        AnnounceCommission::handle(ctx, bps)
    }

    /// Sets the wallet of a node's commission and pay. Its operator.
    pub fn set_payout(ctx: Context<SetPayout>) -> Result<()> {
        SetPayout::handle(ctx)
    }

    /// Sets how much of a node's minimum others may fill. Its operator.
    pub fn set_offer(ctx: Context<SetOffer>, amount: u64) -> Result<()> {
        SetOffer::handle(ctx, amount)
    }

    /// Ends a node's work for good. Its operator.
    pub fn retire_node(ctx: Context<RetireNode>) -> Result<()> {
        RetireNode::handle(ctx)
    }

    /// Closes an empty stake and returns its rent. The owner.
    pub fn close_stake(ctx: Context<CloseStake>) -> Result<()> {
        CloseStake::handle(ctx)
    }

    /// Proposes to slash a share of a node's stake. The slasher.
    pub fn propose_slash(ctx: Context<ProposeSlash>, share_bps: u16) -> Result<()> {
        ProposeSlash::handle(ctx, share_bps)
    }

    /// Raises a proposed slash; its 30 days begin again. The slasher.
    pub fn raise_slash(ctx: Context<RaiseSlash>, share_bps: u16) -> Result<()> {
        RaiseSlash::handle(ctx, share_bps)
    }

    /// Cancels a proposed slash. The slasher or the admin.
    pub fn cancel_slash(ctx: Context<CancelSlash>) -> Result<()> {
        CancelSlash::handle(ctx)
    }

    /// Executes a proposed slash, on days 30 to 37. Anyone.
    pub fn execute_slash(ctx: Context<ExecuteSlash>) -> Result<()> {
        ExecuteSlash::handle(ctx)
    }
}
