//! `cargo xtask idl`: idl/*.json by Anchor's own IDL build.

use {
    crate::{
        progress,
        workspace::{root, Program, PROGRAMS},
    },
    anchor_lang_idl::build::IdlBuilder,
    anyhow::{bail, Context, Result},
    std::{env, fs},
};

/// Writes the IDLs, or with `check` compares them with the committed ones.
pub fn run(check: bool) -> Result<()> {
    for program in &PROGRAMS {
        let path = root().join("idl").join(program.name).with_extension("json");
        let idl = generate(program)?;
        if !check {
            fs::write(&path, idl)?;
            eprintln!("wrote {}", path.display());
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&idl) {
            bail!("{} is not what the code says; run `cargo xtask idl` and commit it", path.display());
        }
    }
    Ok(())
}

fn generate(program: &Program) -> Result<String> {
    let spinner = progress::spinner(&format!("read the IDL of {}", program.package));
    let builder = IdlBuilder::new().program_path(root().join(program.folder));
    let idl = without_toolchain(|| builder.build())
        .with_context(|| format!("cannot build the IDL of {}", program.package))?;
    spinner.finish_and_clear();
    Ok(serde_json::to_string_pretty(&idl)? + "\n")
}

/// Under `cargo run` a variable names the toolchain, and the builder would hand it to rustup. It returns afterwards:
/// without it, rustup looks for the toolchain that a dependency's own folder asks for.
fn without_toolchain<T>(build: impl FnOnce() -> T) -> T {
    const NAME: &str = "RUSTUP_TOOLCHAIN";
    let toolchain = env::var_os(NAME);
    env::remove_var(NAME);
    let built = build();
    if let Some(toolchain) = toolchain {
        env::set_var(NAME, toolchain);
    }
    built
}
