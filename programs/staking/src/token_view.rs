//! What the program reads of a token account without deserializing all of it.

use anchor_lang::prelude::*;

/// The owner in a token account's data; `None` if it is no token account.
pub fn owner(account: &AccountInfo) -> Option<Pubkey> {
    let owner = field::<32>(account, 32)?;
    Some(Pubkey::new_from_array(owner))
}

/// The base units in a token account; 0 if it is none.
pub fn amount(account: &AccountInfo) -> u64 {
    field::<8>(account, 64).map_or(0, u64::from_le_bytes)
}

fn field<const N: usize>(account: &AccountInfo, start: usize) -> Option<[u8; N]> {
    if account.owner != &anchor_spl::token::ID {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    data.get(start..)?.first_chunk::<N>().copied()
}
