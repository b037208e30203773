//! Nonce accounts: what makes a transaction land whenever it is sent.

use {solana_account::Account, solana_hash::Hash, solana_pubkey::Pubkey};

/// Where the layout of a nonce account has its parts: version and state (u32 each, 1 if it is in
/// use), its authority, the hash.
const IN_USE: [u8; 4] = 1u32.to_le_bytes();
const STATE: usize = 4;
const AUTHORITY: usize = 8;
const HASH: usize = 40;

/// What a nonce account stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce {
    /// Who advances it.
    pub authority: Pubkey,
    /// What a transaction names in the place of a blockhash.
    pub hash: Hash,
}

/// Reads a nonce account; none if it is none, or not in use.
pub fn stored(account: &Account) -> Option<Nonce> {
    let key = |at: usize| account.data.get(at..)?.first_chunk::<32>().copied();
    let is_nonce = account.owner == Pubkey::default()
        && account.data.len() == 80
        && account.data.get(STATE..AUTHORITY) == Some(&IN_USE);
    let (authority, hash) = (key(AUTHORITY)?, key(HASH)?);
    is_nonce.then(|| Nonce { authority: Pubkey::new_from_array(authority), hash: Hash::new_from_array(hash) })
}
