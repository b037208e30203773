//! The stream of a node's Geyser plugin: what it brings fills the tables as JSON-RPC does.

use {
    crate::harness::{assert_same, clean, new_file, recording, Index},
    futures_util::{stream::unfold, Stream},
    io_index::source::{Geyser, Rpc},
    io_testkit::{
        cluster::{Cluster, FINAL_AFTER},
        record::{Recorded, Token},
    },
    std::{
        net::{Ipv4Addr, SocketAddr},
        pin::Pin,
        sync::Arc,
        time::Duration,
    },
    tokio::{sync::mpsc, time::sleep},
    yellowstone_grpc_proto::{
        prelude::{
            geyser_server::{Geyser as Service, GeyserServer},
            subscribe_update::UpdateOneof,
            *,
        },
        tonic::{self, transport::server::TcpIncoming, Request, Response, Status, Streaming},
    },
};

/// Transactions after which a stream breaks.
const BREAKS_AFTER: usize = 200;

type Updates<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;
type Answer<T> = Result<Response<T>, Status>;

/// The plugin of a cluster's node.
struct Plugin {
    cluster: Cluster,
}

impl Plugin {
    /// Serves it; returns where.
    async fn serve(cluster: Cluster) -> String {
        let incoming = TcpIncoming::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).expect("a port");
        let address = incoming.local_addr().expect("an address");
        let service = GeyserServer::new(Self { cluster });
        tokio::spawn(async move {
            let server = tonic::transport::Server::builder().add_service(service);
            server.serve_with_incoming(incoming).await.expect("it serves");
        });
        format!("http://{address}")
    }
}

/// An accepted transaction as the plugin tells it.
fn update(recorded: &Recorded) -> SubscribeUpdate {
    let message = &recorded.transaction.message;
    let (header, key) = (message.header(), |key: &solana_pubkey::Pubkey| key.to_bytes().to_vec());
    let message = Message {
        header: Some(MessageHeader {
            num_required_signatures: header.num_required_signatures.into(),
            num_readonly_signed_accounts: header.num_readonly_signed_accounts.into(),
            num_readonly_unsigned_accounts: header.num_readonly_unsigned_accounts.into(),
        }),
        account_keys: message.static_account_keys().iter().map(key).collect(),
        ..Message::default()
    };
    let balances = |tokens: &[Token]| tokens.iter().map(balance).collect();
    let meta = TransactionStatusMeta {
        log_messages: recorded.logs.clone(),
        pre_token_balances: balances(&recorded.tokens[0]),
        post_token_balances: balances(&recorded.tokens[1]),
        loaded_writable_addresses: recorded.loaded[0].iter().map(key).collect(),
        loaded_readonly_addresses: recorded.loaded[1].iter().map(key).collect(),
        ..TransactionStatusMeta::default()
    };
    let signature = recorded.signature().as_ref().to_vec();
    let transaction = Transaction { signatures: vec![signature.clone()], message: Some(message) };
    let info = SubscribeUpdateTransactionInfo {
        signature,
        transaction: Some(transaction),
        meta: Some(meta),
        index: recorded.index.into(),
        ..SubscribeUpdateTransactionInfo::default()
    };
    let told = SubscribeUpdateTransaction {
        transaction: Some(info),
        slot: recorded.slot,
        ..SubscribeUpdateTransaction::default()
    };
    SubscribeUpdate { update_oneof: Some(UpdateOneof::Transaction(told)), ..SubscribeUpdate::default() }
}

fn balance(token: &Token) -> TokenBalance {
    TokenBalance {
        account_index: u32::try_from(token.index).expect("a place"),
        mint: token.mint.to_string(),
        ui_token_amount: Some(UiTokenAmount { amount: token.amount.to_string(), ..UiTokenAmount::default() }),
        owner: token.owner.to_string(),
        ..TokenBalance::default()
    }
}

#[tonic::async_trait]
impl Service for Plugin {
    type SubscribeStream = Updates<SubscribeUpdate>;
    type SubscribeDeshredStream = Updates<SubscribeUpdateDeshred>;
    type SubscribeGossipStream = Updates<SubscribeUpdateGossip>;

