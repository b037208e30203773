//! Grants in bulk, releases, hand-overs.

use {
    crate::{
        after_genesis,
        shell::{figure, tiring, Shell},
        IO,
    },
    io_cli::Exit,
    io_client::{
        addresses::emission::MINT,
        economics::time::HOUR,
        vesting::{grant_address, CategoryKind, Grant},
    },
    io_rpc::Chain,
    io_testkit::{
        chain::FaultyChain,
        owners::{COMMUNITY, SEED_INVESTORS},
    },
    serde_json::Value,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::fs,
};

fn beneficiary(number: u64) -> Keypair {
    let mut seed = [0xbe; 32];
    seed[..8].copy_from_slice(&number.to_le_bytes());
    Keypair::new_from_array(seed)
}

/// A list of `count` seed grants of 1,000 IO and a number of base units.
fn list(count: u64) -> String {
    let row = |i: u64| format!("seed,{i},{},1000.0000000{}\n", beneficiary(i).pubkey(), i % 10);
    std::iter::once("category,number,beneficiary,amount\n".to_owned()).chain((0..count).map(row)).collect()
}

/// A path that the shell takes for a file of its own.
fn write(shell: &Shell, name: &str, text: &str) -> String {
    shell.write(name, text)
}

fn grant(shell: &Shell, kind: CategoryKind, index: u32) -> Grant {
    io_rpc::read(&shell.chain, &grant_address(kind, index)).unwrap().unwrap()
}

/// Passes to an hour after the end of this month of the locks.
fn at_month(shell: &Shell, month: i64) {
    shell.chain.world().at_month(month, HOUR);
}

#[test]
fn grants_of_a_list_are_made_once_whenever_it_stops() {
    let (shell, _) = after_genesis();
    let file = write(&shell, "grants.csv", &list(20));
    let line = format!("vesting {file}");
    let dry = shell.io("seed", &format!("{line} --dry-run"));
    assert_eq!((dry["to_make"].as_u64(), dry["transactions"].as_array().unwrap().len()), (Some(20), 1));
    assert_eq!(dry["categories"][0]["listed_io"], (20_000 * IO + 90).to_string());
    assert!(shell.chain.account(&grant_address(CategoryKind::Seed, 0)).unwrap().is_none());
    // Two transactions, of six grants each, and the answer to the second is lost.
    for lost in [false, true] {
        let tired = tiring(&shell, 1, lost);
        assert_eq!(shell.run_on(&tired, "seed", &line).unwrap_err().exit, Exit::Pending);
    }
    let dry = shell.io("seed", &format!("{line} --dry-run"));
    assert_eq!(dry["categories"][0]["made_before"], 12);
    let done = shell.io("seed", &line);
    assert_eq!(done["transactions"].as_array().unwrap().len(), 2);
    assert_eq!(done["reconciliation"]["agrees"], true);
    assert_eq!(done["reconciliation"]["granted_io"], (20_000 * IO + 90).to_string());
    let again = shell.io("seed", &format!("vesting grant {file}"));
    assert!(again["transactions"].is_null());
    assert_eq!(again["reconciliation"]["agrees"], true);
    for i in 0..20 {
        let grant = grant(&shell, CategoryKind::Seed, i);
        assert_eq!(grant.beneficiary, beneficiary(i.into()).pubkey());
        assert_eq!(grant.ledger.amount, 1_000 * IO + u64::from(i % 10));
    }
    // Another list beside it.
    let more = format!("seed,100,{},5\n", beneficiary(100).pubkey());
    let done = shell.io("seed", &format!("vesting grant {}", write(&shell, "more.csv", &more)));
    assert_eq!(
        (&done["reconciliation"]["unlisted"], &done["reconciliation"]["agrees"]),
        (&20.into(), &true.into())
    );
}

