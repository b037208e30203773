//! Cases that the SDK decides too, in the same file: which nodes are picked, what they cost, what a
//! rate is at the oracle's price. `sdk/test/market-cases.test.ts` reads them in TypeScript.

use {
    io_cli::{cheapest, Choice},
    io_client::{
        economics::{orders::Hire, price::Quote},
        orders::{Currency, PriceRules, Rules, Terms},
    },
    serde_json::Value,
    std::{fs, path::Path, str::FromStr},
};

/// The cases of a kind.
fn cases(kind: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/test/market-cases.json");
    let cases: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let found = cases[kind].as_array().unwrap().clone();
    assert!(found.len() > 30, "{kind}");
    found
}

/// A number, as such or as a text.
fn number<T: FromStr>(value: &Value) -> T {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse().ok().unwrap_or_else(|| panic!("{text} is no number"))
}

#[test]
fn the_same_nodes_are_picked() {
    for case in cases("picks") {
        let offered = case["offered"].as_array().unwrap();
        let choices: Vec<Choice> = offered
            .iter()
            .map(|choice| Choice { rate: number(&choice[0]), free: number(&choice[1]), least: 1 })
            .collect();
        let picked = case["picked"].as_array().map(|picked| {
            picked.iter().map(|one| (number(&one[0]), number(&one[1]))).collect::<Vec<(usize, u32)>>()
        });
        assert_eq!(cheapest(&choices, number(&case["wanted"])), picked, "{case}");
    }
}

#[test]
fn the_same_rates_at_the_oracles_price() {
    let quote = |value: &Value| Quote {
        price: number(&value[0]),
        conf: number(&value[1]),
        exponent: number(&value[2]),
        publish_time: number(&value[3]),
        average: number(&value[4]),
    };
    for case in cases("rates") {
        let limits = &case["limits"];
        let rules = PriceRules {
            max_age: number(&limits["maxAge"]),
            max_conf_bps: number(&limits["maxConfBps"]),
            ..PriceRules::GENESIS
        };
        let (io, usdc) = (quote(&case["io"]), quote(&case["usdc"]));
        let (rate_usdc, premium) = (number(&case["rateUsdc"]), number(&case["premiumBps"]));
        let rate = rules.rate_in_io(number(&case["now"]), &io, &usdc, rate_usdc, premium);
        let expected = (!case["rate"].is_null()).then(|| number::<u64>(&case["rate"]));
        assert_eq!(rate.ok(), expected, "{case}");
    }
}

#[test]
fn the_same_bills_to_the_base_unit() {
    for case in cases("bills") {
        let currency = if case["currency"] == "IO" { Currency::Io } else { Currency::Usdc };
        let mut sum = 0u64;
        for line in case["lines"].as_array().unwrap() {
            let hire = Hire { processors: number(&line["processors"]), rate: number(&line["rate"]) };
            let terms = Terms { hire, duration: number(&case["seconds"]), currency };
            let charge = terms.quote(&Rules::GENESIS).unwrap();
            let found = [charge.cost, charge.booking, charge.payment, charge.total().unwrap()];
            let expected = ["cost", "booking", "payment", "total"].map(|field| number::<u64>(&line[field]));
            assert_eq!(found, expected, "{case}");
            sum += charge.total().unwrap();
        }
        assert_eq!(sum, number::<u64>(&case["total"]), "{case}");
    }
}
