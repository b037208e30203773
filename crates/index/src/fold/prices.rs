//! What IO and compute cost, by the hour.

use {
    super::{hour, nodes::Nodes, orders::Booked, At},
    crate::{
        error::{Error, Result},
        store::{
            insert::{Cell, Rows},
            Database,
        },
    },
    io_client::economics::units::IO_DECIMALS,
    sqlx::{any::AnyRow, AnyConnection, Row},
    std::collections::{BTreeMap, BTreeSet},
};

/// Base units of a whole IO.
const WHOLE: u128 = 10_u128.pow(IO_DECIMALS as u32);

/// Hour, kind, key, currency.
type Key = (i64, String, String, String);

#[derive(Clone, Copy, Debug, Default)]
struct Price {
    open: u128,
    close: u128,
    low: u128,
    high: u128,
    volume: u128,
    paid: u128,
    count: i64,
}

/// The hours of a batch.
#[derive(Debug)]
pub(super) struct Prices {
    known: BTreeMap<Key, Price>,
    changed: BTreeSet<Key>,
}

impl Prices {
    pub(super) async fn load(connection: &mut AnyConnection, hours: (i64, i64)) -> Result<Self> {
        let sql = "SELECT hour, kind, key, currency, open, close, low, high, volume, paid, count \
                   FROM prices_hours WHERE hour >= $1 AND hour <= $2";
        let mut known = BTreeMap::new();
        for row in sqlx::query(sql).bind(hours.0).bind(hours.1).fetch_all(connection).await? {
            let key = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
            known.insert(key, Price::of(&row)?);
        }
        Ok(Self { known, changed: BTreeSet::new() })
    }

    pub(super) fn event(&mut self, at: At, booked: Option<Booked>, nodes: &Nodes) -> Result<()> {
        if let Some(Booked { node, currency, rate, processors, duration }) = booked {
            let key = node.and_then(|node| nodes.class(&node).map(str::to_owned)).unwrap_or_default();
            let volume = u128::from(processors.unsigned_abs()) * u128::from(duration.unsigned_abs());
            let paid = rate.saturating_mul(volume);
            self.add((hour(at.time), "booking".into(), key, currency), rate, volume, paid);
            return Ok(());
        }
        let kind = match (at.event.program, at.event.name) {
            ("io_buyback", "Filled") => "fill",
            ("io_buyback", "Swapped") => "swap",
            _ => return Ok(()),
        };
        let [io, usdc] =
            [at.number("io")?, at.number("usdc")?].map(|amount| u128::from(amount.unsigned_abs()));
        if let Some(price) = (usdc * WHOLE).checked_div(io) {
            self.add((hour(at.time), kind.into(), String::new(), "USDC".into()), price, io, usdc);
        }
        Ok(())
    }

    fn add(&mut self, key: Key, price: u128, volume: u128, paid: u128) {
        let hour = self.known.entry(key.clone()).or_default();
        if hour.count == 0 {
            (hour.open, hour.low, hour.high) = (price, price, price);
        }
        hour.close = price;
        (hour.low, hour.high) = (hour.low.min(price), hour.high.max(price));
        hour.volume = hour.volume.saturating_add(volume);
        hour.paid = hour.paid.saturating_add(paid);
        hour.count = hour.count.saturating_add(1);
        self.changed.insert(key);
    }

    pub(super) async fn write(self, connection: &mut AnyConnection, database: Database) -> Result<()> {
        let mut rows = Rows::new(
            "prices_hours",
            4,
            &["hour", "kind", "key", "currency", "open", "close", "low", "high", "volume", "paid", "count"],
        );
        for key in self.changed {
            let price = self.known.get(&key).copied().unwrap_or_default();
            let text = |value: u128| Cell::Text(value.to_string());
            rows.push([
                key.0.into(),
                key.1.into(),
                key.2.into(),
                key.3.into(),
                text(price.open),
                text(price.close),
                text(price.low),
                text(price.high),
                text(price.volume),
                text(price.paid),
                price.count.into(),
            ]);
        }
        rows.write(connection, database, true).await
    }
}

impl Price {
    fn of(row: &AnyRow) -> Result<Self> {
        let wide = |column: usize| {
            let text: String = row.try_get(column)?;
            text.parse().map_err(|_| Error::Data(format!("prices_hours has {text} for a number")))
        };
        Ok(Self {
            open: wide(4)?,
            close: wide(5)?,
            low: wide(6)?,
            high: wide(7)?,
            volume: wide(8)?,
            paid: wide(9)?,
            count: row.try_get(10)?,
        })
    }
}
