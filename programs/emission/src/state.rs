//! The state of the emission, and its one rule.

use {
    crate::EmissionError,
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    io_addresses::emission::MINT,
    io_economics::emission::{cumulative, TOTAL},
    io_onchain::raw_account,
};

/// How far the schedule has been followed. Its address is the mint authority.
#[derive(Clone, Copy, Debug, PartialEq, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable)]
#[repr(C)]
pub struct Emission {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// Unix seconds at which the emission started; 0 until the genesis allocations are minted.
    pub genesis_ts: i64,
    /// The greatest Unix time seen; an earlier clock counts as this one.
    pub latest_ts: i64,
    /// Base units of IO minted by the schedule so far; genesis not included.
    pub minted: u64,
    /// The IO mint.
    pub mint: Pubkey,
    /// For later versions.
    pub reserved: [u8; 32],
}

raw_account!(Emission);

impl Emission {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// A state before genesis.
    pub fn new(mint: Pubkey) -> Self {
        Self {
            version: Self::VERSION,
            padding: [0; 7],
            genesis_ts: 0,
            latest_ts: 0,
            minted: 0,
            mint,
            reserved: [0; 32],
        }
    }

    /// Starts the clock of a state that is byte for byte as `initialize` writes it. Other code may
    /// have run at this id before, and have left a schedule that is followed half way.
    ///
    /// # Errors
    /// `AlreadyAllocated` the second time, `EmissionNotPristine`.
    pub fn start(&mut self, now: i64) -> Result<()> {
        require!(self.genesis_ts == 0, EmissionError::AlreadyAllocated);
        require!(*self == Self::new(MINT.address), EmissionError::EmissionNotPristine);
        // A clock of 0 would read as "not started"; it is before any cluster's genesis.
        self.genesis_ts = now.max(1);
        self.latest_ts = self.genesis_ts;
        Ok(())
    }

    /// Follows the schedule up to `now` (Unix seconds); returns the base units of IO to mint.
    ///
    /// # Errors
    /// `NotStarted` before genesis, `NothingDue` until the next full hour, `EmissionEnded` after
    /// everything is minted.
    pub fn advance(&mut self, now: i64) -> Result<u64> {
        require!(self.genesis_ts != 0, EmissionError::NotStarted);
        require!(self.minted < TOTAL, EmissionError::EmissionEnded);
        self.latest_ts = self.latest_ts.max(now);
        let reached = cumulative(self.latest_ts.saturating_sub(self.genesis_ts));
        let due = reached.saturating_sub(self.minted);
        require!(due > 0, EmissionError::NothingDue);
        self.minted = reached;
        Ok(due)
    }
}
