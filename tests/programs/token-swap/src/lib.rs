//! spl-token-swap 3.0.0, unmodified, under an entry point of its own: the crate's own entry point
//! would make cargo link the crate itself too, and that link lacks sbf-rt.
#[cfg(target_arch = "bpf")]
use sbf_rt as _;
use spl_token_swap::{
    error::SwapError,
    processor::Processor,
    solana_program::{
        account_info::AccountInfo, entrypoint, entrypoint::ProgramResult,
        program_error::PrintProgramError, pubkey::Pubkey,
    },
};

entrypoint!(process);

fn process(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    Processor::process(program, accounts, data).inspect_err(|error| error.print::<SwapError>())
}
