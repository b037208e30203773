//! What a running network tells: where it is, who is there, what to paste.

use {
    crate::{economy::PROCESSORS, pool::pool, prices, Chain, Keys},
    io_client::{
        addresses::{emission::MINT, external::USDC_MINT},
        buyback::Prices,
    },
    solana_pubkey::Pubkey,
    std::time::Duration,
};

/// The text.
pub fn welcome(chain: &Chain, keys: &Keys, node: &Pubkey, took: Duration) -> String {
    let (url, ws_url) = (chain.url(), chain.ws_url());
    let Prices { io: io_price, usdc: usdc_price } = prices::accounts();
    let (mint, pool, folder) = (MINT.address, pool(keys).address, keys.folder().display());
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
             of the deployer, the roles, the operator, a holder, a client; worth nothing elsewhere

Paste, in another terminal:

  keys={folder}; node={node}
  solana config set --url {url}

  cargo xtask localnet faucet{at} <ADDRESS>   # 10 SOL, 10,000 IO, 10,000 USDC
  cargo xtask localnet travel{at} 30d         # a month passes; the node stays attested

  # A holder stakes to the node, and claims after a while.
  io -u {url} -k $keys/holder.json stake $node 1000
  io -u {url} -k $keys/holder.json claim

  # A client orders two processors for a day; the operator accepts.
  io -u {url} -k $keys/client.json order create --node $node --processors 2 --rate \"1.5 USDC\" --for 1d
  io -u {url} -k $keys/operator.json order accept <ORDER>

  # Anyone cranks.
  io -u {url} -k $keys/holder.json crank
"
    )
}
