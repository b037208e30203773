//! Vaults that hold too little, and prices that are too old: who is told, and when it is believed.

use {
    crate::town::{story, tell, Story, Town},
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_client::addresses::staking::STAKE_VAULT,
    io_index::{
        hooks::{Hooks, Kind, Patience, Secret, Thresholds, Webhook},
        http::{OraclePrice, Watched},
        Tip,
    },
    io_rpc::solvency::Moment,
    solana_pubkey::Pubkey,
    sqlx::Row,
};

/// Where the amount lies in a token account.
const AMOUNT: std::ops::Range<usize> = 64..72;

fn shortened(data: &mut [u8]) {
    let amount = u64::from_le_bytes(data[AMOUNT].try_into().unwrap()) - 1;
    data[AMOUNT].copy_from_slice(&amount.to_le_bytes());
}

/// A world like the story's, whose stake vault holds a base unit less than it should.
fn short() -> Story {
    let story = tell();
    {
        let mut world = story.chain.world();
        let mut account = world.svm.get_account(&STAKE_VAULT.address).expect("a vault");
        shortened(&mut account.data);
        world.svm.set_account(STAKE_VAULT.address, account).expect("an account");
    }
    story
}

/// A webhook that is told of one kind alone, from now on.
async fn told_of(town: &Town, kind: Kind) -> Hooks {
    let webhook = Webhook {
        name: "alarms".into(),
        url: "http://127.0.0.1:9/".parse().unwrap(),
        secret: Secret::new("0123456789abcdef"),
        kinds: vec![kind],
        addresses: Vec::new(),
        allow_private: true,
    };
    let hooks = Hooks::new(town.store.clone(), vec![webhook], Thresholds::default(), Patience::default());
    hooks.register(*town.live.tip.borrow()).await.unwrap();
    hooks
}

async fn bodies(town: &Town) -> Vec<serde_json::Value> {
    let rows = sqlx::query("SELECT body FROM deliveries ORDER BY subject").fetch_all(town.store.reader());
    let rows = rows.await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.get::<String, _>(0)).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shortage_is_told_once_the_cluster_shows_it() {
    let town = Town::new().await;
    let tip = *town.live.tip.borrow();
    let hooks = told_of(&town, Kind::VaultNotCovered).await;
    // The tables alone are not believed: they have accounts of slots that are near each other.
    let sql = "SELECT data FROM accounts WHERE address = $1";
    let vault = STAKE_VAULT.address.to_string();
    let row = sqlx::query(sql).bind(vault.clone()).fetch_one(town.store.reader()).await.unwrap();
    let mut data = STANDARD.decode(row.get::<String, _>(0)).unwrap();
    shortened(&mut data);
    let update = sqlx::query("UPDATE accounts SET data = $1 WHERE address = $2");
    update.bind(STANDARD.encode(data)).bind(vault.clone()).execute(town.store.writer()).await.unwrap();
    assert!(!town.figures.sum(town.store.reader(), tip).await.unwrap());
    assert_eq!(town.get("/v1/solvency").await["covered"], true);
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 0);
    // The cluster is.
    let moment = Moment::read(&*short().chain).unwrap().unwrap();
    town.figures.confirm(&moment, tip.slot);
    let solvency = town.get("/v1/solvency").await;
    assert_eq!(solvency["covered"], false);
    let short: Vec<_> =
        solvency["vaults"].as_array().unwrap().iter().filter(|v| v["covered"] == false).collect();
    assert_eq!((short.len(), &short[0]["account"]), (1, &vault.clone().into()));
    let number = |field: &str| short[0][field].as_str().unwrap().parse::<u64>().unwrap();
    assert_eq!(number("held") + 1, number("owed"));
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 1);
    assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), 0, "it is told once");
    let body = bodies(&town).await.remove(0);
    assert_eq!((body["kind"].as_str(), &body["data"]["account"]), (Some("vault_not_covered"), &vault.into()));
    // And what is covered again is shown as that.
    town.figures.confirm(&Moment::read(&*story().chain).unwrap().unwrap(), tip.slot);
    assert_eq!(town.get("/v1/solvency").await["covered"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_price_is_told_once_until_the_next() {
    let town = Town::new().await;
    let tip = Tip { complete: true, ..*town.live.tip.borrow() };
    let hooks = told_of(&town, Kind::PriceStale).await;
    let now = tip.time;
    let mut expected = Vec::new();
    // Fresh; old but taken by its program; too old; still; newer and too old; fresh; none.
    for (published, max_age, new) in [
        (Some(now - 10), 30, 0),
        (Some(now - 600), 900, 0),
        (Some(now - 301), 30, 1),
        (Some(now - 301), 30, 0),
        (Some(now - 300), 30, 0),
        (Some(now - 400), 30, 1),
        (Some(now), 30, 0),
        (None, 30, 1),
    ] {
        let price =
            OraclePrice { name: "orders: IO", account: Pubkey::new_from_array([9; 32]), published, max_age };
        let watched = Watched { circulation: None, now, prices: vec![price] };
        town.figures.show(town.store.reader(), &Vec::new(), watched).await.unwrap();
        assert_eq!(hooks.look(&town.figures, tip).await.unwrap(), new, "{published:?} {max_age}");
        expected.extend((new > 0).then_some(published.map(|at| now - at)));
    }
    let mut ages: Vec<_> = bodies(&town).await.iter().map(|body| body["data"]["age"].as_i64()).collect();
    ages.sort_unstable();
    expected.sort_unstable();
    assert_eq!(ages, expected);
}
