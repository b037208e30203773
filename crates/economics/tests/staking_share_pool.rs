//! Share pools: the laws, and every holder against a list of exact stakes.
#![allow(clippy::arithmetic_side_effects)]

use io_economics::{
    staking::{SharePool, StakingError, BPS, MAX_SHARES_PER_ASSET},
    units::HARD_CAP,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use proptest::prelude::*;

const HOLDERS: usize = 4;

#[derive(Clone, Debug)]
enum Op {
    Deposit {
        who: usize,
        amount: u64,
    },
    /// Takes `part` / 1000 of the holder's worth.
    Take {
        who: usize,
        part: u64,
    },
    RedeemAll {
        who: usize,
    },
    Slash {
        bps: u16,
    },
}

fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![1..100u64, 1..1_000_000_000u64, 1..=HARD_CAP / 100]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => (0..HOLDERS, amount()).prop_map(|(who, amount)| Op::Deposit { who, amount }),
        4 => (0..HOLDERS, 0..1_000u64).prop_map(|(who, part)| Op::Take { who, part }),
        1 => (0..HOLDERS).prop_map(|who| Op::RedeemAll { who }),
        2 => prop_oneof![1..=BPS, Just(9_900), Just(9_999), Just(BPS)].prop_map(|bps| Op::Slash { bps }),
    ]
}

/// A pool beside the exact stake of each holder: what it paid in, less what it took out, less its
/// part of slashes.
#[derive(Default)]
struct Ledger {
    pool: SharePool,
    shares: [u128; HOLDERS],
    exact: [BigRational; HOLDERS],
    /// Base units that rounding may have moved between holders since the pool was last empty.
    dust: u64,
    paid_in: u64,
    paid_out: u64,
}

impl Ledger {
    fn apply(&mut self, op: &Op) {
        match *op {
            Op::Deposit { who, amount } => {
                let shares = self.pool.deposit(amount).unwrap();
                assert!(shares >= u128::from(amount), "a share costs at most one asset");
                self.shares[who] += shares;
                self.exact[who] += BigRational::from_integer(amount.into());
                self.paid_in += amount;
            }
            Op::Take { who, part } => {
                let worth = self.pool.worth(self.shares[who]);
                let amount = (u128::from(worth) * u128::from(part) / 1_000) as u64;
                let burned = self.pool.take(amount).unwrap();
                assert!(
                    burned < self.shares[who] || self.shares[who] == 0,
                    "part of the worth leaves shares"
                );
                self.shares[who] -= burned;
                self.exact[who] -= BigRational::from_integer(amount.into());
                self.paid_out += amount;
            }
            Op::RedeemAll { who } => {
                let worth = self.pool.worth(self.shares[who]);
                let redeemed = self.pool.redeem(self.shares[who]).unwrap();
                assert_eq!(worth, redeemed);
                self.shares[who] = 0;
                self.exact[who] = BigRational::zero();
                self.paid_out += redeemed;
            }
            Op::Slash { bps } => {
                let (before, generation) = (self.pool, self.pool.generation);
                let taken = self.pool.slash(bps);
                let exact = u128::from(before.assets) * u128::from(bps) / u128::from(BPS);
                let left = before.assets - exact as u64;
                let wiped = u128::from(left) << 20 < before.shares;
                assert_eq!(taken, if wiped { before.assets } else { exact as u64 });
                assert_eq!(self.pool.generation, generation + u32::from(wiped));
                self.paid_out += taken;
                if wiped {
                    self.shares = [0; HOLDERS];
                    self.exact = Default::default();
                } else if before.assets > 0 {
                    let kept = BigRational::new(self.pool.assets.into(), before.assets.into());
                    self.exact.iter_mut().for_each(|stake| *stake *= &kept);
                }
            }
        }
        self.dust = if self.pool.shares == 0 { 0 } else { self.dust + 1 };
    }

