//! Stake and rewards.

mod rewards;
mod views;

use {
    crate::{
        session::show,
        time,
        values::{IoAmount, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        orders::Currency,
        staking::{self, stake_address, Stake as StakeAccount},
    },
    io_rpc::read,
    views::one,
};
pub use {
    rewards::{restake, Claim},
    views::Stakes,
};

/// Stakes IO.
#[derive(Args, Debug)]
pub struct Stake {
    /// The node: its address, or your number for it
    node: Reference,
    /// How much IO, or `all` that the wallet has
    amount: IoAmount,
}

/// Takes IO out of a node.
#[derive(Args, Debug)]
pub struct Unstake {
    /// The node: its address, or your number for it
    node: Reference,
    /// How much IO, or `all`
    amount: IoAmount,
}

/// A node in which the signer has a stake.
#[derive(Args, Debug)]
pub struct OneNode {
    /// The node: its address, or your number for it
    node: Reference,
}

impl Stake {
    /// Stakes, opening the stake if need be.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let (node, _) = session.node(self.node)?;
        let me = session.me()?;
        let amount = match self.amount {
            IoAmount::All => session.balance(&me, Currency::Io)?,
            IoAmount::Exactly(amount) => amount,
        };
        session.must_have(amount.max(1), Currency::Io)?;
        let address = stake_address(&node, &me);
        let calls = match read::<StakeAccount>(session.chain, &address)? {
            Some(_) => vec![staking::stake(&me, &node, amount)],
            None => staking::first_stake(&me, &node, amount).to_vec(),
        };
        session.send("stake", &calls)?;
        if session.sends() {
            session.output.say(format!("{} staked", show(amount, Currency::Io)));
        }
        session.output.set("stake", address.to_string());
        session.output.set("amount", amount.to_string());
        Ok(())
    }
}

impl Unstake {
    /// Opens a ticket.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let view = one(session, self.node)?;
        let amount = match self.amount {
            IoAmount::All => view.worth(),
            IoAmount::Exactly(amount) => amount,
        };
        if amount > view.worth() {
            let message = format!(
                "The stake is worth {}, less than {}.",
                show(view.worth(), Currency::Io),
                show(amount, Currency::Io)
            );
            return Err(Failure::new(Exit::Funds, message));
        }
        session.send("unstake", &[staking::unstake(&session.me()?, &view.node, amount)])?;
        if !session.sends() {
            return Ok(());
        }
        let unlocks_at = session.now()?.saturating_add(io_client::economics::staking::COOLDOWN_SECONDS);
        session.output.say(format!(
            "{} cools down until {}",
            show(amount, Currency::Io),
            time::utc(unlocks_at)
        ));
        session.output.set("amount", amount.to_string());
        session.output.set("unlocks_at", unlocks_at);
        Ok(())
    }
}

/// Pays out stake that has cooled down.
pub fn withdraw(which: &OneNode, session: &mut Session) -> Result<(), Failure> {
    let view = one(session, which.node)?;
    let now = session.now()?;
    let unlocked = view.position.tickets.iter().any(|ticket| ticket.is_unlocked(now));
    if !unlocked && view.position.held == 0 {
        let next = view
            .position
            .tickets
            .iter()
            .filter(|ticket| !ticket.is_free())
            .map(|ticket| ticket.unlocks_at)
            .min();
        let message = match next {
            Some(at) => format!("Nothing has cooled down yet: the next is unlocked at {}.", time::utc(at)),
            None => "Nothing cools down in this stake: unstake first.".into(),
        };
        return Err(Failure::new(Exit::TooEarly, message));
    }
    let mut calls = session.open_token_account(&session.me()?, Currency::Io)?;
    let me = session.me()?;
    calls.push(staking::withdraw(&me, &view.node));
    let before = session.balance(&me, Currency::Io)?;
    session.send("withdraw", &calls)?;
    if session.sends() {
        let withdrawn = session.balance(&me, Currency::Io)?.saturating_sub(before);
        session.output.say(format!("{} withdrawn", show(withdrawn, Currency::Io)));
        session.output.set("withdrawn", withdrawn.to_string());
    }
    Ok(())
}

/// Closes an empty stake.
pub fn close(which: &OneNode, session: &mut Session) -> Result<(), Failure> {
    let view = one(session, which.node)?;
    session.send("close", &[staking::close_stake(&session.me()?, &view.node)])
}
