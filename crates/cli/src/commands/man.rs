//! Manual pages.

use {
    crate::{Cli, Exit, Failure, Session},
    clap::CommandFactory,
    std::path::Path,
};

/// Writes a page for `io` and for each of its commands to a folder.
///
/// # Errors
/// If the folder cannot be written to.
pub fn run(folder: &Path, session: &mut Session) -> Result<(), Failure> {
    clap_mangen::generate_to(Cli::command(), folder).map_err(|error| {
        Failure::new(Exit::Usage, format!("Cannot write manual pages to {}: {error}.", folder.display()))
    })?;
    session.output.say(format!("manual pages are in {}: read one with `man -l`", folder.display()));
    session.output.set("folder", folder.display().to_string());
    Ok(())
}
