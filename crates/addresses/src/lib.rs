//! The one place for program ids, seeds and singleton addresses.
//!
//! Only the ids are written down; the compiler derives every other constant from them, and
//! `tests/derive.rs` derives it again the way clients do. A deployment with keys of its own changes
//! the ids here; migrations/README.md says how.
#![no_std]
// The derivations hash and decompress curve points at compile time, which the compiler finds long.
#![allow(long_running_const_eval)]

mod derive;
pub mod loader;
mod programs;

use {derive::derive, loader::program_data, solana_pubkey::Pubkey};
pub use {
    derive::{associated_token, Derived},
    programs::{Program, PROGRAMS},
};

/// The mint: schedule, mint authority, and nothing else.
pub mod emission {
    use super::*;

    /// Program id.
    pub const ID: Pubkey = Pubkey::from_str_const("HtRHLECRGcpmGzmm8MBviJ7VnvAZcLhjGbHEkGWsYkML");
    /// The loader's account of this program; it names the upgrade authority.
    pub const PROGRAM_DATA: Pubkey = program_data(&ID);

    /// Seed of the state account.
    pub const EMISSION_SEED: &[u8] = b"emission";
    /// The state account, which is also the mint authority.
    pub const EMISSION: Derived = derive(&[EMISSION_SEED], &ID);

    /// Seed of the mint.
    pub const MINT_SEED: &[u8] = b"mint";
    /// The IO mint.
    pub const MINT: Derived = derive(&[MINT_SEED], &ID);

    /// Name and symbol of the IO mint, in an account of the metadata program.
    pub const METADATA: Pubkey = derive(
        &[b"metadata", external::METADATA_PROGRAM.as_array(), MINT.address.as_array()],
        &external::METADATA_PROGRAM,
    )
    .address;
}

/// Nodes, stake, rewards.
pub mod staking {
    use super::*;

    /// Program id.
    pub const ID: Pubkey = Pubkey::from_str_const("Fn9YJyRWVkQGnvoH7DHY6XPDwUpSDs2z1Cbg28mjsC65");
    /// The loader's account of this program; it names the upgrade authority.
    pub const PROGRAM_DATA: Pubkey = program_data(&ID);

    /// Seed of the config account.
    pub const CONFIG_SEED: &[u8] = b"config";
    /// The config account, which is also the authority of both vaults.
    pub const CONFIG: Derived = derive(&[CONFIG_SEED], &ID);

    /// Where the emission goes: the config's associated token account for IO, so that it can be
    /// created before this program is.
    pub const REWARD_VAULT: Pubkey = associated_token(&CONFIG.address, &emission::MINT.address);

    /// Seed of the stake vault.
    pub const STAKE_VAULT_SEED: &[u8] = b"stake_vault";
    /// Token account of all staked and cooling IO.
    pub const STAKE_VAULT: Derived = derive(&[STAKE_VAULT_SEED], &ID);

    /// First seed of a hardware class; its number follows (u16, little endian).
    pub const CLASS_SEED: &[u8] = b"class";
    /// First seed of a node; its operator and the operator's number for it follow (u32, little
    /// endian).
    pub const NODE_SEED: &[u8] = b"node";
    /// First seed of a stake; its node and its owner follow.
    pub const STAKE_SEED: &[u8] = b"stake";
}

/// Escrow of compute orders.
pub mod orders {
    use super::*;

    /// Program id.
    pub const ID: Pubkey = Pubkey::from_str_const("B3R3neFAosjYxJAg38fsatknTEvU11DfPBQ3mgtyw8Eq");
    /// The loader's account of this program; it names the upgrade authority.
    pub const PROGRAM_DATA: Pubkey = program_data(&ID);

    /// Seed of the config account.
    pub const CONFIG_SEED: &[u8] = b"config";
    /// The config account, which signs hires and releases and is the authority of the vaults.
    pub const CONFIG: Derived = derive(&[CONFIG_SEED], &ID);

    /// First seed of a currency's books; its mint follows.
    pub const LEDGER_SEED: &[u8] = b"ledger";
    /// Balances of everything paid in IO.
    pub const IO_LEDGER: Derived = derive(&[LEDGER_SEED, emission::MINT.address.as_array()], &ID);
    /// Balances of everything paid in USDC.
    pub const USDC_LEDGER: Derived = derive(&[LEDGER_SEED, external::USDC_MINT.as_array()], &ID);

    /// First seed of a currency's vault; its mint follows.
    pub const VAULT_SEED: &[u8] = b"vault";
    /// Token account of all escrow in IO.
    pub const IO_VAULT: Derived = derive(&[VAULT_SEED, emission::MINT.address.as_array()], &ID);
    /// Token account of all escrow in USDC.
    pub const USDC_VAULT: Derived = derive(&[VAULT_SEED, external::USDC_MINT.as_array()], &ID);

    /// First seed of an order; its client and the client's number for it follow (u64, little
    /// endian).
    pub const ORDER_SEED: &[u8] = b"order";
    /// First seed of money that waits for its payee; the payee and the mint follow.
    pub const UNCLAIMED_SEED: &[u8] = b"unclaimed";
    /// First seed of a node's ask; the node follows.
    pub const ASK_SEED: &[u8] = b"ask";
    /// First seed of a node's record; the node follows.
    pub const RECORD_SEED: &[u8] = b"record";
    /// First seed of an attestation; the node and the auditor follow.
    pub const ATTESTATION_SEED: &[u8] = b"attest";
    /// First seed of a request; its client and the client's number for it follow (u64, little
    /// endian).
    pub const REQUEST_SEED: &[u8] = b"request";
    /// First seed of a bid; the request and the node follow.
    pub const BID_SEED: &[u8] = b"bid";
}

