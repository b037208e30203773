//! Files for accountants.

use {
    crate::town::{story, Town},
    serde_json::Value,
};

fn rows(body: &str) -> Vec<Vec<String>> {
    body.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn sum(rows: &[Vec<String>], column: usize) -> u64 {
    rows.iter().skip(1).map(|row| row[column].parse::<u64>().unwrap()).sum()
}

fn sum_of(items: &[Value], field: &str) -> u64 {
    items.iter().map(|item| item[field].as_str().unwrap().parse::<u64>().unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_sum_to_what_lists_say() {
    let town = Town::new().await;
    let story = story();
    let answer = town.ask(&format!("/v1/rewards.csv?wallet={}", story.operator)).await;
    assert_eq!((answer.status, answer.kind.as_str()), (200, "text/csv; charset=utf-8"));
    let file = rows(&answer.body);
    assert_eq!(file[0], ["time", "date", "signature", "kind", "node", "amount_base_units", "amount_io"]);
    let list = town.all(&format!("/v1/rewards?wallet={}", story.operator), 1_000).await;
    assert_eq!(file.len(), 1 + list.len());
    assert!(file.len() > 3);
    assert_eq!(sum(&file, 5), sum_of(&list, "amount"));
    // Oldest first, dated as the calendar has it.
    assert!(file[1][0] <= file[2][0]);
    assert!(file[1][1].len() == 20 && file[1][1].ends_with('Z'));

    let answer = town.ask(&format!("/v1/settlements.csv?wallet={}", story.client)).await;
    let file = rows(&answer.body);
    let list = town.all(&format!("/v1/settlements?wallet={}", story.client), 1_000).await;
    assert_eq!(file.len(), 1 + list.len());
    assert_eq!(file[0].len(), 15);
    assert!(file.iter().skip(1).all(|row| row.len() == 15 && row[5] == "client"));
    assert_eq!(sum(&file, 13), sum_of(&list, "to_client") + sum_of(&list, "bond"));
    assert!(!answer.body.contains("(null)"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_keep_to_their_span() {
    let town = Town::new().await;
    let wallet = story().operator;
    let path = format!("/v1/rewards.csv?wallet={wallet}");
    assert_eq!(town.ask(&format!("{path}&from=0&to=100000000")).await.code(), "bad_range");
    assert_eq!(town.ask(&format!("{path}&from=100&to=100")).await.code(), "bad_range");
    assert_eq!(town.ask("/v1/rewards.csv").await.code(), "bad_query");
    let whole = rows(&town.ask(&path).await.body);
    let second: i64 = whole[2][0].parse().unwrap();
    let before = rows(&town.ask(&format!("{path}&to={second}")).await.body);
    let after = rows(&town.ask(&format!("{path}&from={second}")).await.body);
    assert_eq!([&before[1..], &after[1..]].concat(), whole[1..]);
}
