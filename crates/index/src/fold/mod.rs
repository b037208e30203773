//! Folds a batch of transactions into rows of the tables, in the chain's order.
//!
//! Everything here follows from the transactions alone: whoever applies the same ones in the same
//! order, in batches of any size, gets the same rows.

mod life;
mod nodes;
mod order;
mod orders;
mod prices;
mod supply;

use {
    crate::{
        decode::{is_truncated, Decoded},
        error::{Error, Result},
        place::Place,
        source::Transaction,
        store::{
            insert::{Cell, Rows},
            Database,
        },
    },
    io_client::economics::time::HOUR,
    nodes::Nodes,
    orders::Orders,
    prices::Prices,
    sqlx::AnyConnection,
    std::{
        collections::{BTreeMap, BTreeSet},
        sync::Arc,
    },
    supply::Supply,
};

/// A transaction with its place and its events.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) id: i64,
    pub(crate) time: i64,
    pub(crate) transaction: Transaction,
    pub(crate) events: Vec<Arc<Decoded>>,
    pub(crate) truncated: bool,
}

impl Step {
    /// A transaction at its place.
    pub(crate) fn new(place: Place, time: i64, mut transaction: Transaction) -> Result<Self> {
        let id = place.id().ok_or_else(|| Error::Data(format!("the place {place} is out of bounds")))?;
        let mut events: Vec<_> = crate::decode::events(&transaction.logs).map(Arc::new).collect();
        let truncated = is_truncated(&transaction.logs) || events.len() > Place::MOST_EVENTS;
        events.truncate(Place::MOST_EVENTS);
        transaction.logs = vec![];
        Ok(Self { id, time, transaction, events, truncated })
    }

    /// Ids of the transaction that no event of it has: of rows that say what its log lacks.
    pub(crate) fn unused_ids(&self) -> impl Iterator<Item = i64> + '_ {
        let unused = (self.events.len()..Place::MOST_EVENTS).filter_map(|at| i64::try_from(at).ok());
        unused.map(|at| self.id + at)
    }
}

/// An event where it happened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    pub(crate) id: i64,
    pub(crate) time: i64,
    pub(crate) event: &'a Decoded,
}

impl At<'_> {
    /// An address or another text of the event.
    fn text(&self, field: &str) -> Result<String> {
        self.event.text(field).map(str::to_owned).ok_or_else(|| self.lacks(field))
    }

    /// A number of the event: an amount, a time or a count.
    fn number(&self, field: &str) -> Result<i64> {
        self.event.number(field).ok_or_else(|| self.lacks(field))
    }

    fn lacks(&self, field: &str) -> Error {
        let Decoded { program, name, .. } = self.event;
        Error::Data(format!(
            "{program}'s {name} at {} has no {field} that the tables hold",
            Place::of(self.id)
        ))
    }
}

/// The rows that a batch adds or changes.
pub(crate) struct Fold {
    database: Database,
    orders: Orders,
    nodes: Nodes,
    supply: Supply,
    prices: Prices,
    transactions: Rows,
    events: Rows,
    keys: Rows,
    rewards: Rows,
    claims: Rows,
    touched: BTreeMap<String, i64>,
}

/// The addresses of every event of a batch, in order.
pub(crate) type Addresses = Vec<Arc<[String]>>;

impl Fold {
    /// Reads what the tables know of what a batch is about.
    pub(crate) async fn load(
        connection: &mut AnyConnection,
        database: Database,
        batch: &[Step],
    ) -> Result<Self> {
        let hours = batch.iter().map(|step| hour(step.time));
        let hours = (hours.clone().min().unwrap_or_default(), hours.max().unwrap_or_default());
        let orders = Orders::load(connection, database, batch).await?;
        Ok(Self {
            database,
            nodes: Nodes::load(connection, database, batch, orders.nodes()).await?,
            orders,
            supply: Supply::load(connection, hours).await?,
            prices: Prices::load(connection, hours).await?,
            transactions: Rows::new(
                "transactions",
                1,
                &["id", "slot", "signature", "time", "payer", "events", "truncated"],
            ),
            events: Rows::new("events", 1, &["id", "tx", "time", "program", "name", "data"]),
            keys: Rows::new("event_keys", 2, &["address", "event"]),
            rewards: Rows::new("rewards", 1, &["id", "tx", "time", "kind", "wallet", "node", "amount"]),
            claims: Rows::new(
                "claims",
                1,
                &["id", "tx", "time", "season", "leaf", "wallet", "points", "amount"],
            ),
            touched: BTreeMap::new(),
        })
    }

