//! What an indexer needs to rebuild the state. Amounts are in base units of IO, times in Unix
//! seconds.

use anchor_lang::prelude::*;

/// The mint and the state were created; nothing is minted yet.
#[event]
pub struct MintCreated {
    /// The IO mint.
    pub mint: Pubkey,
}

/// The mint got its name and symbol, for ever.
#[event]
pub struct MetadataCreated {
    /// The IO mint.
    pub mint: Pubkey,
    /// Address of the token's description.
    pub uri: String,
}

/// The genesis allocations were minted and the clock of the emission started.
#[event]
pub struct GenesisAllocated {
    /// Start of the emission, in Unix seconds.
    pub genesis_ts: i64,
    /// Token accounts of the five allocations, in the order of `io_economics::genesis::NAMES`.
    pub recipients: [Pubkey; 5],
    /// Base units of IO that each of them got.
    pub amounts: [u64; 5],
}

/// A crank minted what the schedule has reached.
#[event]
pub struct Emitted {
    /// Base units of IO that this crank minted to the reward vault.
    pub amount: u64,
    /// Base units of IO that the schedule has minted so far, this crank included.
    pub minted: u64,
    /// Time of the crank, in Unix seconds.
    pub now: i64,
}
