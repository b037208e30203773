//! What an indexer needs to rebuild the state. Amounts are in base units of IO, times in Unix seconds.

use anchor_lang::prelude::*;

/// The mint and the state exist; nothing is minted yet.
#[event]
pub struct MintCreated {
    /// The IO mint.
    pub mint: Pubkey,
}

/// The mint has its name and symbol, for ever.
#[event]
pub struct MetadataCreated {
    /// The IO mint.
    pub mint: Pubkey,
    /// Where the token's description lies.
    pub uri: String,
}

/// Genesis is complete and the clock of the emission runs.
#[event]
pub struct GenesisAllocated {
    /// Start of the emission.
    pub genesis_ts: i64,
    /// Token accounts of the five allocations, in the order of `io_economics::genesis::NAMES`.
    pub recipients: [Pubkey; 5],
    /// What each of them got.
    pub amounts: [u64; 5],
}

/// The schedule was followed up to now.
#[event]
pub struct Emitted {
    /// Minted to the reward vault by this crank.
    pub amount: u64,
    /// Minted by the schedule so far, this crank included.
    pub minted: u64,
    /// Time of the crank.
    pub now: i64,
}
