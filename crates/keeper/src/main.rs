//! `io-keeper`: see `io-keeper --help`.

use {
    clap::{CommandFactory, Parser},
    clap_mangen::Man,
    io_keeper::{run, Exit, Settings},
    io_rpc::RpcChain,
    std::{
        io::{self, Write},
        process::ExitCode,
    },
};

fn main() -> ExitCode {
    let settings = match Settings::try_parse() {
        Ok(settings) => settings,
        // It is the text that was asked for, or else what is wrong with the command line.
        Err(error) if !error.use_stderr() => return printed(error.print()),
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(Exit::NotBegun as u8);
        }
    };
    if settings.man {
        let page = Man::new(Settings::command()).render(&mut io::stdout());
        return printed(page.and_then(|()| io::stdout().flush()));
    }
    ExitCode::from(run(&settings, |config| RpcChain::new(&config.url, config.timeout)) as u8)
}

/// Whether a text was printed. That a reader has seen enough and closed the output is no failure.
fn printed(outcome: io::Result<()>) -> ExitCode {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            let _ = writeln!(io::stderr(), "the standard output takes nothing: {error}");
            ExitCode::from(Exit::Failed as u8)
        }
        _ => ExitCode::SUCCESS,
    }
}
