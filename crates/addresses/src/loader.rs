//! The upgradeable loader's account of a program's code.

use {crate::derive::derive, solana_pubkey::Pubkey};

/// The loader's number for an account with a program's code, and the bytes before that code.
const TAG: [u8; 4] = 3u32.to_le_bytes();
const HEADER: usize = 45;

/// The address at which the loader keeps the code and the upgrade authority of `program`.
pub const fn program_data(program: &Pubkey) -> Pubkey {
    derive(&[program.as_array()], &crate::external::UPGRADEABLE_LOADER).address
}

/// The upgrade authority named in the data of an account at [`program_data`]; `None` if the program
/// is final or the data is something else.
///
/// Read from the loader's fixed layout: tag 3 (u32), slot (u64), 1 if there is an authority (u8),
/// the authority. A deserializer for the whole enum would bring serde's error formatting into every
/// program.
pub fn upgrade_authority(data: &[u8]) -> Option<Pubkey> {
    let header = data.first_chunk::<HEADER>()?;
    let authority = header.last_chunk::<32>()?;
    (header.starts_with(&TAG) && header[12] == 1).then(|| Pubkey::new_from_array(*authority))
}

/// Whether the data of an account at [`program_data`] are those of a program that nobody can
/// replace any more.
pub fn is_final(data: &[u8]) -> bool {
    data.first_chunk::<HEADER>().is_some_and(|header| header.starts_with(&TAG) && header[12] == 0)
}
