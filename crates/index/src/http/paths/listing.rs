//! Pages of accounts of a kind, by address.

use {
    crate::http::{
        cursor::Place,
        routes::Context,
        sql::{int, text, Sql},
        Problem,
    },
    sqlx::any::AnyRow,
};

/// A kind of account.
pub struct Kind {
    /// The program's name.
    pub program: &'static str,
    /// Its name in the IDL.
    pub name: &'static str,
    /// Queries, and the keys that they look for.
    pub keys: &'static [(&'static str, &'static str)],
}

/// Rows that a page of a list with filters looks at.
const LOOKED_AT: i64 = 5_000;
/// Rows that are read at once, at least.
const BATCH: i64 = 250;

/// The columns of an account, and whether it passes the conditions that follow.
const SELECT: &str = "SELECT a.address, a.program, a.kind, a.changed_slot, a.data, a.json, \
    CAST(CASE WHEN 1 = 1";
const HAS_KEY: &str = " AND EXISTS (SELECT 1 FROM account_keys f WHERE f.address = a.address AND f.field = ";
const HAS_CLASS: &str = " AND EXISTS (SELECT 1 FROM account_keys f JOIN account_keys n \
    ON n.address = f.key AND n.field = 'Node.class' \
    WHERE f.address = a.address AND f.field = 'Ask.node' AND n.key = ";
const BY_KEY: &str = "FROM account_keys k JOIN accounts a ON a.address = k.address WHERE k.key = ";
const ASKS_OF_CLASS: &str = "FROM account_keys n \
    JOIN account_keys k ON k.key = n.address AND k.field = 'Ask.node' \
    JOIN accounts a ON a.address = k.address WHERE n.field = 'Node.class' AND n.key = ";

/// Pages of accounts of a kind, by address, that `keep` keeps.
///
/// # Errors
/// If the cursor is wrong, or the database refuses or takes too long.
pub async fn page(
    context: &Context,
    kind: &Kind,
    keep: impl Fn(&AnyRow) -> Result<bool, Problem>,
) -> Result<(Vec<AnyRow>, Option<String>), Problem> {
    let (pool, params) = (&context.app.pool, &context.params);
    let mut after = match params.cursor()? {
        None => String::new(),
        Some(Place::Key(key)) => key,
        Some(Place::Id(_)) => return Err(Problem::cursor("This cursor does not belong to this list.")),
    };
    let limit = params.limit();
    let batch = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1).max(BATCH);
    let mut kept: Vec<AnyRow> = Vec::new();
    let mut looked_at = 0;
    loop {
        let rows = query(context, kind, &after, batch).rows(pool).await?;
        let is_last = i64::try_from(rows.len()).unwrap_or(i64::MAX) < batch;
        looked_at += batch;
        for row in rows {
            if kept.len() == limit {
                let last = kept.last().map(|row| text(row, "address")).transpose()?;
                return Ok((kept, last.map(|last| params.next(&Place::Key(last)))));
            }
            after = text(&row, "address")?;
            if int(&row, "kept")? != 0 && keep(&row)? {
                kept.push(row);
            }
        }
        if is_last {
            return Ok((kept, None));
        }
        if looked_at >= LOOKED_AT {
            return Ok((kept, Some(params.next(&Place::Key(after)))));
        }
    }
}

/// It walks along one index; what else is asked for is looked at row by row, so that the database
/// never looks for rows that are not there.
fn query(context: &Context, kind: &Kind, after: &str, rows: i64) -> Sql {
    let params = &context.params;
    let mut named = kind.keys.iter().filter_map(|(name, field)| Some((*field, params.text(name)?)));
    let walked = named.next();
    let class = params.text("class").filter(|_| kind.name == "Ask");
    let mut query = Sql::new(SELECT);
    for (field, key) in named {
        query = query.push(HAS_KEY).bind(field).push(" AND f.key = ").bind(key).push(")");
    }
    if let Some(class) = class.filter(|_| walked.is_some()) {
        query = query.push(HAS_CLASS).bind(class).push(")");
    }
    query = query.push(" THEN 1 ELSE 0 END AS BIGINT) AS kept ");
    let (query, order) = match (walked, class) {
        (Some((field, key)), _) => {
            let by_key = query.push(BY_KEY).bind(key).push(" AND k.field = ").bind(field);
            (by_key.push(" AND k.address > ").bind(after), " ORDER BY k.address LIMIT ")
        }
        (None, Some(class)) => {
            let of_class = query.push(ASKS_OF_CLASS).bind(class);
            (of_class.push(" AND a.address > ").bind(after), " ORDER BY a.address LIMIT ")
        }
        (None, None) => {
            let all = query.push("FROM accounts a WHERE a.kind = ").bind(kind.name);
            (all.push(" AND a.address > ").bind(after), " ORDER BY a.address LIMIT ")
        }
    };
    query.push(" AND a.program = ").bind(kind.program).push(order).bind(rows)
}
