//! `cargo xtask bench`: prints the table, writes bench.json to Cargo's target folder, and fails
//! above the budget.

use {
    anyhow::{Context, Result},
    clap::Parser,
    io_bench::{measure, measure_only, Bench, Budget},
    io_client::amount::thousands,
    io_testkit::{bytecode, table::table},
    std::{fs, path::PathBuf},
};

/// Measures compute units, account sizes and program sizes, and holds them to bench/budget.json.
#[derive(Parser)]
struct Cli {
    /// Print one JSON object instead of tables
    #[arg(long)]
    json: bool,
    /// Measure one program, such as io_orders; bounds are printed and not held to
    #[arg(long, value_name = "PROGRAM")]
    only: Option<String>,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let bench = match &cli.only {
        Some(program) => measure_only(program)?,
        None => measure(),
    };
    let json = serde_json::to_string_pretty(&bench)? + "\n";
    let path = output();
    fs::write(&path, &json).with_context(|| path.display().to_string())?;
    let budget = Budget::read()?;
    if cli.json {
        print!("{json}");
    } else {
        print_tables(&bench, &budget);
        println!("written to {}", path.display());
    }
    match cli.only {
        Some(_) => Ok(()),
        None => budget.hold(&bench),
    }
}

fn output() -> PathBuf {
    bytecode::target().join("bench.json")
}

const LAMPORTS_PER_SOL: u64 = 1_000_000_000;

fn sol(lamports: u64) -> String {
    format!("{}.{:09}", lamports / LAMPORTS_PER_SOL, lamports % LAMPORTS_PER_SOL)
}

fn bound<N: ToString>(bound: Option<&N>) -> String {
    bound.map_or_else(|| "none".to_owned(), N::to_string)
}

fn print_tables(bench: &Bench, budget: &Budget) {
    let mut instructions = table(&["instruction", "CU", "bound", "accounts", "transaction, bytes"]);
    for (key, row) in &bench.instructions {
        instructions.add_row([
            key.clone(),
            thousands(row.cu),
            bound(budget.compute_units.get(key)),
            row.accounts.to_string(),
            row.tx_bytes.to_string(),
        ]);
    }
    println!("{instructions}");

    let mut accounts = table(&["account", "bytes", "bound", "rent, SOL"]);
    for (key, row) in &bench.accounts {
        accounts.add_row([
            key.clone(),
            row.bytes.to_string(),
            bound(budget.account_bytes.get(key)),
            sol(row.rent_lamports),
        ]);
    }
    println!("{accounts}");

    let mut programs = table(&["program", "bytes", "bound", "deploy rent, SOL"]);
    for (key, row) in &bench.programs {
        programs.add_row([
            key.clone(),
            row.bytes.to_string(),
            bound(budget.program_bytes.get(key)),
            sol(row.rent_lamports),
        ]);
    }
    println!("{programs}");
}
