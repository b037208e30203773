//! `cargo xtask web`: the page as static files that any host serves.

use {
    crate::{
        run::Step,
        testing::{install, npm},
        workspace::root,
    },
    anyhow::{Context, Result},
    std::{env, path::Path},
};

/// Builds web/dist for the cluster and the index of a config file, and prints the headers to serve
/// it with.
///
/// # Errors
/// If npm is missing, the config is wrong, or the page does not build.
pub fn run(config: Option<&Path>) -> Result<()> {
    build()?;
    let example = root().join("web/config.example.json");
    let config = match config {
        Some(config) => env::current_dir()?.join(config),
        None => example,
    };
    let config = config.to_str().context("the config file has a name that is no text")?;
    eprintln!("web/dist is built. Serve it as it is, with these headers:");
    Step::new("node").args(&["web/scripts/configure.mjs", config]).run()
}

/// Builds web/dist.
///
/// # Errors
/// If npm is missing, or the page does not build.
pub fn build() -> Result<()> {
    install("web")?;
    npm("web", &["run", "build:files", "--silent"]).run()
}
