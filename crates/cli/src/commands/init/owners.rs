//! The wallets of the genesis file, first the owners of the allocations. An allocation happens
//! once, so an owner that could never move its IO is refused before.

use {
    crate::{
        session::{is_ours, no_wallet},
        Exit, Failure, Session,
    },
    serde::Deserialize,
    solana_pubkey::Pubkey,
};

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
            // An owner may be the vault of a multisig.
            if let Some(why) = no_wallet(address, account.as_ref(), true) {
                let message = format!("In the genesis file the owner of {name} is wrong: {why}.");
                return Err(Failure::new(Exit::Usage, message));
            }
        }
        Ok(())
    }
}

/// The address of a wallet in the genesis file.
///
/// # Errors
/// If it is none, or the default one.
pub fn wallet(name: &str, text: &str) -> Result<Pubkey, Failure> {
    text.parse().ok().filter(|address| *address != Pubkey::default()).ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            format!("\"{text}\" in the genesis file is no wallet: write the address of {name}."),
        )
    })
}
