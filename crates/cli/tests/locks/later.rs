//! What strangers, late funders and changed minds do between two runs of a command.

use {
    crate::{
        after_genesis,
        airdrop::{funded, wallet, DAY},
        shell::{figure, tiring, Shell},
        IO,
    },
    io_cli::Exit,
    io_client::{
        addresses::emission::MINT,
        airdrop::{page_address, season_address, Season, SeasonLedger},
        economics::time::HOUR,
        token::associated_address,
    },
    io_rpc::Chain,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    spl_token_interface::state::Account as TokenAccount,
    std::mem::offset_of,
};

/// A wallet gives its associated token account away.
fn give_away(shell: &Shell, wallet: &Pubkey) {
    shell.chain.world().io_account(wallet);
    let address = associated_address(wallet, &MINT.address);
    let mut account = shell.chain.account(&address).unwrap().unwrap();
    let mut token = TokenAccount::unpack(&account.data).unwrap();
    token.owner = Pubkey::new_from_array([9; 32]);
    TokenAccount::pack(token, &mut account.data).unwrap();
    shell.chain.world().svm.set_account(address, account).unwrap();
}

/// Builds a season of the community's from a list.
fn built(shell: &Shell, id: u64, list: &str, more: &str) -> (String, String) {
    let points = shell.write(&format!("points-{id}.csv"), list);
    let out = shell.file("season").with_extension(id.to_string()).display().to_string();
    shell.io("community", &format!("airdrop build {points} --id {id} --out {out} {more}"));
    (points, out)
}

fn points(of: &[(u64, u64)]) -> String {
    of.iter().map(|(number, points)| format!("{},{points}\n", wallet(*number).pubkey())).collect()
}

/// The same, published, funded and open.
fn opened(shell: &Shell, id: u64, list: &str, more: &str) -> (String, String) {
    let (points, files) = built(shell, id, list, more);
    let opens = shell.chain.world().now() + 8 * DAY;
    shell.io("community", &format!("airdrop create {files} --opens {opens}"));
    shell.io("community", &format!("airdrop fund {id}"));
    shell.pass(8 * DAY);
    (points, files)
}

#[test]
fn an_account_that_was_given_away_stops_no_release() {
    let (shell, _) = after_genesis();
    let list: String = (0..3).map(|i| format!("seed,{i},{},24\n", wallet(i).pubkey())).collect();
    shell.io("seed", &format!("vesting grant {}", shell.write("grants.csv", &list)));
    shell.chain.world().at_month(13, HOUR);
    give_away(&shell, &wallet(1).pubkey());
    let said = shell.run("stranger", "vesting release --open-accounts").unwrap();
    let json = said.json();
    assert_eq!((&json["grants"], figure(&json, "released")), (&2.into(), 2 * IO));
    assert_eq!(json["skipped"][0]["grant"], "seed:1");
    assert!(said.text().contains("does not take it"), "{}", said.text());
    let failure = shell.fails("stranger", "vesting release --open-accounts", Exit::Refused);
    assert!(!failure.contains("--open-accounts"), "{failure}");
}

#[test]
fn neither_an_account_that_was_given_away_nor_a_leaf_without_worth_stops_claims() {
    let (shell, _) = after_genesis();
    let list = points(&[(0, 1), (1, 100_000_000_000), (2, 200_000_000_000), (3, 300_000_000_000)]);
    let text = shell.write("refused.csv", &list);
    let failure = shell.fails("community", &format!("airdrop build {text} --pool 6"), Exit::Usage);
    assert!(failure.contains("1 wallets would get nothing") && failure.contains("--allow-worthless"));
    let (_, files) = opened(&shell, 1, &list, "--pool 6 --allow-worthless");
    give_away(&shell, &wallet(2).pubkey());
    let said = shell.io("stranger", &format!("airdrop claim-for {files} --all --open-accounts"));
    assert_eq!((&said["wallets"], &said["worth_nothing"]), (&2.into(), &1.into()));
    assert_eq!(said["skipped"], serde_json::json!([wallet(2).pubkey().to_string()]));
    // Who names a wallet is told.
    let line = format!("airdrop claim-for {files} {}", wallet(0).pubkey());
    let failure = shell.fails("stranger", &line, Exit::Refused);
    assert!(failure.contains("less than a base unit"), "{failure}");
}

