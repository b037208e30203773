//! Nodes, stake, rewards, slashes.
//!
//! A holder stakes with [`first_stake`] once and [`stake()`] later; unstakes, waits 14 days and
//! withdraws; claims with [`crank_and_claim`], which brings the reward vault up to date first.

mod admin;
mod config;
mod earnings;
mod holder;
mod operator;
mod orders;
mod reports;
mod slasher;

pub use io_staking::{
    events, Announced, Config, HardwareClass, InitializeParams, Node, Pools, Report, Role, Stake,
    StakingError,
};
use {
    crate::token::associated_address,
    anchor_lang::{prelude::*, InstructionData},
    io_addresses::{
        emission::MINT,
        staking::{CLASS_SEED, ID, NODE_SEED, STAKE_SEED},
    },
    solana_instruction::Instruction,
};
pub use {
    admin::*,
    config::ConfigAndPools,
    earnings::{delegators_apr, rewards_a_day, RewardsOwed},
    holder::*,
    operator::*,
    orders::*,
    reports::*,
    slasher::*,
};

/// The address of a hardware class.
pub fn class_address(id: u16) -> Pubkey {
    Pubkey::find_program_address(&[CLASS_SEED, &id.to_le_bytes()], &ID).0
}

/// The address of an operator's node.
pub fn node_address(operator: &Pubkey, id: u32) -> Pubkey {
    Pubkey::find_program_address(&[NODE_SEED, operator.as_ref(), &id.to_le_bytes()], &ID).0
}

/// The address of an owner's stake in a node.
pub fn stake_address(node: &Pubkey, owner: &Pubkey) -> Pubkey {
    Pubkey::find_program_address(&[STAKE_SEED, node.as_ref(), owner.as_ref()], &ID).0
}

fn io_account(owner: &Pubkey) -> Pubkey {
    associated_address(owner, &MINT.address)
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
