//! Nodes, as their events describe them.

use {
    super::{At, Step},
    crate::{
        error::Result,
        store::{
            insert::{among, Cell, Rows, AMONG},
            Database,
        },
    },
    sqlx::{any::AnyRow, AnyConnection, Row},
    std::collections::{BTreeSet, HashMap},
};

#[derive(Clone, Debug)]
struct Node {
    id: i64,
    operator: String,
    class: String,
    payout: String,
    processors: i64,
    registered_at: i64,
    retired_at: Option<i64>,
}

/// The nodes of a batch.
#[derive(Debug)]
pub(super) struct Nodes {
    known: HashMap<String, Node>,
    changed: BTreeSet<String>,
}

impl Nodes {
    pub(super) async fn load<'a>(
        connection: &mut AnyConnection,
        database: Database,
        batch: &'a [Step],
        others: impl Iterator<Item = &'a str>,
    ) -> Result<Self> {
        let events = batch.iter().flat_map(|step| &step.events);
        let named = events.filter_map(|event| event.text("node")).chain(others);
        let cut = batch.iter().filter(|step| step.truncated).flat_map(|step| &step.transaction.written);
        let named: BTreeSet<&str> = named.chain(cut.map(String::as_str)).collect();
        let named: Vec<String> = named.into_iter().map(str::to_owned).collect();
        let mut known = HashMap::new();
        for addresses in named.chunks(AMONG) {
            let sql = "SELECT address, id, operator, class, payout, processors, registered_at, retired_at \
                       FROM nodes WHERE address IN";
            for row in among(sql, addresses, "", database).fetch_all(&mut *connection).await? {
                known.insert(row.try_get(0)?, Node::of(&row)?);
            }
        }
        Ok(Self { known, changed: BTreeSet::new() })
    }

    /// The nodes among some accounts, each with the wallet that its commission is paid to.
    pub(super) fn among<'a>(&'a self, accounts: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let payout =
            move |address: &'a String| Some((address.as_str(), self.known.get(address)?.payout.as_str()));
        accounts.iter().filter_map(payout)
    }

    /// The operator of a node that is known.
    pub(super) fn operator(&self, node: &str) -> Option<&str> {
        self.known.get(node).map(|node| node.operator.as_str())
    }

    /// The hardware class of a node that is known.
    pub(super) fn class(&self, node: &str) -> Option<&str> {
        self.known.get(node).map(|node| node.class.as_str())
    }

    pub(super) fn event(&mut self, at: At) -> Result<()> {
        if at.event.program != "io_staking" {
            return Ok(());
        }
        if at.event.name == "NodeRegistered" {
            let node = Node {
                id: at.number("id")?,
                operator: at.text("operator")?,
                class: at.text("class")?,
                payout: at.text("payout")?,
                processors: at.number("processors")?,
                registered_at: at.time,
                retired_at: None,
            };
            let address = at.text("node")?;
            self.changed.insert(address.clone());
            self.known.insert(address, node);
            return Ok(());
        }
        if !matches!(at.event.name, "HardwareUpdated" | "PayoutSet" | "NodeRetired") {
            return Ok(());
        }
        let address = at.text("node")?;
        // Its registration may be in a log that was cut.
        let Some(node) = self.known.get_mut(&address) else { return Ok(()) };
        match at.event.name {
            "HardwareUpdated" => {
                node.class = at.text("class")?;
                node.processors = at.number("processors")?;
            }
            "PayoutSet" => node.payout = at.text("payout")?,
            _ => node.retired_at = Some(at.time),
        }
        self.changed.insert(address);
        Ok(())
    }

    pub(super) async fn write(self, connection: &mut AnyConnection, database: Database) -> Result<()> {
        let mut rows = Rows::new(
            "nodes",
            1,
            &["address", "id", "operator", "class", "payout", "processors", "registered_at", "retired_at"],
        );
        for address in self.changed {
            if let Some(node) = self.known.get(&address) {
                rows.push(node.cells(address));
            }
        }
        rows.write(connection, database, true).await
    }
}

impl Node {
    fn of(row: &AnyRow) -> Result<Self> {
        Ok(Self {
            id: row.try_get(1)?,
            operator: row.try_get(2)?,
            class: row.try_get(3)?,
            payout: row.try_get(4)?,
            processors: row.try_get(5)?,
            registered_at: row.try_get(6)?,
            retired_at: row.try_get(7)?,
        })
    }

    fn cells(&self, address: String) -> [Cell; 8] {
        [
            address.into(),
            self.id.into(),
            self.operator.clone().into(),
            self.class.clone().into(),
            self.payout.clone().into(),
            self.processors.into(),
            self.registered_at.into(),
            self.retired_at.into(),
        ]
    }
}
