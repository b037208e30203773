//! Batches into the tables: all of one and the cursor, in one database transaction.

use {
    super::{list::drop_lists, Indexer, Progress},
    crate::{
        error::{Error, Result},
        fold::{Addresses, Fold, Step},
        live::{Commitment, LiveEvent, Tip},
        place::Place,
        store::{has_history, last_time, meta_number, set_meta},
    },
    sqlx::{Acquire, AnyConnection},
    std::{
        sync::{atomic::Ordering, Arc},
        time::Instant,
    },
};

/// So many passes in a row have to fail before what they listed is doubted.
const FAILURES: u32 = 3;

impl Indexer {
    /// Applies what is listed, up to `target`. While a batch is applied the next one is fetched.
    pub(super) async fn apply_listed(&self, target: u64, caught: &mut Progress) -> Result<()> {
        let slot = self.tip().await?.slot;
        // Not the time of the cursor, which depends on when a pass moved it.
        let mut connection = self.store.writer().acquire().await?;
        let mut time = last_time(&mut connection).await?;
        drop(connection);
        let mut next = self.next_batch(slot, time).await;
        loop {
            let (batch, slot) = match next {
                Ok(Some(next)) => next,
                Ok(None) => break,
                Err(error) => return self.give_up(error).await,
            };
            let began = Instant::now();
            time = batch.last().map_or(time, |step| step.time);
            let (applied, fetched) = tokio::join!(self.apply(&batch, slot), self.next_batch(slot, time));
            let addresses = match applied {
                Ok(addresses) => addresses,
                Err(error) => return self.give_up(error).await,
            };
            next = fetched;
            self.failures.store(0, Ordering::Relaxed);
            let events: usize = batch.iter().map(|step| step.events.len()).sum();
            metrics::histogram!("io_index_batch_seconds").record(began.elapsed());
            metrics::counter!("io_index_transactions_total").increment(batch.len() as u64);
            metrics::counter!("io_index_events_total").increment(events as u64);
            caught.transactions += batch.len() as u64;
            caught.events += events as u64;
            self.announce(&batch, addresses, slot).await?;
        }
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        if meta_number(&mut transaction, "target").await? != Some(target) {
            return Err(another());
        }
        move_cursor(&mut transaction, target).await?;
        sqlx::query("DELETE FROM pending").execute(&mut *transaction).await?;
        drop_lists(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Ends a pass. What it listed may be all that a node still has of a longer history, or, if
    /// passes end so again and again, of a fork that the cluster has left: it is listed anew.
    async fn give_up(&self, error: Error) -> Result<()> {
        let again = match error {
            Error::HistoryGone { .. } => true,
            Error::Source { .. } => self.failures.fetch_add(1, Ordering::Relaxed) + 1 >= FAILURES,
            _ => false,
        };
        if again {
            self.failures.store(0, Ordering::Relaxed);
            self.relist().await?;
        }
        Err(error)
    }

    async fn apply(&self, batch: &[Step], slot: u64) -> Result<Addresses> {
        let database = self.store.database();
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        let before = move_cursor(&mut transaction, slot).await?;
        if slot <= before {
            return Err(another());
        }
        if !has_history(&mut transaction).await? {
            self.check_beginning(batch).await?;
        }
        let mut fold = Fold::load(&mut transaction, database, batch).await?;
        let addresses = fold.apply(batch)?;
        fold.write(&mut transaction).await?;
        let done = sqlx::query("DELETE FROM pending WHERE slot <= $1").bind(slot.cast_signed());
        done.execute(&mut *transaction).await?;
        if let Some(last) = batch.last() {
            set_meta(&mut transaction, "time", &last.time.max(0).to_string()).await?;
        }
        set_meta(&mut transaction, "complete", "0").await?;
        transaction.commit().await?;
        Ok(addresses)
    }

    /// A node that does not keep all of its history has to show the first transaction of all: the
    /// one that makes the mint.
    async fn check_beginning(&self, batch: &[Step]) -> Result<()> {
        let kept = self.source.first_slot().await?;
        let first = batch.iter().flat_map(|step| &step.events).find(|event| event.program == "io_emission");
        // Behind one address may be nodes of which some keep less than the one that was asked.
        let begins = first.map(|event| event.name == "MintCreated");
        if !begins.unwrap_or(kept <= 1) {
            return Err(Error::HistoryGone { needed: 0, kept });
        }
        Ok(())
    }

    async fn announce(&self, batch: &[Step], addresses: Addresses, slot: u64) -> Result<()> {
        let mut addresses = addresses.into_iter();
        for step in batch {
            let signature: Arc<str> = step.transaction.signature.as_str().into();
            for (id, event) in (step.id..).zip(&step.events) {
                // Nobody may be listening.
                let _ = self.live.events.send(LiveEvent {
                    commitment: Commitment::Finalized,
                    id: Some(id),
                    slot: Place::of(id).slot,
                    time: Some(step.time),
                    signature: signature.clone(),
                    event: event.clone(),
                    addresses: addresses.next().unwrap_or_default(),
                });
            }
        }
        let time = batch.last().map_or(0, |step| step.time);
        let tip = *self.live.tip.borrow();
        self.tell(Tip { slot, time, complete: false, ..tip });
        Ok(())
    }
}

/// Moves the cursor; returns where it was. Another process that writes the same database would have
/// moved it, and has to wait here or is refused.
async fn move_cursor(connection: &mut AnyConnection, slot: u64) -> Result<u64> {
    let before = meta_number(connection, "slot").await?.unwrap_or_default();
    let moved = sqlx::query("UPDATE meta SET value = $1 WHERE key = 'slot' AND value = $2");
    let moved = moved.bind(slot.to_string()).bind(before.to_string()).execute(connection).await?;
    if moved.rows_affected() != 1 {
        return Err(another());
    }
    Ok(before)
}

fn another() -> Error {
    Error::Data("another io-index writes this database: stop one of the two".to_owned())
}
