//! What was minted and burned, by the hour.

use {
    super::{hour, At},
    crate::{
        decode::number,
        error::{Error, Result},
        store::{insert::Rows, Database},
    },
    serde_json::Value,
    sqlx::{AnyConnection, Row},
    std::collections::{BTreeMap, BTreeSet},
};

/// An hour and what it minted or burned for.
type Key = (i64, String);

/// The hours of a batch: minted and burned, by reason.
#[derive(Debug)]
pub(super) struct Supply {
    known: BTreeMap<Key, (i64, i64)>,
    changed: BTreeSet<Key>,
    net: i128,
}

impl Supply {
    pub(super) async fn load(connection: &mut AnyConnection, hours: (i64, i64)) -> Result<Self> {
        let sql = "SELECT hour, reason, minted, burned FROM supply_hours WHERE hour >= $1 AND hour <= $2";
        let rows = sqlx::query(sql).bind(hours.0).bind(hours.1).fetch_all(connection).await?;
        let mut known = BTreeMap::new();
        for row in rows {
            known.insert((row.try_get(0)?, row.try_get(1)?), (row.try_get(2)?, row.try_get(3)?));
        }
        Ok(Self { known, changed: BTreeSet::new(), net: 0 })
    }

    /// What the batch has minted so far, less what it has burned.
    pub(super) const fn net(&self) -> i128 {
        self.net
    }

    pub(super) fn event(&mut self, at: At) -> Result<()> {
        let (reason, minted, burned) = match (at.event.program, at.event.name) {
            ("io_emission", "Emitted") => ("emission", at.number("amount")?, 0),
            ("io_emission", "GenesisAllocated") => ("genesis", sum(at.event.data.get("amounts")), 0),
            ("io_buyback", "Burned") => ("burn_fees", 0, at.number("io")?),
            ("io_buyback", "Filled") => ("fill", 0, at.number("io")?),
            ("io_buyback", "Swapped") => ("swap", 0, at.number("io")?.saturating_add(at.number("stray_io")?)),
            ("io_staking", "SlashExecuted") => {
                let parts = [at.number("bonded")?, at.number("cooling")?, at.number("held")?];
                ("slash", 0, parts.into_iter().fold(0, i64::saturating_add))
            }
            ("io_airdrop", "SeasonSwept") if at.event.text("rest") == Some("Burn") => {
                ("airdrop", 0, at.number("amount")?)
            }
            _ => return Ok(()),
        };
        self.add(at.time, reason, minted, burned)
    }

    /// What a transaction minted or burned without a word of it in its log, which was cut.
    pub(super) fn unlogged(&mut self, time: i64, net: i128) -> Result<()> {
        let amount = i64::try_from(net.unsigned_abs())
            .map_err(|_| Error::Data(format!("a transaction changed the supply by {net}")))?;
        match net {
            0 => Ok(()),
            1.. => self.add(time, "truncated", amount, 0),
            _ => self.add(time, "truncated", 0, amount),
        }
    }

    fn add(&mut self, time: i64, reason: &str, minted: i64, burned: i64) -> Result<()> {
        if minted == 0 && burned == 0 {
            return Ok(());
        }
        let key = (hour(time), reason.to_owned());
        let sums = self.known.entry(key.clone()).or_default();
        let sum = sums.0.checked_add(minted).zip(sums.1.checked_add(burned));
        *sums = sum.ok_or_else(|| Error::Data("an hour minted or burned more than there is".to_owned()))?;
        self.net += i128::from(minted) - i128::from(burned);
        self.changed.insert(key);
        Ok(())
    }

    pub(super) async fn write(self, connection: &mut AnyConnection, database: Database) -> Result<()> {
        let mut rows = Rows::new("supply_hours", 2, &["hour", "reason", "minted", "burned"]);
        for key in self.changed {
            let (minted, burned) = self.known.get(&key).copied().unwrap_or_default();
            rows.push([key.0.into(), key.1.into(), minted.into(), burned.into()]);
        }
        rows.write(connection, database, true).await
    }
}

fn sum(amounts: Option<&Value>) -> i64 {
    let amounts = amounts.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    amounts.iter().filter_map(number).fold(0, i64::saturating_add)
}
