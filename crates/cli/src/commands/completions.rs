//! Shell completions.

use {
    crate::{Cli, Failure, Session},
    clap::CommandFactory,
    clap_complete::{generate, Shell},
};

/// Prints a shell's completions.
pub fn run(shell: Shell, session: &mut Session) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "io", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    session.output.say(script.trim_end());
    session.output.set("script", script);
    Ok(())
}
