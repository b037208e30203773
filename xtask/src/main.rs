//! One door to everything: `cargo xtask --help`.

mod bytecode;
mod elf;
mod idl;
mod keys;
mod progress;
mod run;
mod toolchain;
mod workspace;

use {
    anyhow::{ensure, Context, Result},
    clap::{Parser, Subcommand},
    run::{cargo, Step},
    std::path::PathBuf,
    toolchain::Choice,
};

/// Builds, runs, tests and measures the IO token economy.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build every program to target/deploy/*.so; sets up a compiler the first time
    Build {
        /// Which compiler: Anza's platform-tools (cargo build-sbf), or one assembled from Debian's
        /// packages and the crate registry
        #[arg(long, value_enum, default_value_t = Choice::Auto)]
        with: Choice,
        /// Build the suite's programs a second time, from a copy in another folder, and fail if a byte differs
        #[arg(long)]
        twice: bool,
    },
    /// Write idl/*.json from the programs' code
    Idl {
        /// Change nothing; fail if a committed IDL is not what the code says
        #[arg(long)]
        check: bool,
    },
    /// Write the addresses of the programs' keypairs wherever an id is written
    Keys {
        /// Where they are: NAME-keypair.json of each program; git leaves `keys` out
        #[arg(long, value_name = "FOLDER", default_value = "keys")]
        folder: PathBuf,
        /// Create those that are missing
        #[arg(long)]
        new: bool,
    },
    /// Run the economy on an embedded chain, from genesis to month 240
    Demo {
        /// Print one JSON object instead of tables
        #[arg(long)]
        json: bool,
    },
    /// Build everything and pass every test
    Test {
        /// Long random walks: 10,000 transactions instead of 500, and twice that where nodes and orders walk
        #[arg(long)]
        long: bool,
    },
    /// Start a local chain with real RPC and the economy set up on it, until Ctrl-C; --help says more
    #[command(disable_help_flag = true)]
    Localnet {
        /// Flags of the network, or `faucet` or `travel` and theirs
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Pass every test over RPC: a month of everybody, a day of faults, the README's lines, the SDK
    E2e,
    /// Measure compute units, account sizes and program sizes, and hold them to bench/budget.json
    Bench {
        /// Print one JSON object instead of tables
        #[arg(long)]
        json: bool,
    },
    /// Check formatting, lints, licences and sources
    Lint {
        /// Lint localnet/ too, which compiles its 1,100 crates
        #[arg(long)]
        e2e: bool,
    },
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Build { with, twice: false } => bytecode::build(with, true),
        Command::Build { with, twice: true } => bytecode::build_twice(with),
        Command::Idl { check } => idl::run(check),
        Command::Keys { folder, new } => keys::run(workspace::root(), &workspace::root().join(folder), new),
        Command::Demo { json } => tool("io-demo", json),
        Command::Bench { json } => tool("io-bench", json),
        Command::Localnet { args } => localnet(&args),
        Command::E2e => e2e(),
        Command::Test { long } => test(long),
        Command::Lint { e2e } => lint(e2e),
    }
}

/// Builds the programs, then runs one of the workspace's own binaries. Named as a binary and not by its package, it has the
/// features of the whole workspace, and what the tests have compiled serves again.
fn tool(name: &str, json: bool) -> Result<()> {
    bytecode::build(Choice::Auto, false)?;
    // Apart from the run, so that who waits for it the first time sees what Cargo does.
    cargo(&["build", "--bin", name]).run()?;
    let mut args = vec!["run", "--quiet", "--bin", name, "--"];
    if json {
        args.push("--json");
    }
    cargo(&args).run()
}

/// Runs the local network, or one of its commands on the one that runs.
fn localnet(args: &[String]) -> Result<()> {
    if args.first().is_none_or(|first| first.starts_with('-')) {
        if !args.iter().any(|arg| arg == "--help" || arg == "-h") {
            bytecode::build(Choice::Auto, false)?;
        }
        in_localnet(&["build"])?.run()?;
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    in_localnet(&["run", "--quiet"])?.args(&["--"]).args(&args).run()
}

/// Cargo in the workspace localnet/, in a target folder of its own: the programs have libraries of the same name in both, and
/// one workspace would link what the other has compiled.
fn in_localnet(command: &[&str]) -> Result<Step> {
    let apart = workspace::target().join("apart");
    let apart = apart.to_str().context("Cargo's target folder has a name that is no text")?;
    let cargo = cargo(command).args(&["--locked", "--manifest-path", "localnet/Cargo.toml"]);
    // The variable tells the network and its tests where the bytecode and the tools are.
    Ok(cargo.args(&["--target-dir", apart]).env("CARGO_TARGET_DIR", workspace::target()))
}

/// The tests in localnet/, one after the other: each has a chain, keepers and a clock of its own.
fn e2e() -> Result<()> {
    bytecode::build(Choice::Auto, false)?;
    cargo(&["build", "--bin", "io", "--bin", "io-keeper"]).run()?;
    ensure!(install("sdk")?, "the SDK's tests need npm and Node 20: install them");
    in_localnet(&["test"])?.args(&["--", "--test-threads", "1", "--nocapture"]).run()
}

fn test(long: bool) -> Result<()> {
    bytecode::build(Choice::Auto, true)?;
    idl::run(true)?;
    let steps = if long { "10000" } else { "500" };
    cargo(&["test", "--workspace"]).env("IO_WALK_STEPS", steps).run()?;
    typescript("migrations")?;
    typescript("sdk")
}

/// The tests of a folder in TypeScript, which need Node 20.
fn typescript(folder: &str) -> Result<()> {
    if !install(folder)? {
        return Ok(());
    }
    npm(folder, &["test"]).env("CARGO_TARGET_DIR", workspace::target()).run()
}

/// Installs the packages of a folder in TypeScript; whether npm is there to do it.
fn install(folder: &str) -> Result<bool> {
    if !run::installed("npm") {
        Step::note(&format!("npm is not installed: the tests of {folder}/ were not run"));
        return Ok(false);
    }
    let title = format!("install the packages of {folder}/");
    npm(folder, &["ci", "--no-audit", "--no-fund"]).run_quietly(&title)?;
    Ok(true)
}

fn npm(folder: &str, args: &[&str]) -> Step {
    Step::new("npm").args(&["--prefix", folder]).args(args)
}

fn lint(e2e: bool) -> Result<()> {
    cargo(&["fmt", "--all", "--check"]).run()?;
    cargo(&["fmt", "--check", "--manifest-path", "localnet/Cargo.toml"]).run()?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]).run()?;
    if e2e {
        in_localnet(&["clippy", "--all-targets"])?.args(&["--", "--deny", "warnings"]).run()?;
    }
    if run::installed("cargo-deny") {
        cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]).run()?;
    } else {
        Step::note("cargo-deny is not installed: licences and sources were not checked");
    }
    Ok(())
}
