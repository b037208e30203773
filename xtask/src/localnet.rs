//! `cargo xtask localnet` and `cargo xtask e2e`: the workspace in localnet/.

use {
    crate::{
        bytecode,
        run::{cargo, Step},
        testing::install,
        toolchain::Choice,
        web,
        workspace::target,
    },
    anyhow::{Context, Result},
};

/// Runs the local network, or one of its commands on the one that runs.
pub fn run(args: &[String]) -> Result<()> {
    if args.first().is_none_or(|first| first.starts_with('-')) {
        if !args.iter().any(|arg| arg == "--help" || arg == "-h") {
            bytecode::build(Choice::Auto, false)?;
            let asks = |flag: &str| {
                let with_port = format!("{flag}=");
                args.iter().any(|arg| arg == flag || arg.starts_with(&with_port))
            };
            if asks("--web") {
                web::build()?;
                cargo(&["build", "--bin", "io-index", "--bin", "io-keeper"]).run()?;
            } else if asks("--index") {
                cargo(&["build", "--bin", "io-index"]).run()?;
            }
        }
        within(&["build"])?.run()?;
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    within(&["run", "--quiet"])?.args(&["--"]).args(&args).run()
}

/// Cargo in the workspace localnet/, in a target folder of its own: the programs have libraries of
/// the same name in both, and one workspace would link what the other has compiled.
pub fn within(command: &[&str]) -> Result<Step> {
    let apart = target().join("apart");
    let apart = apart.to_str().context("Cargo's target folder has a name that is no text")?;
    let cargo = cargo(command).args(&["--locked", "--manifest-path", "localnet/Cargo.toml"]);
    // The variable tells the network and its tests where the bytecode and the tools are.
    Ok(cargo.args(&["--target-dir", apart]).env("CARGO_TARGET_DIR", target()))
}

/// `io-index` killed a hundred times, then the tests in localnet/, one after the other: each has a
/// chain, keepers and a clock of its own.
pub fn e2e() -> Result<()> {
    bytecode::build(Choice::Auto, false)?;
    cargo(&["build", "--bin", "io", "--bin", "io-keeper", "--bin", "io-index"]).run()?;
    // The quick run kills it less often.
    cargo(&["test", "--workspace", "--test", "walks", "--", "killed"]).env("IO_INDEX_KILLS", "100").run()?;
    let geyser = ["--features", "io-index/geyser", "--test", "walks"];
    cargo(&["test", "--workspace"]).args(&geyser).args(&["--", "stream"]).run()?;
    install("sdk")?;
    web::build()?;
    within(&["test"])?.args(&["--", "--test-threads", "1", "--nocapture"]).run()
}
