//! The programs themselves: deployed, there, and replaced by nobody else.

use {
    crate::{
        commands::deploy::{deploy, deployed, is_same, other_code, upgrade_authority},
        Exit, Failure, Session,
    },
    io_client::addresses::{airdrop, buyback, emission, external, orders, staking, vesting, PROGRAMS},
    solana_keypair::read_keypair_file,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{fmt::Display, fs, path::Path},
};

/// Deploys the programs that are not there.
pub fn deploy_from(session: &mut Session, folder: &Path, keys: &Path) -> Result<(), Failure> {
    for program in PROGRAMS {
        let (name, id) = (program.name, program.id);
        let (path, key) = (folder.join(format!("{name}.so")), keys.join(format!("{name}-keypair.json")));
        let unreadable = |path: &Path, error: &dyn Display| {
            Failure::new(Exit::Usage, format!("Cannot read {}: {error}.", path.display()))
        };
        let code = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
        match deployed(session, &id)? {
            Some(there) if is_same(&there, &code) => {
                session.output.say(format!("{name}: deployed already"));
                continue;
            }
            Some(_) => return Err(other_code(name, &id)),
            None => {}
        }
        let key = read_keypair_file(&key).map_err(|error| unreadable(&key, &error))?;
        if key.pubkey() != id {
            let message =
                format!("{name} was built for {id}, and the folder's key is that of {}.", key.pubkey());
            return Err(Failure::new(Exit::Key, message).hint(
                "Build the programs for your keys, and name their folder with --keys: \
                 migrations/README.md says how.",
            ));
        }
        deploy(session, name, &key, &code)?;
    }
    Ok(())
}

/// The names of the programs that are not there.
pub fn missing(session: &Session) -> Result<Vec<&'static str>, Failure> {
    let data: Vec<Pubkey> = PROGRAMS.iter().map(|program| program.program_data).collect();
    let accounts = session.chain.accounts(&data)?;
    let gone = PROGRAMS.iter().zip(accounts).filter(|(_, account)| {
        account.as_ref().is_none_or(|account| account.owner != external::UPGRADEABLE_LOADER)
    });
    Ok(gone.map(|(program, _)| program.name).collect())
}

/// # Errors
/// Unless no program is missing; says what to run.
pub fn must_be_deployed(missing: &[&str]) -> Result<(), Failure> {
    if missing.is_empty() {
        return Ok(());
    }
    let line = |name: &&str| {
        format!("  solana program deploy --program-id {name}-keypair.json target/deploy/{name}.so\n")
    };
    let hint = format!(
        "Build them with `cargo xtask build`, then run `io init` again with `--programs \
         target/deploy`, which deploys them, or deploy them before:\n{}",
        missing.iter().map(line).collect::<String>().trim_end()
    );
    Err(Failure::new(Exit::NotThere, "Not every program is deployed on this cluster.").hint(hint))
}

/// What of genesis is done that needs an upgrade authority.
pub struct Done {
    /// The mint, its metadata and the allocations.
    pub emission: bool,
    /// The categories; io_vesting is final.
    pub vesting: bool,
    /// Whether the buyback is left for later.
    pub without_buyback: bool,
}

/// # Errors
/// Unless the signer is the upgrade authority of each program that has a step left which nobody
/// else can do.
pub fn must_be_authority(session: &Session, me: &Pubkey, done: &Done) -> Result<(), Failure> {
    let configs = [
        (staking::ID, staking::CONFIG.address),
        (orders::ID, orders::CONFIG.address),
        (buyback::ID, buyback::CONFIG.address),
    ];
    let accounts = session.chain.accounts(&configs.map(|(_, config)| config))?;
    let initialized = |id: &Pubkey| {
        let place = configs.iter().position(|(program, _)| program == id);
        let account = place.and_then(|place| accounts.get(place)?.as_ref());
        account.is_some_and(|account| account.owner == *id)
    };
    let is_done = |id: &Pubkey| match *id {
        emission::ID => done.emission,
        vesting::ID => done.vesting,
        airdrop::ID => true,
        buyback::ID if done.without_buyback => true,
        _ => initialized(id),
    };
    for program in PROGRAMS.iter().filter(|program| !is_done(&program.id)) {
        let authority = upgrade_authority(session, program)?;
        if authority != *me {
            let message = format!(
                "Genesis needs the upgrade authority of {}, {authority}; the signer is {me}.",
                program.name
            );
            return Err(Failure::new(Exit::Key, message).hint("Sign with its key: --keypair."));
        }
    }
    Ok(())
}
