//! `cargo xtask test`: everything, or what patterns name.

use {
    crate::{
        bytecode, idl,
        pattern::{self, Selection},
        run::{self, cargo, Step},
        toolchain::Choice,
        workspace::{beside, suite, target},
    },
    anyhow::{anyhow, ensure, Result},
    std::{
        thread,
        time::{SystemTime, UNIX_EPOCH},
    },
};

/// Random transactions of a walk, unless it is to be long.
const STEPS: &str = "500";
const LONG: &str = "10000";

/// Where random tests begin unless told: a change of the code alone decides whether they pass.
const SEED: u32 = 1;

/// Folders with tests in TypeScript.
const TYPESCRIPT: [&str; 3] = ["migrations", "sdk", "web"];

/// The variable by which testkit knows which programs were built for a run.
const BUILT: &str = "IO_PROGRAMS";

/// How far random tests go, and from where.
pub struct Random {
    steps: &'static str,
    seed: u32,
}

impl Random {
    /// Long walks begin at a new place each time, unless told.
    pub fn new(long: bool, seed: Option<u32>) -> Self {
        let new = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(SEED, |now| now.subsec_nanos());
        let steps = if long { LONG } else { STEPS };
        Self { steps, seed: seed.unwrap_or_else(|| if long { new() } else { SEED }) }
    }

    /// Cargo, with the variables that testkit's walks and proptest read.
    fn cargo(&self, args: &[&str]) -> Step {
        let seed = self.seed.to_string();
        cargo(args)
            .env("IO_WALK_STEPS", self.steps)
            .env("IO_WALK_SEED", &seed)
            .env("PROPTEST_RNG_SEED", &seed)
    }
}

/// Builds and tests everything; with patterns, what they need and name.
pub fn run(patterns: &[String], random: &Random) -> Result<()> {
    eprintln!("random tests begin at --seed {}", random.seed);
    if !patterns.is_empty() {
        return some(&pattern::select(patterns)?, random);
    }
    bytecode::build(Choice::Auto, true)?;
    idl::run(true)?;
    TYPESCRIPT.into_iter().try_for_each(install)?;
    random.cargo(&["test", "--workspace", "--no-run"]).run()?;
    // Side by side: Rust's tests wait for clocks half of the time.
    thread::scope(|scope| {
        let typescript = scope.spawn(|| TYPESCRIPT.into_iter().try_for_each(typescript));
        let rust = random.cargo(&["test", "--workspace"]).run();
        typescript.join().map_err(|_| anyhow!("the tests in TypeScript panicked"))?.and(rust)
    })
}

/// Compiles the tests while the bytecode is built: both wait for one thread of the linker's most of
/// the time.
fn some(selection: &Selection, random: &Random) -> Result<()> {
    let needs = |name: &&'static str| selection.programs.contains(*name);
    let programs: Vec<_> = suite().into_iter().filter(|program| needs(&program.name)).collect();
    let built: Vec<_> = programs.iter().map(|program| program.name).collect();
    let all = if built.is_empty() { vec![] } else { [programs, beside()].concat() };
    eprintln!(
        "test {} with {}",
        selection.title(),
        if built.is_empty() { "no program".into() } else { built.join(", ") }
    );
    let test = |command: &[&str]| random.cargo(command).args(&selection.arguments());
    thread::scope(|scope| {
        let bytecode = scope.spawn(|| bytecode::build_these(Choice::Auto, &all));
        test(&["test", "--no-run", "--quiet"]).run()?;
        bytecode.join().map_err(|_| anyhow!("a build panicked"))??;
        anyhow::Ok(())
    })?;
    let run = test(&["test"]).env(BUILT, built.join(","));
    match &selection.test {
        Some(name) => run.args(&["--", name]).run(),
        None => run.run(),
    }
}

/// The tests of a folder in TypeScript, which need Node 20.
fn typescript(folder: &str) -> Result<()> {
    npm(folder, &["test"]).env("CARGO_TARGET_DIR", target()).run_aside()
}

/// Installs the packages of a folder in TypeScript.
///
/// # Errors
/// If npm is missing: a run that leaves tests out has not passed them.
pub fn install(folder: &str) -> Result<()> {
    ensure!(run::installed("npm"), "the tests of {folder}/ need npm and Node 20: install them");
    let title = format!("install the packages of {folder}/");
    npm(folder, &["ci", "--no-audit", "--no-fund"]).run_quietly(&title)
}

/// npm in a folder in TypeScript.
pub fn npm(folder: &str, args: &[&str]) -> Step {
    Step::new("npm").args(&["--prefix", folder]).args(args)
}
