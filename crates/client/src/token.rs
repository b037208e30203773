//! Token accounts: addresses and the instruction that creates them.

use {
    anchor_lang::prelude::Pubkey, io_addresses::external::TOKEN_PROGRAM, solana_instruction::Instruction,
    spl_associated_token_account_interface as associated,
};

/// The associated token account of `owner` for `mint`.
pub fn associated_address(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    associated::address::get_associated_token_address_with_program_id(owner, mint, &TOKEN_PROGRAM)
}

/// Creates the associated token account of `owner` for `mint`; does nothing if it exists.
pub fn create_associated(payer: &Pubkey, owner: &Pubkey, mint: &Pubkey) -> Instruction {
    associated::instruction::create_associated_token_account_idempotent(payer, owner, mint, &TOKEN_PROGRAM)
}
