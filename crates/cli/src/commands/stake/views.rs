//! Stakes, shown.

use {
    crate::{
        time,
        values::{self, Reference},
        Exit, Failure, Session,
    },
    clap::Args,
    io_client::{
        addresses::staking::CONFIG,
        amount::io,
        economics::staking::{NodeLedger, Position},
        staking::{stake_address, ConfigAndPools, Node, Pools, Stake as StakeAccount},
    },
    io_rpc::{decode, every, read, Filter},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// Lists stakes.
#[derive(Args, Debug)]
pub struct Stakes {
    /// The owner of the stakes; the signer if left out
    #[arg(long, value_parser = values::address)]
    owner: Option<Pubkey>,
}

/// A stake with its node, brought to now.
pub struct View {
    pub address: Pubkey,
    pub node: Pubkey,
    pub position: Position,
    pub ledger: NodeLedger,
    pub rewards: u64,
}

impl View {
    fn new(pools: &Pools, node: (Pubkey, Node), stake: (Pubkey, &StakeAccount), now: i64) -> Self {
        let ((address, node), (stake_at, stake)) = (node, stake);
        let (mut pools, mut ledger, mut position) = (*pools, node.ledger, stake.position);
        let holder = node.holder(&stake.owner);
        // What cannot be computed is shown as it is stored.
        let _ = ledger.sync(pools.of(node.pool), now).and_then(|_| position.settle(&mut ledger, holder));
        let rewards = u64::try_from(position.owed >> 64).unwrap_or(u64::MAX);
        Self { address: stake_at, node: address, position, ledger, rewards }
    }

    /// What it is worth, in base units.
    pub fn worth(&self) -> u64 {
        self.position.worth(&self.ledger)
    }
}

impl Stakes {
    /// Prints them.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let owner = match self.owner {
            Some(owner) => owner,
            None => session.me()?,
        };
        let now = session.now()?;
        let mut rows = Vec::new();
        session.output.set("stakes", Value::Array(Vec::new()));
        for view in of_owner(session, &owner)? {
            let tickets: Vec<_> = view.position.tickets.iter().filter(|ticket| !ticket.is_free()).collect();
            let cooling = tickets.iter().map(|ticket| {
                let when =
                    if ticket.is_unlocked(now) { "unlocked".into() } else { time::utc(ticket.unlocks_at) };
                format!("{} ({when})", io(ticket.worth(&view.ledger.cooling)))
            });
            rows.push(vec![
                session.link(&view.node),
                io(view.worth()),
                io(view.rewards),
                cooling.collect::<Vec<_>>().join("\n"),
            ]);
            let cooling = tickets.iter().map(|ticket| {
                let worth = ticket.worth(&view.ledger.cooling).to_string();
                json!({ "worth": worth, "unlocks_at": ticket.unlocks_at })
            });
            session.output.push(
                "stakes",
                json!({
                    "address": view.address.to_string(),
                    "node": view.node.to_string(),
                    "worth": view.worth().to_string(),
                    "rewards": view.rewards.to_string(),
                    "held_for_slash": view.position.held.to_string(),
                    "cooling": cooling.collect::<Vec<_>>(),
                }),
            );
        }
        session.output.table(&["node", "stake, IO", "rewards, IO", "cools down, IO"], &[1, 2], rows);
        Ok(())
    }
}

/// The signer's stake in a node.
pub fn one(session: &Session, reference: Reference) -> Result<View, Failure> {
    let (node_at, node) = session.node(reference)?;
    let address = stake_address(&node_at, &session.me()?);
    let stake: Option<StakeAccount> = read(session.chain, &address)?;
    let Some(stake) = stake else {
        let message = format!("The wallet {} has no stake in the node {node_at}.", session.me()?);
        return Err(Failure::new(Exit::NotThere, message).hint("`io stakes` lists those it has."));
    };
    let config: ConfigAndPools = session.genesis(&CONFIG.address)?;
    Ok(View::new(&config.pools, (node_at, node), (address, &stake), session.now()?))
}

/// Every stake of an owner, by node.
pub fn of_owner(session: &Session, owner: &Pubkey) -> Result<Vec<View>, Failure> {
    let filter = Filter::Bytes(8 + offset_of!(StakeAccount, owner), owner.to_bytes().to_vec());
    let mut stakes: Vec<(Pubkey, StakeAccount)> = every(session.chain, &[filter])?;
    stakes.sort_by_key(|(_, stake)| stake.node.to_bytes());
    let addresses: Vec<Pubkey> = stakes.iter().map(|(_, stake)| stake.node).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let config: ConfigAndPools = session.genesis(&CONFIG.address)?;
    let now = session.now()?;
    let mut views = Vec::with_capacity(stakes.len());
    for ((address, stake), account) in stakes.iter().zip(&accounts) {
        if let Some(node) = decode::<Node>(&stake.node, account.as_ref())? {
            views.push(View::new(&config.pools, (stake.node, node), (*address, stake), now));
        }
    }
    Ok(views)
}
