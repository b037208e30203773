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
}

impl Program {
    /// Its manifest.
    pub fn manifest(&self) -> PathBuf {
        root().join(self.folder).join("Cargo.toml")
    }

    /// What Cargo calls its library.
    pub fn library(&self) -> String {
        format!("lib{}.so", self.package.replace('-', "_"))
    }
}

/// The programs of the suite.
pub const PROGRAMS: [Program; 4] = [
    Program { package: "io-emission", folder: "programs/emission", name: "io_emission" },
    Program { package: "io-staking", folder: "programs/staking", name: "io_staking" },
    Program { package: "io-orders", folder: "programs/orders", name: "io_orders" },
    Program { package: "io-buyback", folder: "programs/buyback", name: "io_buyback" },
];

/// Programs that the tests and the demo run beside them: one of our own, and those of others that mainnet
/// has, unmodified.
pub const TEST_PROGRAMS: [Program; 4] = [
    Program {
        package: "io-hostile-exchange",
        folder: "tests/programs/hostile-exchange",
        name: "io_hostile_exchange",
    },
    Program { package: "io-probe", folder: "tests/programs/probe", name: "io_probe" },
    Program {
        package: "mpl-token-metadata-program",
        folder: "tests/programs/metadata",
        name: "mpl_token_metadata",
    },
    Program {
        package: "spl-token-swap-program",
        folder: "tests/programs/token-swap",
        name: "spl_token_swap",
    },
];
