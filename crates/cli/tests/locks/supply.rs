//! What circulates, and who controls the vaults.

use {
    crate::{
        after_genesis,
        shell::{figure, Shell},
        IO,
    },
    io_cli::Exit,
    io_client::{
        addresses::{
            orders,
            staking::{self, STAKE_VAULT},
            vesting::{CATEGORIES, PROGRAM_DATA, VAULTS},
        },
        economics::time::DAY,
    },
    io_rpc::Chain,
    io_testkit::{
        owners::{COMMUNITY, ECOSYSTEM},
        World,
    },
    serde_json::{json, Value},
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    spl_token_interface::state::Account as TokenAccount,
};

#[test]
fn what_is_locked_in_airdrops_or_in_the_treasury_does_not_circulate() {
    let (shell, owners) = after_genesis();
    let [.., ecosystem, community] = &owners;
    let plain = shell.io("stranger", "supply --circulating");
    assert_eq!(figure(&plain, "circulating"), 228_000_000 * IO);
    assert_eq!(figure(&plain, "locked_total"), 272_000_000 * IO);
    let file = json!({
        "ecosystem": ecosystem.pubkey().to_string(),
        "community": [community.pubkey().to_string()],
    });
    let treasury = shell.write("treasury.txt", &file.to_string());
    let line = format!("supply --circulating --treasury {treasury}");
    assert_eq!(figure(&shell.io("stranger", &line), "circulating"), 0);
    let wallet = shell.address("stranger");
    {
        let mut world = shell.chain.world();
        let account = world.io_account(&wallet);
        world.transfer_io(community, &account, 75_000_000 * IO + 5);
    }
    let said = shell.io("stranger", &line);
    assert_eq!(figure(&said, "circulating"), 75_000_000 * IO + 5);
    assert_eq!(said["result"], "75000000.00000005");
    let only = shell.run("stranger", &format!("{line} --result-only")).unwrap();
    assert_eq!(only.json(), json!({ "result": "75000000.00000005" }));
    assert_eq!(only.text(), "75000000.00000005\n");

    // A season of the treasury's does not circulate, a stranger's does.
    for who in ["community", "stranger"] {
        let points = shell.write("points.csv", &format!("{wallet},1\n"));
        let out = shell.file(who).with_extension("season").display().to_string();
        shell.io(who, &format!("airdrop build {points} --pool 1000 --out {out}"));
        let opens = shell.chain.world().now() + 8 * DAY;
        shell.io(who, &format!("airdrop create {out} --opens {opens}"));
        shell.io(who, "airdrop fund 0");
    }
    let said = shell.io("stranger", &line);
    assert_eq!(figure(&said, "airdrops_total"), 1_000 * IO);
    assert_eq!(figure(&said, "airdrops_of_others"), 1_000 * IO);
    assert_eq!(figure(&said, "circulating"), 75_000_000 * IO + 5);
    let parts = ["locked_total", "airdrops_total", "treasury_total", "circulating"];
    assert_eq!(parts.map(|part| figure(&said, part)).iter().sum::<u64>(), figure(&said, "supply"));

    // The first tranche; nobody has a grant, so that nothing has left the vaults.
    shell.chain.world().at_month(13, 1);
    assert_eq!(figure(&shell.io("stranger", &line), "locked_total"), 272_000_000 * IO);
    let row = format!("seed,0,{wallet},24000000\n");
    shell.io("seed", &format!("vesting grant {}", shell.write("grants.csv", &row)));
    shell.io("stranger", "vesting release");
    let said = shell.io("stranger", &line);
    assert_eq!(figure(&said, "locked_total"), 271_000_000 * IO);
    assert_eq!(figure(&said, "circulating"), 76_000_000 * IO + 5);
}

#[test]
fn a_file_of_the_treasury_that_is_wrong_is_refused() {
    let (shell, owners) = after_genesis();
    let key = owners[ECOSYSTEM].pubkey();
    for (text, word) in [
        ("[]".to_owned(), "invalid type"),
        (json!({ "ecosystem": "nobody" }).to_string(), "is no wallet"),
        (json!({ "ecosystem": [5] }).to_string(), "is no wallet"),
        (json!({ "a": key.to_string(), "b": [key.to_string()] }).to_string(), "would count twice"),
    ] {
        let file = shell.write("treasury.txt", &text);
        let failure =
            shell.fails("stranger", &format!("supply --circulating --treasury {file}"), Exit::Usage);
        assert!(failure.contains(word), "{failure}");
    }
    shell.fails("stranger", "supply --result-only", Exit::Usage);
    shell.fails("stranger", "supply --circulating --treasury /nowhere/at/all", Exit::Usage);
}

