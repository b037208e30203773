//! The commands, one file per group.

pub mod admin;
pub mod airdrop;
pub mod attest;
pub mod balance;
pub mod buyback;
pub mod cluster;
pub mod completions;
pub mod deploy;
pub mod emission;
pub mod hand_over;
pub mod init;
pub mod locks;
pub mod lut;
pub mod man;
pub mod market;
pub mod metadata;
pub mod node;
pub mod order;
pub mod request;
pub mod schedule;
pub mod signing;
pub mod slash;
pub mod stake;
pub mod status;
pub mod supply;
pub mod vaults;
pub mod verify;
pub mod vesting;

use crate::{args::Command, Failure, Session};

/// Runs a command.
pub fn run(command: &Command, session: &mut Session) -> Result<(), Failure> {
    match command {
        Command::Completions { shell } => return completions::run(*shell, session),
        Command::Schedule(schedule) => return schedule.run(session),
        Command::Init(init) => return init.run(session),
        Command::Verify(verify) => return verify.run(session),
        Command::Sign(sign) => return sign.run(session),
        Command::Submit(submit) => return submit.run(session),
        Command::Confirm(confirm) => return confirm.run(session),
        Command::Man { folder } => return man::run(folder, session),
        Command::Vesting(vesting) if vesting.needs_no_cluster() => return vesting.run(session),
        Command::Airdrop(airdrop) if airdrop.needs_no_cluster() => return airdrop::run(airdrop, session),
        // Where nothing is sent there may be no cluster.
        _ if session.options.signing.sign_only => {}
        _ => session.must_have_programs()?,
    }
    match command {
        Command::Supply(supply) => supply.run(session),
        Command::Crank => emission::crank(session),
        Command::Node(command) => node::run(command, session),
        Command::Stake(stake) => stake.run(session),
        Command::Unstake(unstake) => unstake.run(session),
        Command::Withdraw(node) => stake::withdraw(node, session),
        Command::Claim(claim) => claim.run(session),
        Command::Restake(node) => stake::restake(node, session),
        Command::CloseStake(node) => stake::close(node, session),
        Command::Stakes(stakes) => stakes.run(session),
        Command::Order(command) => order::run(command, session),
        Command::Ask(command) => market::ask(command, session),
        Command::Market(market) => market.run(session),
        Command::Book(book) => book.run(session),
        Command::Cluster(command) => cluster::run(command, session),
        Command::Request(command) => request::run(command, session),
        Command::Bid(command) => request::bid(command, session),
        Command::Attest(command) => attest::run(command, session),
        Command::Sweep { currency } => order::sweep(*currency, session),
        Command::Buyback(command) => buyback::run(command, session),
        Command::Balance(balance) => balance.run(session),
        Command::Slash(command) => slash::run(command, session),
        Command::Lut(command) => lut::run(command, session),
        Command::Status => status::run(session),
        Command::HandOver(hand_over) => hand_over.run(session),
        Command::Admin(command) => admin::run(command, session),
        Command::Vesting(vesting) => vesting.run(session),
        Command::Airdrop(command) => airdrop::run(command, session),
        Command::Completions { .. }
        | Command::Schedule(_)
        | Command::Init(_)
        | Command::Verify(_)
        | Command::Sign(_)
        | Command::Submit(_)
        | Command::Confirm(_)
        | Command::Man { .. } => Ok(()),
    }
}
