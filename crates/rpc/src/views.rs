//! Accounts of the programs, read.

use {
    crate::{At, Chain, Fault, Filter},
    io_client::{AccountDeserialize, Discriminator, Owner},
    solana_account::Account,
    solana_pubkey::Pubkey,
};

/// Reads an account of a program; none if there is none there, or another program's.
///
/// # Errors
/// `Unreadable` if it is the program's, but of another type.
pub fn decode<T: AccountDeserialize + Owner>(
    address: &Pubkey,
    account: Option<&Account>,
) -> Result<Option<T>, Fault> {
    let Some(account) = account.filter(|account| account.owner == T::owner() && !account.data.is_empty())
    else {
        return Ok(None);
    };
    let read = T::try_deserialize(&mut &account.data[..]);
    read.map(Some).map_err(|_| {
        Fault::Unreadable(format!("the account {address} is of another type: check the address"))
    })
}

/// Fetches and reads one account; none if there is none.
///
/// # Errors
/// If the cluster does not answer, or the account is of another type.
pub fn read<T: AccountDeserialize + Owner>(chain: &dyn Chain, address: &Pubkey) -> Result<Option<T>, Fault> {
    decode(address, chain.account(address)?.as_ref())
}

/// Every account of a type that passes the filters. What cannot be read is left out: a stranger's
/// bytes stop no tool.
///
/// # Errors
/// If the cluster does not answer.
pub fn every<T: AccountDeserialize + Owner + Discriminator>(
    chain: &dyn Chain,
    filters: &[Filter],
) -> Result<Vec<(Pubkey, T)>, Fault> {
    Ok(every_at(chain, filters)?.value)
}

/// The same, with the slot at which they were read.
///
/// # Errors
/// If the cluster does not answer.
pub fn every_at<T: AccountDeserialize + Owner + Discriminator>(
    chain: &dyn Chain,
    filters: &[Filter],
) -> Result<At<Vec<(Pubkey, T)>>, Fault> {
    let mut all = vec![Filter::Bytes(0, T::DISCRIMINATOR.to_vec())];
    all.extend_from_slice(filters);
    let At { slot, value } = chain.program_accounts_at(&T::owner(), &all)?;
    let read = value
        .iter()
        .filter_map(|(address, account)| Some((*address, T::try_deserialize(&mut &account.data[..]).ok()?)));
    Ok(At { slot, value: read.collect() })
}
