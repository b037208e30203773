//! Whether everything is covered.

use {
    super::emission::mint_supply,
    crate::{
        session::{name, show},
        time, Failure, Session,
    },
    io_client::{
        addresses::{
            emission::EMISSION,
            staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
        },
        economics::{emission as schedule, genesis, orders::Books, units::HARD_CAP},
        emission::Emission,
        orders::{self, Currency, Order, Payment},
        staking::{Config, Node, Stake},
    },
    io_rpc::{decode, every, token_amount},
    serde_json::json,
    std::collections::HashMap,
};

/// A vault: what it holds and what it owes.
struct Vault {
    name: &'static str,
    currency: Currency,
    held: u64,
    owed: u64,
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
        orders::payment(Currency::Io),
        orders::payment(Currency::Usdc),
    ];
    let accounts = session.chain.accounts(&addresses)?;
    let held = |i: usize| token_amount(accounts.get(i).and_then(Option::as_ref)).unwrap_or_default();
    let books = |i: usize| -> Result<Books, Failure> {
        let payment: Option<Payment> = decode(&addresses[i], accounts[i].as_ref())?;
        Ok(payment.map_or_else(Books::default, |payment| payment.books))
    };
    let books = [books(4)?, books(5)?];

    let nodes: Vec<(_, Node)> = every(session.chain, &[])?;
    let staked = nodes.iter().map(|(_, node)| node.ledger.held_in_vault()).fold(0, u64::saturating_add);
    let rewards = rewards_owed(session, &config, &nodes, now)?;
    let due = schedule::cumulative(now.saturating_sub(emission.genesis_ts)).saturating_sub(emission.minted);
    let open = every::<Order>(session.chain, &[])?;
    let in_orders = |currency: Currency| {
        let held = open.iter().filter(|(_, order)| order.currency == currency);
        held.map(|(_, order)| order.escrow.held().unwrap_or_default()).fold(0, u64::saturating_add)
    };

    let mut vaults = vec![
        Vault { name: "stake", currency: Currency::Io, held: held(0), owed: staked },
        // A claim cranks first.
        Vault { name: "rewards", currency: Currency::Io, held: held(1).saturating_add(due), owed: rewards },
    ];
    for (i, currency) in currencies.into_iter().enumerate() {
        let owed = books[i].escrowed.saturating_add(books[i].due).saturating_add(books[i].fees);
        vaults.push(Vault { name: "orders", currency, held: held(2 + i), owed });
    }

    let rows = vaults.iter().map(|vault| {
        vec![
            vault.name.to_owned(),
            show(vault.held, vault.currency),
            show(vault.owed, vault.currency),
            if vault.held >= vault.owed { "covered" } else { "SHORT" }.to_owned(),
        ]
    });
    let rows = rows.collect();
    session.output.table(&["vault", "holds", "owes", ""], &[1, 2], rows);
    for vault in &vaults {
        session.output.push(
            "vaults",
            json!({
                "vault": vault.name,
                "currency": name(vault.currency),
                "held": vault.held.to_string(),
                "owed": vault.owed.to_string(),
                "covered": vault.held >= vault.owed,
            }),
        );
    }

    let mut rows = Vec::new();
    for (books, currency) in books.iter().zip(currencies) {
        rows.push(vec![
            name(currency).to_owned(),
            show(books.escrowed, currency),
            show(in_orders(currency), currency),
            show(books.due, currency),
            show(books.fees, currency),
            show(books.swept, currency),
        ]);
        session.output.push(
            "books",
            json!({
                "currency": name(currency),
                "escrowed": books.escrowed.to_string(),
                "in_orders": in_orders(currency).to_string(),
                "due": books.due.to_string(),
                "fees": books.fees.to_string(),
                "swept": books.swept.to_string(),
            }),
        );
    }
    let header = ["books", "escrowed", "in orders", "waits for payees", "fees", "fees swept"];
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
        ("time on chain", time::utc(now)),
    ]);
    session.output.set("supply", supply.to_string());
    session.output.set("burned", created.saturating_sub(supply).to_string());
    session.output.set("due", due.to_string());
    session.output.set("nodes", nodes.len());
    session.output.set("orders", open.len());
    session.output.set("covered", vaults.iter().all(|vault| vault.held >= vault.owed));
    session.output.set("now", now);
    Ok(())
}

/// Rewards and commission that everybody could claim now, in base units.
fn rewards_owed(
    session: &Session,
    config: &Config,
    nodes: &[(solana_pubkey::Pubkey, Node)],
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
