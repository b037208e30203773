//! What an account's storage costs.

pub use io_addresses::external::ACCOUNT_OVERHEAD;
use {
    crate::{Chain, Fault},
    solana_pubkey::Pubkey,
};

/// The rent sysvar: lamports a byte and year (u64), years that make exempt (f64).
const RENT: Pubkey = Pubkey::from_str_const("SysvarRent111111111111111111111111111111111");

/// Lamports with which an account of `bytes` is exempt from rent on this cluster.
///
/// # Errors
/// If the cluster does not answer, or has no rent.
pub fn rent(chain: &dyn Chain, bytes: usize) -> Result<u64, Fault> {
    let account = chain.account(&RENT)?;
    let figures = account.as_ref().and_then(|account| account.data.first_chunk::<16>());
    let Some([price @ .., _, _, _, _, _, _, _, _]) = figures else {
        return Err(Fault::Unreadable("the cluster has no rent: it is no Solana cluster".into()));
    };
    let years = figures.and_then(|figures| figures.last_chunk()).copied().map_or(2.0, f64::from_le_bytes);
    let yearly = u64::from_le_bytes(*price).saturating_mul(ACCOUNT_OVERHEAD.saturating_add(bytes as u64));
    Ok((yearly as f64 * years) as u64)
}
