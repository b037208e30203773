//! Who may run genesis.

use {crate::EmissionError, anchor_lang::prelude::*, io_addresses::loader::upgrade_authority};

/// Refuses any signer but the upgrade authority that `program_data` names, so that nobody runs
/// ahead of the deployer.
pub fn require_deployer(signer: &Signer, program_data: &AccountInfo) -> Result<()> {
    let authority = upgrade_authority(&program_data.try_borrow_data()?);
    require!(authority == Some(signer.key()), EmissionError::NotUpgradeAuthority);
    Ok(())
}