/// Fee revenue to IO, and IO to nothing.
pub mod buyback {
    use super::*;

    /// Program id.
    pub const ID: Pubkey = Pubkey::from_str_const("2Vp8HuegEHmdercEd5HkqohrLZpabEGQVE58ucSURQvB");
    /// The loader's account of this program; it names the upgrade authority.
    pub const PROGRAM_DATA: Pubkey = program_data(&ID);

    /// Seed of the config account.
    pub const CONFIG_SEED: &[u8] = b"config";
    /// The config account, which is also the authority of both vaults.
    pub const CONFIG: Derived = derive(&[CONFIG_SEED], &ID);

    /// Where fees paid in IO wait for the burn: the config's associated token account for IO.
    pub const IO_VAULT: Pubkey = associated_token(&CONFIG.address, &emission::MINT.address);
    /// Where fees paid in USDC wait for their day: the config's associated token account for USDC.
    pub const USDC_VAULT: Pubkey = associated_token(&CONFIG.address, &external::USDC_MINT);

    /// Seed of the key that an exchange is called by.
    pub const SWAPPER_SEED: &[u8] = b"swapper";
    /// Signs calls of an exchange: authority of two token accounts of its own and of nothing else.
    pub const SWAPPER: Derived = derive(&[SWAPPER_SEED], &ID);
    /// Holds the USDC of one swap.
    pub const SWAPPER_USDC: Pubkey = associated_token(&SWAPPER.address, &external::USDC_MINT);
    /// Receives the IO of one swap.
    pub const SWAPPER_IO: Pubkey = associated_token(&SWAPPER.address, &emission::MINT.address);
}

/// The locked parts of genesis.
pub mod vesting {
    use super::*;

    /// Program id.
    pub const ID: Pubkey = Pubkey::from_str_const("Cu1mfVbGK6A8MdkeJG28dTXqKgBvPZ6st1zSjzED2qC5");
    /// The loader's account of this program; it says whether the program is final.
    pub const PROGRAM_DATA: Pubkey = program_data(&ID);

    /// First seed of a category; its number follows (u8).
    pub const CATEGORY_SEED: &[u8] = b"category";
    /// The categories, each the authority of its vault: seed investors, series A investors, core
    /// contributors.
    pub const CATEGORIES: [Derived; 3] = [category(0), category(1), category(2)];
    /// Their vaults, in the same order: the associated token accounts for IO, so that they can be
    /// created before the categories are.
    pub const VAULTS: [Pubkey; 3] = [vault(0), vault(1), vault(2)];

    /// First seed of a grant; its category and its number in it follow (u32, little endian).
    pub const GRANT_SEED: &[u8] = b"grant";

    const fn category(number: u8) -> Derived {
        derive(&[CATEGORY_SEED, &[number]], &ID)
    }

    const fn vault(number: usize) -> Pubkey {
        associated_token(&CATEGORIES[number].address, &emission::MINT.address)
    }
}

/// Seasons of airdrops.
pub mod airdrop {
    use super::*;

    /// Program id.
    pub const ID: Pubkey = Pubkey::from_str_const("CJffiz1uSieCkxxCTPEEgzf6S8ojgGMsf6nV6j6zJG2w");
    /// The loader's account of this program; it names the upgrade authority.
    pub const PROGRAM_DATA: Pubkey = program_data(&ID);

    /// First seed of a season; its funder and the funder's number for it follow (u64, little
    /// endian). A season is the authority of its vault, its associated token account for IO.
    pub const SEASON_SEED: &[u8] = b"season";
    /// First seed of a page; its season and its number in it follow (u32, little endian).
    pub const PAGE_SEED: &[u8] = b"page";
}

/// Programs of others that every cluster has, and what the runtime charges for an account.
pub mod external {
    use super::Pubkey;

    /// Bytes that an account costs rent for besides its data.
    pub const ACCOUNT_OVERHEAD: u64 = 128;

    /// Classic SPL Token; IO and USDC are both its mints.
    pub const TOKEN_PROGRAM: Pubkey = Pubkey::from_str_const("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    /// The newer token program, whose tokens are none of the suite's.
    pub const TOKEN_2022_PROGRAM: Pubkey =
        Pubkey::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    /// The sysvar with the hashes of the latest slots.
    pub const SLOT_HASHES: Pubkey = Pubkey::from_str_const("SysvarS1otHashes111111111111111111111111111");
    /// USDC: 6 decimals, and an issuer that can freeze. The mint of mainnet.
    pub const USDC_MINT: Pubkey = Pubkey::from_str_const("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    /// Associated token accounts.
    pub const ASSOCIATED_TOKEN_PROGRAM: Pubkey =
        Pubkey::from_str_const("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    /// Metaplex token metadata.
    pub const METADATA_PROGRAM: Pubkey =
        Pubkey::from_str_const("metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s");
    /// Pyth's receiver, which verifies prices and stores them.
    pub const PYTH_RECEIVER: Pubkey = Pubkey::from_str_const("rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ");
    /// The loader of programs that can be upgraded.
    pub const UPGRADEABLE_LOADER: Pubkey =
        Pubkey::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");
}
