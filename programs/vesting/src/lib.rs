//! The locked parts of genesis: 272,000,000 IO that unlock by the month, from month 13 on.
//!
//! [`initialize`] creates the three categories with their managers, then the program is made final,
//! then io_emission mints into the vaults, then anyone [`start`]s the clock. Managers [`grant`];
//! anyone [`release`]s what has vested, to the beneficiary alone. Nobody, deployer, managers and
//! beneficiaries together, gets a base unit out before its month: docs/vesting.md has the argument.
//! The rules are `io_economics::vesting`; this program holds the accounts, checks who may call, and
//! moves the IO.
//!
//! [`initialize`]: io_vesting::initialize
//! [`start`]: io_vesting::start
//! [`grant`]: io_vesting::grant
//! [`release`]: io_vesting::release

use anchor_lang::prelude::*;
#[cfg(target_arch = "bpf")]
use sbf_rt as _;

pub mod error;
pub mod events;
pub mod instructions;
pub mod state;

pub use {error::VestingError, instructions::*, state::*};

declare_id!("Cu1mfVbGK6A8MdkeJG28dTXqKgBvPZ6st1zSjzED2qC5");

#[cfg(not(feature = "no-entrypoint"))]
io_onchain::security_txt!("io_vesting");

/// The locked IO of genesis, released by the month.
// Instructions are listed by frequency: Anchor compares discriminators in this order, 6 CU each.
#[program]
pub mod io_vesting {
    use super::*;

    /// Pays out what has vested, of one grant or of many. Anyone.
    pub fn release<'info>(ctx: Context<'info, Release<'info>>) -> Result<()> {
        Release::handle(ctx)
    }

    /// Promises IO to a beneficiary. The category's manager.
    pub fn grant(ctx: Context<MakeGrant>, index: u32, amount: u64) -> Result<()> {
        MakeGrant::handle(ctx, index, amount)
    }

    /// Takes back what has not vested. The manager of the core contributors.
    pub fn revoke(ctx: Context<Revoke>) -> Result<()> {
        Revoke::handle(ctx)
    }

    /// Proposes another beneficiary. The beneficiary.
    pub fn propose_beneficiary(ctx: Context<ProposeBeneficiary>, next_beneficiary: Pubkey) -> Result<()> {
        ProposeBeneficiary::handle(ctx, next_beneficiary)
    }

    /// Takes over a grant. The proposed beneficiary.
    pub fn accept_beneficiary(ctx: Context<AcceptBeneficiary>) -> Result<()> {
        AcceptBeneficiary::handle(ctx)
    }

    /// Proposes another manager. The category's manager.
    pub fn propose_manager(ctx: Context<ProposeManager>, next_manager: Pubkey) -> Result<()> {
        ProposeManager::handle(ctx, next_manager)
    }

    /// Takes over a category. The proposed manager.
    pub fn accept_manager(ctx: Context<AcceptManager>) -> Result<()> {
        AcceptManager::handle(ctx)
    }

    /// Creates the three categories. The deployer, once.
    pub fn initialize(ctx: Context<Initialize>, managers: Managers) -> Result<()> {
        Initialize::handle(ctx, managers)
    }

    /// Starts the clock of all three categories. Anyone, once, after the genesis allocations.
    pub fn start(ctx: Context<Start>) -> Result<()> {
        Start::handle(ctx)
    }
}
