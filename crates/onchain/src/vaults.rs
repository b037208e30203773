//! The four ways in which tokens move, and how an empty vault is closed. Each is one CPI, whose
//! instruction is written here: by the token program's own builder it takes 115 CU more.

use anchor_lang::{
    prelude::*,
    solana_program::{instruction::Instruction, program::invoke_signed_unchecked},
};

/// First byte of an instruction of the token program.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Move {
    Transfer = 3,
    Burn = 8,
}

/// From an account whose authority signs the transaction.
pub fn deposit<'info>(
    from: &impl ToAccountInfo<'info>,
    to: &impl ToAccountInfo<'info>,
    authority: &impl ToAccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    call(Move::Transfer, amount, &infos(from, to, authority), &[])
}

/// From a vault, signed by the PDA of `seeds`.
pub fn pay<'info>(
    from: &impl ToAccountInfo<'info>,
    to: &impl ToAccountInfo<'info>,
    authority: &impl ToAccountInfo<'info>,
    seeds: &[&[u8]],
    amount: u64,
) -> Result<()> {
    call(Move::Transfer, amount, &infos(from, to, authority), &[seeds])
}

/// From a vault to nothing, signed by the PDA of `seeds`.
pub fn burn<'info>(
    from: &impl ToAccountInfo<'info>,
    mint: &impl ToAccountInfo<'info>,
    authority: &impl ToAccountInfo<'info>,
    seeds: &[&[u8]],
    amount: u64,
) -> Result<()> {
    call(Move::Burn, amount, &infos(from, mint, authority), &[seeds])
}

/// To nothing, from an account whose authority signs the transaction.
pub fn burn_own<'info>(
    from: &impl ToAccountInfo<'info>,
    mint: &impl ToAccountInfo<'info>,
    authority: &impl ToAccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    call(Move::Burn, amount, &infos(from, mint, authority), &[])
}

/// Closes an empty vault, signed by the PDA of `seeds`; its rent goes to `to`.
pub fn close<'info>(
    vault: &impl ToAccountInfo<'info>,
    to: &impl ToAccountInfo<'info>,
    authority: &impl ToAccountInfo<'info>,
    seeds: &[&[u8]],
) -> Result<()> {
    /// First byte of the token program's `CloseAccount`.
    const CLOSE: u8 = 9;
    invoke(vec![CLOSE], &infos(vault, to, authority), &[seeds])
}

fn infos<'info>(
    from: &impl ToAccountInfo<'info>,
    to: &impl ToAccountInfo<'info>,
    authority: &impl ToAccountInfo<'info>,
) -> [AccountInfo<'info>; 3] {
    [from.to_account_info(), to.to_account_info(), authority.to_account_info()]
}

fn call(what: Move, amount: u64, accounts: &[AccountInfo; 3], seeds: &[&[&[u8]]]) -> Result<()> {
    let [a, b, c, d, e, f, g, h] = amount.to_le_bytes();
    invoke(vec![what as u8, a, b, c, d, e, f, g, h], accounts, seeds)
}

fn invoke(data: Vec<u8>, accounts: &[AccountInfo; 3], seeds: &[&[&[u8]]]) -> Result<()> {
    let [from, to, authority] = accounts;
    // What `invoke_signed` checks, of the accounts as they stand here: to find each by its key
    // takes 150 CU.
    for written in [from, to] {
        let _ = (written.try_borrow_mut_lamports()?, written.try_borrow_mut_data()?);
    }
    let _ = (authority.try_borrow_lamports()?, authority.try_borrow_data()?);
    let instruction = Instruction {
        program_id: anchor_spl::token::ID,
        accounts: vec![
            AccountMeta::new(*from.key, false),
            AccountMeta::new(*to.key, false),
            AccountMeta::new_readonly(*authority.key, true),
        ],
        data,
    };
    Ok(invoke_signed_unchecked(&instruction, accounts, seeds)?)
}
