//! docs/constants.md has every constant of the rules, with the value that it has in code.

use {
    crate::{cells, root, sources, text},
    io_client::classes::CLASSES,
    io_economics::{
        airdrop, buyback, emission, fraction, genesis, orders, pause, price, staking, time, units, vesting,
    },
    std::{collections::BTreeMap, fs},
};

/// Constants by the name that the page has for them.
macro_rules! constants {
    ($($module:ident { $($name:expr),* $(,)? })*) => {
        BTreeMap::from([$($(
            (concat!(stringify!($module), "::", stringify!($name)).replace(' ', ""), {
                #[allow(unused_imports)]
                use $module::*;
                i128::from($name)
            }),
        )*)*])
    };
}

/// The values in code.
fn in_code() -> BTreeMap<String, i128> {
    let mut found = constants! {
        units { IO_DECIMALS, BASE_UNITS_PER_IO, USDC_DECIMALS, BASE_UNITS_PER_USDC, HARD_CAP }
        fraction { BPS }
        time { HOUR, DAY, WEEK, NOTICE_SECONDS }
        pause { PAUSE_SECONDS, PAUSE_INTERVAL_SECONDS }
        genesis {
            ALLOCATIONS[0], ALLOCATIONS[1], ALLOCATIONS[2], ALLOCATIONS[3], ALLOCATIONS[4], TOTAL,
        }
        emission { TOTAL, MONTHS, MONTH_SECONDS, TABLE[1], TABLE[12], TABLE[240] }
        staking {
            ACCRUAL_LAG_SECONDS, MIN_STAKE_PER_PROCESSOR, MULTIPLIER_ONE, MAX_MULTIPLIER, MIN_FULL_WEIGHT,
            MAX_FULL_WEIGHT, UNSYNCED_SECONDS, MAX_HIRE_SECONDS, REPORT_SECONDS, MAX_COMMISSION_BPS,
            COOLDOWN_SECONDS, GENERATIONS, MAX_SHARES_PER_ASSET, SLASH_OPENS_SECONDS,
            SLASH_CLOSES_SECONDS, SLASH_RAISE_SECONDS, MAX_RAISES, SLASH_INTERVAL_SECONDS,
            SMALL_SLASH_BPS, MAX_PROPOSALS, SLASHER_NOTICE_SECONDS,
        }
        price { MAX_AGE_SECONDS, MAX_CONF_BPS, MAX_AHEAD_SECONDS, MIN_EXPONENT }
        orders {
            FeeRates::GENESIS.booking_bps, FeeRates::GENESIS.payment_bps,
            FeeRates::GENESIS.provider_payment_bps, MAX_BOOKING_BPS, MAX_PAYMENT_BPS, HOUR, MAX_SECONDS,
            Rules::GENESIS.accept_seconds, MIN_ACCEPT_SECONDS, MAX_ACCEPT_SECONDS,
            Rules::GENESIS.holdback_seconds, MIN_HOLDBACK_SECONDS, MAX_HOLDBACK_SECONDS, ARBITER_SECONDS,
            BOND_BPS, KEPT_SECONDS, MAINTENANCE_AHEAD_SECONDS, MAX_MAINTENANCE_SECONDS, WINDOW_SECONDS,
            MAX_ATTESTATION_SECONDS, MAX_ASK_RATE, MAX_ASK_SECONDS, MAX_NOTICE_HOURS, MAX_PREMIUM_BPS,
            Rules::GENESIS.least_io, Rules::GENESIS.least_usdc, MAX_LEAST_COST_TOKENS,
            MIN_OPEN_SECONDS, MAX_OPEN_SECONDS, MAX_AUTO_SECONDS, PROLONG_SECONDS, MAX_PROLONGED,
            AWARD_SECONDS, STEP_BPS,
            PriceRules::GENESIS.max_age, PriceRules::GENESIS.max_conf_bps,
        }
        buyback {
            Params::GENESIS.daily_cap, MIN_DAILY_CAP, MAX_DAILY_CAP, Params::GENESIS.least_budget,
            MIN_LEAST_BUDGET, MAX_LEAST_BUDGET, Params::GENESIS.period, MIN_PERIOD_SECONDS,
            MAX_PERIOD_SECONDS, Params::GENESIS.under_bps, Params::GENESIS.over_bps, MAX_OFFSET_BPS,
            MIN_OVER_BPS,
            MAX_OVER_AVERAGE_BPS, Params::GENESIS.max_age, MIN_AGE_SECONDS, Params::GENESIS.max_conf_bps,
            MIN_CONF_BPS,
        }
        vesting { CLIFF_MONTHS, CategoryKind::Seed.tranches(), CategoryKind::Core.tranches() }
        airdrop {
            MAX_LEAVES, CLAIMS_PER_PAGE, MIN_OPEN_SECONDS, MAX_OPEN_SECONDS, MAX_WAIT_SECONDS,
        }
    };
    found.insert("genesis::CATEGORIES".into(), genesis::CATEGORIES as i128);
    found.insert("staking::TICKETS".into(), staking::TICKETS as i128);
    found.insert("staking::HOURS_AHEAD".into(), staking::HOURS_AHEAD as i128);
    found.insert("staking::HOURS_KEPT".into(), staking::HOURS_KEPT as i128);
    found.insert("airdrop::PAGE_BYTES".into(), airdrop::PAGE_BYTES as i128);
    // Not public: the part of a long accrual that is the GPU pool's.
    let gpu = staking::PoolKind::Gpu.accrued(0, i64::MAX);
    found.insert("staking::GPU_PERCENT".into(), i128::from(gpu) * 100 / i128::from(emission::TOTAL));
    found
}

