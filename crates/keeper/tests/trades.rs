//! A keeper fills and swaps when the rule pays it, and says why when it does not.

mod town;

use {
    base64::{prelude::BASE64_STANDARD, Engine},
    io_client::{
        addresses::{
            buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC},
            emission::MINT,
            external::USDC_MINT,
        },
        buyback,
        economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
        token::associated_address,
        token_swap::{self, Pool},
    },
    io_keeper::{Config, Exchange, PriceSource, Report, RouteSource, Trading},
    io_rpc::{lookup, Chain},
    io_testkit::{
        buyback::{BuybackRoles, PRICES},
        chain::{Call, Effect, FaultyChain, WorldChain},
        owners::COMMUNITY,
        World,
    },
    metrics_exporter_prometheus::PrometheusBuilder,
    serde_json::{json, Value},
    solana_account::Account,
    solana_keypair::Keypair,
    solana_message::VersionedMessage,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        io::{BufRead, BufReader, Read, Write},
        net::TcpListener,
        thread,
    },
    town::{eager, keeper, logged, DAY, HOUR},
};

/// Sells up to 10 IO a pass, at any price above a tenth of a dollar.
const FILLS: Trading =
    Trading { exchange: None, fill_io: 10 * BASE_UNITS_PER_IO, fill_price: BASE_UNITS_PER_USDC / 10 };

/// An auction that has just opened, with prices, and a trader with IO.
fn funded() -> (World, BuybackRoles, Keypair) {
    let (mut world, roles) = World::with_buyback();
    let trader = world.trader(&roles, 10_000, 0);
    world.revenue(200);
    world.post_prices(50_000_000);
    world.open_auction();
    (world, roles, trader)
}

fn config(trading: Trading) -> Config {
    let prices = PriceSource::Accounts([PRICES.io, PRICES.usdc]);
    Config { trading: Some(trading), prices, ..eager() }
}

#[test]
fn a_keeper_fills_when_the_price_is_right() {
    let (mut world, roles) = World::with_buyback();
    let trader = world.trader(&roles, 10_000, 0);
    world.revenue(200);
    let chain = WorldChain::new(world);
    let trading =
        Trading { exchange: None, fill_io: 1_000 * BASE_UNITS_PER_IO, fill_price: BASE_UNITS_PER_USDC / 2 };
    let mut keeper = keeper(&chain, &trader, config(trading));
    let bought = || chain.world().buyback().totals.io_bought;
    assert!(keeper.pass().is_clean(), "without prices there is no trade, and no failure");
    let mut filled_at = None;
    for minute in (0..60).step_by(3) {
        chain.world().post_prices(50_000_000);
        assert!(keeper.pass().is_clean());
        if bought() > 0 && filled_at.is_none() {
            filled_at = Some(minute);
        }
        chain.world().pass(180);
    }
    // The offer begins 5% under the oracle's and reaches it in the middle of the hour.
    assert!((30..=36).contains(&filled_at.unwrap()), "{filled_at:?}");
    assert!(bought() >= 390 * BASE_UNITS_PER_IO, "{}", bought());
}

