//! What a transaction pays to be taken soon.

use {
    io_rpc::Chain, solana_instruction::Instruction, solana_pubkey::Pubkey, std::collections::BTreeSet,
    tracing::debug,
};

/// A priority fee, in micro-lamports per compute unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fee {
    /// Always this.
    Fixed(u64),
    /// What three of four recent slots took for the same accounts.
    Recent {
        /// But no more than this.
        most: u64,
    },
}

impl Fee {
    /// For a transaction with these calls. Where the cluster does not say, nothing.
    pub fn of(&self, chain: &dyn Chain, calls: &[Instruction]) -> u64 {
        let most = match self {
            Self::Fixed(fee) => return *fee,
            Self::Recent { most } => *most,
        };
        let written: BTreeSet<Pubkey> = calls
            .iter()
            .flat_map(|call| call.accounts.iter().filter(|meta| meta.is_writable).map(|meta| meta.pubkey))
            .collect();
        let mut slots = chain.recent_fees(&written.into_iter().collect::<Vec<_>>()).unwrap_or_else(|fault| {
            debug!(%fault, "no recent fees");
            Vec::new()
        });
        slots.sort_unstable();
        slots.get(slots.len() * 3 / 4).copied().unwrap_or_default().min(most)
    }
}
