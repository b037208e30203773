//! One run of a command: the cluster, the keys, and what is said.

mod accounts;
mod cold;
mod multisig;
mod send;
mod text;
mod wallet;
mod wallets;

use {
    crate::{
        config::Settings,
        devices::{Attached, Devices},
        Exit, Failure, Options, Output,
    },
    io_rpc::{lookup, Chain, Patience},
    solana_message::AddressLookupTableAccount,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::cell::OnceCell,
};
pub use {
    cold::Signing,
    text::{name, show},
    wallet::Wallet,
    wallets::{is_ours, no_wallet},
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
    devices: &'a dyn Devices,
    wallet: OnceCell<Wallet>,
    payer: OnceCell<Wallet>,
    authority: OnceCell<Wallet>,
    tables: OnceCell<Vec<AddressLookupTableAccount>>,
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
        let (wallet, payer, authority) = Default::default();
        let tables = OnceCell::new();
        let devices = &Attached;
        Self { chain, options, output, settings, patience, devices, wallet, payer, authority, tables }
    }

    /// The same, with other hardware wallets than those at this machine's USB.
    #[must_use]
    pub fn with_devices(self, devices: &'a dyn Devices) -> Self {
        Self { devices, ..self }
    }

    /// Whether transactions are sent, and not only shown or signed.
    pub fn sends(&self) -> bool {
        !self.options.dry_run && self.options.multisig.is_none() && !self.options.signing.sign_only
    }

    /// Whoever signs.
    ///
    /// # Errors
    /// If the key cannot be read, or a multisig signs.
    pub fn wallet(&self) -> Result<&Wallet, Failure> {
        if self.options.multisig.is_some() {
            let message = "This is signed by a key of this machine: run it without --multisig.";
            return Err(Failure::new(Exit::Usage, message));
        }
        once(&self.wallet, || self.load(&self.settings.keypair, "--keypair"))
    }

    /// The key that an option names.
    fn load(&self, text: &str, option: &str) -> Result<Wallet, Failure> {
        Wallet::load(text, option, &self.options.signing.signer, self.devices)
    }

    /// Another key that a command needs, which an option of it names.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn other(&self, text: &str, option: &str) -> Result<Wallet, Failure> {
        self.load(text, option)
    }

    /// The address of whoever signs.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn me(&self) -> Result<Pubkey, Failure> {
        self.options.multisig.map_or_else(|| Ok(self.wallet()?.pubkey()), Ok)
    }

    /// Whoever pays the fees, and rents that no rule makes the signer's.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn payer(&self) -> Result<&Wallet, Failure> {
        match &self.options.fee_payer {
            None => self.wallet(),
            Some(text) => once(&self.payer, || self.load(text, "--fee-payer")),
        }
    }

    /// The address of whoever pays.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn payer_address(&self) -> Result<Pubkey, Failure> {
        self.options.multisig.map_or_else(|| Ok(self.payer()?.pubkey()), Ok)
    }

    /// The lookup tables that were named.
    ///
    /// # Errors
    /// If one of them is none.
    pub fn tables(&self) -> Result<&[AddressLookupTableAccount], Failure> {
        if self.tables.get().is_none() {
            let names = &self.options.lookup_table;
            let accounts = self.chain.accounts(names)?;
            let tables: Result<Vec<_>, Failure> = names
                .iter()
                .zip(accounts)
                .map(|(address, account)| {
                    lookup::table(address, account.as_ref()).ok_or_else(|| {
                        Failure::new(Exit::NotThere, format!("There is no lookup table at {address}."))
                            .hint("`io lut create` makes one.")
                    })
                })
                .collect();
            // Just found empty.
            let _ = self.tables.set(tables?);
        }
        Ok(self.tables.get().map(Vec::as_slice).unwrap_or_default())
    }

    /// Adds the lookup tables that a call was written for.
    ///
    /// # Errors
    /// If one that was named is none.
    pub fn add_tables(&mut self, more: Vec<AddressLookupTableAccount>) -> Result<(), Failure> {
        self.tables()?;
        if let Some(tables) = self.tables.get_mut() {
            tables.extend(more);
        }
        Ok(())
    }

    /// How long this run tries.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Unix seconds on chain.
    ///
    /// # Errors
    /// If the cluster does not answer.
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

fn once(cell: &OnceCell<Wallet>, load: impl FnOnce() -> Result<Wallet, Failure>) -> Result<&Wallet, Failure> {
    if cell.get().is_none() {
        // Just found empty.
        let _ = cell.set(load()?);
    }
    cell.get().ok_or_else(|| Failure::new(Exit::Key, "The key was lost."))
}
