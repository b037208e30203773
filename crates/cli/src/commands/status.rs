//! Whether everything is covered.

use {
    super::emission::mint_supply,
    crate::{
        session::{name, show},
        time, Failure, Session,
    },
    io_client::{
        addresses::{
            buyback as buyback_addresses,
            emission::EMISSION,
            orders as order_addresses,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
        },
        buyback,
        economics::{emission as schedule, genesis, orders::Balances, units::HARD_CAP},
        emission::Emission,
        orders::{self, Currency, Ledger, Order},
        staking::{Config, Node, Stake},
    },
    io_rpc::{decode, every, token_amount},
    serde_json::json,
    solana_pubkey::Pubkey,
    std::collections::HashMap,
};

/// A vault: what it holds and what it owes.
struct Vault {
    name: &'static str,
    address: Pubkey,
    currency: Currency,
    held: u64,
    owed: u64,
    /// What becomes of what is not owed.
    then: &'static str,
}

impl Vault {
    fn is_covered(&self) -> bool {
        self.held >= self.owed
    }
}

/// Prints what is held and owed, the books of orders, the supply.
pub fn run(session: &mut Session) -> Result<(), Failure> {
    let emission: Emission = session.genesis(&EMISSION.address)?;
    let config: Config = session.genesis(&CONFIG.address)?;
    let now = session.now()?;
    let currencies = [Currency::Io, Currency::Usdc];
    let addresses = [
        STAKE_VAULT.address,
        REWARD_VAULT,
        orders::vault(Currency::Io),
        orders::vault(Currency::Usdc),
        orders::ledger(Currency::Io),
        orders::ledger(Currency::Usdc),
        buyback_addresses::IO_VAULT,
        buyback_addresses::USDC_VAULT,
        order_addresses::CONFIG.address,
        buyback_addresses::CONFIG.address,
    ];
    let accounts = session.chain.accounts(&addresses)?;
    let held = |i: usize| token_amount(accounts.get(i).and_then(Option::as_ref)).unwrap_or_default();
    let balances = |i: usize| -> Result<Balances, Failure> {
        let ledger: Option<Ledger> = decode(&addresses[i], accounts[i].as_ref())?;
        Ok(ledger.map_or_else(Balances::default, |ledger| ledger.balances))
    };
    let balances = [balances(4)?, balances(5)?];
    let orders_config: Option<orders::Config> = decode(&addresses[8], accounts[8].as_ref())?;
    let buyback_config: Option<buyback::Config> = decode(&addresses[9], accounts[9].as_ref())?;

    let nodes: Vec<(_, Node)> = every(session.chain, &[])?;
    let staked = nodes.iter().map(|(_, node)| node.ledger.held_in_vault()).fold(0, u64::saturating_add);
    let rewards = rewards_owed(session, &config, &nodes, now)?;
    let due = schedule::cumulative(now.saturating_sub(emission.genesis_ts)).saturating_sub(emission.minted);
    let open = every::<Order>(session.chain, &[])?;
    let in_orders = |currency: Currency| {
        let held = open.iter().filter(|(_, order)| order.currency == currency);
        held.map(|(_, order)| order.escrow.held().unwrap_or_default()).fold(0, u64::saturating_add)
    };

    let vault = |name, i: usize, currency, held, owed, then| {
        let address = addresses[i];
        Vault { name, address, currency, held, owed, then }
    };
    let mut vaults = vec![
        vault("stake", 0, Currency::Io, held(0), staked, "covered"),
        // A claim cranks first.
        vault("rewards", 1, Currency::Io, held(1).saturating_add(due), rewards, "covered"),
    ];
    for (i, currency) in currencies.into_iter().enumerate() {
        let owed =
            balances[i].escrowed.saturating_add(balances[i].unclaimed).saturating_add(balances[i].fees);
        vaults.push(vault("orders", 2 + i, currency, held(2 + i), owed, "covered"));
    }
    for (i, (currency, then)) in
        [(Currency::Io, "to be burned"), (Currency::Usdc, "buys IO")].into_iter().enumerate()
    {
        vaults.push(vault("buyback", 6 + i, currency, held(6 + i), 0, then));
    }

    let rows = vaults.iter().map(|vault| {
        vec![
            vault.name.to_owned(),
            show(vault.held, vault.currency),
            show(vault.owed, vault.currency),
            if vault.is_covered() { vault.then } else { "SHORT" }.to_owned(),
            session.link(&vault.address),
        ]
    });
    let rows = rows.collect();
    session.output.table(&["vault", "holds", "owes", "", "account"], &[1, 2], rows);
    for vault in &vaults {
        session.output.push(
            "vaults",
            json!({
                "vault": vault.name,
                "account": vault.address.to_string(),
                "currency": name(vault.currency),
                "held": vault.held.to_string(),
                "owed": vault.owed.to_string(),
                "covered": vault.is_covered(),
            }),
        );
    }

    let mut rows = Vec::new();
    for (balances, currency) in balances.iter().zip(currencies) {
        rows.push(vec![
            name(currency).to_owned(),
            show(balances.escrowed, currency),
            show(in_orders(currency), currency),
            show(balances.unclaimed, currency),
            show(balances.fees, currency),
            show(balances.swept, currency),
        ]);
        session.output.push(
            "balances",
            json!({
                "currency": name(currency),
                "escrowed": balances.escrowed.to_string(),
                "in_orders": in_orders(currency).to_string(),
                "unclaimed": balances.unclaimed.to_string(),
                "fees": balances.fees.to_string(),
                "swept": balances.swept.to_string(),
            }),
        );
    }
    let header = ["balances", "escrowed", "in orders", "waits for payees", "fees", "fees swept"];
    session.output.table(&header, &[1, 2, 3, 4, 5], rows);

    let supply = mint_supply(session)?;
    let created = genesis::TOTAL.saturating_add(emission.minted);
    session.output.facts(&[
        ("supply", show(supply, Currency::Io)),
        ("burned", show(created.saturating_sub(supply), Currency::Io)),
        ("hard cap", show(HARD_CAP, Currency::Io)),
        ("due to a crank", show(due, Currency::Io)),
        ("nodes", nodes.len().to_string()),
        ("orders", open.len().to_string()),
        ("staking paused", config.paused.to_string()),
        ("orders paused", paused(orders_config.as_ref().map(|config| config.paused))),
        ("buyback paused", paused(buyback_config.as_ref().map(|config| config.paused))),
        ("time on chain", time::utc(now)),
    ]);
    session.output.set(
        "paused",
        json!({
            "staking": config.paused,
            "orders": orders_config.map(|config| config.paused),
            "buyback": buyback_config.map(|config| config.paused),
        }),
    );
    session.output.set("supply", supply.to_string());
    session.output.set("burned", created.saturating_sub(supply).to_string());
    session.output.set("due", due.to_string());
    session.output.set("nodes", nodes.len());
    session.output.set("orders", open.len());
    session.output.set("covered", vaults.iter().all(Vault::is_covered));
    session.output.set("now", now);
    Ok(())
}

fn paused(paused: Option<bool>) -> String {
    paused.map_or_else(|| "not set up".into(), |paused| paused.to_string())
}

/// Rewards and commission that everybody could claim now, in base units.
fn rewards_owed(
    session: &Session,
    config: &Config,
    nodes: &[(Pubkey, Node)],
    now: i64,
) -> Result<u64, Failure> {
    let mut config = *config;
    let mut ledgers = HashMap::with_capacity(nodes.len());
    let mut owed: u64 = 0;
    for (address, node) in nodes {
        let mut ledger = node.ledger;
        // What cannot be computed is counted as it is stored.
        let _ = ledger.sync(config.pool(node.pool), now);
        owed = owed.saturating_add(units(ledger.commission_owed));
        ledgers.insert(*address, ledger);
    }
    for (_, stake) in every::<Stake>(session.chain, &[])? {
        let mut position = stake.position;
        if let Some(ledger) = ledgers.get(&stake.node) {
            let _ = position.settle(ledger);
        }
        owed = owed.saturating_add(units(position.owed));
    }
    Ok(owed)
}

fn units(q64: u128) -> u64 {
    u64::try_from(q64 >> 64).unwrap_or(u64::MAX)
}
