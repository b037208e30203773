//! USDC: a real SPL mint with 6 decimals, at mainnet's address, whose issuer can mint and freeze.

use {
    crate::Chain,
    anyhow::Result,
    io_client::addresses::external::{TOKEN_PROGRAM, USDC_MINT},
    io_testkit::usdc::mint,
    solana_pubkey::Pubkey,
};

/// Writes the mint, whose authorities are both `issuer`.
///
/// # Errors
/// If the chain refuses the account.
pub fn put_mint(chain: &Chain, issuer: &Pubkey) -> Result<()> {
    chain.put(USDC_MINT, mint(issuer), TOKEN_PROGRAM, false)
}
