//! Addresses that are to get money or a role: whether anybody can sign for them.

use {
    super::Session,
    crate::{Exit, Failure},
    io_client::addresses::{
        buyback, emission,
        external::{ASSOCIATED_TOKEN_PROGRAM, METADATA_PROGRAM, TOKEN_PROGRAM, USDC_MINT},
        orders, staking, vesting, PROGRAMS,
    },
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_system_interface::program::ID as SYSTEM_PROGRAM,
};

/// Accounts of the suite, and programs that it calls. Nobody has their keys.
const SINGLETONS: [Pubkey; 27] = [
    emission::EMISSION.address,
    emission::MINT.address,
    emission::METADATA,
    staking::CONFIG.address,
    staking::REWARD_VAULT,
    staking::STAKE_VAULT.address,
    orders::CONFIG.address,
    orders::IO_LEDGER.address,
    orders::USDC_LEDGER.address,
    orders::IO_VAULT.address,
    orders::USDC_VAULT.address,
    buyback::CONFIG.address,
    buyback::IO_VAULT,
    buyback::USDC_VAULT,
    buyback::SWAPPER.address,
    buyback::SWAPPER_IO,
    buyback::SWAPPER_USDC,
    vesting::CATEGORIES[0].address,
    vesting::CATEGORIES[1].address,
    vesting::CATEGORIES[2].address,
    vesting::VAULTS[0],
    vesting::VAULTS[1],
    vesting::VAULTS[2],
    TOKEN_PROGRAM,
    ASSOCIATED_TOKEN_PROGRAM,
    METADATA_PROGRAM,
    USDC_MINT,
];

/// Whether an address is one of the suite's, or of what it calls.
pub fn is_ours(address: &Pubkey) -> bool {
    SINGLETONS.contains(address)
        || PROGRAMS.iter().any(|program| program.id == *address || program.program_data == *address)
}

/// Why nobody can sign for an address, by what the cluster has there; none if somebody may. A vault
/// of a multisig has no key either, but its program signs for it: `vault` says that it is one.
pub fn no_wallet(address: &Pubkey, account: Option<&Account>, vault: bool) -> Option<String> {
    let is = |what: &str| Some(format!("{address} is {what}: nobody can sign for it"));
    if *address == SYSTEM_PROGRAM {
        return is("the address of the system program");
    }
    if is_ours(address) {
        return is("an address of the programs, no wallet");
    }
    match account {
        Some(account) if account.executable => is("a program"),
        Some(account) if account.owner == TOKEN_PROGRAM => is("a mint or a token account, no wallet"),
        Some(account) if account.owner != SYSTEM_PROGRAM => {
            Some(format!("{address} is an account of the program {}: nobody can sign for it", account.owner))
        }
        _ if !vault && !address.is_on_curve() => Some(format!(
            "{address} has no key: only a program can sign for it. If it is the vault of a multisig, \
             say --vault"
        )),
        _ => None,
    }
}

impl Session<'_> {
    /// # Errors
    /// If nobody can sign for an address.
    pub fn must_be_wallet(&self, address: &Pubkey, vault: bool) -> Result<(), Failure> {
        let account = self.chain.account(address)?;
        match no_wallet(address, account.as_ref(), vault) {
            Some(why) => Err(Failure::sentence(Exit::Usage, &why)),
            None => Ok(()),
        }
    }
}
