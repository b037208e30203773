//! The name of the IO mint: what the metadata program holds, compared with what io_emission has it
//! write.

use {
    crate::{Exit, Failure, Session},
    io_client::{
        addresses::{emission::METADATA, external::METADATA_PROGRAM},
        emission::uri_of,
    },
};

/// What is wrong with a name that other code has given.
const FOREIGN: &str = "it has another name or authority, or somebody can change it";

/// Prints where the token's description is; returns what is wrong with its metadata.
///
/// # Errors
/// If the cluster does not answer.
pub fn check(session: &mut Session) -> Result<Option<&'static str>, Failure> {
    let Some(written) = read(session)? else { return Ok(None) };
    let Some(uri) = written else { return Ok(Some(FOREIGN)) };
    session.output.say(format!("The token is described by {uri}; nobody can change its name."));
    session.output.set("uri", uri);
    Ok(None)
}

/// Whether the mint has its metadata.
///
/// # Errors
/// Before the allocations: if other code has named it, or named it another description than `uri`.
pub fn is_named(session: &Session, uri: &str, allocated: bool) -> Result<bool, Failure> {
    let Some(written) = read(session)? else { return Ok(false) };
    if allocated {
        return Ok(true);
    }
    let Some(written) = written else {
        let message = format!("The metadata of the IO mint: {FOREIGN}: genesis cannot use this io_emission.");
        return Err(Failure::new(Exit::Refused, message).hint(
            "Deploy io_emission with a key of its own that was never used: migrations/README.md says how.",
        ));
    };
    if written != uri {
        let message = format!("The IO mint is described by {written}, the genesis file says {uri}.");
        return Err(Failure::new(Exit::Refused, message).hint(
            "The metadata is final: write that URI into the genesis file, or deploy io_emission anew.",
        ));
    }
    Ok(true)
}

/// The URI of the token's description, none if the metadata is not as io_emission has it written;
/// none at all if there is no metadata.
fn read(session: &Session) -> Result<Option<Option<String>>, Failure> {
    let account = session.chain.account(&METADATA)?;
    let account = account.filter(|account| account.owner == METADATA_PROGRAM);
    Ok(account.map(|account| uri_of(&account.data).map(str::to_owned)))
}
