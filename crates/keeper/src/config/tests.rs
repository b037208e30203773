use {super::*, crate::config::file::MOST_PRIORITY_FEE};

#[test]
fn the_example_of_the_docs_is_read() {
    let docs = include_str!("mod.rs");
    let example: String = docs
        .lines()
        .skip_while(|line| *line != "//! ```toml")
        .skip(1)
        .take_while(|line| *line != "//! ```")
        .map(|line| line.trim_start_matches("//!").trim_start().to_owned() + "\n")
        .collect();
    let pool = Pubkey::new_from_array([7; 32]);
    let text = example.replace("<pool of SPL Token Swap>", &pool.to_string());
    let config = Config::parse(&text, &Settings::default()).unwrap();
    assert_eq!(config.policy, Policy::default());
    assert_eq!(config.interval, Duration::from_secs(60));
    assert_eq!(config.priority_fee, Fee::Fixed(1_000));
    let trading = Trading { prices: None, pool: Some(pool), fill_io: 10_000_000_000, fill_price: 500_000 };
    assert_eq!(config.trading, Some(trading));
    let flags = Settings { url: Some("u".into()), interval: Some(5), ..Settings::default() };
    let config = Config::parse(&text, &flags).unwrap();
    assert_eq!((config.url.as_str(), config.interval), ("u", Duration::from_secs(5)));
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
        ("interval_seconds = 0", "interval_seconds"),
        ("[policy]\nsettle_every = '5'", "duration"),
        ("[policy]\nleast_burn_io = '-1'", "least_burn_io"),
        ("[policy]\nmost_rent_sol = 'much'", "most_rent_sol"),
        ("priority_fee = 'high'", "priority_fee"),
        ("[trading]\npool = 'x'", "address"),
        ("[trading]\nfill_io = '5'", "fill_price_usdc"),
    ] {
        let error = format!("{:#}", Config::parse(text, &Settings::default()).unwrap_err());
        assert!(error.contains(word), "{text}: {error}");
    }
}