    /// Applies a batch; returns the addresses that each event is about.
    pub(crate) fn apply(&mut self, batch: &[Step]) -> Result<Addresses> {
        let mut all = vec![];
        for step in batch {
            let slot = Place::of(step.id).slot.cast_signed();
            for address in &step.transaction.written {
                self.touched.insert(address.clone(), slot);
            }
            self.transactions.push([
                step.id.into(),
                slot.into(),
                step.transaction.signature.as_str().into(),
                step.time.into(),
                step.transaction.payer.as_str().into(),
                Cell::Int(step.events.len().try_into().unwrap_or(i64::MAX)),
                step.truncated.into(),
            ]);
            let burned = self.supply.net();
            for (id, event) in (step.id..).zip(&step.events) {
                let at = At { id, time: step.time, event };
                self.event(at)?;
                let addresses = self.addresses(at);
                for address in &*addresses {
                    self.keys.push([address.as_str().into(), id.into()]);
                }
                all.push(addresses);
            }
            if step.truncated {
                let known = self.supply.net() - burned;
                self.supply.unlogged(step.time, step.transaction.io_change - known)?;
                self.orders.incomplete(step);
                // Anyone can have a node's commission paid.
                let nodes = self.nodes.among(&step.transaction.written);
                for (id, (node, wallet)) in step.unused_ids().zip(nodes) {
                    self.rewards.push([
                        id.into(),
                        step.id.into(),
                        step.time.into(),
                        "unlogged".into(),
                        wallet.into(),
                        node.into(),
                        Cell::Int(0),
                    ]);
                }
            }
        }
        Ok(all)
    }

    fn event(&mut self, at: At) -> Result<()> {
        let Decoded { program, name, data, .. } = at.event;
        self.events.push([
            at.id.into(),
            Place::transaction(at.id).into(),
            at.time.into(),
            (*program).into(),
            (*name).into(),
            data.to_string().into(),
        ]);
        match (*program, *name) {
            ("io_staking", "Claimed") => self.reward(at, "claim", "owner"),
            ("io_staking", "Restaked") => self.reward(at, "restake", "owner"),
            ("io_staking", "CommissionClaimed") => self.reward(at, "commission", "payout"),
            ("io_airdrop", "Claimed") => self.claim(at),
            _ => Ok(()),
        }?;
        self.nodes.event(at)?;
        self.supply.event(at)?;
        let booked = self.orders.event(at)?;
        self.prices.event(at, booked, &self.nodes)
    }

    fn reward(&mut self, at: At, kind: &str, wallet: &str) -> Result<()> {
        self.rewards.push([
            at.id.into(),
            Place::transaction(at.id).into(),
            at.time.into(),
            kind.into(),
            at.text(wallet)?.into(),
            at.text("node")?.into(),
            at.number("amount")?.into(),
        ]);
        Ok(())
    }

    fn claim(&mut self, at: At) -> Result<()> {
        self.claims.push([
            at.id.into(),
            Place::transaction(at.id).into(),
            at.time.into(),
            at.text("season")?.into(),
            at.number("index")?.into(),
            at.text("wallet")?.into(),
            at.text("points")?.into(),
            at.number("amount")?.into(),
        ]);
        Ok(())
    }

    /// The addresses that an event names, and the parties of its order or node.
    fn addresses(&self, at: At) -> Arc<[String]> {
        let mut addresses: BTreeSet<&str> = at.event.addresses.iter().map(String::as_str).collect();
        addresses.extend(self.orders.parties(at.event));
        addresses.extend(at.event.text("node").and_then(|node| self.nodes.operator(node)));
        addresses.into_iter().map(str::to_owned).collect()
    }

    /// Writes all of it.
    pub(crate) async fn write(self, connection: &mut AnyConnection) -> Result<()> {
        let database = self.database;
        for rows in [self.transactions, self.events, self.keys, self.rewards, self.claims] {
            rows.write(connection, database, false).await?;
        }
        self.orders.write(connection, database).await?;
        self.nodes.write(connection, database).await?;
        self.supply.write(connection, database).await?;
        self.prices.write(connection, database).await?;
        let mut touched = Rows::new("touched", 1, &["address", "slot"]);
        for (address, slot) in self.touched {
            touched.push([address.into(), slot.into()]);
        }
        touched.write(connection, database, true).await
    }
}

/// The hour that a time is in.
pub(crate) const fn hour(time: i64) -> i64 {
    time - time.rem_euclid(HOUR)
}