#[test]
fn pages_beyond_the_leaves_of_an_update_are_closed_too() {
    let (shell, _) = after_genesis();
    let community = shell.address("community");
    let address = |i: u64| Pubkey::new_from_array(solana_sha256_hasher::hash(&i.to_le_bytes()).to_bytes());
    let many: String = (0..8_193).map(|i| format!("{},1\n", address(i))).collect();
    let more = "--pool 10000 --allow-programs";
    let (_, files) = built(&shell, 4, &many, more);
    let now = shell.chain.world().now();
    let said = shell.io("community", &format!("airdrop create {files} --opens {}", now + 8 * DAY));
    assert_eq!(said["pages"].as_array().unwrap().len(), 2);
    let (_, files) = built(&shell, 4, &points(&[(0, 1)]), more);
    shell.io("community", &format!("airdrop update {files} --opens {}", now + 9 * DAY));
    let said = shell.io("community", "airdrop cancel 4");
    assert_eq!((&said["pages_closed"], &said["season_closed"]), (&2.into(), &true.into()));
    let season = season_address(&community, 4);
    for address in [season, page_address(&season, 0), page_address(&season, 1)] {
        assert!(shell.chain.account(&address).unwrap().is_none());
    }
}

#[test]
fn a_rest_that_its_funder_cannot_take_holds_up_no_rents_of_pages() {
    let (shell, _) = after_genesis();
    let (_, files) = built(&shell, 7, &points(&[(0, 1), (1, 2)]), "--pool 3");
    let opens = shell.chain.world().now() + 8 * DAY;
    shell.io("community", &format!("airdrop create {files} --opens {opens} --rest return"));
    shell.io("community", "airdrop fund 7");
    give_away(&shell, &shell.address("community"));
    shell.pass(99 * DAY);
    let season = season_address(&shell.address("community"), 7);
    shell.fails("stranger", &format!("airdrop sweep {season}"), Exit::Refused);
    assert!(shell.chain.account(&page_address(&season, 0)).unwrap().is_none());
    assert!(shell.chain.account(&season).unwrap().is_some());
}

/// Its funder has opened no page: a claimant opens the one of its leaf, and whoever claims for
/// others too. The rents return.
#[test]
fn whoever_claims_opens_the_page_that_is_missing() {
    let (shell, _) = after_genesis();
    let opens = shell.chain.world().now() + 8 * DAY;
    let seasons = [1, 2].map(|id| {
        let (_, files) = built(&shell, id, &points(&[(1, 10), (2, 20)]), "--pool 30");
        // The season lands, its page does not.
        let create = format!("airdrop create {files} --opens {opens}");
        shell.run_on(&tiring(&shell, 1, false), "community", &create).unwrap_err();
        shell.io("community", &format!("airdrop fund {id}"));
        (files, season_address(&shell.address("community"), id))
    });
    shell.pass(8 * DAY);
    let [(first, of_first), (second, of_second)] = &seasons;
    let claimant = funded(&shell, 1);
    funded(&shell, 2);
    shell.io(&claimant, &format!("airdrop claim {first}"));
    assert_eq!(shell.chain.world().page(of_first, 0).opener, wallet(1).pubkey());
    shell.io("stranger", &format!("airdrop claim-for {second} --all"));
    let stranger = shell.address("stranger");
    assert_eq!(shell.chain.world().page(of_second, 0).opener, stranger);
    shell.pass(91 * DAY);
    for season in [of_first, of_second] {
        assert_eq!(shell.io("stranger", &format!("airdrop sweep {season}"))["pages_closed"], 1);
    }
}