/// Whoever orders transactions puts a fill of its own before the keeper's. What that takes for less
/// than the keeper's IO costs is refused, and tried again in the next pass.
#[test]
fn dust_before_a_fill_does_not_stop_it() {
    // The offer for an IO is 0.4745 USDC: the keeper offers IO for 150 of the 200 USDC that are
    // left, and takes no less than 148.6.
    let price = BASE_UNITS_PER_USDC / 100 * 47;
    let trading = Trading { exchange: None, fill_io: 1_000 * BASE_UNITS_PER_IO, fill_price: price };
    for (io_before, sells) in [
        (BASE_UNITS_PER_IO / 100, "all"),
        (107 * BASE_UNITS_PER_IO, "a part"),
        (200 * BASE_UNITS_PER_IO, "nothing"),
    ] {
        let (mut world, roles, trader) = funded();
        let stranger = world.trader(&roles, 200, 0);
        let chain = WorldChain::new(world);
        let watched = FaultyChain::new(&chain, |call| {
            if matches!(call, Call::Send(_)) {
                let fill = buyback::fill(&stranger.pubkey(), &PRICES, io_before, 0);
                // Refused if the keeper sends again.
                let _ = chain.world().send(&[fill], &[&stranger]);
            }
            Effect::Answer
        });
        let report = keeper(&watched, &trader, config(trading.clone())).pass();
        assert!(report.is_clean() && (report.done > 0) == (sells != "nothing"), "{report:?}");
        let held = |mint| {
            io_rpc::token_amount(chain.account(&associated_address(&trader.pubkey(), mint)).unwrap().as_ref())
                .unwrap()
        };
        let (io, usdc) = (10_000 * BASE_UNITS_PER_IO - held(&MINT.address), held(&USDC_MINT));
        let left = chain.world().buyback().auction.left();
        match sells {
            "all" => assert!(usdc > 149_999_000 && left > 49_000_000, "{usdc} for {io}"),
            "a part" => {
                assert!((149 * BASE_UNITS_PER_USDC..150 * BASE_UNITS_PER_USDC).contains(&usdc) && left == 0)
            }
            _ => assert_eq!((io, usdc), (0, 0)),
        }
        // No IO for less than its price, but for what is rounded off the whole.
        let [paid, asked] =
            [(usdc + 1, BASE_UNITS_PER_IO), (io, price)].map(|(a, b)| u128::from(a) * u128::from(b));
        assert!(paid > asked, "{usdc} for {io}");
    }
}

#[test]
fn a_keeper_swaps_when_the_pool_brings_enough() {
    let (mut world, roles) = World::with_buyback();
    let payer = world.wallet();
    let announce = buyback::announce_exchange(&roles.admin.pubkey(), token_swap::ID);
    world.accepted(&[announce], &[&roles.admin]);
    // An IO is a quarter of a dollar there.
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
    world.pass(7 * DAY);
    world.revenue(20_000);
    let chain = WorldChain::new(world);
    let trading = Trading { exchange: Some(Exchange::Pool(pool.address)), ..Trading::default() };
    let mut keeper = keeper(&chain, &payer, config(trading));
    let mut trades = 0;
    for _ in 0..24 {
        chain.world().post_prices(25_000_000);
        let report = keeper.pass();
        assert!(report.is_clean(), "{report:?}");
        trades += report.done;
        chain.world().pass(HOUR / 24);
    }
    // It opens the auction; then swaps what moves the price little, then more as the offer rises,
    // until the budget is spent.
    assert!(trades > 2, "{trades}");
    let totals = chain.world().buyback().totals;
    assert!(totals.usdc_spent > 15_000 * BASE_UNITS_PER_USDC, "{totals:?}");
    assert!(totals.io_bought > 0);
}

#[test]
fn its_first_fill_opens_its_account_for_usdc() {
    let (mut world, _, trader) = funded();
    let account = associated_address(&trader.pubkey(), &USDC_MINT);
    world.svm.set_account(account, Account::default()).unwrap();
    let chain = WorldChain::new(world);
    let watched = FaultyChain::watched(&chain);
    let mut keeper = keeper(&watched, &trader, config(FILLS));
    for calls in [2, 1] {
        let report = keeper.pass();
        assert!(report.is_clean() && report.done == 1, "{report:?}");
        let sent = watched.sent();
        let limits = 1;
        assert_eq!(sent.last().unwrap().message.instructions().len(), limits + calls);
    }
    assert!(io_rpc::token_amount(chain.account(&account).unwrap().as_ref()) > Some(0));
}

#[test]
fn a_wrong_pool_stops_no_fill() {
    let (world, _, trader) = funded();
    let chain = WorldChain::new(world);
    let trading = Trading { exchange: Some(Exchange::Pool(PRICES.io)), ..FILLS };
    let mut keeper = keeper(&chain, &trader, config(trading));
    let lines = logged(|| {
        let report = keeper.pass();
        assert!(report.is_clean() && report.done == 1, "{report:?}");
    });
    assert_eq!(lines, ["INFO landed", "INFO pass"]);
    assert_eq!(chain.world().buyback().totals.io_bought, 10 * BASE_UNITS_PER_IO);
}

