//! How transactions are sent, and what is said of them.

use {
    crate::shell::figure,
    crate::{ready_node, town, IO},
    clap::Parser,
    io_cli::Exit,
    io_client::orders::Currency,
    io_rpc::{Chain, Fault},
    io_testkit::{
        chain::{priority_fee, Call, Effect, FaultyChain},
        World,
    },
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
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
    let url = format!("http://{free}");
    let cli = io_cli::Cli::parse_from(["io", "supply", "--url", &url, "--timeout", "2"]);
    let failure = io_cli::main(&cli, None).unwrap_err();
    assert_eq!(failure.exit, Exit::Unreachable);
    assert_eq!(failure.message, "The cluster does not answer: no connection.");
}

#[test]
fn a_fee_payer_pays_the_rent_that_the_signer_cannot() {
    let shell = town();
    let node = ready_node(&shell);
    // A wallet with IO and without SOL.
    let poor = shell.chain.world().key();
    shell.key("poor", &poor);
    let account = shell.chain.world().io_account(&poor.pubkey());
    let holder = solana_keypair::read_keypair_file(shell.file("holder")).unwrap();
    let from = io_client::token::associated_address(&holder.pubkey(), &io_client::orders::mint(Currency::Io));
    let move_io = spl_token_interface::instruction::transfer(
        &io_client::addresses::external::TOKEN_PROGRAM,
        &from,
        &account,
        &holder.pubkey(),
        &[],
        100 * IO,
    );
    shell.chain.world().accepted(&[move_io.unwrap()], &[&holder]);
    let stake = format!("stake {node} 10");
    let alone = shell.fails("poor", &stake, Exit::Funds);
    assert!(alone.contains("no SOL"), "{alone}");
    shell.chain.world().svm.airdrop(&poor.pubkey(), 1_000_000).unwrap();
    let short = shell.fails("poor", &stake, Exit::Funds);
    assert!(short.contains(&poor.pubkey().to_string()) && short.contains(" SOL and needs "), "{short}");
    let before = shell.chain.world().svm.get_balance(&poor.pubkey()).unwrap();
    shell.io("poor", &format!("{stake} --fee-payer stranger.json"));
    assert!(shell.chain.world().svm.get_balance(&poor.pubkey()).unwrap_or_default() <= before);
    assert_eq!(figure(&shell.io("poor", "stakes")["stakes"][0], "worth"), 10 * IO);
}

/// What --sign-only prints of one transaction.
fn signed(said: &serde_json::Value) -> (String, Vec<String>, Vec<String>) {
    let transaction = &said["transactions"][0];
    let list = |key: &str| -> Vec<String> { serde_json::from_value(transaction[key].clone()).unwrap() };
    (transaction["message"].as_str().unwrap().to_owned(), list("signers"), list("absent"))
}

#[test]
fn a_cold_key_signs_on_another_machine() {
    let shell = town();
    let node = ready_node(&shell);
    let holder = shell.address("holder");
    let staked = || figure(&shell.io("holder", "stakes")["stakes"][0], "worth");
    shell.io("holder", &format!("stake {node} 1"));

    // Signed where the key is, for a fee payer that is elsewhere; sent from there.
    let hash = shell.chain.latest_blockhash().unwrap().hash;
    let stranger = shell.address("stranger");
    let line = format!("stake {node} 2 --blockhash {hash}");
    let said = shell.io("holder", &format!("{line} --sign-only --fee-payer {stranger}"));
    let (message, signers, absent) = signed(&said);
    assert_eq!((signers.len(), absent), (1, vec![stranger.to_string()]));
    assert!(signers[0].starts_with(&format!("{holder}=")), "{signers:?}");
    assert_eq!(staked(), IO, "nothing was sent");
    let line = format!("{line} -k {holder} --signer {} --fee-payer stranger.json", signers[0]);
    shell.io("nobody", &line);
    assert_eq!(staked(), 3 * IO);
    let wrong = line.replace("stake {node} 2", "stake {node} 3").replace(" 2 ", " 4 ");
    let refused = shell.fails("nobody", &wrong, Exit::Key);
    assert!(refused.contains("is not of this transaction"), "{refused}");

    // Built where the cluster is, shown and signed without one, sent as it was built.
    let hash = shell.chain.latest_blockhash().unwrap().hash;
    let line = format!("stake {node} 5 --blockhash {hash} --sign-only -k {holder} --fee-payer stranger.json");
    let (message_of_five, payer, absent) = signed(&shell.io("nobody", &line));
    assert_ne!(message_of_five, message);
    assert_eq!(absent, [holder.to_string()]);
    let no_network =
        FaultyChain::new(&shell.chain, |_| Effect::Fail(Fault::Unreachable("no network".into())));
    let shown = shell.run_on(&no_network, "holder", &format!("sign {message_of_five}")).unwrap();
    assert!(shown.text().contains("io_staking: stake(amount: 500000000)"), "{}", shown.text());
    let (_, own, _) = signed(&shown.json());
    let own = own.iter().find(|line| line.starts_with(&holder.to_string())).unwrap();
    let submit = format!("submit {message_of_five} --signer {own}");
    let missing = shell.fails("nobody", &submit, Exit::Key);
    assert!(missing.contains("is missing"), "{missing}");
    shell.io("nobody", &format!("{submit} --signer {}", payer[0]));
    assert_eq!(staked(), 8 * IO);
    let other = shell.fails("client", &format!("sign {message_of_five}"), Exit::Key);
    assert!(other.contains("does not ask for the signature"), "{other}");
}

