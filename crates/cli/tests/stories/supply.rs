//! Figures for everybody.

use {
    crate::shell::{figure, Shell},
    crate::{ready_node, town, IO},
    io_cli::Exit,
    io_client::economics::{time::HOUR, units::BASE_UNITS_PER_USDC},
    io_rpc::Chain,
    io_testkit::{
        chain::{Call, Effect, FaultyChain},
        World,
    },
    serde_json::json,
    solana_signer::Signer,
    std::sync::atomic::{AtomicU32, Ordering},
};

#[test]
fn supply_and_schedule() {
    let shell = town();
    shell.pass(2 * HOUR);
    let supply = shell.io("stranger", "supply");
    assert_eq!(figure(&supply, "supply"), 500_000_000 * IO);
    let due = figure(&supply, "due");
    assert!(due > 0);
    assert_eq!(figure(&shell.io("stranger", "crank"), "minted"), due);
    let nothing = shell.fails("stranger", "crank", Exit::TooEarly);
    assert_eq!(nothing, "io_emission: Crank again after the next full hour since genesis.");
    let schedule = shell.io("stranger", "schedule --month 240");
    assert_eq!(figure(&schedule["months"][0], "emitted_so_far"), 300_000_000 * IO);
    assert_eq!(schedule["months"][0]["ends_at"], World::START + 240 * 2_629_800);
    assert_eq!(shell.io("stranger", "schedule --monthly --offline")["months"].as_array().unwrap().len(), 240);
}

#[test]
fn status_shows_pauses_and_what_waits_for_the_buyback() {
    let (mut world, cast, roles) = World::with_orders();
    let admin = world.start_buyback();
    world.revenue(70);
    let calls = [
        io_client::orders::set_paused(&roles.admin.pubkey(), true),
        io_client::staking::set_paused(&cast.admin.pubkey(), true),
    ];
    let shell = Shell::new(world);
    let status = shell.io("nobody", "status");
    assert_eq!(status["paused"], json!({ "staking": false, "orders": false, "buyback": false }));
    shell.chain.world().accepted(&calls, &[&roles.admin, &cast.admin]);
    let status = shell.run("nobody", "status").unwrap();
    assert_eq!(status.json()["paused"], json!({ "staking": true, "orders": true, "buyback": false }));
    shell.chain.world().accepted(&[io_client::buyback::set_paused(&admin.pubkey(), true)], &[&admin]);
    assert_eq!(shell.io("nobody", "status")["paused"]["buyback"], true);
    let vaults = status.json()["vaults"].clone();
    let vault = vaults.as_array().unwrap().last().unwrap();
    assert_eq!((vault["vault"].as_str(), vault["currency"].as_str()), (Some("buyback"), Some("USDC")));
    assert_eq!(figure(vault, "held"), 70 * BASE_UNITS_PER_USDC);
    assert!(status.text().contains("to be burned") && status.text().contains("buys IO"), "{}", status.text());
}

#[test]
fn completions_name_every_command() {
    let shell = Shell::new(World::new());
    for kind in ["bash", "zsh", "fish"] {
        let output = shell.run("nobody", &format!("completions {kind}")).unwrap();
        for command in ["stake", "order", "claim-commission", "take-unclaimed", "announce-role", "hand-over"]
        {
            assert!(output.text().contains(command), "{kind}: {command}");
        }
    }
}

#[test]
fn manual_pages_are_written() {
    let shell = Shell::new(World::new());
    let folder = shell.file("x").with_file_name("man");
    std::fs::create_dir(&folder).unwrap();
    shell.io("nobody", &format!("man {}", folder.display()));
    for page in ["io.1", "io-stake.1", "io-slash-raise.1"] {
        let text = std::fs::read_to_string(folder.join(page)).unwrap();
        assert!(text.starts_with(".ie") && text.contains(".TH"), "{page}: {text}");
    }
    let nowhere = shell.fails("nobody", "man /nowhere", Exit::Usage);
    assert!(nowhere.contains("Cannot write manual pages"), "{nowhere}");
}

#[test]
fn status_is_of_one_moment_and_fails_when_something_is_short() {
    let shell = town();
    let node = ready_node(&shell);
    // Somebody stakes between two reads of the same status.
    let stakes = AtomicU32::new(0);
    let busy = FaultyChain::new(&shell.chain, |call| {
        if matches!(call, Call::ProgramAccounts(_)) && stakes.fetch_add(1, Ordering::Relaxed) < 7 {
            shell.io("holder", &format!("stake {node} 1"));
        }
        Effect::Answer
    });
    let status = shell.run_on(&busy, "stranger", "status").unwrap();
    assert_eq!(status.json()["covered"], true, "{}", status.text());
    let restless = FaultyChain::new(&shell.chain, |call| {
        if matches!(call, Call::ProgramAccounts(_)) {
            shell.io("holder", &format!("stake {node} 1"));
        }
        Effect::Answer
    });
    let failure = shell.run_on(&restless, "stranger", "status").unwrap_err();
    assert_eq!(failure.exit, Exit::Other);
    assert!(failure.message.contains("different moments"), "{failure}");

    let vault = io_client::addresses::staking::STAKE_VAULT.address;
    let mut account = shell.chain.account(&vault).unwrap().unwrap();
    // The amount of a token account.
    account.data[64..72].copy_from_slice(&(15_999 * IO).to_le_bytes());
    shell.chain.world().svm.set_account(vault, account).unwrap();
    let failure = shell.run("stranger", "status").unwrap_err();
    assert_eq!(failure.exit, Exit::Refused);
    assert!(failure.message.contains("are missing in the vault"), "{failure}");
    assert!(failure.before.text().contains("SHORT"), "{}", failure.before.text());
}
