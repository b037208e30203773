//! Cursors: where a page of a list begins. Readers hand back what they were given and know nothing
//! of what is in it; what was not given out for the same query is refused.

use {
    super::Problem,
    base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine as _},
    sha2::{Digest, Sha256},
};

/// Of this layout.
const VERSION: u8 = 1;
/// Bytes of the longest: a version, a tag, a place, a checksum.
const LONGEST: usize = 1 + 8 + 1 + 64 + 4;

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// By the `id` of rows, or by an hour.
    Id(i64),
    /// By an address.
    Key(String),
}

fn checksum(bytes: &[u8]) -> [u8; 4] {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.first_chunk().copied().unwrap_or_default()
}

/// The cursor of a place, for queries with this tag.
pub fn write(place: &Place, tag: [u8; 8]) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(tag);
    match place {
        Place::Id(id) => {
            bytes.push(0);
            bytes.extend(id.to_le_bytes());
        }
        Place::Key(key) => {
            bytes.push(1);
            bytes.extend(key.as_bytes());
        }
    }
    bytes.extend(checksum(&bytes));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place of a cursor.
///
/// # Errors
/// If it was changed, or was given out for another query.
pub fn read(text: &str, tag: [u8; 8]) -> Result<Place, Problem> {
    let wrong = || Problem::cursor("This is not a cursor of this index.");
    if text.len() > LONGEST * 4 / 3 + 4 {
        return Err(wrong());
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let (body, sum) = bytes.split_last_chunk::<4>().ok_or_else(wrong)?;
    if checksum(body) != *sum {
        return Err(wrong());
    }
    let (version, rest) = body.split_first().ok_or_else(wrong)?;
    let (of, place) = rest.split_first_chunk::<8>().ok_or_else(wrong)?;
    if *version != VERSION {
        return Err(Problem::cursor("This cursor comes from another version of the index."));
    }
    if *of != tag {
        return Err(Problem::cursor("This cursor belongs to another query."));
    }
    match place.split_first().ok_or_else(wrong)? {
        (0, id) => id.try_into().map(|id| Place::Id(i64::from_le_bytes(id))).map_err(|_| wrong()),
        // Whoever computes a checksum gets no further than with an address.
        (1, key) if !key.is_empty() && key.iter().all(u8::is_ascii_alphanumeric) => {
            String::from_utf8(key.to_vec()).map(Place::Key).map_err(|_| wrong())
        }
        _ => Err(wrong()),
    }
}
