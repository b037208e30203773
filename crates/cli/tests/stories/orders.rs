//! What clients and providers do with orders.

use {
    crate::shell::{figure, DAY},
    crate::{ready_node, town, IO},
    io_cli::Exit,
    io_client::{
        economics::{time::HOUR, units::BASE_UNITS_PER_USDC},
        orders::{mint, Currency},
        token::associated_address,
    },
    io_rpc::Chain,
    serde_json::json,
    solana_account::Account,
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
    let order = created["order"]["address"].as_str().unwrap().to_owned();
    assert!(shell
        .fails("client", &format!("order create --node {node} {terms} --id 7"), Exit::Refused)
        .contains("--id"));
    let shown = shell.io("client", "order show 7")["order"].clone();
    assert_eq!((&shown["stage"], &shown["id"]), (&json!("open"), &json!("7")));
    let listed = shell.run("client", "order list").unwrap();
    assert_eq!(listed.json()["orders"][0]["note"], "job 7");
    assert!(listed.text().contains("job 7"), "{}", listed.text());
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
    // Fees follow the pay: the client's are earned with the time that is paid.
    let rest = (180 - 36) * usdc * 10_225 / 10_000;
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
    let create = format!("order create --node {node} --processors 1 --rate \"2 IO\" --for 1d");
    shell.io("client", &format!("{create} --id 1"));
    let cancelled = shell.io("client", "order cancel 1");
    assert_eq!(figure(&cancelled, "client"), 48 * IO * 10_025 / 10_000);
    assert_eq!((figure(&cancelled, "provider"), figure(&cancelled, "fees")), (0, 0));
    shell.io("client", "order close 1");

    let order =
        shell.io("client", &format!("{create} --id 2"))["order"]["address"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("order accept {order} --no-extensions"));
    shell.pass(3 * HOUR);
    let at = shell.chain.world().now();
    shell.io("outages", &format!("order outage {order} --from {} --to {}", at - 7_200, at - 3_600));
    assert_eq!(shell.io("client", "order show 2")["order"]["outage"], 3_600);
    shell.io("client", "order dispute 2");
    let wrong = shell.fails("client", "order resolve 2 --provider-share 0%", Exit::Key);
    assert!(wrong.contains("Only the arbiter"), "{wrong}");
    let resolved = shell.io("arbiter", &format!("order resolve {order} --provider-share 50%"));
    // Two hours of three were served, at 2 IO; the provider gets half of that.
    assert_eq!(figure(&resolved, "provider"), 2 * IO - 2 * IO * 25 / 10_000);
    // The client gets the rest and its bond, less the fees on 2 of 4 IO and on the 21 hours left.
    let (total, fees, bond) = (48 * IO * 10_025 / 10_000, 44 * IO * 25 / 10_000, IO / 10);
    assert_eq!(figure(&resolved, "client"), total - 2 * IO - fees + bond);
    assert_eq!(shell.io("client", "order show 2")["order"]["stage"], "settled");

    // Without a number the client gets the first that is free.
    for free in ["0", "1"] {
        assert_eq!(shell.io("client", &create)["order"]["id"], free);
    }
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

/// A payout wallet of an exchange, or of a program, cannot sign for what waits.
#[test]
fn what_waits_is_delivered_by_anyone() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io(
        "client",
        &format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --id 1"),
    );
    let client = shell.address("client");
    let account = associated_address(&client, &mint(Currency::Usdc));
    shell.chain.world().freeze(&account);
    shell.io("client", "order cancel 1");
    let deliver = format!("order deliver-unclaimed usdc {client}");
    let frozen = shell.fails("stranger", &deliver, Exit::Refused);
    assert!(frozen.contains("wait until it can take"), "{frozen}");
    shell.chain.world().thaw(&account);
    let delivered = shell.io("stranger", &deliver);
    assert_eq!(figure(&delivered, "amount"), 24 * BASE_UNITS_PER_USDC * 10_225 / 10_000);
    assert!(shell.fails("stranger", &deliver, Exit::TooEarly).contains("No USDC waits"));
}

/// Whoever settles creates the account that a payee does not have: nothing waits.
#[test]
fn a_payee_without_an_account_gets_one() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io(
        "client",
        &format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --id 1"),
    );
    let account = associated_address(&shell.address("client"), &mint(Currency::Usdc));
    shell.chain.world().svm.set_account(account, Account::default()).unwrap();
    let cancelled = shell.io("client", "order cancel 1");
    assert_eq!(cancelled["waiting_for"], json!([]));
    let paid = shell.chain.account(&account).unwrap();
    let back = 24 * BASE_UNITS_PER_USDC * 10_225 / 10_000;
    assert_eq!(io_rpc::token_amount(paid.as_ref()), Some(back));
}