/// A row of the page.
struct Row {
    value: i128,
    file: String,
}

/// The rows of the page; a heading names the module of those below it.
fn on_the_page() -> BTreeMap<String, Row> {
    let mut module = String::new();
    let mut rows = BTreeMap::new();
    for line in text("docs/constants.md").lines() {
        if let Some((_, name)) = line.strip_prefix("## ").and_then(|heading| heading.split_once(": ")) {
            module = name.trim_matches('`').to_owned();
        } else if let Some(row) = cells(line).filter(|row| row.len() == 5 && row[0] != "constant") {
            let value = row[1].replace(',', "").parse().unwrap_or_else(|error| panic!("{line}: {error}"));
            let row_name = format!("{module}::{}", row[0]);
            let file = row[4].clone();
            assert!(rows.insert(row_name, Row { value, file }).is_none(), "twice: {line}");
        }
    }
    rows
}

#[test]
fn every_value_is_that_of_the_code() {
    let (code, page) = (in_code(), on_the_page());
    for (name, value) in &code {
        let row = page.get(name).unwrap_or_else(|| panic!("docs/constants.md has no row {name} = {value}"));
        assert_eq!(row.value, *value, "{name}");
    }
    let unknown: Vec<_> = page.keys().filter(|name| !code.contains_key(*name)).collect();
    assert!(unknown.is_empty(), "this test does not compare {unknown:?}");
}

#[test]
fn every_row_names_the_file() {
    for (name, Row { file, .. }) in on_the_page() {
        let source = text(&format!("crates/economics/src/{file}"));
        let name = name.rsplit("::").next().unwrap();
        // `GENESIS.booking_bps`, `ALLOCATIONS[0]`: what is before is the constant.
        let constant = name.split(['.', '[']).next().unwrap();
        let has = |what: &str| source.contains(&format!("const {what}"));
        let function = name.split_once('.').map_or("", |(_, function)| function).trim_end_matches("()");
        let found = has(&format!("{constant}:")) || (has(&format!("fn {function}(")) && !function.is_empty());
        assert!(found, "{file} has no constant {constant}");
    }
}

/// A new constant gets a row, or the test fails.
#[test]
fn every_public_constant_has_a_row() {
    let page = on_the_page();
    let names: Vec<_> = page.keys().map(|name| name.split("::").last().unwrap()).collect();
    let has_row = |constant: &str| {
        names.iter().any(|name| *name == constant || name.starts_with(&format!("{constant}[")))
    };
    let folder = root().join("crates/economics/src");
    for path in sources(&folder) {
        for line in fs::read_to_string(&path).unwrap().lines() {
            let Some((constant, kind)) =
                line.trim().strip_prefix("pub const ").and_then(|rest| rest.split_once(": "))
            else {
                continue;
            };
            // Names of categories and hashes are no figures; the fields of GENESIS have their own
            // rows.
            if constant == "NAMES"
                || kind.starts_with("Hash")
                || kind.trim_start_matches('[').starts_with("Self")
                || constant.contains('(')
            {
                continue;
            }
            let shown = path.strip_prefix(&folder).unwrap().display();
            assert!(has_row(constant), "docs/constants.md has no row for {constant} of {shown}");
        }
    }
}

#[test]
fn classes_are_those_of_the_client() {
    let page: Vec<_> = text("docs/constants.md")
        .lines()
        .filter_map(cells)
        .filter(|row| row.len() == 4 && row[0] != "class")
        .map(|row| (row[0].clone(), row[1].clone(), row[2].replace(',', "")))
        .collect();
    let code: Vec<_> = CLASSES
        .iter()
        .map(|(name, pool, multiplier)| {
            ((*name).to_owned(), format!("{pool:?}").to_uppercase(), multiplier.to_string())
        })
        .collect();
    assert_eq!(page, code);
}
