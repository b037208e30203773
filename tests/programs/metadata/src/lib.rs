//! mpl-token-metadata 1.13.2, unmodified, under an entry point of its own: the crate's own entry
//! point would make cargo link the crate itself too, and that link lacks sbf-rt.
use mpl_token_metadata::{
    error::MetadataError,
    processor,
    solana_program::{
        account_info::AccountInfo, entrypoint, entrypoint::ProgramResult,
        program_error::PrintProgramError, pubkey::Pubkey,
    },
};
#[cfg(target_arch = "bpf")]
use sbf_rt as _;

entrypoint!(process);

fn process<'a>(program: &'a Pubkey, accounts: &'a [AccountInfo<'a>], data: &[u8]) -> ProgramResult {
    processor::process_instruction(program, accounts, data)
        .inspect_err(|error| error.print::<MetadataError>())
}
