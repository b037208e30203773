//! What operators ask and clients book at once.

use {
    crate::{
        shell::{figure, Shell, DAY},
        town, IO,
    },
    io_cli::Exit,
    io_client::{economics::units::BASE_UNITS_PER_USDC as USDC, orders::order_address},
    io_rpc::Chain,
    io_testkit::World,
    serde_json::{json, Value},
};

/// Nodes of the operator's of 8 A100-80GB, from a number on, ready and without an ask.
pub fn nodes(shell: &Shell, first: u32, count: u32) -> Vec<String> {
    let node = |id: u32| {
        let line = format!("node register --class A100-80GB --processors 8 --id {id}");
        let registered = shell.io("operator", &line);
        shell.io("operator", &format!("stake {id} 8,000"));
        let node = registered["node"]["address"].as_str().unwrap().to_owned();
        shell.io("oracle", &format!("node attest {node}"));
        node
    };
    (first..first + count).map(node).collect()
}

#[test]
fn sixteen_a100_for_a_week_in_one_command() {
    let shell = town();
    let nodes = nodes(&shell, 0, 3);
    for (id, rate) in [(0, "0.04"), (1, "0.09"), (2, "0.05")] {
        shell.io("operator", &format!("ask set {id} --usdc {rate} --notice 24h"));
    }
    let market = shell.run("client", "market --class a100-80gb --processors 8 --for 1w").unwrap();
    let listed = market.json();
    let offered: Vec<_> = listed["offers"].as_array().unwrap().iter().map(|offer| &offer["node"]).collect();
    assert_eq!(offered, [&json!(nodes[0]), &json!(nodes[2]), &json!(nodes[1])]);
    assert_eq!(listed["classes"][0]["free"], 24);
    assert!(market.text().contains("0.040000 USDC to 0.090000 USDC an hour, 24 free"), "{}", market.text());

    // 8 x 168 h at 0.04 and at 0.05 are 120.96; 0.25% and 2% of each, rounded up, are 2.7216.
    let line = "book --class a100-80gb --processors 16 --for 1w --most \"123.6816 USDC\"";
    let booked = shell.io("client", line);
    assert_eq!(figure(&booked, "total"), 123_681_600);
    assert_eq!(booked["note"], "cluster 0");
    let orders = shell.io("client", "order list")["orders"].clone();
    assert_eq!(orders.as_array().unwrap().len(), 2);
    for order in orders.as_array().unwrap() {
        assert_eq!((&order["stage"], &order["note"]), (&json!("running"), &json!("cluster 0")));
    }
    assert_eq!(shell.io("client", "market --processors 8")["offers"].as_array().unwrap().len(), 1);
    shell.fails("client", &line.replace("16", "9"), Exit::Refused);

    shell.pass(DAY);
    shell.io("client", "order extend 0 1d");
    shell.io("oracle", &format!("node attest {}", nodes[1]));
    let dear = "book --class a100-80gb --processors 8 --for 1d --most \"1 USDC\"";
    assert!(shell.fails("client", dear, Exit::Refused).contains("17.668800 USDC, more than 1.000000 USDC"));
    shell.io("operator", "ask remove 1");
    let none = shell.run("client", "market").unwrap();
    assert!(none.text().contains("Nothing is offered that fits"), "{}", none.text());
}

#[test]
fn an_ask_is_said_and_wrong_ones_are_refused() {
    let shell = town();
    let node = &nodes(&shell, 0, 1)[0];
    assert_eq!(shell.io("client", &format!("ask show {node}"))["ask"], json!(null));
    shell.fails("client", &format!("ask set {node} --usdc 1"), Exit::Key);
    shell.fails("operator", "ask set 0 --usdc 1 --notice 90m", Exit::Usage);
    shell.fails("operator", "ask set 0 --usdc 1 --notice 73h", Exit::Refused);
    shell.fails("operator", "ask set 0 --usdc 0", Exit::Refused);
    shell.fails("operator", "ask set 0 --usdc 1 --for 5w", Exit::Refused);
    shell.fails("operator", "ask remove 0", Exit::NotThere);
    shell.fails("operator", "ask set 0 --usdc 1 --oracle-most 3d", Exit::Usage);
    // A day at the oracle's price, or the shortest order if that is longer.
    let oracle_seconds = |line: &str| shell.io("operator", line)["ask"]["oracle_seconds"].clone();
    assert_eq!(oracle_seconds("ask set 0 --usdc 1 --io-premium 3%"), DAY);
    assert_eq!(oracle_seconds("ask set 0 --usdc 1 --io-premium 3% --least 2d"), 2 * DAY);
    assert_eq!(oracle_seconds("ask set 0 --usdc 1 --io-premium 3% --oracle-most 3d"), 3 * DAY);
    // Nobody has posted a price: that way of paying stops, and it is said why.
    let none = shell.run("client", "market --in io").unwrap();
    assert!(none.text().contains("at the oracle's price are left out: "), "{}", none.text());
    assert_eq!(none.json()["offers"], json!([]));
    let set = shell.io("operator", "ask set 0 --usdc 1.5 --io 4 --processors 4 --no-extensions --most 2d");
    assert_eq!((&set["ask"]["seq"], figure(&set["ask"], "rate_io")), (&json!(4), 4 * IO));
    let shown = shell.run("client", &format!("ask show {node}")).unwrap();
    assert!(shown.text().contains("1.500000 USDC, or 4.00000000 IO"), "{}", shown.text());
    shell.fails(
        "client",
        "book --class a100-80gb --processors 5 --for 1d --most \"500 USDC\"",
        Exit::Refused,
    );
    shell.fails(
        "client",
        "book --class a100-80gb --processors 1 --for 3d --most \"500 USDC\"",
        Exit::Refused,
    );
    let booked =
        shell.io("client", &format!("book --node {node} --processors 4 --for 1d --most \"400 IO\" --note x"));
    assert_eq!(figure(&booked, "total"), 4 * 24 * 4 * IO * 10_025 / 10_000);
    assert_eq!(booked["note"], "x");
    let refused = shell.fails("client", "order extend 0 1h", Exit::Refused);
    assert!(refused.contains("Create another order"), "{refused}");
    assert_eq!(figure(&shell.io("operator", "ask set 0 --usdc 2")["ask"], "rate_usdc"), 2 * USDC);
}

