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
    let mut built = Vec::new();
    for program in PROGRAMS.iter().chain(&TEST_PROGRAMS) {
        let code = toolchain.compile(program, &out)?;
        elf::check(&code).with_context(|| format!("{} is not a deployable program", program.name))?;
        if report {
            eprintln!("  {:<19} {:>9} bytes", program.name, code.len());
        }
        built.push((out.join(program.name).with_extension("so"), code));
    }
    for (path, code) in built {
        // Written only when it differs, so that what depends on it keeps its date.
        if fs::read(&path).ok().as_ref() != Some(&code) {
            fs::write(&path, code).with_context(|| path.display().to_string())?;
        }
    }
    if report {
        eprintln!("in {}", out.display());
    }
    Ok(())
}
