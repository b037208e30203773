//! The IO token economy from the command line.
//!
//! [`Cli`] is what can be asked, [`execute`] does it on any [`Chain`] and returns an [`Output`] for
//! people and for machines. One file per group of commands.

mod args;
mod commands;
mod config;
mod devices;
mod failure;
pub mod interrupt;
mod output;
mod session;
mod time;
mod values;

pub use {
    args::{Cli, Command, Options},
    commands::{
        deploy::deploy,
        market::{cheapest, Choice},
    },
    config::Settings,
    devices::{Attached, Devices},
    failure::{Exit, Failure},
    output::{print, Output},
    session::Session,
};

use {
    io_rpc::{host, Chain, Patience, RpcChain},
    std::{sync::atomic::AtomicBool, time::Duration},
};

/// Runs a command on the cluster that the options name, until it is done or `stop` is set.
///
/// # Errors
/// If it cannot be done; says why in one sentence.
pub fn main(cli: &Cli, stop: Option<&'static AtomicBool>) -> Result<Output, Failure> {
    let settings = Settings::of(&cli.options)?;
    let timeout = Duration::from_secs(cli.options.timeout);
    let chain = RpcChain::new(&settings.url, timeout)?;
    let patience = Patience { within: Some(timeout), stop, ..Patience::default() };
    execute(cli, &settings, &chain, patience)
}

/// Runs a command on a chain.
///
/// # Errors
/// If it cannot be done; says why in one sentence, and what was done before.
pub fn execute(
    cli: &Cli,
    settings: &Settings,
    chain: &dyn Chain,
    patience: Patience,
) -> Result<Output, Failure> {
    execute_with(cli, settings, chain, patience, &Attached)
}

/// The same, with these hardware wallets.
///
/// # Errors
/// As [`execute`].
pub fn execute_with(
    cli: &Cli,
    settings: &Settings,
    chain: &dyn Chain,
    patience: Patience,
    devices: &dyn Devices,
) -> Result<Output, Failure> {
    let mut session = Session::new(chain, &cli.options, settings, patience).with_devices(devices);
    match commands::run(&cli.command, &mut session) {
        Ok(()) => Ok(session.output),
        Err(failure) => {
            let failure = match failure.exit {
                Exit::Unreachable if patience.stopped() => Failure::stopped(session.output.landed()),
                Exit::Unreachable if session.output.landed() > 0 => failure.after(session.output.landed()),
                _ => failure,
            };
            let failure = Failure { before: Box::new(session.output), ..failure };
            Err(match failure.exit {
                Exit::Unreachable if failure.hint.is_none() => {
                    failure.hint(format!("The cluster is {}; --url names another.", host(&settings.url)))
                }
                _ => failure,
            })
        }
    }
}
