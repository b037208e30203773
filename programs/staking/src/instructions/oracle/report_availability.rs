//! Reports how available nodes are, many in one call: 19 fit in a transaction of 1,232 bytes.
//!
//! Who: the oracle. Moves: nothing; each node is brought to now first. A report that is stale, from the
//! future, above 100%, for another revision or for a retired node is skipped and the event says why; the
//! others count. Refuses: another signer, a node twice, more or fewer nodes than reports.

use {
    crate::{
        error::refused,
        events::{AvailabilityReported, Reported},
        Config, Node, StakingError,
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
    #[account(mut, address = CONFIG.address @ StakingError::WrongConfig)]
    pub config: Box<Account<'info, Config>>,
}

/// What the oracle saw of one node; the nodes follow as remaining accounts, in the same order.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize)]
pub struct Report {
    /// Revision of the hardware that was seen.
    pub revision: u32,
    /// Availability in bps.
    pub availability_bps: u16,
    /// When it was measured, in Unix seconds.
    pub reported_at: i64,
}

impl ReportAvailability<'_> {
    /// Takes the reports one by one.
    pub fn handle<'info>(ctx: Context<'info, ReportAvailability<'info>>, reports: Vec<Report>) -> Result<()> {
        let config = &mut ctx.accounts.config;
        let now = config.now()?;
        require_keys_eq!(config.oracle.at(now), ctx.accounts.oracle.key(), StakingError::NotOracle);
        let nodes = ctx.remaining_accounts;
        require!(nodes.len() == reports.len(), StakingError::BatchMismatch);
        let mut outcomes = Vec::with_capacity(reports.len());
        for (i, (info, report)) in nodes.iter().zip(&reports).enumerate() {
            let twice = nodes.iter().take(i).any(|earlier| earlier.key == info.key);
            require!(!twice, StakingError::DuplicateNode);
            let mut node = Account::<Node>::try_from(info)?;
            let outcome = take(config, &mut node, report, now)?;
            outcomes.push(Reported { node: *info.key, skipped: outcome.err().map(number) });
            node.exit(&crate::ID)?;
        }
        emit!(AvailabilityReported { now, reports, outcomes });
        Ok(())
    }
}

/// Takes one report; a refusal of the rules is an outcome, not a failure.
fn take(
    config: &mut Config,
    node: &mut Node,
    report: &Report,
    now: i64,
) -> Result<core::result::Result<(), Refusal>> {
    if node.revision != report.revision {
        return Ok(Err(Refusal::ReportStale));
    }
    let pool = config.pool(node.pool);
    match node.ledger.report(pool, now, report.availability_bps, report.reported_at) {
        Ok(_) => Ok(Ok(())),
        Err(Refusal::Overflow) => Err(refused(Refusal::Overflow)),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// The number of the program's error for a refusal.
fn number(refusal: Refusal) -> u32 {
    StakingError::from(refusal).into()
}
