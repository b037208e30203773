//! Fetches the accounts that a pass looks at, part by part.

use {
    crate::{
        grants, market,
        plan::{Node, Policy, Snapshot, Unclaimed},
        top_up,
    },
    io_client::{
        addresses::{
            buyback::{CONFIG as BUYBACK, IO_VAULT},
            emission::EMISSION,
            staking::CONFIG as STAKING,
            PROGRAMS,
        },
        orders::{self, Currency, Ledger, Order, UnclaimedBalance},
        staking,
        token::associated_address,
    },
    io_rpc::{decode, every, is_missing, takes, token_amount, Chain, Fault, Filter},
    solana_pubkey::Pubkey,
    tracing::{error, warn},
};

/// Fetches every part. A part that fails is left out; returns how many failed, too.
pub fn snapshot(chain: &dyn Chain, policy: &Policy, keeper: Pubkey) -> (Snapshot, u32) {
    let mut snapshot = Snapshot { keeper, ..Snapshot::default() };
    let mut failed = 0;
    let mut part = |what: &str, result: Result<(), Fault>| {
        let Err(fault) = result else { return };
        failed += 1;
        if fault.is_passing() {
            warn!(part = what, %fault, "not fetched; its tasks wait for the next pass");
        } else {
            error!(part = what, %fault, "not there");
        }
    };
    part("programs", programs(chain));
    part("balances", balances(chain, &mut snapshot));
    part("nodes", nodes(chain, policy, &mut snapshot));
    part("orders", all_orders(chain, &mut snapshot));
    part("requests and bids", market::fetch(chain, &mut snapshot));
    part("unclaimed balances", unclaimed(chain, &mut snapshot));
    if policy.release_grants {
        part("grants", grants::fetch(chain).map(|grants| snapshot.grants = grants));
    }
    if policy.top_up {
        part("allowances", top_up::fetch(chain, &keeper).map(|all| snapshot.allowances = all));
    }
    (snapshot, failed)
}

/// # Errors
/// Unless every program is on this cluster.
fn programs(chain: &dyn Chain) -> Result<(), Fault> {
    let ids: Vec<Pubkey> = PROGRAMS.iter().map(|program| program.id).collect();
    let accounts = chain.accounts(&ids)?;
    let is_there =
        |i: usize| accounts.get(i).and_then(Option::as_ref).is_some_and(|account| account.executable);
    match PROGRAMS.iter().enumerate().find(|(i, _)| !is_there(*i)) {
        None => Ok(()),
        Some((_, program)) => {
            let message = format!("{} ({}) is not on this cluster: check the URL", program.name, program.id);
            Err(Fault::Unreadable(message))
        }
    }
}

/// The singletons, in one call.
fn balances(chain: &dyn Chain, snapshot: &mut Snapshot) -> Result<(), Fault> {
    let currencies = [Currency::Io, Currency::Usdc];
    let addresses = [
        EMISSION.address,
        orders::ledger(currencies[0]),
        orders::ledger(currencies[1]),
        BUYBACK.address,
        IO_VAULT,
    ];
    let accounts = chain.accounts(&addresses)?;
    let at = |i: usize| accounts.get(i).and_then(Option::as_ref);
    snapshot.emission = decode(&addresses[0], at(0))?;
    if snapshot.emission.is_none() {
        let message = "there is no emission on this cluster: check the URL, or run genesis with `io init`";
        return Err(Fault::Unreadable(message.into()));
    }
    for i in [1, 2] {
        snapshot.ledgers.extend(decode::<Ledger>(&addresses[i], at(i))?);
    }
    snapshot.buyback = decode(&addresses[3], at(3))?;
    snapshot.io_fees = snapshot.buyback.as_ref().and(token_amount(at(4)));
    Ok(())
}

fn nodes(chain: &dyn Chain, policy: &Policy, snapshot: &mut Snapshot) -> Result<(), Fault> {
    if policy.execute_slashes {
        let config = chain.account(&STAKING.address)?;
        let config = decode::<staking::Config>(&STAKING.address, config.as_ref())?;
        snapshot.epochs = config.map(|config| config.epochs).unwrap_or_default();
    }
    let size = Filter::Size(8 + size_of::<staking::Node>());
    let nodes: Vec<(_, staking::Node)> = every(chain, &[size])?;
    snapshot.nodes = nodes.iter().map(|(address, node)| Node::new(*address, node)).collect();
    Ok(())
}

fn all_orders(chain: &dyn Chain, snapshot: &mut Snapshot) -> Result<(), Fault> {
    let size = Filter::Size(8 + size_of::<Order>());
    snapshot.orders = every(chain, &[size])?;
    Ok(())
}

/// Those that the payee's token account can take, or could if it were there.
fn unclaimed(chain: &dyn Chain, snapshot: &mut Snapshot) -> Result<(), Fault> {
    let size = Filter::Size(8 + size_of::<UnclaimedBalance>());
    let all: Vec<(Pubkey, UnclaimedBalance)> = every(chain, &[size])?;
    let accounts: Vec<Pubkey> =
        all.iter().map(|(_, balance)| associated_address(&balance.payee, &balance.mint)).collect();
    let accounts = chain.accounts(&accounts)?;
    for ((address, balance), account) in all.into_iter().zip(accounts) {
        let creates = is_missing(account.as_ref());
        if creates || takes(account.as_ref(), &balance.mint, &balance.payee) {
            snapshot.unclaimed.push(Unclaimed { address, balance, creates });
        }
    }
    Ok(())
}
