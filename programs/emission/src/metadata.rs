//! What the metadata program has written about the IO mint.
//!
//! Other code may have run at the id of io_emission before, and have named the mint as it liked, in
//! an account that it can change for ever. So genesis compares what is written.

use io_addresses::emission::{EMISSION, MINT};

/// Name of the token.
pub const NAME: &str = "io.net";
/// Symbol of the token.
pub const SYMBOL: &str = "IO";
/// Bytes that the metadata program has room for in a URI.
pub const MAX_URI_BYTES: usize = 200;

/// The metadata program's number for an account of this kind.
const KIND: u8 = 4;
/// Where the lengths of the three strings are; each string is padded with zeros to the next field.
const NAME_AT: usize = 65;
const SYMBOL_AT: usize = 101;
const URI_AT: usize = 115;
/// Where the fee (2 bytes) is, and after it the tag of the creators, whether it was sold, and
/// whether anybody can change it.
const FEE_AT: usize = URI_AT + LENGTH + MAX_URI_BYTES;
const END: usize = FEE_AT + 5;
/// Bytes of a string's length.
const LENGTH: usize = 4;

/// The URI in the data of a metadata account, if everything else is as `create_metadata` has it
/// written: name, symbol, no fee, no creators, and nobody can change it.
pub fn uri_of(data: &[u8]) -> Option<&str> {
    let (head, rest) = data.get(..END)?.split_at_checked(URI_AT)?;
    let (uri, tail) = rest.split_at_checked(FEE_AT - URI_AT)?;
    let (length, uri) = uri.split_at_checked(LENGTH)?;
    let right = head == self::head() && length == long(MAX_URI_BYTES) && tail == [0; END - FEE_AT];
    let uri = core::str::from_utf8(uri).ok()?.trim_end_matches('\0');
    right.then_some(uri)
}

/// The kind, the authority, which can do nothing, the mint, the name and the symbol.
// Places within an array of fixed length.
#[allow(clippy::arithmetic_side_effects)]
fn head() -> [u8; URI_AT] {
    let mut head = [0; URI_AT];
    head[0] = KIND;
    head[1..33].copy_from_slice(EMISSION.address.as_ref());
    head[33..NAME_AT].copy_from_slice(MINT.address.as_ref());
    for (text, at, end) in [(NAME, NAME_AT, SYMBOL_AT), (SYMBOL, SYMBOL_AT, URI_AT)] {
        let start = at + LENGTH;
        head[at..start].copy_from_slice(&long(end - start));
        head[start..start + text.len()].copy_from_slice(text.as_bytes());
    }
    head
}

/// A length as it is written.
fn long(bytes: usize) -> [u8; LENGTH] {
    (bytes as u32).to_le_bytes()
}
