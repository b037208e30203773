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

/// The last second of a month is of that month, and the first of the next one of the next; in UTC.
#[tokio::test(flavor = "multi_thread")]
async fn months_end_where_the_calendar_says() {
    let town = Town::new().await;
    let wallet = story().winner;
    let times: [(i64, &str); 6] = [
        (1_830_297_599, "2027-12-31T23:59:59Z"),
        (1_830_297_600, "2028-01-01T00:00:00Z"),
        (1_835_481_599, "2028-02-29T23:59:59Z"),
        (1_835_481_600, "2028-03-01T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ];
    for (number, (time, _)) in (0..).zip(times) {
        let id: i64 = (1 << 50) + number * 1_024;
        for sql in [
            format!("INSERT INTO transactions VALUES ({id}, 1048576, 's{number}', {time}, 'p', 1, 0)"),
            format!("INSERT INTO rewards VALUES ({id}, {id}, {time}, 'claim', '{wallet}', 'n', 100000001)"),
        ] {
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(town.store.writer()).await.unwrap();
        }
    }
    for (from, to, dates) in [
        (1_827_619_200_i64, 1_830_297_600_i64, &times[..1]),
        (1_830_297_600, 1_832_976_000, &times[1..2]),
        (1_832_976_000, 1_835_481_600, &times[2..3]),
        (1_835_481_600, 1_838_160_000, &times[3..4]),
        (4_105_123_200, 4_107_542_400, &times[4..5]),
        (4_107_542_400, 4_110_220_800, &times[5..]),
    ] {
        let file =
            rows(&town.ask(&format!("/v1/rewards.csv?wallet={wallet}&from={from}&to={to}")).await.body);
        let found: Vec<&str> = file.iter().skip(1).map(|row| row[1].as_str()).collect();
        let dates: Vec<&str> = dates.iter().map(|(_, date)| *date).collect();
        assert_eq!(found, dates, "from {from} to {to}");
        assert!(file.iter().skip(1).all(|row| row[5..] == ["100000001", "1.00000001"]));
    }
}

/// What a transaction with a cut log paid is unknown: its cells are empty, and not zero.
#[tokio::test(flavor = "multi_thread")]
async fn an_unlogged_payment_has_no_amount() {
    let town = Town::new().await;
    let client = story().client;
    let before = rows(&town.ask(&format!("/v1/settlements.csv?wallet={client}")).await.body).len();
    let (id, now) = (1_i64 << 50, town.live.tip.borrow().time);
    for sql in [
        format!("INSERT INTO transactions VALUES ({id}, 1048576, 's', {now}, 'p', 0, 1)"),
        format!(
            "INSERT INTO settlements VALUES ({id}, {id}, {now}, 'unlogged', 1, 'o', '{client}', NULL, \
             NULL, 'USDC', 0, 0, 0, 0, 0, 0, 0, 0)"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(town.store.writer()).await.unwrap();
    }
    let reward = format!("INSERT INTO rewards VALUES ({id}, {id}, {now}, 'unlogged', '{client}', 'n', 0)");
    sqlx::query(sqlx::AssertSqlSafe(reward)).execute(town.store.writer()).await.unwrap();
    let rewards = rows(&town.ask(&format!("/v1/rewards.csv?wallet={client}")).await.body);
    let last = rewards.last().unwrap();
    assert_eq!((last[3].as_str(), &last[5..]), ("unlogged", [String::new(), String::new()].as_slice()));
    let file = rows(&town.ask(&format!("/v1/settlements.csv?wallet={client}")).await.body);
    assert_eq!(file.len(), before + 1);
    let last = file.last().unwrap();
    assert_eq!((last.len(), last[3].as_str(), last[8].as_str()), (15, "unlogged", "USDC"));
    assert!(last[9..].iter().all(String::is_empty), "{last:?}");
}
