//! The stream of a node's Geyser plugin (Yellowstone), together with that node's JSON-RPC.
//!
//! The lists of signatures still decide what is complete, so a broken stream leaves no gap. The
//! stream brings the transactions themselves, so that they are not fetched one by one, and the
//! confirmed ones at once.

use {
    super::{Account, Notification, Page, Rpc, Source, Transaction},
    crate::{Error, Result},
    async_trait::async_trait,
    futures_util::StreamExt,
    io_addresses::{emission::MINT, PROGRAMS},
    std::{
        collections::{BTreeSet, HashMap, VecDeque},
        sync::{Mutex, PoisonError},
        time::Duration,
    },
    tokio::{sync::mpsc, time::timeout},
    yellowstone_grpc_client::{ClientTlsConfig, GeyserGrpcClient, GeyserStream},
    yellowstone_grpc_proto::prelude::{
        subscribe_update::UpdateOneof, CommitmentLevel, SubscribeRequest, SubscribeRequestFilterTransactions,
        SubscribeUpdate, SubscribeUpdateTransaction, TokenBalance,
    },
};

/// Finalized transactions that wait for the list that names them: some 60 MB at most.
const KEPT: usize = 5_000;
/// A connection that takes longer is given up.
const BEGINNING: Duration = Duration::from_secs(30);
/// A stream that was silent for so long is renewed; plugins send a ping every 15 seconds.
const SILENCE: Duration = Duration::from_secs(60);
/// The largest message, in bytes.
const LARGEST: usize = 16 << 20;

/// A node with a Geyser plugin.
#[derive(Debug)]
pub struct Geyser {
    rpc: Rpc,
    endpoint: String,
    token: Option<String>,
    kept: Mutex<Kept>,
}

/// The latest finalized transactions.
#[derive(Debug, Default)]
struct Kept {
    by_signature: HashMap<String, Transaction>,
    order: VecDeque<String>,
}

impl Geyser {
    /// The stream at `endpoint`, with a token if it needs one, and a cluster's JSON-RPC.
    #[must_use]
    pub fn new(rpc: Rpc, endpoint: String, token: Option<String>) -> Self {
        Self { rpc, endpoint, token, kept: Mutex::default() }
    }

    async fn stream(&self, commitment: CommitmentLevel) -> Result<GeyserStream> {
        let filter = SubscribeRequestFilterTransactions {
            vote: Some(false),
            failed: Some(false),
            account_include: PROGRAMS.iter().map(|program| program.id.to_string()).collect(),
            ..SubscribeRequestFilterTransactions::default()
        };
        let request = SubscribeRequest {
            transactions: HashMap::from([("io".to_owned(), filter)]),
            commitment: Some(commitment.into()),
            ..SubscribeRequest::default()
        };
        let builder = GeyserGrpcClient::build_from_shared(self.endpoint.clone()).map_err(Error::source)?;
        let mut builder = builder
            .x_token(self.token.clone())
            .map_err(Error::source)?
            .connect_timeout(BEGINNING)
            .max_decoding_message_size(LARGEST);
        if self.endpoint.starts_with("https:") {
            let tls = ClientTlsConfig::new().with_native_roots();
            builder = builder.tls_config(tls).map_err(Error::source)?;
        }
        let silent = |_| Error::source("the Geyser plugin does not answer");
        let client = timeout(BEGINNING, builder.connect()).await.map_err(silent)?;
        let mut client = client.map_err(Error::source)?;
        let stream = timeout(BEGINNING, client.subscribe_once(request)).await.map_err(silent)?;
        stream.map_err(Error::source)
    }

    fn keep(&self, transaction: Transaction) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.order.push_back(transaction.signature.clone());
        kept.by_signature.insert(transaction.signature.clone(), transaction);
        if kept.order.len() > KEPT {
            if let Some(oldest) = kept.order.pop_front() {
                kept.by_signature.remove(&oldest);
            }
        }
    }
}

#[async_trait]
impl Source for Geyser {
    async fn genesis_hash(&self) -> Result<String> {
        self.rpc.genesis_hash().await
    }

