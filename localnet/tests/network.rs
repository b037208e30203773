//! The network as a new user meets it: the binary, its commands, and what wallets do over RPC and WebSocket.
//!
//! The programs' bytecode is that of `cargo xtask build`, from `IO_PROGRAMS` or Cargo's target folder.

use {
    anyhow::{anyhow, ensure, Context, Result},
    io_client::{
        addresses::{
            buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
            emission::{EMISSION, MINT},
            external::USDC_MINT,
            orders::{IO_PAYMENT, USDC_PAYMENT},
        },
        buyback,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        emission::{self, Emission},
        orders::{self, Currency, Order, Stage},
        staking::{self, Node},
        token::associated_address,
    },
    io_localnet::{pool::pool, prices, Keys, Rpc, HOST},
    io_testkit::{bytecode::target, orders::terms},
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_pubsub_client::pubsub_client::PubsubClient,
    solana_rpc_client_api::config::{RpcAccountInfoConfig, UiAccountEncoding},
    solana_signer::Signer,
    std::{
        env,
        io::{BufRead, BufReader},
        net::TcpListener,
        path::PathBuf,
        process::{Child, Command, Output, Stdio},
        time::Duration,
    },
};

const DAY: i64 = 86_400;

/// A network of its own: ports, keys, process.
struct Network {
    process: Child,
    port: u16,
    state: PathBuf,
    programs: PathBuf,
}

impl Network {
    /// Starts one, with more arguments, and waits until it tells what to paste.
    fn start(name: &str, more: &[&str]) -> Result<Self> {
        let state = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let programs = env::var_os("IO_PROGRAMS").map_or_else(|| target().join("deploy"), PathBuf::from);
        let port = free_ports()?;
        let mut process = io_localnet()
            .args(["--port", &port.to_string(), "--state"])
            .arg(&state)
            .arg("--programs")
            .arg(&programs)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()?;
        let out = process.stdout.take().context("its output")?;
        let told = BufReader::new(out).lines().map_while(Result::ok).any(|line| line.contains("Paste"));
        let network = Self { process, port, state, programs };
        ensure!(told, "the network did not start");
        Ok(network)
    }

    fn url(&self) -> String {
        format!("http://{HOST}:{}", self.port)
    }

    fn rpc(&self) -> Rpc {
        Rpc::new(self.url())
    }

    fn keys(&self) -> Result<Keys> {
        Keys::of_running(&self.state)
    }

    /// Runs a command on it.
    fn command(&self, args: &[&str]) -> Result<String> {
        let out =
            io_localnet().args(args).args(["--url", &self.url(), "--state"]).arg(&self.state).output()?;
        ensure!(out.status.success(), "{args:?}: {}", said(&out));
        Ok(String::from_utf8(out.stdout)?)
    }

    /// Interrupts it as Ctrl-C does, and waits for its end.
    fn stop(mut self) -> Result<()> {
        let kill = Command::new("kill").args(["-INT", &self.process.id().to_string()]).status()?;
        ensure!(kill.success(), "it had ended already");
        let end = self.process.wait()?;
        ensure!(end.success(), "it ended with {end}");
        TcpListener::bind((HOST, self.port)).context("its port is not free")?;
        Ok(())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // After `stop` it is gone.
        let _ = self.process.kill();
    }
}

fn io_localnet() -> Command {
    Command::new(env!("CARGO_BIN_EXE_io-localnet"))
}

fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// A port that is free, and so is the next.
fn free_ports() -> Result<u16> {
    loop {
        let port = TcpListener::bind((HOST, 0))?.local_addr()?.port();
        if port < u16::MAX && TcpListener::bind((HOST, port + 1)).is_ok() {
            return Ok(port);
        }
    }
}

fn balance(rpc: &Rpc, wallet: &Pubkey, mint: &Pubkey) -> Result<u64> {
    let amount = rpc.client().get_token_account_balance(&associated_address(wallet, mint))?;
    Ok(amount.amount.parse()?)
}

