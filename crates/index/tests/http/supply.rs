//! Figures: the same as tools show of the chain itself.

use {
    crate::town::{story, Town, A_DAY},
    io_client::{
        addresses::emission::{EMISSION, MINT},
        economics::{emission as schedule, genesis},
        emission::Emission,
        staking::{delegators_apr, rewards_a_day},
        vesting::CategoryKind,
    },
    io_rpc::{
        read,
        solvency::Moment,
        supply::{listed, mint_supply, Circulation},
        Chain,
    },
    serde_json::Value,
};

fn number(value: &Value) -> u64 {
    value.as_str().unwrap_or_else(|| panic!("{value} is no amount")).parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn supply_is_what_the_chain_has() {
    let town = Town::new().await;
    let story = story();
    let supply = town.get("/v1/supply").await;
    let exists = mint_supply(story.chain.account(&MINT.address).unwrap().as_ref()).unwrap();
    let state: Emission = read(&*story.chain, &EMISSION.address).unwrap().unwrap();
    assert_eq!(number(&supply["supply"]), exists);
    assert_eq!(number(&supply["emitted"]), state.minted);
    // The stranger's burn too, of which no program knows.
    assert_eq!(number(&supply["burned"]), genesis::TOTAL + state.minted - exists);
    assert!(number(&supply["burned"]) >= 500_000_000);
    assert_eq!(number(&supply["still_to_come"]), schedule::TOTAL - state.minted);
    let seasons = [story.season];
    let found = Circulation::read(&*story.chain, &seasons, &story.treasury).unwrap();
    assert_eq!(number(&supply["circulating"]), found.circulating());
    let locked: u64 = CategoryKind::ALL.map(CategoryKind::total).iter().sum();
    assert_eq!(number(&supply["locked_total"]), locked);
    assert_eq!(number(&supply["airdrops_total"]), 70_000_000_000);
    assert_eq!(number(&supply["airdrops_of_others"]), 0);
    assert_eq!(supply["treasury"].as_array().unwrap().len(), 3);
    for (path, amount) in
        [("total", exists), ("circulating", found.circulating()), ("burned", number(&supply["burned"]))]
    {
        let result = town.get(&format!("/v1/supply/{path}")).await;
        assert_eq!(result, serde_json::json!({ "result": listed(amount) }), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_add_up() {
    let town = Town::new().await;
    let supply = town.get("/v1/supply").await;
    let genesis = supply["genesis_ts"].as_i64().unwrap();
    let path = format!("/v1/supply/hours?from={genesis}&to={}", genesis + 300 * A_DAY);
    for limit in [1, 2, 1_000] {
        let hours = town.all(&path, limit.max(8)).await;
        let sum = |field: &str| hours.iter().map(|hour| number(&hour[field])).sum::<u64>();
        assert_eq!(sum("minted"), number(&supply["at_genesis"]) + number(&supply["emitted"]));
        let parts = hours.iter().flat_map(|hour| hour["by"].as_object().unwrap());
        let minted = parts.filter(|(reason, _)| matches!(reason.as_str(), "genesis" | "emission"));
        assert_eq!(minted.map(|(_, amount)| number(amount)).sum::<u64>(), sum("minted"));
        let times: Vec<i64> = hours.iter().map(|hour| hour["hour"].as_i64().unwrap()).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "oldest first, each once");
    }
    let bookings =
        town.all(&format!("/v1/prices/hours?from={genesis}&to={}", genesis + 300 * A_DAY), 1_000).await;
    let dollars: Vec<&Value> = bookings.iter().filter(|hour| hour["currency"] == "USDC").collect();
    assert!(!dollars.is_empty());
    for hour in dollars {
        assert_eq!((hour["kind"].as_str(), hour["average"].as_str()), (Some("booking"), Some("1500000")));
    }
    for path in ["/v1/supply/hours?from=0&to=4000000000", "/v1/prices/hours?from=5&to=5"] {
        assert_eq!(town.ask(path).await.code(), "bad_range", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn vaults_hold_what_they_owe() {
    let town = Town::new().await;
    let story = story();
    let solvency = town.get("/v1/solvency").await;
    assert_eq!(solvency["covered"], true);
    let moment = Moment::read(&*story.chain).unwrap().unwrap();
    let config: io_client::staking::ConfigAndPools =
        read(&*story.chain, &io_client::addresses::staking::CONFIG.address).unwrap().unwrap();
    let tally = moment.tally(&config.pools);
    let vaults = moment.vaults(&tally).unwrap().unwrap();
    let shown = solvency["vaults"].as_array().unwrap();
    assert_eq!(shown.len(), vaults.len());
    for (shown, vault) in shown.iter().zip(&vaults) {
        assert_eq!(shown["account"], vault.address.to_string());
        assert_eq!(
            (number(&shown["held"]), number(&shown["owed"])),
            (vault.held, vault.owed),
            "{}",
            vault.name
        );
    }
    assert_eq!(solvency["paused"], serde_json::json!({ "staking": false, "orders": false, "buyback": null }));
    // And if one did not: what the chain itself shows is told, not what the tables seem to say.
    town.figures.confirm(&moment, 1);
    assert_eq!(town.get("/v1/solvency").await["covered"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn earnings_are_those_of_the_tools() {
    let town = Town::new().await;
    let story = story();
    let node = town.get(&format!("/v1/nodes/{}", story.node)).await;
    let config: io_client::staking::ConfigAndPools =
        read(&*story.chain, &io_client::addresses::staking::CONFIG.address).unwrap().unwrap();
    let own: io_client::staking::Node = read(&*story.chain, &story.node).unwrap().unwrap();
    let now = town.live.tip.borrow().time;
    let figures = &node["figures"];
    assert!(rewards_a_day(&own, &config.pools, now) > 0);
    assert_eq!(number(&figures["rewards_a_day"]), rewards_a_day(&own, &config.pools, now));
    assert_eq!(figures["delegators_apr_bps"], delegators_apr(&own, &config.pools, now));
    assert_eq!(figures["slash_pending_bps"], 500);
    assert_eq!(figures["free"], own.ledger.processors - own.ledger.hired);
    let apr = town.get("/v1/apr").await;
    let gpu = &apr["pools"][0];
    assert_eq!((&gpu["pool"], &gpu["nodes"], &gpu["earning"]), (&"gpu".into(), &1.into(), &1.into()));
    assert_eq!(gpu["delegators_apr_bps"]["median"], figures["delegators_apr_bps"]);
    assert_eq!(gpu["rewards_a_day"], figures["rewards_a_day"]);
    assert_eq!(apr["pools"][1]["delegators_apr_bps"], Value::Null);
}
