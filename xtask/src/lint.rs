//! `cargo xtask lint`: formatting, limits, lints, licences and sources.

use {
    crate::{
        features, limits, localnet,
        run::{cargo, installed, Step},
    },
    anyhow::Result,
};

/// What compiles nothing.
pub fn fast() -> Result<()> {
    cargo(&["fmt", "--all", "--check"]).run()?;
    cargo(&["fmt", "--check", "--manifest-path", "localnet/Cargo.toml"]).run()?;
    features::run(true)?;
    limits::check()
}

/// All of it; with `e2e` of localnet/ too.
pub fn all(e2e: bool) -> Result<()> {
    fast()?;
    let clippy = ["clippy", "--workspace", "--all-targets"];
    cargo(&clippy).args(&["--", "--deny", "warnings"]).run()?;
    if e2e {
        cargo(&clippy).args(&["--features", "io-index/geyser", "--", "--deny", "warnings"]).run()?;
        localnet::within(&["clippy", "--all-targets"])?.args(&["--", "--deny", "warnings"]).run()?;
    }
    if installed("cargo-deny") {
        return cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]).run();
    }
    Step::note("licences, bans and sources were NOT checked: `cargo install cargo-deny --locked` first");
    Ok(())
}