#[test]
fn status_compares_the_locks_with_their_vaults() {
    let (world, _, _) = World::with_orders();
    let shell = Shell::new(world);
    let status = shell.io("nobody", "status");
    let locked = status["vaults"].as_array().unwrap().iter().find(|vault| vault["vault"] == "core");
    assert_eq!(figure(locked.unwrap(), "owed"), 90_400_000 * IO);
    assert_eq!(status["covered"], true);
    forged(&shell, VAULTS[1], |token| token.amount -= 1);
    let failure = shell.fails("nobody", "status", Exit::Refused);
    assert!(failure.contains("0.00000001 IO are missing") && failure.contains("series-a"), "{failure}");
}

fn forged(shell: &Shell, vault: Pubkey, change: impl Fn(&mut TokenAccount)) {
    let mut account = shell.chain.account(&vault).unwrap().unwrap();
    let mut token = TokenAccount::unpack(&account.data).unwrap();
    change(&mut token);
    TokenAccount::pack(token, &mut account.data).unwrap();
    shell.chain.world().svm.set_account(vault, account).unwrap();
}

#[test]
fn verify_names_every_authority_of_a_vault() {
    const VERIFY: &str = "verify --programs target/deploy";
    let bare = Shell::new(World::new());
    let said = bare.io("nobody", VERIFY);
    assert!(said["vaults"].is_null());
    assert_eq!(said["vesting_final"], false, "genesis has not begun");

    let (mut world, cast, _) = World::with_orders();
    world.start_buyback();
    let community = cast.owners[COMMUNITY].insecure_clone();
    let shell = Shell::new(world);
    shell.key("community", &community);
    let points = shell.write("points.csv", &format!("{},1\n", community.pubkey()));
    let out = shell.file("season").with_extension("0").display().to_string();
    shell.io("community", &format!("airdrop build {points} --pool 1000 --out {out}"));
    let opens = shell.chain.world().now() + 8 * DAY;
    let season: Pubkey = shell.io("community", &format!("airdrop create {out} --opens {opens}"))["vault"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let said = shell.io("nobody", VERIFY);
    assert_eq!(said["vesting_final"], true);
    let vaults: &Vec<Value> = said["vaults"].as_array().unwrap();
    assert_eq!((vaults.len(), &said["seasons"]), (11, &1.into()), "{vaults:#?}");
    assert!(vaults.iter().all(|vault| vault["alone"] == true));

    let stranger = Pubkey::new_from_array([9; 32]);
    let every: Vec<Pubkey> = [STAKE_VAULT.address, staking::REWARD_VAULT]
        .into_iter()
        .chain([orders::IO_VAULT.address, orders::USDC_VAULT.address])
        .chain(VAULTS)
        .chain([season])
        .collect();
    for vault in every {
        let good = shell.chain.account(&vault).unwrap().unwrap();
        forged(&shell, vault, |token| token.delegate = Some(stranger).into());
        let failure = shell.fails("nobody", VERIFY, Exit::Refused);
        assert!(failure.contains("the delegate"), "{failure}");
        shell.chain.world().svm.set_account(vault, good.clone()).unwrap();
        forged(&shell, vault, |token| token.close_authority = Some(stranger).into());
        let failure = shell.fails("nobody", VERIFY, Exit::Refused);
        assert!(failure.contains("the close authority"), "{failure}");
        shell.chain.world().svm.set_account(vault, good).unwrap();
    }
    assert_ne!(CATEGORIES[0].address, stranger);
    // The loader's account says that somebody may replace io_vesting.
    let mut account = shell.chain.account(&PROGRAM_DATA).unwrap().unwrap();
    account.data[12] = 1;
    shell.chain.world().svm.set_account(PROGRAM_DATA, account).unwrap();
    let failure = shell.fails("nobody", VERIFY, Exit::Refused);
    assert!(failure.contains("io_vesting can be replaced"), "{failure}");
}
