//! The tables against what testkit knows of the same transactions.

use {
    crate::harness::{new_file, recording, Index, Recording},
    anchor_lang::prelude::Pubkey,
    base64::{engine::general_purpose::STANDARD, Engine as _},
    io_addresses::PROGRAMS,
    io_client::orders::{Currency, Stage},
    io_testkit::cluster::Cluster,
    solana_account::Account,
    std::collections::{BTreeMap, BTreeSet, HashMap},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_are_what_testkit_knows() {
    let recording = recording();
    let cluster = Cluster::at_end(recording.tape.clone());
    let index = Index::open(&new_file("tables"), &cluster).await;
    index.catch_up().await;
    transactions(&index, recording).await;
    accounts(&index, recording).await;
    orders(&index, recording).await;
    requests(&index, recording).await;
    money(&index, recording).await;
    payments(&index).await;
    index.end().await;
}

/// Every accepted transaction that names a program is there once, in its order; no other is.
async fn transactions(index: &Index, recording: &Recording) {
    let ours = recording
        .tape
        .transactions
        .iter()
        .filter(|one| one.error.is_none() && PROGRAMS.iter().any(|program| one.names(&program.id)));
    let expected: Vec<_> = ours
        .map(|one| vec![one.slot.to_string(), one.signature().to_string(), one.time.to_string()])
        .collect();
    let found = index.rows("SELECT slot, signature, time FROM transactions ORDER BY id").await;
    assert!(found == expected, "{} transactions are indexed, {} happened", found.len(), expected.len());
    assert_eq!(index.number("SELECT COUNT(*) FROM transactions WHERE truncated <> 0").await, 0);
}

/// Every account of the suite is there with its bytes and the slot that wrote it; no other is.
async fn accounts(index: &Index, recording: &Recording) {
    let mut changed = HashMap::new();
    for one in recording.tape.transactions.iter().filter(|one| one.error.is_none()) {
        changed.extend(one.written.iter().map(|(address, _)| (*address, one.slot)));
    }
    // One without a discriminator is of no kind: it is made and not written yet.
    let is_ours = |account: &Account| {
        PROGRAMS.iter().any(|program| program.id == account.owner) && !account.data.starts_with(&[0; 8])
    };
    let ours = recording.tape.last.iter().filter(|(_, account)| account.lamports > 0 && is_ours(account));
    let expected: BTreeMap<_, _> = ours
        .map(|(address, account)| (address.to_string(), (STANDARD.encode(&account.data), changed[address])))
        .collect();
    let mut found = BTreeSet::new();
    for row in index.rows("SELECT address, data, changed_slot, program FROM accounts").await {
        let [address, data, slot, program] = &row[..] else { panic!("four columns") };
        if !program.starts_with("io_") {
            let key: Pubkey = address.parse().expect("an address");
            assert_eq!(*data, STANDARD.encode(&recording.tape.last[&key].data), "the bytes of {address}");
            continue;
        }
        let (bytes, changed) = expected.get(address).unwrap_or_else(|| panic!("{address} is no more"));
        assert_eq!(data, bytes, "the bytes of {address}");
        assert_eq!(*slot, changed.to_string(), "when {address} changed");
        found.insert(address.clone());
    }
    let missing = recording.tape.last.iter().filter(|(address, account)| {
        account.lamports > 0 && is_ours(account) && !found.contains(&address.to_string())
    });
    let missing: Vec<_> = missing.collect();
    assert!(missing.is_empty(), "accounts that are not indexed: {missing:?}");
}

/// Every order that events told of and that is not closed has its figures.
async fn orders(index: &Index, recording: &Recording) {
    let columns =
        "address, serial, client, node, provider, reference, revision, currency, processors, rate, \
        stage, duration, longest, notice_hours, left_early, cost + fees - paid - refunded - fees_paid";
    let live = "stage IN ('open', 'running', 'ended', 'disputed', 'settled', 'cancelled')";
    let sql = format!("SELECT {columns} FROM orders WHERE {live} AND node IS NOT NULL ORDER BY id");
    let rows: BTreeMap<_, _> = index.rows(&sql).await.into_iter().map(|row| (row[0].clone(), row)).collect();
    let known = &recording.known.orders;
    for (address, row) in &rows {
        let key: Pubkey = address.parse().expect("an address");
        let is_known = known.contains_key(&key);
        assert!(is_known, "the order {address} is closed: {row:?}");
    }
    for (address, order) in known {
        let row = rows.get(&address.to_string()).unwrap_or_else(|| panic!("no order {address}"));
        let provider = row[4].clone();
        let stage = match (order.stage, row[10].as_str()) {
            (Stage::Settled, "cancelled") => "cancelled",
            (Stage::Settled, _) => "settled",
            (Stage::Open, _) => "open",
            (Stage::Running, _) => "running",
            (Stage::Ended, _) => "ended",
            (Stage::Disputed, _) => "disputed",
        };
        let currency = match order.currency {
            Currency::Io => "IO",
            Currency::Usdc => "USDC",
        };
        let expected = [
            address.to_string(),
            order.serial.to_string(),
            order.client.to_string(),
            order.node.to_string(),
            if provider == "-" { provider } else { order.provider.to_string() },
            io_client::hex::encode(&order.reference),
            order.revision.to_string(),
            currency.to_owned(),
            order.processors.to_string(),
            order.rate.to_string(),
            stage.to_owned(),
            order.duration.to_string(),
            order.longest.to_string(),
            order.notice_hours.to_string(),
            u8::from(order.left_early).to_string(),
            order.held.to_string(),
        ];
        assert_eq!(row[..], expected, "the order {address}");
    }
    println!("{} orders as events tell", known.len());
}

/// Every open request is a row that waits for its order.
async fn requests(index: &Index, recording: &Recording) {
    let sql = "SELECT request, client, cost + fees - refunded FROM orders WHERE stage = 'requested' \
        ORDER BY request";
    let found = index.rows(sql).await;
    let requests = recording.known.requests.iter();
    let mut expected: Vec<_> = requests
        .map(|(request, (client, held))| vec![request.to_string(), client.to_string(), held.to_string()])
        .collect();
    expected.sort();
    assert_eq!(found, expected, "open requests");
}

/// Rewards, supply and claims add up to the base unit.
async fn money(index: &Index, recording: &Recording) {
    let known = &recording.known;
    let sum =
        |column: &str, table: &str| format!("SELECT CAST(COALESCE(SUM({column}), 0) AS BIGINT) FROM {table}");
    assert_eq!(index.number(&sum("amount", "rewards")).await, known.rewards.into(), "rewards");
    let minted = index.number(&sum("minted", "supply_hours")).await;
    let burned = index.number(&sum("burned", "supply_hours")).await;
    assert_eq!(burned, known.burned.into(), "burned");
    let supply = minted - burned - i128::from(known.burned_by_holders);
    assert_eq!(supply, known.supply.into(), "supply");
    for (season, (paid, claims)) in &known.claims {
        // A season that is closed can be made again at its address.
        let made = format!(
            "SELECT CAST(MAX(id) AS BIGINT) FROM events JOIN event_keys ON event = id \
             WHERE name = 'SeasonCreated' AND address = '{season}'"
        );
        let of = format!("claims WHERE season = '{season}' AND id > {}", index.number(&made).await);
        assert_eq!(index.number(&sum("amount", &of)).await, (*paid).into(), "claims of {season}");
        assert_eq!(index.number(&format!("SELECT COUNT(*) FROM {of}")).await, *claims as i128);
    }
}

/// What an order has paid is the sum of its settlements, but for what an award returns: an order's
/// cost is without that.
async fn payments(index: &Index) {
    let sql = "SELECT orders.id, orders.address FROM orders WHERE \
        paid <> (SELECT COALESCE(SUM(to_provider), 0) FROM settlements WHERE order_id = orders.id) \
        OR refunded <> (SELECT COALESCE(SUM(to_client), 0) FROM settlements WHERE order_id = orders.id \
        AND kind <> 'awarded') \
        OR fees_paid <> (SELECT COALESCE(SUM(buyer_booking + buyer_payment + provider_booking \
        + provider_payment), 0) \
        FROM settlements WHERE order_id = orders.id)";
    assert_eq!(index.rows(sql).await, Vec::<Vec<String>>::new(), "orders whose settlements do not add up");
    assert_eq!(index.number("SELECT COUNT(*) FROM orders WHERE incomplete <> 0").await, 0);
}
