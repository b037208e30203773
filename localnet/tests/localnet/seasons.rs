//! The eight airdrop seasons of the network, by `io airdrop` over RPC: checked, claimed, claimed
//! for others, staked, swept.

use {
    crate::{
        network::{said, Network},
        tools::{folder, io},
    },
    anyhow::{ensure, Context, Result},
    io_client::{
        addresses::emission::MINT,
        airdrop::payout,
        economics::units::BASE_UNITS_PER_IO,
        staking::{node_address, stake_address, Stake},
        token::associated_address,
    },
    io_localnet::{seasons, Rpc},
    io_testkit::airdrop::SEASONS,
    serde_json::Value,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::process::Command,
};

/// Wallets on each list, and points of all of them; of the first three, in their order, the
/// operator, the holder and the client.
const WALLETS: u64 = 43;
const POINTS: u64 = WALLETS * 1_000 + 250 * WALLETS * (WALLETS - 1) / 2;
const OPERATOR: u64 = 1_000;
const HOLDER: u64 = 1_250;
const CLIENT: u64 = 1_500;

/// What so many points of a season are worth.
fn worth(season: usize, points: u64) -> u64 {
    payout(points, POINTS, SEASONS[season - 1].1 * BASE_UNITS_PER_IO).expect("points of the list")
}

fn figure(said: &Value, key: &str) -> Result<u64> {
    Ok(said[key].as_str().with_context(|| format!("no {key} in {said}"))?.parse()?)
}

/// Base units of IO of a wallet; 0 without an account.
fn balance(rpc: &Rpc, wallet: &Pubkey) -> Result<u64> {
    let account = associated_address(wallet, &MINT.address);
    match rpc.client().get_token_account_balance(&account) {
        Ok(amount) => Ok(amount.amount.parse()?),
        Err(_) => Ok(0),
    }
}

/// Runs `io` as somebody whom it refuses; what it says, and with which code it ends.
fn refused(network: &Network, who: &str, args: &[&str]) -> Result<(Option<i32>, String)> {
    let key = network.keys()?.path(who);
    let mut command = Command::new(folder().join("io"));
    let out = command.args(["--url", &network.url(), "--keypair"]).arg(key).args(args).output()?;
    ensure!(!out.status.success(), "{args:?} was accepted");
    Ok((out.status.code(), said(&out)))
}

#[test]
fn the_eight_seasons_pay_over_rpc() -> Result<()> {
    let network = Network::start("seasons", &[])?;
    let (rpc, keys) = (network.rpc(), network.keys()?);
    let files = |season: u64| seasons::folder(&keys, season).display().to_string();
    let all = io(&network, "keeper", &["airdrop", "status"])?;
    let mut pools = Vec::new();
    for season in all["seasons"].as_array().context("seasons")? {
        ensure!(season["open"] == false && season["rest"] == "burn", "{season}");
        pools.push((figure(season, "id")?, figure(season, "pool")?));
    }
    let announced = SEASONS.iter().map(|(_, pool)| pool * BASE_UNITS_PER_IO);
    assert_eq!(pools, (1..).zip(announced).collect::<Vec<_>>());
    // A week in which anyone recomputes what they pay.
    for season in 1..=8 {
        let list = format!("{}/points.csv", files(season));
        let checked = io(&network, "keeper", &["airdrop", "verify", &list, "--files", &files(season)])?;
        assert_eq!(checked["trusted"], true, "season {season}");
    }
    let (code, words) = refused(&network, "holder", &["airdrop", "claim", &files(1)])?;
    ensure!(code == Some(4) && words.contains("The season opens"), "{code:?}: {words}");

    network.command(&["travel", "8d"])?;
    // The holder claims from the GPU workers' season and from the CPU workers'.
    let holder = keys.holder.pubkey();
    for season in [1, 2] {
        let had = balance(&rpc, &holder)?;
        let claimed = io(&network, "holder", &["airdrop", "claim", &files(season)])?;
        let pays = worth(season as usize, HOLDER);
        assert_eq!(figure(&claimed, "amount")?, pays);
        assert_eq!(balance(&rpc, &holder)?, had + pays);
        let (code, words) = refused(&network, "holder", &["airdrop", "claim", &files(season)])?;
        ensure!(code == Some(4) && words.contains("has claimed before"), "{code:?}: {words}");
    }
    // The client claims and stakes at once: of the third season that is more than the node takes of
    // others, 8,000 IO, and nothing is claimed then.
    let (client, operator) = (keys.client.pubkey(), keys.operator.pubkey());
    let node = node_address(&operator, 0);
    let to = node.to_string();
    let (code, words) = refused(&network, "client", &["airdrop", "claim", &files(3), "--stake", &to])?;
    ensure!(code == Some(3), "{code:?}: {words}");
    let had = balance(&rpc, &client)?;
    let staked = io(&network, "client", &["airdrop", "claim", &files(4), "--stake", &to])?;
    assert_eq!(figure(&staked, "amount")?, worth(4, CLIENT));
    assert_eq!(balance(&rpc, &client)?, had, "all of it is staked");
    assert_eq!(rpc.read::<Stake>(&stake_address(&node, &client))?.owner, client);
    // The keeper claims for the operator, who does not sign, then for everybody.
    let had = balance(&rpc, &operator)?;
    let paid = io(&network, "keeper", &["airdrop", "claim-for", &files(1), &operator.to_string()])?;
    assert_eq!(figure(&paid, "paid")?, worth(1, OPERATOR));
    assert_eq!(balance(&rpc, &operator)?, had + worth(1, OPERATOR));
    let everybody = ["airdrop", "claim-for", &files(8), "--all", "--open-accounts"];
    let paid = io(&network, "keeper", &everybody)?;
    assert_eq!(paid["wallets"], WALLETS);
    let status = io(&network, "holder", &["airdrop", "status", &files(8)])?;
    assert_eq!((&status["season"]["claimed"], &status["wallet"]["claimed"]), (&WALLETS.into(), &true.into()));
    let left = figure(&status["season"], "unclaimed")?;
    ensure!(left < WALLETS, "{left} base units are left of a pool that everybody has claimed from");
    let status = io(&network, "holder", &["airdrop", "status", &files(1)])?;
    assert_eq!(status["season"]["claimed"], 2);

    // Half a year later anyone burns what nobody claimed.
    network.command(&["travel", "181d", "--leap"])?;
    let supply = || -> Result<u64> { Ok(rpc.client().get_token_supply(&MINT.address)?.amount.parse()?) };
    let before = supply()?;
    let address = status["season"]["address"].as_str().context("an address")?;
    let swept = io(&network, "keeper", &["airdrop", "sweep", address])?;
    let rest = SEASONS[0].1 * BASE_UNITS_PER_IO - worth(1, OPERATOR) - worth(1, HOLDER);
    assert_eq!(figure(&swept, "rest")?, rest);
    assert_eq!(before - supply()?, rest);
    let all = io(&network, "keeper", &["airdrop", "status"])?;
    assert_eq!(all["seasons"].as_array().map(Vec::len), Some(7));
    network.stop()
}
