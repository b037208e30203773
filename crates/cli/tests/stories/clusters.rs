//! Orders with the same note, taken as one.

use {
    crate::{
        market::nodes,
        shell::{figure, Shell, DAY},
        town,
    },
    io_cli::Exit,
    io_client::economics::{orders::FeeRates, time::HOUR, units::BASE_UNITS_PER_USDC as USDC},
    io_rpc::{Chain, Fault},
    io_testkit::chain::{Call, Effect, FaultyChain},
    serde_json::{json, Value},
    solana_message::VersionedMessage,
    std::sync::atomic::{AtomicBool, Ordering},
};

/// The chain, whose slots pass as they are asked for: a lookup table is of use from the next one.
fn with_slots(shell: &Shell) -> FaultyChain<'_> {
    shell.remember_slots();
    FaultyChain::new(&shell.chain, |call| {
        if matches!(call, Call::Height) {
            let mut world = shell.chain.world();
            let slot = world.svm.get_sysvar::<solana_clock::Clock>().slot;
            world.svm.warp_to_slot(slot + 1);
        }
        Effect::Answer
    })
}

/// What the client pays in for so many USDC.
fn with_fees(usdc: u64) -> u64 {
    let FeeRates { booking_bps, payment_bps, .. } = FeeRates::GENESIS;
    usdc * USDC * (10_000 + u64::from(booking_bps + payment_bps)) / 10_000
}

fn sum(shown: &Value, key: &str) -> u64 {
    figure(&shown["sums"][0], key)
}

#[test]
fn eight_nodes_are_one_cluster() {
    let shell = town();
    nodes(&shell, 0, 8);
    for id in 0..8 {
        shell.io("operator", &format!("ask set {id} --usdc 0.05 --notice 24h"));
    }
    // 64 processors for two days at 0.05 an hour are 153.6 USDC.
    let line = "book --class a100-80gb --processors 64 --for 2d --most \"160 USDC\" --note \"run 7\"";
    // A dry run makes no table: it tries what fits without one.
    let tried = shell.run("client", &format!("{line} --dry-run")).unwrap();
    let said = tried.json();
    let titles = said["transactions"].as_array().unwrap().iter().map(|sent| &sent["title"]);
    assert_eq!(titles.collect::<Vec<_>>(), [&json!("book 4 of 8"), &json!("book 4 of 8")]);
    let told =
        "8 nodes are booked at once by a lookup table, which a dry run does not make: it tries them in 2";
    assert!(tried.text().contains(told), "{}", tried.text());
    assert!(shell.io("client", "order list")["orders"].as_array().unwrap().is_empty());
    let hash = shell.chain.latest_blockhash().unwrap().hash;
    let elsewhere = format!("{line} --sign-only --blockhash {hash}");
    let refused = shell.fails("client", &elsewhere, Exit::Refused);
    assert!(
        refused.contains("8 nodes are too many for one transaction that is signed elsewhere"),
        "{refused}"
    );

    let chain = with_slots(&shell);
    let booked = shell.run_on(&chain, "client", line).unwrap_or_else(|failure| panic!("{failure}"));
    let said = booked.json();
    assert_eq!(said["orders"].as_array().unwrap().len(), 8);
    assert_eq!(figure(&said, "total"), 153_600_000 * 10_225 / 10_000);
    let bookings = said["transactions"].as_array().unwrap();
    let books: Vec<_> = bookings.iter().filter(|sent| sent["title"] == "book").collect();
    assert_eq!(books.len(), 1, "one transaction: {bookings:#?}");
    println!("eight nodes: {} CU", books[0]["compute_units"]);
    assert!(booked.text().contains("io lut close"), "{}", booked.text());

    let shown = shell.run("client", "cluster show \"run 7\"").unwrap();
    assert_eq!(shown.json()["sums"][0]["processors"], 64);
    assert_eq!(sum(&shown.json(), "held"), figure(&said, "total"));
    assert!(shown.text().contains("in all"), "{}", shown.text());
    shell.fails("stranger", "cluster show \"run 7\"", Exit::NotThere);
    shell.fails("client", "cluster settle \"run 7\"", Exit::TooEarly);

    // Eight extensions are too long for a transaction: it is said before.
    let extended = shell.run("client", "cluster extend \"run 7\" 12h").unwrap();
    assert_eq!(figure(&extended.json()["bill"][0], "total"), 38_400_000 * 10_225 / 10_000);
    let sent = extended.json()["transactions"].as_array().unwrap().len();
    assert!((1..=4).contains(&sent), "{sent} transactions");
    let told = format!("8 orders take {sent} transactions");
    println!("eight extensions: {sent} transactions");
    assert_eq!(extended.text().contains(&told), sent > 1, "{}", extended.text());
    for order in shell.io("client", "order list")["orders"].as_array().unwrap() {
        assert_eq!(order["duration"], 60 * HOUR);
    }

    shell.pass(DAY * 3 / 2);
    let client = shell.address("client");
    let settled = shell.io("stranger", &format!("cluster settle \"run 7\" --client {client}"));
    // Twelve hours of 64 processors, less the provider's fee.
    let pay = 12 * 64 * USDC / 20;
    assert_eq!(figure(&settled["moved"][0], "provider"), pay - pay * 25 / 10_000);
    let ended = shell.io("client", "cluster end \"run 7\"");
    assert_eq!(ended["orders"], 8);
    assert!(figure(&ended["moved"][0], "client") > 0);
    shell.fails("client", "cluster end \"run 7\"", Exit::TooEarly);
    shell.fails("client", "cluster extend \"run 7\" 1h", Exit::TooEarly);
    shell.pass(2 * DAY);
    shell.io("stranger", &format!("cluster settle \"run 7\" --client {client}"));
    let over = shell.fails("client", "cluster settle \"run 7\"", Exit::TooEarly);
    assert!(over.contains("None of these orders owes anything"), "{over}");
    for order in shell.io("client", "order list")["orders"].as_array().unwrap() {
        assert_eq!(order["stage"], "settled");
    }
}

