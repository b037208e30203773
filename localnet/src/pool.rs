//! A pool of IO and USDC on SPL Token Swap, at the price that the oracle posts.

use {
    crate::{faucet, Keys, Rpc},
    anyhow::Result,
    io_client::{
        addresses::{
            emission::MINT,
            external::{TOKEN_PROGRAM, USDC_MINT},
        },
        token::{associated_address, create_associated},
        token_swap::{Pool, ID},
    },
    io_testkit::pool::{initialize, STATE_BYTES},
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    solana_system_interface::instruction::create_account,
    spl_token_interface::{instruction::initialize_mint2, state::Mint},
};

/// What is in it: an IO costs 0.20 USDC.
const SIDES: faucet::Amounts = faucet::Amounts { sol: 0, io: 1_000_000, usdc: 200_000 };

/// Where the pool is, seen from USDC: a swap buys IO.
pub fn pool(keys: &Keys) -> Pool {
    let (address, mint) = (keys.pool.pubkey(), keys.pool_mint.pubkey());
    let nowhere = Pubkey::default();
    let mut pool = Pool { address, a: nowhere, b: nowhere, mint, fees: nowhere };
    let authority = pool.authority();
    pool.a = associated_address(&authority, &USDC_MINT);
    pool.b = associated_address(&authority, &MINT.address);
    pool.fees = associated_address(&keys.community().pubkey(), &mint);
    pool
}

/// Makes the pool; the community's wallet provides what is in it.
pub(crate) fn make(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let pool = pool(keys);
    let (provider, authority) = (keys.community().pubkey(), pool.authority());
    faucet::give(rpc, keys, &authority, SIDES)?;
    let create = |key: &Keypair, bytes: usize, owner: &Pubkey| {
        Ok::<_, anyhow::Error>(create_account(
            &provider,
            &key.pubkey(),
            rpc.rent(bytes)?,
            bytes as u64,
            owner,
        ))
    };
    let calls = [
        create(&keys.pool_mint, Mint::LEN, &TOKEN_PROGRAM)?,
        initialize_mint2(&TOKEN_PROGRAM, &pool.mint, &authority, None, 8)?,
        create_associated(&provider, &provider, &pool.mint),
        create(&keys.pool, STATE_BYTES, &ID)?,
        initialize(&pool),
    ];
    rpc.send(&calls, keys.community(), &[&keys.pool_mint, &keys.pool])
}
