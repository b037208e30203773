//! The config of staking as clients read it: with the pools.

use {
    anchor_lang::prelude::*,
    io_addresses::staking::ID,
    io_staking::{Config, Pools},
    std::ops::Deref,
};

/// The config of staking with the pools that lie behind it in its account.
#[derive(Clone, Copy, Debug)]
pub struct ConfigAndPools {
    /// Who may do what.
    pub config: Config,
    /// The pools.
    pub pools: Pools,
}

impl Deref for ConfigAndPools {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.config
    }
}

impl AccountDeserialize for ConfigAndPools {
    fn try_deserialize(data: &mut &[u8]) -> Result<Self> {
        let pools = Pools::read(data)?;
        Ok(Self { config: Config::try_deserialize(data)?, pools })
    }

    fn try_deserialize_unchecked(data: &mut &[u8]) -> Result<Self> {
        let pools = Pools::read(data)?;
        Ok(Self { config: Config::try_deserialize_unchecked(data)?, pools })
    }
}

impl Owner for ConfigAndPools {
    fn owner() -> Pubkey {
        ID
    }
}