#[test]
fn a_nonce_lets_a_transaction_land_later() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("holder", &format!("stake {node} 1"));
    let holder = solana_keypair::read_keypair_file(shell.file("holder")).unwrap();
    let nonce = solana_keypair::Keypair::new();
    let rent = World::rent(80);
    let calls = solana_system_interface::instruction::create_nonce_account(
        &holder.pubkey(),
        &nonce.pubkey(),
        &holder.pubkey(),
        rent,
    );
    shell.chain.world().accepted(&calls, &[&holder, &nonce]);
    let stored = || {
        let account = shell.chain.account(&nonce.pubkey()).unwrap().unwrap();
        io_rpc::nonce::stored(&account).unwrap().hash
    };
    let hash = stored();
    let line = format!("stake {node} 2 --nonce {} --blockhash {hash}", nonce.pubkey());
    let (_, signers, absent) = signed(&shell.io("holder", &format!("{line} --sign-only")));
    assert!(absent.is_empty());
    // Much later.
    shell.chain.expire_blockhashes();
    let line_now = format!("{line} -k {} --signer {}", shell.address("holder"), signers[0]);
    let soon = shell.fails("nobody", &line_now, Exit::TooEarly);
    assert!(soon.contains("advanced a moment ago"), "{soon}");
    shell.chain.latest_blockhash().unwrap();
    let address = shell.address("holder");
    shell.io("nobody", &format!("{line} -k {address} --signer {}", signers[0]));
    assert_eq!(figure(&shell.io("holder", "stakes")["stakes"][0], "worth"), 3 * IO);
    assert_ne!(stored(), hash, "it was advanced");
    let again = shell.fails("nobody", &format!("{line} -k {address} --signer {}", signers[0]), Exit::Refused);
    assert!(again.contains("stores"), "{again}");
}

/// What has landed is not taken for nothing, only since the cluster does not answer afterwards:
/// whoever repeats it would unstake twice.
#[test]
fn a_silence_after_it_has_landed_is_not_taken_for_nothing() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("holder", &format!("stake {node} 10"));
    let seen = AtomicBool::new(false);
    let dies = FaultyChain::new(&shell.chain, |call| match call {
        Call::Statuses(_) => {
            seen.store(true, Ordering::Relaxed);
            Effect::Answer
        }
        _ if seen.load(Ordering::Relaxed) => Effect::Fail(Fault::Unreachable("the cable is cut".into())),
        _ => Effect::Answer,
    });
    let failure = shell.run_on(&dies, "holder", &format!("unstake {node} 4")).unwrap_err();
    assert_eq!(failure.exit, Exit::Pending, "{failure}");
    assert!(failure.to_string().contains("look at what is done before you repeat it"), "{failure}");
    assert!(failure.before.text().contains("unstake: "), "{}", failure.before.text());
}

/// Ctrl-C during the first of two transactions: it lands, and the second is not sent.
#[test]
fn once_it_is_stopped_nothing_more_is_sent() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let shell = town();
    let node = ready_node(&shell);
    let terms = format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 2d");
    shell.io("client", &terms);
    let code = io_testkit::bytecode::read("io_allowances");
    shell.chain.world().svm.add_program(io_client::subscriptions::ID, &code).unwrap();
    let interrupted = FaultyChain::new(&shell.chain, |call| {
        STOP.fetch_or(matches!(call, Call::Send(_)), Ordering::Relaxed);
        Effect::Answer
    });
    let keeper = shell.address("stranger").to_string();
    let keypair = shell.file("client").display().to_string();
    let cli = io_cli::Cli::parse_from(["io", "order", "allow", "0", "--keeper", &keeper, "--most", "9 USDC"]);
    let settings = io_cli::Settings { url: "http://localhost:8899".into(), keypair };
    let patience = io_rpc::Patience { stop: Some(&STOP), ..io_rpc::Patience::NONE };
    let failure = io_cli::execute(&cli, &settings, &interrupted, patience).unwrap_err();
    assert_eq!((failure.exit, failure.exit as u8), (Exit::Stopped, 130));
    assert!(failure.to_string().contains("nothing is on its way"), "{failure}");
    assert_eq!(failure.json()["transactions"].as_array().unwrap().len(), 1, "the first one has landed");
    assert_eq!(interrupted.sent().len(), 1);
}
