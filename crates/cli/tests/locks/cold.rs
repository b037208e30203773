//! Grants, releases, hand-overs and airdrops, with the key on a machine without a network.

use {
    crate::{
        after_genesis,
        airdrop::{funded, wallet},
        shell::{figure, DAY},
        IO,
    },
    io_client::{airdrop::season_address, economics::time::HOUR},
    solana_signer::Signer,
};

#[test]
fn what_managers_and_beneficiaries_do() {
    let (shell, _) = after_genesis();
    let shell = shell.in_real_time();
    let [old, new] = [(); 2].map(|()| shell.chain.world().wallet());
    shell.key("old", &old);
    shell.key("new", &new);
    let list = shell.write("core.csv", &format!("core,7,{},36\n", old.pubkey()));
    let granted = shell.cold("core", &format!("vesting grant {list}"));
    assert_eq!(granted["reconciliation"]["agrees"], true);
    shell.cold("old", &format!("vesting propose core:7 {}", new.pubkey()));
    shell.cold("new", "vesting accept core:7");
    shell.cold("core", &format!("vesting propose core {}", new.pubkey()));
    shell.cold("new", "vesting accept core");
    shell.chain.world().at_month(24, HOUR);
    let released = shell.cold("stranger", "vesting release --open-accounts core:7");
    assert_eq!(figure(&released, "released"), 12 * IO);
    assert_eq!(figure(&shell.cold("new", "vesting revoke core:7"), "taken_back"), 24 * IO);
}

#[test]
fn what_funders_and_claimants_do() {
    let (shell, _) = after_genesis();
    let shell = shell.in_real_time();
    let points: String = (0..3).map(|i| format!("{},100\n", wallet(i).pubkey())).collect();
    let points = shell.write("points.csv", &points);
    let out = shell.file("season").with_extension("1").display().to_string();
    let build = |pool: &str, id: u32| {
        shell.io("community", &format!("airdrop build {points} --pool {pool} --id {id} --out {out}"));
    };
    let opens = shell.chain.world().now() + 9 * DAY;
    build("150", 1);
    let create = format!("airdrop create {out} --opens {opens}");
    // Each step of it can be built once the one before has landed.
    shell.submit("community", &create);
    shell.submit("community", &create);
    build("300", 1);
    shell.cold("community", &format!("airdrop update {out} --opens {opens}"));
    assert_eq!(figure(&shell.cold("community", "airdrop fund 1 100"), "missing"), 200 * IO);
    assert_eq!(figure(&shell.cold("community", "airdrop fund 1"), "missing"), 0);
    shell.pass(9 * DAY + 60);
    let claimant = funded(&shell, 2);
    assert_eq!(figure(&shell.cold(&claimant, &format!("airdrop claim {out}")), "amount"), 100 * IO);
    let claim_for = format!("airdrop claim-for {out} --open-accounts {}", wallet(0).pubkey());
    assert_eq!(figure(&shell.cold("stranger", &claim_for), "paid"), 100 * IO);
    shell.pass(91 * DAY);
    let sweep = format!("airdrop sweep {}", season_address(&shell.address("community"), 1));
    // The sweep, then the rents.
    shell.submit("stranger", &sweep);
    shell.submit("stranger", &sweep);

    build("150", 2);
    let create = format!("airdrop create {out} --opens {}", shell.chain.world().now() + 9 * DAY);
    shell.submit("community", &create);
    shell.submit("community", "airdrop cancel 2");
    shell.submit("community", "airdrop cancel 2");
    assert_eq!(shell.io("stranger", "airdrop status")["seasons"].as_array().map(Vec::len), Some(0));
}