#[test]
fn a_holder_stakes_a_client_orders_and_a_stranger_cranks() -> Result<()> {
    let network = Network::start("story", &[])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    let node = staking::node_address(&keys.operator.pubkey(), 0);
    wallets_are_told_of_changes(&network, &node)?;

    // A stranger has nothing but what the faucet gives.
    let stranger = Keypair::new();
    let address = stranger.pubkey();
    network.command(&["faucet", &address.to_string(), "--io", "1000", "--usdc", "7"])?;
    assert_eq!(rpc.client().get_balance(&address)?, 10_000_000_000);
    assert_eq!(balance(&rpc, &address, &MINT.address)?, 1_000 * BASE_UNITS_PER_IO);
    assert_eq!(balance(&rpc, &address, &USDC_MINT)?, 7 * BASE_UNITS_PER_USDC);

    // A holder stakes; a client orders for an hour in both currencies; the operator accepts.
    let (holder, client) = (&keys.holder, &keys.client);
    rpc.send(&staking::first_stake(&holder.pubkey(), &node, 1_000 * BASE_UNITS_PER_IO), holder, &[])?;
    let mut orders = Vec::new();
    for (id, currency) in [(1, Currency::Io), (2, Currency::Usdc)] {
        let call = orders::create(&client.pubkey(), id, &node, currency, terms(currency, 3_600));
        rpc.send(&[call], client, &[])?;
        let address = orders::order_address(&client.pubkey(), id);
        let order: Order = rpc.read(&address)?;
        let accept = orders::accept(&keys.operator.pubkey(), &address, &order, false);
        rpc.send(&[accept], &keys.operator, &[])?;
        orders.push(address);
    }

    // A month passes, and the node stays attested.
    let before = rpc.now()?;
    network.command(&["travel", "30d"])?;
    let passed = rpc.now()? - before;
    ensure!((30 * 86_400..30 * 86_400 + 600).contains(&passed), "{passed} s passed");
    assert_eq!(rpc.read::<Node>(&node)?.ledger.availability.at(rpc.now()?), 10_000);

    // The stranger cranks, ends, settles, closes and sweeps; the holder claims.
    rpc.send(&[emission::crank()], &stranger, &[])?;
    for address in &orders {
        let order: Order = rpc.read(address)?;
        rpc.send(&[orders::end(&stranger.pubkey(), address, &order, None)], &stranger, &[])?;
        rpc.send(&[orders::settle(address, &order, [None; 2])], &stranger, &[])?;
        assert_eq!(rpc.read::<Order>(address)?.escrow.stage, Stage::Settled);
        rpc.send(&[orders::close(&order.client, address)], &stranger, &[])?;
    }
    for currency in [Currency::Io, Currency::Usdc] {
        rpc.send(&[orders::sweep_fees(currency)], &stranger, &[])?;
    }
    for books in [IO_PAYMENT, USDC_PAYMENT] {
        let books = rpc.read::<orders::Payment>(&books.address)?.books;
        ensure!(books.swept > 0, "no fees were swept");
        assert_eq!(books, orders::Books { swept: books.swept, ..orders::Books::default() });
    }
    let had = balance(&rpc, &holder.pubkey(), &MINT.address)?;
    let state: Emission = rpc.read(&EMISSION.address)?;
    let claim = staking::crank_and_claim(&holder.pubkey(), &node, &state, rpc.now()?);
    rpc.send(&claim, holder, &[])?;
    let won = balance(&rpc, &holder.pubkey(), &MINT.address)? - had;
    ensure!(won > BASE_UNITS_PER_IO, "a month brought {won} base units");

    fees_buy_io_and_burn_it(&network, &stranger)?;

    // A refusal comes in the program's own words.
    let early = rpc.send(&[staking::withdraw(&holder.pubkey(), &node)], holder, &[]);
    let words = format!("{:#}", early.expect_err("there is nothing to withdraw"));
    ensure!(words.contains("Error Message:"), "{words}");
    network.stop()
}

