//! Whoever signs: with a key of this machine or on a hardware wallet, or elsewhere, whose signature
//! is passed in.

use {
    crate::{config::key_source, devices::Devices, Exit, Failure},
    io_rpc::{BadKey, KeySource},
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::{PresignerError, Signer, SignerError},
};

/// Whoever signs.
pub struct Wallet {
    address: Pubkey,
    /// A key of this machine, or on a hardware wallet.
    key: Option<Box<dyn Signer + Sync>>,
    /// Made elsewhere, each for one transaction.
    signatures: Vec<Signature>,
}

impl Wallet {
    /// Reads the key at `text`, or takes the address that it is, with those of the signatures that
    /// are its.
    ///
    /// # Errors
    /// If it can be neither.
    pub fn load(
        text: &str,
        option: &str,
        signatures: &[(Pubkey, Signature)],
        devices: &dyn Devices,
    ) -> Result<Self, Failure> {
        let bad =
            |bad: BadKey| Failure::sentence(Exit::Key, &bad.0).hint(format!("{option} names another key."));
        let with = |key: Box<dyn Signer + Sync>| (key.pubkey(), Some(key));
        let (address, key) = match key_source(text)? {
            KeySource::Address(address) => (address, None),
            KeySource::Device(url) => with(devices.open(&url).map_err(bad)?),
            source => with(Box::new(source.read().map_err(bad)?)),
        };
        let own = signatures.iter().filter(|(signer, _)| *signer == address);
        Ok(Self { address, key, signatures: own.map(|(_, signature)| *signature).collect() })
    }

    /// One whose signatures were made elsewhere.
    pub fn elsewhere(address: Pubkey, signature: Signature) -> Self {
        Self { address, key: None, signatures: vec![signature] }
    }

    /// Whether it can sign here.
    pub fn signs(&self) -> bool {
        self.key.is_some() || !self.signatures.is_empty()
    }

    /// Its key.
    ///
    /// # Errors
    /// If it is not on this machine.
    pub fn key(&self) -> Result<&dyn Signer, Failure> {
        self.key.as_ref().map(|key| &**key as &dyn Signer).ok_or_else(|| {
            let message = format!("This needs the key of {} on this machine.", self.address);
            Failure::new(Exit::Key, message).hint("Name its file with --keypair.")
        })
    }
}

impl Signer for Wallet {
    fn try_pubkey(&self) -> Result<Pubkey, SignerError> {
        Ok(self.address)
    }

    fn try_sign_message(&self, message: &[u8]) -> Result<Signature, SignerError> {
        if let Some(key) = &self.key {
            return key.try_sign_message(message);
        }
        let fits = |signature: &&Signature| signature.verify(&self.address.to_bytes(), message);
        let fit = self.signatures.iter().find(fits).copied();
        fit.ok_or(SignerError::PresignerError(PresignerError::VerificationFailure))
    }

    fn is_interactive(&self) -> bool {
        self.key.as_ref().is_some_and(|key| key.is_interactive())
    }
}