#[test]
fn a_key_without_a_network_sees_what_it_books() {
    let shell = town();
    let node = &nodes(&shell, 0, 1)[0];
    shell.io("operator", "ask set 0 --usdc 0.5");
    let hash = shell.chain.latest_blockhash().unwrap().hash;
    let client = shell.address("client");
    let wish = format!("book --node {node} --processors 8 --for 1d --most \"200 USDC\" --note \"run 7\"");
    let signing = format!("--blockhash {hash} --sign-only -k {client} --fee-payer stranger.json");
    let built = shell.io("nobody", &format!("{wish} {signing}"));
    let message = built["transactions"][0]["message"].as_str().unwrap();
    let shown = shell.run("client", &format!("sign {message}")).unwrap();
    let words = "book(id: 0, params: {seq: 1, processors: 8, duration: 86400, most: 98160000, \
                 reference: \"run 7\"})";
    assert!(shown.text().contains(words), "{}", shown.text());
}

/// A bait: an ask at which no order reaches the least cost comes first, and would be refused.
#[test]
fn an_ask_for_next_to_nothing_stops_no_booking() {
    let shell = town();
    let nodes = nodes(&shell, 0, 3);
    for (id, rate) in [(0, "0.000001"), (1, "0.02"), (2, "0.05")] {
        shell.io("operator", &format!("ask set {id} --usdc {rate}"));
    }
    // 8 processors for 30 days at a base unit an hour are 0.00576 USDC.
    let market = shell.io("client", "market");
    let offered: Vec<&Value> =
        market["offers"].as_array().unwrap().iter().map(|offer| &offer["node"]).collect();
    assert_eq!(offered, [&json!(nodes[1]), &json!(nodes[2])]);
    let book = |processors: u32, more: &str| {
        format!("book --class a100-80gb --processors {processors} --for 1h --most \"1 USDC\"{more}")
    };
    let total = |line: &str| figure(&shell.io("client", line), "total");
    // Four at 0.02 for an hour are 0.08, below the least cost; at 0.05 they are 0.2. Five are 0.1.
    assert_eq!(total(&book(4, "")), 204_500);
    assert_eq!(total(&book(5, "")), 102_250);
    assert_eq!(total(&book(3, &format!(" --except {}", nodes[1]))), 153_375);
    let named = format!("book --node {} --processors 8 --for 1h --most \"1 USDC\"", nodes[0]);
    let refused = shell.fails("client", &named, Exit::Refused);
    assert!(refused.contains("`io ask show NODE` says"), "{refused}");
    // Lamports that a stranger sends to the next order's address take no number.
    let next = order_address(&shell.address("client"), 3);
    shell.chain.world().svm.airdrop(&next, World::rent(0)).unwrap();
    let booked =
        shell.io("client", &format!("book --node {} --processors 1 --for 2h --most \"1 USDC\"", nodes[2]));
    assert_eq!(booked["orders"][0]["id"], "3");
}

#[test]
fn nodes_are_found_by_an_auditors_word() {
    let shell = town();
    let nodes = nodes(&shell, 0, 2);
    for (id, said) in [(0, "--region US-CA --storage 2000"), (1, "--region DE")] {
        shell.io("operator", &format!("ask set {id} --usdc 0.5"));
        shell.io("stranger", &format!("attest set {} {said}", nodes[id]));
    }
    let (auditor, client) = (shell.address("stranger"), shell.address("client"));
    let found = |line: &str| shell.run("client", line).unwrap();
    let all = found("market");
    assert_eq!(all.json()["offers"][0]["attested"], json!(null));
    assert!(all.text().contains("`--auditor KEY` shows"), "{}", all.text());
    assert_eq!(found(&format!("market --auditor {auditor}")).json()["offers"].as_array().unwrap().len(), 2);
    let there = found(&format!("market --auditor {auditor} --region us"));
    assert_eq!(there.json()["offers"].as_array().unwrap().len(), 1);
    assert_eq!(there.json()["offers"][0]["node"], nodes[0]);
    assert_eq!(there.json()["offers"][0]["attested"]["region"], "US-CA");
    assert!(there.text().contains("US-CA, 2000 GB"), "{}", there.text());
    let none = found(&format!("market --auditor {client}"));
    assert!(none.text().contains("Nothing is offered that fits"), "{}", none.text());
    shell.fails("client", "market --region DE", Exit::Usage);
    let book = "book --class a100-80gb --processors 2 --for 1d --most \"30 USDC\"";
    shell.fails("client", &format!("{book} --auditor {auditor} --region FR"), Exit::Refused);
    shell.io("client", &format!("{book} --auditor {auditor} --storage 1500"));
    assert_eq!(shell.io("client", "order show 0")["order"]["node"], nodes[0]);
    // The auditor's word ends: so does what is found by it.
    shell.io("stranger", &format!("attest revoke {}", nodes[0]));
    shell.fails("client", &format!("{book} --auditor {auditor} --storage 1500"), Exit::Refused);
}