    fn check(&self) {
        let SharePool { shares, assets, .. } = self.pool;
        assert!(
            u128::from(assets) <= shares && shares <= u128::from(assets) * u128::from(MAX_SHARES_PER_ASSET)
        );
        assert_eq!(shares, self.shares.iter().sum::<u128>());
        assert_eq!(assets, self.paid_in - self.paid_out, "assets move only by deposit, redemption and slash");
        assert_eq!(shares == 0, assets == 0, "no assets without an owner");

        let worth: Vec<u64> = self.shares.iter().map(|held| self.pool.worth(*held)).collect();
        let sum: u64 = worth.iter().sum();
        assert!(sum <= assets && assets - sum < HOLDERS as u64);
        for (worth, exact) in worth.iter().zip(&self.exact) {
            // Every operation rounds by less than one base unit, and a slash never lets that grow.
            let gap = (BigRational::from_integer((*worth).into()) - exact).floor().to_integer();
            let dust = BigInt::from(self.dust + 1);
            assert!(-&dust <= gap && gap <= dust, "worth {worth}, exactly {exact}, dust {dust}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn follows_the_list_of_exact_stakes(ops in prop::collection::vec(op(), 1..60)) {
        let mut ledger = Ledger::default();
        for op in &ops {
            ledger.apply(op);
            ledger.check();
        }
        for who in 0..HOLDERS {
            ledger.apply(&Op::RedeemAll { who });
        }
        let generation = ledger.pool.generation;
        prop_assert_eq!(ledger.pool, SharePool { generation, ..SharePool::default() });
    }

    /// The price of a share, as worth of a large holding, never falls by what others do, but for
    /// slashes.
    #[test]
    fn only_a_slash_lowers_the_price(ops in prop::collection::vec(op(), 1..60)) {
        let mut ledger = Ledger::default();
        for op in &ops {
            let before = ledger.pool;
            ledger.apply(op);
            let after = ledger.pool;
            if !matches!(op, Op::Slash { .. }) && before.shares > 0 && after.shares > 0 {
                let price = |pool: SharePool| BigRational::new(pool.assets.into(), pool.shares.into());
                prop_assert!(price(after) >= price(before));
                prop_assert!(price(after) <= BigRational::one());
            }
        }
    }

    #[test]
    fn a_deposit_taken_out_again_never_gains(
        slashes in prop::collection::vec(1..BPS, 0..4),
        first in amount(),
        amount in amount(),
    ) {
        let mut pool = SharePool::default();
        pool.deposit(first).unwrap();
        for bps in slashes {
            pool.slash(bps);
        }
        let shares = pool.deposit(amount).unwrap();
        let worth = pool.worth(shares);
        prop_assert!(worth <= amount && amount - worth <= 1);
        prop_assert_eq!(pool.redeem(shares).unwrap(), worth);
    }
}

#[test]
fn repeated_slashes_of_99_percent_overflow_nothing() {
    let mut pool = SharePool::default();
    let mut shares = pool.deposit(HARD_CAP).unwrap();
    for _ in 0..200 {
        let generation = pool.generation;
        pool.slash(9_900);
        if pool.generation != generation {
            assert_eq!((pool.shares, pool.assets), (0, 0));
            shares = 0;
        }
        // Fill up to the whole supply again: the most shares there can be.
        shares += pool.deposit(HARD_CAP - pool.assets).unwrap();
        assert_eq!(pool.worth(shares), HARD_CAP);
        assert!(pool.shares <= u128::from(HARD_CAP) << 20);
        assert!(pool.worth(shares / 2) <= HARD_CAP / 2);
        assert_eq!(pool.take(HARD_CAP / 2).map(|burned| burned <= shares / 2 + 1), Ok(true));
        pool.deposit(HARD_CAP / 2).unwrap();
        shares = pool.shares;
    }
    assert!(pool.generation > 20, "the price reached the bottom {} times", pool.generation);
}

#[test]
fn edges() {
    let mut pool = SharePool::default();
    assert_eq!(pool.deposit(0), Err(StakingError::ZeroAmount));
    assert_eq!((pool.worth(0), pool.worth(5), pool.slash(BPS), pool.generation), (0, 0, 0, 0));
    assert_eq!(pool.redeem(1), Err(StakingError::Overflow));
    assert_eq!(pool.take(1), Err(StakingError::Overflow));
    assert_eq!(pool.deposit(u64::MAX), Ok(u128::from(u64::MAX)));
    assert_eq!(pool.deposit(1), Err(StakingError::Overflow));
    assert_eq!(
        pool,
        SharePool { shares: u128::from(u64::MAX), assets: u64::MAX, generation: 0, ..SharePool::default() }
    );

    // The least that a slash leaves: one asset for 2^20 shares; one share more and all goes.
    let bottom = SharePool { shares: 1 << 20, assets: 2, generation: 7, ..SharePool::default() };
    let mut pool = bottom;
    assert_eq!((pool.slash(5_000), pool), (1, SharePool { assets: 1, ..bottom }));
    let mut pool = SharePool { shares: (1 << 20) + 1, ..bottom };
    assert_eq!(
        (pool.slash(5_000), pool),
        (2, SharePool { shares: 0, assets: 0, generation: 8, ..SharePool::default() })
    );
    assert_eq!(pool.deposit(9), Ok(9), "the next generation starts at 1:1");

    // A slash too small to take a base unit takes none.
    let mut pool = SharePool { shares: 9_999, assets: 9_999, generation: 0, ..SharePool::default() };
    assert_eq!((pool.slash(1), pool.assets), (0, 9_999));
    let mut pool = SharePool { shares: 10_000, assets: 10_000, generation: 0, ..SharePool::default() };
    assert_eq!((pool.slash(1), pool.assets), (1, 9_999));
    let mut pool =
        SharePool { shares: u64::MAX.into(), assets: u64::MAX, generation: 0, ..SharePool::default() };
    assert_eq!((pool.slash(u16::MAX), pool.generation), (u64::MAX, 1), "no more than all");
}