    async fn subscribe(
        &self,
        request: Request<Streaming<SubscribeRequest>>,
    ) -> Answer<Self::SubscribeStream> {
        let asked = request.into_inner().message().await?;
        let asked = asked.ok_or_else(|| Status::invalid_argument("nothing is asked for"))?;
        let behind = match asked.commitment() {
            CommitmentLevel::Finalized => FINAL_AFTER,
            _ => 1,
        };
        let cluster = self.cluster.clone();
        let (told, updates) = mpsc::channel(16);
        tokio::spawn(async move {
            let from = cluster.tip().saturating_sub(behind);
            let accepted = cluster.tape().transactions.iter().filter(|one| one.error.is_none());
            for recorded in accepted.filter(|one| one.slot > from).take(BREAKS_AFTER) {
                while cluster.tip().saturating_sub(behind) < recorded.slot {
                    sleep(Duration::from_millis(2)).await;
                }
                if told.send(Ok(update(recorded))).await.is_err() {
                    return;
                }
            }
        });
        let updates =
            unfold(updates, |mut updates| async { updates.recv().await.map(|next| (next, updates)) });
        Ok(Response::new(Box::pin(updates)))
    }

    async fn subscribe_deshred(
        &self,
        _: Request<Streaming<SubscribeDeshredRequest>>,
    ) -> Answer<Self::SubscribeDeshredStream> {
        Err(Status::unimplemented("not of a transaction"))
    }

    async fn subscribe_gossip(
        &self,
        _: Request<SubscribeGossipRequest>,
    ) -> Answer<Self::SubscribeGossipStream> {
        Err(Status::unimplemented("not of a transaction"))
    }

    async fn subscribe_replay_info(
        &self,
        _: Request<SubscribeReplayInfoRequest>,
    ) -> Answer<SubscribeReplayInfoResponse> {
        Err(Status::unimplemented("it keeps nothing"))
    }

    async fn ping(&self, request: Request<PingRequest>) -> Answer<PongResponse> {
        Ok(Response::new(PongResponse { count: request.into_inner().count }))
    }

    async fn get_latest_blockhash(
        &self,
        _: Request<GetLatestBlockhashRequest>,
    ) -> Answer<GetLatestBlockhashResponse> {
        Err(Status::unimplemented("JSON-RPC says it"))
    }

    async fn get_block_height(&self, _: Request<GetBlockHeightRequest>) -> Answer<GetBlockHeightResponse> {
        Err(Status::unimplemented("JSON-RPC says it"))
    }

    async fn get_slot(&self, _: Request<GetSlotRequest>) -> Answer<GetSlotResponse> {
        Err(Status::unimplemented("JSON-RPC says it"))
    }

    async fn is_blockhash_valid(
        &self,
        _: Request<IsBlockhashValidRequest>,
    ) -> Answer<IsBlockhashValidResponse> {
        Err(Status::unimplemented("JSON-RPC says it"))
    }

    async fn get_version(&self, _: Request<GetVersionRequest>) -> Answer<GetVersionResponse> {
        Err(Status::unimplemented("JSON-RPC says it"))
    }
}

/// The stream breaks again and again; what it has brought by then is not asked for.
#[tokio::test(flavor = "multi_thread")]
async fn a_geyser_stream_that_breaks_fills_the_tables_as_json_rpc_does() {
    let cluster = Cluster::serve(recording().tape.clone());
    let rpc = Rpc::new(&cluster.url(), None).expect("a source");
    let geyser = Geyser::new(rpc, Plugin::serve(cluster.clone()).await, None);
    let file = new_file("geyser");
    let index = Index::of(&file, Arc::new(geyser)).await;
    let running = index.run();
    sleep(Duration::from_secs(1)).await;
    // Some twelve seconds: after a break the index listens again in three.
    let end = cluster.tape().end();
    let played = cluster.play(end.div_ceil(300), Duration::from_millis(40));
    index.wait_for(end).await;
    played.join().expect("it plays to the end");
    index.wait_for(cluster.tip() - FINAL_AFTER).await;
    running.stop().await;
    assert_same("a Geyser stream", clean().await, &index.dump().await);

    let all = index.number("SELECT COUNT(*) FROM transactions").await;
    let asked = cluster.asked().get("getTransaction").copied().unwrap_or_default();
    println!("{asked} of {all} transactions were asked for");
    assert!(i128::from(asked) * 4 < all * 3, "the stream brought next to nothing");
    index.end().await;
}
