//! Addresses derived from seeds.
//!
//! The runtime's own derivation takes 1,500 CU for each bump that it tries. What it does is a hash,
//! 200 CU, and a look at whether that is on the curve, 160 CU: done one by one this is the same
//! address for a third. Where the canonical bump was found before, the hash alone is enough.

use {
    anchor_lang::prelude::*,
    solana_curve25519::edwards::{validate_edwards, PodEdwardsPoint},
    solana_sha256_hasher::hashv,
};

/// Ends what is hashed of every derived address.
const MARKER: &[u8] = b"ProgramDerivedAddress";

/// The canonical address of up to three seeds under `program`, and its bump: what
/// `Pubkey::find_program_address` finds. A seed that is not there is empty.
pub fn find(seeds: [&[u8]; 3], program: &Pubkey) -> (Pubkey, u8) {
    let [first, second, third] = seeds;
    let mut bump = u8::MAX;
    loop {
        let hash = hashv(&[first, second, third, &[bump], program.as_ref(), MARKER]).to_bytes();
        // One hash in two is on the curve: that none of 255 is off it does not happen.
        if bump == 1 || !validate_edwards(&PodEdwardsPoint(hash)) {
            return (Pubkey::new_from_array(hash), bump);
        }
        bump = bump.saturating_sub(1);
    }
}

/// The address of two seeds and a bump under `program`.
pub fn address(seeds: [&[u8]; 2], bump: u8, program: &Pubkey) -> Pubkey {
    let hash = hashv(&[seeds[0], seeds[1], &[bump], program.as_ref(), MARKER]);
    Pubkey::new_from_array(hash.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_what_the_runtime_derives() {
        for key in 0..2_000u16 {
            let mut program = [9; 32];
            program[..2].copy_from_slice(&key.to_le_bytes());
            let program = Pubkey::new_from_array(program);
            let seeds: [&[u8]; 3] = [b"order", &[7; 32], &key.to_le_bytes()];
            assert_eq!(find(seeds, &program), Pubkey::find_program_address(&seeds, &program));
        }
    }

    #[test]
    fn a_hash_is_the_derived_address() {
        let program = Pubkey::new_from_array([9; 32]);
        for key in 0..100 {
            let seeds: [&[u8]; 2] = [b"record", &[key; 32]];
            let (derived, bump) = Pubkey::find_program_address(&seeds, &program);
            assert_eq!(address(seeds, bump, &program), derived);
            assert_eq!(find([seeds[0], seeds[1], b""], &program), (derived, bump));
        }
    }
}
