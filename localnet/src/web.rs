//! The page beside the chain, with a keeper: static files whose config names this network.

use {
    crate::{
        beside::{tool, Beside},
        chain::check_free,
        seasons, Chain, Keys, Rpc, HOST,
    },
    anyhow::{ensure, Context, Result},
    io_testkit::airdrop::SEASONS,
    std::{fs, net::SocketAddr, path::Path, process::Command},
};

/// A running page, its server and a keeper.
pub struct Web {
    port: u16,
    keeper: Beside,
    server: Beside,
}

impl Web {
    /// Puts the built page into a folder of its own with this network's config and lists of
    /// airdrops, serves it, and starts a keeper.
    ///
    /// # Errors
    /// If the page or the keeper was not built, or does not start: then its log says why.
    pub fn start(chain: &Chain, keys: &Keys, port: u16, index: Option<u16>) -> Result<Self> {
        check_free(port, "--web")?;
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web");
        let built = source.join("dist");
        ensure!(
            built.join("index.html").exists(),
            "the page is not built: start the network by `cargo xtask localnet --web`, which builds it"
        );
        let site = keys.folder().join("web");
        if site.exists() {
            fs::remove_dir_all(&site)?;
        }
        copy(&built, &site)?;
        for id in season_ids() {
            copy(&seasons::folder(keys, id), &site.join("airdrops").join(id.to_string()))?;
        }
        let config = keys.folder().join("web.json");
        fs::write(&config, config_of(chain, index)?)?;
        let script = |name: &str| source.join("scripts").join(name);
        let mut configure = Command::new("node");
        configure.arg(script("configure.mjs")).arg(&config).arg(&site);
        let output = configure.output().context("cannot run node: install Node.js 20 or newer")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

        let mut serve = Command::new("node");
        serve.arg(script("serve.mjs")).arg(port.to_string()).arg(&site);
        let mut server = Beside::start(&mut serve, &keys.folder().join("web.log"))?;
        server.wait_for(SocketAddr::new(HOST.parse()?, port))?;
        let mut keeper = Command::new(tool("io-keeper")?);
        keeper.args(["--url", &chain.url(), "--ws-url", &chain.ws_url(), "--keypair"]);
        keeper.arg(keys.path("keeper"));
        let keeper = Beside::start(&mut keeper, &keys.folder().join("keeper.log"))?;
        Ok(Self { port, keeper, server })
    }

    /// What to tell about it.
    #[must_use]
    pub fn welcome(&self) -> String {
        let (port, keeper, log) = (self.port, self.keeper.log.display(), self.server.log.display());
        format!(
            "\
  page       http://{HOST}:{port}  its server's log is {log}
  io-keeper  its log is {keeper}

  To use the page with a browser's wallet: set the wallet's network to the JSON-RPC above, and give its
  address SOL, IO and USDC by `cargo xtask localnet faucet`.
"
        )
    }
}

/// The numbers of the seasons that the network publishes.
fn season_ids() -> impl Iterator<Item = u64> {
    (1..).zip(SEASONS).map(|(id, _)| id)
}

/// The page's config, for this network.
fn config_of(chain: &Chain, index: Option<u16>) -> Result<String> {
    let genesis = Rpc::new(chain.url()).client().get_genesis_hash()?;
    let index = index.map_or_else(|| "null".into(), |port| format!("\"http://{HOST}:{port}\""));
    let airdrops: Vec<String> = season_ids().map(|id| format!("\"./airdrops/{id}/\"")).collect();
    Ok(format!(
        "{{\n  \"cluster\": {{ \"name\": \"localnet\", \"rpc\": \"{}\", \"ws\": \"{}\", \"genesis\": \
         \"{genesis}\" }},\n  \"index\": {index},\n  \"explorer\": null,\n  \"airdrops\": [{}]\n}}\n",
        chain.url(),
        chain.ws_url(),
        airdrops.join(", ")
    ))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
