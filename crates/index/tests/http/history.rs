//! What happened: events, rewards, settlements, orders, claims; pages and their cursors.

use {
    crate::town::{story, Town},
    serde_json::Value,
    std::collections::BTreeSet,
};

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["id"].as_str().expect("an id").to_owned()).collect()
}

fn sum(items: &[Value], field: &str) -> u64 {
    items.iter().map(|item| item[field].as_str().unwrap().parse::<u64>().unwrap()).sum()
}

async fn pages_meet(town: &Town) {
    let story = story();
    for path in [
        "/v1/events".to_owned(),
        "/v1/events?program=io_orders".to_owned(),
        "/v1/events?name=OrderSettled".to_owned(),
        format!("/v1/history/{}", story.client),
        format!("/v1/history/{}?program=io_orders", story.operator),
        format!("/v1/rewards?wallet={}", story.operator),
        format!("/v1/settlements?wallet={}", story.client),
        "/v1/orders".to_owned(),
        "/v1/orders?live=true".to_owned(),
        format!("/v1/orders?wallet={}&stage=running", story.client),
    ] {
        let whole = town.all(&path, 1_000).await;
        assert!(!whole.is_empty(), "{path}");
        let found = ids(&whole);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "{path}: an id twice");
        for limit in [1, 3] {
            assert_eq!(ids(&town.all(&path, limit).await), found, "{path} by {limit}");
        }
    }
}

async fn orders_have_their_life(town: &Town) {
    let story = story();
    let client = story.client;
    let orders = town.all(&format!("/v1/orders?client={client}"), 100).await;
    let stages: Vec<&str> = orders.iter().map(|order| order["stage"].as_str().unwrap()).collect();
    assert_eq!(stages, ["ended", "running", "cancelled"], "newest first");
    let running = town.get(&format!("/v1/orders/{}", story.running)).await;
    assert_eq!(running, orders[1]);
    assert_eq!(running["currency"], "USDC");
    assert_eq!(running["account"]["client"], client.to_string());
    assert_eq!(running["account"]["escrow"]["stage"], "Running");
    // It is cancelled, and its account waits to be closed.
    assert_eq!(orders[2]["account"]["escrow"]["stage"], "Settled");
    let paid = town.all(&format!("/v1/settlements?order={}", story.running), 100).await;
    assert_eq!(sum(&paid, "to_provider").to_string(), running["paid"].as_str().unwrap());
    for (filter, count) in [("currency=IO", 1), ("currency=USDC", 2), ("live=true", 2), ("live=false", 1)] {
        assert_eq!(
            town.all(&format!("/v1/orders?client={client}&{filter}"), 100).await.len(),
            count,
            "{filter}"
        );
    }
}

async fn history_names_everybody(town: &Town) {
    let story = story();
    let of_node = town.all(&format!("/v1/history/{}", story.node), 1_000).await;
    let names: BTreeSet<&str> = of_node.iter().map(|event| event["name"].as_str().unwrap()).collect();
    for name in ["NodeRegistered", "Staked", "SlashProposed", "Hired", "AskSet"] {
        assert!(names.contains(name), "{name} is not in {names:?}");
    }
    // A settlement names the order alone; whoever stands behind it finds it too.
    let of_client = town.all(&format!("/v1/history/{}?name=OrderSettled", story.client), 1_000).await;
    assert_eq!(of_client.len(), 3);
    let signature = of_client[0]["signature"].as_str().unwrap();
    let transaction = town.get(&format!("/v1/transactions/{signature}")).await;
    assert!(transaction["events"].as_array().unwrap().contains(&of_client[0]));
    let claims = town.all(&format!("/v1/claims?season={}", story.season), 10).await;
    assert_eq!(claims, town.all(&format!("/v1/claims?wallet={}", story.winner), 10).await);
    assert_eq!(
        (claims[0]["amount"].as_str(), claims[0]["points"].as_str()),
        (Some("30000000000"), Some("3"))
    );
}

async fn spans_are_cut(town: &Town) {
    let all = town.all("/v1/events", 1_000).await;
    let times: Vec<i64> = all.iter().map(|event| event["time"].as_i64().unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "newest first");
    let middle = times[times.len() / 2];
    let before = town.all(&format!("/v1/events?to={middle}"), 1_000).await;
    let after = town.all(&format!("/v1/events?from={middle}"), 1_000).await;
    assert_eq!(after.len(), times.iter().filter(|time| **time >= middle).count());
    assert_eq!(ids(&all), [ids(&after), ids(&before)].concat());
    assert_eq!(town.ask("/v1/events?from=10&to=10").await.code(), "bad_range");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_told_in_pages() {
    let town = Town::new().await;
    pages_meet(&town).await;
    orders_have_their_life(&town).await;
    history_names_everybody(&town).await;
    spans_are_cut(&town).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_answers_the_same() {
    let (sqlite, postgres) = (Town::new().await, Town::on_postgres().await);
    pages_meet(&postgres).await;
    orders_have_their_life(&postgres).await;
    history_names_everybody(&postgres).await;
    spans_are_cut(&postgres).await;
    for sql in ["DELETE FROM events", "UPDATE meta SET value = '0'", "DROP TABLE orders"] {
        let refused = sqlx::query(sqlx::AssertSqlSafe(sql)).execute(postgres.store.reader()).await;
        assert!(refused.is_err(), "{sql} was done by a reader");
    }
    assert_eq!(supply_without_slot(&sqlite).await, supply_without_slot(&postgres).await);
    let story = story();
    for path in [
        "/v1/events?limit=1000".to_owned(),
        "/v1/status".to_owned(),
        format!("/v1/supply/hours?from={0}&to={1}", town_start(&sqlite).await, town_end(&sqlite)),
        "/v1/prices/hours".to_owned(),
        "/v1/apr".to_owned(),
        "/v1/solvency".to_owned(),
        "/v1/nodes".to_owned(),
        "/v1/configs".to_owned(),
        format!("/v1/stakes?owner={}", story.holder),
        format!("/v1/asks?node={}", story.node),
        format!("/v1/rewards?node={}", story.node),
        format!("/v1/rewards.csv?wallet={}", story.operator),
        format!("/v1/settlements.csv?wallet={}", story.client),
    ] {
        let (one, other) = (sqlite.ask(&path).await, postgres.ask(&path).await);
        assert_eq!((one.status, &one.body), (200, &other.body), "{path}");
        assert_eq!(one.etag, other.etag, "{path}");
    }
}

/// Of the cluster: each index looked at it at a slot of its own.
async fn supply_without_slot(town: &Town) -> Value {
    let mut supply = town.get("/v1/supply").await;
    supply["slot"].take();
    supply
}

async fn town_start(town: &Town) -> i64 {
    town.get("/v1/supply").await["genesis_ts"].as_i64().unwrap()
}

fn town_end(town: &Town) -> i64 {
    town.live.tip.borrow().time + 3_600
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_changed_is_not_sent_again() {
    let town = Town::new().await;
    for path in ["/v1/events", "/v1/supply", "/openapi.json", "/v1/nodes"] {
        let first = town.ask(path).await;
        let tag = first.etag.expect("a tag");
        let again = town.ask_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.as_str(), again.etag), (304, "", Some(tag.clone())), "{path}");
        let other = town.ask_with(path, &[("if-none-match", "\"0\"")]).await;
        assert_eq!((other.status, other.etag), (200, Some(tag)), "{path}");
    }
}
