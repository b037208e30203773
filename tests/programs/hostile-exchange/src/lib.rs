//! The worst exchange there can be: it makes whatever calls its instruction data lists, with the
//! accounts and the signatures that it was given, and signs each with a key of its own besides. So
//! a test writes down what an exchange could do, call by call.
//!
//! Deployed at another program's id it is a throw-away program: it signs for that program's
//! accounts, and writes whatever it likes into them.

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
/// Bit of an account's flags: it signs by the seeds that the honest code at this id has for it.
pub const OWN: u8 = 4;

/// Seeds of the honest programs: io_vesting's categories, io_emission's state and mint,
/// io_staking's config.
pub const OWN_SEEDS: [&[&[u8]]; 6] = [
    &[b"category", &[0]],
    &[b"category", &[1]],
    &[b"category", &[2]],
    &[b"emission"],
    &[b"mint"],
    &[b"config"],
];

/// Entry point. Of each call the data has: the place of its program among the accounts; the number
/// of its accounts, and of each its place and flags; the length of its data, and these. Lengths and
/// places are bytes. A call of this program itself writes the data into the first account.
pub fn process(program: &Pubkey, accounts: &[AccountInfo], mut data: &[u8]) -> ProgramResult {
    let (_, bump) = Pubkey::find_program_address(&[SEED], program);
    let mut own = None;
    while !data.is_empty() {
        let (call, as_own) = read(&mut data, accounts).ok_or(ProgramError::InvalidInstructionData)?;
        if call.program_id == *program {
            write(&call, accounts).ok_or(ProgramError::InvalidInstructionData)?;
        } else if as_own {
            let derive = |seeds: &[&[u8]]| [Pubkey::find_program_address(seeds, program).1];
            let bumps = own.get_or_insert_with(|| OWN_SEEDS.map(derive));
            let seeds: Vec<_> =
                OWN_SEEDS.iter().zip(bumps).map(|(seeds, bump)| [seeds, &[&bump[..]][..]].concat()).collect();
            let seeds: Vec<_> = seeds.iter().map(|seeds| &seeds[..]).collect();
            solana_cpi::invoke_signed(&call, accounts, &seeds)?;
        } else {
            solana_cpi::invoke_signed(&call, accounts, &[&[SEED, &[bump]]])?;
        }
    }
    Ok(())
}

/// Writes a call's data into its first account.
fn write(call: &Instruction, accounts: &[AccountInfo]) -> Option<()> {
    let key = call.accounts.first()?.pubkey;
    let account = accounts.iter().find(|account| *account.key == key)?;
    let mut contents = account.try_borrow_mut_data().ok()?;
    contents.get_mut(..call.data.len())?.copy_from_slice(&call.data);
    Some(())
}

/// A call, and whether it is signed by the honest code's seeds.
fn read(data: &mut &[u8], accounts: &[AccountInfo]) -> Option<(Instruction, bool)> {
    let program = byte(data)?;
    let program_id = *accounts.get(usize::from(program))?.key;
    let (mut metas, mut as_own) = (Vec::new(), false);
    for _ in 0..byte(data)? {
        let (place, flags) = (byte(data)?, byte(data)?);
        let pubkey = *accounts.get(usize::from(place))?.key;
        let meta = AccountMeta { pubkey, is_signer: flags & SIGNS != 0, is_writable: flags & WRITABLE != 0 };
        metas.push(meta);
        as_own |= flags & OWN != 0;
    }
    let length = usize::from(byte(data)?);
    let (own, rest) = data.split_at_checked(length)?;
    *data = rest;
    Some((Instruction { program_id, accounts: metas, data: own.to_vec() }, as_own))
}

fn byte(data: &mut &[u8]) -> Option<u8> {
    let (first, rest) = data.split_first()?;
    *data = rest;
    Some(*first)
}
