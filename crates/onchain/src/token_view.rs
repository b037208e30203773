//! What the programs read of a token account without deserializing all of it.

use anchor_lang::prelude::*;

/// Bytes of a token account.
const LEN: usize = 165;
/// Where its state is, and what that says of one in use that is not frozen.
const STATE: usize = 108;
const IN_USE: u8 = 1;
const FROZEN: u8 = 2;

/// The owner in a token account's data; `None` if it is no token account.
pub fn owner(account: &AccountInfo) -> Option<Pubkey> {
    let owner = field::<32>(account, 32)?;
    Some(Pubkey::new_from_array(owner))
}

/// The base units in a token account; 0 if it is none.
pub fn amount(account: &AccountInfo) -> u64 {
    field::<8>(account, 64).map_or(0, u64::from_le_bytes)
}

/// Whether it is a token account of `mint` that belongs to `owner` and is not frozen: a transfer there succeeds.
pub fn takes(account: &AccountInfo, mint: &Pubkey, owner: &Pubkey) -> bool {
    if account.owner != &anchor_spl::token::ID {
        return false;
    }
    let Ok(data) = account.try_borrow_data() else { return false };
    data.len() == LEN
        && data[..32] == *mint.as_ref()
        && data[32..64] == *owner.as_ref()
        && data[STATE] == IN_USE
}

/// Whether the issuer has frozen a token account.
pub fn is_frozen(account: &AccountInfo) -> bool {
    field::<1>(account, STATE) == Some([FROZEN])
}

fn field<const N: usize>(account: &AccountInfo, start: usize) -> Option<[u8; N]> {
    if account.owner != &anchor_spl::token::ID {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    data.get(start..)?.first_chunk::<N>().copied()
}