/// The operator books its own node; both parts go to one wallet, whose token account is another's.
#[test]
fn one_wallet_on_both_sides_is_paid_once() {
    let shell = town();
    let node = ready_node(&shell);
    let operator = shell.address("operator");
    let accounts =
        [Currency::Io, Currency::Usdc].map(|currency| associated_address(&operator, &mint(currency)));
    // The wallet has given it away: nobody can deliver there.
    let give_away = || {
        for address in accounts {
            let mut account = shell.chain.account(&address).unwrap().unwrap();
            account.data[32..64].copy_from_slice(&[7; 32]);
            shell.chain.world().svm.set_account(address, account).unwrap();
        }
    };
    let at = |hours: i64| shell.chain.world().now() - hours * HOUR;
    for (id, resolves) in [(1, false), (2, true)] {
        let book = format!("order create --node {node} --processors 1 --rate \"2 IO\" --for 2d --id {id}");
        shell.io("operator", &book);
        shell.io("operator", &format!("order accept {id}"));
        shell.pass(3 * HOUR);
        let address = shell.io("operator", &format!("order show {id}"))["order"]["address"].clone();
        let address = address.as_str().unwrap();
        shell.io("outages", &format!("order outage {address} --from {} --to {}", at(2), at(1)));
        let before = shell.chain.world().svm.get_account(&accounts[0]).unwrap();
        if resolves {
            shell.io("operator", &format!("order dispute {id}"));
            give_away();
            let said = shell.io("arbiter", &format!("order resolve {address} --provider-share 50%"));
            assert!(figure(&said, "provider") > 0 && figure(&said, "client") > 0, "{said}");
            assert_eq!(said["waiting_for"], json!([operator.to_string()]));
        } else {
            shell.pass(2 * DAY);
            shell.io("stranger", &format!("order end {address}"));
            shell.pass(DAY);
            give_away();
            let said = shell.io("stranger", &format!("order settle {address}"));
            assert!(figure(&said, "provider") > 0 && figure(&said, "client") > 0, "{said}");
        }
        shell.io("oracle", &format!("node attest {node}"));
        // The next one is paid from an account again.
        shell.chain.world().svm.set_account(accounts[0], before).unwrap();
    }
}

#[test]
fn a_payee_that_gets_nothing_needs_no_account() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("client", &format!("order create --node {node} --processors 1 --rate \"2 IO\" --for 1d --id 1"));
    let client = shell.address("client");
    let order = shell.io("client", "order show 1")["order"]["address"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("order accept {order}"));
    let account = associated_address(&client, &mint(Currency::Io));
    shell.chain.world().svm.set_account(account, Account::default()).unwrap();
    shell.pass(DAY);
    let ended = shell.run("stranger", &format!("order end {order}")).unwrap();
    assert!(!ended.text().contains("cannot take"), "{}", ended.text());
    shell.pass(DAY);
    let settled = shell.io("stranger", &format!("order settle {order}"));
    assert!(figure(&settled, "provider") > 0);
    assert_eq!((figure(&settled, "client"), &settled["waiting_for"]), (0, &json!([])));
    let place = io_client::orders::unclaimed_address(&client, Currency::Io);
    assert!(shell.chain.account(&place).unwrap().is_none(), "no rent is locked for nothing");
}

#[test]
fn what_is_said_of_money_that_waits_and_of_what_comes_next() {
    let shell = town();
    let node = ready_node(&shell);
    let create = |id: u32| {
        let line = format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --id {id}");
        shell.io("client", &line)["order"]["address"].as_str().unwrap().to_owned()
    };
    let first = create(1);
    let early = shell.fails("stranger", &format!("order close {first}"), Exit::TooEarly);
    assert!(early.contains("is open: cancel it first"), "{early}");
    let account = associated_address(&shell.address("client"), &mint(Currency::Usdc));
    shell.chain.world().freeze(&account);
    let cancelled = shell.run("client", "order cancel 1").unwrap();
    assert!(cancelled.text().contains("waits for the client"), "{}", cancelled.text());
    assert!(!cancelled.text().contains("to the client"), "{}", cancelled.text());
    assert_eq!(cancelled.json()["waiting_for"], json!([shell.address("client").to_string()]));
    let frozen = shell.fails("client", "order take-unclaimed usdc", Exit::Refused);
    assert!(frozen.contains("--to"), "{frozen}");
    assert!(figure(&shell.io("client", "balance"), "unclaimed_usdc") > 0);
    shell.chain.world().thaw(&account);
    // Lamports at the address of an account that is closed are no account.
    let dust = Account { lamports: 890_880, ..Account::default() };
    shell.chain.world().svm.set_account(account, dust).unwrap();
    shell.io("client", "order take-unclaimed usdc");

    let second = create(2);
    shell.io("operator", &format!("order accept {second}"));
    let runs = shell.fails("stranger", &format!("order close {second}"), Exit::TooEarly);
    assert!(runs.contains("still runs: end it first"), "{runs}");
    shell.pass(DAY);
    shell.io("stranger", &format!("order end {second}"));
    let due = shell.fails("stranger", &format!("order close {second}"), Exit::TooEarly);
    assert!(due.contains("settle it first") && due.contains("the last pay is due at"), "{due}");
    shell.pass(2 * DAY);
    let next = shell.io("stranger", &format!("order show {second}"))["order"]["next"].clone();
    assert_eq!(next, "anyone settles it: the last pay is due");
}

#[test]
fn outages_are_told_in_the_time_that_is_printed() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("client", &format!("order create --node {node} --processors 1 --rate \"1 IO\" --for 1d --id 1"));
    let order = shell.io("client", "order show 1")["order"]["address"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("order accept {order}"));
    shell.pass(3 * HOUR);
    let line =
        format!("order outage {order} --from \"2026-01-01 01:00:00 UTC\" --to \"2026-01-01 02:00:00 UTC\"");
    shell.io("outages", &line);
    let shown = shell.io("client", "order show 1");
    assert_eq!(shown["order"]["outage"], 3_600);
    assert!(shown["order"]["serial"].is_string(), "no number of 64 bits is one of JSON");
}
