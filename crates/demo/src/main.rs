//! `cargo xtask demo`: the economy as bytecode on an embedded chain, from genesis to month 240.

mod buyback;
mod chart;
mod distribution;
mod emission;
mod network;
mod orders;
mod report;
mod staking;

use {
    anyhow::{Context, Result},
    clap::Parser,
    io_testkit::bytecode,
    std::fs,
};

/// Runs the IO token economy on an embedded chain, from genesis to month 240.
#[derive(Parser)]
struct Cli {
    /// Print one JSON object instead of tables
    #[arg(long)]
    json: bool,
    /// Seed of the irregular gaps between cranks
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    let story = emission::run(cli.seed)?;
    let folder = bytecode::target().join("demo");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let folder = folder.canonicalize()?;
    let mut charts = chart::draw(&story, &folder)?;
    charts.extend(network::draw(&folder)?);
    if cli.json {
        println!("{}", serde_json::to_string_pretty(&story)?);
    } else {
        report::print(&story, &charts);
    }
    Ok(())
}
