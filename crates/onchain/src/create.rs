//! Accounts of a program, created at addresses derived from it.

use {
    anchor_lang::{
        prelude::*,
        solana_program::{instruction::Instruction, program::invoke_signed_unchecked},
        system_program::{self, allocate, assign, transfer, Allocate, Assign, Transfer},
    },
    bytemuck::NoUninit,
    io_addresses::external::ACCOUNT_OVERHEAD,
};

/// Creates `account`, at the address of `seeds` with their canonical bump, with `contents` in it;
/// `payer` pays the rent. Anchor's `init` takes 1,360 CU more: it writes the instruction by
/// Bincode, multiplies rent as floats and reads back what it has created.
///
/// # Errors
/// The system program's, if the account exists or the payer cannot pay.
pub fn create<'info, T: AccountSerialize + Owner + NoUninit>(
    payer: &AccountInfo<'info>,
    account: &AccountInfo<'info>,
    seeds: &[&[u8]],
    contents: &T,
) -> Result<()> {
    reserve::<T>(payer, account, seeds)?;
    contents.try_serialize(&mut &mut account.try_borrow_mut_data()?[..])
}

/// Creates `account` with room for a `T`, all zeros: no instruction takes it for an account in use
/// until one is written there.
///
/// # Errors
/// As [`create`].
#[inline(always)]
pub fn reserve<'info, T: Owner>(
    payer: &AccountInfo<'info>,
    account: &AccountInfo<'info>,
    seeds: &[&[u8]],
) -> Result<()> {
    let space = 8u64.saturating_add(size_of::<T>() as u64);
    let (rent, owner) = (exempt(&Rent::get()?, space), T::owner());
    match account.lamports() {
        0 => open(payer, account, seeds, rent, space, &owner)?,
        sent => {
            // Somebody sent lamports ahead, and the system program creates no account that has any.
            let (from, to) = (payer.clone(), account.clone());
            let missing = rent.saturating_sub(sent);
            transfer(CpiContext::new(system_program::ID, Transfer { from, to }), missing)?;
            let (signer, account_to_allocate) = (&[seeds], account.clone());
            let grow = Allocate { account_to_allocate };
            allocate(CpiContext::new_with_signer(system_program::ID, grow, signer), space)?;
            let give = Assign { account_to_assign: account.clone() };
            assign(CpiContext::new_with_signer(system_program::ID, give, signer), &owner)?;
        }
    }
    Ok(())
}

/// The system program's `CreateAccount`: its number (u32), lamports, bytes, owner.
fn open<'info>(
    payer: &AccountInfo<'info>,
    account: &AccountInfo<'info>,
    seeds: &[&[u8]],
    lamports: u64,
    space: u64,
    owner: &Pubkey,
) -> Result<()> {
    let mut data = Vec::with_capacity(52);
    data.extend_from_slice(&[0; 4]);
    data.extend_from_slice(&lamports.to_le_bytes());
    data.extend_from_slice(&space.to_le_bytes());
    data.extend_from_slice(owner.as_ref());
    let accounts = vec![AccountMeta::new(*payer.key, true), AccountMeta::new(*account.key, true)];
    let instruction = Instruction { program_id: system_program::ID, accounts, data };
    // What `invoke_signed` checks: to find each account by its key takes 150 CU.
    for written in [payer, account] {
        let _ = (written.try_borrow_mut_lamports()?, written.try_borrow_mut_data()?);
    }
    Ok(invoke_signed_unchecked(&instruction, &[payer.clone(), account.clone()], &[seeds])?)
}

/// The balance that an account of `space` bytes needs. Both thresholds that a cluster has, 1 and 2
/// years, are whole: no float is multiplied.
#[allow(deprecated)]
fn exempt(rent: &Rent, space: u64) -> u64 {
    const ONE: u64 = 1.0f64.to_bits();
    const TWO: u64 = 2.0f64.to_bits();
    let yearly = ACCOUNT_OVERHEAD.saturating_add(space).saturating_mul(rent.lamports_per_byte_year);
    match rent.exemption_threshold.to_bits() {
        ONE => yearly,
        TWO => yearly.saturating_mul(2),
        _ => rent.minimum_balance(space as usize),
    }
}
