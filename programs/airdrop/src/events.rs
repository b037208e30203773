//! What an indexer needs to rebuild the state. Amounts are in base units of IO, times in Unix
//! seconds.

use {
    anchor_lang::prelude::*,
    io_economics::airdrop::{Rest, Terms},
};

/// A season was published.
#[event]
pub struct SeasonCreated {
    /// The season.
    pub season: Pubkey,
    /// Who published it.
    pub funder: Pubkey,
    /// The funder's number for it.
    pub id: u64,
    /// Whether IO that nobody claims burns or returns to the funder.
    pub rest: Rest,
    /// The published terms.
    pub terms: Terms,
}

/// A season that is not open was changed.
#[event]
pub struct SeasonUpdated {
    /// The season.
    pub season: Pubkey,
    /// The new terms.
    pub terms: Terms,
}

/// IO was paid into a season's pool.
#[event]
pub struct SeasonFunded {
    /// The season.
    pub season: Pubkey,
    /// Base units paid in.
    pub amount: u64,
    /// Base units funded so far, these included.
    pub funded: u64,
    /// When claims begin, if the pool is funded by then.
    pub opens_at: i64,
    /// When claims end.
    pub closes_at: i64,
}

/// A page for claims was opened.
#[event]
pub struct PageOpened {
    /// The season.
    pub season: Pubkey,
    /// The page's number: it holds the leaves from 8,192 times this number on.
    pub number: u32,
    /// Who paid the rent, and gets it back.
    pub opener: Pubkey,
}

/// A leaf was paid.
#[event]
pub struct Claimed {
    /// The season.
    pub season: Pubkey,
    /// The leaf's place.
    pub index: u32,
    /// The wallet that the leaf names.
    pub wallet: Pubkey,
    /// Its points.
    pub points: u64,
    /// Base units paid.
    pub amount: u64,
}

/// A season was called off before it was open.
#[event]
pub struct SeasonCancelled {
    /// The season.
    pub season: Pubkey,
    /// Base units back to the funder.
    pub amount: u64,
}

/// A season has ended.
#[event]
pub struct SeasonSwept {
    /// The season.
    pub season: Pubkey,
    /// What became of the rest.
    pub rest: Rest,
    /// Base units that nobody claimed, and what was sent to the vault beside the pool.
    pub amount: u64,
}

/// A page was closed; its rent went back to its opener.
#[event]
pub struct PageClosed {
    /// The season.
    pub season: Pubkey,
    /// The page's number.
    pub number: u32,
}

/// A season was closed; its rent went back to its funder.
#[event]
pub struct SeasonClosed {
    /// The season.
    pub season: Pubkey,
}
