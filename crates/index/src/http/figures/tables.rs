//! Accounts as the tables have them, decoded as programs and tools decode them.

use {
    crate::http::{
        sql::{text, Sql},
        Problem,
    },
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_client::{
        addresses::{external::TOKEN_PROGRAM, PROGRAMS},
        AccountDeserialize,
    },
    solana_account::Account,
    solana_pubkey::Pubkey,
    sqlx::{any::AnyRow, AnyPool},
    std::collections::HashMap,
};

/// Rows that are read at once.
const BATCH: i64 = 1_000;

/// The bytes of a row.
pub fn bytes(row: &AnyRow) -> Result<Vec<u8>, Problem> {
    STANDARD.decode(text(row, "data")?).map_err(|error| {
        tracing::error!(%error, "an account's bytes are not base64");
        Problem::internal()
    })
}

/// An account's address and itself, of a row.
pub fn decoded<T: AccountDeserialize>(row: &AnyRow) -> Result<Option<(Pubkey, T)>, Problem> {
    let bytes = bytes(row)?;
    let address = text(row, "address")?.parse().ok();
    Ok(address.zip(T::try_deserialize(&mut &bytes[..]).ok()))
}

/// The accounts at some addresses, as a cluster would show them.
///
/// # Errors
/// If the database refuses.
pub async fn at(pool: &AnyPool, addresses: &[Pubkey]) -> Result<HashMap<Pubkey, Account>, Problem> {
    let mut found = HashMap::with_capacity(addresses.len());
    for address in addresses {
        let query = Sql::new("SELECT address, program, data FROM accounts WHERE address = ");
        let Some(row) = query.bind(address.to_string().as_str()).first(pool).await? else { continue };
        let program = text(&row, "program")?;
        let owner = PROGRAMS.iter().find(|known| known.name == program).map(|known| known.id);
        let owner = owner.unwrap_or(TOKEN_PROGRAM);
        found.insert(*address, Account { lamports: 1, data: bytes(&row)?, owner, ..Account::default() });
    }
    Ok(found)
}

/// Shows every account of a kind to `each`, a batch in memory at a time.
///
/// # Errors
/// If the database refuses.
pub async fn every<T: AccountDeserialize>(
    pool: &AnyPool,
    kind: &str,
    mut each: impl FnMut(Pubkey, T),
) -> Result<(), Problem> {
    let mut after = String::new();
    loop {
        let query = Sql::new("SELECT address, data FROM accounts WHERE kind = ")
            .bind(kind)
            .push(" AND address > ")
            .bind(after.as_str())
            .push(" ORDER BY address LIMIT ")
            .bind(BATCH);
        let rows = query.rows(pool).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = text(last, "address")?;
        for row in &rows {
            if let Some((address, account)) = decoded(row)? {
                each(address, account);
            }
        }
    }
}
