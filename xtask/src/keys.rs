//! `cargo xtask keys`: a keypair for each program, and its address wherever an id is written down.

use {
    crate::{
        run::Step,
        workspace::{suite, Program},
    },
    anyhow::{anyhow, Context, Result},
    solana_keypair::{read_keypair_file, write_keypair_file, Keypair},
    solana_signer::Signer,
    std::{fs, path::Path},
};

/// Writes the addresses of the keypairs in `folder` over the ids of the workspace at `root`;
/// creates those that are missing if `new`.
///
/// # Errors
/// If a keypair is missing and not to be created: the programs would move to another address.
pub fn run(root: &Path, folder: &Path, new: bool) -> Result<()> {
    let programs = suite();
    let keys: Vec<_> =
        programs.iter().map(|program| folder.join(format!("{}-keypair.json", program.name))).collect();
    if let Some(missing) = keys.iter().find(|key| !new && !key.exists()) {
        return Err(anyhow!(
            "there is no {}: put the keypairs of the deployed programs there, or create new ones with --new",
            missing.display()
        ));
    }
    fs::create_dir_all(folder)?;
    for (program, path) in programs.iter().zip(&keys) {
        let id = keypair(path)?.pubkey().to_string();
        for place in places(program) {
            place.write(root, &id)?;
        }
        eprintln!("{:<12} {id}  {}", program.name, path.display());
    }
    Step::note(
        "Keep the keypairs: the programs' addresses are theirs. Then run `cargo test -p io-addresses`, \
         `cargo xtask idl` and `npm --prefix sdk run generate`, and commit.",
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

/// A place at which an id is written, in quotes.
struct Place {
    file: String,
    /// What stands before it, one after the other.
    marks: Vec<String>,
}

/// Every place of a program's id. All else is derived or generated.
fn places(program: &Program) -> [Place; 3] {
    let place = |file: &str, marks: &[&str]| Place {
        file: file.into(),
        marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
    };
    let module = format!("pub mod {} {{", program.name.trim_start_matches("io_"));
    [
        place("crates/addresses/src/lib.rs", &[&module, "pub const ID: Pubkey"]),
        place(&format!("{}/src/lib.rs", program.folder), &["declare_id!("]),
        place("Anchor.toml", &["[programs.localnet]", &format!("\n{} =", program.name)]),
    ]
}

impl Place {
    fn write(&self, root: &Path, id: &str) -> Result<()> {
        let path = root.join(&self.file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let (from, to) =
            self.find(&text).with_context(|| format!("{} has no {:?}", self.file, self.marks))?;
        fs::write(&path, format!("{}{id}{}", &text[..from], &text[to..]))?;
        Ok(())
    }

    /// Where the id begins and ends.
    fn find(&self, text: &str) -> Option<(usize, usize)> {
        let mut from = 0;
        for mark in self.marks.iter().map(String::as_str).chain(["\""]) {
            from += text[from..].find(mark)? + mark.len();
        }
        Some((from, from + text[from..].find('"')?))
    }
}

#[cfg(test)]
mod tests {
    use {super::*, crate::workspace, std::path::PathBuf};

    /// A copy of the files with ids, in a folder of its own.
    struct Copy(PathBuf);

    impl Copy {
        fn new() -> Self {
            let copy = Self(std::env::temp_dir().join(format!("io-keys-{}", std::process::id())));
            for place in suite().iter().flat_map(places) {
                let path = copy.0.join(&place.file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::copy(workspace::root().join(&place.file), path).unwrap();
            }
            copy
        }

        /// Every id, program by program.
        fn ids(&self) -> Vec<String> {
            let read = |place: Place| {
                let text = fs::read_to_string(self.0.join(&place.file)).unwrap();
                let (from, to) = place.find(&text).unwrap();
                text[from..to].to_owned()
            };
            suite().iter().flat_map(places).map(read).collect()
        }
    }

    impl Drop for Copy {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn every_id_is_written_and_nothing_twice() {
        let copy = Copy::new();
        let (root, keys) = (copy.0.as_path(), copy.0.join("keys"));
        let before = copy.ids();
        assert!(before.chunks(3).all(|ids| ids[0] == ids[1] && ids[0] == ids[2] && ids[0].len() > 31));
        let missing = run(root, &keys, false).unwrap_err().to_string();
        assert!(missing.contains("io_emission-keypair.json") && missing.contains("--new"), "{missing}");
        assert_eq!(copy.ids(), before);

        run(root, &keys, true).unwrap();
        let ids = copy.ids();
        for (program, ids) in suite().iter().zip(ids.chunks(3)) {
            let key = read_keypair_file(keys.join(format!("{}-keypair.json", program.name))).unwrap();
            assert_eq!(ids, vec![key.pubkey().to_string(); 3], "{}", program.name);
        }
        assert!(ids.iter().all(|id| !before.contains(id)));
        run(root, &keys, true).unwrap();
        assert_eq!(copy.ids(), ids, "what is there is kept");

        // A run that stopped half way is made good.
        fs::copy(workspace::root().join("Anchor.toml"), root.join("Anchor.toml")).unwrap();
        assert_ne!(copy.ids(), ids);
        run(root, &keys, false).unwrap();
        assert_eq!(copy.ids(), ids);
    }
}
