//! Accounts as they are now.

use {
    crate::town::{story, Town},
    io_client::vesting::CategoryKind,
};

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_found_by_those_they_name() {
    let town = Town::new().await;
    let story = story();
    for (path, count) in [
        (format!("/v1/nodes?operator={}", story.operator), 1),
        (format!("/v1/nodes?operator={}", story.holder), 0),
        ("/v1/nodes?pool=gpu&retired=false".into(), 1),
        ("/v1/nodes?pool=cpu".into(), 0),
        ("/v1/nodes?retired=true".into(), 0),
        (format!("/v1/stakes?node={}", story.node), 2),
        (format!("/v1/stakes?owner={}&node={}", story.holder, story.node), 1),
        (format!("/v1/stakes?owner={}&node={}", story.holder, story.holder), 0),
        (format!("/v1/asks?node={}", story.node), 1),
        (format!("/v1/asks?payout={}", story.operator), 1),
        (format!("/v1/grants?beneficiary={}", story.holder), 1),
        ("/v1/seasons".into(), 1),
        ("/v1/categories".into(), 3),
        ("/v1/ledgers".into(), 2),
        ("/v1/requests".into(), 0),
        ("/v1/bids".into(), 0),
        ("/v1/unclaimed".into(), 0),
        ("/v1/configs".into(), 3),
    ] {
        assert_eq!(town.all(&path, 1_000).await.len(), count, "{path}");
        assert_eq!(town.all(&path, 1).await.len(), count, "{path} one by one");
    }
    let node = town.get(&format!("/v1/nodes/{}", story.node)).await;
    let class = node["account"]["class"].as_str().unwrap();
    let asks = town.all(&format!("/v1/asks?class={class}"), 1).await;
    assert_eq!(asks[0]["account"]["node"], story.node.to_string());
    assert_eq!(town.all(&format!("/v1/nodes?class={class}"), 10).await, std::slice::from_ref(&node));
    // With another filter the class counts all the same, and both have to fit.
    for (class, count) in [(class, 1), (story.holder.to_string().as_str(), 0)] {
        for of in [format!("node={}", story.node), format!("payout={}", story.operator)] {
            let asks = town.all(&format!("/v1/asks?{of}&class={class}"), 1).await;
            assert_eq!(asks.len(), count, "{of} {class}");
        }
    }
    let any = town.get(&format!("/v1/accounts/{}", story.node)).await;
    assert_eq!((any["kind"].as_str(), any["program"].as_str()), (Some("Node"), Some("io_staking")));
    assert_eq!(any["account"], node["account"]);
    assert!(any["changed_slot"].as_i64().unwrap() > 0);
    let grant = town.get(&format!("/v1/grants/{}", story.grant)).await;
    assert_eq!(grant["account"]["ledger"]["kind"], format!("{:?}", CategoryKind::Seed));
    assert_eq!(grant["figures"], serde_json::json!({ "vested": "0", "releasable": "0" }));
    // Of another kind, or of nothing.
    for path in ["/v1/stakes", "/v1/orders", "/v1/accounts", "/v1/seasons"] {
        let address = if path == "/v1/accounts" { story.winner } else { story.node };
        let answer = town.ask(&format!("{path}/{address}")).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_says_how_far_it_is() {
    let town = Town::new().await;
    let status = town.get("/v1/status").await;
    assert_eq!(status["complete"], true);
    assert!(status["cluster"]["genesis_hash"].as_str().is_some_and(|hash| hash.len() > 30));
    assert!(status["slot"].as_u64().unwrap() >= story().cluster.tape().end());
    assert_eq!(status["programs"].as_array().unwrap().len(), 6);
    let count = |name: &str| status[name].as_str().unwrap().parse::<usize>().unwrap();
    assert_eq!(count("events"), town.all("/v1/events", 1_000).await.len());
    assert!(count("transactions") > 0);
    assert_eq!(town.get("/v1/status").await, status, "nothing is counted twice");
    assert_eq!(town.ask("/health").await.status, 200);
    assert_eq!(town.get("/").await["docs"], "/openapi.json");
}
