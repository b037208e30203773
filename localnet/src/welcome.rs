//! What a running network tells: where it is, who is there, what to paste.

use {
    crate::{economy::PROCESSORS, pool::pool, prices, seasons, Chain, Keys},
    anyhow::Result,
    io_client::{
        addresses::{emission::MINT, external::USDC_MINT},
        buyback::Prices,
        orders::order_address,
    },
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        path::{Path, PathBuf},
        time::Duration,
    },
};

/// Writes the names that commands use to a file for the shell: key files, the node, the client's
/// first order.
///
/// # Errors
/// If it cannot be written.
pub fn write_names(keys: &Keys, node: &Pubkey) -> Result<PathBuf> {
    let file = |name: &str| keys.path(name).display().to_string();
    let names = [
        ("HOLDER", file("holder")),
        ("CLIENT", file("client")),
        ("OPERATOR", file("operator")),
        ("KEEPER", file("keeper")),
        ("NODE", node.to_string()),
        ("ORDER", order_address(&keys.client.pubkey(), 1).to_string()),
        ("POOL", pool(keys).address.to_string()),
        ("SEASON", seasons::folder(keys, 1).display().to_string()),
    ];
    let path = keys.folder().join("env");
    let text: String = names.iter().map(|(name, value)| format!("{name}='{value}'\n")).collect();
    fs::write(&path, text)?;
    Ok(path)
}

/// The text; `names` is the file of them.
pub fn welcome(chain: &Chain, keys: &Keys, node: &Pubkey, names: &Path, took: Duration) -> String {
    let (url, ws_url) = (chain.url(), chain.ws_url());
    let Prices { io: io_price, usdc: usdc_price } = prices::accounts();
    let (mint, pool, folder) = (MINT.address, pool(keys).address, keys.folder().display());
    let names = names.display();
    // The commands' own default needs no flag.
    let at = if chain.is_default() { String::new() } else { format!(" --url {url}") };
    format!(
        "\
IO on a local chain, set up in {took:.1?}. Ctrl-C stops it; nothing of it stays but the keys.

  JSON-RPC   {url}
  WebSocket  {ws_url}
  IO         {mint}
  USDC       {USDC_MINT}
  node       {node}  {PROCESSORS} H100, attested
  pool       {pool}  IO and USDC, on SPL Token Swap
  prices     {io_price} IO at 0.20 USD
             {usdc_price} USDC at 1 USD
  keys       {folder}
             of the deployer, the roles, an operator, a holder, a client, a keeper; worth nothing elsewhere

Paste, in another terminal:

  . {names}
  solana config set --url {url}

  cargo xtask localnet faucet{at} <ADDRESS>   # 10 SOL, 10,000 IO, 10,000 USDC
  cargo xtask localnet travel{at} 30d         # a month passes; the node stays attested

  # A holder stakes to the node, and claims after a while.
  io -u {url} -k $HOLDER stake $NODE 1000
  io -u {url} -k $HOLDER claim

  # A client orders two processors for a day; the operator accepts.
  io -u {url} -k $CLIENT order create --node $NODE --processors 2 --rate \"1.5 USDC\" --for 1d --id 1
  io -u {url} -k $OPERATOR order accept $ORDER

  # Eight airdrop seasons open after a week; anyone checks them, and a holder claims.
  cargo xtask localnet travel{at} 8d
  io -u {url} airdrop verify $SEASON/points.csv --files $SEASON
  io -u {url} -k $HOLDER airdrop claim $SEASON

  # A keeper turns every crank that is due.
  io-keeper --url {url} --keypair $KEEPER
"
    )
}
