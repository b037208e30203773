//! `io`: see `io --help`.

use {
    clap::Parser,
    io_cli::{Cli, Exit, Failure},
    std::{env, process::ExitCode},
};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misread(&error),
    };
    match io_cli::main(&cli) {
        Ok(output) => {
            output.print(cli.options.json);
            ExitCode::SUCCESS
        }
        Err(failure) => report(&failure, cli.options.json, cli.options.dry_run),
    }
}

/// A command line that is wrong, or one that asks for help.
fn misread(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && env::args().any(|arg| arg == "--json") {
        let message = error.render().to_string();
        println!("{:#}", Failure::new(Exit::Usage, message.trim()).json());
    }
    // A reader that has seen enough closes the pipe.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Other as u8))
}

fn report(failure: &Failure, json: bool, logs: bool) -> ExitCode {
    if json {
        println!("{:#}", failure.json());
    } else {
        failure.before.print(false);
    }
    eprintln!("{}", if logs { failure.with_logs() } else { failure.to_string() });
    ExitCode::from(failure.exit as u8)
}
