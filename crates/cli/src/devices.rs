//! Keys on hardware wallets: `usb://ledger?key=0/0`.

use {io_rpc::BadKey, solana_signer::Signer};

/// Where hardware wallets are looked for.
pub trait Devices {
    /// Opens the key that a text names, which begins with `usb://`.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open(&self, url: &str) -> Result<Box<dyn Signer + Sync>, BadKey>;
}

/// The hardware wallets at this machine's USB.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attached;

#[cfg(not(feature = "hardware-wallet"))]
impl Devices for Attached {
    fn open(&self, _: &str) -> Result<Box<dyn Signer + Sync>, BadKey> {
        Err(BadKey(
            "this build cannot ask a hardware wallet: build it with `--features hardware-wallet`, or sign \
             with --sign-only where the key is"
                .into(),
        ))
    }
}

#[cfg(feature = "hardware-wallet")]
impl Devices for Attached {
    fn open(&self, url: &str) -> Result<Box<dyn Signer + Sync>, BadKey> {
        Ok(Box::new(usb::open(url)?))
    }
}

#[cfg(feature = "hardware-wallet")]
mod usb {
    use {
        io_rpc::BadKey,
        solana_derivation_path::DerivationPath,
        solana_pubkey::Pubkey,
        solana_remote_wallet::{
            locator::Locator,
            remote_keypair::{generate_remote_keypair, RemoteKeypair},
            remote_wallet::initialize_wallet_manager,
        },
        solana_signature::Signature,
        solana_signer::{Signer, SignerError},
        std::{
            fmt::Display,
            panic,
            sync::mpsc::{channel, Sender},
            thread,
        },
    };

    /// A message to sign, and where its signature goes.
    type Ask = (Vec<u8>, Sender<Result<Signature, String>>);

    /// A key on a device. The driver's handles stay on the thread that opened them.
    pub struct Usb {
        address: Pubkey,
        thread: Sender<Ask>,
    }

    pub fn open(url: &str) -> Result<Usb, BadKey> {
        let (ready, opened) = channel();
        let (thread, asked) = channel::<Ask>();
        let url = url.to_owned();
        thread::spawn(move || {
            let key = match carefully(&url) {
                Ok(key) => key,
                Err(bad) => return ready.send(Err(bad)).unwrap_or_default(),
            };
            if ready.send(Ok(key.pubkey)).is_err() {
                return;
            }
            for (message, answer) in asked {
                let signature = key.try_sign_message(&message).map_err(|error| error.to_string());
                // Whoever asked may have been interrupted.
                let _ = answer.send(signature);
            }
        });
        let address =
            opened.recv().map_err(|_| BadKey("the driver of the hardware wallet failed".into()))??;
        Ok(Usb { address, thread })
    }

    /// Finds a key. Where there is no USB, its drivers panic: that is said in words.
    fn carefully(url: &str) -> Result<RemoteKeypair, BadKey> {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(|_| ()));
        let found = panic::catch_unwind(|| find(url));
        panic::set_hook(hook);
        found.unwrap_or_else(|_| {
            Err(BadKey(format!(
                "the key {url} is not reached: connect it to a machine whose USB this build can use"
            )))
        })
    }

    fn find(url: &str) -> Result<RemoteKeypair, BadKey> {
        let bad = |error: &dyn Display| BadKey(format!("the key {url} cannot be used: {error}"));
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let path = match query.strip_prefix("key=") {
            Some(path) => DerivationPath::from_key_str(path).map_err(|error| bad(&error))?,
            None if query.is_empty() => DerivationPath::default(),
            None => return Err(bad(&"write the path of the key as ?key=0/0")),
        };
        let locator = Locator::new_from_path(place).map_err(|error| bad(&error))?;
        let devices = initialize_wallet_manager().map_err(|error| bad(&error))?;
        if devices.update_devices().map_err(|error| bad(&error))? == 0 {
            return Err(bad(&"no hardware wallet is there: connect it, unlock it, and open its Solana app"));
        }
        generate_remote_keypair(locator, path, &devices, false, "key").map_err(|error| bad(&error))
    }

    impl Signer for Usb {
        fn try_pubkey(&self) -> Result<Pubkey, SignerError> {
            Ok(self.address)
        }

        fn try_sign_message(&self, message: &[u8]) -> Result<Signature, SignerError> {
            let gone = || SignerError::Connection("the hardware wallet is gone".into());
            let (answer, answered) = channel();
            self.thread.send((message.to_vec(), answer)).map_err(|_| gone())?;
            answered.recv().map_err(|_| gone())?.map_err(SignerError::Custom)
        }

        fn is_interactive(&self) -> bool {
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_device_it_says_what_to_do() {
        let said = match Attached.open("usb://ledger?key=0/0") {
            Err(bad) => bad.to_string(),
            Ok(device) => panic!("a device of {} is attached to this machine", device.pubkey()),
        };
        let word = if cfg!(feature = "hardware-wallet") { "connect" } else { "--features hardware-wallet" };
        assert!(said.contains(word), "{said}");
    }
}
