//! A network without the suite: what a deployer rehearses on.

use {
    crate::{
        network::{said, Network},
        tools,
    },
    anyhow::{ensure, Result},
    io_client::addresses::{external, PROGRAMS},
    std::{fs, process::Command},
};

#[test]
fn a_bare_network_has_all_but_the_suite() -> Result<()> {
    let network = Network::start("bare", &["--bare"])?;
    let rpc = network.rpc();
    let suite: Vec<_> = PROGRAMS.iter().map(|program| program.id).collect();
    ensure!(rpc.client().get_multiple_accounts(&suite)?.iter().all(Option::is_none), "a program is there");
    let others = [external::METADATA_PROGRAM, external::USDC_MINT];
    ensure!(rpc.client().get_multiple_accounts(&others)?.iter().all(Option::is_some), "something is missing");

    // Its genesis.json is one that `io init` takes: what is missing is the programs.
    let genesis = network.state.join("genesis.json");
    ensure!(fs::read_to_string(&genesis)?.contains("core_contributors"), "nobody owns an allocation");
    let out = Command::new(tools::folder().join("io"))
        .args(["--url", &network.url(), "--keypair"])
        .arg(network.keys()?.path("deployer"))
        .args(["init", "--genesis"])
        .arg(&genesis)
        .output()?;
    ensure!(out.status.code() == Some(6), "{:?}: {}", out.status, said(&out));
    ensure!(said(&out).contains("Not every program is deployed"), "{}", said(&out));
    network.stop()
}
