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
}
