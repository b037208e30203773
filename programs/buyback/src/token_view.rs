//! What the program reads of a token account without deserializing all of it.

use {anchor_lang::prelude::*, anchor_spl::token};

/// Bytes of a token account.
const LENGTH: usize = 165;
const OWNER: usize = 32;
const AMOUNT: usize = 64;
/// Tag of an optional key; 0 for none.
const DELEGATE: usize = 72;
const STATE: usize = 108;
/// Tag of an optional key; 0 for none.
const CLOSE_AUTHORITY: usize = 129;

/// The state of an account that is neither new nor frozen.
const INITIALIZED: u8 = 1;

/// The base units in a token account; 0 if it is none.
pub fn amount(account: &AccountInfo) -> u64 {
    read(account, |data| u64::from_le_bytes(field(data, AMOUNT))).unwrap_or(0)
}

/// Whether an account is a token account that `owner` alone controls.
pub fn is_owned_alone(account: &AccountInfo, owner: &Pubkey) -> bool {
    let alone = |data: &[u8; LENGTH]| {
        field(data, OWNER) == owner.to_bytes()
            && field(data, DELEGATE) == [0; 4]
            && field(data, STATE) == [INITIALIZED]
            && field(data, CLOSE_AUTHORITY) == [0; 4]
    };
    read(account, alone).unwrap_or(false)
}

fn read<T>(account: &AccountInfo, of: impl FnOnce(&[u8; LENGTH]) -> T) -> Option<T> {
    if account.owner != &token::ID {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    <&[u8; LENGTH]>::try_from(&**data).ok().map(of)
}

/// `N` bytes from `start`, which the constants above keep inside.
fn field<const N: usize>(data: &[u8; LENGTH], start: usize) -> [u8; N] {
    data.get(start..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}
