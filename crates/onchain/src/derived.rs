//! Addresses derived from seeds, told by a hash.
//!
//! For an account whose canonical bump was found by derivation before: a hash is 200 CU, a
//! derivation 1,500.

use {anchor_lang::prelude::*, solana_sha256_hasher::hashv};

/// The address of two seeds and a bump under `program`.
pub fn address(seeds: [&[u8]; 2], bump: u8, program: &Pubkey) -> Pubkey {
    let hash = hashv(&[seeds[0], seeds[1], &[bump], program.as_ref(), b"ProgramDerivedAddress"]);
    Pubkey::new_from_array(hash.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_derived_address() {
        let program = Pubkey::new_from_array([9; 32]);
        for key in 0..100 {
            let seeds: [&[u8]; 2] = [b"record", &[key; 32]];
            let (derived, bump) = Pubkey::find_program_address(&seeds, &program);
            assert_eq!(address(seeds, bump, &program), derived);
        }
    }
}
