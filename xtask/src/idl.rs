//! `cargo xtask idl`: idl/*.json by Anchor's own IDL build, and what follows from them:
//! idl/errors.txt and a page of docs.

use {
    crate::{
        errors, pages, progress,
        workspace::{root, suite, target, Program},
    },
    anchor_lang_idl::{build::IdlBuilder, types::Idl},
    anyhow::{bail, Context, Result},
    std::{env, fs, path::Path},
};

/// Writes the IDLs, the list of errors and the page of instructions, or with `check` compares them
/// with the committed ones.
pub fn run(check: bool) -> Result<()> {
    let mut idls = Vec::new();
    for program in suite() {
        let path = root().join("idl").join(program.name).with_extension("json");
        let idl = generate(&program)?;
        put(&path, &(serde_json::to_string_pretty(&idl)? + "\n"), check)?;
        idls.push((program, idl));
    }
    let found: Vec<_> = idls.iter().flat_map(|(program, idl)| numbers(program, idl)).collect();
    let path = root().join("idl/errors.txt");
    let committed = fs::read_to_string(&path).unwrap_or_default();
    put(&path, &errors::merge(&committed, &found)?, check)?;
    put(&root().join("docs/instructions.md"), &pages::instructions(&idls)?, check)
}

fn put(path: &Path, text: &str, check: bool) -> Result<()> {
    if fs::read_to_string(path).ok().as_deref() == Some(text) {
        return Ok(());
    }
    if check {
        bail!("{} is not what the code says; run `cargo xtask idl` and commit it", path.display());
    }
    fs::write(path, text).with_context(|| path.display().to_string())?;
    eprintln!("wrote {}", path.display());
    Ok(())
}

/// The errors of a program.
fn numbers(program: &Program, idl: &Idl) -> Vec<errors::Line> {
    let line = |name: &str, number| errors::Line { program: program.name.into(), number, name: name.into() };
    idl.errors.iter().map(|error| line(&error.name, error.code)).collect()
}

fn generate(program: &Program) -> Result<Idl> {
    let spinner = progress::spinner(&format!("read the IDL of {}", program.package));
    let builder = IdlBuilder::new().program_path(root().join(&program.folder));
    let idl =
        apart(|| builder.build()).with_context(|| format!("cannot build the IDL of {}", program.package))?;
    spinner.finish_and_clear();
    Ok(idl)
}

/// Under `cargo run` a variable names the toolchain, and the builder would hand it to rustup. The
/// builder compiles with flags of its own, so in a folder of its own. Both variables return
/// afterwards: without the first one, rustup looks for the toolchain that a dependency's own folder
/// asks for.
fn apart<T>(build: impl FnOnce() -> T) -> T {
    const NAMES: [&str; 2] = ["RUSTUP_TOOLCHAIN", "CARGO_TARGET_DIR"];
    let folder = target().join("idl");
    let before = NAMES.map(env::var_os);
    env::remove_var(NAMES[0]);
    env::set_var(NAMES[1], folder);
    let built = build();
    for (name, value) in NAMES.iter().zip(before) {
        match value {
            Some(value) => env::set_var(name, value),
            None => env::remove_var(name),
        }
    }
    built
}
