//! What happens, while it happens.

use {
    crate::town::{story, Town},
    futures_util::StreamExt,
    io_index::{
        http::{follow, Limits},
        Commitment, Decoded, Live, LiveEvent, Place, Tip,
    },
    serde_json::{json, Value},
    std::{sync::Arc, time::Duration},
    tokio::time::timeout,
};

/// A frame of server-sent events.
#[derive(Debug, Default, PartialEq)]
struct Frame {
    id: Option<String>,
    event: String,
    data: Value,
    comment: bool,
}

struct Reader {
    stream: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<Vec<u8>>> + Send>>,
    buffer: String,
}

impl Reader {
    async fn connect(town: &Town, query: &str, last: Option<&str>) -> Self {
        let mut request = reqwest::Client::new().get(format!("{}/v1/live{query}", town.url));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let mut answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let stream = futures_util::stream::poll_fn(move |context| {
            let chunk = std::pin::pin!(answer.chunk());
            std::future::Future::poll(chunk, context)
                .map(|chunk| chunk.transpose().map(|chunk| chunk.map(|bytes| bytes.to_vec())))
        });
        Self { stream: Box::pin(stream), buffer: String::new() }
    }

    /// The next frame but tips and comments; none once the server ends it.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            let frame = self.any().await?;
            if !frame.comment && frame.event != "tip" {
                return Some(frame);
            }
        }
    }

    async fn any(&mut self) -> Option<Frame> {
        loop {
            if let Some(end) = self.buffer.find("\n\n") {
                let text: String = self.buffer.drain(..end + 2).collect();
                let mut frame = Frame::default();
                for line in text.lines() {
                    if let Some(id) = line.strip_prefix("id: ") {
                        frame.id = Some(id.to_owned());
                    } else if let Some(event) = line.strip_prefix("event: ") {
                        event.clone_into(&mut frame.event);
                    } else if let Some(data) = line.strip_prefix("data: ") {
                        frame.data = serde_json::from_str(data).unwrap();
                    } else if !line.is_empty() {
                        frame.comment = true;
                    }
                }
                return Some(frame);
            }
            let chunk = timeout(Duration::from_secs(20), self.stream.next()).await.expect("something")?;
            self.buffer.push_str(&String::from_utf8(chunk.ok()?).unwrap());
        }
    }
}

