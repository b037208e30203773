//! `cargo xtask build`: every program to target/deploy/*.so.

use {
    crate::{
        elf,
        toolchain::{Choice, Toolchain},
        workspace::{deploy, PROGRAMS, TEST_PROGRAMS},
    },
    anyhow::{Context, Result},
    std::fs,
};

/// Builds and checks every program; `report` prints the compiler and the sizes.
pub fn build(choice: Choice, report: bool) -> Result<()> {
    let toolchain = Toolchain::ready(choice)?;
    let out = deploy();
    fs::create_dir_all(&out)?;
    if report {
        eprintln!("built by {toolchain}:");
    }
    for program in PROGRAMS.iter().chain(&TEST_PROGRAMS) {
        toolchain.compile(program, &out)?;
        let path = out.join(program.name).with_extension("so");
        let code = fs::read(&path).with_context(|| path.display().to_string())?;
        elf::check(&code).with_context(|| format!("{} is not a deployable program", path.display()))?;
        if report {
            eprintln!("  {:<19} {:>9} bytes  {}", program.name, code.len(), path.display());
        }
    }
    Ok(())
}
