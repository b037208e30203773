//! What operators do.

use {
    crate::shell::{figure, DAY},
    crate::{ready_node, town, IO},
    io_cli::Exit,
    serde_json::json,
    solana_account::Account,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

#[test]
fn an_operator_runs_a_node() {
    let shell = town();
    let node = ready_node(&shell);
    let shown = shell.io("stranger", &format!("node show {node}"));
    assert_eq!(shown["node"]["ready"], true);
    assert_eq!(shown["node"]["class"], "H100");
    assert_eq!(shown["node"]["commission_bps"], 1_000);
    assert_eq!(shell.io("stranger", "node list --ready")["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(shell.io("operator", "node list --mine")["nodes"][0]["address"], json!(node));
    assert_eq!(shell.io("stranger", "node list --mine")["nodes"], json!([]));
    assert_eq!(
        figure(&shell.io("stranger", "node stake-needed --class B200 --processors 2"), "minimum_stake"),
        12_000 * IO
    );
    assert_eq!(figure(&shell.io("operator", "node stake-needed 0"), "missing_stake"), 0);

    shell.io("operator", "node commission 0 5%");
    let wallet = shell.io("operator", "node show 0")["node"]["operator"].as_str().unwrap().to_owned();
    shell.io("operator", &format!("node payout 0 {wallet}"));
    shell.pass(2 * DAY);
    let lapsed = shell.io("stranger", &format!("node show {node}"));
    assert_eq!(lapsed["node"]["obstacle"], "offline");
    shell.io("stranger", &format!("node sync {node}"));
    shell.io("operator", "node hardware 0 --class h200 --processors 4");
    assert_eq!(shell.io("operator", "node show 0")["node"]["class"], "H200");
    shell.io("operator", "node retire 0");
    assert_eq!(shell.io("operator", "node show 0")["node"]["obstacle"], "retired");
    let again = shell.fails("operator", "node register --class h100 --processors 8", Exit::Refused);
    assert!(again.contains("--id"), "{again}");
    shell.io("operator", "node register --class rtx-4090 --processors 1 --id 1");
}

#[test]
fn a_payout_wallet_is_one_that_somebody_can_sign_for() {
    use io_client::addresses::{emission::MINT, external::TOKEN_PROGRAM, staking::STAKE_VAULT};
    let shell = town();
    let node = ready_node(&shell);
    let operator = shell.address("operator");
    let tokens = io_client::token::associated_address(&operator, &MINT.address);
    let keyless = Pubkey::find_program_address(&[b"vault"], &TOKEN_PROGRAM).0;
    for (wallet, word) in [
        (tokens.to_string(), "a mint or a token account"),
        (MINT.address.to_string(), "an address of the programs"),
        (STAKE_VAULT.address.to_string(), "an address of the programs"),
        (Pubkey::default().to_string(), "the system program"),
        (TOKEN_PROGRAM.to_string(), "an address of the programs"),
        (node.clone(), "an account of the program"),
        (keyless.to_string(), "say --vault"),
    ] {
        let said = shell.fails("operator", &format!("node payout 0 {wallet}"), Exit::Usage);
        assert!(said.contains(word), "{wallet}: {said}");
        let line = format!("node register --class h100 --processors 1 --id 9 --payout {wallet}");
        let said = shell.fails("operator", &line, Exit::Usage);
        assert!(said.contains(word), "{wallet}: {said}");
    }
    shell.io("operator", &format!("node payout 0 {keyless} --vault"));
    assert_eq!(shell.io("operator", "node show 0")["node"]["payout"], keyless.to_string());
    let fresh = shell.chain.world().key().pubkey();
    shell.io("operator", &format!("node payout 0 {fresh}"));
}

/// Lamports that a stranger sends to the address of a token account that is not there.
#[test]
fn lamports_at_a_token_accounts_address_stop_nothing() {
    let shell = town();
    let node = ready_node(&shell);
    let mint = io_client::addresses::emission::MINT.address;
    let dust = |wallet: &Pubkey| {
        let account = io_client::token::associated_address(wallet, &mint);
        let dust = Account { lamports: 890_880, ..Account::default() };
        shell.chain.world().svm.set_account(account, dust).unwrap();
    };
    let payout = shell.chain.world().key().pubkey();
    shell.io("operator", &format!("node payout 0 {payout}"));
    shell.io("holder", &format!("stake {node} all"));
    shell.pass(DAY / 2);
    dust(&payout);
    assert!(figure(&shell.io("operator", "node claim-commission 0"), "paid") > 0);
    dust(&shell.address("holder"));
    assert!(figure(&shell.io("holder", "claim"), "claimed") > 0);
    shell.io("holder", &format!("unstake {node} all"));
    shell.pass(14 * DAY);
    dust(&shell.address("holder"));
    assert!(figure(&shell.io("holder", &format!("withdraw {node}")), "withdrawn") >= 5_000 * IO);
}

#[test]
fn a_slash_is_proposed_listed_and_executed() {
    let shell = town();
    let node = ready_node(&shell);
    shell.fails("operator", "slash propose 0 10%", Exit::Key);
    let proposed = shell.io("slasher", &format!("slash propose {node} 10%"));
    assert_eq!(figure(&proposed["slashes"][0], "at_stake"), 1_600 * IO);
    let listed = shell.io("operator", "slash list");
    let shown = shell.run("operator", "node show 0").unwrap();
    assert!(shown.text().contains("A slash of 10.00% is proposed"), "{}", shown.text());
    assert_eq!(listed["slashes"][0]["node"], json!(node));
    assert_eq!(listed["slashes"][0]["opens_at"], shell.chain.world().now() + 30 * DAY);
    shell.fails("stranger", &format!("slash execute {node}"), Exit::TooEarly);
    shell.pass(30 * DAY);
    let executed = shell.io("stranger", &format!("slash execute {node}"));
    assert_eq!(figure(&executed, "burned"), 1_600 * IO);
    assert_eq!(shell.io("operator", "slash list")["slashes"], json!([]));

    shell.pass(60 * DAY);
    shell.io("slasher", &format!("slash propose {node} 1%"));
    shell.io("slasher", &format!("slash cancel {node}"));
    assert_eq!(shell.io("operator", "slash list")["slashes"], json!([]));
}

#[test]
fn a_slash_is_raised_and_a_stolen_slashers_epoch_is_voided() {
    let shell = town();
    let node = ready_node(&shell);
    shell.io("slasher", &format!("slash propose {node} 1%"));
    let lower = shell.fails("slasher", &format!("slash raise {node} 1%"), Exit::Refused);
    assert!(lower.contains("higher"), "{lower}");
    shell.pass(10 * DAY);
    let raised = shell.io("slasher", &format!("slash raise {node} 50%"));
    assert_eq!(figure(&raised["slashes"][0], "at_stake"), 8_000 * IO);
    // Its 30 days begin again.
    assert_eq!(raised["slashes"][0]["opens_at"], shell.chain.world().now() + 30 * DAY);
    assert_eq!((&raised["slashes"][0]["raises"], &raised["slashes"][0]["epoch"]), (&json!(1), &json!(0)));
    shell.fails("slasher", "slash void 0", Exit::Key);
    shell.io("admin", "slash void 0");
    assert_eq!(shell.io("operator", "slash list")["slashes"], json!([]));
    shell.pass(30 * DAY);
    shell.fails("stranger", &format!("slash execute {node}"), Exit::TooEarly);
    shell.fails("slasher", &format!("slash propose {node} 1%"), Exit::Refused);
    // A proposal that lapses is not listed any more.
    let ahead = shell.fails("admin", "slash void 9", Exit::Refused);
    assert!(ahead.contains("epoch"), "{ahead}");
}