#[test]
fn a_pause_and_a_stale_price_are_no_failure() {
    let (world, roles, trader) = funded();
    let chain = WorldChain::new(world);
    let pause = |paused| {
        let call = buyback::set_paused(&roles.admin.pubkey(), paused);
        chain.world().accepted(&[call], &[&roles.admin]);
    };
    // A pause takes back what the auction has left, so each trial has one of its own.
    let next_auction = || {
        chain.world().pass(HOUR);
        chain.world().crank();
        chain.world().post_prices(50_000_000);
        chain.world().open_auction();
    };
    // Found by its look at the buyback, or by what it has made of that.
    for late in [false, true] {
        next_auction();
        let watched = FaultyChain::new(&chain, |call| {
            if matches!(call, Call::Simulate(_)) {
                pause(true);
            }
            Effect::Answer
        });
        if !late {
            pause(true);
        }
        let mut keeper = keeper(&watched, &trader, config(FILLS));
        let lines = logged(|| assert_eq!(keeper.pass(), Report::default()));
        assert_eq!(lines, ["DEBUG buyback is paused", "INFO pass"]);
        pause(false);
    }
    next_auction();
    chain.world().pass(120);
    let lines = logged(|| assert_eq!(keeper(&chain, &trader, config(FILLS)).pass(), Report::default()));
    assert_eq!(lines, ["DEBUG the price cannot be used", "INFO pass"]);
    assert_eq!(chain.world().buyback().totals.io_bought, 0);
}

#[test]
fn a_price_that_nobody_pushes_is_a_warning_once() {
    let (world, _, trader) = funded();
    let chain = WorldChain::new(world);
    let mut keeper = keeper(&chain, &trader, config(Trading::default()));
    let mut warnings = |seconds| {
        chain.world().pass(seconds);
        let lines = logged(|| assert!(keeper.pass().is_clean()));
        lines.iter().filter(|line| line.starts_with("WARN nobody pushes this price")).count()
    };
    assert_eq!(warnings(600), 0, "ten minutes old");
    assert_eq!(warnings(1), 1, "told once for both");
    assert_eq!(warnings(60), 0, "and not in every pass");
}

#[test]
fn an_exchange_that_is_not_allowed_is_tried_once() {
    let (mut world, roles, trader) = funded();
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000).address;
    let chain = WorldChain::new(world);
    let watched = FaultyChain::watched(&chain);
    let trading = Trading { exchange: Some(Exchange::Pool(pool)), fill_io: 0, ..FILLS };
    let mut keeper = keeper(&watched, &trader, config(trading));
    let lines = logged(|| assert!(keeper.pass().is_clean()));
    assert_eq!(lines, ["WARN no trade", "INFO pass"]);
    assert_eq!(watched.calls("simulate"), 1, "half of it is no better");
}

/// A pool that the buyback may swap in, where an IO is a quarter of a dollar, and its auction.
fn beside_a_pool() -> (World, Pool, Keypair) {
    let (mut world, roles) = World::with_buyback();
    let payer = world.wallet();
    world.allow_exchange(&roles.admin, token_swap::ID);
    let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
    world.revenue(2_000);
    world.post_prices(25_000_000);
    world.open_auction();
    // The offer has climbed over the oracle's price.
    world.pass(HOUR - 60);
    world.post_prices(25_000_000);
    (world, pool, payer)
}

/// A lookup table of these addresses, as the cluster stores it.
fn table(addresses: &[Pubkey]) -> Account {
    let mut data = vec![1, 0, 0, 0];
    data.extend(u64::MAX.to_le_bytes());
    // Extended in the first slot, owned by nobody.
    data.resize(56, 0);
    data.extend(addresses.iter().flat_map(|address| address.to_bytes()));
    let lamports = World::rent(data.len());
    Account { lamports, data, owner: lookup::PROGRAM, ..Account::default() }
}

