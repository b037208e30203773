//! Program-derived addresses, computed by the compiler.

use {const_crypto::ed25519, solana_pubkey::Pubkey};

/// A program-derived address and its canonical bump.
#[derive(Clone, Copy, Debug)]
pub struct Derived {
    /// The address.
    pub address: Pubkey,
    /// The greatest bump that takes the address off the curve.
    pub bump: u8,
}

/// The canonical address of `seeds` under `program`.
pub const fn derive(seeds: &[&[u8]], program: &Pubkey) -> Derived {
    let (address, bump) = ed25519::derive_program_address(seeds, program.as_array());
    Derived { address: Pubkey::new_from_array(address), bump }
}

/// The associated token account of `owner` for `mint` under the classic token program.
pub const fn associated_token(owner: &Pubkey, mint: &Pubkey) -> Pubkey {
    let seeds: [&[u8]; 3] = [owner.as_array(), crate::external::TOKEN_PROGRAM.as_array(), mint.as_array()];
    derive(&seeds, &crate::external::ASSOCIATED_TOKEN_PROGRAM).address
}
