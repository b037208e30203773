//! Nodes that may be booked, and what they ask while nothing is hired.

use {io_client::classes::CLASSES, solana_keypair::Keypair, solana_pubkey::Pubkey};

/// What a processor of a class with multiplier 1 costs for an hour while nothing is hired, in base
/// units of USDC: 0.15 USDC (choice).
const IDLE_RATE: u64 = 150_000;

/// A node that may be booked.
pub struct Offered<'a> {
    /// Its address.
    pub node: &'a Pubkey,
    /// Who asks.
    pub operator: &'a Keypair,
    /// Place of its class in [`CLASSES`].
    pub class: usize,
}

/// Base units of USDC for a processor-hour of a class while nothing is hired.
pub(super) fn idle_rate(class: usize) -> u64 {
    let (_, _, multiplier) = CLASSES[class];
    IDLE_RATE * u64::from(multiplier) / 100
}
