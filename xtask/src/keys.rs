//! `cargo xtask keys`: a keypair for each program, and its address wherever an id is written down.

use {
    crate::{
        run::Step,
        workspace::{deploy, root, Program, PROGRAMS},
    },
    anyhow::{anyhow, Context, Result},
    solana_keypair::{read_keypair_file, write_keypair_file, Keypair},
    solana_signer::Signer,
    std::{fs, path::Path},
};

/// Where every id is written; beside these only in `declare_id!` of its program. All else is derived or generated.
const PLACES: [&str; 2] = ["Anchor.toml", "crates/addresses/src/lib.rs"];

/// Creates the keypairs that are missing and writes their addresses over the ids of before.
pub fn run() -> Result<()> {
    fs::create_dir_all(deploy())?;
    for program in &PROGRAMS {
        let path = deploy().join(format!("{}-keypair.json", program.name));
        let id = keypair(&path)?.pubkey().to_string();
        let before = id_of(program.name, &fs::read_to_string(root().join("Anchor.toml"))?)?;
        for place in PLACES.map(str::to_owned).into_iter().chain([declaration(program)]) {
            let place = root().join(place);
            let text = fs::read_to_string(&place).with_context(|| place.display().to_string())?;
            fs::write(&place, text.replace(&before, &id))?;
        }
        eprintln!("{:<12} {id}  {}", program.name, path.display());
    }
    Step::note(
        "Keep the keypairs where `cargo clean` does not reach: the programs' addresses are theirs. Then run \
         `cargo test -p io-addresses`, `cargo xtask idl` and `npm --prefix sdk run generate`, and commit.",
    );
    Ok(())
}

/// The keypair in a file, created if there is none.
fn keypair(path: &Path) -> Result<Keypair> {
    let failed = |error| anyhow!("{}: {error}", path.display());
    if path.exists() {
        return read_keypair_file(path).map_err(failed);
    }
    let key = Keypair::new();
    write_keypair_file(&key, path).map_err(failed)?;
    Ok(key)
}

/// Where a program declares its id.
fn declaration(program: &Program) -> String {
    format!("{}/src/lib.rs", program.folder)
}

/// The id that Anchor.toml has for a program.
fn id_of(name: &str, anchor: &str) -> Result<String> {
    let line = anchor.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_prefix('='));
    let id = line.map(|id| id.trim().trim_matches('"').to_owned());
    id.with_context(|| format!("Anchor.toml names no {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_where_it_is_looked_for() {
        let read = |place: &str| fs::read_to_string(root().join(place)).unwrap();
        for program in &PROGRAMS {
            let id = id_of(program.name, &read("Anchor.toml")).unwrap();
            for place in PLACES.map(str::to_owned).into_iter().chain([declaration(program)]) {
                assert_eq!(read(&place).matches(&format!("\"{id}\"")).count(), 1, "{place}");
            }
        }
    }
}
