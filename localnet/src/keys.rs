//! Who is who on the local chain: keypair files in the format of Solana's tools, made once.

use {
    anyhow::{anyhow, bail, Context, Result},
    io_client::economics::genesis::CATEGORIES,
    solana_keypair::{read_keypair_file, write_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        path::{Path, PathBuf},
    },
};

/// File names of the wallets of the genesis allocations, in their order.
const OWNERS: [&str; CATEGORIES] =
    ["seed-investors", "series-a-investors", "core-contributors", "ecosystem", "community"];

/// The keys of everybody on the local chain. They are worth nothing elsewhere: do not use them
/// there.
pub struct Keys {
    folder: PathBuf,
    /// Upgrade authority of every program.
    pub deployer: Keypair,
    /// Admin of every program that has one.
    pub admin: Keypair,
    /// Reports availability and outages.
    pub oracle: Keypair,
    /// Proposes slashes.
    pub slasher: Keypair,
    /// Decides disputes.
    pub arbiter: Keypair,
    /// Mints and freezes USDC.
    pub usdc_issuer: Keypair,
    /// Runs the node that is ready.
    pub operator: Keypair,
    /// Has IO to stake.
    pub holder: Keypair,
    /// Has IO and USDC to order with.
    pub client: Keypair,
    /// Turns the cranks.
    pub keeper: Keypair,
    /// The pool of IO and USDC.
    pub pool: Keypair,
    /// The mint of the pool's own token.
    pub pool_mint: Keypair,
    /// Wallets of the genesis allocations. The faucet's IO comes from the last.
    pub owners: [Keypair; CATEGORIES],
}

impl Keys {
    /// The keys in a folder; makes those that are missing.
    ///
    /// # Errors
    /// If the folder cannot be written, or a file in it is no keypair.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let key = |name: &str| {
            let path = path(folder, name);
            let fault = |error: Box<dyn std::error::Error>| anyhow!("{}: {error}", path.display());
            if path.exists() {
                return read_keypair_file(&path).map_err(fault);
            }
            let key = Keypair::new();
            write_keypair_file(&key, &path).map_err(fault)?;
            Ok(key)
        };
        let owners = OWNERS.into_iter().map(key).collect::<Result<Vec<_>>>()?;
        Ok(Self {
            folder: folder.canonicalize()?,
            deployer: key("deployer")?,
            admin: key("admin")?,
            oracle: key("oracle")?,
            slasher: key("slasher")?,
            arbiter: key("arbiter")?,
            usdc_issuer: key("usdc-issuer")?,
            operator: key("operator")?,
            holder: key("holder")?,
            client: key("client")?,
            keeper: key("keeper")?,
            pool: key("pool")?,
            pool_mint: key("pool-mint")?,
            owners: owners.try_into().map_err(|_| anyhow!("one wallet for each allocation"))?,
        })
    }

    /// The keys of a network that has been started with this folder.
    ///
    /// # Errors
    /// If none has.
    pub fn of_running(folder: &Path) -> Result<Self> {
        if !path(folder, "deployer").exists() {
            bail!(
                "no keys in {}: start the network first with `cargo xtask localnet`, or give its --state",
                folder.display()
            );
        }
        Self::open(folder)
    }

    /// Where somebody's keypair lies.
    pub fn path(&self, name: &str) -> PathBuf {
        path(&self.folder, name)
    }

    /// The folder they are in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whose IO the faucet gives.
    pub fn community(&self) -> &Keypair {
        &self.owners[CATEGORIES - 1]
    }

    /// Everybody's address.
    pub fn wallets(&self) -> Vec<Pubkey> {
        let roles = [
            &self.deployer,
            &self.admin,
            &self.oracle,
            &self.slasher,
            &self.arbiter,
            &self.usdc_issuer,
            &self.operator,
            &self.holder,
            &self.client,
            &self.keeper,
        ];
        roles.into_iter().chain(&self.owners).map(Signer::pubkey).collect()
    }
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(name).with_extension("json")
}
