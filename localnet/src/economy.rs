//! The economy from nothing to a node that is ready, by the transactions of a deployment.

use {
    crate::{faucet, oracle, pool, prices, seasons, Keys, Rpc},
    anyhow::{Context, Result},
    io_client::{
        buyback,
        economics::buyback::{Params, MAX_PERIOD_SECONDS, MIN_LEAST_BUDGET},
        economics::staking::{minimum_stake, MIN_FULL_WEIGHT},
        economics::time::HOUR,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        emission,
        orders::{self, AskTerms, MAX_ASK_SECONDS, MAX_SECONDS},
        staking::{self, RegisterParams},
        token_swap,
    },
    io_testkit::{
        buyback::Feed,
        orders::{CURRENCIES, PRICE_RULES, RULES},
        staking::{CLASSES, H100},
        World,
    },
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// Processors of the node that is ready, each an H100.
pub const PROCESSORS: u32 = 8;

/// What the operator asks: 2 USDC or 5 IO for a processor-hour, until it ends 30 days later.
const ASK: AskTerms = AskTerms {
    rate_usdc: 2 * BASE_UNITS_PER_USDC,
    rate_io: 5 * BASE_UNITS_PER_IO,
    valid_until: 0,
    least_seconds: HOUR as u32,
    most_seconds: MAX_SECONDS,
    oracle_seconds: 0,
    most_hired: PROCESSORS,
    notice_hours: 24,
    premium_bps: 0,
    oracle_io: false,
    extendable: true,
};

/// The operator stakes this many times the minimum, so that a slash does not end the node.
const OWN_STAKE: u64 = 2;

/// What the holder and the client start with, beside SOL.
const START: faucet::Amounts = faucet::Amounts { sol: 0, io: 100_000, usdc: 100_000 };

/// Sets everything up on a chain with the programs and a USDC mint; returns the node that is ready.
///
/// # Errors
/// If the chain refuses a step.
pub fn set_up(rpc: &Rpc, keys: &Keys) -> Result<Pubkey> {
    genesis(rpc, keys).context("genesis")?;
    start_staking(rpc, keys).context("staking")?;
    start_buyback(rpc, keys).context("buyback")?;
    start_orders(rpc, keys).context("orders")?;
    seasons::publish(rpc, keys).context("airdrops")?;
    for wallet in [&keys.holder, &keys.client] {
        faucet::give(rpc, keys, &wallet.pubkey(), START)?;
    }
    ready_node(rpc, keys).context("the node")
}

fn genesis(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let owners = keys.owners.each_ref().map(Signer::pubkey);
    for step in emission::genesis(&keys.deployer.pubkey(), &owners, World::URI) {
        rpc.send(&step, &keys.deployer, &[])?;
    }
    Ok(())
}

fn start_staking(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let params = staking::InitializeParams {
        admin: keys.admin.pubkey(),
        oracle: keys.oracle.pubkey(),
        slasher: keys.slasher.pubkey(),
        gpu_full_weight: MIN_FULL_WEIGHT,
        cpu_full_weight: MIN_FULL_WEIGHT,
    };
    rpc.send(&[staking::initialize(&keys.deployer.pubkey(), params)], &keys.deployer, &[])?;
    let create =
        |(id, (_, pool, multiplier))| staking::create_class(&keys.admin.pubkey(), id, pool, multiplier);
    let classes: Vec<_> = (0..).zip(CLASSES).map(create).collect();
    rpc.send(&classes, &keys.admin, &[])
}

fn start_orders(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let deployer = keys.deployer.pubkey();
    let params = orders::InitializeParams {
        admin: keys.admin.pubkey(),
        oracle: keys.oracle.pubkey(),
        arbiter: keys.arbiter.pubkey(),
        rules: RULES,
        prices: PRICE_RULES,
    };
    let mut calls = vec![orders::initialize(&deployer, params)];
    calls.extend(CURRENCIES.map(|currency| orders::open_ledger(&deployer, currency)));
    rpc.send(&calls, &keys.deployer, &[])
}

/// Auctions of a day from one USDC on: whoever travels by hours meets one at work, and fees are
/// small here.
pub const AUCTIONS: Params =
    Params { least_budget: MIN_LEAST_BUDGET, period: MAX_PERIOD_SECONDS, ..Params::GENESIS };

/// Initializes the buyback, makes a pool and announces its exchange, which is allowed 7 days later.
fn start_buyback(rpc: &Rpc, keys: &Keys) -> Result<()> {
    let (deployer, admin) = (keys.deployer.pubkey(), keys.admin.pubkey());
    let params = buyback::InitializeParams {
        admin,
        io_feed: Feed::Io.id(),
        usdc_feed: Feed::Usdc.id(),
        params: AUCTIONS,
    };
    let mut calls = vec![buyback::initialize(&deployer, params)];
    calls.extend(buyback::create_accounts(&deployer));
    rpc.send(&calls, &keys.deployer, &[])?;
    pool::make(rpc, keys)?;
    rpc.send(&[buyback::announce_exchange(&admin, token_swap::ID)], &keys.admin, &[])?;
    prices::post(rpc, &keys.oracle)
}

/// Registers the operator's node, stakes to it and attests it.
fn ready_node(rpc: &Rpc, keys: &Keys) -> Result<Pubkey> {
    let operator = keys.operator.pubkey();
    let node = staking::node_address(&operator, 0);
    let minimum = minimum_stake(CLASSES[usize::from(H100)].2, PROCESSORS);
    let stake = OWN_STAKE * minimum;
    let amounts = faucet::Amounts { sol: 0, io: 2 * stake / BASE_UNITS_PER_IO, usdc: 0 };
    faucet::give(rpc, keys, &operator, amounts)?;
    let params = RegisterParams { processors: PROCESSORS, commission_bps: 1_000, payout: operator };
    let mut calls = vec![staking::register_node(&operator, 0, H100, params)];
    calls.extend(staking::first_stake(&operator, &node, stake));
    // Others may fill half of the minimum.
    calls.push(staking::set_offer(&operator, &node, minimum / 2));
    rpc.send(&calls, &keys.operator, &[])?;
    oracle::attest(rpc, &keys.oracle)?;
    let terms = AskTerms { valid_until: rpc.now()? + MAX_ASK_SECONDS, ..ASK };
    rpc.send(&[orders::set_ask(&operator, &node, terms)], &keys.operator, &[])?;
    Ok(node)
}
