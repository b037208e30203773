//! The balances of a currency.

use super::*;

#[test]
fn books_refuse_what_they_do_not_cover() {
    let charge = Charge { cost: 100, booking: 1, payment: 2 };
    let mut balances = Balances::default();
    assert_eq!(balances.sweep(), Err(NothingToSweep));
    assert_eq!(balances.pay_in(charge, Fees { buyer_booking: 104, ..Fees::default() }), Err(Overflow));
    assert_eq!(balances.pay_in(Charge { cost: u64::MAX, ..charge }, Fees::default()), Err(CostTooHigh));
    balances.pay_in(charge, Fees { buyer_booking: 1, ..Fees::default() }).unwrap();
    assert_eq!(balances, Balances { escrowed: 102, fees: 1, ..Balances::default() });
    let out = Outcome { provider: 90, client: 10, fees: Fees { provider_booking: 3, ..Fees::default() } };
    assert_eq!(balances.take_out(&out), Err(Overflow));
    let out = Outcome { client: 9, ..out };
    balances.take_out(&out).unwrap();
    balances.keep(out.provider).unwrap();
    assert_eq!(balances.deliver(91), Err(Overflow));
    balances.deliver(50).unwrap();
    assert_eq!(balances, Balances { escrowed: 0, unclaimed: 40, fees: 4, swept: 0 });
    assert_eq!(balances.sweep(), Ok(4));
    assert_eq!((balances.sweep(), balances.swept), (Err(NothingToSweep), 4));
    for full in [
        Balances { escrowed: u64::MAX, ..Balances::default() },
        Balances { fees: u64::MAX, escrowed: 1, ..Balances::default() },
        Balances { unclaimed: u64::MAX, escrowed: 1, fees: 1, swept: u64::MAX },
    ] {
        let mut balances = full;
        let fee = Fees { buyer_booking: 1, ..Fees::default() };
        if full.unclaimed == 0 {
            assert_eq!(balances.pay_in(charge, fee), Err(Overflow));
        }
        if full.fees == u64::MAX {
            assert_eq!(balances.take_out(&Outcome { fees: fee, ..Outcome::default() }), Err(Overflow));
        }
        if full.unclaimed == u64::MAX {
            assert_eq!((balances.keep(1), balances.sweep()), (Err(Overflow), Err(Overflow)));
        }
        assert_eq!(balances, full, "nothing has changed");
    }
}
