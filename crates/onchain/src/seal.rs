//! What shows that an account was written by this code and not by other code that was deployed at
//! the program's id before it.
//!
//! Whoever deploys can run anything at the id first, and leave accounts behind that look like the
//! program's own. A seal is the hash of the latest slot, taken once by the code that stays and
//! copied to every account that has to prove its origin. Code takes effect in the slot after its
//! deployment at the earliest, so the hash of any slot that it can see covers whatever the earlier
//! code has written: nothing written then can name it.

use anchor_lang::prelude::*;

/// Bytes of a seal.
pub const SEAL_BYTES: usize = 16;

/// A seal; all zeros where none was taken yet.
pub type Seal = [u8; SEAL_BYTES];

/// The seal of this moment, from the sysvar with the hashes of the latest slots; `None` in a
/// cluster's first slot. The caller checks that it is the sysvar.
pub fn take(slot_hashes: &AccountInfo) -> Option<Seal> {
    /// Where the hash of the latest slot lies: after the number of hashes (u64) and its slot (u64).
    const HASH: usize = 16;
    let data = slot_hashes.try_borrow_data().ok()?;
    let seal = data.get(HASH..)?.first_chunk::<SEAL_BYTES>()?;
    (*seal != [0; SEAL_BYTES]).then_some(*seal)
}
