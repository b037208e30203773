//! Random steps; their figures depend on the world they meet.

use super::{
    currency, deal::Call, duration, hire, model::Order, notice, rules, share, vaults::SLOTS, DAY,
    HOUR_SECONDS,
};
use io_economics::orders::*;
use proptest::prelude::*;

/// What is called, with times still open.
#[derive(Clone, Debug)]
pub enum What {
    Cancel {
        by_client: bool,
    },
    Accept {
        longest: u32,
    },
    Extend {
        seconds: u32,
    },
    Settle,
    /// `skip` seconds after where an outage may begin, for `permille` of the time to now and `more`
    /// seconds.
    Outage {
        skip: i64,
        permille: i64,
        more: i64,
    },
    End {
        by: Ender,
    },
    Notice,
    Dispute,
    Resolve {
        share_bps: u16,
    },
}

#[derive(Clone, Debug)]
pub enum Step {
    /// Seconds, back as well.
    Wait(i64),
    /// Near a time at which something changes for the order.
    WaitFor {
        slot: usize,
        edge: usize,
        offset: i64,
    },
    Open {
        slot: usize,
        hire: Hire,
        duration: u32,
        currency: Currency,
        rules: Rules,
        /// Hours of notice that the operator agrees to.
        notice: u8,
    },
    /// A call, whose provider or client may not be able to take what it gets.
    Do {
        slot: usize,
        what: What,
        blocked: [bool; 2],
    },
    TakeUnclaimed {
        currency: usize,
        payee: usize,
    },
    Sweep {
        currency: usize,
    },
}

impl What {
    pub fn call(&self, order: &Order, now: i64) -> Call {
        match *self {
            Self::Cancel { by_client } => Call::Cancel { by_client },
            Self::Accept { longest } => Call::Accept { longest },
            Self::Extend { seconds } => Call::Extend { seconds },
            Self::Settle => Call::Settle,
            Self::Outage { skip, permille, more } => {
                let from = order.reportable_from() + skip;
                let span = (now.min(order.end()) - from).max(0);
                Call::Outage { from, to: from + span * permille / 1_000 + more }
            }
            Self::End { by } => Call::End { by },
            Self::Notice => Call::Notice,
            Self::Dispute => Call::Dispute,
            Self::Resolve { share_bps } => Call::Resolve { share_bps },
        }
    }
}

fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => 0..3i64,
        4 => 0..HOUR_SECONDS,
        6 => HOUR_SECONDS..DAY,
        2 => DAY..5 * DAY,
        1 => -2 * DAY..0,
        1 => Just(40 * DAY),
        1 => Just(-400 * DAY),
    ]
}

fn what() -> impl Strategy<Value = What> {
    let by = prop_oneof![1 => Just(Ender::Client), 1 => Just(Ender::Operator), 2 => Just(Ender::Stranger)];
    prop_oneof![
        1 => any::<bool>().prop_map(|by_client| What::Cancel { by_client }),
        8 => prop_oneof![4 => Just(MAX_SECONDS), 1 => Just(0), 1 => any::<u32>()]
            .prop_map(|longest| What::Accept { longest }),
        4 => prop_oneof![0..5u32, 1..90_000u32, 0..=MAX_SECONDS].prop_map(|seconds| What::Extend { seconds }),
        12 => Just(What::Settle),
        8 => (prop_oneof![4 => 0..3i64, 4 => 0..DAY, 1 => -5..0i64], 0..=1_000i64, 0..3i64)
            .prop_map(|(skip, permille, more)| What::Outage { skip, permille, more }),
        3 => by.prop_map(|by| What::End { by }),
        2 => Just(What::Notice),
        2 => Just(What::Dispute),
        3 => prop_oneof![9 => share(), 1 => Just(10_001)].prop_map(|share_bps| What::Resolve { share_bps }),
    ]
}

pub fn step() -> impl Strategy<Value = Step> {
    // Three orders of 30 days on top of each other, again and again, fit in a u64.
    const MOST_HOURLY: u64 = 10_u64.pow(13);
    let blocked = prop_oneof![3 => Just([false; 2]), 1 => any::<[bool; 2]>()];
    prop_oneof![
        10 => wait().prop_map(Step::Wait),
        8 => (0..SLOTS, 0..8usize, -1..=1i64)
            .prop_map(|(slot, edge, offset)| Step::WaitFor { slot, edge, offset }),
        6 => (0..SLOTS, hire(MOST_HOURLY), duration(), currency(), rules(), notice()).prop_map(
            |(slot, hire, duration, currency, rules, notice)| {
                Step::Open { slot, hire, duration, currency, rules, notice }
            }
        ),
        24 => (0..SLOTS, what(), blocked).prop_map(|(slot, what, blocked)| Step::Do { slot, what, blocked }),
        1 => (0..2usize, 0..2usize).prop_map(|(currency, payee)| Step::TakeUnclaimed { currency, payee }),
        1 => (0..2usize).prop_map(|currency| Step::Sweep { currency }),
    ]
}
