//! Rewards: paid out, or staked.

use {
    super::{
        views::{of_owner, one},
        OneNode,
    },
    crate::{commands::emission::send_with_crank, session::show, values::Reference, Exit, Failure, Session},
    clap::Args,
    io_client::{orders::Currency, staking},
    solana_pubkey::Pubkey,
};

/// Claims that fit in one transaction of 1,232 bytes beside a crank, a new token account and a fee
/// payer of its own.
const CLAIMS: usize = 6;

/// Pays out rewards.
#[derive(Args, Debug)]
pub struct Claim {
    /// The nodes; all in which the signer has a stake if left out
    nodes: Vec<Reference>,
}

/// Stakes the rewards of a stake to the same node.
pub fn restake(which: &OneNode, session: &mut Session) -> Result<(), Failure> {
    let view = one(session, which.node)?;
    send_with_crank(session, "restake", &[staking::restake(&session.me()?, &view.node)])?;
    if session.sends() {
        let restaked = one(session, which.node)?.worth().saturating_sub(view.worth());
        session.output.say(format!("{} restaked", show(restaked, Currency::Io)));
        session.output.set("restaked", restaked.to_string());
    }
    Ok(())
}

impl Claim {
    /// Claims, many in a transaction, with a crank before the first where one is due.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let me = session.me()?;
        let nodes: Vec<Pubkey> = if self.nodes.is_empty() {
            let mut views = of_owner(session, &me)?;
            views.retain(|view| view.rewards > 0);
            views.iter().map(|view| view.node).collect()
        } else {
            let nodes: Result<Vec<Pubkey>, Failure> =
                self.nodes.iter().map(|node| one(session, *node).map(|view| view.node)).collect();
            nodes?
        };
        if nodes.is_empty() {
            return Err(Failure::new(Exit::TooEarly, "Nothing is owed to this wallet yet: claim later."));
        }
        let before = session.balance(&me, Currency::Io)?;
        let account = session.open_token_account(&me, Currency::Io)?;
        for chunk in nodes.chunks(CLAIMS) {
            let mut calls = account.clone();
            calls.extend(chunk.iter().map(|node| staking::claim(&me, node)));
            send_with_crank(session, "claim", &calls)?;
        }
        if session.sends() {
            let claimed = session.balance(&me, Currency::Io)?.saturating_sub(before);
            session.output.say(format!("{} claimed", show(claimed, Currency::Io)));
            session.output.set("claimed", claimed.to_string());
        }
        Ok(())
    }
}
