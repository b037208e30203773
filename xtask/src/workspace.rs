//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where the programs' bytecode goes.
pub fn deploy() -> PathBuf {
    target().join("deploy")
}

/// A program that is built to bytecode.
pub struct Program {
    /// Cargo package.
    pub package: &'static str,
    /// Folder in the workspace.
    pub folder: &'static str,
    /// Name of its .so, and of its IDL.
    pub name: &'static str,
    /// Whether it uses another program as a library.
    pub uses_another: bool,
}

impl Program {
    /// Its manifest, in a workspace.
    pub fn manifest(&self, root: &Path) -> PathBuf {
        root.join(self.folder).join("Cargo.toml")
    }

    /// What Cargo calls its library.
    pub fn library(&self) -> String {
        format!("lib{}.so", self.package.replace('-', "_"))
    }
}

/// The programs of the suite.
pub const PROGRAMS: [Program; 4] = [
    program("io-emission", "programs/emission", "io_emission"),
    program("io-staking", "programs/staking", "io_staking"),
    Program { uses_another: true, ..program("io-orders", "programs/orders", "io_orders") },
    program("io-buyback", "programs/buyback", "io_buyback"),
];

/// Programs that the tests and the demo run beside them: one of our own, and those of others that mainnet
/// has, unmodified.
pub const TEST_PROGRAMS: [Program; 4] = [
    program("io-hostile-exchange", "tests/programs/hostile-exchange", "io_hostile_exchange"),
    program("io-probe", "tests/programs/probe", "io_probe"),
    program("mpl-token-metadata-program", "tests/programs/metadata", "mpl_token_metadata"),
    program("spl-token-swap-program", "tests/programs/token-swap", "spl_token_swap"),
];

const fn program(package: &'static str, folder: &'static str, name: &'static str) -> Program {
    Program { package, folder, name, uses_another: false }
}
