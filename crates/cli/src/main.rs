//! `io`: see `io --help`.

use {
    clap::Parser,
    io_cli::{interrupt, print, Cli, Exit, Failure},
    std::{
        env,
        io::{self, Write},
        process::ExitCode,
    },
};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misread(&error),
    };
    let stop = match interrupt::listen(cli.options.json) {
        Ok(stop) => stop,
        Err(error) => return report(&Failure::new(Exit::Other, format!("No signals: {error}.")), &cli),
    };
    match io_cli::main(&cli, Some(stop)) {
        Ok(output) => match output.print(cli.options.json) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => unprinted(&error),
        },
        Err(failure) => report(&failure, &cli),
    }
}

/// A command line that is wrong, or one that asks for help.
fn misread(error: &clap::Error) -> ExitCode {
    // An argument may be no text.
    if error.use_stderr() && env::args_os().any(|arg| arg == "--json") {
        let failure = Failure::new(Exit::Usage, error.render().to_string().trim());
        let _ = print(&format!("{:#}\n", failure.json()));
    }
    match error.print() {
        // A reader that has seen enough closes the pipe.
        Err(full) if !error.use_stderr() && full.kind() != io::ErrorKind::BrokenPipe => unprinted(&full),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Other as u8)),
    }
}

/// Says why it was not done. The exit code tells it even where nothing can be printed.
fn report(failure: &Failure, cli: &Cli) -> ExitCode {
    let _ = if cli.options.json {
        print(&format!("{:#}\n", failure.json()))
    } else {
        failure.before.print(false)
    };
    let text = if cli.options.dry_run { failure.with_logs() } else { failure.to_string() };
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::from(failure.exit as u8)
}

/// It was done, but what it said is lost.
fn unprinted(error: &io::Error) -> ExitCode {
    let _ = writeln!(io::stderr(), "It was done, but the standard output takes nothing: {error}.");
    ExitCode::from(Exit::Other as u8)
}
