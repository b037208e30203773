//! The accounts of a moment, fetched part by part.

use {
    crate::plan::{Node, Snapshot},
    io_client::{
        addresses::{
            buyback::{CONFIG as BUYBACK, IO_VAULT},
            emission::EMISSION,
        },
        buyback,
        orders::{self, Currency, Order, Payment},
        staking,
    },
    io_rpc::{decode, every, token_amount, Chain, Fault, Filter},
    tracing::warn,
};

/// Fetches every part. What fails is left out; how many parts failed comes with the rest.
pub fn fetch(chain: &dyn Chain) -> (Snapshot, u32) {
    let mut snapshot = Snapshot::default();
    let mut failed = 0;
    let mut part = |what: &str, result: Result<(), Fault>| {
        if let Err(fault) = result {
            warn!(part = what, %fault, "not fetched; its tasks wait for the next pass");
            failed += 1;
        }
    };
    part("books", books(chain, &mut snapshot));
    part("nodes", nodes(chain, &mut snapshot));
    part("orders", all_orders(chain, &mut snapshot));
    (snapshot, failed)
}

/// The singletons, in one call.
fn books(chain: &dyn Chain, snapshot: &mut Snapshot) -> Result<(), Fault> {
    let currencies = [Currency::Io, Currency::Usdc];
    let addresses = [
        EMISSION.address,
        orders::payment(currencies[0]),
        orders::payment(currencies[1]),
        BUYBACK.address,
        IO_VAULT,
    ];
    let accounts = chain.accounts(&addresses)?;
    let at = |i: usize| accounts.get(i).and_then(Option::as_ref);
    snapshot.emission = decode(&addresses[0], at(0))?;
    for i in [1, 2] {
        snapshot.payments.extend(decode::<Payment>(&addresses[i], at(i))?);
    }
    let buyback: Option<buyback::Config> = decode(&addresses[3], at(3))?;
    snapshot.io_fees = buyback.filter(|config| !config.paused).and(token_amount(at(4)));
    Ok(())
}

fn nodes(chain: &dyn Chain, snapshot: &mut Snapshot) -> Result<(), Fault> {
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
