//! Money for anybody: SOL and IO of the community's wallet, new USDC.

use {
    crate::{Keys, Rpc},
    anyhow::{Context, Result},
    io_client::{
        addresses::{
            emission::MINT,
            external::{TOKEN_PROGRAM, USDC_MINT},
        },
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC, IO_DECIMALS},
        token::{associated_address, create_associated},
    },
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    spl_token_interface::instruction::{mint_to, transfer_checked},
};

/// Lamports in one SOL.
const LAMPORTS: u64 = 1_000_000_000;

/// Whole units to give.
#[derive(Clone, Copy, Debug)]
pub struct Amounts {
    /// SOL.
    pub sol: u64,
    /// IO.
    pub io: u64,
    /// USDC.
    pub usdc: u64,
}

/// Gives to a wallet, in one transaction; its token accounts are created.
///
/// # Errors
/// If the community's wallet has less, or an amount is beyond what a token can count.
pub fn give(rpc: &Rpc, keys: &Keys, to: &Pubkey, amounts: Amounts) -> Result<()> {
    let base_units = |whole: u64, unit: u64| whole.checked_mul(unit).context("the amount is too large");
    let (community, issuer) = (keys.community().pubkey(), keys.usdc_issuer.pubkey());
    let mut calls = vec![transfer(&community, to, base_units(amounts.sol, LAMPORTS)?)];
    for mint in [MINT.address, USDC_MINT] {
        calls.push(create_associated(&community, to, &mint));
    }
    calls.push(transfer_checked(
        &TOKEN_PROGRAM,
        &associated_address(&community, &MINT.address),
        &MINT.address,
        &associated_address(to, &MINT.address),
        &community,
        &[],
        base_units(amounts.io, BASE_UNITS_PER_IO)?,
        IO_DECIMALS,
    )?);
    let usdc = base_units(amounts.usdc, BASE_UNITS_PER_USDC)?;
    calls.push(mint_to(&TOKEN_PROGRAM, &USDC_MINT, &associated_address(to, &USDC_MINT), &issuer, &[], usdc)?);
    rpc.send(&calls, keys.community(), &[&keys.usdc_issuer])
        .context("the faucet's wallet is the community's, with the 100,000,000 IO of genesis")
}
