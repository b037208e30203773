//! Where things are, and which programs there are.

use {
    io_addresses::PROGRAMS,
    std::{
        env, fs,
        path::{Path, PathBuf},
        sync::LazyLock,
    },
};

/// The root of the workspace, as Cargo says at run time: a target folder that several checkouts
/// share has one xtask for all of them.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let own = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        own.parent().expect("xtask lies in the workspace").to_owned()
    });
    &ROOT
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
#[derive(Clone, Debug)]
pub struct Program {
    /// Cargo package.
    pub package: String,
    /// Folder in the workspace.
    pub folder: String,
    /// Name of its .so, and of its IDL.
    pub name: &'static str,
}

impl Program {
    /// A program of the suite; its package and its folder follow from its name.
    fn of_suite(name: &'static str) -> Self {
        let folder = format!("programs/{}", name.trim_start_matches("io_"));
        Self { package: name.replace('_', "-"), folder, name }
    }

    /// Its manifest, in a workspace.
    pub fn manifest(&self, root: &Path) -> PathBuf {
        root.join(&self.folder).join("Cargo.toml")
    }

    /// What Cargo calls its library.
    pub fn library(&self) -> String {
        format!("lib{}.so", self.package.replace('-', "_"))
    }

    /// Whether it is built in a target folder of its own: it uses another program of the suite as a
    /// library, as its manifest says.
    ///
    /// # Panics
    /// If there is no manifest.
    pub fn is_apart(&self, root: &Path) -> bool {
        !self.uses(root).is_empty()
    }

    /// The programs of the suite that it uses as libraries, as its manifest says.
    pub fn uses(&self, root: &Path) -> Vec<&'static str> {
        let path = self.manifest(root);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let suite = suite();
        let of = |name| suite.iter().find(|program| program.package == name).map(|program| program.name);
        dependencies(&text).filter_map(of).collect()
    }
}

/// The names in a manifest's `[dependencies]`.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with([' ', '#', '"', ']']))
        .filter_map(|line| line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty()))
}

/// The programs of the suite.
pub fn suite() -> Vec<Program> {
    PROGRAMS.iter().map(|program| Program::of_suite(program.name)).collect()
}

/// Programs that the tests and the demo run beside them: of our own, and those of others that
/// mainnet has, unmodified.
pub fn beside() -> Vec<Program> {
    let program = |package: &str, folder: &str, name| Program {
        package: package.into(),
        folder: format!("tests/programs/{folder}"),
        name,
    };
    vec![
        program("io-allowances", "allowances", "io_allowances"),
        program("io-hostile-exchange", "hostile-exchange", "io_hostile_exchange"),
        program("io-probe", "probe", "io_probe"),
        program("mpl-token-metadata-program", "metadata", "mpl_token_metadata"),
        program("spl-token-swap-program", "token-swap", "spl_token_swap"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_has_its_folder_and_its_package() {
        for program in suite().into_iter().chain(beside()) {
            let manifest = fs::read_to_string(program.manifest(root())).unwrap();
            assert!(manifest.contains(&format!("name = \"{}\"\n", program.package)), "{program:?}");
        }
    }

    #[test]
    fn a_program_that_is_built_apart_names_the_other_in_its_manifest() {
        let suite = suite();
        let apart = suite.iter().filter(|program| program.is_apart(root()));
        let apart: Vec<_> = apart.map(|program| program.name).collect();
        assert_eq!(apart, ["io_emission", "io_orders"], "one reads io_vesting, one calls io_staking");
        let names: Vec<_> = dependencies(
            "[package]\nname = \"x\"\n[dependencies]\na.workspace = true\nb = \"1\"\n# c = 1\n[dev]\nd = 1",
        )
        .collect();
        assert_eq!(names, ["a", "b"]);
    }
}
