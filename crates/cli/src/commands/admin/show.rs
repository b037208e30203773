//! Who may do what, as the configs say.

use {
    crate::{time, values::percent, Failure, Session},
    io_client::{
        addresses::{
            buyback::CONFIG as BUYBACK_CONFIG, orders::CONFIG as ORDERS_CONFIG,
            staking::CONFIG as STAKING_CONFIG,
        },
        buyback, hex,
        orders::{self, PriceRules},
        staking,
    },
    io_rpc::read,
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
};

/// Which prices of the oracle orders take, and which were announced.
fn prices(session: &mut Session, config: &orders::Config, now: i64) {
    let [rules, next] = [*config.prices.at(now), config.prices.next];
    let words = |rules: &PriceRules| {
        let feeds = if rules.has_feeds() { "" } else { ", no feeds" };
        format!("{} s old, {} wide at most{feeds}", rules.max_age, percent(rules.max_conf_bps))
    };
    let json = |rules: &PriceRules| {
        json!({
            "io_feed": hex::encode(&rules.io_feed),
            "usdc_feed": hex::encode(&rules.usdc_feed),
            "max_age": rules.max_age,
            "max_conf_bps": rules.max_conf_bps,
        })
    };
    session.output.say(format!("prices that orders take: {}", words(&rules)));
    session.output.set("prices", json(&rules));
    session.output.set("next_prices", Value::Null);
    if next != rules {
        let at = time::utc(config.prices.next_at);
        session.output.say(format!("announced for {at}: {}, feeds as in --json", words(&next)));
        session.output.set("next_prices", json(&next));
    }
}

/// What the configs say of who may do what.
pub fn print(session: &mut Session) -> Result<(), Failure> {
    let now = session.now()?;
    let staking: staking::Config = session.genesis(&STAKING_CONFIG.address)?;
    let orders: orders::Config = session.genesis(&ORDERS_CONFIG.address)?;
    // It may be left for later.
    let buyback: Option<buyback::Config> = read(session.chain, &BUYBACK_CONFIG.address)?;
    let mut admins = vec![
        ("staking", staking.admin, staking.next_admin, staking.pause.is_on(now)),
        ("orders", orders.admin, orders.next_admin, orders.pause.is_on(now)),
    ];
    admins
        .extend(buyback.map(|config| ("buyback", config.admin, config.next_admin, config.pause.is_on(now))));
    let mut rows = Vec::new();
    for (program, admin, next, paused) in admins {
        let next = (next != Pubkey::default()).then_some(next);
        let proposed = next.map_or_else(String::new, |next| session.link(&next));
        rows.push(vec![program.into(), session.link(&admin), proposed, paused.to_string()]);
        let next = next.map(|next| next.to_string());
        session.output.push(
            "admins",
            json!({ "program": program, "admin": admin.to_string(), "next": next, "paused": paused }),
        );
    }
    session.output.table(&["program", "admin", "proposed", "paused"], &[], rows);
    let mut rows = Vec::new();
    for (role, of) in [
        ("staking-oracle", staking.oracle),
        ("slasher", staking.slasher),
        ("orders-oracle", orders.oracle),
        ("arbiter", orders.arbiter),
    ] {
        let holder = of.at(now);
        let next = (of.next != holder).then_some((of.next, of.next_at));
        let announced =
            next.map_or_else(String::new, |(key, at)| format!("{} on {}", session.link(&key), time::utc(at)));
        rows.push(vec![role.into(), session.link(&holder), announced]);
        let next = next.map(|(key, at)| json!({ "key": key.to_string(), "at": at }));
        session.output.push("roles", json!({ "role": role, "holder": holder.to_string(), "next": next }));
    }
    session.output.table(&["role", "holder", "announced"], &[], rows);
    prices(session, &orders, now);
    session.output.set("exchanges", Value::Array(Vec::new()));
    for place in buyback.iter().flat_map(|config| config.exchanges) {
        if place.program != Pubkey::default() {
            let from = time::utc(place.allowed_from);
            let exchange = session.link(&place.program);
            session.output.say(format!("exchange {exchange}, allowed from {from}"));
            let program = place.program.to_string();
            session.output.push("exchanges", json!({ "program": program, "from": place.allowed_from }));
        }
    }
    Ok(())
}
