//! Wakes the keeper when an order changes, so that the next step does not wait for the interval.

use {
    anyhow::Context,
    futures_util::StreamExt,
    io_client::addresses::orders,
    metrics::counter,
    solana_pubsub_client::nonblocking::pubsub_client::PubsubClient,
    solana_rpc_client_api::config::{
        RpcAccountInfoConfig, RpcProgramAccountsConfig, UiAccountEncoding, UiDataSliceConfig,
    },
    std::{
        io,
        panic::{catch_unwind, AssertUnwindSafe},
        sync::mpsc::{SyncSender, TrySendError},
        thread,
        time::Duration,
    },
    tokio::{
        runtime,
        time::{sleep, timeout},
    },
    tracing::{debug, error, info},
};

/// Between two subscriptions.
const PAUSE: Duration = Duration::from_secs(5);
/// A subscription that does not begin within this time is given up.
const BEGINNING: Duration = Duration::from_secs(30);
/// A subscription that was silent for so long is renewed: the connection may be dead.
const SILENCE: Duration = Duration::from_secs(600);

/// Tells of every change of an order until nobody listens. While no subscription holds, the
/// interval does.
///
/// # Errors
/// If the system gives no runtime.
pub fn tell(ws_url: &str, wake: &SyncSender<()>) -> io::Result<()> {
    loop {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let told = catch_unwind(AssertUnwindSafe(|| runtime.block_on(tell_all(ws_url, wake))));
        if told.is_ok() {
            return Ok(());
        }
        error!("the subscription panicked: it begins anew");
        thread::sleep(PAUSE);
    }
}

async fn tell_all(ws_url: &str, wake: &SyncSender<()>) {
    loop {
        match follow(ws_url, wake, BEGINNING).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => debug!(%error, "no subscription"),
        }
        sleep(PAUSE).await;
    }
}

/// One subscription to its end; whether somebody listens still.
async fn follow(ws_url: &str, wake: &SyncSender<()>, beginning: Duration) -> anyhow::Result<bool> {
    const SILENT: &str = "the cluster does not answer";
    let client = timeout(beginning, PubsubClient::new(ws_url)).await.context(SILENT)??;
    // That it changed is enough: the pass looks at what it is now.
    let config = RpcProgramAccountsConfig {
        account_config: RpcAccountInfoConfig {
            encoding: Some(UiAccountEncoding::Base64),
            data_slice: Some(UiDataSliceConfig { offset: 0, length: 0 }),
            ..RpcAccountInfoConfig::default()
        },
        ..RpcProgramAccountsConfig::default()
    };
    let subscription = client.program_subscribe(&orders::ID, Some(config));
    let (mut changes, _) = timeout(beginning, subscription).await.context(SILENT)??;
    info!("told of changes");
    while let Ok(Some(_)) = timeout(SILENCE, changes.next()).await {
        counter!("io_keeper_changes_total").increment(1);
        if let Err(TrySendError::Disconnected(())) = wake.try_send(()) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        std::{net::TcpListener, sync::mpsc::sync_channel},
    };

    #[test]
    fn a_server_that_is_silent_is_left() {
        // Connections are taken in, and stay without an answer.
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let ws_url = format!("ws://{}", server.local_addr().unwrap());
        let (wake, _woken) = sync_channel(1);
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let end = runtime.block_on(follow(&ws_url, &wake, Duration::from_millis(200)));
        assert!(end.unwrap_err().to_string().contains("does not answer"));
    }

    #[test]
    fn a_server_without_tls_is_an_error() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let ws_url = format!("wss://{}", server.local_addr().unwrap());
        thread::spawn(move || server.incoming().for_each(drop));
        let (wake, _woken) = sync_channel(1);
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(follow(&ws_url, &wake, Duration::from_secs(20))).unwrap_err();
    }
}
