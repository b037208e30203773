//! What a node has done, and what auditors say of it.

use {
    crate::{
        market::nodes,
        shell::{figure, DAY},
        town,
    },
    io_cli::Exit,
    io_client::economics::{time::HOUR, units::BASE_UNITS_PER_USDC as USDC},
    serde_json::json,
};

#[test]
fn what_a_node_has_done() {
    let shell = town();
    let node = nodes(&shell, 0, 1).remove(0);
    let show = format!("node show {node}");
    let none = shell.run("client", &show).unwrap();
    assert_eq!(none.json()["record"], json!(null));
    assert!(none.text().contains("It has no record yet"), "{}", none.text());
    // Whoever wants one opens it; a second time it is said that there is one.
    shell.io("stranger", &format!("node record {node}"));
    let again = shell.run("stranger", &format!("node record {node}")).unwrap();
    assert!(again.text().contains("has a record already"), "{}", again.text());

    shell.io("operator", "ask set 0 --usdc 0.5 --notice 24h");
    let book = format!("book --node {node} --processors 4 --for 3d --most \"200 USDC\"");
    shell.io("client", &book);
    let order = shell.io("client", "order show 0")["order"].clone();
    assert_eq!((&order["notice_hours"], &order["notice"]), (&json!(24), &json!("none")));
    let address = order["address"].as_str().unwrap();
    shell.fails("client", &format!("order notice {address}"), Exit::Key);
    shell.pass(12 * HOUR);
    let given = shell.io("operator", &format!("order notice {address}"));
    // 36 of 72 hours are left over.
    assert_eq!(figure(&given, "client"), 36 * 4 * USDC / 2 * 10_225 / 10_000);
    assert_eq!(given["ends_at"], shell.chain.world().now() + 24 * HOUR);
    let twice = shell.fails("operator", &format!("order notice {address}"), Exit::Refused);
    assert!(twice.contains("otice"), "{twice}");
    assert_eq!(shell.io("client", "order show 0")["order"]["notice"], "given");
    let at = shell.chain.world().now();
    shell.io("outages", &format!("order outage {address} --from {} --to {}", at - 2 * HOUR, at - HOUR));
    shell.pass(25 * HOUR);
    shell.io("stranger", &format!("order end {address}"));
    shell.pass(DAY);
    shell.io("stranger", &format!("order settle {address}"));

    let shown = shell.run("client", &show).unwrap();
    let record = shown.json()["record"].clone();
    assert_eq!((&record["orders"], &record["left_early"]), (&json!(1), &json!(0)));
    assert_eq!((&record["notices_given"], &record["notices_broken"]), (&json!(1), &json!(0)));
    assert_eq!(figure(&record, "served_processor_seconds"), 35 * 4 * HOUR as u64);
    assert_eq!(figure(&record, "out_processor_seconds"), 4 * HOUR as u64);
    // 35 hours of 4 at half a dollar: 2.25% of the client, 0.25% of the provider.
    assert_eq!(figure(&record, "fees_usdc"), 35 * 4 * USDC / 2 * 250 / 10_000);
    for words in ["140.0 processor-hours", "1 given and kept, 0 broken", "Compare nodes by the fees paid"] {
        assert!(shown.text().contains(words), "{words}: {}", shown.text());
    }
    shell.io("oracle", &format!("node attest {node}"));
    let market = shell.io("client", "market --sort record");
    assert_eq!(market["offers"][0]["record"]["notices_given"], 1);

    // Maintenance is announced a day ahead.
    let now = shell.chain.world().now();
    let window = |from: i64, to: i64| format!("node maintenance 0 --from {from} --to {to}");
    shell.fails("operator", &window(now + HOUR, now + 2 * HOUR), Exit::Refused);
    shell.fails("client", &format!("node maintenance {node} --from {now} --to {now}"), Exit::Key);
    shell.io("operator", &window(now + 2 * DAY, now + 2 * DAY + 3 * HOUR));
    let shown = shell.run("client", &show).unwrap();
    assert_eq!(shown.json()["record"]["maintenance_seconds"], 3 * HOUR);
    assert!(shown.text().contains("announced from"), "{}", shown.text());
}

#[test]
fn what_auditors_say() {
    let shell = town();
    let node = nodes(&shell, 0, 1).remove(0);
    shell.fails("stranger", &format!("attest set {node} --region Germany"), Exit::Usage);
    shell.fails("stranger", &format!("attest set {node} --for 400d"), Exit::Usage);
    shell.fails("stranger", &format!("attest revoke {node}"), Exit::NotThere);
    let evidence = "ab".repeat(32);
    shell.io(
        "stranger",
        &format!(
            "attest set {node} --region de --bandwidth 3 --storage 2000 --confidential --evidence {evidence}"
        ),
    );
    let shown = shell.run("client", &format!("node show {node}")).unwrap();
    let said = &shown.json()["attestations"][0];
    assert_eq!(said["auditor"], shell.address("stranger").to_string());
    assert_eq!((&said["region"], &said["holds"]), (&json!("DE"), &json!(true)));
    assert_eq!(said["evidence"], evidence);
    assert!(
        shown.text().contains("DE, bandwidth tier 3, 2000 GB, confidential computing"),
        "{}",
        shown.text()
    );
    // A later one takes its place; other hardware, and it holds no more.
    shell.io("stranger", &format!("attest set {node} --region US-CA"));
    let shown = shell.io("client", &format!("node show {node}"));
    assert_eq!(shown["attestations"].as_array().unwrap().len(), 1);
    shell.io("operator", "node hardware 0 --class a100-80gb --processors 4");
    assert_eq!(shell.io("client", &format!("node show {node}"))["attestations"][0]["holds"], false);
    shell.io("stranger", &format!("attest revoke {node}"));
    assert_eq!(shell.io("client", &format!("node show {node}"))["attestations"], json!([]));
}
