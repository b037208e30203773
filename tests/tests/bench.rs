//! The committed budget holds.

#[test]
fn budget_holds() {
    let budget = io_bench::Budget::read().unwrap();
    budget.hold(&io_bench::measure()).unwrap();
}
