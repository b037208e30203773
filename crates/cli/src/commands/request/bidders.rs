//! Who bids: whether it could serve, and what it has done.

use {
    crate::{Failure, Session},
    io_client::{
        economics::staking::MAX_HIRE_SECONDS,
        orders::{lately, record_address, Bid, Record, Request, Window},
        staking::Node,
    },
    io_rpc::decode,
    solana_pubkey::Pubkey,
};

/// Accounts that are read in one call.
const PIECE: usize = 100;

/// What a client compares bids by, beside what they say.
pub struct Bidder {
    /// Whether an award would hire the node now: it is free, or the best one, which is hired
    /// already.
    pub can_serve: bool,
    /// What it has done in this window of 90 days and the last one.
    pub done: Window,
}

/// Reads node and record of each bid, in the order of the bids.
///
/// # Errors
/// If the cluster does not answer.
pub fn bidders(
    session: &Session,
    request: &Request,
    bids: &[(Pubkey, Bid)],
    now: i64,
) -> Result<Vec<Bidder>, Failure> {
    let mut bidders = Vec::new();
    let processors = request.tender.escrow.processors;
    for piece in bids.chunks(PIECE) {
        let nodes: Vec<Pubkey> = piece.iter().map(|(_, bid)| bid.node).collect();
        let records: Vec<Pubkey> = nodes.iter().map(record_address).collect();
        let (states, done) = (session.chain.accounts(&nodes)?, session.chain.accounts(&records)?);
        for (((_, bid), state), (record, done)) in piece.iter().zip(&states).zip(records.iter().zip(&done)) {
            let node =
                decode::<Node>(&bid.node, state.as_ref())?.filter(|node| node.revision == bid.revision);
            // Any end within the bound will do: the program names it.
            let until = now.saturating_add(MAX_HIRE_SECONDS);
            let is_free = |node: Node| { node.ledger }.hire(processors, until, now).is_ok();
            let done = decode::<Record>(record, done.as_ref())?;
            bidders.push(Bidder {
                can_serve: request.best == bid.node || node.is_some_and(is_free),
                done: done.map(|record| lately(&record, now)).unwrap_or_default(),
            });
        }
    }
    Ok(bidders)
}
