//! What holders do with their stake.

use {
    super::{call, io_account, stake_address},
    crate::emission,
    anchor_lang::{prelude::*, system_program},
    io_addresses::{
        external::TOKEN_PROGRAM,
        staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    },
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Creates an owner's empty stake in a node.
pub fn open_stake(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::OpenStake {
        owner: *owner,
        node: *node,
        stake: stake_address(node, owner),
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenStake {})
}

/// Stakes base units of IO from the owner's associated token account.
pub fn stake(owner: &Pubkey, node: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::StakeIo {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        source: io_account(owner),
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Stake { amount })
}

/// Opens a stake and stakes to it, for one transaction.
pub fn first_stake(owner: &Pubkey, node: &Pubkey, amount: u64) -> [Instruction; 2] {
    [open_stake(owner, node), stake(owner, node, amount)]
}

/// Moves base units of IO to a ticket that is unlocked in 14 days.
pub fn unstake(owner: &Pubkey, node: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::Unstake {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
    };
    call(accounts, instruction::Unstake { amount })
}

/// Pays out every unlocked ticket to the owner's associated token account.
pub fn withdraw(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::Withdraw {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        destination: io_account(owner),
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Withdraw {})
}

/// Pays out the rewards of a stake to the owner's associated token account.
pub fn claim(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::Claim {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        destination: io_account(owner),
        reward_vault: REWARD_VAULT,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Claim {})
}

/// A claim with the emission's crank before it, for one transaction, if `now` (Unix seconds) is
/// past the hour up to which `state` of the emission has minted; else the claim alone.
pub fn crank_and_claim(
    owner: &Pubkey,
    node: &Pubkey,
    state: &emission::Emission,
    now: i64,
) -> Vec<Instruction> {
    let mut instructions = Vec::with_capacity(2);
    if emission::is_due(state, now) {
        instructions.push(emission::crank());
    }
    instructions.push(claim(owner, node));
    instructions
}

/// Claims the rewards of a stake and stakes them to the same node.
pub fn restake(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::Restake {
        owner: *owner,
        config: CONFIG.address,
        node: *node,
        stake: stake_address(node, owner),
        reward_vault: REWARD_VAULT,
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Restake {})
}

/// Closes an empty stake and returns its rent.
pub fn close_stake(owner: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::CloseStake { owner: *owner, node: *node, stake: stake_address(node, owner) };
    call(accounts, instruction::CloseStake {})
}
