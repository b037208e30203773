//! Computes one operation on two 128-bit operands and returns the result, so that a test can
//! compare the bytecode with the host. Instruction data: the operation (1 byte), `a` and `b` (16
//! bytes each).

#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use {
    solana_account_info::AccountInfo,
    solana_program_error::{ProgramError, ProgramResult},
    solana_pubkey::Pubkey,
};

solana_program_entrypoint::entrypoint!(process);

/// The number of operations of [`compute`].
pub const OPERATIONS: u8 = 23;

/// Entry point.
pub fn process(_program: &Pubkey, _accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let (operation, operands) = data.split_first().ok_or(ProgramError::InvalidInstructionData)?;
    let (a, b) = operands.split_at_checked(16).ok_or(ProgramError::InvalidInstructionData)?;
    let word = |bytes: &[u8]| bytes.try_into().map(u128::from_le_bytes);
    let (a, b) = (word(a), word(b));
    let (Ok(a), Ok(b)) = (a, b) else { return Err(ProgramError::InvalidInstructionData) };
    solana_cpi::set_return_data(&compute(*operation, a, b).to_le_bytes());
    Ok(())
}

/// One operation. Panics as Rust does with overflow checks on: the transaction must abort.
pub fn compute(operation: u8, a: u128, b: u128) -> u128 {
    let (ia, ib) = (a as i128, b as i128);
    let (wa, wb) = (a as u64, b as u64);
    let (fa, fb) = (f64::from_bits(wa), f64::from_bits(wb));
    match operation {
        0 => a.wrapping_mul(b),
        1 => a / b,
        2 => a % b,
        3 => (ia / ib) as u128,
        4 => (ia % ib) as u128,
        5 => ia.wrapping_mul(ib) as u128,
        6 => a + b,
        7 => a - b,
        8 => a * b,
        9 => (ia * ib) as u128,
        10 => a.wrapping_shl(wb as u32),
        11 => a.wrapping_shr(wb as u32),
        12 => ia.wrapping_shr(wb as u32) as u128,
        13 => u128::from(wa + wb),
        14 => u128::from(wa / wb),
        15 => u128::from([1u8, 2, 3, 4][wa as usize]),
        16 => (wa != 0).then_some(a).unwrap(),
        17 => bits(fa + fb),
        18 => bits(fa * fb),
        19 => bits(fa / fb),
        20 => u128::from(fa as u64),
        21 => bits(wa as f64),
        22 => u128::from(fa < fb),
        _ => panic!("no such operation"),
    }
}

/// A float's bits; IEEE 754 leaves those of a NaN open, so all of them count as one.
fn bits(value: f64) -> u128 {
    u128::from(if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
}
