//! One door to everything: `cargo xtask --help`.

mod bytecode;
mod elf;
mod errors;
mod features;
mod idl;
mod keys;
mod limits;
mod lint;
mod localnet;
mod pages;
mod pattern;
mod progress;
mod run;
mod testing;
mod toolchain;
mod web;
mod workspace;

use {
    anyhow::Result,
    clap::{Parser, Subcommand},
    run::cargo,
    std::path::PathBuf,
    testing::Random,
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
        /// Build the suite's programs a second time, from a copy in another folder, and fail if a
        /// byte differs
        #[arg(long)]
        twice: bool,
    },
    /// Write idl/*.json, idl/errors.txt and docs/instructions.md from the programs' code
    Idl {
        /// Change nothing; fail if a committed file is not what the code says
        #[arg(long)]
        check: bool,
    },
    /// Write crates/features from what the members depend on
    Features {
        /// Change nothing; fail if the committed list is not what the members ask for
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
    /// Build everything and pass every test; with patterns, build and pass what they name
    Test {
        /// FILE or FILE::TEST: the test files whose name contains FILE, and in them the tests whose
        /// name contains TEST; or the name of a package, for its unit tests
        patterns: Vec<String>,
        /// Long random walks: 10,000 transactions instead of 500, and twice that where nodes and
        /// orders walk
        #[arg(long)]
        long: bool,
        /// Where random walks and properties begin: the same place each time unless told, a new one
        /// with --long
        #[arg(long, value_name = "NUMBER", env = "IO_WALK_SEED")]
        seed: Option<u32>,
    },
    /// Start a local chain with real RPC and the economy set up on it, until Ctrl-C; --help says
    /// more
    #[command(disable_help_flag = true)]
    Localnet {
        /// Flags of the network, or `faucet` or `travel` and theirs
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build the page to web/dist: static files for any host; prints the headers to serve them with
    Web {
        /// The cluster, the index and lists of airdrops that the page reads: see docs/web.md
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Pass every test over RPC: a month with every role, a day of faults, the README's lines, the
    /// SDK, the page in a browser
    E2e,
    /// Measure compute units, account sizes and program sizes, and hold them to bench/budget.json
    Bench {
        /// Print one JSON object instead of tables
        #[arg(long)]
        json: bool,
    },
    /// Check formatting, limits on files and lines, lints, licences and sources
    Lint {
        /// Only what compiles nothing: formatting and limits
        #[arg(long, conflicts_with = "e2e")]
        fast: bool,
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
        Command::Features { check } => features::run(check),
        Command::Keys { folder, new } => keys::run(workspace::root(), &workspace::root().join(folder), new),
        Command::Demo { json } => tool("io-demo", json),
        Command::Bench { json } => tool("io-bench", json),
        Command::Localnet { args } => localnet::run(&args),
        Command::Web { config } => web::run(config.as_deref()),
        Command::E2e => localnet::e2e(),
        Command::Test { patterns, long, seed } => testing::run(&patterns, &Random::new(long, seed)),
        Command::Lint { fast: true, .. } => lint::fast(),
        Command::Lint { e2e, .. } => lint::all(e2e),
    }
}

/// Builds the programs, then runs one of the workspace's own binaries. Named as a binary and not by
/// its package, it has the features of the whole workspace, and what the tests have compiled serves
/// again.
fn tool(name: &str, json: bool) -> Result<()> {
    bytecode::build(Choice::Auto, false)?;
    // Apart from the run, so that whoever waits the first time sees what Cargo does.
    cargo(&["build", "--bin", name]).run()?;
    let mut args = vec!["run", "--quiet", "--bin", name, "--"];
    if json {
        args.push("--json");
    }
    cargo(&args).run()
}
