//! What operators do with their nodes.

use {
    super::needs::hardware,
    crate::{commands::emission::send_with_crank, session::show, values::Reference, Exit, Failure, Session},
    io_client::{
        amount::io,
        economics::staking::minimum_stake,
        orders::Currency,
        staking::{self, node_address, Node, RegisterParams},
    },
    io_rpc::read,
    serde_json::json,
    solana_pubkey::Pubkey,
};

/// Registers a node that the signer runs.
pub fn register(
    session: &mut Session,
    class: u16,
    processors: u32,
    id: u32,
    commission_bps: u16,
    payout: Option<Pubkey>,
    vault: bool,
) -> Result<(), Failure> {
    let me = session.me()?;
    if let Some(payout) = payout {
        session.must_be_wallet(&payout, vault)?;
    }
    let address = node_address(&me, id);
    if read::<Node>(session.chain, &address)?.is_some() {
        let message = format!("The signer has a node number {id} already: {address}.");
        return Err(Failure::new(Exit::Refused, message).hint("Choose another number with --id."));
    }
    let params = RegisterParams { processors, commission_bps, payout: payout.unwrap_or(me) };
    session.send("register", &[staking::register_node(&me, id, class, params)])?;
    let needs = minimum_stake(hardware(session, class)?.multiplier_at(session.now()?), processors);
    let link = session.link(&address);
    session.output.facts(&[("node", link), ("needs a stake of", format!("{} IO", io(needs)))]);
    session.output.set("node", json!({ "address": address.to_string(), "id": id }));
    session.output.set("minimum_stake", needs.to_string());
    Ok(())
}

/// The address of a node that the signer runs.
pub fn own(session: &Session, reference: Reference) -> Result<Pubkey, Failure> {
    let (address, node) = session.node(reference)?;
    let me = session.me()?;
    if node.operator != me {
        let message = format!("The operator of the node {address} is {}, not {me}.", node.operator);
        return Err(Failure::new(Exit::Key, message).hint("Sign with the operator's key: --keypair."));
    }
    Ok(address)
}

/// Offers others a part of the stake that a node needs.
pub fn offer(session: &mut Session, reference: Reference, amount: u64) -> Result<(), Failure> {
    let address = own(session, reference)?;
    session.send("offer", &[staking::set_offer(&session.me()?, &address, amount)])?;
    if session.sends() {
        let (_, node) = session.node(Reference::Address(address))?;
        let most = node.ledger.most_delegated();
        session.output.say(format!("others may stake {} in all", show(most, Currency::Io)));
        session.output.set("most_delegated", most.to_string());
    }
    session.output.set("offer", amount.to_string());
    Ok(())
}

/// Pays the commission to the payout wallet.
pub fn claim_commission(session: &mut Session, reference: Reference) -> Result<(), Failure> {
    let (address, node) = session.node(reference)?;
    let mut calls = session.open_token_account(&node.payout, Currency::Io)?;
    calls.push(staking::claim_commission(&address, &node.payout));
    let before = session.balance(&node.payout, Currency::Io)?;
    send_with_crank(session, "commission", &calls)?;
    if session.sends() {
        let paid = session.balance(&node.payout, Currency::Io)?.saturating_sub(before);
        session.output.say(format!("{} paid to {}", show(paid, Currency::Io), node.payout));
        session.output.set("paid", paid.to_string());
    }
    Ok(())
}
