//! Live events as server-sent events.
//!
//! All readers share one buffer. A reader that falls behind by more than it holds, or that stops
//! reading, is dropped; it reconnects with the id of the last event that it has seen.

use {
    super::{
        paths::history::{event, scan, Event},
        reply::Reply,
        routes::Context,
        scan::Scan,
        server::Deadline,
        sql::int,
        App, Problem,
    },
    crate::{Commitment, LiveEvent, Place, Tip},
    axum::{
        body::{Body, Bytes},
        http::{
            header::{CACHE_CONTROL, CONTENT_TYPE},
            HeaderName, HeaderValue,
        },
        response::{IntoResponse, Response},
    },
    futures_util::stream,
    serde::Serialize,
    serde_json::json,
    std::{collections::VecDeque, convert::Infallible, sync::Arc, time::Duration},
    tokio::{
        sync::{
            broadcast::{self, error::RecvError},
            watch, OwnedSemaphorePermit,
        },
        time::{sleep_until, timeout, Instant},
    },
};

/// Events that are read at once from the tables.
const BATCH: i64 = 250;
/// The pause between two `tip` events.
const TIPS: Duration = Duration::from_secs(1);
/// Heartbeats that a reader may leave unread before its connection ends.
const MISSED: u32 = 2;

/// The filter of a reader: events with any of the named values, all if none is named.
struct Wanted {
    programs: Vec<String>,
    names: Vec<String>,
    addresses: Vec<String>,
}

impl Wanted {
    fn takes(&self, program: &str, name: &str, is_about: impl Fn(&str) -> bool) -> bool {
        let any =
            |list: &[String], is: &dyn Fn(&str) -> bool| list.is_empty() || list.iter().any(|of| is(of));
        any(&self.programs, &|of| of == program)
            && any(&self.names, &|of| of == name)
            && any(&self.addresses, &is_about)
    }
}

/// The state of a reader.
enum Phase {
    /// It gets the events that it missed, from this id on.
    Past { from: i64, left: u32 },
    /// It gets events as they happen.
    Present,
    /// It was dropped.
    Over,
}

struct Reader {
    app: Arc<App>,
    wanted: Wanted,
    phase: Phase,
    /// The last event that it got.
    seen: i64,
    /// Of this history: how often the tables had been filled anew.
    history: u64,
    events: broadcast::Receiver<LiveEvent>,
    tip: watch::Receiver<Tip>,
    next_tip: Instant,
    beat: Instant,
    deadline: Option<Deadline>,
    waiting: VecDeque<Bytes>,
    _seat: OwnedSemaphorePermit,
}

fn frame(id: Option<&str>, kind: &str, data: &impl Serialize) -> Bytes {
    let data = serde_json::to_string(data).unwrap_or_default();
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    Bytes::from(format!("{id}event: {kind}\ndata: {data}\n\n"))
}

