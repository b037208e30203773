//! Follows tables that another process fills, so that live readers of this one get its events too.

use {
    super::{
        paths::history::{event, scan, Event},
        sql::{int, text, text_or, Sql},
        Problem,
    },
    crate::{Commitment, Decoded, Live, LiveEvent, Place, Tip},
    io_addresses::PROGRAMS,
    serde_json::Value,
    solana_pubkey::Pubkey,
    sqlx::AnyPool,
    std::{
        collections::{HashMap, HashSet},
        sync::Arc,
        time::Duration,
    },
    tokio::{sync::watch, time::sleep},
    tracing::warn,
};

/// The pause between two looks at the tables.
const EVERY: Duration = Duration::from_secs(1);
/// Events that are read at once.
const BATCH: i64 = 250;

/// Sends `live` every event that comes into the tables, until `stop`. Confirmed events are not in
/// these tables.
pub async fn follow(pool: AnyPool, live: Live, mut stop: watch::Receiver<bool>) {
    let mut reader = Reader { pool, live, last: None, names: HashSet::new() };
    loop {
        if let Err(problem) = reader.look().await {
            warn!(code = problem.code(), "the tables cannot be read");
        }
        tokio::select! {
            () = sleep(EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

struct Reader {
    pool: AnyPool,
    live: Live,
    /// The last event that was sent; none before the first look.
    last: Option<i64>,
    /// Names of events: as many as there are kinds.
    names: HashSet<&'static str>,
}

impl Reader {
    async fn look(&mut self) -> Result<(), Problem> {
        let rows = Sql::new("SELECT key, value FROM meta").rows(&self.pool).await?;
        let mut meta = HashMap::new();
        for row in &rows {
            meta.insert(text(row, "key")?, text(row, "value")?);
        }
        let number = |key: &str| meta.get(key).and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
        let tip = Tip {
            slot: number("slot"),
            time: i64::try_from(number("time")).unwrap_or_default(),
            cluster_slot: number("cluster_slot"),
            complete: number("complete") == 1,
            history: number("started_over"),
        };
        let from = match self.last {
            Some(last) => last,
            None => {
                let last = Sql::new("SELECT CAST(COALESCE(MAX(id), 0) AS BIGINT) AS id FROM events");
                let last = last.first(&self.pool).await?;
                last.map(|row| int(&row, "id")).transpose()?.unwrap_or_default()
            }
        };
        self.last = Some(from);
        self.tell(from).await?;
        self.live.tip.send_if_modified(|known| std::mem::replace(known, tip) != tip);
        Ok(())
    }

    async fn tell(&mut self, mut last: i64) -> Result<(), Problem> {
        loop {
            let all = scan::<&str>(&[], last, i64::MAX);
            let rows = all.up(&self.pool, last.saturating_add(1), BATCH).await?;
            for row in &rows {
                last = int(row, "id")?;
                let event = event(row)?;
                let parties = match self.live.events.receiver_count() {
                    0 => Vec::new(),
                    _ => parties(&self.pool, &event.data, last).await?,
                };
                let told = self.told(event, last, parties);
                // Nobody may be listening.
                let _ = told.map(|told| self.live.events.send(told));
            }
            self.last = Some(last);
            if i64::try_from(rows.len()).unwrap_or_default() < BATCH {
                return Ok(());
            }
        }
    }

    fn told(&mut self, event: Event, id: i64, parties: Vec<String>) -> Option<LiveEvent> {
        let program = PROGRAMS.iter().find(|program| program.name == event.program)?.name;
        let name = match self.names.get(event.name.as_str()) {
            Some(name) => name,
            None => {
                // Once for each kind of event.
                let name: &'static str = Box::leak(event.name.into_boxed_str());
                self.names.insert(name);
                name
            }
        };
        let mut addresses = Vec::new();
        find(&event.data, &mut addresses);
        Some(LiveEvent {
            commitment: Commitment::Finalized,
            id: Some(id),
            slot: Place::of(id).slot,
            time: Some(event.time),
            signature: Arc::from(event.signature),
            event: Arc::new(Decoded { program, name, data: event.data, addresses }),
            addresses: parties.into(),
        })
    }
}

/// The parties of an event's order, and the operator of its node, as the writing index has them.
async fn parties(pool: &AnyPool, data: &Value, id: i64) -> Result<Vec<String>, Problem> {
    let order =
        data["order"].as_str().map(|order| ("SELECT client, provider FROM orders WHERE address = ", order));
    let request = data["request"]
        .as_str()
        .map(|request| ("SELECT client, provider FROM orders WHERE request = ", request));
    let mut found = Vec::new();
    if let Some((select, address)) = order.or(request) {
        let query = Sql::new(select).bind(address).push(" AND id <= ").bind(id);
        if let Some(row) = query.push(" ORDER BY id DESC LIMIT 1").first(pool).await? {
            found.push(text(&row, "client")?);
            found.extend(text_or(&row, "provider")?);
        }
    }
    if let Some(node) = data["node"].as_str() {
        let query = Sql::new("SELECT operator FROM nodes WHERE address = ").bind(node);
        found.extend(query.first(pool).await?.map(|row| text(&row, "operator")).transpose()?);
    }
    Ok(found)
}

/// The addresses in some JSON.
fn find(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.len() >= 32 && text.parse::<Pubkey>().is_ok() => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| find(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| find(value, found)),
        _ => {}
    }
}
