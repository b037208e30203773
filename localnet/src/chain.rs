//! The chain itself: starts, takes accounts, stops.

use {
    crate::say,
    anyhow::{anyhow, bail, Context, Result},
    crossbeam_channel::{unbounded, Receiver, RecvTimeoutError, Sender},
    solana_account::Account,
    solana_pubkey::Pubkey,
    std::{
        net::TcpListener,
        thread::{self, JoinHandle},
        time::Duration,
    },
    surfpool_core::{
        runloops::start_local_surfnet_runloop,
        surfnet::{
            locker::SurfnetSvmLocker,
            svm::{SurfnetSvm, SurfnetSvmConfig},
        },
    },
    surfpool_types::{
        BlockProductionMode, RpcConfig, SimnetCommand, SimnetConfig, SimnetEvent, SurfpoolConfig,
    },
};

/// Where it listens: nobody else's machine can reach it.
pub const HOST: &str = "127.0.0.1";

/// The port of JSON-RPC at which Solana's tools look for a local chain.
pub const DEFAULT_PORT: u16 = 8899;

/// Lamports of each wallet it starts with: 10,000 SOL, of the 1,000,000 that the chain has to give.
const WALLET_LAMPORTS: u64 = 10_000_000_000_000;

/// How long a start or a stop may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running chain.
pub struct Chain {
    locker: SurfnetSvmLocker,
    commands: Sender<SimnetCommand>,
    stopped: Receiver<()>,
    port: u16,
}

impl Chain {
    /// Starts a chain that makes a block every `slot_ms` milliseconds and answers RPC at `port` and
    /// WebSocket at the port after it, as Solana's tools expect. `wallets` have SOL. `verbose`
    /// prints what happens on it.
    ///
    /// # Errors
    /// If a port is taken.
    pub fn start(port: u16, slot_ms: u64, wallets: Vec<Pubkey>, verbose: bool) -> Result<Self> {
        let ws_port = port.checked_add(1).context("choose a --port below 65535")?;
        check_free(port, "--port")?;
        check_free(ws_port, "--port")?;
        let rpc = RpcConfig { bind_host: HOST.to_owned(), bind_port: port, ws_port, ..RpcConfig::default() };
        let simnet = SimnetConfig {
            offline_mode: true,
            remote_rpc_url: None,
            slot_time: slot_ms,
            block_production_mode: BlockProductionMode::Clock,
            airdrop_addresses: wallets,
            airdrop_token_amount: WALLET_LAMPORTS,
            ..SimnetConfig::default()
        };
        let config = SurfpoolConfig { simnets: vec![simnet], rpc, ..SurfpoolConfig::default() };
        let svm = SurfnetSvmConfig {
            slot_time: slot_ms,
            // Profiles each instruction apart, which nobody here reads.
            instruction_profiling_enabled: false,
            ..SurfnetSvmConfig::default()
        };
        let (svm, events, plugin_events) = SurfnetSvm::new(svm).map_err(|error| anyhow!("{error}"))?;
        let locker = SurfnetSvmLocker::new(svm);
        let (commands, received) = unbounded();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let thread = {
            let (locker, commands) = (locker.clone(), commands.clone());
            thread::Builder::new().name("chain".to_owned()).spawn(move || {
                let run = start_local_surfnet_runloop(locker, config, commands, received, plugin_events);
                runtime.block_on(run).map_err(|error| error.to_string())
            })?
        };
        ready(&events, thread)?;
        let stopped = watch(events, verbose)?;
        Ok(Self { locker, commands, stopped, port })
    }

    /// Where it answers JSON-RPC.
    pub fn url(&self) -> String {
        format!("http://{HOST}:{}", self.port)
    }

    /// Whether it is where Solana's tools look for a local chain.
    pub const fn is_default(&self) -> bool {
        self.port == DEFAULT_PORT
    }

    /// Where it answers WebSocket.
    pub fn ws_url(&self) -> String {
        format!("ws://{HOST}:{}", self.port + 1)
    }

    /// Writes an account, rent-exempt, past any program.
    ///
    /// # Errors
    /// If it is a program whose bytecode the chain refuses.
    pub fn put(&self, address: Pubkey, data: Vec<u8>, owner: Pubkey, executable: bool) -> Result<()> {
        self.locker
            .with_svm_writer(move |svm| {
                let lamports = svm.inner.minimum_balance_for_rent_exemption(data.len());
                let account = Account { lamports, data, owner, executable, rent_epoch: u64::MAX };
                svm.set_account(&address, account)
            })
            .map_err(|error| anyhow!("{address}: {error}"))
    }

    /// Stops it and frees its ports.
    ///
    /// # Errors
    /// If it does not stop in time.
    pub fn stop(self) -> Result<()> {
        let told = self.commands.send(SimnetCommand::Terminate(None));
        told.map_err(|_| anyhow!("the chain has stopped by itself"))?;
        self.stopped.recv_timeout(PATIENCE).context("the chain does not stop")
    }
}

pub(crate) fn check_free(port: u16, flag: &str) -> Result<()> {
    TcpListener::bind((HOST, port))
        .map(drop)
        .with_context(|| format!("port {port} is taken: stop what listens there, or choose another {flag}"))
}

/// Waits until the chain answers.
fn ready(events: &Receiver<SimnetEvent>, thread: JoinHandle<Result<(), String>>) -> Result<()> {
    let failed = |why: String| anyhow!("the chain does not start: {why}");
    loop {
        if thread.is_finished() {
            let end = thread.join().map_err(|_| failed("it panicked".to_owned()))?;
            return Err(failed(end.err().unwrap_or_else(|| "it ended".to_owned())));
        }
        match events.recv_timeout(Duration::from_millis(100)) {
            Ok(SimnetEvent::CoreStarted(_)) => return Ok(()),
            Ok(SimnetEvent::Aborted(why)) => return Err(failed(why)),
            Err(RecvTimeoutError::Disconnected) => bail!("the chain does not start"),
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Takes the chain's events, which would pile up; tells when both servers have stopped.
fn watch(events: Receiver<SimnetEvent>, verbose: bool) -> Result<Receiver<()>> {
    const SERVERS: usize = 2;
    let (tell, stopped) = unbounded();
    thread::Builder::new().name("events".to_owned()).spawn(move || {
        let mut servers = SERVERS;
        for event in events {
            match event {
                SimnetEvent::Shutdown => {
                    servers -= 1;
                    if servers == 0 {
                        // Nobody may be waiting any more.
                        let _ = tell.send(());
                        return;
                    }
                }
                SimnetEvent::TransactionProcessed(_, meta, error) if verbose => {
                    let fate = error.map_or_else(|| "done".to_owned(), |error| error.to_string());
                    say(format!("{} {:>7} CU {fate}", meta.signature, meta.compute_units_consumed));
                }
                SimnetEvent::ErrorLog(_, text) | SimnetEvent::WarnLog(_, text) if verbose => {
                    say(text);
                }
                _ => {}
            }
        }
    })?;
    Ok(stopped)
}
