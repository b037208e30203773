//! The committed budget holds, every instruction and every stored account has a row in it, and
//! every wrong account is refused as committed.

mod refusals;

use {
    io_bench::{Bench, Budget},
    io_testkit::idl::{self, list, Idl},
};

#[test]
fn budget_and_refusals_hold() {
    let refusals = refusals::Refusals::watcher();
    let bench = io_bench::measure_watched(Some(refusals.watch()));
    refusals.compare();
    Budget::read().unwrap().hold(&bench).unwrap();
    every_instruction_has_a_row(&bench);
    every_account_has_a_row(&bench);
    crowds_cost_nothing(&bench);
    time_costs_nothing(&bench);
    a_report_more_is_cheap(&bench);
    the_last_claimant_pays_what_the_first_did(&bench);
}

fn every_instruction_has_a_row(bench: &Bench) {
    for instruction in idl::instructions() {
        let key = instruction.key();
        // Some have rows of circumstances only: `io_orders.take_unclaimed.usdc`.
        let has =
            |row: &String| *row == key || row.strip_prefix(&key).is_some_and(|rest| rest.starts_with('.'));
        assert!(bench.instructions.keys().any(has), "{key} is not measured: add it to crates/bench");
    }
}

fn every_account_has_a_row(bench: &Bench) {
    for Idl { program, json } in idl::all() {
        for account in list(&json, "accounts") {
            let key = format!("{}.{}", program.name, account["name"].as_str().unwrap());
            assert!(bench.accounts.contains_key(&key), "{key} is not measured: add it to crates/bench");
        }
    }
}

/// With the same keys, an order, an ask and a bid cost to the last unit the same alone and among
/// many.
fn crowds_cost_nothing(bench: &Bench) {
    let mut compared = 0;
    for (key, row) in &bench.instructions {
        for (among, alone) in
            [(".among_100_000", ""), (".among_10_000_asks", ""), (".among_10_000_bids", ".usdc")]
        {
            if let Some(name) = key.strip_suffix(among) {
                assert_eq!(row.cu, bench.instructions[&format!("{name}{alone}")].cu, "{key}");
                compared += 1;
            }
        }
    }
    assert!(compared >= 9 + 8 + 10, "{compared}");
}

/// Nodes, stakers and time make sums longer, and a long division takes a few units more: up to 19
/// among 10,000, 0 after ten years. What has ended takes less: 24 for a crank after the schedule's
/// end, 111 for a node that nobody has synced for a week after its lapse, which gets nothing.
fn time_costs_nothing(bench: &Bench) {
    const LONGER_SUMS: u64 = 40;
    let mut compared = 0;
    for (key, row) in &bench.instructions {
        for (long, short) in [
            (".among_10_000", ".among_1"),
            (".after_10_years", ".after_1_hour"),
            (".lapsed_10_years", ".lapsed_2_days"),
            (".after_20_years", ""),
        ] {
            if let Some(name) = key.strip_suffix(long) {
                let gap = row.cu.saturating_sub(bench.instructions[&format!("{name}{short}")].cu);
                assert!(gap <= LONGER_SUMS, "{key}: {gap} CU more");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 13);
}

/// 18 reports fit in a transaction; each beyond the first costs at most 1,500.
fn a_report_more_is_cheap(bench: &Bench) {
    let reports = |of: &str| bench.instructions[&format!("io_staking.report_availability{of}")].cu;
    assert!(reports(".of_2") - reports("") <= 1_500);
    assert!(reports(".of_18") - reports("") <= 17 * 1_500);
}

/// A claim costs the same for the first leaf and for the last one, but for a shift by the place of
/// its bit.
fn the_last_claimant_pays_what_the_first_did(bench: &Bench) {
    for first in ["io_airdrop.claim.depth_17", "io_airdrop.claim.depth_20"] {
        let [first, last] = ["", ".last"].map(|end| bench.instructions[&format!("{first}{end}")].cu);
        assert!(first.abs_diff(last) <= 2, "{first} and {last} CU");
    }
}
