//! A cluster behind JSON-RPC and its WebSocket.

use {
    super::{answer, wire::Wire, Account, Notification, Page, Source, Transaction},
    crate::{Error, Result},
    async_trait::async_trait,
    futures_util::{stream, StreamExt, TryStreamExt},
    io_addresses::PROGRAMS,
    serde_json::{json, Value},
    solana_commitment_config::CommitmentConfig,
    solana_pubsub_client::nonblocking::pubsub_client::PubsubClient,
    solana_rpc_client_api::config::{RpcTransactionLogsConfig, RpcTransactionLogsFilter},
    std::time::Duration,
    tokio::{sync::mpsc, time::timeout},
};

/// Signatures of a page: no node gives more.
const PAGE: usize = 1_000;
/// Transactions that are asked for at the same time.
const AT_ONCE: usize = 8;
/// A subscription that does not begin within this time is given up.
const BEGINNING: Duration = Duration::from_secs(30);
/// A subscription that was silent for so long is renewed: the connection may be dead.
const SILENCE: Duration = Duration::from_secs(300);

/// A cluster behind JSON-RPC.
#[derive(Debug)]
pub struct Rpc {
    wire: Wire,
    ws_url: Option<String>,
}

impl Rpc {
    /// The cluster with this URL; notifications come from `ws_url`, if there is one.
    ///
    /// # Errors
    /// If the system gives no HTTP client, or the URL is none.
    pub fn new(url: &str, ws_url: Option<String>) -> Result<Self> {
        Ok(Self { wire: Wire::new(url)?, ws_url })
    }

    async fn transaction(&self, signature: &str) -> Result<Transaction> {
        let config = json!({
            "encoding": "json",
            "commitment": "finalized",
            "maxSupportedTransactionVersion": 0,
        });
        let missing = || format!("the node does not have transaction {signature}, which a node has listed");
        let answer = self.wire.get("getTransaction", json!([signature, config]), missing).await?;
        answer::transaction(signature, &answer)
            .ok_or_else(|| Error::source(format!("transaction {signature} came without its log or accounts")))
    }
}

#[async_trait]
impl Source for Rpc {
    async fn genesis_hash(&self) -> Result<String> {
        let answer = self.wire.call("getGenesisHash", json!([])).await?;
        answer.as_str().map(str::to_owned).ok_or_else(|| Error::source("its genesis hash is not a string"))
    }

    async fn finalized_slot(&self) -> Result<u64> {
        let answer = self.wire.call("getSlot", json!([{"commitment": "finalized"}])).await?;
        answer.as_u64().ok_or_else(|| Error::source("its slot is no number"))
    }

    async fn first_slot(&self) -> Result<u64> {
        let answer = self.wire.call("getFirstAvailableBlock", json!([])).await?;
        answer.as_u64().ok_or_else(|| Error::source("its first block is not a number"))
    }

    async fn signatures(&self, address: &str, before: Option<&str>, slot: u64) -> Result<Page> {
        let mut config = json!({"limit": PAGE, "commitment": "finalized", "minContextSlot": slot});
        if let Some(before) = before {
            config["before"] = before.into();
        }
        let answer = self.wire.call("getSignaturesForAddress", json!([address, config])).await?;
        answer::page(&answer).ok_or_else(|| Error::source("its list of signatures cannot be read"))
    }

    async fn transactions(&self, signatures: &[String]) -> Result<Vec<Transaction>> {
        let one = |signature: &String| {
            let signature = signature.clone();
            async move { self.transaction(&signature).await }
        };
        let asked: Vec<_> = signatures.iter().map(one).collect();
        stream::iter(asked).buffered(AT_ONCE).try_collect().await
    }

    async fn block(&self, slot: u64) -> Result<Vec<String>> {
        let config = json!({
            "transactionDetails": "signatures",
            "rewards": false,
            "commitment": "finalized",
            "maxSupportedTransactionVersion": 0,
        });
        let missing = || format!("the node does not have block {slot}");
        let answer = self.wire.get("getBlock", json!([slot, config]), missing).await?;
        let signatures = answer["signatures"].as_array().map(|all| all.iter().filter_map(Value::as_str));
        let signatures =
            signatures.ok_or_else(|| Error::source(format!("block {slot} has no signatures")))?;
        Ok(signatures.map(str::to_owned).collect())
    }

    async fn block_time(&self, slot: u64) -> Result<Option<i64>> {
        let answer = self.wire.ask("getBlockTime", json!([slot])).await?;
        let wrong = || Error::source(format!("the time of block {slot} is not a number"));
        answer.map(|time| time.as_i64().ok_or_else(wrong)).transpose()
    }

    async fn accounts(&self, addresses: &[String], slot: u64) -> Result<Vec<Option<Account>>> {
        let config = json!({"encoding": "base64", "commitment": "finalized", "minContextSlot": slot});
        let answer = self.wire.call("getMultipleAccounts", json!([addresses, config])).await?;
        // Some nodes ignore the slot that is asked for.
        if answer["context"]["slot"].as_u64().is_none_or(|at| at < slot) {
            return Err(Error::source(format!("the node is behind slot {slot}")));
        }
        answer::accounts(&answer)
            .filter(|accounts| accounts.len() == addresses.len())
            .ok_or_else(|| Error::source("its accounts are not those asked for"))
    }

    async fn listen(&self, heard: mpsc::Sender<Notification>) -> Result<()> {
        let Some(url) = &self.ws_url else {
            return std::future::pending().await;
        };
        let silent = |_| Error::source("the WebSocket does not answer");
        let client = timeout(BEGINNING, PubsubClient::new(url.as_str())).await.map_err(silent)?;
        let client = client.map_err(Error::source)?;
        let config = RpcTransactionLogsConfig { commitment: Some(CommitmentConfig::confirmed()) };
        let mut all = stream::SelectAll::new();
        for program in PROGRAMS {
            let filter = RpcTransactionLogsFilter::Mentions(vec![program.id.to_string()]);
            let subscription = client.logs_subscribe(filter, config.clone());
            let subscription = timeout(BEGINNING, subscription).await.map_err(silent)?;
            all.push(subscription.map_err(Error::source)?.0);
        }
        while let Ok(Some(told)) = timeout(SILENCE, all.next()).await {
            if told.value.err.is_some() {
                continue;
            }
            let (slot, signature, logs) = (told.context.slot, told.value.signature, told.value.logs);
            if heard.send(Notification { slot, signature, logs, finalized: false }).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}
