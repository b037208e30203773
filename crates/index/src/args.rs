//! Settings: a TOML file, and flags that override it.

use {
    anyhow::{anyhow, bail, Context, Result},
    clap::{Parser, Subcommand},
    io_client::economics::time::HOUR,
    io_index::hooks::{webhooks, Thresholds, Webhook, WebhookFile},
    io_rpc::{
        at_home, cluster_url,
        supply::{treasury, Treasury},
        SHARD,
    },
    serde::Deserialize,
    std::{fs, net::SocketAddr, path::PathBuf},
};

/// The default address to listen at.
const LISTEN: &str = "127.0.0.1:8787";
/// The default file of the database.
const DATABASE: &str = "io-index.db";

const AFTER: &str = "\
Nothing has to be set up first: `io-index --url <URL>` makes the file io-index.db in the current \
folder, reads the programs' history from the cluster, follows it, and answers at \
http://127.0.0.1:8787/openapi.json.

The cluster's node must keep the history of the programs from their deployment on. What goes in \
front of it beyond one machine, webhooks and limits: docs/index.md.";

/// History of the IO token economy in a database, with an HTTP API, live events and alerts.
#[derive(Parser, Debug)]
#[command(name = "io-index", version, about, after_help = AFTER)]
pub struct Settings {
    /// Command; without one the index runs
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Config file (TOML); flags override it
    #[arg(short = 'c', long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Cluster: a URL, or mainnet-beta, testnet, devnet, localhost
    #[arg(short = 'u', long)]
    pub url: Option<String>,
    /// WebSocket of the cluster; the next port after the URL's if left out
    #[arg(long, visible_alias = "ws", value_name = "URL")]
    pub ws_url: Option<String>,
    /// Geyser plugin (Yellowstone) of the cluster's node, which streams the transactions; its token
    /// is read from IO_INDEX_GEYSER_TOKEN
    #[cfg(feature = "geyser")]
    #[arg(long, value_name = "URL")]
    pub geyser: Option<String>,
    /// Database: the path of an SQLite file, which is created if it does not exist, or
    /// postgres://USER@HOST/NAME [default: io-index.db]
    #[arg(short = 'd', long, visible_alias = "db", value_name = "URL", global = true)]
    pub database: Option<String>,
    /// Address to listen at [default: 127.0.0.1:8787]
    #[arg(short = 'l', long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// File with the treasury's wallets, for the circulating supply: that of `io supply --treasury`
    #[arg(long, value_name = "FILE")]
    pub treasury: Option<PathBuf>,
    /// Shard of Pyth's push oracle whose prices are watched
    #[arg(long, value_name = "NUMBER")]
    pub price_shard: Option<u16>,
    /// Serve tables that another index fills, read-only: on the same database or a replica
    #[arg(long, conflicts_with = "once")]
    pub read_only: bool,
    /// Bring the tables up to what is finalized now, then exit
    #[arg(long)]
    pub once: bool,
    /// Logs as JSON
    #[arg(long)]
    pub json: bool,
    /// Print the manual page, and exit
    #[arg(long, exclusive = true)]
    pub man: bool,
}

/// Commands besides running the index.
#[derive(Subcommand, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Print the tables as text, to compare databases with each other
    Dump,
}

/// The settings of an index.
#[derive(Debug)]
pub struct Config {
    /// The cluster's URL; none if only the database is read.
    pub url: Option<String>,
    /// Its WebSocket, if one is set.
    pub ws_url: Option<String>,
    /// The database's URL.
    pub database: String,
    /// The address to listen at.
    pub listen: SocketAddr,
    /// The treasury's wallets.
    pub treasury: Treasury,
    /// The shard of the push oracle whose prices are watched.
    pub price_shard: u16,
    /// The webhooks.
    pub webhooks: Vec<Webhook>,
    /// The thresholds of alerts.
    pub thresholds: Thresholds,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct File {
    url: Option<String>,
    ws_url: Option<String>,
    database: Option<String>,
    listen: Option<SocketAddr>,
    treasury: Option<String>,
    price_shard: Option<u16>,
    alerts: FileAlerts,
    webhook: Vec<WebhookFile>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct FileAlerts {
    order_low_hours: Option<u32>,
    price_stale_seconds: Option<u32>,
}

impl Config {
    /// Reads the file and the flags.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn of(settings: &Settings) -> Result<Self> {
        let file: File = match &settings.config {
            None => File::default(),
            Some(path) => {
                let path = at_home(&path.display().to_string());
                let text =
                    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                toml::from_str(&text).with_context(|| path.display().to_string())?
            }
        };
        let url = settings.url.clone().or(file.url);
        let url = url.map(|url| cluster_url(&url)).transpose().map_err(|wrong| anyhow!("url: {wrong}"))?;
        if url.is_none() && settings.command.is_none() && !settings.read_only {
            bail!("name the cluster: --url mainnet-beta, testnet, devnet, localhost, or a URL");
        }
        let wallets = settings.treasury.clone().or_else(|| file.treasury.as_deref().map(at_home));
        let mut thresholds = Thresholds::default();
        if let Some(hours) = file.alerts.order_low_hours {
            thresholds.order_low = i64::from(hours).saturating_mul(HOUR);
        }
        if let Some(seconds) = file.alerts.price_stale_seconds {
            thresholds.price_stale = seconds.into();
        }
        if settings.read_only && !file.webhook.is_empty() {
            bail!("only the index that writes calls webhooks: leave them out with --read-only");
        }
        Ok(Self {
            url,
            ws_url: settings.ws_url.clone().or(file.ws_url),
            database: database(settings.database.clone().or(file.database))?,
            listen: match settings.listen.or(file.listen) {
                Some(listen) => listen,
                None => LISTEN.parse().context("listen")?,
            },
            treasury: wallets
                .as_deref()
                .map(treasury)
                .transpose()
                .map_err(|wrong| anyhow!(wrong))?
                .unwrap_or_default(),
            price_shard: settings.price_shard.or(file.price_shard).unwrap_or(SHARD),
            webhooks: webhooks(&file.webhook).map_err(|wrong| anyhow!(wrong))?,
            thresholds,
        })
    }
}

/// The database's URL: a file, or a server of a kind that this index knows.
fn database(named: Option<String>) -> Result<String> {
    let named = named.unwrap_or_else(|| DATABASE.to_owned());
    match named.split_once("://") {
        Some((scheme, _)) if !matches!(scheme, "sqlite" | "postgres" | "postgresql") => {
            bail!(
                "database: \"{scheme}://\" is not supported: write the path of a file, or \
                 postgres://USER@HOST/NAME"
            )
        }
        _ => Ok(named),
    }
}