/// Serves routes of the pool: at /route, and as Jupiter does at /quote and /swap-instructions.
fn serve_routes(pool: Pool, table: Pubkey, out: u64) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let route = move |usdc: u64| {
        let call = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc, 0);
        let account = |meta: &solana_instruction::AccountMeta| {
            json!({
                "pubkey": meta.pubkey.to_string(),
                "isSigner": meta.is_signer,
                "isWritable": meta.is_writable,
            })
        };
        let accounts: Vec<Value> = call.accounts.iter().map(account).collect();
        let data = BASE64_STANDARD.encode(&call.data);
        json!({
            "swapInstruction": {
                "programId": token_swap::ID.to_string(), "accounts": accounts, "data": data
            },
            "addressLookupTableAddresses": [table.to_string()],
        })
    };
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = BufReader::new(stream.try_clone().unwrap());
            let (mut first, mut line, mut length) = (String::new(), String::new(), 0);
            request.read_line(&mut first).unwrap();
            while request.read_line(&mut line).unwrap() > 2 {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            request.read_exact(&mut body).unwrap();
            let amount = || first.split("amount=").nth(1)?.split(['&', ' ']).next()?.parse::<u64>().ok();
            let answer = if first.starts_with("POST") {
                let asked: Value = serde_json::from_slice(&body).unwrap();
                assert_eq!(asked["userPublicKey"], SWAPPER.address.to_string());
                route(asked["quoteResponse"]["inAmount"].as_str().unwrap().parse().unwrap())
            } else if first.contains("/quote") {
                json!({ "inAmount": amount().unwrap().to_string(), "outAmount": out.to_string() })
            } else {
                route(amount().unwrap())
            };
            let answer = answer.to_string();
            let length = answer.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}"
            )
            .unwrap();
        }
    });
    url
}

#[test]
fn a_keeper_swaps_by_a_route_of_a_server_and_of_an_aggregator() {
    let enough = 10_000 * BASE_UNITS_PER_IO;
    for (is_jupiter, out, swaps) in [(false, enough, true), (true, enough, true), (true, 1, false)] {
        let (mut world, pool, payer) = beside_a_pool();
        let key = world.key().pubkey();
        let known = [pool.address, pool.authority(), pool.a, pool.b, pool.mint, pool.fees];
        world.svm.set_account(key, table(&known)).unwrap();
        // A table is of use from the slot after its last change.
        world.svm.warp_to_slot(10);
        let chain = WorldChain::new(world);
        let url = serve_routes(pool, key, out);
        let source = match is_jupiter {
            true => RouteSource::Jupiter(url),
            false => RouteSource::Url(format!("{url}/route?amount={{amount}}")),
        };
        let trading = Trading { exchange: Some(Exchange::Route(source)), ..Trading::default() };
        let watched = FaultyChain::watched(&chain);
        let report = keeper(&watched, &payer, config(trading)).pass();
        assert!(report.is_clean(), "{report:?}");
        let bought = chain.world().buyback().totals.io_bought;
        assert_eq!(bought > 0, swaps, "jupiter: {is_jupiter}, quoted {out}");
        let in_v0 = |sent: &VersionedMessage| matches!(sent, VersionedMessage::V0(_));
        assert_eq!(watched.sent().iter().any(|sent| in_v0(&sent.message)), swaps, "with the table");
    }
}

#[test]
fn metrics_tell_the_age_and_the_width_of_both_prices() {
    let (world, _, trader) = funded();
    let chain = WorldChain::new(world);
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    let mut keeper = keeper(&chain, &trader, config(Trading::default()));
    let mut metrics = |seconds| {
        chain.world().pass(seconds);
        metrics::with_local_recorder(&recorder, || assert!(keeper.pass().is_clean()));
        let text = handle.render();
        ["age_seconds", "width_bps"].map(|what| {
            ["IO", "USDC"].map(|feed| {
                let name = format!("io_keeper_price_{what}{{feed=\"{feed}\"}} ");
                let value = text.lines().find_map(|line| line.strip_prefix(&name));
                value.unwrap_or_else(|| panic!("no {name}in {text}")).parse::<f64>().unwrap()
            })
        })
    };
    // The confidence of a posted price is a 2,000th of it.
    assert_eq!(metrics(0), [[0.0; 2], [5.0; 2]]);
    assert_eq!(metrics(90), [[90.0; 2], [5.0; 2]]);
    chain.world().post_prices(50_000_000);
    assert_eq!(metrics(1), [[1.0; 2], [5.0; 2]]);
}
