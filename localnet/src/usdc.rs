//! USDC: a real SPL mint with 6 decimals, at mainnet's address, whose issuer can mint and freeze.

use {
    crate::Chain,
    anyhow::Result,
    io_client::{
        addresses::external::{TOKEN_PROGRAM, USDC_MINT},
        economics::units::USDC_DECIMALS,
    },
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    spl_token_interface::state::Mint,
};

/// Writes the mint, whose authorities are both `issuer`.
///
/// # Errors
/// If the chain refuses the account.
pub fn put_mint(chain: &Chain, issuer: &Pubkey) -> Result<()> {
    let mint = Mint {
        mint_authority: Some(*issuer).into(),
        supply: 0,
        decimals: USDC_DECIMALS,
        is_initialized: true,
        freeze_authority: Some(*issuer).into(),
    };
    let mut data = vec![0; Mint::LEN];
    mint.pack_into_slice(&mut data);
    chain.put(USDC_MINT, data, TOKEN_PROGRAM, false)
}
