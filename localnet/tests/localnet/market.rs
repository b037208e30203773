//! Clusters over RPC: one command, from nothing to running.

use {
    crate::{network::Network, tools::io},
    anyhow::{ensure, Context, Result},
    io_client::{
        classes,
        economics::{
            staking::minimum_stake,
            time::{DAY, HOUR},
            units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        },
        orders::{self, AskTerms, Order, Stage, MAX_SECONDS},
        staking::{self, RegisterParams},
    },
    io_localnet::{
        faucet::{self, Amounts},
        oracle, Keys, Rpc,
    },
    serde_json::Value,
    solana_signer::Signer,
    std::time::{Duration, Instant},
};

/// Nodes of 8 A100-80GB that are offered, number 1 and on.
const NODES: u32 = 10;
const PROCESSORS: u32 = 8;
/// From nothing to running, for a cluster that needs no lookup table.
const MOST: Duration = Duration::from_secs(2);

/// USDC for a processor-hour of a node: 1.01 of the first, 1.02 of the second.
fn rate(id: u32) -> u64 {
    BASE_UNITS_PER_USDC + u64::from(id) * BASE_UNITS_PER_USDC / 100
}

/// Registers the operator's nodes, stakes to them, has them attested and offers them.
fn offer_nodes(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let operator = keys.operator.pubkey();
    let class = classes::number("A100-80GB").context("the class")?;
    let (.., multiplier) = classes::CLASSES[usize::from(class)];
    let minimum = minimum_stake(multiplier, PROCESSORS);
    let whole = u64::from(NODES) * minimum / BASE_UNITS_PER_IO;
    faucet::give(rpc, keys, &operator, Amounts { sol: 0, io: whole, usdc: 0 })?;
    for id in 1..=NODES {
        let node = staking::node_address(&operator, id);
        let params = RegisterParams { processors: PROCESSORS, commission_bps: 0, payout: operator };
        let mut calls = vec![staking::register_node(&operator, id, class, params)];
        calls.extend(staking::first_stake(&operator, &node, minimum));
        rpc.send(&calls, &keys.operator, &[])?;
    }
    oracle::attest(rpc, &keys.oracle)?;
    let now = rpc.now()?;
    for id in 1..=NODES {
        let terms = AskTerms {
            rate_usdc: rate(id),
            valid_until: now + 7 * DAY,
            least_seconds: HOUR as u32,
            most_seconds: MAX_SECONDS,
            oracle_seconds: HOUR as u32,
            most_hired: PROCESSORS,
            notice_hours: 24,
            extendable: true,
            ..AskTerms::default()
        };
        let node = staking::node_address(&operator, id);
        rpc.send(&[orders::set_ask(&operator, &node, terms)], &keys.operator, &[])?;
    }
    Ok(())
}

/// Books, and looks at every order: it runs, and bears the cluster's note.
fn book(network: &Network, line: &str, most: &str, nodes: usize, note: &str) -> Result<(Value, Duration)> {
    let mut words: Vec<&str> = line.split(' ').collect();
    words.extend(["--most", most]);
    let start = Instant::now();
    let booked = io(network, "client", &words)?;
    let took = start.elapsed();
    let booked_orders = booked["orders"].as_array().context("its orders")?;
    ensure!(booked_orders.len() == nodes, "{booked}");
    for order in booked_orders {
        let address = order["address"].as_str().context("an address")?.parse()?;
        let order: Order = network.rpc().read(&address)?;
        ensure!(order.escrow.stage == Stage::Running, "{address} does not run");
        ensure!(order.reference.starts_with(note.as_bytes()), "{address} has another note");
    }
    Ok((booked, took))
}

#[test]
fn sixteen_a100_for_a_week_and_eight_nodes_at_once() -> Result<()> {
    let network = Network::start("market", &[])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    offer_nodes(&rpc, &keys)?;

    // 8 x 168 hours at 1.01 and at 1.02 USDC are 1,357.44 and 1,370.88; with 2.25% 2,789.7072.
    let line = "book --class a100-80gb --processors 16 --for 1w --note week";
    let (booked, took) = book(&network, line, "2,790 USDC", 2, "week")?;
    ensure!(booked["total"] == "2789707200", "{booked}");
    println!("16 A100 on two nodes ran after {took:.1?}");
    ensure!(took < MOST, "it took {took:?}");

    // All that is left: 8 nodes at 1.03 to 1.10 USDC, 8 x 24 hours each, 1,635.84; with 2.25%
    // 1,672.6464.
    let line = "book --class a100-80gb --processors 64 --for 1d --note eight";
    let (booked, took) = book(&network, line, "1,700 USDC", 8, "eight")?;
    ensure!(booked["total"] == "1672646400", "{booked}");
    ensure!(booked["table"].is_string(), "eight nodes fit without a lookup table: {booked}");
    println!("64 A100 on eight nodes ran after {took:.1?}, the lookup table's slots included");
    network.stop()
}
