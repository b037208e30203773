//! Accounts that transactions wrote, read as they are now.

use {
    super::{
        known::{accounts_rows, keys_rows, Known},
        vaults, Indexer,
    },
    crate::{
        decode::account_json,
        error::Result,
        source::Account,
        store::{insert::among, Database},
    },
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_addresses::PROGRAMS,
    sqlx::{Acquire, AnyConnection, Row},
    std::collections::BTreeMap,
};

/// Accounts of a request: a node answers no more.
const AT_ONCE: usize = 100;

/// What to do with an account that was read.
enum Fate {
    Kept(Known),
    Gone,
    /// A token account: whether it is a vault shows when the other accounts are there.
    Later,
}

impl Indexer {
    /// Reads the accounts that were written since they were read; of vaults, which anybody can pay
    /// into, `all` or some. Returns how many there were.
    pub(super) async fn read_accounts(&self, all: bool) -> Result<u64> {
        let mut read = 0;
        for later in [false, true] {
            let mut after = String::new();
            loop {
                let touched = self.touched(&after).await?;
                let Some((last, _)) = touched.last_key_value() else { break };
                after.clone_from(last);
                read += touched.len() as u64;
                self.read(&touched, later).await?;
            }
        }
        self.read_vaults(all).await?;
        Ok(read)
    }

    async fn touched(&self, after: &str) -> Result<BTreeMap<String, i64>> {
        let sql = "SELECT address, slot FROM touched WHERE address > $1 ORDER BY address LIMIT $2";
        let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
        let rows = sqlx::query(sql).bind(after.to_owned()).bind(most);
        let mut connection = self.store.writer().acquire().await?;
        let rows = rows.fetch_all(&mut *connection).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    /// Reads accounts, and writes down what they are.
    async fn read(&self, touched: &BTreeMap<String, i64>, last: bool) -> Result<()> {
        let addresses: Vec<String> = touched.keys().cloned().collect();
        let slot = self.tip().await?.slot;
        let accounts = self.source.accounts(&addresses, slot).await?;
        let database = self.store.database();
        let mut connection = self.store.writer().acquire().await?;
        let mut transaction = connection.begin().await?;
        let (mut kept, mut gone, mut done) = (vec![], vec![], vec![]);
        for (address, account) in addresses.into_iter().zip(accounts) {
            match fate(&mut transaction, &address, account.as_ref(), last).await? {
                Fate::Kept(known) => kept.push((address.clone(), known, account)),
                Fate::Gone => gone.push(address.clone()),
                Fate::Later => continue,
            }
            done.push(address);
        }
        let changed: Vec<String> =
            kept.iter().map(|(address, ..)| address.clone()).chain(gone.clone()).collect();
        if !changed.is_empty() {
            let sql = "DELETE FROM account_keys WHERE address IN";
            among(sql, &changed, "", database).execute(&mut *transaction).await?;
        }
        if !gone.is_empty() {
            among("DELETE FROM accounts WHERE address IN", &gone, "", database)
                .execute(&mut *transaction)
                .await?;
            close_incomplete(&mut transaction, &gone, database).await?;
        }
        let (mut rows, mut keys) = (accounts_rows(), keys_rows());
        for (address, known, account) in kept {
            let data = account.map(|account| STANDARD.encode(account.data)).unwrap_or_default();
            if known.kind == "Order" {
                complete(&mut transaction, &address, &known.json).await?;
            }
            for (field, key) in known.keys {
                let field = format!("{}.{field}", known.kind);
                keys.push([address.as_str().into(), field.into(), key.into()]);
            }
            let slot = touched.get(&address).copied().unwrap_or_default();
            rows.push([
                address.into(),
                known.program.into(),
                known.kind.into(),
                slot.into(),
                data.into(),
                known.json.into(),
            ]);
        }
        rows.write(&mut transaction, database, true).await?;
        keys.write(&mut transaction, database, true).await?;
        if !done.is_empty() {
            among("DELETE FROM touched WHERE address IN", &done, "", database)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

async fn fate(
    connection: &mut AnyConnection,
    address: &str,
    account: Option<&Account>,
    last: bool,
) -> Result<Fate> {
    let Some(account) = account else { return Ok(Fate::Gone) };
    if let Some(program) = PROGRAMS.iter().find(|program| program.id.to_string() == account.owner) {
        let Some((kind, json, keys)) = account_json(program.name, &account.data) else {
            return Ok(Fate::Gone);
        };
        let json = json.to_string();
        return Ok(Fate::Kept(Known { program: program.name, kind, json, keys }));
    }
    let Some((known, owner)) = vaults::token(address, account) else { return Ok(Fate::Gone) };
    if known.kind == "Mint" || vaults::is_fixed(address) {
        return Ok(Fate::Kept(known));
    }
    if !last {
        return Ok(Fate::Later);
    }
    let season = sqlx::query("SELECT 1 FROM account_keys WHERE address = $1 AND field = $2 AND key = $3");
    let season = season.bind(owner).bind("Season.vault").bind(address.to_owned());
    let is_vault = season.fetch_optional(connection).await?.is_some();
    Ok(if is_vault { Fate::Kept(known) } else { Fate::Gone })
}

/// An order of which an event was cut is in the stage that its account says.
async fn complete(connection: &mut AnyConnection, address: &str, json: &str) -> Result<()> {
    let json: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    let Some(stage) = json["escrow"]["stage"].as_str() else { return Ok(()) };
    // The latest of those that had this address.
    let sql = "UPDATE orders SET stage = $1 WHERE id = (SELECT MAX(id) FROM orders WHERE address = $2) \
               AND incomplete = 1 AND closed_at IS NULL";
    sqlx::query(sql).bind(stage.to_lowercase()).bind(address.to_owned()).execute(connection).await?;
    Ok(())
}

/// Orders of which an event was cut and that are gone are closed; so are requests, but for their
/// orders.
async fn close_incomplete(connection: &mut AnyConnection, gone: &[String], database: Database) -> Result<()> {
    let order = "UPDATE orders SET stage = 'closed' WHERE incomplete = 1 \
                 AND stage NOT IN ('requested', 'cancelled') AND address IN";
    among(order, gone, "", database).execute(&mut *connection).await?;
    let request = "UPDATE orders SET stage = 'closed' WHERE incomplete = 1 AND stage = 'requested' \
                   AND request IN";
    among(request, gone, "", database).execute(connection).await?;
    Ok(())
}
