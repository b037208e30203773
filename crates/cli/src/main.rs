//! `io`: see `io --help`.

use {
    clap::Parser,
    io_cli::{Cli, Failure},
    std::process::ExitCode,
};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match io_cli::main(&cli) {
        Ok(output) => {
            output.print(cli.options.json);
            ExitCode::SUCCESS
        }
        Err(failure) => report(&failure, cli.options.json),
    }
}

fn report(failure: &Failure, json: bool) -> ExitCode {
    if json {
        println!("{}", failure.json());
    }
    eprintln!("{failure}");
    ExitCode::from(failure.exit as u8)
}
