//! What clients and providers do with orders.

use {
    crate::shell::{figure, DAY},
    crate::{ready_node, town, IO},
    io_cli::Exit,
    io_client::economics::units::BASE_UNITS_PER_USDC,
    serde_json::json,
};

#[test]
fn an_order_from_quote_to_close() {
    let shell = town();
    let node = ready_node(&shell);
    let terms = "--processors 2 --rate \"1.5 USDC\" --for 2d";
    let quote = shell.io("client", &format!("order quote {terms}"));
    let usdc = BASE_UNITS_PER_USDC;
    assert_eq!(figure(&quote, "cost"), 144 * usdc);
    assert_eq!(figure(&quote, "total"), 144 * usdc * 10_225 / 10_000);
    let created = shell.io("client", &format!("order create --node {node} {terms} --id 7 --note \"job 7\""));
    let order = created["order"].as_str().unwrap().to_owned();
    assert!(shell
        .fails("client", &format!("order create --node {node} {terms} --id 7"), Exit::Refused)
        .contains("--id"));
    assert_eq!(shell.io("client", "order show 7")["order"]["stage"], "open");
    shell.io("operator", &format!("order accept {order}"));
    assert_eq!(shell.io("operator", &format!("order list --node {node}"))["orders"][0]["stage"], "running");
    shell.io("client", "order extend 7 12h");

    let early = shell.fails("stranger", &format!("order settle {order}"), Exit::TooEarly);
    assert!(early.contains("from 2026-01-02"), "{early}");
    shell.pass(DAY * 3 / 2);
    let settled = shell.io("stranger", &format!("order settle {order}"));
    assert_eq!(figure(&settled, "provider"), 36 * usdc - 36 * usdc * 25 / 10_000);
    shell.pass(DAY);
    let over = shell.fails("stranger", &format!("order settle {order}"), Exit::TooEarly);
    assert!(over.contains("`io order end ORDER`"), "{over}");
    shell.io("stranger", &format!("order end {order}"));
    shell.pass(DAY);
    let last = shell.io("stranger", &format!("order settle {order}"));
    let rest = (180 - 36) * usdc;
    assert_eq!(figure(&last, "provider") + figure(&last, "fees"), rest);
    assert_eq!(figure(&last, "client"), 0);
    shell.io("stranger", &format!("order close {order}"));
    assert_eq!(shell.io("client", "order list")["orders"], json!([]));
    assert!(figure(&shell.io("stranger", "sweep usdc"), "USDC") > 0);
    shell.fails("stranger", "sweep", Exit::TooEarly);
    assert_eq!(shell.io("stranger", "status")["covered"], true);
}

#[test]
fn orders_that_go_wrong_return_what_is_due() {
    let shell = town();
    let node = ready_node(&shell);
    let terms = format!("order create --node {node} --processors 1 --rate \"2 IO\" --for 1d");
    shell.io("client", &format!("{terms} --id 1"));
    let cancelled = shell.io("client", "order cancel 1");
    assert_eq!(figure(&cancelled, "client"), 48 * IO * 10_025 / 10_000);
    assert_eq!((figure(&cancelled, "provider"), figure(&cancelled, "fees")), (0, 0));
    shell.io("client", "order close 1");

    let order = shell.io("client", &format!("{terms} --id 2"))["order"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("order accept {order} --no-extensions"));
    shell.pass(3 * 3_600);
    let at = shell.chain.world().now();
    shell.io("outages", &format!("order outage {order} --from {} --to {}", at - 7_200, at - 3_600));
    assert_eq!(shell.io("client", "order show 2")["order"]["outage"], 3_600);
    shell.io("client", "order dispute 2");
    let wrong = shell.fails("client", "order resolve 2 --provider-share 0%", Exit::Key);
    assert!(wrong.contains("Only the arbiter"), "{wrong}");
    let resolved = shell.io("arbiter", &format!("order resolve {order} --provider-share 50%"));
    // Two hours of three were served, at 2 IO; the provider gets half of that.
    assert_eq!(figure(&resolved, "provider"), 2 * IO - 2 * IO * 25 / 10_000);
    assert_eq!(figure(&resolved, "client"), 46 * IO);
    assert_eq!(shell.io("client", "order show 2")["order"]["stage"], "settled");

    // Without a number the client gets a free one.
    shell.io("client", &terms);
    shell.io("client", &terms);
    assert_eq!(shell.io("client", "order list")["orders"].as_array().unwrap().len(), 3);
}

#[test]
fn what_a_frozen_account_cannot_take_is_taken_later() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io(
        "client",
        &format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --id 1"),
    );
    let client = shell.io("client", "order show 1")["order"]["client"].as_str().unwrap().parse().unwrap();
    let mint = io_client::addresses::external::USDC_MINT;
    let account = io_client::token::associated_address(&client, &mint);
    shell.chain.world().freeze(&account);
    shell.io("client", "order cancel 1");
    assert!(shell.fails("stranger", "order take-unclaimed usdc", Exit::TooEarly).contains("No USDC waits"));
    shell.chain.world().thaw(&account);
    let taken = shell.io("client", "order take-unclaimed usdc");
    assert_eq!(figure(&taken, "amount"), 24 * BASE_UNITS_PER_USDC * 10_225 / 10_000);
}
