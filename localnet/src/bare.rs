//! A network without the suite, on which a deployment is rehearsed: what `io init` is to read, and
//! what to run.

use {
    crate::{Chain, Keys},
    anyhow::Result,
    io_client::{economics::staking::MIN_FULL_WEIGHT, hex},
    io_testkit::{buyback::Feed, World},
    serde_json::json,
    solana_signer::Signer,
    std::{
        fs,
        path::{Path, PathBuf},
    },
};

/// Writes a genesis.json that names the network's keys as owners and roles.
///
/// # Errors
/// If it cannot be written.
pub fn write_genesis(keys: &Keys) -> Result<PathBuf> {
    let [seed_investors, series_a_investors, core_contributors, ecosystem, community] =
        keys.owners.each_ref().map(|owner| owner.pubkey().to_string());
    let hexadecimal = |feed: Feed| hex::encode(&feed.id());
    let genesis = json!({
        "uri": World::URI,
        "owners": {
            "seed_investors": seed_investors,
            "series_a_investors": series_a_investors,
            "core_contributors": core_contributors,
            "ecosystem": ecosystem,
            "community": community,
        },
        "oracle": keys.oracle.pubkey().to_string(),
        "slasher": keys.slasher.pubkey().to_string(),
        "arbiter": keys.arbiter.pubkey().to_string(),
        "io_feed": hexadecimal(Feed::Io),
        "usdc_feed": hexadecimal(Feed::Usdc),
        "full_weight": { "gpu": MIN_FULL_WEIGHT, "cpu": MIN_FULL_WEIGHT },
    });
    let path = keys.folder().join("genesis.json");
    fs::write(&path, format!("{genesis:#}\n"))?;
    Ok(path)
}

/// The text; `genesis` is the file of who is who.
pub fn welcome(chain: &Chain, keys: &Keys, genesis: &Path) -> String {
    let (url, genesis, deployer) = (chain.url(), genesis.display(), keys.path("deployer"));
    let deployer = deployer.display();
    format!(
        "\
A local chain without the suite. Ctrl-C stops it; nothing of it stays but the keys.

  JSON-RPC   {url}
  WebSocket  {}
  genesis    {genesis}

Paste, in another terminal, once `cargo xtask keys --new` and `cargo xtask build` made the programs yours:

  io -u {url} -k {deployer} init --genesis {genesis} --programs target/deploy --keys keys
  io -u {url} verify --programs target/deploy
",
        chain.ws_url()
    )
}
