//! Whether everything is covered.

mod moment;
mod pools;

use {
    super::emission::mint_supply,
    crate::{
        session::{name, show},
        time, Exit, Failure, Session,
    },
    io_client::{
        addresses::{
            buyback as buyback_addresses,
            emission::{EMISSION, MINT},
            orders as order_addresses,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
        },
        buyback,
        economics::{emission as schedule, genesis, units::HARD_CAP},
        emission::Emission,
        orders::{self, Currency},
        staking::ConfigAndPools,
        vesting::{Category, CategoryKind},
    },
    io_rpc::decode,
    moment::Moment,
    serde_json::json,
    solana_pubkey::Pubkey,
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

    fn shortage(&self) -> String {
        let missing = show(self.owed.saturating_sub(self.held), self.currency);
        format!("{missing} are missing in the vault {} of {}", self.address, self.name)
    }
}

/// Prints what is held and owed, the ledgers of orders, the supply.
pub fn run(session: &mut Session) -> Result<(), Failure> {
    let moment = Moment::read(session)?;
    let emission: Emission = moment.genesis(&EMISSION.address)?;
    let config: ConfigAndPools = moment.genesis(&CONFIG.address)?;
    let now = moment.now;
    let currencies = [Currency::Io, Currency::Usdc];
    let balances = [moment.balances(Currency::Io)?, moment.balances(Currency::Usdc)?];
    let address = order_addresses::CONFIG.address;
    let orders_config: Option<orders::Config> = decode(&address, moment.account(&address))?;
    let address = buyback_addresses::CONFIG.address;
    let buyback_config: Option<buyback::Config> = decode(&address, moment.account(&address))?;

    let (nodes, open) = (&moment.nodes, &moment.orders);
    let staked = nodes.iter().map(|(_, node)| node.ledger.held_in_vault()).fold(0, u64::saturating_add);
    let rewards = moment.rewards_owed(&config.pools);
    let due = schedule::cumulative(now.saturating_sub(emission.genesis_ts)).saturating_sub(emission.minted);
    let in_orders = |currency: Currency| {
        let held = open.iter().filter(|(_, order)| order.currency == currency);
        held.map(|(_, order)| order.escrow.held().unwrap_or_default()).fold(0, u64::saturating_add)
    };

    let vault = |name, address: Pubkey, currency, more: u64, owed, then| {
        let held = moment.held(&address).saturating_add(more);
        Vault { name, address, currency, held, owed, then }
    };
    let mut vaults = vec![
        vault("stake", STAKE_VAULT.address, Currency::Io, 0, staked, "covered"),
        // A claim cranks first.
        vault("rewards", REWARD_VAULT, Currency::Io, due, rewards, "covered"),
    ];
    for (balances, currency) in balances.iter().zip(currencies) {
        let owed = [balances.unclaimed, balances.bonds, balances.fees]
            .into_iter()
            .fold(balances.escrowed, u64::saturating_add);
        vaults.push(vault("orders", orders::vault(currency), currency, 0, owed, "covered"));
    }
    for kind in CategoryKind::ALL {
        let address = Category::address(kind);
        let category: Option<Category> = decode(&address, moment.account(&address))?;
        let started = category.filter(|category| category.ledger.genesis != 0);
        let locked = started.map_or(0, |category| category.ledger.held());
        vaults.push(vault(kind.name(), Category::vault(kind), Currency::Io, 0, locked, "locked"));
    }
    for (address, currency, then) in [
        (buyback_addresses::IO_VAULT, Currency::Io, "to be burned"),
        (buyback_addresses::USDC_VAULT, Currency::Usdc, "buys IO"),
    ] {
        vaults.push(vault("buyback", address, currency, 0, 0, then));
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
            show(balances.bonds, currency),
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
                "bonds": balances.bonds.to_string(),
                "fees": balances.fees.to_string(),
                "swept": balances.swept.to_string(),
            }),
        );
    }
    let header = ["balances", "escrowed", "in orders", "unclaimed", "bonds", "fees", "swept"];
    session.output.table(&header, &[1, 2, 3, 4, 5, 6], rows);

    let supply = mint_supply(moment.account(&MINT.address))?;
    let created = genesis::TOTAL.saturating_add(emission.minted);
    session.output.facts(&[
        ("supply", show(supply, Currency::Io)),
        ("burned", show(created.saturating_sub(supply), Currency::Io)),
        ("hard cap", show(HARD_CAP, Currency::Io)),
        ("due to a crank", show(due, Currency::Io)),
        ("nodes", nodes.len().to_string()),
        ("orders", open.len().to_string()),
        ("staking paused", config.pause.is_on(now).to_string()),
        ("orders paused", paused(orders_config.as_ref().map(|config| config.pause.is_on(now)))),
        ("buyback paused", paused(buyback_config.as_ref().map(|config| config.pause.is_on(now)))),
        ("time on chain", time::utc(now)),
    ]);
    for (name, pool) in [("gpu", &config.pools.gpu), ("cpu", &config.pools.cpu)] {
        pools::tell(session, name, pool, now);
    }
    session.output.set(
        "paused",
        json!({
            "staking": config.pause.is_on(now),
            "orders": orders_config.map(|config| config.pause.is_on(now)),
            "buyback": buyback_config.map(|config| config.pause.is_on(now)),
        }),
    );
    session.output.set("supply", supply.to_string());
    session.output.set("burned", created.saturating_sub(supply).to_string());
    session.output.set("due", due.to_string());
    session.output.set("nodes", nodes.len());
    session.output.set("orders", open.len());
    session.output.set("covered", vaults.iter().all(Vault::is_covered));
    session.output.set("now", now);
    let short: Vec<String> = vaults.iter().filter(|vault| !vault.is_covered()).map(Vault::shortage).collect();
    if short.is_empty() {
        return Ok(());
    }
    Err(Failure::new(Exit::Refused, format!("Not everything is covered: {}.", short.join("; "))))
}

fn paused(paused: Option<bool>) -> String {
    paused.map_or_else(|| "not set up".into(), |paused| paused.to_string())
}
