//! `cargo xtask build`: every program to target/deploy/*.so.

use {
    crate::{
        elf,
        toolchain::{Choice, Toolchain},
        workspace::{beside, deploy, root, suite, target, Program},
    },
    anyhow::{anyhow, ensure, Context, Result},
    std::{
        env, fs,
        path::{Path, PathBuf},
        process::{self, Command},
        thread,
    },
};

/// Builds and checks every program; `report` prints the compiler and the sizes.
pub fn build(choice: Choice, report: bool) -> Result<()> {
    let programs: Vec<_> = suite().into_iter().chain(beside()).collect();
    let built = build_these(choice, &programs)?;
    if report {
        eprintln!("built by {}:", Toolchain::ready(choice)?);
        for (path, code) in built {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            eprintln!("  {name:<19} {:>9} bytes", code.len());
        }
        eprintln!("in {}", deploy().display());
    }
    Ok(())
}

/// Builds and checks some programs; returns where each is and its bytecode.
///
/// # Errors
/// If one does not compile or could not be deployed.
pub fn build_these(choice: Choice, programs: &[Program]) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let toolchain = Toolchain::ready(choice)?;
    let out = deploy();
    fs::create_dir_all(&out)?;
    let compile = |programs: Vec<&Program>| -> Result<Vec<(PathBuf, Vec<u8>)>> {
        programs
            .into_iter()
            .map(|program| {
                let code = toolchain.compile(program, root(), &target(), &out)?;
                elf::check(&code).with_context(|| format!("{} is not a deployable program", program.name))?;
                Ok((out.join(program.name).with_extension("so"), code))
            })
            .collect()
    };
    let (apart, others): (Vec<_>, Vec<_>) = programs.iter().partition(|program| program.is_apart(root()));
    // They have target folders of their own, and each ends in one thread of the linker's.
    let (apart, others) = thread::scope(|scope| {
        let apart = scope.spawn(|| compile(apart));
        let others = compile(others);
        (apart.join().map_err(|_| anyhow!("a build panicked")), others)
    });
    let built = [others?, apart??].concat();
    built.iter().try_for_each(|(path, code)| write(path, code))?;
    Ok(built)
}

/// Builds every program, then those of the suite again: from a copy of what git knows of the
/// workspace, in a folder and a target of its own.
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
    for program in suite() {
        let again = toolchain.compile(&program, &copy, &folder.join("target"), &out)?;
        let first = fs::read(deploy().join(program.name).with_extension("so"))?;
        ensure!(again == first, "{} differs when it is built in {}", program.name, copy.display());
        eprintln!("  {:<19} the same again", program.name);
    }
    Ok(fs::remove_dir_all(&folder)?)
}

/// The files that git knows of.
///
/// # Errors
/// If git is missing, or this is no checkout.
pub fn tracked() -> Result<Vec<String>> {
    let list = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output()?;
    ensure!(list.status.success(), "git does not list the workspace's files");
    Ok(String::from_utf8(list.stdout)?.split_terminator('\0').map(str::to_owned).collect())
}

fn copy_workspace(to: &Path) -> Result<()> {
    for file in tracked()? {
        let path = to.join(&file);
        fs::create_dir_all(path.parent().unwrap_or(to))?;
        fs::copy(root().join(&file), &path).with_context(|| file.clone())?;
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
        for program in suite() {
            let manifest = program.manifest(root());
            assert_eq!(fs::read(program.manifest(&copy)).unwrap(), fs::read(manifest).unwrap());
        }
        assert!(copy.join("toolchain/build").exists() && copy.join("Cargo.lock").exists());
        assert!(!copy.join(".git").exists() && !copy.join("target").exists());
        fs::remove_dir_all(&copy).unwrap();
    }
}
