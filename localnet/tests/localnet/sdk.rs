//! The tests of the TypeScript SDK that need a cluster, on a network.

use {
    crate::network::Network,
    anyhow::{ensure, Result},
    std::{path::Path, process::Command},
};

#[test]
fn the_sdk_works_over_rpc() -> Result<()> {
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdk");
    if !sdk.join("node_modules").exists() {
        println!(
            "the SDK's packages are not installed: its tests were not run; `cargo xtask e2e` installs them"
        );
        return Ok(());
    }
    let network = Network::start("sdk", &[])?;
    let tests = Command::new("npx")
        .args(["vitest", "run", "test/rpc.test.ts"])
        .current_dir(sdk)
        .env("IO_RPC_URL", network.url())
        .env("IO_FAUCET", network.keys()?.path("community"))
        .status()?;
    ensure!(tests.success(), "the tests of the SDK failed");
    network.stop()
}
