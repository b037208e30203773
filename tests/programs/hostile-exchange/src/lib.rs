//! The worst exchange there can be: it makes whatever calls its instruction data lists, with the
//! accounts and the signatures that it was given, and signs each with a key of its own besides. So
//! a test writes down what an exchange could do, call by call.

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {
    solana_account_info::AccountInfo,
    solana_instruction::{AccountMeta, Instruction},
    solana_program_error::{ProgramError, ProgramResult},
    solana_pubkey::Pubkey,
};

solana_program_entrypoint::entrypoint!(process);

/// Seed of the key that it signs by.
pub const SEED: &[u8] = b"stash";

/// Bit of an account's flags: it signs.
pub const SIGNS: u8 = 1;
/// Bit of an account's flags: it is writable.
pub const WRITABLE: u8 = 2;

/// Entry point. Of each call the data has: the place of its program among the accounts; the number
/// of its accounts, and of each its place and flags; the length of its data, and these. Lengths and
/// places are bytes.
pub fn process(program: &Pubkey, accounts: &[AccountInfo], mut data: &[u8]) -> ProgramResult {
    let (_, bump) = Pubkey::find_program_address(&[SEED], program);
    while !data.is_empty() {
        let call = read(&mut data, accounts).ok_or(ProgramError::InvalidInstructionData)?;
        solana_cpi::invoke_signed(&call, accounts, &[&[SEED, &[bump]]])?;
    }
    Ok(())
}

fn read(data: &mut &[u8], accounts: &[AccountInfo]) -> Option<Instruction> {
    let program = byte(data)?;
    let program_id = *accounts.get(usize::from(program))?.key;
    let mut metas = Vec::new();
    for _ in 0..byte(data)? {
        let (place, flags) = (byte(data)?, byte(data)?);
        let pubkey = *accounts.get(usize::from(place))?.key;
        let meta = AccountMeta { pubkey, is_signer: flags & SIGNS != 0, is_writable: flags & WRITABLE != 0 };
        metas.push(meta);
    }
    let length = usize::from(byte(data)?);
    let (own, rest) = data.split_at_checked(length)?;
    *data = rest;
    Some(Instruction { program_id, accounts: metas, data: own.to_vec() })
}

fn byte(data: &mut &[u8]) -> Option<u8> {
    let (first, rest) = data.split_first()?;
    *data = rest;
    Some(*first)
}
