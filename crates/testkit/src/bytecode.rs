//! The programs as they ship: sBPF bytecode from `target/deploy`, deployed with an upgrade
//! authority.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{external, Program, PROGRAMS},
    io_client::token_swap,
    litesvm::LiteSVM,
    solana_account::Account,
    solana_loader_v3_interface::state::UpgradeableLoaderState,
    std::{env, fs, path::PathBuf},
};

/// Programs of others that every cluster has and the SVM does not bring: built unmodified from
/// their own crates.
pub const PROGRAMS_OF_OTHERS: [(&str, Pubkey); 2] =
    [("mpl_token_metadata", external::METADATA_PROGRAM), ("spl_token_swap", token_swap::ID)];

/// The variable by which `cargo xtask test PATTERN` names the programs that it has built. A world
/// has no others then, so that no test passes on the bytecode of earlier code.
const BUILT: &str = "IO_PROGRAMS";

/// The programs of the suite that a world has: all of them, unless only some were built.
pub fn built() -> Vec<&'static Program> {
    match env::var(BUILT) {
        Ok(list) => {
            PROGRAMS.iter().filter(|program| list.split(',').any(|name| name == program.name)).collect()
        }
        Err(_) => PROGRAMS.iter().collect(),
    }
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target")), PathBuf::from)
}

/// The bytecode of a program.
///
/// # Panics
/// If it has not been built.
pub fn read(name: &str) -> Vec<u8> {
    // Where `cargo xtask build` puts it.
    let path = target().join("deploy").join(name).with_extension("so");
    fs::read(&path).unwrap_or_else(|error| {
        panic!("cannot read {}: {error}; build it with `cargo xtask build`", path.display())
    })
}

/// Deploys a program with `authority` as its upgrade authority, as the loader leaves it.
///
/// # Panics
/// If the SVM refuses the bytecode.
pub fn deploy(svm: &mut LiteSVM, program: &Program, authority: Option<Pubkey>) {
    let code = read(program.name);
    svm.add_program(program.id, &code).unwrap_or_else(|error| panic!("{}: {error}", program.name));

    let slot = svm.get_sysvar::<solana_clock::Clock>().slot;
    let state = UpgradeableLoaderState::ProgramData { slot, upgrade_authority_address: authority };
    let mut account: Account = svm.get_account(&program.program_data).expect("the loader's account");
    let header = wincode::serialize(&state).expect("a fixed layout");
    account.data[..header.len()].copy_from_slice(&header);
    svm.set_account(program.program_data, account).expect("an account that is not executable");
}
