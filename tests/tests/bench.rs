//! The committed budget holds.

#[test]
fn budget_holds() {
    let budget = io_bench::Budget::read().unwrap();
    let bench = io_bench::measure();
    budget.hold(&bench).unwrap();

    // With the same keys, an order costs to the last unit the same alone and among many.
    let mut compared = 0;
    for (key, row) in &bench.instructions {
        if let Some(alone) = key.strip_suffix(".among_100_000") {
            assert_eq!(row.cu, bench.instructions[alone].cu, "{key}");
            compared += 1;
        }
    }
    assert!(compared >= 9);

    // Nodes, stakers and time make sums longer, and a long division takes a few units more: never more than this.
    const LONGER_SUMS: u64 = 100;
    let mut compared = 0;
    for (key, row) in &bench.instructions {
        for (many, one) in [(".among_10_000", ".among_1"), (".after_10_years", ".after_2_days")] {
            if let Some(name) = key.strip_suffix(many) {
                let gap = row.cu.abs_diff(bench.instructions[&format!("{name}{one}")].cu);
                assert!(gap <= LONGER_SUMS, "{key}: {gap} CU");
                compared += 1;
            }
        }
    }
    assert!(compared >= 8);

    // 19 reports fit in a transaction; each beyond the first costs at most 1,500.
    let reports = |of: &str| bench.instructions[&format!("io_staking.report_availability{of}")].cu;
    assert!(reports(".of_2") - reports("") <= 1_500);
    assert!(reports(".of_19") - reports("") <= 18 * 1_500);
}
