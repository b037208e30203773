//! What strangers ask for: the largest page, the widest span, cursors of their own, many
//! connections, bodies, slow readers. Whatever they ask, nothing is written.

use {
    crate::town::{story, Town},
    base64::{engine::general_purpose::URL_SAFE_NO_PAD, Engine as _},
    io_index::{dump, http::Limits},
    sha2::{Digest, Sha256},
    std::time::{Duration, Instant},
    tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        task::JoinSet,
        time::timeout,
    },
};

fn host(town: &Town) -> String {
    town.url.replace("http://", "")
}

/// Sends bytes as they are, and reads until the server ends it.
async fn raw(town: &Town, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(host(town)).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(30), stream.read_to_end(&mut answer)).await.expect("an end");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_wrongly_is_named() {
    let town = Town::new().await;
    let client = story().client;
    for (path, status, code) in [
        ("/v1/events?limit=0".to_owned(), 400, "bad_query"),
        ("/v1/events?limit=1001".into(), 400, "bad_query"),
        ("/v1/events?limit=-1".into(), 400, "bad_query"),
        ("/v1/events?limit=10&limit=10".into(), 400, "bad_query"),
        ("/v1/events?colour=red".into(), 400, "bad_query"),
        ("/v1/events?name=a%27%20OR%201=1".into(), 400, "bad_query"),
        ("/v1/events?from=yesterday".into(), 400, "bad_query"),
        ("/v1/events?from=99999999999".into(), 400, "bad_query"),
        ("/v1/orders?stage=lost".into(), 400, "bad_query"),
        ("/v1/orders?live=1".into(), 400, "bad_query"),
        ("/v1/rewards".into(), 400, "bad_query"),
        ("/v1/settlements".into(), 400, "bad_query"),
        ("/v1/claims".into(), 400, "bad_query"),
        ("/v1/stakes?owner=me".into(), 400, "bad_address"),
        ("/v1/nodes/0".into(), 400, "bad_address"),
        ("/v1/history/%ff".into(), 400, "bad_query"),
        ("/v1/transactions/abc".into(), 400, "bad_query"),
        (format!("/v1/nodes/{client}"), 404, "not_found"),
        (format!("/v1/transactions/{}", "1".repeat(64)), 404, "not_found"),
        ("/v1/nothing".into(), 404, "not_found"),
        ("/admin".into(), 404, "not_found"),
        (format!("/v1/events?name={}", "a".repeat(3_000)), 414, "uri_too_long"),
        ("/v1/live?last_event_id=1.2".into(), 400, "bad_query"),
    ] {
        let answer = town.ask(&path).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path}: {}", answer.body);
        let told = &answer.json()["error"];
        assert!(told["message"].as_str().is_some_and(|text| text.ends_with('.')), "{told}");
        assert!(told["action"].as_str().is_some_and(|text| !text.is_empty()), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_are_only_handed_back() {
    let town = Town::new().await;
    let client = story().client;
    let page = town.get("/v1/events?limit=2&program=io_orders").await;
    let cursor = page["next"].as_str().unwrap().to_owned();
    let nodes = town.get("/v1/stakes?limit=1").await["next"].as_str().unwrap().to_owned();
    assert_eq!(town.ask(&format!("/v1/events?program=io_orders&limit=9&cursor={cursor}")).await.status, 200);
    let mut wrong = vec![
        format!("/v1/events?cursor={cursor}"),
        format!("/v1/events?program=io_staking&cursor={cursor}"),
        format!("/v1/history/{client}?program=io_orders&cursor={cursor}"),
        format!("/v1/events?program=io_orders&cursor={nodes}"),
        format!("/v1/stakes?owner={client}&cursor={nodes}"),
        format!("/v1/configs?cursor={nodes}"),
        format!("/v1/events?program=io_orders&cursor={cursor}A"),
        format!("/v1/events?program=io_orders&cursor={}", &cursor[1..]),
        "/v1/events?cursor=".into(),
        "/v1/events?cursor=%00%ff".into(),
        "/v1/events?cursor=1".into(),
        "/v1/events?cursor=-1%20OR%201".into(),
        format!("/v1/events?cursor={}", "A".repeat(1_500)),
    ];
    // Every letter of it changed.
    for at in 0..cursor.len() {
        let mut text = cursor.clone().into_bytes();
        text[at] = if text[at] == b'A' { b'B' } else { b'A' };
        let text = String::from_utf8(text).unwrap();
        if text != cursor {
            wrong.push(format!("/v1/events?program=io_orders&cursor={text}"));
        }
    }
    for path in wrong {
        let answer = town.ask(&path).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_cursor"), "{path}");
    }
}

/// A cursor of this index's form, made by somebody else.
fn forged(like: &str, key: &[u8]) -> String {
    let like = URL_SAFE_NO_PAD.decode(like).unwrap();
    let mut bytes = [&like[..9], &[1], key].concat();
    let sum = Sha256::digest(&bytes);
    bytes.extend(&sum[..4]);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Cursors are no secret: whoever makes one gets no further than with a query.
#[tokio::test(flavor = "multi_thread")]
async fn a_forged_cursor_is_worth_no_more_than_a_query() {
    for town in [Town::new().await, Town::on_postgres().await] {
        let page = town.get("/v1/stakes?limit=1").await;
        let next = page["next"].as_str().unwrap();
        let keys: [(&[u8], u16); 5] =
            [(b"a", 200), (b"\0", 400), (b"' OR 1=1 --", 400), (b"\xff\xfe", 400), (b"", 400)];
        for (key, status) in keys {
            let answer = town.ask(&format!("/v1/stakes?limit=1&cursor={}", forged(next, key))).await;
            assert_eq!(answer.status, status, "{key:?}: {}", answer.body);
        }
    }
}

/// A database that is slow, or has its hands full, is no reason to wait for ever.
#[tokio::test(flavor = "multi_thread")]
async fn waiting_ends_with_a_clear_error() {
    let moment = Duration::from_millis(50);
    let town = Town::limited(Limits { query: moment, ..Limits::default() }).await;
    // Others have all connections to the database.
    let mut held = Vec::new();
    while let Ok(Ok(connection)) = timeout(moment * 4, town.store.reader().acquire()).await {
        held.push(connection);
    }
    assert!(!held.is_empty());
    let slow = town.ask("/v1/events").await;
    assert_eq!((slow.status, slow.code().as_str()), (503, "too_slow"));
    assert_eq!(town.ask("/health").await.status, 200);
    drop(held);
    let town = Town::limited(Limits { queries: 0, patience: moment, ..Limits::default() }).await;
    let busy = town.ask("/v1/events").await;
    assert_eq!((busy.status, busy.code().as_str()), (503, "too_busy"));
    assert_eq!(town.ask("/health").await.status, 200);
}

/// A reader that takes nothing of its answers is let go, and its seat is free.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_takes_nothing_is_let_go() {
    let second = Duration::from_secs(1);
    let limits =
        Limits { connections: 1, slowest: second, query: second, patience: second, ..Limits::default() };
    let town = Town::limited(limits).await;
    let mut stalled = TcpStream::connect(host(&town)).await.unwrap();
    // More than the buffers of both ends hold: the document many times over.
    let many = b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".repeat(200);
    stalled.write_all(&many).await.unwrap();
    let start = Instant::now();
    assert_eq!(timeout(Duration::from_secs(30), town.ask("/v1/status")).await.expect("a seat").status, 200);
    assert!(start.elapsed() > second, "it was let go at once: {:?}", start.elapsed());
    let mut taken = 0;
    let mut part = vec![0; 1 << 16];
    while let Ok(count @ 1..) = stalled.read(&mut part).await {
        taken += count;
    }
    let whole = town.ask("/openapi.json").await.body.len();
    assert!(taken < 200 * whole, "all of it was sent: {taken} bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_writes() {
    let town = Town::new().await;
    let before = dump(town.store.reader()).await.unwrap();
    let client = reqwest::Client::new();
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
        for path in ["/v1/events", "/v1/nodes", "/v1/supply"] {
            let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
            let answer = client.request(method, format!("{}{path}", town.url)).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 405, "{path}");
        }
    }
    let head = client.head(format!("{}/v1/events", town.url)).send().await.unwrap();
    assert_eq!(head.status().as_u16(), 200);
    for sql in ["DELETE FROM events", "UPDATE meta SET value = '0'", "DROP TABLE orders", "VACUUM"] {
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(town.store.reader()).await;
        assert!(refused.is_err(), "{sql} was done by a reader");
    }
    assert_eq!(dump(town.store.reader()).await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_small() {
    let town = Town::new().await;
    let body = b"GET /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello";
    assert!(raw(&town, body).await.contains("body_not_taken"));
    let chunked = b"GET /v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\
        Connection: close\r\n\r\n0\r\n\r\n";
    assert!(raw(&town, chunked).await.contains("body_not_taken"));
    let mut head = b"GET /v1/events HTTP/1.1\r\nHost: x\r\nX-Much: ".to_vec();
    head.extend(vec![b'a'; 40_000]);
    head.extend(b"\r\n\r\n");
    let answer = raw(&town, &head).await;
    assert!(answer.starts_with("HTTP/1.1 431") || answer.is_empty(), "{answer:.60}");
    assert!(raw(&town, b"\x16\x03\x01\x02\x00\x01nonsense\r\n\r\n").await.len() < 400);
    assert_eq!(town.ask("/v1/status").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_are_let_go() {
    let limits = Limits { slowest: Duration::from_millis(700), ..Limits::default() };
    let town = Town::limited(limits).await;
    let start = Instant::now();
    // One says nothing, one never comes to the point, one is idle after its answer.
    let mut streams = Vec::new();
    for bytes in [&b""[..], b"GET /v1/ev", b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"] {
        let mut stream = TcpStream::connect(host(&town)).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        streams.push(stream);
    }
    for mut stream in streams {
        let mut answer = Vec::new();
        let _ = timeout(Duration::from_secs(15), stream.read_to_end(&mut answer)).await.expect("an end");
    }
    assert!(start.elapsed() < Duration::from_secs(12), "{:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_connections_and_more() {
    let limits = Limits { slowest: Duration::from_secs(4), ..Limits::default() };
    let town = Town::limited(limits).await;
    // As many as there are seats, silent; what comes then waits until they are let go.
    let mut silent = Vec::new();
    for _ in 0..1_000 {
        silent.push(TcpStream::connect(host(&town)).await.unwrap());
    }
    let start = Instant::now();
    let answer = town.ask("/v1/status").await;
    assert_eq!(answer.status, 200);
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    drop(silent);
    // A thousand at once that ask for the largest page: each is answered, or told to come back.
    let mut asked = JoinSet::new();
    for _ in 0..1_000 {
        let host = host(&town);
        asked.spawn(async move {
            let mut stream = TcpStream::connect(host).await.ok()?;
            let text = b"GET /v1/events?limit=1000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            stream.write_all(text).await.ok()?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.ok()?;
            String::from_utf8_lossy(answer.get(9..12)?).parse::<u16>().ok()
        });
    }
    let (mut good, mut busy, mut cut) = (0, 0, 0);
    while let Some(status) = asked.join_next().await {
        match status.unwrap() {
            Some(200) => good += 1,
            Some(503) => busy += 1,
            None => cut += 1,
            Some(other) => panic!("{other}"),
        }
    }
    println!("1,000 at once: {good} answered, {busy} told to come back, {cut} let go, {:?}", start.elapsed());
    assert!(good > 0);
    assert_eq!(town.ask("/v1/status").await.status, 200);
}

/// One address has no more than its share; what it gives back it may take again.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_all_connections() {
    let limits = Limits { of_one: 3, counts_private: true, ..Limits::default() };
    let town = Town::limited(limits).await;
    let mut streams = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(host(&town)).await.unwrap();
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        assert!(stream.read(&mut [0; 64]).await.unwrap() > 0);
        streams.push(stream);
    }
    let mut more = TcpStream::connect(host(&town)).await.unwrap();
    let end = timeout(Duration::from_secs(10), more.read(&mut [0; 64])).await.expect("an end");
    assert!(matches!(end, Ok(0) | Err(_)), "a fourth connection is served");
    streams.pop();
    let start = Instant::now();
    while reqwest::get(format!("{}/health", town.url)).await.is_err() {
        assert!(start.elapsed() < Duration::from_secs(10), "a seat that was given back is not free");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_files_and_live_readers() {
    let limits = Limits { live: 3, files: 0, ..Limits::default() };
    let town = Town::limited(limits).await;
    let file = town.ask(&format!("/v1/rewards.csv?wallet={}", story().operator)).await;
    assert_eq!((file.status, file.code().as_str()), (503, "too_busy"));
    let mut readers = Vec::new();
    for _ in 0..3 {
        let reader = reqwest::get(format!("{}/v1/live", town.url)).await.unwrap();
        assert_eq!(reader.status().as_u16(), 200);
        readers.push(reader);
    }
    assert_eq!(town.ask("/v1/live").await.code(), "too_busy");
    drop(readers);
    // A seat is free once the server has seen that its reader is gone.
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        if reqwest::get(format!("{}/v1/live", town.url)).await.unwrap().status().as_u16() == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no seat became free");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_together_stay_within_their_bytes() {
    // 64 KiB for all bodies that are under way, and readers that take nothing.
    let limits = Limits {
        answers: 64 << 10,
        patience: Duration::from_millis(300),
        slowest: Duration::from_secs(2),
        query: Duration::from_secs(2),
        ..Limits::default()
    };
    let town = Town::limited(limits).await;
    let whole = town.ask("/v1/status").await;
    assert_eq!(whole.status, 200);
    // One answer larger than all may take together is refused, and not held.
    let openapi = town.ask("/openapi.json").await;
    assert_eq!((openapi.status, openapi.code().as_str()), (503, "too_busy"));
    assert_eq!(town.ask("/v1/status").await.status, 200);
}