#[test]
fn somebody_else_pays() {
    let shell = town();
    nodes(&shell, 0, 1);
    shell.io("operator", "ask set 0 --usdc 0.05");
    let line = "book --class a100-80gb --processors 8 --for 1d --most \"10 USDC\"";
    let has = |who: &str| figure(&shell.io(who, "balance"), "usdc");
    let poor = shell.fails("client", &format!("{line} --payer stranger.json"), Exit::Funds);
    assert!(poor.contains(&shell.address("stranger").to_string()), "{poor}");
    let (client, payer) = (has("client"), has("sponsor"));
    let booked = shell.io("client", &format!("{line} --payer sponsor.json"));
    let total = figure(&booked, "total");
    assert_eq!((has("client"), has("sponsor")), (client, payer - total));
    // The gift is the client's.
    shell.pass(2 * HOUR);
    let ended = shell.io("client", "order end 0");
    assert_eq!(has("client"), client + figure(&ended, "client"));
    assert_eq!(has("sponsor"), payer - total);

    let node = booked["orders"][0]["address"].as_str().unwrap();
    let node = shell.io("client", &format!("order show {node}"))["order"]["node"].clone();
    let node = node.as_str().unwrap();
    let create =
        format!("order create --node {node} --processors 1 --rate \"1 USDC\" --for 1d --payer sponsor.json");
    let created = shell.io("client", &create);
    assert_eq!(figure(&created, "total"), with_fees(24));
    assert_eq!(has("sponsor"), payer - total - with_fees(24));
    assert_eq!(shell.io("client", "order list")["orders"][1]["stage"], json!("open"));
}

#[test]
fn more_nodes_than_fit_are_told_before() {
    let shell = town();
    nodes(&shell, 0, 9);
    for id in 0..9 {
        shell.io("operator", &format!("ask set {id} --usdc 0.05"));
    }
    let line = "book --class a100-80gb --processors 72 --for 1d --most \"100 USDC\"";
    let booked =
        shell.run_on(&with_slots(&shell), "client", line).unwrap_or_else(|failure| panic!("{failure}"));
    let said = booked.json();
    let books = said["transactions"].as_array().unwrap().iter().filter(|sent| sent["title"] == "book");
    assert_eq!(books.count(), 2);
    assert!(booked.text().contains("9 nodes are booked in 2 transactions"), "{}", booked.text());
    assert_eq!(said["note"], "cluster 0");
    let ended = shell.run("client", "cluster end \"cluster 0\"").unwrap();
    let sent = ended.json()["transactions"].as_array().unwrap().len();
    assert!((2..=5).contains(&sent), "{sent} transactions");
    assert!(ended.text().contains(&format!("9 orders take {sent} transactions")), "{}", ended.text());
    assert_eq!(shell.io("client", "cluster show \"cluster 0\"")["orders"].as_array().unwrap().len(), 9);
}

/// The cluster takes the booking, and its answer and all others are lost: whoever repeats it would
/// book twice, so nothing that fails later is told in its place.
#[test]
fn a_booking_that_may_have_landed_is_told_as_that() {
    let shell = town();
    nodes(&shell, 0, 8);
    for id in 0..8 {
        shell.io("operator", &format!("ask set {id} --usdc 0.05 --notice 24h"));
    }
    let slots = with_slots(&shell);
    let dead = AtomicBool::new(false);
    let chain = FaultyChain::new(&shell.chain, |call| match call {
        _ if dead.load(Ordering::Relaxed) => Effect::Fail(Fault::Unreachable("the cable is cut".into())),
        Call::Send(sent) if matches!(sent.message, VersionedMessage::V0(_)) => {
            dead.store(true, Ordering::Relaxed);
            Effect::Lose
        }
        Call::Height => {
            slots.height().unwrap();
            Effect::Answer
        }
        _ => Effect::Answer,
    });
    let line = "book --class a100-80gb --processors 64 --for 2d --most \"160 USDC\"";
    let failure = shell.run_on(&chain, "client", line).unwrap_err();
    assert_eq!(failure.exit, Exit::Pending, "{failure}");
    assert!(failure.to_string().contains("io confirm"), "{failure}");
    assert!(failure.before.text().contains("io lut close"), "{}", failure.before.text());
    assert_eq!(shell.io("client", "order list")["orders"].as_array().unwrap().len(), 8, "it has landed");
}
