//! Which transactions there are: listed newest first, kept in the table `pending` until they are
//! applied, so that a history of any length takes a page of memory.

use {
    super::{recent::Recent, Indexer},
    crate::{
        error::{Error, Result},
        source::{ListedTransaction, Page},
        store::{
            drop_meta, has_history,
            insert::{Cell, Rows},
            meta, meta_number, set_meta,
        },
    },
    io_addresses::PROGRAMS,
    sqlx::Acquire,
};

/// What `meta` says of a program's list that was read to its end.
const DONE: &str = "done";

impl Indexer {
    /// Lists what is new up to `head`, or ends a list that was begun. Returns the slot up to which
    /// everything is listed; none if nothing can be new.
    pub(super) async fn list(&self, head: u64) -> Result<Option<u64>> {
        let mut connection = self.store.writer().acquire().await?;
        let cursor = meta_number(&mut connection, "slot").await?.unwrap_or_default();
        let begun = meta_number(&mut connection, "target").await?;
        drop(connection);
        let target = match begun {
            Some(target) => target,
            None if head <= cursor => return Ok(None),
            None => {
                self.check_kept(cursor).await?;
                let mut connection = self.store.writer().acquire().await?;
                set_meta(&mut connection, "target", &head.to_string()).await?;
                head
            }
        };
        let mut recent = Recent::default();
        for program in PROGRAMS {
            let page = self.list_program(&program.id.to_string(), cursor, target).await?;
            recent.add(page, cursor);
        }
        self.check_recent(recent, cursor).await?;
        // What was forgotten while it was listed is missing in the lists.
        if begun.is_none() || cursor < target {
            self.check_kept(cursor).await?;
        }
        Ok(Some(target))
    }

    /// The cluster keeps what comes after a slot.
    async fn check_kept(&self, cursor: u64) -> Result<()> {
        let kept = self.source.first_slot().await?;
        let mut connection = self.store.writer().acquire().await?;
        // A history has to begin with the first transaction of all, which the first batch shows.
        if has_history(&mut connection).await? && kept > cursor.saturating_add(1) {
            return Err(Error::HistoryGone { needed: cursor.saturating_add(1), kept });
        }
        Ok(())
    }

    /// Reads a program's list down to the cursor; returns the first page, if it is read now.
    async fn list_program(&self, program: &str, cursor: u64, target: u64) -> Result<Option<Page>> {
        let key = format!("list:{program}");
        let mut first = None;
        loop {
            let mut connection = self.store.writer().acquire().await?;
            let before = meta(&mut connection, &key).await?;
            drop(connection);
            if before.as_deref() == Some(DONE) {
                return Ok(first);
            }
            let page = self.source.signatures(program, before.as_deref(), target).await?;
            if let (Some(before), true) = (&before, page.listed.is_empty()) {
                // A node that does not know where the page begins answers that there is none.
                self.source.transactions(std::slice::from_ref(before)).await?;
            }
            if before.is_some() && before == page.next {
                return Err(Error::source(format!("its list of {program} does not go on")));
            }
            self.check_reaches(program, &page, cursor, target).await?;
            self.keep(&key, &page, cursor, target).await?;
            if before.is_none() {
                first = Some(page);
            }
        }
    }

    /// A program that had transactions up to the cursor has them still: a list that ends before
    /// these is of a node that keeps less than others behind the same address.
    async fn check_reaches(&self, program: &str, page: &Page, cursor: u64, target: u64) -> Result<()> {
        let key = format!("seen:{program}");
        let mut connection = self.store.writer().acquire().await?;
        let seen = meta_number(&mut connection, &key).await?;
        // What is newer than the target is not in the tables when this list is done.
        if seen.is_none() && page.listed.iter().any(|listed| listed.slot <= target) {
            set_meta(&mut connection, &key, &target.to_string()).await?;
        }
        let reaches = page.next.is_some() || page.listed.iter().any(|listed| listed.slot <= cursor);
        if !reaches && seen.is_some_and(|seen| seen <= cursor) {
            return Err(Error::source(format!("its list of {program} ends after slot {cursor}")));
        }
        Ok(())
    }

    /// Keeps a page, and where the next one begins, at once.
    async fn keep(&self, key: &str, page: &Page, cursor: u64, target: u64) -> Result<()> {
        let reached = page.listed.iter().any(|listed| listed.slot <= cursor);
        let mut rows = Rows::new("pending", 2, &["slot", "signature", "place"]);
        let new =
            |listed: &&ListedTransaction| !listed.failed && listed.slot > cursor && listed.slot <= target;
        for ListedTransaction { signature, slot, index, .. } in page.listed.iter().filter(new) {
            let place = index.map_or(-1, i64::from);
            rows.push([Cell::Int(slot.cast_signed()), signature.as_str().into(), place.into()]);
        }
        let next = page.next.as_deref().filter(|_| !reached);
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        rows.write(&mut transaction, self.store.database(), false).await?;
        set_meta(&mut transaction, key, next.unwrap_or(DONE)).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets the lists and what of them was not applied: they are read anew.
    pub(super) async fn relist(&self) -> Result<()> {
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        sqlx::query("DELETE FROM pending").execute(&mut *transaction).await?;
        drop_lists(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Forgets how far the lists were read.
pub(super) async fn drop_lists(connection: &mut sqlx::AnyConnection) -> Result<()> {
    drop_meta(connection, "target").await?;
    for program in PROGRAMS {
        drop_meta(connection, &format!("list:{}", program.id)).await?;
    }
    Ok(())
}
