//! Whether everything is covered.

mod pools;

use {
    crate::{
        session::{name, show},
        time, Exit, Failure, Session,
    },
    io_client::{
        addresses::{
            buyback as buyback_addresses,
            emission::{EMISSION, MINT},
            orders as order_addresses,
            staking::CONFIG,
        },
        buyback,
        economics::{genesis, units::HARD_CAP},
        emission::Emission,
        orders::{self, Currency},
        staking::ConfigAndPools,
        AccountDeserialize, Owner,
    },
    io_rpc::{
        decode,
        solvency::{balances, due, Moment, Vault},
        supply::mint_supply,
    },
    serde_json::json,
    solana_pubkey::Pubkey,
};

fn shortage(vault: &Vault) -> String {
    let missing = show(vault.owed.saturating_sub(vault.held), vault.currency);
    format!("{missing} are missing in the vault {} of {}", vault.address, vault.name)
}

/// What is compared, as of one moment.
fn read(session: &Session) -> Result<Moment, Failure> {
    Moment::read(session.chain)?.ok_or_else(|| {
        let message = "The accounts change faster than this cluster shows them: these would be figures of \
                       different moments.";
        Failure::new(Exit::Other, message).hint("Run it again, or against an RPC node that is nearer.")
    })
}

/// An account that genesis creates.
fn at_genesis<T: AccountDeserialize + Owner>(moment: &Moment, address: &Pubkey) -> Result<T, Failure> {
    decode(address, moment.account(address))?.ok_or_else(Failure::no_genesis)
}

/// Prints what is held and owed, the ledgers of orders, the supply.
pub fn run(session: &mut Session) -> Result<(), Failure> {
    let moment = read(session)?;
    let emission: Emission = at_genesis(&moment, &EMISSION.address)?;
    let config: ConfigAndPools = at_genesis(&moment, &CONFIG.address)?;
    let now = moment.now;
    let account = |address: &Pubkey| moment.account(address);
    let currencies = [Currency::Io, Currency::Usdc];
    let balances = [balances(account, Currency::Io)?, balances(account, Currency::Usdc)?];
    let address = order_addresses::CONFIG.address;
    let orders_config: Option<orders::Config> = decode(&address, moment.account(&address))?;
    let address = buyback_addresses::CONFIG.address;
    let buyback_config: Option<buyback::Config> = decode(&address, moment.account(&address))?;

    let tally = moment.tally(&config.pools);
    let vaults = moment.vaults(&tally)?.unwrap_or_default();
    let due = due(&emission, now);

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
            show(tally.in_orders(currency), currency),
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
                "in_orders": tally.in_orders(currency).to_string(),
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
        ("nodes", tally.nodes().to_string()),
        ("orders", tally.orders().to_string()),
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
    session.output.set("nodes", tally.nodes());
    session.output.set("orders", tally.orders());
    session.output.set("covered", vaults.iter().all(Vault::is_covered));
    session.output.set("now", now);
    let short: Vec<String> = vaults.iter().filter(|vault| !vault.is_covered()).map(shortage).collect();
    if short.is_empty() {
        return Ok(());
    }
    Err(Failure::new(Exit::Refused, format!("Not everything is covered: {}.", short.join("; "))))
}

fn paused(paused: Option<bool>) -> String {
    paused.map_or_else(|| "not set up".into(), |paused| paused.to_string())
}
