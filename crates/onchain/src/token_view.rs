//! What the programs read of a token account without deserializing all of it.

use anchor_lang::prelude::*;

/// Bytes of a token account.
const LEN: usize = 165;
/// Bytes of a mint, and where its decimals and the tag of its freeze authority are.
const MINT_LEN: usize = 82;
const DECIMALS: usize = 44;
const FREEZE_AUTHORITY: usize = 46;
/// A key that is not there, and one that is.
const NONE: [u8; 4] = [0; 4];
const SOME: [u8; 4] = [1, 0, 0, 0];
/// Where its state is, and what that says of one in use that is not frozen.
const STATE: usize = 108;
const IN_USE: u8 = 1;
const FROZEN: u8 = 2;
/// Where the tags of its optional keys are.
const DELEGATE: usize = 72;
const CLOSE_AUTHORITY: usize = 129;

/// The owner in a token account's data; `None` if it is no token account.
pub fn owner(account: &AccountInfo) -> Option<Pubkey> {
    let owner = field::<32>(account, 32)?;
    Some(Pubkey::new_from_array(owner))
}

/// The mint of a token account; `None` if it is none.
pub fn mint(account: &AccountInfo) -> Option<Pubkey> {
    let mint = field::<32>(account, 0)?;
    Some(Pubkey::new_from_array(mint))
}

/// The base units in a token account; 0 if it is none.
pub fn amount(account: &AccountInfo) -> u64 {
    field::<8>(account, 64).map_or(0, u64::from_le_bytes)
}

/// Whether it is a token account of `mint` that belongs to `owner` and is not frozen: a transfer
/// there succeeds.
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

/// Whether it is a token account of `mint`, whoever's, that is not frozen: a transfer there
/// succeeds.
pub fn takes_any(account: &AccountInfo, mint: &Pubkey) -> bool {
    field::<32>(account, 0) == Some(mint.to_bytes())
        && account.data_len() == LEN
        && field(account, STATE) == Some([IN_USE])
}

/// Whether it is a token account in use that `owner` alone controls: no delegate, no other
/// close authority, not frozen.
pub fn is_owned_alone(account: &AccountInfo, of: &Pubkey) -> bool {
    owner(account) == Some(*of)
        && account.data_len() == LEN
        && field(account, STATE) == Some([IN_USE])
        && field(account, DELEGATE) == Some(NONE)
        && field(account, CLOSE_AUTHORITY) == Some(NONE)
}

/// Whether the issuer has frozen a token account.
pub fn is_frozen(account: &AccountInfo) -> bool {
    field::<1>(account, STATE) == Some([FROZEN])
}

/// Whether it is a mint byte for byte as the token program initializes one: nothing is minted, and
/// no key may freeze or ever could. A freeze authority that was given up leaves its bytes.
pub fn is_new_mint(account: &AccountInfo, authority: &Pubkey, decimals: u8) -> bool {
    let mut new = [0; MINT_LEN];
    new[..4].copy_from_slice(&SOME);
    new[4..36].copy_from_slice(authority.as_ref());
    [new[DECIMALS], new[DECIMALS + 1]] = [decimals, IN_USE];
    field(account, 0) == Some(new) && account.data_len() == MINT_LEN
}

/// Whether it is a mint whose accounts nobody can freeze; then nobody ever will.
pub fn never_freezes(mint: &AccountInfo) -> bool {
    field(mint, FREEZE_AUTHORITY) == Some(NONE) && mint.data_len() == MINT_LEN
}

fn field<const N: usize>(account: &AccountInfo, start: usize) -> Option<[u8; N]> {
    if account.owner != &anchor_spl::token::ID {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    data.get(start..)?.first_chunk::<N>().copied()
}
