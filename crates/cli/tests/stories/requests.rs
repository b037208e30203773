//! Requests of clients, and what operators bid.

use {
    crate::{
        market::nodes,
        shell::{figure, DAY},
        town,
    },
    io_cli::Exit,
    io_client::{
        addresses::external::USDC_MINT,
        economics::{time::HOUR, units::BASE_UNITS_PER_USDC as USDC},
        token::associated_address,
    },
    serde_json::{json, Value},
};

/// What the client pays in for four A100 for two days at half a dollar.
const PAID_IN: u64 = 4 * 48 * USDC / 2 * 10_225 / 10_000;

const CREATE: &str = "request create --class a100-80gb --processors 4 --most-rate \"0.5 USDC\" --for 2d";

fn address(said: &Value, key: &str) -> String {
    said[key]["address"].as_str().unwrap().to_owned()
}

#[test]
fn a_client_takes_a_bid() {
    let shell = town();
    let nodes = nodes(&shell, 0, 3);
    let has = |who: &str| figure(&shell.io(who, "balance"), "usdc");
    let before = has("client");
    shell.fails("client", &format!("{CREATE} --open 5m"), Exit::Refused);
    shell.fails("client", &format!("{CREATE} --notice 90m"), Exit::Usage);
    shell.fails("stranger", CREATE, Exit::Funds);
    let asked = shell.run("client", &format!("{CREATE} --open 1d --notice 12h --note \"job 9\"")).unwrap();
    assert!(asked.text().contains("All of it waits in escrow"), "{}", asked.text());
    let asked = asked.json();
    assert_eq!(figure(&asked, "total"), PAID_IN);
    assert_eq!(has("client"), before - PAID_IN);
    let request = address(&asked, "request");

    let listed = shell.io("operator", "request list --class a100-80gb");
    assert_eq!(listed["requests"][0]["address"], request);
    assert_eq!(shell.io("operator", "request list --mine")["requests"], json!([]));
    let place = |node: &str, rate: &str| format!("bid place {request} --node {node} --rate \"{rate}\"");
    shell.fails("operator", &place("0", "0.6 USDC"), Exit::Refused);
    shell.fails("operator", &place("0", "0.4 IO"), Exit::Usage);
    shell.fails("operator", &format!("{} --notice 1h", place("0", "0.4 USDC")), Exit::Refused);
    shell.fails("client", &place(&nodes[0], "0.4 USDC"), Exit::Key);
    for (node, rate) in [("0", "0.4 USDC"), ("1", "0.3 USDC"), ("2", "0.35 USDC")] {
        shell.io("operator", &format!("{} --longest 4d", place(node, rate)));
    }
    shell.io("operator", &format!("bid withdraw {request} --node 2"));
    shell.fails("client", &format!("bid withdraw {request} --node {}", nodes[0]), Exit::Key);
    let shown = shell.io("client", "request show 0");
    let bids: Vec<_> = shown["bids"].as_array().unwrap().iter().map(|bid| &bid["node"]).collect();
    assert_eq!(bids, [&json!(nodes[1]), &json!(nodes[0])], "the lowest first");
    assert_eq!(shell.io("operator", "bid list")["bids"].as_array().unwrap().len(), 2);
    shell.fails("stranger", &format!("bid close {request} --node {}", nodes[0]), Exit::TooEarly);

    shell.fails("client", "request award 0", Exit::Usage);
    shell.fails("client", &format!("request award 0 --node {}", nodes[2]), Exit::NotThere);
    shell.fails("stranger", &format!("request award {request} --node {}", nodes[1]), Exit::Key);
    let awarded = shell.io("client", &format!("request award 0 --node {}", nodes[1]));
    let cost = 4 * 48 * USDC * 3 / 10 * 10_225 / 10_000;
    assert_eq!(figure(&awarded, "client"), PAID_IN - cost);
    assert_eq!(has("client"), before - cost);
    let order = shell.io("client", "order show 0")["order"].clone();
    assert_eq!((&order["stage"], &order["note"]), (&json!("running"), &json!("job 9")));
    assert_eq!((&order["notice_hours"], &order["longest"]), (&json!(12), &json!(4 * DAY)));
    shell.fails("client", "request show 0", Exit::NotThere);
    // What lost closes by anyone; its rent is the operator's.
    for node in &nodes[..2] {
        shell.io("stranger", &format!("bid close {request} --node {node}"));
    }
    assert_eq!(shell.io("operator", "bid list")["bids"], json!([]));
}

#[test]
fn a_request_is_cancelled() {
    let shell = town();
    let has = || figure(&shell.io("client", "balance"), "usdc");
    let before = has();
    shell.io("client", CREATE);
    let cancelled = shell.io("client", "request cancel 0");
    assert_eq!((figure(&cancelled, "client"), has()), (PAID_IN, before));
    // Somebody else pays; what returns is the client's. Once the time is over, anyone cancels.
    let request = address(&shell.io("client", &format!("{CREATE} --payer sponsor.json")), "request");
    assert_eq!(has(), before);
    shell.fails("stranger", &format!("request cancel {request}"), Exit::TooEarly);
    shell.pass(2 * HOUR);
    shell.io("stranger", &format!("request cancel {request}"));
    assert_eq!(has(), before + PAID_IN);
}

