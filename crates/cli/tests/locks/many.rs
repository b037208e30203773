//! A season of many wallets: what it locks, and what a claim costs.

use {
    crate::{
        airdrop::{funded, wallet, DAY},
        shell::{figure, Shell},
    },
    io_client::{
        airdrop::season_address,
        staking::{stake_address, Stake},
    },
    io_rpc::Chain,
    io_testkit::{owners::COMMUNITY, staking::H100, World},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// A season of 100,000 wallets: what it locks, what a claim costs and how long it is.
#[test]
fn a_hundred_thousand_wallets_lock_an_eighth_of_a_sol() {
    const COUNT: u64 = 100_000;
    let (mut world, cast, _) = World::with_orders();
    let (operator, node) = world.ready_node(&cast, H100, 8);
    world.set_offer(&operator, &node, 8_000);
    let stranger = world.wallet();
    let shell = Shell::new(world);
    shell.key("community", &cast.owners[COMMUNITY]);
    shell.key("stranger", &stranger);
    // Nobody needs the keys of most of them.
    let address = |i: u64| match i {
        0..=3 => wallet(i).pubkey(),
        _ => Pubkey::new_from_array(solana_sha256_hasher::hash(&i.to_le_bytes()).to_bytes()),
    };
    let text: String = (0..COUNT).map(|i| format!("{},{}\n", address(i), 1 + i % 1_000)).collect();
    let points = shell.write("many.csv", &text);
    let out = shell.file("season").with_extension("many").display().to_string();
    let build = format!("airdrop build {points} --pool 17500000 --id 9 --allow-programs --out {out}");
    shell.io("community", &build);
    let lamports = || shell.chain.account(&shell.address("community")).unwrap().unwrap().lamports;
    let before = lamports();
    let opens = shell.chain.world().now() + 8 * DAY;
    let said = shell.io("community", &format!("airdrop create {out} --opens {opens}"));
    assert_eq!(said["pages"].as_array().unwrap().len(), 13);
    let fees: u64 = said["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sent| sent["fee_lamports"].as_u64().unwrap())
        .sum();
    let locked = before - lamports() - fees;
    assert!(locked < 120_000_000, "{locked} lamports");
    let vault: Pubkey = said["vault"].as_str().unwrap().parse().unwrap();
    shell.io("community", "airdrop fund 9");
    shell.pass(8 * DAY);
    println!("13 pages, season and vault lock {:.4} SOL", locked as f64 / 1e9);

    let season = season_address(&shell.address("community"), 9);
    for number in [0, 1] {
        let name = funded(&shell, number);
        let said = shell.io(&name, &format!("airdrop claim {out}"));
        println!("claim at depth 17, whole transaction: {} CU", said["transactions"][0]["compute_units"]);
    }
    // With another fee payer, claim and stake are too long without a table.
    let name = funded(&shell, 2);
    let claim = format!("airdrop claim {out} --stake {node} --fee-payer community.json --priority-fee 1");
    let failure = shell.run(&name, &claim).unwrap_err();
    assert!(failure.to_string().contains("io lut create"), "{failure}");
    shell.remember_slots();
    let table = shell.io("stranger", &format!("lut create {season} {vault}"))["table"].clone();
    let slot = shell.chain.world().svm.get_sysvar::<solana_clock::Clock>().slot;
    shell.chain.world().svm.warp_to_slot(slot + 10);
    let said = shell.io(&name, &format!("{claim} --lookup-table {}", table.as_str().unwrap()));
    println!("claim and stake at depth 17: {} CU", said["transactions"][0]["compute_units"]);
    let paid = figure(&said, "amount");
    let stake: Stake =
        io_rpc::read(&shell.chain, &stake_address(&node, &wallet(2).pubkey())).unwrap().unwrap();
    assert!(stake.position.shares > 0 && paid > 0);
    // The rents return.
    shell.pass(91 * DAY);
    shell.io("stranger", &format!("airdrop sweep {season}"));
    assert!(before - lamports() < 1_000_000, "but for fees");
}