    async fn finalized_slot(&self) -> Result<u64> {
        self.rpc.finalized_slot().await
    }

    async fn first_slot(&self) -> Result<u64> {
        self.rpc.first_slot().await
    }

    async fn signatures(&self, address: &str, before: Option<&str>, slot: u64) -> Result<Page> {
        self.rpc.signatures(address, before, slot).await
    }

    async fn transactions(&self, signatures: &[String]) -> Result<Vec<Transaction>> {
        let mut known: Vec<Option<Transaction>> = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            signatures.iter().map(|signature| kept.by_signature.get(signature).cloned()).collect()
        };
        let missing = signatures.iter().zip(&known).filter(|(_, known)| known.is_none());
        let missing: Vec<String> = missing.map(|(signature, _)| signature.clone()).collect();
        let mut asked = self.rpc.transactions(&missing).await?.into_iter();
        for place in &mut known {
            if place.is_none() {
                *place = asked.next();
            }
        }
        Ok(known.into_iter().flatten().collect())
    }

    async fn block(&self, slot: u64) -> Result<Vec<String>> {
        self.rpc.block(slot).await
    }

    async fn block_time(&self, slot: u64) -> Result<Option<i64>> {
        self.rpc.block_time(slot).await
    }

    async fn accounts(&self, addresses: &[String], slot: u64) -> Result<Vec<Option<Account>>> {
        self.rpc.accounts(addresses, slot).await
    }

    async fn listen(&self, heard: mpsc::Sender<Notification>) -> Result<()> {
        let mut confirmed = self.stream(CommitmentLevel::Confirmed).await?;
        let mut finalized = self.stream(CommitmentLevel::Finalized).await?;
        loop {
            let next = async {
                tokio::select! {
                    update = confirmed.next() => (false, update),
                    update = finalized.next() => (true, update),
                }
            };
            let Ok((is_final, Some(update))) = timeout(SILENCE, next).await else { return Ok(()) };
            let Some(transaction) = transaction(update.map_err(Error::source)?) else { continue };
            let told = Notification {
                slot: transaction.slot,
                signature: transaction.signature.clone(),
                logs: transaction.logs.clone(),
                finalized: is_final,
            };
            if is_final {
                self.keep(transaction);
            }
            if heard.send(told).await.is_err() {
                return Ok(());
            }
        }
    }
}

/// The transaction of an update; none for other updates, or if its log is missing.
fn transaction(update: SubscribeUpdate) -> Option<Transaction> {
    let Some(UpdateOneof::Transaction(SubscribeUpdateTransaction { transaction, slot, .. })) =
        update.update_oneof
    else {
        return None;
    };
    let info = transaction?;
    let (meta, message) = (info.meta?, info.transaction?.message?);
    if meta.log_messages_none || meta.err.is_some() {
        return None;
    }
    let header = message.header?;
    let text = |key: &Vec<u8>| bs58::encode(key).into_string();
    let keys: Vec<String> = message.account_keys.iter().map(text).collect();
    let signers = usize::try_from(header.num_required_signatures).ok()?;
    let read_only = usize::try_from(header.num_readonly_unsigned_accounts).ok()?;
    let written = keys.get(signers..keys.len().checked_sub(read_only)?)?.iter().cloned();
    let written: BTreeSet<String> = written.chain(meta.loaded_writable_addresses.iter().map(text)).collect();
    Some(Transaction {
        signature: bs58::encode(&info.signature).into_string(),
        slot,
        index: u32::try_from(info.index).ok(),
        // The block's is not final with it: JSON-RPC says it.
        time: None,
        failed: false,
        payer: keys.first()?.clone(),
        written: written.into_iter().collect(),
        logs: meta.log_messages,
        io_change: io(&meta.post_token_balances)? - io(&meta.pre_token_balances)?,
    })
}

/// IO in the token accounts of a list of balances.
fn io(balances: &[TokenBalance]) -> Option<i128> {
    let mint = MINT.address.to_string();
    let of_io = balances.iter().filter(|balance| balance.mint == mint);
    of_io.map(|balance| balance.ui_token_amount.as_ref()?.amount.parse::<i128>().ok()).sum()
}