#[test]
fn verify_compares_a_season_with_its_vault_and_its_pages() {
    let (shell, _) = after_genesis();
    let (points, files) = opened(&shell, 5, &points(&[(0, 1), (1, 2), (2, 3)]), "--pool 6");
    let name = funded(&shell, 1);
    shell.io(&name, &format!("airdrop claim {files}"));
    let verify = format!("airdrop verify {points} --files {files}");
    assert_eq!(shell.io("stranger", &verify)["trusted"], true);
    let season = season_address(&shell.address("community"), 5);
    let vault = io_client::airdrop::vault_address(&season);
    let refuse = |address: Pubkey, word: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let good = shell.chain.account(&address).unwrap().unwrap();
        let mut bad = good.clone();
        change(&mut bad.data);
        shell.chain.world().svm.set_account(address, bad).unwrap();
        let failure = shell.fails("stranger", &verify, Exit::Refused);
        assert!(failure.contains(word), "{word}: {failure}");
        shell.chain.world().svm.set_account(address, good).unwrap();
    };
    let paid = 8 + offset_of!(Season, ledger) + offset_of!(SeasonLedger, paid);
    refuse(season, "its pages 2.00000000 IO", &|data| data[paid] ^= 1);
    refuse(season, "not at the address", &|data| data[8 + offset_of!(Season, id)] ^= 1);
    refuse(season, "not at the address", &|data| data[8 + offset_of!(Season, vault)] ^= 1);
    let bits = 8 + offset_of!(io_client::airdrop::Page, bits);
    refuse(page_address(&season, 0), "its pages 0.00000000 IO", &|data| data[bits] = 0);
    refuse(vault, "the delegate", &|data| {
        let mut token = TokenAccount::unpack(data).unwrap();
        token.delegate = Some(Pubkey::new_from_array([9; 32])).into();
        TokenAccount::pack(token, data).unwrap();
    });
}

#[test]
fn a_list_of_grants_runs_again_after_a_revoke_and_a_hand_over() {
    let (shell, _) = after_genesis();
    let (old, new) = (funded(&shell, 0), funded(&shell, 9));
    let list: String = (0..3).map(|i| format!("core,{i},{},36\n", wallet(i).pubkey())).collect();
    let line = format!("vesting grant {}", shell.write("grants.csv", &list));
    shell.io("core", &line);
    shell.io(&old, &format!("vesting propose core:0 {}", wallet(9).pubkey()));
    shell.io(&new, "vesting accept core:0");
    shell.chain.world().at_month(24, HOUR);
    shell.io("core", "vesting revoke core:1");
    let more = format!("{list}core,3,{},36\n", wallet(3).pubkey());
    let said = shell.run("core", &format!("vesting grant {}", shell.write("more.csv", &more))).unwrap();
    let json = said.json();
    assert_eq!((&json["to_make"], &json["reconciliation"]["agrees"]), (&1.into(), &true.into()));
    let changed = json["changed"].as_array().unwrap();
    let told: Vec<_> = changed.iter().map(|one| (one["grant"].as_str().unwrap(), &one["revoked"])).collect();
    assert_eq!(told, [("core:0", &false.into()), ("core:1", &true.into())]);
    assert!(said.text().contains("belongs to") && said.text().contains("was revoked"), "{}", said.text());
    // An amount that no revoke has left is still refused.
    let wrong = list.replace(",36\n", ",37\n");
    let failure =
        shell.fails("core", &format!("vesting grant {}", shell.write("wrong.csv", &wrong)), Exit::Refused);
    assert!(failure.contains("core:0 exists"), "{failure}");
}

#[test]
fn create_says_the_dates_of_the_chain_and_refuses_others() {
    let (shell, _) = after_genesis();
    let (_, files) = built(&shell, 6, &points(&[(0, 1), (1, 2)]), "--pool 3");
    let now = shell.chain.world().now();
    let create = format!("airdrop create {files} --opens {}", now + 8 * DAY);
    shell.io("community", &create);
    for (other, word) in [
        (format!("airdrop create {files} --opens {}", now + 9 * DAY), "airdrop update"),
        (format!("{create} --for 100d"), "airdrop update"),
        (format!("{create} --rest return"), "is burned"),
    ] {
        let failure = shell.fails("community", &other, Exit::Refused);
        assert!(failure.contains(word), "{failure}");
    }
    // It is funded two days late.
    shell.pass(10 * DAY);
    shell.io("community", "airdrop fund 6");
    let said = shell.io("community", &create);
    assert_eq!(said["opens_at"], now + 10 * DAY);
    assert_eq!(said["closes_at"], now + 100 * DAY);
}
