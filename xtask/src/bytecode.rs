//! `cargo xtask build`: every program to target/deploy/*.so.

use {
    crate::{
        elf,
        toolchain::{Choice, Toolchain},
        workspace::{deploy, root, target, PROGRAMS, TEST_PROGRAMS},
    },
    anyhow::{ensure, Context, Result},
    std::{
        env, fs,
        path::Path,
        process::{self, Command},
    },
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
        let code = toolchain.compile(program, root(), &target(), &out)?;
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

/// Builds every program, then those of the suite again: from a copy of what git knows of the workspace, in a folder and a
/// target of its own.
///
/// # Errors
/// If a byte differs: then nobody could tell by `io verify` what is deployed.
pub fn build_twice(choice: Choice) -> Result<()> {
    build(choice, true)?;
    let toolchain = Toolchain::ready(choice)?;
    let folder = env::temp_dir().join(format!("io-again-{}", process::id()));
    let (copy, out) = (folder.join("workspace"), folder.join("deploy"));
    fs::create_dir_all(&out)?;
    copy_workspace(&copy)?;
    for program in &PROGRAMS {
        let again = toolchain.compile(program, &copy, &folder.join("target"), &out)?;
        let first = fs::read(deploy().join(program.name).with_extension("so"))?;
        ensure!(again == first, "{} differs when it is built in {}", program.name, copy.display());
        eprintln!("  {:<19} the same again", program.name);
    }
    Ok(fs::remove_dir_all(&folder)?)
}

fn copy_workspace(to: &Path) -> Result<()> {
    let list = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output()?;
    ensure!(list.status.success(), "git does not list the workspace's files");
    for file in String::from_utf8(list.stdout)?.split_terminator('\0') {
        let path = to.join(file);
        fs::create_dir_all(path.parent().unwrap_or(to))?;
        fs::copy(root().join(file), &path).with_context(|| file.to_owned())?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_what_the_programs_are_built_from() {
        let copy = env::temp_dir().join(format!("io-copy-{}", process::id()));
        copy_workspace(&copy).unwrap();
        for program in &PROGRAMS {
            let manifest = program.manifest(root());
            assert_eq!(fs::read(program.manifest(&copy)).unwrap(), fs::read(manifest).unwrap());
        }
        assert!(copy.join("toolchain/build").exists() && copy.join("Cargo.lock").exists());
        assert!(!copy.join(".git").exists() && !copy.join("target").exists());
        fs::remove_dir_all(&copy).unwrap();
    }
}
