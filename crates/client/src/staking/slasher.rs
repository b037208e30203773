//! Slashes, step by step.

use {
    super::call,
    anchor_lang::prelude::*,
    io_addresses::{
        emission::MINT,
        external::TOKEN_PROGRAM,
        staking::{CONFIG, STAKE_VAULT},
    },
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Proposes to slash a share of a node's stake, in bps.
pub fn propose_slash(slasher: &Pubkey, node: &Pubkey, share_bps: u16) -> Instruction {
    let accounts = accounts::ProposeSlash { slasher: *slasher, config: CONFIG.address, node: *node };
    call(accounts, instruction::ProposeSlash { share_bps })
}

/// Raises the share of a proposed slash, in bps.
pub fn raise_slash(slasher: &Pubkey, node: &Pubkey, share_bps: u16) -> Instruction {
    let accounts = accounts::RaiseSlash { slasher: *slasher, config: CONFIG.address, node: *node };
    call(accounts, instruction::RaiseSlash { share_bps })
}

/// Cancels a proposed slash; `authority` is the slasher or the admin.
pub fn cancel_slash(authority: &Pubkey, node: &Pubkey) -> Instruction {
    let accounts = accounts::CancelSlash { authority: *authority, config: CONFIG.address, node: *node };
    call(accounts, instruction::CancelSlash {})
}

/// Executes a proposed slash.
pub fn execute_slash(node: &Pubkey) -> Instruction {
    let accounts = accounts::ExecuteSlash {
        config: CONFIG.address,
        node: *node,
        stake_vault: STAKE_VAULT.address,
        mint: MINT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::ExecuteSlash {})
}
