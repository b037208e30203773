//! Address lookup tables, by which a transaction names an account with a byte instead of 32.

use {solana_account::Account, solana_message::AddressLookupTableAccount, solana_pubkey::Pubkey};

/// The program whose accounts they are.
pub const PROGRAM: Pubkey = Pubkey::from_str_const("AddressLookupTab1e1111111111111111111111111");

/// Where the addresses of a table begin, and where its authority is, after a byte that says whether
/// it has one.
const HEADER: usize = 56;
const AUTHORITY: usize = 21;
/// Its type: a table that is in use.
const TABLE: [u8; 4] = 1u32.to_le_bytes();
/// The slot in which it was deactivated, if it was.
const DEACTIVATED: usize = 4;

/// Reads the table at `address`; none if there is none, or one that is not in use any more.
pub fn table(address: &Pubkey, account: Option<&Account>) -> Option<AddressLookupTableAccount> {
    let data = &account.filter(|account| account.owner == PROGRAM)?.data;
    let in_use = data.starts_with(&TABLE) && deactivated(data)? == u64::MAX;
    let addresses = data.get(HEADER..)?.chunks_exact(32).filter_map(|bytes| bytes.try_into().ok());
    in_use.then(|| AddressLookupTableAccount { key: *address, addresses: addresses.collect() })
}

/// Who may change the table in an account; none if nobody may, or it is no table.
pub fn authority(account: &Account) -> Option<Pubkey> {
    let data = &account.data;
    let has_one = account.owner == PROGRAM && data.starts_with(&TABLE) && data.get(AUTHORITY) == Some(&1);
    let key = data.get(AUTHORITY + 1..)?.first_chunk::<32>()?;
    has_one.then(|| Pubkey::new_from_array(*key))
}

/// The slot in which a table was deactivated; `u64::MAX` while it is in use.
pub fn deactivated(data: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(*data.get(DEACTIVATED..)?.first_chunk()?))
}
