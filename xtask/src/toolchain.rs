//! Which compiler makes the bytecode.

use {
    crate::{
        run::{installed, Step},
        workspace::{self, Program},
    },
    anyhow::{bail, Context, Result},
    clap::ValueEnum,
    std::{fmt, fs, path::Path},
};

/// What the caller asks for.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// platform-tools where cargo-build-sbf is installed, else the registry toolchain
    Auto,
    /// Anza's platform-tools, by cargo build-sbf
    PlatformTools,
    /// The compiler that toolchain/setup assembles
    Registry,
}

/// A compiler that is ready.
pub enum Toolchain {
    /// Anza's.
    PlatformTools,
    /// The one that toolchain/ assembles.
    Registry,
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PlatformTools => "Anza's platform-tools",
            Self::Registry => "the registry toolchain",
        })
    }
}

impl Toolchain {
    /// Picks a compiler and sets it up.
    pub fn ready(choice: Choice) -> Result<Self> {
        let platform_tools = installed("cargo-build-sbf");
        match choice {
            Choice::PlatformTools if !platform_tools => {
                bail!("cargo-build-sbf is not installed; install the Solana CLI, or leave out --with")
            }
            Choice::Auto | Choice::PlatformTools if platform_tools => Ok(Self::PlatformTools),
            _ => {
                let missing: Vec<_> = ["apt-get", "dpkg", "python3", "cc"]
                    .into_iter()
                    .filter(|tool| !installed(tool))
                    .collect();
                if !missing.is_empty() || !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
                    bail!(
                        "no compiler for sBPF here. Install the Solana CLI (it brings cargo build-sbf), \
                         or use Debian 12 on x86_64 with apt-get, dpkg, python3 and cc (missing: {})",
                        if missing.is_empty() { "another system".into() } else { missing.join(", ") }
                    );
                }
                Step::new(workspace::root().join("toolchain/setup"))
                    .run_quietly("sBPF compiler (the first time it is assembled, in two minutes)")?;
                Ok(Self::Registry)
            }
        }
    }

    /// Compiles one program of the workspace at `root`, alone, and each program that uses another
    /// as a library in folders of its own: Cargo would take that library, which has no entry point,
    /// for the other program. Returns the bytecode.
    pub fn compile(&self, program: &Program, root: &Path, target: &Path, out: &Path) -> Result<Vec<u8>> {
        let title = format!("build {}", program.name);
        let own =
            |folder: &Path| if program.is_apart(root) { folder.join("apart") } else { folder.to_owned() };
        let (target, out) = (own(target), own(out));
        let manifest = program.manifest(root);
        let manifest = manifest.to_string_lossy();
        match self {
            Self::PlatformTools => Step::new("cargo-build-sbf")
                .args(&["--arch", "v3", "--manifest-path", &manifest, "--sbf-out-dir"])
                .args(&[&out.to_string_lossy()])
                .within(root)
                .env("CARGO_TARGET_DIR", &target)
                .run_quietly(&title)?,
            Self::Registry => Step::new(root.join("toolchain/build"))
                .within(root)
                .args(&["--locked", "--manifest-path", &manifest, "--package", &program.package])
                .env("CARGO_TARGET_DIR", &target)
                .run_quietly(&title)?,
        }
        let built = match self {
            Self::PlatformTools => out.join(program.library().trim_start_matches("lib")),
            Self::Registry => target.join("solana-sbpfv3/release").join(program.library()),
        };
        fs::read(&built).with_context(|| built.display().to_string())
    }
}
