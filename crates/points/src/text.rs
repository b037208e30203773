//! Keys as text.

use io_client::airdrop::merkle::Hash;

/// A key in base58.
pub fn base58(key: &Hash) -> String {
    bs58::encode(key).into_string()
}

/// The key that a text in base58 is.
pub fn unbase58(text: &str) -> Option<Hash> {
    let mut key = [0; 32];
    (bs58::decode(text).onto(&mut key) == Ok(32)).then_some(key)
}
