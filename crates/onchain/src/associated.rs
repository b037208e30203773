//! Associated token accounts, told by a hash.
//!
//! A program that derives the address pays 1,500 CU a bump, since the runtime also sees that it is off the curve, where
//! no key can sign. A hash is 170, and enough in two cases: the bump was found by derivation before, or the account is
//! seen to be a token account, which nobody but the associated token program could create there.

use {
    anchor_lang::prelude::*,
    io_addresses::external::{ASSOCIATED_TOKEN_PROGRAM, TOKEN_PROGRAM},
    solana_sha256_hasher::hashv,
};

/// The address of a wallet's associated token account, by its bump.
pub fn address(wallet: &Pubkey, mint: &Pubkey, bump: u8) -> Pubkey {
    let hash = hashv(&[
        wallet.as_ref(),
        TOKEN_PROGRAM.as_ref(),
        mint.as_ref(),
        &[bump],
        ASSOCIATED_TOKEN_PROGRAM.as_ref(),
        b"ProgramDerivedAddress",
    ]);
    Pubkey::new_from_array(hash.to_bytes())
}

/// The bump by which `token_account` is the wallet's associated one, if it is. The caller sees to it that it is a token
/// account: it moves tokens from or to there.
pub fn bump(wallet: &Pubkey, mint: &Pubkey, token_account: &Pubkey) -> Option<u8> {
    (0..=u8::MAX).rev().find(|bump| address(wallet, mint, *bump) == *token_account)
}

/// The bump of the wallet's associated token account, whether that exists or not.
pub fn derive_bump(wallet: &Pubkey, mint: &Pubkey) -> u8 {
    let seeds = [wallet.as_ref(), TOKEN_PROGRAM.as_ref(), mint.as_ref()];
    Pubkey::find_program_address(&seeds, &ASSOCIATED_TOKEN_PROGRAM).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_derived_address() {
        for key in 0..64 {
            let (wallet, mint) = (Pubkey::new_from_array([key; 32]), Pubkey::new_from_array([200; 32]));
            let found = derive_bump(&wallet, &mint);
            let seeds: &[&[u8]] = &[wallet.as_ref(), TOKEN_PROGRAM.as_ref(), mint.as_ref(), &[found]];
            let derived = Pubkey::create_program_address(seeds, &ASSOCIATED_TOKEN_PROGRAM).unwrap();
            assert_eq!(address(&wallet, &mint, found), derived);
            assert_eq!(bump(&wallet, &mint, &derived), Some(found));
            assert_eq!(bump(&mint, &wallet, &derived), None);
        }
    }
}