/// Late in a day, when the vault pays the most: IO fees burn, a holder fills, the rest buys in the pool.
fn fees_buy_io_and_burn_it(network: &Network, stranger: &Keypair) -> Result<()> {
    let (rpc, keys) = (network.rpc(), network.keys()?);
    let late = 2 * DAY - 1_800 - rpc.now()? % DAY;
    network.command(&["travel", &format!("{late}s")])?;
    let supply = || -> Result<u64> { Ok(rpc.client().get_token_supply(&MINT.address)?.amount.parse()?) };
    let before = supply()?;
    rpc.send(&[buyback::burn()], stranger, &[])?;
    let holder = &keys.holder;
    let fill = buyback::fill(&holder.pubkey(), &prices::accounts(), BASE_UNITS_PER_IO / 10, 20_000);
    rpc.send(&[fill], holder, &[])?;
    let pool = pool(&keys);
    let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, 30_000, 0);
    rpc.send(&[buyback::swap_and_burn(&prices::accounts(), 30_000, swap)], stranger, &[])?;
    let burned = before - supply()?;
    let config: buyback::Config = rpc.read(&CONFIG.address)?;
    assert_eq!(burned, config.totals.io_burned + config.totals.io_bought);
    Ok(())
}

/// A subscription over WebSocket hears of an account's change.
fn wallets_are_told_of_changes(network: &Network, node: &Pubkey) -> Result<()> {
    let url = format!("ws://{HOST}:{}", network.port + 1);
    let config = RpcAccountInfoConfig { encoding: Some(UiAccountEncoding::Base64), ..Default::default() };
    let (mut subscription, changes) = PubsubClient::account_subscribe(&url, node, Some(config))?;
    let rpc = network.rpc();
    let class = rpc.read::<Node>(node)?.class;
    rpc.send(&[staking::sync_node(node, &class)], &network.keys()?.holder, &[])?;
    changes.recv_timeout(Duration::from_secs(10)).context("no change was told")?;
    subscription.shutdown().map_err(|_| anyhow!("the subscription panicked"))
}

#[test]
fn without_the_oracle_or_in_one_leap_reports_lapse() -> Result<()> {
    let network = Network::start("lapse", &["--no-oracle"])?;
    let rpc = network.rpc();
    let node = staking::node_address(&network.keys()?.operator.pubkey(), 0);
    assert_eq!(rpc.read::<Node>(&node)?.ledger.availability.at(rpc.now()?), 10_000);
    network.command(&["travel", "25h", "--leap"])?;
    assert_eq!(rpc.read::<Node>(&node)?.ledger.availability.at(rpc.now()?), 0);
    network.stop()
}

#[test]
fn what_is_wrong_is_said_and_what_to_do() -> Result<()> {
    let network = Network::start("wrong", &[])?;
    let port = network.port.to_string();
    let programs = network.programs.display().to_string();
    let url = network.url();
    let nobody = Pubkey::new_unique().to_string();
    let elsewhere = env!("CARGO_TARGET_TMPDIR");
    let nowhere = format!("{elsewhere}/nowhere");
    let free = free_ports()?.to_string();
    let closed = format!("http://{HOST}:{free}");
    let state = network.state.display().to_string();
    let cases: [(&[&str], &str); 6] = [
        (&["--port", &port, "--programs", &programs, "--state", &state], "choose another --port"),
        (&["--port", &free, "--programs", elsewhere, "--state", &state], "cargo xtask build"),
        (&["faucet", &nobody, "--url", &url, "--state", &nowhere], "cargo xtask localnet"),
        (&["travel", "1d", "--url", &closed, "--state", &state], "cargo xtask localnet"),
        (&["travel", "soon", "--url", &url, "--state", &state], "like 30d"),
        (&["faucet", &nobody, "--io", "100000001", "--url", &url, "--state", &state], "community"),
    ];
    for (args, words) in cases {
        let out = io_localnet().args(args).output()?;
        ensure!(!out.status.success(), "{args:?} was accepted");
        ensure!(said(&out).contains(words), "{args:?} says: {}", said(&out));
    }
    network.stop()
}
