//! How transactions are sent, and what is said of them.

use {
    crate::shell::figure,
    crate::{ready_node, town, IO},
    io_cli::Exit,
    io_rpc::Fault,
    io_testkit::chain::priority_fee,
    io_testkit::chain::{Call, Effect, FaultyChain},
    serde_json::json,
    solana_signer::Signer,
    std::sync::atomic::{AtomicBool, Ordering},
};

#[test]
fn a_dry_run_sends_nothing() {
    let shell = town();
    ready_node(&shell);
    let dry = shell.run("holder", "stake 9 1 --dry-run");
    assert!(dry.is_err(), "there is no such node");
    let node = shell.io("stranger", "node list")["nodes"][0]["address"].as_str().unwrap().to_owned();
    let output = shell.run("holder", &format!("stake {node} 10 --dry-run --priority-fee 1000")).unwrap();
    assert!(output.text().contains("compute units"), "{}", output.text());
    let record = &output.json()["transactions"][0];
    assert!(record["signature"].is_null());
    assert!(record["fee_lamports"].as_u64().unwrap() > 5_000, "{record}");
    assert!(!record["logs"].as_array().unwrap().is_empty());
    assert_eq!(shell.io("holder", "stakes")["stakes"], json!([]));
    let refused = shell.run("holder", "crank --dry-run").unwrap_err();
    assert!(refused.with_logs().starts_with(&format!("{refused}\n    Program ")), "{}", refused.with_logs());
}

#[test]
fn another_key_pays_and_links_lead_to_the_explorer() {
    let shell = town();
    let node = ready_node(&shell);
    let key = shell.chain.world().key();
    shell.key("poor", &key);
    let account = shell.chain.world().io_account(&key.pubkey());
    shell.chain.world().svm.airdrop(&key.pubkey(), 3_000_000).unwrap();
    let _ = account;
    let broke = shell.fails("poor", &format!("stake {node} 1 --fee-payer stranger.json"), Exit::Funds);
    assert!(broke.contains("has 0.00000000 IO"), "{broke}");
    let lamports = |who: &str| {
        let wallet = shell.address(who);
        shell.chain.world().svm.get_balance(&wallet).unwrap()
    };
    shell.io("holder", &format!("stake {node} 1"));
    let (holder, stranger) = (lamports("holder"), lamports("stranger"));
    let slow = FaultyChain::watched(&shell.chain);
    let line = format!("stake {node} 1 --fee-payer stranger.json --priority-fee 1000000 --explorer");
    let output = shell.run_on(&slow, "holder", &line).unwrap();
    assert_eq!(lamports("holder"), holder, "the holder pays nothing");
    let fee = output.json()["transactions"][0]["fee_lamports"].as_u64().unwrap();
    assert_eq!(stranger - lamports("stranger"), fee, "what was shown is what was paid");
    assert_eq!(priority_fee(&slow.sent()[0]), Some(1_000_000));
    assert!(fee > 10_000, "two signatures and the priority fee: {fee}");
    assert!(output.text().contains("https://explorer.solana.com/tx/"), "{}", output.text());
    assert!(output.text().contains("?cluster=custom&customUrl=http"), "{}", output.text());

    let genesis_mint = io_client::addresses::emission::MINT.address.to_string();
    let vault = io_client::addresses::staking::STAKE_VAULT.address.to_string();
    for (line, address) in
        [(format!("node show {node}"), &node), ("supply".into(), &genesis_mint), ("status".into(), &vault)]
    {
        let text = shell.run("stranger", &format!("{line} --explorer")).unwrap().text().to_owned();
        assert!(
            text.contains(&format!("https://explorer.solana.com/address/{address}?cluster=custom")),
            "{text}"
        );
        let text = shell.run("stranger", &line).unwrap().text().to_owned();
        assert!(text.contains(address.as_str()) && !text.contains("https://"), "{text}");
    }
}

#[test]
fn a_transaction_that_may_still_land_is_named() {
    let shell = town();
    let node = ready_node(&shell);
    // It accepts a transaction, and answers no more.
    let dead = AtomicBool::new(false);
    let slow = FaultyChain::new(&shell.chain, |call| match call {
        Call::Send(_) if !dead.swap(true, Ordering::Relaxed) => Effect::Lose,
        _ if dead.load(Ordering::Relaxed) => Effect::Fail(Fault::Unreachable("the cable is cut".into())),
        _ => Effect::Answer,
    });
    let failure = shell.run_on(&slow, "holder", &format!("stake {node} 1")).unwrap_err();
    assert_eq!(failure.exit, Exit::Pending);
    let signature = slow.sent()[0].signatures[0].to_string();
    assert_eq!(failure.signature.as_deref(), Some(signature.as_str()));
    assert!(failure.message.contains(&signature), "{failure}");
    let stakes = shell.io("holder", "stakes");
    assert_eq!(figure(&stakes["stakes"][0], "worth"), IO, "it did land");
}

#[test]
fn a_cluster_that_does_not_answer_is_named_as_the_cause() {
    use clap::Parser;
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let url = format!("http://{free}");
    let cli = io_cli::Cli::parse_from(["io", "supply", "--url", &url, "--timeout", "2"]);
    let failure = io_cli::main(&cli).unwrap_err();
    assert_eq!(failure.exit, Exit::Unreachable);
    assert_eq!(failure.message, "The cluster does not answer: no connection.");
}
