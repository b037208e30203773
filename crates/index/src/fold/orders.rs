//! Orders from their opening to the end, and each payment out of them.

use {
    super::{
        life::{change, opened, Payment},
        order::{Order, COLUMNS},
        At, Step,
    },
    crate::{
        decode::Decoded,
        error::Result,
        place::Place,
        store::{
            insert::{among, Cell, Rows, AMONG},
            Database,
        },
    },
    sqlx::AnyConnection,
    std::collections::{BTreeMap, BTreeSet, HashMap},
};

/// Compute that was hired: at a rate, so many processors for so many seconds.
#[derive(Debug)]
pub(super) struct Booked {
    pub(super) node: Option<String>,
    pub(super) currency: String,
    pub(super) rate: u128,
    pub(super) processors: i64,
    pub(super) duration: i64,
}

/// The orders of a batch.
#[derive(Debug)]
pub(super) struct Orders {
    /// Each row by its id.
    known: BTreeMap<i64, Order>,
    /// The latest row of an address, and of a request.
    latest: HashMap<String, i64>,
    changed: BTreeSet<i64>,
    settlements: Rows,
}

impl Orders {
    pub(super) async fn load(
        connection: &mut AnyConnection,
        database: Database,
        batch: &[Step],
    ) -> Result<Self> {
        let events = batch.iter().flat_map(|step| &step.events).filter(|event| event.program == "io_orders");
        let named = events.flat_map(|event| [event.text("order"), event.text("request")]).flatten();
        let cut = batch.iter().filter(|step| step.truncated).flat_map(|step| &step.transaction.written);
        let named: BTreeSet<&str> = named.chain(cut.map(String::as_str)).collect();
        let named: Vec<String> = named.into_iter().map(str::to_owned).collect();
        let settlements = Rows::new("settlements", 1, SETTLEMENTS);
        let mut orders =
            Self { known: BTreeMap::new(), latest: HashMap::new(), changed: BTreeSet::new(), settlements };
        for addresses in named.chunks(AMONG) {
            for key in ["address", "request"] {
                let sql = format!(
                    "SELECT {} FROM orders WHERE id IN (SELECT MAX(id) FROM orders WHERE {key} IN",
                    COLUMNS.join(", ")
                );
                let group = format!("GROUP BY {key})");
                for row in among(&sql, addresses, &group, database).fetch_all(&mut *connection).await? {
                    orders.insert(Order::of(&row)?);
                }
            }
        }
        Ok(orders)
    }

    fn insert(&mut self, order: Order) {
        let request = order.request.clone();
        for key in [Some(order.address.clone()), request].into_iter().flatten() {
            let latest = self.latest.entry(key).or_insert(order.id);
            *latest = (*latest).max(order.id);
        }
        self.known.insert(order.id, order);
    }

    /// The order, or the request for it, that an event is of.
    fn of(&self, event: &Decoded) -> Option<&Order> {
        if event.program != "io_orders" {
            return None;
        }
        let address = event.text("order").or_else(|| event.text("request"))?;
        self.known.get(self.latest.get(address)?)
    }