fn told(id: Option<i64>, name: &'static str, data: Value, addresses: &[&str]) -> LiveEvent {
    LiveEvent {
        commitment: if id.is_some() { Commitment::Finalized } else { Commitment::Confirmed },
        id,
        slot: 9_000,
        time: Some(1_800_000_000),
        signature: Arc::from("5sig"),
        event: Arc::new(Decoded { program: "io_orders", name, data, addresses: Vec::new() }),
        addresses: addresses.iter().map(|address| (*address).to_owned()).collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_are_told_what_they_want() {
    let town = Town::new().await;
    let node = story().node.to_string();
    let mut all = Reader::connect(&town, "", None).await;
    let mut some = Reader::connect(&town, &format!("?name=OrderEnded&address={node}"), None).await;
    // Both are there once the first bytes are.
    assert!(all.any().await.unwrap().comment && some.any().await.unwrap().comment);
    let id = Place { slot: 9_000, index: 0, event: 0 }.id();
    let events = &town.live.events;
    events.send(told(None, "OrderEnded", json!({ "order": "a" }), &[&node])).unwrap();
    events.send(told(None, "OrderSettled", json!({ "order": "b" }), &[&node])).unwrap();
    events.send(told(id, "OrderEnded", json!({ "order": "a" }), &[&node])).unwrap();
    events.send(told(id.map(|id| id + 1), "OrderEnded", json!({ "order": "c" }), &["other"])).unwrap();
    // The same again is not told again.
    events.send(told(id, "OrderEnded", json!({ "order": "a" }), &[&node])).unwrap();
    events.send(told(id.map(|id| id + 2), "OrderEnded", json!({ "order": "d" }), &[&node])).unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let frame = some.next().await.unwrap();
        seen.push((frame.event, frame.id, frame.data["data"]["order"].as_str().unwrap().to_owned()));
    }
    let expected = [
        ("confirmed", None, "a"),
        ("finalized", Some("9000.0.0"), "a"),
        ("finalized", Some("9000.0.2"), "d"),
    ];
    let expected =
        expected.map(|(event, id, order)| (event.to_owned(), id.map(str::to_owned), order.to_owned()));
    assert_eq!(seen, expected);
    let mut count = 0;
    while all.next().await.unwrap().data["data"]["order"] != "d" {
        count += 1;
    }
    assert_eq!(count, 4);
    town.live.tip.send_replace(Tip { slot: 9_001, time: 1_800_000_001, ..Tip::default() });
    loop {
        let frame = all.any().await.unwrap();
        if frame.event == "tip" && frame.data["slot"] == 9_001 {
            break;
        }
    }
    // The tables are filled anew: it is told, and of all that comes then.
    town.live.tip.send_modify(|tip| tip.history += 1);
    assert_eq!(all.next().await.unwrap().event, "reset");
    town.live.events.send(told(id, "OrderEnded", json!({ "order": "again" }), &[])).unwrap();
    assert_eq!(all.next().await.unwrap().data["data"]["order"], "again");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_come_back_where_they_were() {
    let town = Town::new().await;
    let mut all = town.all("/v1/events", 1_000).await;
    all.reverse();
    let ids: Vec<&str> = all.iter().map(|event| event["id"].as_str().unwrap()).collect();
    let middle = ids.len() / 2;
    let mut reader = Reader::connect(&town, "", Some(ids[middle])).await;
    for (expected, event) in ids[middle + 1..].iter().zip(&all[middle + 1..]) {
        let frame = reader.next().await.unwrap();
        assert_eq!(frame.id.as_deref(), Some(*expected));
        assert_eq!(&frame.data, event, "the same as in the lists");
    }
    // Then it goes on with what happens.
    let id = Place { slot: 1 << 30, index: 0, event: 0 }.id();
    town.live.events.send(told(id, "OrderEnded", json!({ "order": "a" }), &[])).unwrap();
    assert_eq!(reader.next().await.unwrap().data["data"]["order"], "a");
    // Of one wallet alone, by the query.
    let wallet = story().holder;
    let mut mine = town.all(&format!("/v1/history/{wallet}"), 1_000).await;
    mine.reverse();
    let mut reader = Reader::connect(&town, &format!("?address={wallet}&last_event_id=0.0.0"), None).await;
    for event in &mine {
        assert_eq!(&reader.next().await.unwrap().data, event);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_away_too_long_reads_anew() {
    let town = Town::limited(Limits { replay: 10, ..Limits::default() }).await;
    // A batch is read before it is counted.
    let count = town.all("/v1/events", 1_000).await.len();
    let mut reader = Reader::connect(&town, "", Some("0.0.0")).await;
    let mut frames = 0;
    while reader.next().await.unwrap().event != "reset" {
        frames += 1;
        if frames == count {
            // All of it fitted into one batch: nothing was left out.
            return;
        }
    }
    assert!(frames < count);
}

#[tokio::test(flavor = "multi_thread")]
async fn hearts_beat_and_late_readers_are_dropped() {
    let town = Town::limited(Limits { heartbeat: Duration::from_millis(200), ..Limits::default() }).await;
    let mut reader = Reader::connect(&town, "?name=Nothing", None).await;
    reader.any().await.unwrap();
    let mut beats = 0;
    while beats < 3 {
        beats += usize::from(reader.any().await.unwrap().comment);
    }
    // More than the buffer holds, at once and large, while the reader takes none.
    let mut late = Reader::connect(&town, "", None).await;
    late.any().await.unwrap();
    let first = Place { slot: 9_000, index: 0, event: 0 }.id().unwrap();
    for number in 0..20_000 {
        let data = json!({ "order": "x".repeat(2_000) });
        let _ = town.live.events.send(told(Some(first + number * 1_024), "OrderEnded", data, &[]));
    }
    let mut last = String::new();
    while let Some(frame) = late.next().await {
        last = frame.event;
    }
    assert_eq!(last, "lagged", "it is told why, and its connection ends");
    assert_eq!(town.ask("/v1/status").await.status, 200);
}

/// Whoever wants several addresses is shown what it missed of each, with the orders behind which
/// they stand.
#[tokio::test(flavor = "multi_thread")]
async fn several_addresses_miss_nothing() {
    let town = Town::new().await;
    let (client, winner) = (story().client, story().winner);
    let mut expected = std::collections::BTreeMap::new();
    for address in [client, winner] {
        for event in town.all(&format!("/v1/history/{address}"), 1_000).await {
            let place: Place = event["id"].as_str().unwrap().parse().unwrap();
            expected.insert(place, event);
        }
    }
    let settled = expected.values().filter(|event| event["name"] == "OrderSettled").count();
    assert!(settled > 0, "an event that names the order alone");
    let query = format!("?address={client},{winner}&last_event_id=0.0.0");
    let mut reader = Reader::connect(&town, &query, None).await;
    for event in expected.values() {
        assert_eq!(&reader.next().await.unwrap().data, event);
    }
}

/// An index that only reads tells whom an event is about as the one that writes does.
#[tokio::test(flavor = "multi_thread")]
async fn a_reading_index_knows_who_stands_behind_an_order() {
    let town = Town::new().await;
    let (live, (stop, stopped)) = (Live::default(), tokio::sync::watch::channel(false));
    let mut events = live.events.subscribe();
    let following = tokio::spawn(follow(town.store.reader().clone(), live.clone(), stopped));
    let mut tip = live.tip.subscribe();
    timeout(Duration::from_secs(20), tip.wait_for(|tip| tip.slot > 0)).await.unwrap().unwrap();
    let data = json!({ "order": story().running.to_string() });
    let id: i64 = 1 << 50;
    for sql in [
        format!("INSERT INTO transactions VALUES ({id}, 1048576, 's', 1830297600, 'p', 1, 0)"),
        format!("INSERT INTO events VALUES ({id}, {id}, 1830297600, 'io_orders', 'OrderSettled', '{data}')"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(town.store.writer()).await.unwrap();
    }
    let told = timeout(Duration::from_secs(20), events.recv()).await.unwrap().unwrap();
    assert_eq!((told.id, told.event.name), (Some(id), "OrderSettled"));
    for party in [story().client, story().operator] {
        assert!(told.addresses.contains(&party.to_string()), "{party} is not in {:?}", told.addresses);
    }
    stop.send_replace(true);
    following.await.unwrap();
}
