//! Reports how available nodes are, many in one call: 18 of one class fit in a transaction of 1,232
//! bytes.
//!
//! Who: the oracle. Moves: nothing; each node is brought to now first, and takes over the
//! multiplier that its class has by now. A report that is stale, from the future, above 100%, for
//! another revision, for a retired node, for an account that is no node or not writable, or whose
//! class is not passed is skipped and the event says why; the others count. Refuses: another
//! signer, a node twice, fewer accounts than reports.

use {
    crate::{
        error::refused,
        events::{AvailabilityReported, Reported},
        Config, HardwareClass, InPlace, Node, Pools, StakingError,
    },
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
    io_economics::staking::StakingError as Refusal,
};

/// Accounts of `report_availability`.
#[derive(Accounts)]
pub struct ReportAvailability<'info> {
    /// The oracle.
    pub oracle: Signer<'info>,
    /// The pools, and who is the oracle.
    /// CHECK: its address is a constant, and the handler reads it in place.
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: UncheckedAccount<'info>,
}

/// What the oracle saw of one node. The nodes follow as remaining accounts, in the same order, and
/// after them their hardware classes, each once.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct Report {
    /// Revision of the hardware that was seen.
    pub revision: u32,
    /// Availability in bps.
    pub availability_bps: u16,
    /// When it was measured, in Unix seconds.
    pub reported_at: i64,
}

/// Classes by their address, with the multiplier that they have by now.
type Multipliers = Vec<(Pubkey, u16)>;

impl ReportAvailability<'_> {
    /// Takes the reports one by one.
    pub fn handle<'info>(ctx: Context<'info, ReportAvailability<'info>>, reports: Vec<Report>) -> Result<()> {
        let config = &ctx.accounts.config;
        let now = config.now()?;
        let oracle = Config::load(config)?.oracle.at(now);
        require_keys_eq!(oracle, ctx.accounts.oracle.key(), StakingError::NotOracle);
        let accounts = ctx.remaining_accounts;
        require!(accounts.len() >= reports.len(), StakingError::BatchMismatch);
        let (nodes, classes) = accounts.split_at(reports.len());
        let multipliers = multipliers(classes, now);
        let mut pools = config.pools()?;
        let mut outcomes = Vec::with_capacity(reports.len());
        for (i, (info, report)) in nodes.iter().zip(&reports).enumerate() {
            let twice = nodes.iter().take(i).any(|earlier| earlier.key == info.key);
            require!(!twice, StakingError::DuplicateNode);
            let outcome = take(&mut pools, info, &multipliers, report, now)?;
            let (skipped, multiplier) = match outcome {
                Ok(multiplier) => (None, multiplier),
                Err(error) => (Some(error.into()), 0),
            };
            outcomes.push(Reported { node: *info.key, skipped, multiplier });
        }
        emit!(AvailabilityReported { now, reports, outcomes });
        Ok(())
    }
}

/// Those of `accounts` that are classes.
fn multipliers<'info>(accounts: &'info [AccountInfo<'info>], now: i64) -> Multipliers {
    let class = |info| Account::<HardwareClass>::try_from(info).ok();
    accounts.iter().filter_map(|info| Some((*info.key, class(info)?.multiplier_at(now)))).collect()
}

/// Takes one report and returns the node's multiplier; a refusal of the rules is an outcome, not a
/// failure.
fn take<'info>(
    pools: &mut Pools,
    info: &'info AccountInfo<'info>,
    multipliers: &Multipliers,
    report: &Report,
    now: i64,
) -> Result<core::result::Result<u16, StakingError>> {
    let Ok(mut node) = Account::<Node>::try_from(info) else {
        return Ok(Err(StakingError::NotANode));
    };
    if !info.is_writable {
        return Ok(Err(StakingError::NodeNotWritable));
    }
    let Some((_, multiplier)) = multipliers.iter().find(|(class, _)| *class == node.class) else {
        return Ok(Err(StakingError::WrongClass));
    };
    if node.revision != report.revision {
        return Ok(Err(StakingError::ReportStale));
    }
    let Report { availability_bps, reported_at, .. } = *report;
    let pool = pools.of(node.pool);
    match node.ledger.report(pool, now, availability_bps, reported_at, *multiplier) {
        Ok(_) => node.exit(&crate::ID).map(|()| Ok(node.ledger.multiplier)),
        Err(Refusal::Overflow) => Err(refused(Refusal::Overflow)),
        Err(refusal) => Ok(Err(refusal.into())),
    }
}
