//! The balances of a currency.

use super::*;

#[test]
fn balances_refuse_what_they_do_not_cover() {
    let charge = Charge { cost: 100, booking: 1, payment: 2 };
    let mut balances = Balances::default();
    assert_eq!(balances.sweep(), Err(NothingToSweep));
    assert_eq!(balances.pay_in(Charge { cost: u64::MAX, ..charge }), Err(CostTooHigh));
    balances.pay_in(charge).unwrap();
    balances.bond(7).unwrap();
    assert_eq!(balances, Balances { escrowed: 103, bonds: 7, ..Balances::default() });
    let fees = Fees { provider_booking: 3, buyer_booking: 1, ..Fees::default() };
    let out = Outcome { provider: 90, client: 10, fees, bond_returned: 3, bond_forfeited: 4 };
    assert_eq!(balances.take_out(&out), Err(Overflow));
    assert_eq!(balances.take_out(&Outcome { client: 9, bond_returned: 4, ..out }), Err(Overflow));
    balances.take_out(&Outcome { client: 9, ..out }).unwrap();
    balances.keep(out.provider).unwrap();
    assert_eq!(balances.deliver(91), Err(Overflow));
    balances.deliver(50).unwrap();
    assert_eq!(balances, Balances { unclaimed: 40, fees: 8, ..Balances::default() });
    assert_eq!(balances.sweep(), Ok(8));
    assert_eq!((balances.sweep(), balances.swept), (Err(NothingToSweep), 8));
}

#[test]
fn balances_that_are_full_refuse_more() {
    let fee = Outcome { fees: Fees { buyer_booking: 1, ..Fees::default() }, ..Outcome::default() };
    let bond = Outcome { bond_forfeited: 1, ..Outcome::default() };
    type Step = fn(&mut Balances, &Outcome) -> Result<(), OrderError>;
    let one = Balances { escrowed: 1, bonds: 1, fees: 1, unclaimed: 1, swept: 1 };
    let cases: [(Balances, Step, Outcome); 6] = [
        (
            Balances { escrowed: u64::MAX, ..one },
            |it, _| it.pay_in(Charge { cost: 1, ..Charge::default() }),
            fee,
        ),
        (Balances { bonds: u64::MAX, ..one }, |it, _| it.bond(1), bond),
        (Balances { fees: u64::MAX, ..one }, |it, out| it.take_out(out), fee),
        (Balances { fees: u64::MAX, ..one }, |it, out| it.take_out(out), bond),
        (Balances { unclaimed: u64::MAX, ..one }, |it, _| it.keep(1), fee),
        (Balances { swept: u64::MAX, ..one }, |it, _| it.sweep().map(drop), fee),
    ];
    for (full, step, out) in cases {
        let mut balances = full;
        assert_eq!(step(&mut balances, &out), Err(Overflow));
        assert_eq!(balances, full, "nothing has changed");
    }
}
