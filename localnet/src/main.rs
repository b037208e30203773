//! `cargo xtask localnet`: the IO economy on a local chain, until Ctrl-C.

use {
    anyhow::Result,
    clap::{Args, Parser, Subcommand},
    crossbeam_channel::bounded,
    io_localnet::{
        bare, economy, faucet, oracle::Oracle, programs, say, travel, usdc, welcome, write_names, Chain,
        Index, Keys, Rpc, Span, Web, DEFAULT_PORT, HOST,
    },
    io_testkit::bytecode::target,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{path::PathBuf, time::Instant},
};

/// Where io-index answers unless another port is named.
const INDEX_PORT: u16 = 8787;

/// A local chain with Solana's JSON-RPC and WebSocket, the IO economy set up on it, a faucet and
/// time travel. Without a command it starts one and runs it until Ctrl-C.
#[derive(Parser)]
#[command(
    name = "io-localnet",
    bin_name = "cargo xtask localnet",
    version,
    args_conflicts_with_subcommands = true
)]
struct Cli {
    #[command(flatten)]
    start: Start,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct Start {
    /// Port of JSON-RPC on 127.0.0.1; WebSocket is at the next one
    #[arg(long, default_value_t = DEFAULT_PORT)]
    port: u16,
    /// Milliseconds of a slot. A blockhash lives for 150 slots
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(10..=1_000))]
    slot: u64,
    /// Folder of the programs' bytecode
    #[arg(long, value_name = "FOLDER", default_value_os_t = target().join("deploy"))]
    programs: PathBuf,
    /// Without the suite, for a rehearsal of its deployment: writes a genesis.json for `io init`
    /// and says what to run
    #[arg(long, conflicts_with_all = ["index", "web"])]
    bare: bool,
    /// Neither report availability nor post prices again: be the oracles yourself
    #[arg(long)]
    no_oracle: bool,
    /// Start io-index with it, which answers HTTP at this port of 127.0.0.1
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "8787")]
    index: Option<u16>,
    /// Serve the page with it, at this port of 127.0.0.1, and run a keeper; brings io-index along
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "8910")]
    web: Option<u16>,
    /// Print every transaction
    #[arg(long)]
    verbose: bool,
    #[command(flatten)]
    state: State,
}

#[derive(Args)]
struct State {
    /// Folder of everybody's keypair; keeps addresses the same from run to run
    #[arg(long, value_name = "FOLDER", default_value_os_t = target().join("localnet"))]
    state: PathBuf,
}

#[derive(Args)]
struct Running {
    /// The running network
    #[arg(short, long, default_value_t = format!("http://{HOST}:{DEFAULT_PORT}"))]
    url: String,
    #[command(flatten)]
    state: State,
}

#[derive(Subcommand)]
enum Command {
    /// Give SOL, IO and USDC to an address, on the running network
    Faucet {
        /// A wallet
        address: Pubkey,
        /// Whole SOL
        #[arg(long, default_value_t = 10)]
        sol: u64,
        /// Whole IO
        #[arg(long, default_value_t = 100_000)]
        io: u64,
        /// Whole USDC
        #[arg(long, default_value_t = 10_000)]
        usdc: u64,
        #[command(flatten)]
        running: Running,
    },
    /// Move the clock of the running network ahead
    Travel {
        /// How far: a number and s, m, h, d, w, mo (month of the emission) or y, like 30d
        span: Span,
        /// In one leap: reports of availability lapse on the way, instead of being renewed every 20
        /// hours
        #[arg(long)]
        leap: bool,
        #[command(flatten)]
        running: Running,
    },
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    match cli.command {
        None => start(&cli.start),
        Some(Command::Faucet { address, sol, io, usdc, running }) => {
            let keys = Keys::of_running(&running.state.state)?;
            let amounts = faucet::Amounts { sol, io, usdc };
            faucet::give(&Rpc::new(&running.url), &keys, &address, amounts)?;
            say(format!("{address} has {sol} SOL, {io} IO and {usdc} USDC more"));
            Ok(())
        }
        Some(Command::Travel { span, leap, running }) => {
            let (rpc, keys) = (Rpc::new(&running.url), Keys::of_running(&running.state.state)?);
            match leap {
                true => rpc.move_clock(rpc.now()? + span.0)?,
                false => travel::travel(&rpc, &keys.oracle, span)?,
            }
            say(format!("{span} have passed: it is {} (Unix seconds)", rpc.now()?));
            Ok(())
        }
    }
}

/// Runs a network until somebody stops it.
fn start(args: &Start) -> Result<()> {
    let began = Instant::now();
    let (stop, stopped) = bounded(1);
    // A second Ctrl-C finds the channel full, which is fine: the first is being obeyed.
    ctrlc::set_handler(move || {
        stop.try_send(()).ok();
    })?;
    let keys = Keys::open(&args.state.state)?;
    let chain = Chain::start(args.port, args.slot, keys.wallets(), args.verbose)?;
    let rpc = Rpc::new(chain.url());
    programs::deploy_of_others(&chain, &args.programs)?;
    usdc::put_mint(&chain, &keys.usdc_issuer.pubkey())?;
    let told = if args.bare {
        let genesis = bare::write_genesis(&keys)?;
        bare::welcome(&chain, &keys, &genesis)
    } else {
        programs::deploy(&chain, &args.programs, &keys.deployer.pubkey())?;
        let node = economy::set_up(&rpc, &keys)?;
        let names = write_names(&keys, &node)?;
        welcome(&chain, &keys, &node, &names, began.elapsed())
    };
    let oracle = match args.no_oracle {
        true => None,
        false => Some(Oracle::start(Rpc::new(chain.url()), keys.oracle.insecure_clone())?),
    };
    let index_port = args.index.or_else(|| args.web.map(|_| INDEX_PORT));
    let index = index_port.map(|port| Index::start(&chain, &keys, port)).transpose()?;
    let web = args.web.map(|port| Web::start(&chain, &keys, port, index_port)).transpose()?;
    say(told);
    if let Some(index) = &index {
        say(index.welcome());
    }
    if let Some(web) = &web {
        say(web.welcome());
    }
    stopped.recv()?;
    say("stopping");
    drop((web, index));
    if let Some(oracle) = oracle {
        oracle.stop();
    }
    chain.stop()
}