#[test]
fn a_list_that_is_wrong_makes_nothing() {
    let (shell, owners) = after_genesis();
    let key = beneficiary(1).pubkey();
    let good = format!("seed,0,{key},10\n");
    shell.io("seed", &format!("vesting grant {}", write(&shell, "good.csv", &good)));
    let over = format!("seed,1,{key},50000000\nseed,2,{key},50000000\n");
    for (text, exit, word) in [
        (String::new(), Exit::Usage, "has no grants"),
        (
            format!("seed,1,{key},1\nseed,1,{key},2\n"),
            Exit::Usage,
            "line 2: line 1 has the number 1 of seed too",
        ),
        (format!("seed,1,{key},1\nbond,1,{key},2\n"), Exit::Usage, "line 2: the category is"),
        (format!("seed,1,{},1\n", MINT.address), Exit::Usage, "Line 1:"),
        (format!("seed,1,{},1\n", io_client::addresses::vesting::ID), Exit::Usage, "Line 1:"),
        (format!("seed,0,{key},11\n"), Exit::Refused, "exists, of 10.00000000 IO"),
        (format!("seed,0,{},11\n", owners[COMMUNITY].pubkey()), Exit::Refused, "exists, of 10.00000000 IO"),
        (over, Exit::Funds, "of which only"),
        (format!("core,1,{key},1\n"), Exit::Key, "The manager of core is"),
    ] {
        let failure =
            shell.fails("seed", &format!("vesting grant {}", write(&shell, "wrong.csv", &text)), exit);
        assert!(failure.contains(word), "{text}: {failure}");
    }
    shell.fails("seed", "vesting nothing.csv", Exit::Usage);
    let shown = shell.io("stranger", "vesting show seed");
    assert_eq!(shown["grants"].as_array().unwrap().len(), 1);
    assert_eq!(figure(&shown["categories"][0], "granted"), 10 * IO);
}

#[test]
fn anyone_releases_what_has_vested_to_the_beneficiaries_alone() {
    let (shell, _) = after_genesis();
    shell.io("seed", &format!("vesting grant {}", write(&shell, "grants.csv", &list(30))));
    // A multisig's vault, or any other account that a program signs for.
    let vault = Pubkey::find_program_address(&[b"vault"], &io_client::token_swap::ID).0;
    let core = format!("core,0,{vault},360\n");
    let said = shell.run("core", &format!("vesting grant {}", write(&shell, "core.csv", &core))).unwrap();
    assert!(said.text().contains("without a key"), "{}", said.text());
    let early = shell.fails("stranger", "vesting release", Exit::TooEarly);
    assert!(early.contains("the next tranche unlocks at 2027-01-31"), "{early}");

    at_month(&shell, 13);
    let none = shell.fails("stranger", "vesting release", Exit::Refused);
    assert!(none.contains("--open-accounts"), "{none}");
    for i in 0..29 {
        shell.chain.world().io_account(&beneficiary(i).pubkey());
    }
    let watched = FaultyChain::watched(&shell.chain);
    let said = shell.run_on(&watched, "stranger", "vesting release --priority-fee 1000").unwrap();
    let json = said.json();
    assert_eq!(json["skipped"].as_array().unwrap().len(), 2, "one of each category has no account");
    assert_eq!(watched.sent().len(), 3, "29 grants, 13 in a transaction");
    assert_eq!(json["grants"], 29);
    let share = |i: u64| (1_000 * IO + i % 10) / 24;
    assert_eq!(figure(&json, "released"), (0..29).map(share).sum::<u64>());
    for i in 0..29 {
        let balance = shell.io("stranger", &format!("balance {}", beneficiary(i).pubkey()));
        assert_eq!(figure(&balance, "io"), share(i));
    }
    let rest = shell.io("stranger", "vesting release --open-accounts");
    assert_eq!(rest["grants"], 2);
    assert_eq!(figure(&shell.io("stranger", &format!("balance {vault}")), "io"), 10 * IO);
    shell.fails("stranger", "vesting release", Exit::TooEarly);

    at_month(&shell, 60);
    shell.io("stranger", "vesting release seed:0 core");
    let shown = shell.io("stranger", "vesting show seed:0");
    assert_eq!(figure(&shown["grants"][0], "released"), 1_000 * IO);
    let of = shell.io("stranger", &format!("vesting show --of {vault}"));
    assert_eq!((of["grants"].as_array().unwrap().len(), figure(&of["grants"][0], "releasable")), (1, 0));
    shell.io("stranger", &format!("vesting release --of {}", beneficiary(3).pubkey()));
}

