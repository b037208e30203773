//! In the place of the Solana Foundation's subscriptions program, for tests: recurring allowances
//! of classic SPL tokens. Instructions, accounts and layouts are those that the program's published
//! IDL (0.4) names, written anew from it; what no test needs is left out: plans, fixed allowances,
//! other payers, events.

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {
    anchor_lang::prelude::{AccountInfo, Clock, ProgramError, Pubkey, SolanaSysvar},
    solana_instruction::{AccountMeta, Instruction},
};

type Outcome = Result<(), ProgramError>;

solana_program_entrypoint::entrypoint!(process);

/// Bytes of the account of an authority, and of an allowance.
const AUTHORITY: usize = 106;
const ALLOWANCE: usize = 211;
/// Lamports of rent a byte, with what an account takes beside its data.
const RENT: u64 = 6_960;
const OVERHEAD: u64 = 128;

/// Entry point.
pub fn process(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> Outcome {
    let (step, data) = data.split_first().ok_or(ProgramError::InvalidInstructionData)?;
    match step {
        0 => init(program, accounts),
        2 => create(program, accounts, data),
        3 => revoke(accounts),
        5 => draw(accounts, data),
        _ => Err(ProgramError::InvalidInstructionData),
    }
}

/// A wallet makes its authority the delegate of its token account.
fn init(program: &Pubkey, accounts: &[AccountInfo]) -> Outcome {
    let [owner, authority, mint, account, ..] = accounts else { return few() };
    let seeds: [&[u8]; 3] = [b"SubscriptionAuthority", owner.key.as_ref(), mint.key.as_ref()];
    let (expected, bump) = Pubkey::find_program_address(&seeds, program);
    check(expected == *authority.key, 1)?;
    if authority.data_len() == 0 {
        let seeds = [seeds[0], seeds[1], seeds[2], &[bump]];
        allocate(accounts, owner.key, authority.key, AUTHORITY, program, &seeds)?;
        let slot = Clock::get()?.slot;
        let parts: [&[u8]; 6] =
            [&[0], owner.key.as_ref(), mint.key.as_ref(), owner.key.as_ref(), &[bump], &slot.to_le_bytes()];
        authority.try_borrow_mut_data()?.copy_from_slice(&parts.concat());
    }
    let metas = vec![
        AccountMeta::new(*account.key, false),
        AccountMeta::new_readonly(*authority.key, false),
        AccountMeta::new_readonly(*owner.key, true),
    ];
    let data = [&[4][..], &u64::MAX.to_le_bytes()].concat();
    solana_cpi::invoke(&Instruction { program_id: *account.owner, accounts: metas, data }, accounts)
}

/// A wallet grants an allowance.
fn create(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> Outcome {
    let [owner, authority, allowance, to, ..] = accounts else { return few() };
    check(owner.is_signer && authority.owner == program, 2)?;
    let [nonce, each, period, start, expiry, init_id] = words(data)?;
    let (known, mint) = {
        let data = authority.try_borrow_data()?;
        (word(&data, 98)?, key(&data, 33)?)
    };
    check(known == init_id && each > 0 && period > 0, 3)?;
    let now = Clock::get()?.unix_timestamp;
    let start = if start == 0 { now as u64 } else { start };
    let nonce = nonce.to_le_bytes();
    let seeds: [&[u8]; 5] =
        [b"delegation", authority.key.as_ref(), owner.key.as_ref(), to.key.as_ref(), &nonce];
    let (expected, bump) = Pubkey::find_program_address(&seeds, program);
    check(expected == *allowance.key, 4)?;
    let seeds = [seeds[0], seeds[1], seeds[2], seeds[3], seeds[4], &[bump]];
    allocate(accounts, owner.key, allowance.key, ALLOWANCE, program, &seeds)?;
    let numbers = [start, period, expiry, each, 0].map(u64::to_le_bytes).concat();
    let parts: [&[u8]; 8] = [
        &[3, 1, bump],
        owner.key.as_ref(),
        to.key.as_ref(),
        owner.key.as_ref(),
        &init_id.to_le_bytes(),
        authority.key.as_ref(),
        mint.as_ref(),
        &numbers,
    ];
    allowance.try_borrow_mut_data()?.copy_from_slice(&parts.concat());
    Ok(())
}

/// A wallet takes an allowance back; its rent too.
fn revoke(accounts: &[AccountInfo]) -> Outcome {
    let [owner, allowance, ..] = accounts else { return few() };
    check(owner.is_signer && key(&allowance.try_borrow_data()?, 3)? == *owner.key, 5)?;
    let rent = allowance.lamports();
    **allowance.try_borrow_mut_lamports()? = 0;
    **owner.try_borrow_mut_lamports()? += rent;
    allowance.try_borrow_mut_data()?.fill(0);
    Ok(())
}

/// Whoever has an allowance draws from it.
fn draw(accounts: &[AccountInfo], data: &[u8]) -> Outcome {
    let [allowance, authority, from, receiver, mint, token_program, to, ..] = accounts else { return few() };
    let amount = word(data, 0)?;
    let (owner, of_mint) = (key(data, 8)?, key(data, 40)?);
    let mut state = allowance.try_borrow_mut_data()?;
    check(state.first() == Some(&3) && to.is_signer, 6)?;
    check(key(&state, 3)? == owner && key(&state, 35)? == *to.key, 7)?;
    check(key(&state, 107)? == *authority.key && key(&state, 139)? == of_mint && of_mint == *mint.key, 8)?;
    check(word(&authority.try_borrow_data()?, 98)? == word(&state, 99)?, 9)?;
    let [start, period, expiry, each, mut drawn] = words(&state[171..])?;
    let now = Clock::get()?.unix_timestamp as u64;
    check(amount > 0 && (expiry == 0 || now <= expiry), 10)?;
    check(now >= start, 11)?;
    let passed = |until: u64| until.saturating_sub(start) / period;
    let mut periods = passed(now);
    if expiry != 0 && start + periods * period >= expiry {
        periods = passed(expiry - 1);
    }
    if periods > 0 {
        drawn = 0;
    }
    check(amount <= each.saturating_sub(drawn), 12)?;
    state[171..179].copy_from_slice(&(start + periods * period).to_le_bytes());
    state[203..211].copy_from_slice(&(drawn + amount).to_le_bytes());
    drop(state);
    let decimals = *mint.try_borrow_data()?.get(44).ok_or(ProgramError::InvalidAccountData)?;
    let metas = vec![
        AccountMeta::new(*from.key, false),
        AccountMeta::new_readonly(*mint.key, false),
        AccountMeta::new(*receiver.key, false),
        AccountMeta::new_readonly(*authority.key, true),
    ];
    let data = [&[12][..], &amount.to_le_bytes(), &[decimals]].concat();
    let bump = [*authority.try_borrow_data()?.get(97).ok_or(ProgramError::InvalidAccountData)?];
    let seeds: [&[u8]; 4] = [b"SubscriptionAuthority", owner.as_ref(), of_mint.as_ref(), &bump];
    let call = Instruction { program_id: *token_program.key, accounts: metas, data };
    solana_cpi::invoke_signed(&call, accounts, &[&seeds])
}

/// Creates an account of this program at the address of `seeds`.
fn allocate(
    accounts: &[AccountInfo],
    payer: &Pubkey,
    at: &Pubkey,
    bytes: usize,
    program: &Pubkey,
    seeds: &[&[u8]],
) -> Outcome {
    let lamports = (OVERHEAD + bytes as u64) * RENT;
    let parts: [&[u8]; 4] =
        [&[0; 4], &lamports.to_le_bytes(), &(bytes as u64).to_le_bytes(), program.as_ref()];
    let metas = vec![AccountMeta::new(*payer, true), AccountMeta::new(*at, true)];
    let call = Instruction { program_id: Pubkey::default(), accounts: metas, data: parts.concat() };
    solana_cpi::invoke_signed(&call, accounts, &[seeds])
}

fn few() -> Outcome {
    Err(ProgramError::NotEnoughAccountKeys)
}

fn check(holds: bool, code: u32) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(ProgramError::Custom(code))
    }
}

fn word(data: &[u8], at: usize) -> Result<u64, ProgramError> {
    let bytes = data.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
    bytes.map(u64::from_le_bytes).ok_or(ProgramError::InvalidInstructionData)
}

fn words<const N: usize>(data: &[u8]) -> Result<[u64; N], ProgramError> {
    let mut all = [0; N];
    for (place, one) in all.iter_mut().enumerate() {
        *one = word(data, place * 8)?;
    }
    Ok(all)
}

fn key(data: &[u8], at: usize) -> Result<Pubkey, ProgramError> {
    let bytes: Option<[u8; 32]> = data.get(at..at + 32).and_then(|bytes| bytes.try_into().ok());
    bytes.map(Pubkey::new_from_array).ok_or(ProgramError::InvalidInstructionData)
}