impl Reader {
    /// Its next frame; none once it is dropped.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(deadline) = &self.deadline {
            deadline.more(self.app.limits.heartbeat * MISSED + self.app.limits.slowest);
        }
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                return Some(frame);
            }
            match self.phase {
                Phase::Over => return None,
                Phase::Past { from, left } => self.past(from, left).await,
                Phase::Present => self.present().await,
            }
        }
    }

    /// Reads what it missed. It subscribed to the buffer before, so no event falls in between.
    async fn past(&mut self, from: i64, left: u32) {
        let rows = self.missed(from);
        let rows =
            timeout(self.app.limits.query, rows).await.map_err(|_| Problem::slow()).and_then(|rows| rows);
        let (events, last, is_end) = match rows {
            Ok(rows) => rows,
            Err(problem) => {
                self.end("lagged", problem.code());
                return;
            }
        };
        self.waiting.extend(events.iter().map(|event| frame(Some(&event.id), "finalized", event)));
        self.seen = self.seen.max(last);
        self.phase = match left.checked_sub(u32::try_from(BATCH).unwrap_or(u32::MAX)) {
            _ if is_end => Phase::Present,
            Some(left) => Phase::Past { from: last.saturating_add(1), left },
            None => {
                self.reset();
                Phase::Present
            }
        };
    }

    /// Events from an id on that it wants, the last id that was looked at, and whether that is all.
    async fn missed(&self, from: i64) -> Result<(Vec<Event>, i64, bool), Problem> {
        // With the parties of orders and nodes, as while it happens.
        let of: Scan = scan(&self.wanted.addresses, from, i64::MAX);
        let _turn = self.app.queries.acquire().await.map_err(|_| Problem::busy("queries"))?;
        let rows = of.up(&self.app.pool, from, BATCH).await?;
        let last = rows.last().map(|row| int(row, "id")).transpose()?;
        let is_end = rows.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        let mut events = Vec::new();
        for row in &rows {
            let event = event(row)?;
            if self.wanted.takes(&event.program, &event.name, |_| true) {
                events.push(event);
            }
        }
        Ok((events, last.unwrap_or(from.saturating_sub(1)), is_end))
    }

    fn reset(&mut self) {
        let why = json!({ "message": "More was missed than can be replayed: read the lists again." });
        self.waiting.push_back(frame(None, "reset", &why));
        self.seen =
            self.seen.max(Place::first_id(self.tip.borrow().slot.saturating_add(1)).saturating_sub(1));
    }

    fn end(&mut self, kind: &str, why: &str) {
        metrics::counter!("io_index_live_dropped_total", "why" => kind.to_owned()).increment(1);
        let why = json!({ "message": format!("Come back with Last-Event-ID: {why}.") });
        self.waiting.push_back(frame(None, kind, &why));
        self.phase = Phase::Over;
    }

    /// Waits for live events.
    async fn present(&mut self) {
        tokio::select! {
            event = self.events.recv() => match event {
                Ok(event) => self.happened(&event),
                Err(RecvError::Lagged(_)) => self.end("lagged", "too many events waited"),
                Err(RecvError::Closed) => self.phase = Phase::Over,
            },
            changed = tip_after(&mut self.tip, self.next_tip) => match changed {
                Some(tip) => {
                    self.next_tip = Instant::now() + TIPS;
                    if tip.history != self.history {
                        self.reset();
                        (self.history, self.seen) = (tip.history, -1);
                    }
                    let data = json!({ "slot": tip.slot, "time": tip.time });
                    self.waiting.push_back(frame(None, "tip", &data));
                }
                None => self.phase = Phase::Over,
            },
            () = sleep_until(self.beat) => {
                self.beat = Instant::now() + self.app.limits.heartbeat;
                self.waiting.push_back(Bytes::from_static(b": heartbeat\n\n"));
            }
        }
    }

    fn happened(&mut self, told: &LiveEvent) {
        let LiveEvent { event, addresses, .. } = told;
        let is_about = |of: &str| {
            addresses.iter().any(|address| address == of)
                || event.addresses.iter().any(|address| address == of)
        };
        if !self.wanted.takes(event.program, event.name, is_about) {
            return;
        }
        let id = told.id.map(|id| Place::of(id).to_string());
        let data = json!({
            "id": id,
            "slot": told.slot,
            "time": told.time,
            "signature": &*told.signature,
            "program": event.program,
            "name": event.name,
            "data": event.data,
        });
        match (told.commitment, told.id) {
            (Commitment::Finalized, Some(place)) if place > self.seen => {
                self.seen = place;
                self.waiting.push_back(frame(id.as_deref(), "finalized", &data));
            }
            (Commitment::Finalized, _) => {}
            (Commitment::Confirmed, _) => self.waiting.push_back(frame(None, "confirmed", &data)),
        }
    }
}

async fn tip_after(tip: &mut watch::Receiver<Tip>, at: Instant) -> Option<Tip> {
    sleep_until(at).await;
    tip.changed().await.ok()?;
    Some(*tip.borrow_and_update())
}

/// The id after which a reader goes on.
fn last_event(context: &Context) -> Result<Option<i64>, Problem> {
    let header = context.headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let Some(text) = header.or_else(|| context.params.text("last_event_id")) else { return Ok(None) };
    let place: Place =
        text.parse().map_err(|()| Problem::query("Last-Event-ID is not the `id` of an event."))?;
    Ok(place.id())
}

/// Server-sent events.
pub async fn events(context: Context) -> Result<Reply, Problem> {
    let last = last_event(&context)?;
    let Context { app, params, deadline, .. } = context;
    let seat = Arc::clone(&app.readers).try_acquire_owned().map_err(|_| Problem::busy("live readers"))?;
    let list = |name| params.list(name).map(ToOwned::to_owned).collect();
    let wanted = Wanted { programs: list("program"), names: list("name"), addresses: list("address") };
    let left = app.limits.replay;
    let phase = last.map_or(Phase::Present, |last| Phase::Past { from: last.saturating_add(1), left });
    let reader = Reader {
        wanted,
        phase,
        seen: last.unwrap_or(-1),
        history: app.tip().history,
        events: app.live.events.subscribe(),
        tip: app.live.tip.subscribe(),
        next_tip: Instant::now(),
        beat: Instant::now() + app.limits.heartbeat,
        deadline,
        // So that the reader knows at once that it is connected.
        waiting: VecDeque::from([Bytes::from_static(b"retry: 2000\n\n")]),
        _seat: seat,
        app,
    };
    let frames = stream::unfold(reader, |mut reader| async move {
        let frame = reader.next().await?;
        Some((Ok::<_, Infallible>(frame), reader))
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        // Tells proxies not to buffer it.
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    let response: Response = (headers, Body::from_stream(frames)).into_response();
    Ok(Reply::Stream(response))
}
