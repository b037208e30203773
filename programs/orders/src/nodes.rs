//! Hires and releases: the calls of io_staking, signed by the config.

use {
    crate::Config,
    anchor_lang::{
        prelude::*,
        solana_program::{instruction::Instruction, program::invoke_signed_unchecked},
        InstructionData,
    },
    io_staking::{accounts, instruction},
};

/// Hires processors of `node`, at most until `hired_until` in Unix seconds, even if they are never
/// released.
pub fn hire<'info>(
    orders: AccountInfo<'info>,
    staking_config: AccountInfo<'info>,
    node: AccountInfo<'info>,
    processors: u32,
    hired_until: i64,
) -> Result<()> {
    let accounts = accounts::Hire { orders: *orders.key, config: *staking_config.key, node: *node.key };
    let data = instruction::Hire { processors, until: hired_until }.data();
    call(accounts.to_account_metas(None), data, &[orders, staking_config, node])
}

/// The same in place of processors of `freed`, which are given back.
pub fn move_hire<'info>(
    orders: AccountInfo<'info>,
    staking_config: AccountInfo<'info>,
    [node, freed]: [AccountInfo<'info>; 2],
    processors: u32,
    hired_until: i64,
) -> Result<()> {
    let accounts = accounts::MoveHire {
        orders: *orders.key,
        config: *staking_config.key,
        node: *node.key,
        freed: *freed.key,
    };
    let data = instruction::MoveHire { processors, until: hired_until }.data();
    call(accounts.to_account_metas(None), data, &[orders, staking_config, node, freed])
}

/// Gives processors of `node` back.
pub fn release<'info>(orders: AccountInfo<'info>, node: AccountInfo<'info>, processors: u32) -> Result<()> {
    let accounts = accounts::Release { orders: *orders.key, node: *node.key };
    call(accounts.to_account_metas(None), instruction::Release { processors }.data(), &[orders, node])
}

fn call(accounts: Vec<AccountMeta>, data: Vec<u8>, infos: &[AccountInfo]) -> Result<()> {
    // What `invoke_signed` checks, of the accounts as they stand here: to find each by its key
    // takes 150 CU.
    for (meta, info) in accounts.iter().zip(infos) {
        if meta.is_writable {
            let _ = (info.try_borrow_mut_lamports()?, info.try_borrow_mut_data()?);
        } else {
            let _ = (info.try_borrow_lamports()?, info.try_borrow_data()?);
        }
    }
    let instruction = Instruction { program_id: io_staking::ID, accounts, data };
    Ok(invoke_signed_unchecked(&instruction, infos, &[Config::SIGNER])?)
}
