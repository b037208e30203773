//! The programs' bytecode, as the upgradeable loader leaves it.

use {
    crate::Chain,
    anyhow::{Context, Result},
    io_addresses::{external::UPGRADEABLE_LOADER, loader::program_data, PROGRAMS},
    io_testkit::bytecode::PROGRAMS_OF_OTHERS,
    solana_loader_v3_interface::state::UpgradeableLoaderState,
    solana_pubkey::Pubkey,
    std::{fs, path::Path},
};

/// Deploys the programs of the suite from their `.so` in `folder`, with `authority` as their
/// upgrade authority.
///
/// # Errors
/// If one has not been built.
pub fn deploy(chain: &Chain, folder: &Path, authority: &Pubkey) -> Result<()> {
    PROGRAMS.iter().try_for_each(|program| put(chain, folder, program.name, program.id, Some(*authority)))
}

/// Deploys the programs of others that every cluster has and the chain does not bring, as final.
///
/// # Errors
/// If one has not been built.
pub fn deploy_of_others(chain: &Chain, folder: &Path) -> Result<()> {
    PROGRAMS_OF_OTHERS.iter().try_for_each(|(name, id)| put(chain, folder, name, *id, None))
}

/// Writes the loader's two accounts; the code first, which the chain compiles when it gets the
/// other.
fn put(chain: &Chain, folder: &Path, name: &str, id: Pubkey, authority: Option<Pubkey>) -> Result<()> {
    let path = folder.join(name).with_extension("so");
    let code = fs::read(&path)
        .with_context(|| format!("cannot read {}: build it with `cargo xtask build`", path.display()))?;
    let programdata_address = program_data(&id);
    let state = UpgradeableLoaderState::ProgramData { slot: 0, upgrade_authority_address: authority };
    let mut data = wincode::serialize(&state)?;
    // The code comes after the place of an authority, whether there is one or not.
    data.resize(UpgradeableLoaderState::size_of_programdata_metadata(), 0);
    data.extend_from_slice(&code);
    chain.put(programdata_address, data, UPGRADEABLE_LOADER, false).with_context(|| name.to_owned())?;

    let program = wincode::serialize(&UpgradeableLoaderState::Program { programdata_address })?;
    chain.put(id, program, UPGRADEABLE_LOADER, true).with_context(|| name.to_owned())
}