#[test]
fn grants_and_categories_are_handed_over_in_two_steps() {
    let (shell, _) = after_genesis();
    let [old, new] = [(); 2].map(|()| shell.chain.world().wallet());
    shell.key("old", &old);
    shell.key("new", &new);
    let row = format!("core,7,{},36\n", old.pubkey());
    shell.io("core", &format!("vesting grant {}", write(&shell, "core.csv", &row)));
    let propose = format!("vesting propose core:7 {}", new.pubkey());
    shell.fails("stranger", &propose, Exit::Key);
    shell.fails("new", "vesting accept core:7", Exit::Key);
    shell.io("old", &propose);
    shell.io("old", "vesting propose core:7 nobody");
    shell.fails("new", "vesting accept core:7", Exit::Key);
    shell.io("old", &propose);
    shell.io("new", "vesting accept core:7");
    assert_eq!(grant(&shell, CategoryKind::Core, 7).beneficiary, new.pubkey());

    shell.io("core", &format!("vesting propose core {}", new.pubkey()));
    let shown = shell.io("stranger", "vesting show core");
    assert_eq!(shown["categories"][0]["next_manager"], new.pubkey().to_string());
    shell.io("new", "vesting accept core");
    at_month(&shell, 24);
    shell.fails("core", "vesting revoke core:7", Exit::Key);
    let back = shell.io("new", "vesting revoke core:7");
    assert_eq!(figure(&back, "taken_back"), 24 * IO);
    assert!(grant(&shell, CategoryKind::Core, 7).ledger.revoked);
    shell.io("new", "vesting release --open-accounts core:7");
    for (line, exit, word) in [
        ("vesting revoke seed:0", Exit::NotThere, "There is no grant"),
        ("vesting revoke seed", Exit::Usage, "Name a grant: seed:0"),
        ("vesting revoke bond:0", Exit::Usage, "seed:7"),
        ("vesting propose core:7 soon", Exit::Usage, "no address"),
    ] {
        let failure = shell.fails("new", line, exit);
        assert!(failure.contains(word), "{line}: {failure}");
    }
}

#[test]
fn the_schedule_needs_no_cluster() {
    let (shell, _) = after_genesis();
    let chart = shell.file("chart").with_extension("svg");
    let said = shell.run("nobody", &format!("vesting schedule --offline --svg {}", chart.display())).unwrap();
    let months = said.json()["months"].clone();
    let months: &Vec<Value> = months.as_array().unwrap();
    assert_eq!(months.len(), 36);
    assert_eq!(figure(&months[35], "unlocked"), 272_000_000 * IO);
    assert!(said.text().contains('█'));
    assert!(fs::read_to_string(chart).unwrap().contains("polygon"));
    let dated = shell.io("nobody", "vesting schedule");
    assert_eq!(dated["months"][0]["ends_at"], io_testkit::World::START + 13 * 2_629_800);
}

#[test]
fn a_multisig_manages_by_what_it_imports() {
    let (shell, owners) = after_genesis();
    let vault = owners[SEED_INVESTORS].pubkey();
    let file = write(&shell, "grants.csv", &list(7));
    let said = shell.io("nobody", &format!("vesting grant {file} --multisig {vault}"));
    let messages = said["transactions"].as_array().unwrap();
    assert_eq!(messages.len(), 3, "three grants in each");
    assert!(messages.iter().all(|message| message["message_base58"].is_string()));
    assert!(
        shell.chain.account(&grant_address(CategoryKind::Seed, 0)).unwrap().is_none(),
        "nothing was sent"
    );
    let next = shell.address("stranger");
    let said = shell.io("nobody", &format!("vesting propose seed {next} --multisig {vault}"));
    assert!(said["transactions"][0]["message"].is_string());
    shell.fails("nobody", &format!("vesting propose core {next} --multisig {vault}"), Exit::Key);
}
