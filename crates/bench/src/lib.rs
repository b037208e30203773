//! What every instruction costs in compute units, every account and program in rent, with fixed
//! keys on an SVM with mainnet's features; and the committed upper bound of each.

mod airdrop;
mod asks;
mod buyback;
mod emission;
mod market;
mod measure;
mod oracle_price;
mod orders;
mod records;
mod requests;
mod staking;
mod vesting;

pub use measure::{Account, Bench, Instruction, Program, Watch};
use {
    anyhow::{bail, Context, Result},
    io_client::addresses::PROGRAMS,
    serde::Deserialize,
    std::{collections::BTreeMap, fs},
};

/// The committed bounds: bench/budget.json.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Compute units by row.
    pub compute_units: BTreeMap<String, u64>,
    /// Bytes by account.
    pub account_bytes: BTreeMap<String, usize>,
    /// Bytes by program.
    pub program_bytes: BTreeMap<String, usize>,
}

/// Measures the rows of one program.
type Measure = fn(&mut Bench);

/// What measures the rows of each program that has instructions.
const ROWS: [(&str, Measure); 6] = [
    ("io_emission", emission::measure),
    ("io_staking", staking::measure),
    ("io_orders", orders::measure),
    ("io_buyback", buyback::measure),
    ("io_vesting", vesting::measure),
    ("io_airdrop", airdrop::measure),
];

/// Measures everything.
pub fn measure() -> Bench {
    measure_watched(None)
}

/// The same, while `watch` sees each call that is alone in its transaction, and the world before
/// it.
pub fn measure_watched(watch: Option<Watch>) -> Bench {
    let mut bench = Bench { watch, ..Bench::of_suite() };
    PROGRAMS.iter().for_each(|program| bench.program(program.name));
    ROWS.iter().for_each(|(_, measure)| measure(&mut bench));
    bench
}

/// Measures one program.
///
/// # Errors
/// If the suite has no program of this name.
pub fn measure_only(name: &str) -> Result<Bench> {
    let row = ROWS.into_iter().find(|(program, _)| *program == name);
    let (program, measure) = row.with_context(|| format!("no program is called {name}"))?;
    let mut bench = Bench::of_suite();
    bench.program(program);
    measure(&mut bench);
    Ok(bench)
}

impl Budget {
    /// Reads bench/budget.json.
    ///
    /// # Errors
    /// If it is missing or malformed.
    pub fn read() -> Result<Self> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bench/budget.json");
        let text = fs::read_to_string(path).with_context(|| path.to_owned())?;
        serde_json::from_str(&text).with_context(|| path.to_owned())
    }

    /// Compares; every row must have a bound and every bound a row.
    ///
    /// # Errors
    /// Names each row that is above its bound or has none.
    pub fn hold(&self, bench: &Bench) -> Result<()> {
        let mut faults = Vec::new();
        compare("CU", &self.compute_units, &bench.instructions, |row| row.cu, &mut faults);
        compare("bytes", &self.account_bytes, &bench.accounts, |row| row.bytes, &mut faults);
        compare("bytes", &self.program_bytes, &bench.programs, |row| row.bytes, &mut faults);
        if !faults.is_empty() {
            bail!("bench/budget.json does not hold:\n  {}", faults.join("\n  "));
        }
        Ok(())
    }
}

fn compare<R, N: Copy + PartialOrd + std::fmt::Display>(
    unit: &str,
    bounds: &BTreeMap<String, N>,
    rows: &BTreeMap<String, R>,
    value: impl Fn(&R) -> N,
    faults: &mut Vec<String>,
) {
    for (key, row) in rows {
        match bounds.get(key) {
            None => faults.push(format!("{key} has no bound; it takes {} {unit}", value(row))),
            Some(bound) if value(row) > *bound => {
                faults.push(format!("{key} takes {} {unit}, above its bound of {bound}", value(row)));
            }
            Some(_) => {}
        }
    }
    for key in bounds.keys().filter(|key| !rows.contains_key(*key)) {
        faults.push(format!("{key} has a bound and was not measured"));
    }
}