    /// The nodes of these orders.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &str> {
        self.known.values().filter_map(|order| order.node.as_deref())
    }

    /// The parties of the order of an event.
    pub(super) fn parties(&self, event: &Decoded) -> impl Iterator<Item = &str> {
        let order = self.of(event);
        let client = order.map(|order| order.client.as_str());
        client.into_iter().chain(order.and_then(|order| order.provider.as_deref()))
    }

    /// Marks orders that a transaction with a cut log wrote. Each gets a settlement without an
    /// amount, so that nobody adds up the others as if they were all.
    pub(super) fn incomplete(&mut self, step: &Step) {
        let written = step.transaction.written.iter();
        let orders: BTreeSet<i64> = written.filter_map(|address| self.latest.get(address).copied()).collect();
        let mut ids = step.unused_ids();
        for id in orders {
            let Some(order) = self.known.get_mut(&id).filter(|order| order.closed_at.is_none()) else {
                continue;
            };
            order.incomplete = true;
            self.changed.insert(id);
            if let Some(unlogged) = ids.next() {
                let at = (unlogged, step.time, "unlogged");
                self.settlements.push(settlement(order, &Payment::default(), at));
            }
        }
    }

    /// An order that opens at the address of an earlier one: that was closed, and the log that said
    /// so was cut.
    fn supersede(&mut self, address: &str) {
        let earlier = self.latest.get(address).and_then(|id| self.known.get_mut(id));
        if let Some(order) = earlier.filter(|order| order.incomplete && order.closed_at.is_none()) {
            order.stage = "closed".to_owned();
            self.changed.insert(order.id);
        }
    }

    /// Reads an event; returns what was hired by it.
    pub(super) fn event(&mut self, at: At) -> Result<Option<Booked>> {
        if at.event.program != "io_orders" {
            return Ok(None);
        }
        if matches!(at.event.name, "OrderCreated" | "OrderBooked" | "RequestOpened") {
            let order = opened(at)?;
            let booked = (at.event.name == "OrderBooked").then(|| Booked::of(&order));
            self.supersede(&order.address);
            self.changed.insert(order.id);
            self.insert(order);
            return Ok(booked);
        }
        // An event of an order whose opening was cut changes no row.
        let Some(mut order) = self.of(at.event).cloned() else { return Ok(None) };
        let Some(payment) = change(&mut order, at)? else { return Ok(None) };
        order.changed = at.id;
        self.pay(&mut order, payment, at);
        let hired = matches!(at.event.name, "OrderAccepted" | "RequestAwarded");
        let booked = hired.then(|| Booked::of(&order));
        self.changed.insert(order.id);
        self.known.insert(order.id, order);
        Ok(booked)
    }

    fn pay(&mut self, order: &mut Order, payment: Payment, at: At) {
        let Payment { provider, client, bond, fees, .. } = payment;
        let fees_paid = fees.into_iter().fold(0, i64::saturating_add);
        order.paid = order.paid.saturating_add(provider);
        // What an award returns is not in the order's cost.
        if at.event.name != "RequestAwarded" {
            order.refunded = order.refunded.saturating_add(client);
        }
        order.fees_paid = order.fees_paid.saturating_add(fees_paid);
        let kind = match at.event.name {
            "OrderSettled" => "settled",
            "OrderResolved" => "resolved",
            "OrderEnded" => "ended",
            "OrderCancelled" | "RequestCancelled" => "cancelled",
            "NoticeGiven" => "notice",
            "RequestAwarded" => "awarded",
            _ => return,
        };
        if [provider, client, bond, fees_paid] == [0; 4] {
            return;
        }
        self.settlements.push(settlement(order, &payment, (at.id, at.time, kind)));
    }

    pub(super) async fn write(self, connection: &mut AnyConnection, database: Database) -> Result<()> {
        let Self { mut known, changed, settlements, .. } = self;
        let mut rows = Rows::new("orders", 1, COLUMNS);
        for order in changed.iter().filter_map(|id| known.remove(id)) {
            rows.push(order.cells());
        }
        rows.write(connection, database, true).await?;
        settlements.write(connection, database, false).await
    }
}

/// A row of the table: what an order was paid, with the row's id, time and kind.
fn settlement(order: &Order, payment: &Payment, (id, time, kind): (i64, i64, &str)) -> [Cell; 18] {
    let Payment { provider, client, bond, fees, done } = *payment;
    [
        id.into(),
        Place::transaction(id).into(),
        time.into(),
        kind.into(),
        order.id.into(),
        order.address.as_str().into(),
        order.client.as_str().into(),
        order.provider.clone().into(),
        order.node.clone().into(),
        order.currency.as_str().into(),
        provider.into(),
        client.into(),
        bond.into(),
        fees[0].into(),
        fees[1].into(),
        fees[2].into(),
        fees[3].into(),
        done.into(),
    ]
}

const SETTLEMENTS: &[&str] = &[
    "id",
    "tx",
    "time",
    "kind",
    "order_id",
    "order_address",
    "client",
    "provider",
    "node",
    "currency",
    "to_provider",
    "to_client",
    "bond",
    "buyer_booking",
    "buyer_payment",
    "provider_booking",
    "provider_payment",
    "done",
];

impl Booked {
    fn of(order: &Order) -> Self {
        Self {
            node: order.node.clone(),
            currency: order.currency.clone(),
            rate: order.rate.parse().unwrap_or_default(),
            processors: order.processors,
            duration: order.duration,
        }
    }
}
