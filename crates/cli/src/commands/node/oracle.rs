//! What the oracle reports of nodes.

use {
    crate::{values::Reference, Exit, Failure, Session},
    io_client::{
        addresses::staking::CONFIG,
        staking::{self, Config, NodeReport, Report},
    },
};

/// Reports how available nodes are.
pub fn attest(session: &mut Session, nodes: &[Reference], availability_bps: u16) -> Result<(), Failure> {
    let me = session.me()?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let now = session.now()?;
    let oracle = config.oracle.at(now);
    if oracle != me {
        let message = format!("The oracle is {oracle}, not {me}.");
        return Err(Failure::new(Exit::Key, message).hint("Sign with the oracle's key: --keypair."));
    }
    let mut reports = Vec::with_capacity(nodes.len());
    for reference in nodes {
        let (address, node) = session.node(*reference)?;
        if node.ledger.availability.reported_at >= now {
            let message = format!("The node {address} was reported in this very second: report again later.");
            return Err(Failure::new(Exit::TooEarly, message));
        }
        let report = Report { revision: node.revision, availability_bps, reported_at: now };
        reports.push(NodeReport { node: address, class: node.class, report });
    }
    for batch in staking::batches(&reports) {
        session.send("report", &[staking::report_availability(&me, &batch)])?;
    }
    Ok(())
}
