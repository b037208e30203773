//! Webhooks: who is told of what, once, signed; and targets that fail.

use {
    crate::{
        targets::{Does, Target},
        town::Town,
    },
    io_index::{
        hooks::{
            check_url, deliver_due, is_public, signature, Hooks, Kind, Patience, Secret, Thresholds, Webhook,
        },
        Tip,
    },
    serde_json::Value,
    sqlx::Row,
    std::{
        collections::BTreeMap,
        time::{Duration, Instant},
    },
};

const SECRET: &str = "0123456789abcdef0123";

fn webhook(name: &str, url: &str) -> Webhook {
    Webhook {
        name: name.into(),
        url: url.parse().unwrap(),
        secret: Secret::new(SECRET),
        kinds: Vec::new(),
        addresses: Vec::new(),
        allow_private: true,
    }
}

fn quick() -> Patience {
    let backoff = vec![Duration::ZERO; 3];
    Patience { time: Duration::from_millis(300), backoff, pause: Duration::from_millis(20) }
}

/// Everything that happened in the story was after the webhook was set up.
async fn look(town: &Town, webhooks: Vec<Webhook>) -> (Hooks, u64) {
    let hooks = Hooks::new(town.store.clone(), webhooks, Thresholds::default(), quick());
    hooks.register(Tip::default()).await.unwrap();
    sqlx::query("UPDATE webhooks SET seen = 0").execute(town.store.writer()).await.unwrap();
    let tip = *town.live.tip.borrow();
    let new = hooks.look(&town.figures, tip).await.unwrap();
    (hooks, new)
}

