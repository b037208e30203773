//! Hires and releases: the two calls of io_staking, signed by the config.

use {
    crate::Config,
    anchor_lang::prelude::*,
    io_staking::cpi::{
        accounts::{Hire, Release},
        hire as hire_cpi, release as release_cpi,
    },
};

/// Hires processors of `node`, at most until `hired_until` in Unix seconds, even if they are never
/// released.
pub fn hire<'info>(
    orders: AccountInfo<'info>,
    staking_config: AccountInfo<'info>,
    node: AccountInfo<'info>,
    processors: u32,
    hired_until: i64,
) -> Result<()> {
    let accounts = Hire { orders, config: staking_config, node };
    hire_cpi(
        CpiContext::new_with_signer(io_staking::ID, accounts, &[Config::SIGNER]),
        processors,
        hired_until,
    )
}

/// Gives processors of `node` back.
pub fn release<'info>(orders: AccountInfo<'info>, node: AccountInfo<'info>, processors: u32) -> Result<()> {
    let accounts = Release { orders, node };
    release_cpi(CpiContext::new_with_signer(io_staking::ID, accounts, &[Config::SIGNER]), processors)
}
