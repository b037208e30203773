//! The programs' bytecode, as the upgradeable loader leaves it.

use {
    crate::Chain,
    anyhow::{Context, Result},
    io_addresses::{external::UPGRADEABLE_LOADER, loader::program_data},
    io_testkit::bytecode::{PROGRAMS, PROGRAMS_OF_OTHERS},
    solana_loader_v3_interface::state::UpgradeableLoaderState,
    solana_pubkey::Pubkey,
    std::{fs, path::Path},
};

/// Deploys every program from its `.so` in `folder`: those of the suite with `authority` as their upgrade authority,
/// those of others as final.
///
/// # Errors
/// If one has not been built.
pub fn deploy(chain: &Chain, folder: &Path, authority: &Pubkey) -> Result<()> {
    let own = PROGRAMS.iter().map(|program| (program.name, program.id, Some(*authority)));
    let of_others = PROGRAMS_OF_OTHERS.iter().map(|(name, id)| (*name, *id, None));
    for (name, id, authority) in own.chain(of_others) {
        let path = folder.join(name).with_extension("so");
        let code = fs::read(&path)
            .with_context(|| format!("cannot read {}: build it with `cargo xtask build`", path.display()))?;
        put(chain, id, &code, authority).with_context(|| name.to_owned())?;
    }
    Ok(())
}

/// Writes the loader's two accounts; the code first, which the chain compiles when it gets the other.
fn put(chain: &Chain, id: Pubkey, code: &[u8], authority: Option<Pubkey>) -> Result<()> {
    let programdata_address = program_data(&id);
    let state = UpgradeableLoaderState::ProgramData { slot: 0, upgrade_authority_address: authority };
    let mut data = wincode::serialize(&state)?;
    // The code comes after the place of an authority, whether there is one or not.
    data.resize(UpgradeableLoaderState::size_of_programdata_metadata(), 0);
    data.extend_from_slice(code);
    chain.put(programdata_address, data, UPGRADEABLE_LOADER, false)?;

    let program = wincode::serialize(&UpgradeableLoaderState::Program { programdata_address })?;
    chain.put(id, program, UPGRADEABLE_LOADER, true)
}