/// Deliveries of a webhook: subject, state, tries, error.
async fn rows(town: &Town, name: &str) -> Vec<(String, String, i64, String)> {
    let sql = "SELECT subject, state, attempts, error FROM deliveries WHERE webhook = $1 ORDER BY subject";
    let rows = sqlx::query(sql).bind(name.to_owned()).fetch_all(town.store.reader()).await.unwrap();
    let row = |row: &sqlx::any::AnyRow| {
        let error: Option<String> = row.get(3);
        (row.get(0), row.get(1), row.get(2), error.unwrap_or_default())
    };
    rows.iter().map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everyone_is_told_once_of_what_concerns_them() {
    let town = Town::new().await;
    let story = crate::town::story();
    let target = Target::start(&[Does::Answers(200)]).await;
    let mut mine = webhook("client", &target.url);
    mine.addresses = vec![story.client.to_string()];
    let mut slashes = webhook("slashes", &target.url);
    slashes.kinds = vec![Kind::SlashProposed];
    let mut nothing = webhook("holder", &target.url);
    nothing.addresses = vec![story.holder.to_string()];
    let all = webhook("all", &target.url);
    let (hooks, new) = look(&town, vec![all.clone(), mine, slashes, nothing]).await;
    let kinds = |rows: &[(String, String, i64, String)]| {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for (subject, ..) in rows {
            *kinds.entry(subject.split(':').next().unwrap().to_owned()).or_default() += 1;
        }
        kinds.into_iter().collect::<Vec<_>>()
    };
    let count =
        |kinds: &[(&str, usize)]| kinds.iter().map(|(kind, n)| ((*kind).to_owned(), *n)).collect::<Vec<_>>();
    // The oracle has no price in this world; an order ended, another one is over and nobody ends
    // it.
    let of_all = kinds(&rows(&town, "all").await);
    assert_eq!(of_all, count(&[("order_ended", 1), ("price_stale", 2), ("slash_proposed", 1)]));
    assert_eq!(kinds(&rows(&town, "client").await), count(&[("order_ended", 1)]));
    assert_eq!(kinds(&rows(&town, "slashes").await), count(&[("slash_proposed", 1)]));
    assert!(rows(&town, "holder").await.is_empty());
    assert_eq!(new, 6);
    // Looked at again, and by a process that was started again: nothing is new.
    let tip = *town.live.tip.borrow();
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 0);
    let again = Hooks::new(town.store.clone(), vec![all.clone()], Thresholds::default(), quick());
    again.register(tip).await.unwrap();
    sqlx::query("UPDATE webhooks SET seen = 0").execute(town.store.writer()).await.unwrap();
    assert_eq!(again.look(&town.figures, tip).await.unwrap(), 0);
    // Each is sent once.
    while deliver_due(&town.store, &all, &quick()).await.unwrap() {}
    assert!(!deliver_due(&town.store, &all, &quick()).await.unwrap());
    assert_eq!(target.got().len(), 4);
    assert!(rows(&town, "all").await.iter().all(|(_, state, tries, _)| state == "delivered" && *tries == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn states_are_told_when_they_come() {
    let town = Town::new().await;
    let target = Target::start(&[Does::Answers(200)]).await;
    let (hooks, _) = look(&town, vec![webhook("all", &target.url)]).await;
    let tip = *town.live.tip.borrow();
    let told = |subjects: Vec<(String, String, i64, String)>, kind: &str| {
        subjects.into_iter().filter(|(subject, ..)| subject.starts_with(kind)).count()
    };
    // While the tables are not whole, nothing is said of how things are.
    let later = Tip { time: tip.time + 2 * 86_400, complete: false, ..tip };
    assert_eq!(hooks.look(&town.figures, later).await.unwrap(), 0);
    // A day after the last report it lapses, and that is told once.
    let later = Tip { complete: true, ..later };
    assert_eq!(hooks.look(&town.figures, later).await.unwrap(), 1);
    assert_eq!(hooks.look(&town.figures, Tip { time: later.time + 3_600, ..later }).await.unwrap(), 0);
    assert_eq!(told(rows(&town, "all").await, "report_lapsed"), 1);
    // The order was low within the day before its end, and was again once that had moved.
    let story = crate::town::story();
    let escrow = story.chain.world().order(&story.running).escrow;
    let end = escrow.at + i64::from(escrow.duration);
    for (time, count) in [(end - 86_401, 0), (end - 86_400, 1), (end - 1, 1), (end, 1)] {
        hooks.look(&town.figures, Tip { time, ..later }).await.unwrap();
        assert_eq!(told(rows(&town, "all").await, "order_low"), count, "{time}");
    }
    // A webhook that is new then is not told of what had lapsed before.
    let fresh =
        Hooks::new(town.store.clone(), vec![webhook("new", &target.url)], Thresholds::default(), quick());
    fresh.register(Tip { time: later.time, ..later }).await.unwrap();
    fresh.look(&town.figures, later).await.unwrap();
    assert_eq!(told(rows(&town, "new").await, "report_lapsed"), 0);
    assert_eq!(told(rows(&town, "new").await, "order_ended"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_signed() {
    let town = Town::new().await;
    let target = Target::start(&[Does::Answers(204)]).await;
    let mut only = webhook("slashes", &target.url);
    only.kinds = vec![Kind::SlashProposed];
    look(&town, vec![only.clone()]).await;
    deliver_due(&town.store, &only, &quick()).await.unwrap();
    let (head, body) = target.got().remove(0);
    let header = |name: &str| {
        let line = head.lines().find(|line| line.to_lowercase().starts_with(name)).expect(name);
        line.split_once(": ").unwrap().1.to_owned()
    };
    let signed = header("x-io-signature");
    let time: i64 = signed.strip_prefix("t=").unwrap().split_once(',').unwrap().0.parse().unwrap();
    assert_eq!(signed, signature(SECRET.as_bytes(), time, &body));
    assert_ne!(signed, signature(b"another secret", time, &body));
    assert_ne!(signed, signature(SECRET.as_bytes(), time + 1, &body));
    assert_eq!(header("x-io-event"), "slash_proposed");
    let body: Value = serde_json::from_str(&body).unwrap();
    let story = crate::town::story();
    assert_eq!(body["kind"], "slash_proposed");
    assert_eq!(body["data"]["event"]["data"]["share_bps"], 500);
    assert_eq!(body["data"]["about"]["operator"], story.operator.to_string());
    assert!(body["addresses"].as_array().unwrap().contains(&story.node.to_string().into()));
    // The known answer of RFC 4231's second case, by the way the text is put together.
    assert_eq!(signature(b"Jefe", 0, "what do ya want for nothing?").len(), "t=0,v1=".len() + 64,);
}

#[tokio::test(flavor = "multi_thread")]
async fn targets_that_fail_are_tried_again_within_limits() {
    let town = Town::new().await;
    let moody = Target::start(&[Does::Answers(500), Does::Closes, Does::Answers(200)]).await;
    let (dead, hanging) = (Target::start(&[Does::Answers(503)]).await, Target::start(&[Does::Hangs]).await);
    let elsewhere = Target::start(&[Does::Answers(200)]).await;
    let private = Target::start(&[Does::Redirects(elsewhere.url.clone())]).await;
    let good = Target::start(&[Does::Answers(200)]).await;
    let mut hooks = Vec::new();
    for (name, target) in
        [("moody", &moody), ("dead", &dead), ("hanging", &hanging), ("private", &private), ("good", &good)]
    {
        let mut one = webhook(name, &target.url);
        one.kinds = vec![Kind::SlashProposed];
        hooks.push(one);
    }
    let (_, new) = look(&town, hooks.clone()).await;
    assert_eq!(new, 5);
    for one in &hooks {
        for _ in 0..6 {
            let start = Instant::now();
            deliver_due(&town.store, one, &quick()).await.unwrap();
            assert!(start.elapsed() < Duration::from_secs(2), "{} held it up", one.name);
        }
    }
    for (name, state, tries, error) in [
        ("moody", "delivered", 3, ""),
        ("dead", "given_up", 4, "it answered 503"),
        ("hanging", "given_up", 4, "error sending request"),
        ("private", "given_up", 4, "redirects are not followed"),
        ("good", "delivered", 1, ""),
    ] {
        let (_, is, tried, why) = rows(&town, name).await.remove(0);
        assert_eq!((is.as_str(), tried), (state, tries), "{name}: {why}");
        assert!(why.starts_with(error), "{name}: {why}");
    }
    assert_eq!((moody.got().len(), dead.got().len(), good.got().len()), (3, 4, 1));
    assert!(elsewhere.got().is_empty(), "a redirect was followed");
}

/// While the database takes no writes nothing is sent: nobody would know that it was.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_that_cannot_be_noted() {
    let town = Town::new().await;
    let target = Target::start(&[Does::Answers(200)]).await;
    let mut one = webhook("one", &target.url);
    one.kinds = vec![Kind::SlashProposed];
    look(&town, vec![one.clone()]).await;
    let takes_writes = |flag: &'static str| {
        let writer = town.store.writer().clone();
        async move {
            let sql = sqlx::AssertSqlSafe(format!("PRAGMA query_only = {flag}"));
            sqlx::query(sql).execute(&writer).await.unwrap();
        }
    };
    takes_writes("ON").await;
    for _ in 0..3 {
        deliver_due(&town.store, &one, &quick()).await.expect_err("a database that takes no writes");
    }
    assert!(target.got().is_empty());
    takes_writes("OFF").await;
    deliver_due(&town.store, &one, &quick()).await.unwrap();
    assert_eq!(target.got().len(), 1);
    let (_, state, tries, _) = rows(&town, "one").await.remove(0);
    assert_eq!((state.as_str(), tries), ("delivered", 1));
}

/// What was delivered long ago is forgotten, but for what would be told again as it is still so.
#[tokio::test(flavor = "multi_thread")]
async fn old_deliveries_are_forgotten() {
    let town = Town::new().await;
    for (kind, state) in [
        ("order_ended", "delivered"),
        ("vault_not_covered", "given_up"),
        ("order_low", "waiting"),
        ("report_lapsed", "delivered"),
        ("price_stale", "delivered"),
    ] {
        let sql = format!(
            "INSERT INTO deliveries (webhook, subject, kind, body, state, attempts, created_at, next_at) \
             VALUES ('old', '{kind}', '{kind}', '', '{state}', 1, 0, 0)"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(town.store.writer()).await.unwrap();
    }
    let hooks = Hooks::new(town.store.clone(), Vec::new(), Thresholds::default(), quick());
    hooks.register(*town.live.tip.borrow()).await.unwrap();
    let left: Vec<String> = rows(&town, "old").await.into_iter().map(|row| row.0).collect();
    assert_eq!(left, ["order_low", "price_stale", "report_lapsed"]);
}

/// Whoever ends an order can fill the log before, so that the event is cut: its client is told all
/// the same, by the account.
#[tokio::test(flavor = "multi_thread")]
async fn an_end_that_no_log_tells_is_told() {
    let town = Town::new().await;
    let target = Target::start(&[Does::Answers(200)]).await;
    let mut one = webhook("one", &target.url);
    (one.kinds, one.addresses) = (vec![Kind::OrderEnded], vec![crate::town::story().client.to_string()]);
    let hooks = Hooks::new(town.store.clone(), vec![one], Thresholds::default(), quick());
    let tip = *town.live.tip.borrow();
    hooks.register(tip).await.unwrap();
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 0, "of what was it is not told");
    let cut = "UPDATE orders SET incomplete = 1, ended_at = NULL WHERE stage = 'ended'";
    let cut = sqlx::query(cut).execute(town.store.writer()).await.unwrap();
    assert_eq!(cut.rows_affected(), 1);
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 1);
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 0, "it is told once");
    assert!(rows(&town, "one").await[0].0.starts_with("order_ended:unlogged:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_hangs_keeps_no_other_waiting() {
    let town = Town::new().await;
    let (hanging, good) = (Target::start(&[Does::Hangs]).await, Target::start(&[Does::Answers(200)]).await);
    let webhooks = vec![webhook("hanging", &hanging.url), webhook("good", &good.url)];
    look(&town, webhooks.clone()).await;
    let slow = Patience { time: Duration::from_secs(30), ..quick() };
    let hooks = Hooks::new(town.store.clone(), webhooks, Thresholds::default(), slow);
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let running = tokio::spawn(hooks.run(town.live.clone(), town.figures.clone(), stopped));
    let start = Instant::now();
    while good.got().len() < 4 {
        assert!(start.elapsed() < Duration::from_secs(15), "{} of 4 are delivered", good.got().len());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(hanging.got().len(), 1);
    assert_eq!(town.ask("/v1/status").await.status, 200);
    stop.send_replace(true);
    tokio::time::timeout(Duration::from_secs(5), running).await.expect("it stops at once").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_are_refused() {
    let town = Town::new().await;
    let target = Target::start(&[Does::Answers(200)]).await;
    let mut one = webhook("private", &target.url.replace("127.0.0.1", "localhost"));
    one.kinds = vec![Kind::SlashProposed];
    one.allow_private = false;
    look(&town, vec![one.clone()]).await;
    deliver_due(&town.store, &one, &quick()).await.unwrap();
    let (_, state, _, why) = rows(&town, "private").await.remove(0);
    assert_eq!((state.as_str(), why.as_str()), ("waiting", "its name leads to a private address"));
    assert!(target.got().is_empty());
    for url in [
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://[::1]:8080/x",
        "https://169.254.169.254/latest",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://[::ffff:192.168.0.1]/",
        "http://example.com/",
        "ftp://example.com/",
        "example.com",
    ] {
        assert!(check_url(url, false).is_err(), "{url}");
    }
    assert!(check_url("https://hooks.example.com/x?key=1", false).is_ok());
    assert!(check_url("http://127.0.0.1:9/", true).is_ok());
    for (address, public) in [
        ("8.8.8.8", true),
        ("2606:4700::1111", true),
        ("0.0.0.0", false),
        ("100.64.0.1", false),
        ("192.0.2.1", false),
        ("198.18.0.1", false),
        ("224.0.0.1", false),
        ("255.255.255.255", false),
        ("fc00::1", false),
        ("fe80::1", false),
        ("::", false),
        ("::127.0.0.1", false),
        ("64:ff9b::7f00:1", false),
        ("2002:7f00:1::", false),
        ("2001:db8::1", false),
    ] {
        assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
    }
}
