//! Keys and hashes as text.

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

/// A hash in hexadecimal.
pub fn hex(bytes: &Hash) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that 64 hexadecimal digits are.
pub fn unhex(text: &str) -> Option<Hash> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(bytes)
}
