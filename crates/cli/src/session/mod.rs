//! One run of a command: the cluster, the keys, and what is said.

mod accounts;
mod multisig;
mod send;
mod text;

pub use text::{host, name, show, sol};
use {
    crate::{config::Settings, Exit, Failure, Options, Output},
    io_rpc::{Chain, Patience},
    solana_keypair::{read_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{cell::OnceCell, path::Path},
};

/// One run of a command.
pub struct Session<'a> {
    /// The cluster.
    pub chain: &'a dyn Chain,
    /// How to do it.
    pub options: &'a Options,
    /// What it says.
    pub output: Output,
    settings: &'a Settings,
    patience: Patience,
    key: OnceCell<Keypair>,
    payer: OnceCell<Keypair>,
}

impl<'a> Session<'a> {
    /// A run that has not begun.
    pub fn new(
        chain: &'a dyn Chain,
        options: &'a Options,
        settings: &'a Settings,
        patience: Patience,
    ) -> Self {
        let output = Output::default();
        Self { chain, options, output, settings, patience, key: OnceCell::new(), payer: OnceCell::new() }
    }

    /// Whether transactions are sent, and not only shown.
    pub fn sends(&self) -> bool {
        !self.options.dry_run && self.options.multisig.is_none()
    }

    /// The key that signs.
    pub fn key(&self) -> Result<&Keypair, Failure> {
        if self.options.multisig.is_some() {
            let message = "This is signed by a key of this machine: run it without --multisig.";
            return Err(Failure::new(Exit::Usage, message));
        }
        once(&self.key, || load(&self.settings.keypair, "--keypair"))
    }

    /// The address of whoever signs.
    pub fn me(&self) -> Result<Pubkey, Failure> {
        self.options.multisig.map_or_else(|| Ok(self.key()?.pubkey()), Ok)
    }

    /// The key that pays the fees, and rents that no rule makes the signer's.
    pub fn payer(&self) -> Result<&Keypair, Failure> {
        match &self.options.fee_payer {
            None => self.key(),
            Some(path) => once(&self.payer, || load(path, "--fee-payer")),
        }
    }

    /// The address of whoever pays.
    pub fn payer_address(&self) -> Result<Pubkey, Failure> {
        self.options.multisig.map_or_else(|| Ok(self.payer()?.pubkey()), Ok)
    }

    /// Unix seconds on chain.
    pub fn now(&self) -> Result<i64, Failure> {
        Ok(self.chain.now()?)
    }

    /// An address, or a link to it.
    pub fn link(&self, address: &Pubkey) -> String {
        if !self.options.explorer {
            return address.to_string();
        }
        format!("https://explorer.solana.com/address/{address}{}", self.settings.explorer_query())
    }
}

fn once(
    cell: &OnceCell<Keypair>,
    load: impl FnOnce() -> Result<Keypair, Failure>,
) -> Result<&Keypair, Failure> {
    if cell.get().is_none() {
        // Just found empty.
        let _ = cell.set(load()?);
    }
    cell.get().ok_or_else(|| Failure::new(Exit::Key, "The key was lost."))
}

fn load(path: &Path, option: &str) -> Result<Keypair, Failure> {
    read_keypair_file(path).map_err(|_| {
        let message = format!("Cannot read a key from {}.", path.display());
        Failure::new(Exit::Key, message)
            .hint(format!("Create one with `solana-keygen new`, or name another file with {option}."))
    })
}
