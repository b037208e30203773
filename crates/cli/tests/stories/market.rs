//! What operators ask and clients book at once.

use {
    crate::{
        shell::{figure, Shell, DAY},
        town, IO,
    },
    io_cli::Exit,
    io_client::economics::units::BASE_UNITS_PER_USDC as USDC,
    io_rpc::Chain,
    serde_json::json,
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
    let set = shell.io("operator", "ask set 0 --usdc 1.5 --io 4 --processors 4 --no-extensions --most 2d");
    assert_eq!((&set["ask"]["seq"], figure(&set["ask"], "rate_io")), (&json!(1), 4 * IO));
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
