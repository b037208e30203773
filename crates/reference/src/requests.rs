//! Requests: which bid on an automatic one is taken, and what a client has paid in too much, from
//! the list of all bids. Times are Unix seconds, amounts base units.

use {
    num_bigint::BigInt,
    num_rational::BigRational,
    num_traits::{ToPrimitive, Zero},
};

const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;

/// An automatic request.
#[derive(Clone, Copy, Debug)]
pub struct Auction {
    /// When it was opened.
    pub at: i64,
    /// How long it is open, in seconds.
    pub seconds: i64,
    /// The most rate.
    pub most: u64,
}

/// What has become of an automatic request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Result {
    /// Of each bid, whether it was the best one for a while.
    pub taken: Vec<bool>,
    /// The end of the request.
    pub ends_at: i64,
    /// The last of those.
    pub winner: Option<usize>,
}

impl Auction {
    /// What becomes of `bids`, times and rates, in the order in which they arrive.
    pub fn run(&self, bids: &[(i64, u64)]) -> Result {
        let mut result = Result { ends_at: self.at + self.seconds, ..Result::default() };
        for (index, (time, rate)) in bids.iter().enumerate() {
            let limit = match result.winner {
                None => integer(self.most),
                Some(best) => integer(bids[best].1) * BigRational::new(99.into(), 100.into()),
            };
            let takes = *time <= result.ends_at && *rate > 0 && integer(*rate) <= limit;
            result.taken.push(takes);
            if !takes {
                continue;
            }
            let prolonged = (result.ends_at - self.at - self.seconds) / MINUTE;
            if result.ends_at - time < MINUTE && prolonged < 10 {
                result.ends_at += MINUTE;
            }
            result.winner = Some(index);
        }
        result
    }
}

/// What a client pays in for `seconds` at a rate an hour, of all processors together, with booking
/// and payment fees in bps.
pub fn charge(hourly: u64, seconds: i64, fees: [u16; 2]) -> u64 {
    let cost = (integer(hourly) * integer(seconds) / integer(HOUR)).floor();
    let fees = fees.map(|bps| (cost.clone() * integer(bps) / integer(10_000)).ceil());
    let all = fees.iter().fold(cost, |sum, fee| sum + fee);
    all.to_integer().to_u64().expect("base units fit in 64 bits")
}

fn integer(value: impl Into<BigInt>) -> BigRational {
    let value = BigRational::from_integer(value.into());
    assert!(value >= BigRational::zero(), "no figure here is negative");
    value
}