#[test]
fn the_lowest_bid_gets_an_automatic_request() {
    let shell = town();
    let nodes = nodes(&shell, 0, 2);
    shell.fails("client", &format!("{CREATE} --auto --open 2h"), Exit::Refused);
    let auditor = shell.address("stranger");
    let line = format!("{CREATE} --auto --auditor {auditor} --region DE");
    let request = address(&shell.io("client", &line), "request");
    let place = |node: &str, rate: &str| format!("bid place {request} --node {node} --rate \"{rate}\"");
    let refused = shell.fails("operator", &place("0", "0.4 USDC"), Exit::Refused);
    assert!(refused.contains(&format!("what {auditor} says of the node")), "{refused}");
    for node in &nodes {
        shell.io("stranger", &format!("attest set {node} --region DE-BE"));
    }
    // An hour at the most rate.
    let bond = 4 * USDC / 2;
    let poor = shell.fails("operator", &place("0", "0.4 USDC"), Exit::Funds);
    assert!(poor.contains("less than 2.000000 USDC"), "{poor}");
    let account = associated_address(&shell.address("operator"), &USDC_MINT);
    shell.chain.world().mint_usdc(&account, 10 * USDC);
    let first = shell.run("operator", &place("0", "0.4 USDC")).unwrap();
    assert_eq!(figure(&first.json(), "bond"), bond);
    assert!(first.text().contains("Your processors are hired from now on"), "{}", first.text());
    shell.fails("operator", &place("1", "0.399 USDC"), Exit::Refused);
    shell.io("operator", &place("1", "0.396 USDC"));
    assert_eq!(shell.io("client", "request show 0")["request"]["best_node"], nodes[1]);
    shell.fails("client", "request cancel 0", Exit::Refused);
    shell.fails("stranger", &format!("request award {request}"), Exit::TooEarly);
    // The outbid one has its bond back at once.
    let back = shell.io("operator", &format!("bid close {request} --node 0"));
    assert_eq!(figure(&back, "bond"), bond);
    shell.fails("operator", &format!("bid close {request} --node 1"), Exit::TooEarly);
    shell.pass(HOUR + 1);
    let next = shell.io("client", "request show 0")["request"]["next"].clone();
    assert!(next.as_str().unwrap().starts_with("anyone awards it to the best bid until"), "{next}");
    shell.io("stranger", &format!("request award {request}"));
    assert_eq!(shell.io("client", "order show 0")["order"]["stage"], "running");
    shell.fails("stranger", &format!("bid close {request} --node {}", nodes[1]), Exit::TooEarly);
    shell.pass(HOUR);
    let back = shell.io("stranger", &format!("bid close {request} --node {}", nodes[1]));
    assert_eq!(back["payee"], shell.address("operator").to_string());
    assert_eq!(figure(&shell.io("operator", "balance"), "usdc"), 10 * USDC);
}

#[test]
fn a_bidder_shows_its_record_and_a_client_sees_who_can_serve() {
    let shell = town();
    let nodes = nodes(&shell, 0, 1);
    let request = address(&shell.io("client", &format!("{CREATE} --served 10")), "request");
    let asked = shell.io("operator", &format!("request show {request}"))["request"].clone();
    assert_eq!(figure(&asked["least_record"], "served_processor_seconds"), 10 * HOUR as u64);
    assert_eq!(asked["attributes"], json!(null));
    let place = |request: &str| format!("bid place {request} --node 0 --rate \"0.4 USDC\"");
    let none = shell.fails("operator", &place(&request), Exit::Refused);
    assert!(none.contains("`io node record NODE` opens it"), "{none}");
    shell.io("stranger", &format!("node record {}", nodes[0]));
    let low = shell.fails("operator", &place(&request), Exit::Refused);
    assert!(low.contains("has served more"), "{low}");
    shell.io("client", "request cancel 0");

    let request = address(&shell.io("client", CREATE), "request");
    shell.io("operator", &place(&request));
    let shown = |shell: &crate::shell::Shell| shell.run("client", "request show 0").unwrap();
    let free = shown(&shell);
    assert_eq!(free.json()["bids"][0]["can_serve"], true);
    assert_eq!(free.json()["bids"][0]["record"]["orders"], 0);
    assert!(free.text().contains("can serve now"), "{}", free.text());
    // Its processors are booked by somebody else's ask meanwhile.
    shell.io("operator", "ask set 0 --usdc 0.5");
    shell.io("client", &format!("book --node {} --processors 8 --for 1d --most \"120 USDC\"", nodes[0]));
    assert_eq!(shown(&shell).json()["bids"][0]["can_serve"], false);
    shell.fails("client", &format!("request award 0 --node {}", nodes[0]), Exit::Refused);
}
