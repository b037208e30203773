//! The transactions of the economy's random walk, indexed: the tables are what testkit's own
//! indexer knows, however the transactions arrive, in which database they end, and whatever fails
//! on the way.
//!
//! The walk is that of `tests/tests/economy_walk`, recorded and played by a cluster that drops,
//! lags, forgets and lies as told. `IO_WALK_STEPS` sets its length, `IO_WALK_SEED` replays it.

#[path = "../../../../tests/tests/economy_walk/airdrop.rs"]
mod airdrop;
#[path = "../../../../tests/tests/economy_walk/buyback.rs"]
mod buyback;
#[path = "../../../../tests/tests/economy_walk/emission.rs"]
mod emission;
#[path = "../../../../tests/tests/economy_walk/market.rs"]
mod market;
#[path = "../../../../tests/tests/economy_walk/orders.rs"]
mod orders;
#[path = "../../../../tests/tests/economy_walk/outside.rs"]
mod outside;
#[path = "../../../../tests/tests/economy_walk/people.rs"]
mod people;
#[path = "../../../../tests/tests/economy_walk/records.rs"]
mod records;
#[path = "../../../../tests/tests/economy_walk/requests.rs"]
mod requests;
#[path = "../../../../tests/tests/economy_walk/staking.rs"]
mod staking;
#[path = "../../../../tests/tests/economy_walk/step.rs"]
mod step;
#[path = "../../../../tests/tests/economy_walk/tally.rs"]
#[allow(dead_code)]
mod tally;
#[path = "../../../../tests/tests/economy_walk/vesting.rs"]
mod vesting;

mod faults;
mod forks;
mod gone;
mod harness;
mod killed;
mod same;
#[cfg(feature = "geyser")]
mod stream;
mod tables;

use {
    io_economics::time::{DAY, HOUR},
    step::{Move, Walk},
};
