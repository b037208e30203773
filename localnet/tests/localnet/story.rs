//! The network as a new user meets it: the binary, its commands, and what wallets do over RPC and
//! WebSocket.

use {
    crate::network::{balance, free_ports, io_localnet, said, Network},
    anyhow::{ensure, Context, Result},
    crossbeam_channel::Receiver,
    io_client::{
        addresses::{
            buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
            emission::{EMISSION, MINT},
            external::USDC_MINT,
            orders::{IO_LEDGER, USDC_LEDGER},
        },
        buyback,
        economics::{
            time::{DAY, HOUR},
            units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        },
        emission::{self, Emission},
        orders::{self, Currency, Order, Stage},
        staking::{self, Node},
    },
    io_localnet::{
        faucet::{self, Amounts},
        pool::pool,
        prices, HOST,
    },
    io_testkit::orders::terms,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_pubsub_client::pubsub_client::PubsubClient,
    solana_rpc_client_api::config::{RpcAccountInfoConfig, UiAccountEncoding},
    solana_signer::Signer,
    std::{mem, time::Duration},
};

#[test]
fn a_holder_stakes_a_client_orders_and_a_stranger_cranks() -> Result<()> {
    let network = Network::start("story", &[])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    let node = staking::node_address(&keys.operator.pubkey(), 0);
    let changes = changes_of(&network, &node)?;

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
    changes.recv_timeout(Duration::from_secs(10)).context("a wallet is not told of the stake")?;
    let mut orders = Vec::new();
    for (id, currency) in [(1, Currency::Io), (2, Currency::Usdc)] {
        let call = orders::create(&client.pubkey(), id, &node, currency, terms(currency, HOUR as u32));
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
    ensure!((30 * DAY..30 * DAY + 600).contains(&passed), "{passed} s passed");
    assert_eq!(rpc.read::<Node>(&node)?.ledger.availability.at(rpc.now()?), 10_000);

    // The stranger cranks, ends, settles, closes and sweeps; the holder claims.
    rpc.send(&[emission::crank()], &stranger, &[])?;
    for address in &orders {
        let order: Order = rpc.read(address)?;
        rpc.send(&[orders::end(&stranger.pubkey(), address, &order, None)], &stranger, &[])?;
        rpc.send(&[orders::settle(address, &order, [None; 2])], &stranger, &[])?;
        assert_eq!(rpc.read::<Order>(address)?.escrow.stage, Stage::Settled);
        rpc.send(&[orders::close(address, &order)], &stranger, &[])?;
    }
    for currency in [Currency::Io, Currency::Usdc] {
        rpc.send(&[orders::sweep_fees(currency)], &stranger, &[])?;
    }
    for ledger in [IO_LEDGER, USDC_LEDGER] {
        let balances = rpc.read::<orders::Ledger>(&ledger.address)?.balances;
        ensure!(balances.swept > 0, "no fees were swept");
        assert_eq!(balances, orders::Balances { swept: balances.swept, ..orders::Balances::default() });
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

/// IO fees burn; late in an auction, when the vault pays the most, a holder fills and the rest buys
/// in the pool.
fn fees_buy_io_and_burn_it(network: &Network, stranger: &Keypair) -> Result<()> {
    let (rpc, keys) = (network.rpc(), network.keys()?);
    faucet::give(&rpc, &keys, &CONFIG.address, Amounts { sol: 0, io: 0, usdc: 10 })?;
    rpc.send(&[buyback::open_auction()], stranger, &[])?;
    network.command(&["travel", &format!("{}s", DAY - 1_800)])?;
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

/// What a subscription over WebSocket hears of a node.
fn changes_of(network: &Network, node: &Pubkey) -> Result<Receiver<impl Send>> {
    let url = format!("ws://{HOST}:{}", network.port + 1);
    let config = RpcAccountInfoConfig { encoding: Some(UiAccountEncoding::Base64), ..Default::default() };
    let (subscription, changes) = PubsubClient::account_subscribe(&url, node, Some(config))?;
    // To drop it would wait for one more change.
    mem::forget(subscription);
    Ok(changes)
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
    // Whether anybody reads what they say or not, they do it.
    network.unread(&["faucet", &nobody])?;
    network.unread(&["travel", "60s"])?;
    // What the faucet gives unasked covers the stake of the operator's page.
    let page = include_str!("../../../docs/operator.md");
    let stake = page.lines().find_map(|line| line.strip_prefix("io stake 0 ")).context("io stake 0")?;
    let has = balance(&network.rpc(), &nobody.parse()?, &MINT.address)?;
    ensure!(has >= stake.trim().parse::<u64>()? * BASE_UNITS_PER_IO, "{has} for {stake}");
    network.stop()
}
