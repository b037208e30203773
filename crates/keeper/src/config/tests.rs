use {super::*, crate::config::file::MOST_PRIORITY_FEE};

/// docs/keeper.example.toml says every default but for the fee, and for trading.
#[test]
fn the_example_of_the_docs_is_read() {
    let text = include_str!("../../../../docs/keeper.example.toml");
    let config = Config::parse(text, &Settings::default()).unwrap();
    let default = Config::default();
    assert_eq!(config.policy, default.policy);
    assert_eq!((config.limits, config.prices), (default.limits, default.prices));
    assert_eq!(config.crew, default.crew);
    assert_eq!((config.interval, config.jitter), (default.interval, default.jitter));
    assert_eq!((config.url, config.timeout), (default.url, default.timeout));
    assert_eq!(config.priority_fee, Fee::Fixed(1_000));
    let exchange = Exchange::Route(RouteSource::Jupiter("https://lite-api.jup.ag/swap/v1".into()));
    let trading = Trading { exchange: Some(exchange), fill_io: 10_000_000_000, fill_price: 500_000 };
    assert_eq!(config.trading, Some(trading));
    let flags = Settings { url: Some("d".into()), interval: Some(5), ..Settings::default() };
    let config = Config::parse(text, &flags).unwrap();
    assert_eq!(config.url, "https://api.devnet.solana.com");
    assert_eq!(config.interval, Duration::from_secs(5));
}

#[test]
fn the_prices_are_in_a_shard_or_in_two_accounts() {
    let of = |text: &str, flag| {
        Config::parse(text, &Settings { price_shard: flag, ..Settings::default() })
            .map(|config| config.prices)
    };
    let [io, usdc] = [[7; 32], [8; 32]].map(Pubkey::new_from_array);
    assert_eq!(of("", None).unwrap(), PriceSource::Shard(0));
    assert_eq!(of("price_shard = 5", None).unwrap(), PriceSource::Shard(5));
    assert_eq!(of("price_shard = 5", Some(6)).unwrap(), PriceSource::Shard(6));
    let accounts = format!("io_price = '{io}'\nusdc_price = '{usdc}'");
    assert_eq!(of(&accounts, None).unwrap(), PriceSource::Accounts([io, usdc]));
    assert!(of(&accounts, Some(1)).is_err());
}

#[test]
fn a_priority_fee_is_fixed_or_what_recent_slots_took() {
    let of = |text: &str, flag: Option<&str>| {
        let flags = Settings { priority_fee: flag.map(str::to_owned), ..Settings::default() };
        Config::parse(text, &flags).unwrap().priority_fee
    };
    assert_eq!(of("", None), Fee::Fixed(0));
    assert_eq!(of("priority_fee = 'recent'", None), Fee::Recent { most: MOST_PRIORITY_FEE });
    let capped = "priority_fee = 'recent'\nmost_priority_fee = 7";
    assert_eq!(of(capped, None), Fee::Recent { most: 7 });
    assert_eq!(of(capped, Some("5")), Fee::Fixed(5), "a flag overrides the file");
    assert_eq!(of("priority_fee = 5", Some("recent")), Fee::Recent { most: MOST_PRIORITY_FEE });
}

#[test]
fn what_is_wrong_is_said() {
    for (text, word) in [
        ("urll = 'x'", "urll"),
        ("interval_seconds = 0", "interval_seconds must be 1 to 86400"),
        ("interval_seconds = 6000000000000000000", "interval_seconds must be 1 to 86400"),
        ("timeout_seconds = 0", "timeout_seconds must be 1 to 86400"),
        ("timeout_seconds = 9000000000000000000", "timeout_seconds must be 1 to 86400"),
        ("jitter_seconds = 9000000000000000000", "jitter_seconds must be at most 86400"),
        ("[policy]\nsettle_every = '5'", "duration"),
        ("[policy]\nleast_burn_io = '-1'", "least_burn_io"),
        ("[policy]\nmost_rent_sol = 'much'", "most_rent_sol"),
        ("priority_fee = 'high'", "priority_fee"),
        ("[trading]\npool = 'x'", "address"),
        ("[trading]\nroute_file = 'x'\nroute_url = 'y'", "name one of"),
        ("io_price = 'x'", "both io_price and usdc_price"),
        ("url = 'foo'", "there is no cluster"),
        ("[limits]\nworkers = 0", "workers"),
        ("[crew]\nkeepers = ['x']", "crew.keepers"),
        (
            "[crew]\nkeepers = ['11111111111111111111111111111111']\ncover_after_seconds = 119",
            "twice interval_seconds",
        ),
        ("[trading]\nfill_io = '5'", "fill_price_usdc"),
    ] {
        let error = format!("{:#}", Config::parse(text, &Settings::default()).unwrap_err());
        assert!(error.contains(word), "{text}: {error}");
    }
}

/// The example names a time to cover for others, which does not bind a keeper that works alone.
#[test]
fn a_flag_makes_the_example_no_mistake() {
    let text = include_str!("../../../../docs/keeper.example.toml");
    let flags = Settings { interval: Some(600), ..Settings::default() };
    assert_eq!(Config::parse(text, &flags).unwrap().interval, Duration::from_secs(600));
}

/// What packaging/ starts is understood.
#[test]
fn the_unit_and_the_image_start_it() {
    let unit = include_str!("../../../../packaging/io-keeper.service");
    let line = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let settings = Settings::try_parse_from(line.split(' ')).unwrap();
    assert!(settings.json && settings.config.is_some() && settings.keypair.is_some());
    for file in ["keeper.toml", "key.json"] {
        assert!(unit.contains(&format!("LoadCredential={file}:/etc/io-keeper/{file}")), "{file}");
    }
    let image = include_str!("../../../../packaging/Dockerfile");
    let entry = image.lines().find_map(|line| line.strip_prefix("ENTRYPOINT ")).unwrap();
    let words: Vec<String> = serde_json::from_str(entry).unwrap();
    let settings = Settings::try_parse_from(words).unwrap();
    let port = settings.listen.unwrap().port();
    assert!(image.contains(&format!("EXPOSE {port}")) && image.contains(&format!("127.0.0.1/{port}")));
}

/// The image is built from the folder as it is: what git leaves out is left out there, too.
#[test]
fn no_key_of_the_checkout_gets_into_the_image() {
    let ignored: Vec<&str> = include_str!("../../../../.dockerignore").lines().collect();
    for line in include_str!("../../../../.gitignore").lines().filter(|line| !line.starts_with('#')) {
        let pattern = line.trim_matches('/');
        let name = pattern.rsplit('/').next().unwrap_or_default();
        let everywhere = format!("**/{name}");
        let is_rooted = line.starts_with('/') && ignored.contains(&pattern);
        assert!(is_rooted || ignored.contains(&everywhere.as_str()), "{line}");
    }
}
