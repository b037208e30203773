//! What only the orders program can sign.

use {
    super::call,
    anchor_lang::prelude::*,
    io_addresses::{orders, staking::CONFIG},
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Hires processors up to `until` (Unix seconds); only the orders program can sign it.
pub fn hire(node: &Pubkey, processors: u32, until: i64) -> Instruction {
    let accounts = accounts::Hire { orders: orders::CONFIG.address, config: CONFIG.address, node: *node };
    call(accounts, instruction::Hire { processors, until })
}

/// Hires processors of `node`, and releases as many of `freed`; only the orders program can sign
/// it.
pub fn move_hire(node: &Pubkey, freed: &Pubkey, processors: u32, until: i64) -> Instruction {
    let accounts = accounts::MoveHire {
        orders: orders::CONFIG.address,
        config: CONFIG.address,
        node: *node,
        freed: *freed,
    };
    call(accounts, instruction::MoveHire { processors, until })
}

/// Releases processors; only the orders program can sign it.
pub fn release(node: &Pubkey, processors: u32) -> Instruction {
    let accounts = accounts::Release { orders: orders::CONFIG.address, node: *node };
    call(accounts, instruction::Release { processors })
}
