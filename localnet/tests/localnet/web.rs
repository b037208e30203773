//! The page in Chromium, on a network: every page's story from connecting to a confirmed
//! transaction, what goes wrong, how it looks, and that its figures are those of `io --json`.

use {
    crate::{network::Network, tools::folder},
    anyhow::{ensure, Context, Result},
    std::{path::Path, process::Command},
};

#[test]
fn the_page_works_over_rpc() -> Result<()> {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web");
    for (of, to_install) in [("web", &web), ("sdk", &web.join("../sdk"))] {
        ensure!(
            to_install.join("node_modules").exists(),
            "the packages of {of}/ are not installed: run `cargo xtask e2e`, or `npm --prefix {of} ci`"
        );
    }
    let network = Network::start("web", &[])?;
    let keys = network.keys()?;
    let tests = Command::new("npx")
        // One after the other: each moves the network's clock.
        .args(["vitest", "run", "--no-file-parallelism", "test/"])
        .current_dir(web)
        .env("IO_RPC_URL", network.url())
        .env("IO_FAUCET", keys.path("community"))
        .env("IO_CLIENT", keys.path("client"))
        .env("IO_OPERATOR", keys.path("operator"))
        .env("IO_HOLDER", keys.path("holder"))
        .env("IO_SEASONS", keys.folder())
        .env("IO_CLI", folder().join("io"))
        .status()
        .context("cannot run npx: install Node.js 20 or newer, with npm")?;
    ensure!(tests.success(), "the stories of the page failed");
    network.stop()
}
