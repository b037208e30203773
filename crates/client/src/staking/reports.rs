//! What brings nodes up to date: the oracle's reports, in batches that fit in a transaction, and
//! syncs.

use {
    super::{call, Report},
    anchor_lang::prelude::*,
    io_addresses::staking::CONFIG,
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Reports on nodes of one class that fit in one transaction of 1,232 bytes, beside its fee payer;
/// measured by `tests/tests/staking_nodes.rs`.
pub const MAX_REPORTS: usize = 18;

/// Bytes of a transaction that a report takes: its node's address and place, and the report itself.
const REPORT: usize = 32 + 1 + 14;

/// Bytes that a class takes: its address and place.
const CLASS: usize = 32 + 1;

/// What the oracle saw of a node.
#[derive(Clone, Copy, Debug)]
pub struct NodeReport {
    /// The node.
    pub node: Pubkey,
    /// Its hardware class.
    pub class: Pubkey,
    /// What was seen.
    pub report: Report,
}

/// Reports on nodes, in this order. [`MAX_REPORTS`] of one class fit in a transaction, fewer of
/// several: [`batches`] divides them.
pub fn report_availability(oracle: &Pubkey, reports: &[NodeReport]) -> Instruction {
    let accounts = accounts::ReportAvailability { oracle: *oracle, config: CONFIG.address };
    let data = instruction::ReportAvailability { reports: reports.iter().map(|one| one.report).collect() };
    let mut instruction = call(accounts, data);
    let nodes = reports.iter().map(|one| AccountMeta::new(one.node, false));
    let classes = classes(reports).into_iter().map(|class| AccountMeta::new_readonly(class, false));
    instruction.accounts.extend(nodes.chain(classes));
    instruction
}

/// Brings a node to now.
pub fn sync_node(node: &Pubkey) -> Instruction {
    call(accounts::SyncNode { config: CONFIG.address, node: *node }, instruction::SyncNode {})
}

/// The classes of the nodes, each once.
fn classes(reports: &[NodeReport]) -> Vec<Pubkey> {
    let mut classes: Vec<Pubkey> = reports.iter().map(|one| one.class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

/// Reports divided so that each part fits in one transaction, by class, since parts of one class
/// hold the most.
pub fn batches(reports: &[NodeReport]) -> Vec<Vec<NodeReport>> {
    const MOST: usize = CLASS + MAX_REPORTS * REPORT;
    let mut reports = reports.to_vec();
    reports.sort_by_key(|one| one.class);
    let mut batches: Vec<Vec<NodeReport>> = Vec::new();
    for one in reports {
        match batches.last_mut() {
            Some(batch) if bytes(batch, &one) <= MOST => batch.push(one),
            _ => batches.push(vec![one]),
        }
    }
    batches
}

/// What a batch and one report more take.
fn bytes(batch: &[NodeReport], one: &NodeReport) -> usize {
    let classes = classes(batch).len() + usize::from(batch.last().is_none_or(|last| last.class != one.class));
    classes * CLASS + (batch.len() + 1) * REPORT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_what_fits_and_lose_nothing() {
        let report = Report { revision: 0, availability_bps: 1, reported_at: 2 };
        let one = |class: u8| NodeReport {
            node: Pubkey::new_unique(),
            class: Pubkey::new_from_array([class; 32]),
            report,
        };
        let sizes = |classes: &[u8]| {
            let reports: Vec<_> = classes.iter().map(|class| one(*class)).collect();
            let batches = batches(&reports);
            assert_eq!(batches.iter().map(Vec::len).sum::<usize>(), reports.len());
            batches.iter().map(Vec::len).collect::<Vec<_>>()
        };
        assert!(sizes(&[]).is_empty());
        assert_eq!(sizes(&[1; 18]), [18]);
        assert_eq!(sizes(&[1; 19]), [18, 1]);
        let mixed: Vec<u8> = (0..18).map(|i| i % 2).collect();
        assert_eq!(sizes(&mixed), [17, 1], "two classes leave room for one report less");
        let each: Vec<u8> = (0..9).collect();
        assert_eq!(sizes(&each), [9]);
    }
}
