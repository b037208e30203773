//! What holders do.

use {
    crate::shell::{figure, DAY},
    crate::{ready_node, town, IO},
    io_cli::Exit,
    io_client::{addresses::emission::ID as EMISSION, economics::time::HOUR},
    io_testkit::chain::{Call, Effect, FaultyChain},
    serde_json::json,
    solana_transaction::versioned::VersionedTransaction,
    std::sync::atomic::{AtomicBool, Ordering},
};

#[test]
fn a_holder_stakes_claims_and_leaves() {
    let shell = town();
    let node = ready_node(&shell);
    let staked = shell.io("holder", &format!("stake {node} 1,000.5"));
    assert_eq!(figure(&staked, "amount"), 1_000 * IO + IO / 2);
    assert!(staked["transactions"][0]["compute_units"].as_u64().unwrap() > 5_000);
    shell.io("holder", &format!("stake {node} \"499.5 IO\""));
    assert!(shell.fails("holder", "claim", Exit::TooEarly).contains("Nothing is owed"));

    shell.pass(DAY / 2);
    let stakes = shell.io("holder", "stakes");
    assert_eq!(figure(&stakes["stakes"][0], "worth"), 1_500 * IO);
    let rewards = figure(&stakes["stakes"][0], "rewards");
    assert!(rewards > 0);
    let claimed = shell.io("holder", "claim");
    assert_eq!(figure(&claimed, "claimed"), rewards, "what is shown is what is paid");
    shell.pass(7_200);
    assert!(figure(&shell.io("holder", &format!("restake {node}")), "restaked") > 0);
    assert!(figure(&shell.io("operator", "node claim-commission 0"), "paid") > 0);

    let too_much = shell.fails("holder", &format!("unstake {node} 2,000,000"), Exit::Funds);
    assert!(too_much.contains("worth"), "{too_much}");
    shell.io("holder", &format!("unstake {node} all"));
    let early = shell.fails("holder", &format!("withdraw {node}"), Exit::TooEarly);
    assert!(early.contains("unlocked at 2026-01-15"), "{early}");
    shell.pass(14 * DAY);
    assert!(figure(&shell.io("holder", &format!("withdraw {node}")), "withdrawn") > 1_500 * IO);
    // Nothing accrued since the stake left.
    shell.fails("holder", "claim", Exit::TooEarly);
    shell.io("holder", &format!("close-stake {node}"));
    assert_eq!(shell.io("holder", "stakes")["stakes"], json!([]));
    assert_eq!(shell.io("stranger", "status")["covered"], true);
}

#[test]
fn what_a_node_says_it_earns_is_what_it_pays() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("holder", &format!("stake {node} 1,600"));
    let rewards = || figure(&shell.io("holder", "stakes")["stakes"][0], "rewards");
    shell.pass(2 * HOUR);
    let before = rewards();
    let shown = shell.io("stranger", &format!("node show {node}"))["node"].clone();
    assert_eq!(
        shell.io("stranger", "node list")["nodes"][0]["delegators_apr_bps"],
        shown["delegators_apr_bps"]
    );
    shell.pass(6 * HOUR);
    let earned = rewards() - before;
    // A tenth of the minimum, less a tenth for the operator.
    let day = figure(&shown, "rewards_a_day");
    assert!(earned.abs_diff(day / 4 * 9 / 100) < earned / 50, "{earned} of {day} a day");
    let apr = shown["delegators_apr_bps"].as_u64().unwrap();
    let by_apr = 1_600 * IO / 10_000 * apr / 1_461;
    assert!(earned.abs_diff(by_apr) < earned / 50, "{earned}, by {apr} bps {by_apr}");
}

#[test]
fn one_claim_covers_many_nodes() {
    let shell = town();
    let mut nodes = Vec::new();
    for id in 0..13 {
        let line = format!("node register --class rtx-4090 --processors 1 --id {id}");
        nodes.push(shell.io("operator", &line)["node"]["address"].as_str().unwrap().to_owned());
        shell.io("operator", &format!("stake {id} 250"));
        shell.io("operator", &format!("node offer {id} 20"));
        shell.io("holder", &format!("stake {} 20", nodes[id]));
    }
    shell.io("oracle", &format!("node attest {}", nodes.join(" ")));
    shell.pass(DAY);
    let dry = shell.io("holder", "claim --dry-run");
    assert_eq!(dry["transactions"].as_array().unwrap().len(), 3, "each is simulated after a crank");
    let claimed = shell.io("holder", "claim --fee-payer stranger.json");
    assert_eq!(claimed["transactions"].as_array().unwrap().len(), 3, "13 claims, 6 a transaction");
    assert!(shell.fails("holder", "claim", Exit::TooEarly).contains("Nothing is owed"));
}

#[test]
fn whoever_cranks_first_a_claim_is_paid() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("holder", &format!("stake {node} 1,000"));
    let restake = format!("restake {node}");
    for (who, line) in [("holder", "claim"), ("holder", &restake), ("operator", "node claim-commission 0")] {
        shell.pass(7_200);
        // Somebody else cranks before the first transaction lands.
        let first = AtomicBool::new(true);
        let slow = FaultyChain::new(&shell.chain, |call| {
            if matches!(call, Call::Send(_)) && first.swap(false, Ordering::Relaxed) {
                shell.chain.world().crank();
            }
            Effect::Answer
        });
        let said = shell.run_on(&slow, who, line).unwrap_or_else(|failure| panic!("{line}: {failure}"));
        let cranks = |sent: &VersionedTransaction| sent.message.static_account_keys().contains(&EMISSION);
        let cranks: Vec<bool> = slow.sent().iter().map(cranks).collect();
        assert_eq!((cranks.first(), cranks.last()), (Some(&true), Some(&false)), "{line}: then without");
        assert_eq!(said.json()["transactions"].as_array().unwrap().len(), 1, "{line}");
    }
}

#[test]
fn a_wallet_shows_what_it_has_and_stakes_it_all() {
    let shell = town();
    let node = ready_node(&shell);
    let balance = shell.io("holder", "balance");
    assert_eq!(figure(&balance, "io"), 5_000 * IO);
    assert!(figure(&balance, "lamports") > 0);
    let holder = shell.address("holder");
    assert_eq!(shell.io("stranger", &format!("balance {holder}"))["io"], balance["io"]);
    assert_eq!(figure(&shell.io("holder", &format!("stake {node} all")), "amount"), 5_000 * IO);
    assert_eq!(figure(&shell.io("holder", "balance"), "io"), 0);
    shell.fails("holder", &format!("stake {node} all"), Exit::Funds);
}
