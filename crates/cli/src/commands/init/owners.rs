//! The owners of the genesis allocations. An allocation happens once, so an owner that could never
//! move its IO is refused before.

use {
    super::genesis::wallet,
    crate::{Exit, Failure, Session},
    io_client::addresses::{
        buyback, emission,
        external::{
            ASSOCIATED_TOKEN_PROGRAM, METADATA_PROGRAM, PYTH_RECEIVER, TOKEN_PROGRAM, UPGRADEABLE_LOADER,
            USDC_MINT,
        },
        orders, staking, Program, PROGRAMS,
    },
    serde::Deserialize,
    solana_pubkey::Pubkey,
};

/// Token-2022, whose accounts are no wallets either.
const TOKEN_2022: Pubkey = Pubkey::from_str_const("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

/// Programs of others that own no wallet: their accounts are mints, token accounts and programs.
const OTHERS: [Pubkey; 5] = [TOKEN_PROGRAM, TOKEN_2022, METADATA_PROGRAM, PYTH_RECEIVER, UPGRADEABLE_LOADER];

/// Accounts of the suite, and programs that it calls. Nobody has their keys.
const SINGLETONS: [Pubkey; 21] = [
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
    TOKEN_PROGRAM,
    ASSOCIATED_TOKEN_PROGRAM,
    METADATA_PROGRAM,
    USDC_MINT,
];

/// Whether an address is one of the suite's, or of what it calls.
fn is_ours(address: &Pubkey) -> bool {
    SINGLETONS.contains(address)
        || PROGRAMS.iter().any(|program| program.id == *address || program.program_data == *address)
}

/// Whether a program owns no wallets.
fn owns_no_wallet(program: &Pubkey) -> bool {
    OTHERS.contains(program) || Program::at(program).is_some()
}

/// The owners' wallets, as the genesis file writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owners {
    seed_investors: String,
    series_a_investors: String,
    core_contributors: String,
    ecosystem: String,
    community: String,
}

impl Owners {
    fn named(&self) -> [(&'static str, &str); 5] {
        [
            ("seed_investors", &self.seed_investors),
            ("series_a_investors", &self.series_a_investors),
            ("core_contributors", &self.core_contributors),
            ("ecosystem", &self.ecosystem),
            ("community", &self.community),
        ]
    }

    /// Their addresses, in the order of the allocations.
    ///
    /// # Errors
    /// Unless they are five addresses, each its own, none of the suite.
    pub fn wallets(&self) -> Result<[Pubkey; 5], Failure> {
        let mut wallets = [Pubkey::default(); 5];
        for (i, (name, text)) in self.named().into_iter().enumerate() {
            let address = wallet(name, text)?;
            if let Some(earlier) = wallets.iter().position(|other| *other == address) {
                let message = format!(
                    "In the genesis file {name} and {} have the same owner {address}: each needs one of \
                     its own.",
                    self.named()[earlier].0
                );
                return Err(Failure::new(Exit::Usage, message));
            }
            if is_ours(&address) {
                let message = format!(
                    "In the genesis file the owner of {name}, {address}, is an address of the programs, no \
                     wallet."
                );
                return Err(Failure::new(Exit::Usage, message));
            }
            wallets[i] = address;
        }
        Ok(wallets)
    }

    /// # Errors
    /// If what the cluster has at one of `wallets` can never move its tokens.
    pub fn must_be_wallets(&self, session: &Session, wallets: &[Pubkey; 5]) -> Result<(), Failure> {
        let accounts = session.chain.accounts(wallets)?;
        for (((name, _), address), account) in self.named().iter().zip(wallets).zip(accounts) {
            if account.is_some_and(|account| account.executable || owns_no_wallet(&account.owner)) {
                let message = format!(
                    "In the genesis file the owner of {name}, {address}, is a mint, a token account or a \
                     program, no wallet."
                );
                return Err(Failure::new(Exit::Usage, message));
            }
        }
        Ok(())
    }
}
