//! Whether the programs on a cluster are what was built here, byte for byte, who may replace them,
//! whether the mint and the locks are as they write them, and who else controls their vaults.

use {
    super::{
        deploy::{deployed, is_same},
        locks, vaults,
    },
    crate::{Exit, Failure, Session},
    clap::Args,
    io_client::{
        addresses::{loader, PROGRAMS},
        hex,
    },
    serde_json::json,
    solana_sha256_hasher::hash,
    std::{fs, path::PathBuf},
};

/// Compares the programs on the cluster with those built here.
#[derive(Args, Debug)]
pub struct Verify {
    /// Folder of the programs' bytecode, as `cargo xtask build` writes it
    #[arg(long, value_name = "FOLDER", default_value = "target/deploy")]
    programs: PathBuf,
}

impl Verify {
    /// Prints each program's hash, whether it is the one built here, and its upgrade authority;
    /// then each vault.
    ///
    /// # Errors
    /// If a program is missing or differs, somebody else controls a vault, the mint or a lock is
    /// not as the programs write it, or an upgrade of io_vesting could move what is locked.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let (mut rows, mut other) = (Vec::new(), Vec::new());
        for program in PROGRAMS {
            let (name, id) = (program.name, program.id);
            let path = self.programs.join(name).with_extension("so");
            let code = fs::read(&path).map_err(|error| {
                Failure::new(Exit::Usage, format!("Cannot read {}: {error}.", path.display()))
                    .hint("Build it with `cargo xtask build`, or name another folder with --programs.")
            })?;
            let there = deployed(session, &id)?;
            let verdict = match &there {
                Some(there) if is_same(there, &code) => "the same",
                Some(_) => "OTHER CODE",
                None => "not there",
            };
            if verdict != "the same" {
                other.push(name);
            }
            let account = session.chain.account(&program.program_data)?;
            let authority = account.and_then(|account| loader::upgrade_authority(&account.data));
            let may_replace = authority.map_or_else(|| "nobody".to_owned(), |key| session.link(&key));
            let sha256 = hex::encode(&hash(&code).to_bytes());
            rows.push(vec![name.to_owned(), sha256.clone(), verdict.to_owned(), may_replace]);
            session.output.push(
                "programs",
                json!({
                    "program": name,
                    "address": id.to_string(),
                    "sha256": sha256,
                    "verdict": verdict,
                    "upgrade_authority": authority.map(|key| key.to_string()),
                }),
            );
        }
        session.output.table(&["program", "built here", "on the cluster", "may be replaced by"], &[], rows);
        if !other.is_empty() {
            let message = format!("Not the code that was built here: {}.", other.join(", "));
            return Err(Failure::new(Exit::Refused, message)
                .hint("Build the commit that was deployed, with the toolchain that it was deployed with."));
        }
        let mut wrong = locks::check(session)?;
        wrong.extend(vaults::check(session)?);
        if wrong.is_empty() {
            return Ok(());
        }
        Err(Failure::new(Exit::Refused, format!("Do not trust this cluster: {}.", wrong.join("; "))))
    }
}
