//! An oracle as walks meet it: its prices move, lie and are missing.

use {
    crate::{
        buyback::{Feed, PRICES},
        World,
    },
    io_economics::price::Quote,
    pyth_solana_receiver_sdk::price_update::VerificationLevel,
    solana_account::Account,
};

/// One USDC in 10^-8 USD.
const PAR: i64 = 100_000_000;

impl World {
    /// The oracle posts an IO at `usd` 10^-8 USD, mostly as it should: once in five times it posts
    /// nothing, a lie or a price that too few have signed, or its account is gone.
    ///
    /// # Panics
    /// If a feed's address is a program's.
    pub fn post_as_oracles_do(&mut self, random: &mut fastrand::Rng, usd: i64) {
        let feed = [Feed::Io, Feed::Usdc][random.usize(..2)];
        match random.u8(..24) {
            0..=1 => {
                let good = self.usd(if feed == Feed::Io { usd } else { PAR });
                self.post(feed, lie(random, good));
            }
            2 => self.svm.set_account(feed.address(), Account::default()).expect("no program"),
            3 => {
                let level = VerificationLevel::Partial { num_signatures: random.u8(..) };
                self.write_update(PRICES.io, level, Feed::Io.id(), self.usd(usd));
            }
            4 => {}
            _ => {
                self.post(Feed::Io, self.usd(usd));
                self.post(Feed::Usdc, self.usd(PAR + random.i64(-50_000..50_000)));
            }
        }
    }
}

/// A price that is off in one way, or in any.
fn lie(random: &mut fastrand::Rng, good: Quote) -> Quote {
    match random.u8(..10) {
        0 => Quote { price: random.i64(..), ..good },
        1 => Quote { price: -good.price, ..good },
        2 => Quote { conf: random.u64(..), ..good },
        3 => Quote { exponent: random.i32(-20..3), ..good },
        4 => Quote { publish_time: good.publish_time - random.i64(0..200), ..good },
        5 => Quote { publish_time: good.publish_time + random.i64(0..20), ..good },
        6 => Quote { average: random.i64(..), ..good },
        7 => Quote { average: good.average / 10 * random.i64(7..13), ..good },
        // Ten times too dear, or too cheap: the rule has no way to know, and still holds.
        8 => Quote { exponent: good.exponent + 1, ..good },
        _ => Quote { exponent: good.exponent - 1, ..good },
    }
}
