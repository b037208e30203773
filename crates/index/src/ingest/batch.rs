//! The next batch of transactions, fetched and sorted.

use {
    super::Indexer,
    crate::{
        error::{Error, Result},
        fold::Step,
        place::Place,
        source::Transaction,
    },
    sqlx::Row,
    std::collections::HashMap,
};

/// What was listed: signature, slot, place in the block if the node said so.
type Pending = (String, u64, Option<u32>);

impl Indexer {
    /// The whole slots after `slot` that are listed, with their transactions, and the last of these
    /// slots; none at the end. A block without a time has that of the one before, at first `time`.
    pub(super) async fn next_batch(&self, slot: u64, time: i64) -> Result<Option<(Vec<Step>, u64)>> {
        let pending = self.next_pending(slot.cast_signed()).await?;
        let Some((_, last, _)) = pending.last() else { return Ok(None) };
        let signatures: Vec<String> = pending.iter().map(|(signature, ..)| signature.clone()).collect();
        let mut transactions = self.source.transactions(&signatures).await?;
        if transactions.len() != pending.len() {
            return Err(Error::source("transactions are missing in the answer"));
        }
        for (transaction, (signature, slot, place)) in transactions.iter_mut().zip(&pending) {
            if transaction.signature != *signature || transaction.slot != *slot {
                let what = format!("{signature} was listed in slot {slot} and is in {}", transaction.slot);
                return Err(Error::source(what));
            }
            transaction.index = place.or(transaction.index);
        }
        transactions.retain(|transaction| !transaction.failed);
        Ok(Some((self.steps(transactions, time).await?, *last)))
    }

    /// It reads on a connection of its own, while the writer may apply the batch before.
    async fn next_pending(&self, slot: i64) -> Result<Vec<Pending>> {
        let most = i64::try_from(self.limits.batch.max(1)).unwrap_or(i64::MAX).saturating_add(1);
        let sql = "SELECT signature, slot, place FROM pending WHERE slot > $1 ORDER BY slot, signature \
                   LIMIT $2";
        let mut connection = self.store.reader().acquire().await?;
        let mut rows = sqlx::query(sql).bind(slot).bind(most).fetch_all(&mut *connection).await?;
        if rows.len() > self.limits.batch.max(1) {
            // Only whole slots; if the first one is larger than a batch, all of that.
            let slot = |row: &sqlx::any::AnyRow| row.try_get::<i64, _>(1);
            let first = rows.first().map(slot).transpose()?;
            let last = rows.last().map(slot).transpose()?;
            if first == last {
                let sql = "SELECT signature, slot, place FROM pending WHERE slot = $1 ORDER BY signature";
                rows = sqlx::query(sql).bind(first.unwrap_or_default()).fetch_all(&mut *connection).await?;
            } else {
                let whole = rows.iter().map(slot).collect::<Result<Vec<_>, _>>()?;
                rows.truncate(whole.iter().filter(|slot| Some(**slot) != last).count());
            }
        }
        let pending = rows.iter().map(|row| {
            let slot = row.try_get::<i64, _>(1)?.cast_unsigned();
            Ok((row.try_get(0)?, slot, u32::try_from(row.try_get::<i64, _>(2)?).ok()))
        });
        pending.collect()
    }

    /// Transactions by slot, in the order of their blocks, each with its place.
    async fn steps(&self, transactions: Vec<Transaction>, mut time: i64) -> Result<Vec<Step>> {
        let mut slots: Vec<Vec<Transaction>> = vec![];
        for transaction in transactions {
            match slots.last_mut() {
                Some(slot) if slot[0].slot == transaction.slot => slot.push(transaction),
                _ => slots.push(vec![transaction]),
            }
        }
        let mut steps = vec![];
        for mut transactions in slots {
            self.sort(&mut transactions).await?;
            let slot = transactions[0].slot;
            time = match transactions[0].time {
                Some(time) => time,
                None => self.source.block_time(slot).await?.unwrap_or(time),
            };
            for (index, transaction) in (0..).zip(transactions) {
                steps.push(Step::new(Place { slot, index, event: 0 }, time, transaction)?);
            }
        }
        Ok(steps)
    }

    /// Sorts the transactions of a slot as their block has them.
    async fn sort(&self, transactions: &mut [Transaction]) -> Result<()> {
        if transactions.len() < 2 {
            return Ok(());
        }
        if transactions.iter().any(|transaction| transaction.index.is_none()) {
            let slot = transactions[0].slot;
            let block = self.source.block(slot).await?;
            let places: HashMap<&str, u32> = block.iter().map(String::as_str).zip(0..).collect();
            for transaction in &mut *transactions {
                let place = places.get(transaction.signature.as_str()).copied();
                let missing = || Error::source(format!("the block {slot} lacks {}", transaction.signature));
                transaction.index = Some(place.ok_or_else(missing)?);
            }
        }
        transactions.sort_by_key(|transaction| transaction.index);
        Ok(())
    }
}
