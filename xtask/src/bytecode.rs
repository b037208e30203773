//! `cargo xtask build`: every program to target/deploy/*.so.

use {
    crate::{
        elf,
        toolchain::{Choice, Toolchain},
        workspace::{deploy, PROGRAMS, TEST_PROGRAMS},
    },
    anyhow::{Context, Result},
    std::{fs, path::Path},
};

/// Builds and checks every program; `report` prints the compiler and the sizes.
pub fn build(choice: Choice, report: bool) -> Result<()> {
    let toolchain = Toolchain::ready(choice)?;
    let out = deploy();
    fs::create_dir_all(&out)?;
    if report {
        eprintln!("built by {toolchain}:");
    }
    let mut built = Vec::new();
    for program in PROGRAMS.iter().chain(&TEST_PROGRAMS) {
        let code = toolchain.compile(program, &out)?;
        elf::check(&code).with_context(|| format!("{} is not a deployable program", program.name))?;
        if report {
            eprintln!("  {:<19} {:>9} bytes", program.name, code.len());
        }
        built.push((out.join(program.name).with_extension("so"), code));
        // All of them, since the linker may have left a library in the place of an earlier one.
        built.iter().try_for_each(|(path, code)| write(path, code))?;
    }
    if report {
        eprintln!("in {}", out.display());
    }
    Ok(())
}

/// Writes a file only when it differs, so that what depends on it keeps its date.
fn write(path: &Path, code: &[u8]) -> Result<()> {
    if fs::read(path).ok().as_deref() == Some(code) {
        return Ok(());
    }
    fs::write(path, code).with_context(|| path.display().to_string())
}
