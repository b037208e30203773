//! What the program reads of io_emission's state.

use {
    crate::StakingError,
    anchor_lang::prelude::*,
    io_addresses::emission::{self, EMISSION},
};

/// Discriminator, version and padding of the layout read here; a test compares it with
/// io_emission's own.
pub const HEADER: [u8; 16] = [56, 101, 133, 79, 248, 233, 131, 140, 1, 0, 0, 0, 0, 0, 0, 0];

/// When the emission started, in Unix seconds.
///
/// # Errors
/// `WrongEmission`, `EmissionNotStarted`.
pub fn genesis_ts(account: &AccountInfo) -> Result<i64> {
    require_keys_eq!(account.key(), EMISSION.address, StakingError::WrongEmission);
    require_keys_eq!(*account.owner, emission::ID, StakingError::WrongEmission);
    let data = account.try_borrow_data()?;
    let rest = data.strip_prefix(&HEADER).ok_or(StakingError::WrongEmission)?;
    let genesis = i64::from_le_bytes(*rest.first_chunk().ok_or(StakingError::WrongEmission)?);
    require!(genesis != 0, StakingError::EmissionNotStarted);
    Ok(genesis)
}
