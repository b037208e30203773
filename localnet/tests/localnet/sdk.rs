//! The tests of the TypeScript SDK that need a cluster, its example pages in Chromium on a network,
//! and its package beside every kit.

use {
    crate::network::Network,
    anyhow::{ensure, Context, Result},
    std::{path::Path, process::Command},
};

#[test]
fn the_sdk_works_over_rpc() -> Result<()> {
    let sdk = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sdk");
    ensure!(
        sdk.join("node_modules").exists(),
        "the SDK's packages are not installed: run `cargo xtask e2e`, or `npm --prefix sdk ci`"
    );
    let network = Network::start("sdk", &[])?;
    let keys = network.keys()?;
    let tests = Command::new("npx")
        // One after the other: each moves the network's clock.
        .args(["vitest", "run", "--no-file-parallelism"])
        .args(["test/rpc.test.ts", "test/pages.test.ts", "test/kits.test.ts"])
        .current_dir(sdk)
        // These take minutes, and are left out elsewhere.
        .env("IO_ALL", "1")
        .env("IO_RPC_URL", network.url())
        .env("IO_FAUCET", keys.path("community"))
        .env("IO_CLIENT", keys.path("client"))
        .env("IO_OPERATOR", keys.path("operator"))
        .status()
        .context("cannot run npx: install Node.js 20 or newer, with npm")?;
    ensure!(tests.success(), "the tests of the SDK failed");
    network.stop()
}
